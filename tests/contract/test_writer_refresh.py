"""Refreshing beside a writer at work: neither too old a head nor its own batch misleads it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.house import House

from ecar_governance.domain.state import Conference
from ecar_governance.errors import Unavailable
from ecar_governance.storage import writer as module
from ecar_governance.storage.engine import Database
from ecar_governance.storage.watching import HeadWatch, Seen
from ecar_governance.storage.writer import Writer

MakeDatabase = Callable[..., Database]


@pytest.fixture
def writer(database: Database, clock: Any) -> Iterator[Writer]:
    with Writer(database, clock) as made:
        House(made).found()
        yield made


def beside(work: Callable[[], Conference]) -> Conference:
    """What it gives in a thread of its own."""
    found: list[Conference] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join(10)
    assert found, "it raised or did not end"
    return found[0]


def test_a_commit_between_head_and_memory_is_no_shorter_log(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(writer)
    drafted: list[int] = []
    look = writer._watch.look

    def slowly() -> Seen | None:
        seen = look()
        if seen is not None and not drafted:
            drafted.append(seen[0])
            house.draft("case-1")
        return seen

    monkeypatch.setattr(writer._watch, "look", slowly)
    seen = writer.refresh()
    assert drafted
    assert seen.size > drafted[0]
    assert "case-1" in seen.cases


def test_a_batch_that_is_committed_is_known_before_it_is_swapped_in(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(writer)
    swap, before, seen = writer._swap, writer.conference.size, []

    def late(memory: Any) -> None:
        if not seen:
            seen.append(None)
            seen[0] = beside(writer.refresh)
        swap(memory)

    def no_leaf_is_read(*given: Any) -> None:
        raise AssertionError("the batch is this process's own")

    monkeypatch.setattr(writer, "_swap", late)
    monkeypatch.setattr(module, "catch_up", no_leaf_is_read)
    house.draft("case-1")
    assert isinstance(seen[0], Conference)
    assert seen[0].size > before
    assert "case-1" in seen[0].cases


def test_a_shorter_log_is_another_database(make_database: MakeDatabase, clock: Any) -> None:
    full, empty = make_database(), make_database()
    with Writer(full, clock) as writer:
        House(writer).found()
        writer._watch.close()
        writer._database, writer._watch = empty, HeadWatch(empty, writer._statements)
        with pytest.raises(Unavailable, match="fewer than the"):
            writer.refresh()
