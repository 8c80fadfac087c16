"""Projections in the database: what a batch writes is what a rebuild writes, and what is altered is named."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text
from support.histories import history

from ecar_governance.domain.evolve import evolve
from ecar_governance.domain.state import Conference
from ecar_governance.storage.engine import Database
from ecar_governance.storage.projections import (
    ProjectionWriter,
    compare,
    expected_rows,
    rebuild,
    stored_rows,
)
from ecar_governance.storage.statements import Statements
from ecar_governance.storage.tables import PROJECTIONS

HISTORY = history()


def written(database: Database, batches: list[int]) -> Conference:
    """The history written in batches of those sizes, each compared after it."""
    projections = ProjectionWriter(Statements(database.write.dialect.name))
    before, start = Conference(), 0
    for size in batches:
        events, after = HISTORY[start : start + size], before
        for event in events:
            after = evolve(after, event)
        with database.writing() as connection:
            projections.write(connection, before, after, events)
            assert compare(connection, after) == []
        before, start = after, start + size
    return before


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_batches_of_any_size_write_what_the_log_says(database: Database, seed: int) -> None:
    sizes, chance = [], random.Random(seed)
    while sum(sizes) < len(HISTORY):
        sizes.append(min(chance.choice([1, 2, 7, 30]), len(HISTORY) - sum(sizes)))
    assert written(database, sizes).size == len(HISTORY)


def test_the_whole_history_in_one_batch(database: Database) -> None:
    """Rows that come and go within it are never written, and unique places are free when they are taken."""
    written(database, [len(HISTORY)])


def test_a_rebuild_changes_nothing_that_is_right(database: Database) -> None:
    conference = written(database, [len(HISTORY)])
    with database.writing() as connection:
        assert rebuild(connection, Statements(connection.dialect.name), conference) == []
        found = {table: stored_rows(connection, table) for table in PROJECTIONS}
    assert found == expected_rows(conference)


ALTERED = {
    "UPDATE proposal SET version = version + 1 WHERE id = 'case-1'": (
        "projection_differs",
        "proposal[case-1].version",
    ),
    "UPDATE vote_result SET carried = NOT carried WHERE vote = 'vote-2'": (
        "projection_differs",
        "vote_result[vote-2].carried",
    ),
    "UPDATE institution_name SET names = '{}' WHERE institution = 'U1'": (
        "projection_differs",
        "institution_name[U1, 0].names",
    ),
    "DELETE FROM ballot_mark WHERE seat = 'seat-U1'": (
        "projection_missing",
        "ballot_mark[vote-2, seat-U1]",
    ),
    "INSERT INTO person_ref VALUES ('ghost', 'd', '', false)": ("projection_extra", "person_ref[ghost]"),
    "UPDATE mandate SET until = '2030-01-01T00:00:00.000000Z' WHERE id = 'mandate-0'": (
        "projection_differs",
        "mandate[mandate-0].until",
    ),
}


@pytest.mark.parametrize("statement", ALTERED)
def test_what_was_altered_is_named_and_mended(database: Database, statement: str) -> None:
    conference = written(database, [len(HISTORY)])
    with database.writing() as connection:
        connection.execute(text(statement))
    with database.writing() as connection:
        found = compare(connection, conference)
        assert [(finding.code, finding.where) for finding in found] == [ALTERED[statement]]
        assert rebuild(connection, Statements(connection.dialect.name), conference) == found
        assert compare(connection, conference) == []
