"""Folding: total over the closed set, pure, in order, and rolled back by keeping the older value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace
from story import Story, begun, digest
from whole_story import whole_conference

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.evolve import evolve, fold, folded_types
from ecar_governance.domain.leaf import event_of, leaf_bytes
from ecar_governance.domain.state import Conference
from ecar_governance.errors import RecordBroken

TOLD = whole_conference()


def values(conference: Conference) -> list[Conference]:
    """The conference before each event, and after the last."""
    found = [conference]
    for event in TOLD.events:
        found.append(evolve(found[-1], event))
    return found


STEPS = values(Conference())


def test_the_story_has_every_kind_of_event_and_every_command() -> None:
    assert {type(event.data) for event in TOLD.events} == folded_types() == set(get_args(e.AnyPayload))
    given_commands = {event.command["type"] for event in TOLD.events if event.command}
    assert given_commands == {command.__name__ for command in get_args(c.AnyCommand)}


def test_folding_gives_what_deciding_gave() -> None:
    assert fold(TOLD.events) == STEPS[-1] == TOLD.conference
    assert fold(TOLD.events[100:], fold(TOLD.events[:100])) == TOLD.conference


def test_folding_from_the_leaves_gives_the_same() -> None:
    """What was read back from bytes is what was decided, to the last field."""
    again = [event_of(leaf) for leaf in TOLD.leaves]
    bare = [replace(event, command=None) for event in TOLD.events]
    assert [replace(event, command=None) for event in again] == bare
    assert [leaf_bytes(event) for event in again] == TOLD.leaves
    assert fold(map(event_of, TOLD.leaves)) == TOLD.conference


def test_a_value_never_changes_once_it_is_there() -> None:
    """Each is compared with one folded afresh after all the later ones were made from it."""
    again = values(Conference())
    for before, afresh in zip(STEPS, again, strict=True):
        assert before == afresh
        assert asdict(before) == asdict(afresh)


def test_nothing_in_a_value_can_be_set() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        STEPS[-1].size = 0
    with pytest.raises((AttributeError, TypeError, FrozenInstanceError)):
        STEPS[-1].cases["case-1"] = None  # type: ignore[index]


@settings(max_examples=40)
@given(st.integers(0, len(TOLD.events) - 1), st.integers(1, 40))
def test_rolling_back_is_keeping_the_older_value(at: int, further: int) -> None:
    """From any position: on for a while, dropped, and on again gives the same."""
    kept = STEPS[at]
    fold(TOLD.events[at : at + further], kept)
    assert fold(TOLD.events[at:], kept) == TOLD.conference


def test_each_event_changes_something_but_what_was_only_mailed() -> None:
    """And a referral to the body that the draft named already."""
    unchanged = set()
    for event, (before, after) in zip(TOLD.events, pairwise(STEPS), strict=True):
        if replace(after, size=before.size, at=before.at) == before:
            unchanged.add(type(event.data))
    assert unchanged == {e.InvitationIssued, e.CaseReferred, e.PartiesNotified}


@pytest.mark.parametrize("shift", [-1, 1, 7])
def test_an_event_out_of_its_place_is_refused(shift: int) -> None:
    moved = replace(TOLD.events[10], position=10 + shift)
    with pytest.raises(RecordBroken, match="one is missing or twice"):
        evolve(STEPS[10], moved)


def test_an_event_before_its_predecessor_is_refused() -> None:
    early = replace(TOLD.events[40], at=TOLD.events[39].at - timedelta(microseconds=1))
    with pytest.raises(RecordBroken, match="dated before"):
        evolve(STEPS[40], early)
    same: Any = replace(TOLD.events[40], at=TOLD.events[39].at)
    assert evolve(STEPS[40], same).size == 41


def test_a_clock_that_stands_still_is_no_fault() -> None:
    story = begun()
    for number in range(3):
        answer = story.ask(c.RegisterPerson(e.PersonRegistered(f"p{number}", digest("p"))), story.office)
        story.conference = answer.after  # type: ignore[union-attr]
    assert len(story.conference.persons) == len(begun().conference.persons) + 3


def test_a_story_told_twice_is_the_same_to_the_byte() -> None:
    assert whole_conference().leaves == TOLD.leaves
    other = Story().found().members(7)
    assert other.leaves == TOLD.leaves[: len(other.leaves)]
