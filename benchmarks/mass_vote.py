"""A vote of very many through the service: opened, cast by everybody, closed, and checked again.

    python -m benchmarks.mass_vote [SEATS] [--kind secret|roll_call] [--clients 200] [--durable]

A conference of SEATS members (100,000 unless said otherwise) is founded in a folder of its own on SQLite; its
vote is opened, every seat casts through `services.ballots`, so many clients at a time waiting for their
commit, and it is closed. Told are the rate of each tenth of the casting (a rate that falls says that
something grows with the number of those who have voted), the time that opening and closing take, and the
memory of the process. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

from benchmarks.ballot_hall import Question, found_hall, put_question
from ecar_governance import bootstrap
from ecar_governance.bootstrap import assembly
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import record_of
from ecar_governance.services import ballots, ending
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Done
from ecar_governance.settings import Settings, read
from ecar_governance.storage.engine import open_database

CHOICES = ("for", "against", "abstain")


def megabytes() -> float:
    """The most memory that the process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def told(what: str) -> Iterator[None]:
    """Says how long it took, and the memory then."""
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.2f} s; {megabytes():.0f} MB", flush=True)


async def cast_all(desk: Desk, people: list[str], question: Question, clients: int) -> None:
    """Every seat casts, `clients` at a time; tells the rate of every tenth."""
    tenth = max(1, len(people) // 10)
    left = iter(enumerate(people))
    begun, done = time.perf_counter(), 0

    async def client() -> None:
        nonlocal begun, done
        for number, person in left:
            outcome = await ballots.cast_async(
                desk,
                person,
                question.vote,
                CHOICES[number % 3],
                seat=f"seat-U{number:04}",
                manifest_hash=question.manifest_hash,
            )
            if not isinstance(outcome, Done):
                raise SystemExit(str(outcome))
            done += 1
            if done % tenth == 0:
                now = time.perf_counter()
                print(f"  {done}: {tenth / (now - begun):.0f} a second; {megabytes():.0f} MB", flush=True)
                begun = now

    await asyncio.gather(*(client() for _ in range(clients)))


def hold(settings: Settings, seats: int, kind: str, clients: int) -> None:
    """The whole of it."""
    with told("founded, members imported"):
        people = found_hall(settings, seats, (kind,))
    with bootstrap.open_installation(settings) as installation:
        desk = installation.desk
        with told("drafted and opened"):
            question = put_question(desk, people[0], kind)
        with told("cast"):
            asyncio.run(cast_all(desk, people, question, clients))
        with told("closed and counted"):
            outcome = ending.close(desk, people[0], question.vote)
            if not isinstance(outcome, Done):
                raise SystemExit(str(outcome))
        vote = desk.conference.votes[question.vote]
        with told("counted again from its record"):
            again = recount(record_of(vote))
        if again.findings or again.outcome != vote.outcome:
            raise SystemExit(f"counted again it differs: {again.findings}")
        size = desk.conference.size
    with told("opened anew, the whole log folded"), bootstrap.open_installation(settings) as installation:
        installation.desk.conference  # noqa: B018  # reason: reading it folds what is new
    database = settings.sqlite_path
    if database is not None:
        print(f"{size} events; {database.stat().st_size / 1e6:.0f} MB of database")


def main() -> None:
    """Reads the arguments and holds the vote."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seats", nargs="?", type=int, default=100_000)
    parser.add_argument("--kind", choices=("secret", "roll_call"), default="secret")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--durable", action="store_true", help="wait for the disk at each commit")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = read(data_dir=Path(folder))
        with patch.object(assembly, "open_database", partial(open_database, durable=given.durable)):
            hold(settings, given.seats, given.kind, given.clients)


if __name__ == "__main__":
    main()
