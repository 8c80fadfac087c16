"""Durable transitions through the office: decided by the core, logged, projected, committed, answered."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from support.house import House

from ecar_governance.services.ports import Done
from ecar_governance.storage.engine import Database, open_database
from ecar_governance.storage.projections import compare
from ecar_governance.storage.schema import upgrade
from ecar_governance.storage.writer import Writer

CLIENTS = 64
CASES_EACH = 40
"""A client goes round with several cases, so that no case has a history longer than cases have."""


class Now:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@contextmanager
def opened(url: str) -> Iterator[tuple[Database, House]]:
    """A founded conference of 60 members with cases to move, in an empty database; checked at the end."""
    database = open_database(url)
    upgrade(database)
    with Writer(database, Now()) as writer:
        house = House(writer, members=60).found()
        for client in range(CLIENTS):
            for number in range(CASES_EACH if client == 0 else 4):
                house.draft(f"case-{client}-{number}", "circuit", by=client % 60)
        yield database, house
        with database.reading() as connection:
            assert compare(connection, writer.conference) == []
    database.close()


def one_client(house: House, seconds: float) -> float:
    """Transitions a second of one caller that waits for each."""
    actor, number = house.rector(0), 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        outcome = house.office.perform(house.step(f"case-0-{number % CASES_EACH}"), actor=actor)
        assert isinstance(outcome, Done)
        number += 1
    return number / (time.perf_counter() - began)


def coroutines(house: House, seconds: float) -> float:
    """Transitions a second of 64 coroutines, as a web server's: each waits for its own answer."""

    async def client(place: int, until: float) -> int:
        actor, number = house.rector(place % 60), 0
        while time.perf_counter() < until:
            work = house.step(f"case-{place}-{number % 4}", by=place % 60)
            assert isinstance(await house.office.perform_async(work, actor=actor), Done)
            number += 1
        return number

    async def all_clients() -> float:
        began = time.perf_counter()
        counts = await asyncio.gather(*(client(place, began + seconds) for place in range(CLIENTS)))
        return sum(counts) / (time.perf_counter() - began)

    return asyncio.run(all_clients())


def threads(house: House, seconds: float) -> float:
    """Transitions a second of 64 threads, each waiting for its own answer."""
    counts = [0] * CLIENTS
    began = time.perf_counter()

    def client(place: int) -> None:
        actor = house.rector(place % 60)
        while time.perf_counter() - began < seconds:
            work = house.step(f"case-{place}-{counts[place] % 4}", by=place % 60)
            assert isinstance(house.office.perform(work, actor=actor), Done)
            counts[place] += 1

    workers = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / (time.perf_counter() - began)
