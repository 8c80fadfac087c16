"""Statements over many rows: as many as are given, each once, on either database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from ecar_governance.storage.engine import Database
from ecar_governance.storage.statements import Statements

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
COLUMNS = ("place", "tries", "since")
COUNTS = (1, 2, 7, 8, 9, 63, 64, 65, 73, 130)


def rows(count: int, tries: int = 1) -> list[dict[str, Any]]:
    return [{"place": f"p{n:03}", "tries": tries, "since": AT} for n in range(count)]


def kept(database: Database) -> list[tuple[str, int]]:
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT place, tries FROM attempt ORDER BY place").all()
    return [(str(place), int(tries)) for place, tries in found]


@pytest.mark.parametrize("count", COUNTS)
def test_each_row_is_added_once(database: Database, count: int) -> None:
    statements = Statements(database.write.dialect.name)
    with database.writing() as connection:
        assert statements.insert("attempt", raw=False).run(connection, rows(count)) == count
    assert kept(database) == [(f"p{n:03}", 1) for n in range(count)]


def test_what_is_there_is_replaced_or_left_alone(database: Database) -> None:
    statements = Statements(database.write.dialect.name)
    with database.writing() as connection:
        statements.insert("attempt", raw=False).run(connection, rows(70))
        assert statements.upsert("attempt", COLUMNS, raw=False).run(connection, rows(75, tries=2)) == 75
        assert statements.add("attempt", COLUMNS).run(connection, rows(80, tries=3)) == 5
    assert kept(database) == [(f"p{n:03}", 2 if n < 75 else 3) for n in range(80)]


def test_one_row_that_cannot_be_added_adds_none(database: Database) -> None:
    statements = Statements(database.write.dialect.name)
    with pytest.raises(IntegrityError), database.writing() as connection:
        statements.insert("attempt", raw=False).run(connection, [*rows(65), {**rows(1)[0], "tries": 0}])
    assert kept(database) == []


@pytest.mark.parametrize("count", COUNTS)
def test_what_is_looked_for_is_found_and_nothing_else(database: Database, count: int) -> None:
    statements = Statements(database.write.dialect.name)
    with database.writing() as connection:
        statements.insert("attempt", raw=False).run(connection, rows(140))
    wanted = [f"p{2 * n:03}" for n in range(count)]
    with database.reading() as connection:
        found = statements.find(connection, "attempt", ("place", "tries"), "place", wanted)
    assert sorted(found) == [(f"p{2 * n:03}", 1) for n in range(count) if 2 * n < 140]
