"""Rows by difference are rows made anew: for every kind of event, however the history is cut into batches."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.histories import history, missing_types

from ecar_governance.domain.evolve import evolve, folded_types
from ecar_governance.domain.state import Case, Conference, Vote
from ecar_governance.storage.projecting.proposals import _PARTS
from ecar_governance.storage.projecting.touching import Differ, pointed_types, touched
from ecar_governance.storage.projecting.votes import elector_rows
from ecar_governance.storage.projections import expected_rows, key_of
from ecar_governance.storage.tables import METADATA, PROJECTIONS

HISTORY = history()


def test_the_history_holds_every_kind_of_event() -> None:
    assert missing_types() == set()


def test_every_kind_of_event_points_at_what_it_changes() -> None:
    assert pointed_types() == folded_types()


def test_every_projection_has_rows_and_every_row_every_column() -> None:
    conference = Conference()
    for event in HISTORY:
        conference = evolve(conference, event)
    rows = expected_rows(conference)
    assert {table for table, found in rows.items() if found} == PROJECTIONS
    for table, found in rows.items():
        for row in found.values():
            assert row.keys() == set(METADATA.tables[table].columns.keys()), table
            for name, value in row.items():
                assert value is None or type(value) in (str, int, bool, bytes), (table, name)


@settings(max_examples=40)
@given(st.sets(st.integers(1, len(HISTORY) - 1)))
def test_increments_give_what_a_rebuild_gives(cuts: set[int]) -> None:
    tables: dict[str, dict[Any, Any]] = {name: {} for name in PROJECTIONS}
    before, differ = Conference(), Differ(key_of, most=5)
    for start, stop in zip([0, *sorted(cuts)], [*sorted(cuts), len(HISTORY)], strict=True):
        after, pointed = before, set()
        for event in HISTORY[start:stop]:
            pointed |= touched(event, before)
            after = evolve(after, event)
        for table, key, old, new in differ.differences(before, after, pointed):
            known = tables[table].get(key)
            if new is None:
                assert known == old
                del tables[table][key]
            elif old is None:
                assert known is None
                tables[table][key] = new
            else:  # whole, or the key and the columns that differ
                assert old.keys() == new.keys()
                assert known == {**known, **old}
                tables[table][key] = {**known, **new}
        before = after
        assert tables == expected_rows(after)


def test_rows_are_made_of_the_attributes_alone_by_which_their_changes_are_seen() -> None:
    conference = Conference()
    for event in HISTORY:
        conference = evolve(conference, event)
    for case in conference.cases.values():
        for named, rows in _PARTS:
            spied = Spied(case)
            assert [row for _, row in rows(spied)] == [row for _, row in rows(case)]
            assert spied.read <= {"case", *named}
    for vote in conference.votes.values():
        spied = Spied(vote)
        assert list(elector_rows(spied)) == list(elector_rows(vote))
        assert spied.read <= {"vote", "electorate", "casters"}


class Spied:
    """A case or a vote that remembers which of its attributes were read."""

    def __init__(self, whole: Case | Vote) -> None:
        self.whole_, self.read = whole, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self.whole_, name)
