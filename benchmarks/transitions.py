"""Durable transitions through the service: as a page or the API asks for them, decided by the core, logged,
projected, committed, answered."""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from msgspec.structs import replace
from sqlalchemy import event
from support.desks import Chamber, installed, must
from support.house import circuit

from ecar_governance.domain.events import TransitionTaken
from ecar_governance.domain.workflow import State, Transition, Workflow
from ecar_governance.services import proposals
from ecar_governance.services.procedures import put_in_force
from ecar_governance.storage.projections import compare

CLIENTS = 64
CASES_EACH = 4
"""A client goes round with several cases, and one that is alone with all of them, so that no case has a
history longer than cases have."""

MEMBERS = 60


class Ring:
    """A conference whose rectors lead cases round six states, each client with cases of its own."""

    def __init__(self, hall: Chamber) -> None:
        self.hall = hall
        self.waits: list[float] = []
        self.busy = 0.0
        """Seconds of the processor that this process spent on each transition of the last series."""
        self.sync = 0.0
        """Seconds that each commit waits besides, before it is made."""
        event.listen(hall.installation.database.write, "commit", lambda _: self._wait())
        must(put_in_force(hall.desk, ring()))
        self.people = [f"person-rector-{n:03}" for n in range(1, MEMBERS + 1)]
        self.cases = [
            [hall.draft(self.people[client % MEMBERS], workflow="circuit") for _ in range(CASES_EACH)]
            for client in range(CLIENTS)
        ]
        known = hall.conference.cases
        self.shown = {case: (known[case].state[0], known[case].version) for own in self.cases for case in own}
        """State and version of each case as its client was told them last: what a page's form holds."""

    def _wait(self) -> None:
        if self.sync:
            time.sleep(self.sync)

    def step(self, client: int, number: int) -> float:
        """The client's next transition; gives how long it waited for its answer, in seconds."""
        return self._move(client, self.cases[client][number % CASES_EACH])

    def step_alone(self, number: int) -> float:
        """The next transition of one client who goes round with the cases of all."""
        client = number % CLIENTS
        return self._move(client, self.cases[client][number // CLIENTS % CASES_EACH])

    def _move(self, client: int, case: str) -> float:
        state, version = self.shown[case]
        person = self.people[client % MEMBERS]
        began = time.perf_counter()
        done = must(proposals.act(self.hall.desk, person, case, f"from_{state}", version, {}))
        waited = time.perf_counter() - began
        (taken,) = [one.data for one in done.events if isinstance(one.data, TransitionTaken)]
        self.shown[case] = taken.target[0], taken.version
        return waited


def ring() -> Workflow:
    """Six states round which a case goes, and a seventh in which it may end."""
    round_, names = circuit(), {"az": "Son", "en": "End"}
    over = State("over", names, final=True, outcome="over", rank=9)
    leave = Transition("leave", names, (round_.initial,), "over", by=("mover",), rank=9)
    return replace(
        round_,
        version="1.0.0",
        states={**round_.states, "over": over},
        transitions={**round_.transitions, "leave": leave},
    )


@contextmanager
def opened(folder: Path, url: str | None) -> Iterator[Ring]:
    """The conference in an empty database; its projections are held to the log at the end."""
    with installed(folder, url) as installation:
        yield Ring(Chamber(installation).settle_in(MEMBERS))
        with installation.database.reading() as connection:
            assert compare(connection, installation.desk.conference) == []


def one_client(ring: Ring, seconds: float) -> float:
    """Transitions a second of one caller that waits for each."""
    return _rate(ring, 1, seconds)


def many_clients(ring: Ring, seconds: float) -> float:
    """Transitions a second of 64 callers, each waiting for its own answer."""
    return _rate(ring, CLIENTS, seconds)


def p99(ring: Ring) -> tuple[float, float]:
    """The median and the 99th percentile of the last series' waits, in milliseconds."""
    cut = statistics.quantiles(ring.waits, n=100)
    return statistics.median(ring.waits) * 1000, cut[98] * 1000


def _rate(ring: Ring, clients: int, seconds: float) -> float:
    waits: list[list[float]] = [[] for _ in range(clients)]
    began, worked = time.perf_counter(), time.process_time()

    def client(place: int) -> None:
        while time.perf_counter() - began < seconds:
            number = len(waits[place])
            waits[place].append(ring.step_alone(number) if clients == 1 else ring.step(place, number))

    workers = [threading.Thread(target=client, args=(place,)) for place in range(clients)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    lasted = time.perf_counter() - began
    ring.waits = [one for each in waits for one in each]
    ring.busy = (time.process_time() - worked) / len(ring.waits)
    return len(ring.waits) / lasted
