"""Cases with a history brought over to another version of their procedure: how many a second, and whether
more of them cost more each.

    python -m benchmarks.migrating [--most 100000] [--folder DIR] [--postgresql URL]

Every case was drafted, submitted, returned and submitted again before. Each goes over through the service, an
act of its own, committed with synchronous=FULL and answered; the dry run decides the same and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from story import digest, manifest
from support.desks import CHAIR, SCRIBE, SECRETARY, Chamber, SteadyClock, installed, must
from support.migrations import newer

from ecar_governance.definitions.plans import Plan
from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor
from ecar_governance.services import migrating, resolutions
from ecar_governance.services.acting import actor_for
from ecar_governance.services.migrating import Verdict
from ecar_governance.services.ports import Act
from ecar_governance.services.procedures import put_in_force

BATCH = 500
SCAN = b"\xff\xd8\xff\xe0 scan"


def authorised(hall: Chamber) -> str:
    """Publishes a resolution; gives its number."""
    case = hall.adopted(hall.session())
    resolutions.make_due(hall.desk)
    resolution = hall.conference.resolutions[hall.case(case).resolution]
    for person, field in ((CHAIR, "chair"), (SCRIBE, "secretary")):
        document = resolution.document
        must(resolutions.sign_on_paper(hall.desk, person, document, field, SCAN + field.encode()))  # type: ignore[arg-type]
    hall.act(SECRETARY, case, "publish")
    return resolution.numbered.number


def fill(hall: Chamber, first: int, count: int) -> None:
    """So many cases more, each with a history."""
    now = hall.desk.clock.now()
    rector, office = (actor_for(hall.conference, one, now) for one in (CHAIR, SECRETARY))
    ways: tuple[tuple[str, Actor, dict[str, str]], ...] = (
        ("submit", rector, {}),
        ("return_to_draft", office, {"note": digest("n")}),
        ("submit", rector, {}),
    )

    def work(act: Act, begin: int) -> Refused | None:
        for number in range(begin, min(begin + BATCH, first + count)):
            case = f"case-{number:06}"
            steps: list[tuple[c.AnyCommand, object]] = [
                (c.DraftProposal(case, "resolution", manifest()), rector)
            ]
            steps += [
                (c.TakeAction(case, name, version, dict(inputs)), actor)
                for version, (name, actor, inputs) in enumerate(ways, start=1)
            ]
            for command, actor in steps:
                answer = act.decide(command, actor)  # type: ignore[arg-type]
                assert not isinstance(answer, Refused), answer
        return None

    for begin in range(first, first + count, BATCH):
        must(hall.desk.office.perform(partial(work, begin=begin), actor=rector))


def timed(verdicts: Iterator[Verdict]) -> tuple[float, int]:
    """Seconds, and how many cases went over."""
    began = time.perf_counter()
    went = sum(1 for one in verdicts if not one.reasons)
    return time.perf_counter() - began, went


def main() -> None:
    """Prints one line a size: cases a second tried, brought over, taken back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the database lies: a disk, not memory")
    parser.add_argument("--postgresql", help="the address of an empty, migrated database")
    given = parser.parse_args()
    sizes = [size for size in (1_000, 10_000, 100_000) if size <= given.most] or [given.most]
    with (
        tempfile.TemporaryDirectory(dir=given.folder) as folder,
        installed(Path(folder) / "data", given.postgresql, SteadyClock()) as installation,
    ):
        hall = Chamber(installation).settle_in(3)
        number = authorised(hall)
        there, version = 0, "1.0.0"
        for round_, size in enumerate(sizes, start=2):
            fill(hall, there, size - there)
            there = size
            target = f"{round_}.0.0"
            must(put_in_force(hall.desk, newer(target)))
            plan = Plan("resolution", tuple({"1.0.0", version}), target, number)
            told = []
            for what, work in (
                ("tried", migrating.rehearse),
                ("brought over", migrating.migrate),
                ("taken back", migrating.revert),
                ("brought over again", migrating.migrate),
            ):
                seconds, went = timed(work(hall.desk, plan))
                told.append(f"{what} {went / seconds:,.0f}/s")
            version = target
            print(f"{size:>7,} cases, {hall.conference.size:>9,} events: " + ", ".join(told), flush=True)


if __name__ == "__main__":
    main()
