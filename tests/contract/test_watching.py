"""One kept connection tells at once what is committed, and finds its way back when it is lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from support.house import House

from ecar_governance.errors import RecordBroken, Unavailable
from ecar_governance.storage.engine import Database
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import METADATA
from ecar_governance.storage.watching import HeadWatch
from ecar_governance.storage.writer import Writer


def watch_of(database: Database) -> HeadWatch:
    return HeadWatch(database, Statements(database.write.dialect.name))


def test_it_sees_each_commit_as_soon_as_it_is_answered(database: Database, clock) -> None:
    watch = watch_of(database)
    with Writer(database, clock) as writer:
        house = House(writer, members=3).found()
        sizes = []
        for name in ("case-1", "case-2"):
            house.draft(name)
            sizes.append(watch.look()[0])
            assert sizes[-1] == writer.memory.size
    assert sizes == sorted(set(sizes))
    watch.close()


def test_a_lost_connection_tells_nothing_and_is_opened_anew(database: Database) -> None:
    watch = watch_of(database)
    assert watch.look() == (0, watch.look()[1])
    watch._cursor.connection.close()
    assert watch.look() is None
    assert watch.look()[0] == 0
    watch.close()


def test_without_a_head_the_ordinary_read_says_why(database: Database, clock) -> None:
    head = METADATA.tables["log_head"]
    with Writer(database, clock) as writer:
        with database.writing() as connection:
            (row,) = connection.execute(head.select()).mappings().all()
            connection.execute(head.delete())
        assert watch_of(database).look() is None
        with pytest.raises(RecordBroken, match="no log head"):
            writer.refresh()
        with database.writing() as connection:
            connection.execute(head.insert(), dict(row))
        assert watch_of(database).look() == (0, row["root"])


def test_a_database_that_is_away_is_told_as_before(database: Database, clock, monkeypatch: Any) -> None:
    with Writer(database, clock) as writer:
        monkeypatch.setattr(HeadWatch, "_read", lambda self: None)

        def away() -> Any:
            raise Unavailable("The database does not answer.")

        monkeypatch.setattr(database, "reading", away)
        with pytest.raises(Unavailable):
            writer.refresh()


def test_many_at_once_share_answers_and_none_is_older_than_its_question(database: Database, clock) -> None:
    watch = watch_of(database)
    late: list[tuple[int, int]] = []
    with Writer(database, clock) as writer:
        house = House(writer, members=3).found()
        over = threading.Event()

        def client() -> None:
            while not over.is_set():
                before = writer.memory.size  # committed by then
                seen = watch.look()
                if seen is None or seen[0] < before:
                    late.append((before, -1 if seen is None else seen[0]))

        clients = [threading.Thread(target=client) for _ in range(6)]
        for one in clients:
            one.start()
        for number in range(30):
            house.draft(f"case-{number}")
        over.set()
        for one in clients:
            one.join()
    assert late == []
    watch.close()
