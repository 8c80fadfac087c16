"""Which version of a procedure is in force when; versions announced, withdrawn, and numbered high enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import NAMES, Story, begun, bundled, in_force, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain import in_force as rules
from ecar_governance.domain.comparing import compare, weight_of
from ecar_governance.domain.evolve import fold
from ecar_governance.domain.leaf import event_of, leaf_bytes
from ecar_governance.domain.workflow import Workflow

BEGINS = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
"""The first instant of 2027 in Baku."""


def version(number: str, **parts: object) -> Workflow:
    return replace(bundled()["resolution"], version=number, **parts)


def announce(story: Story, flow: Workflow, day: str) -> str:
    event = in_force(flow)
    story.do(c.PutWorkflowInForce(event, day), story.by("ada"))
    return event.hash


def drafted_under(story: Story) -> str:
    case = story.draft()
    return story.conference.workflows[story.case(case).workflow_hash].version


def test_a_case_begins_under_the_version_in_force_at_its_instant() -> None:
    story = begun()
    announce(story, version("2.0.0"), "2027-01-01")
    assert drafted_under(story) == "1.0.0"
    story.at = BEGINS - timedelta(seconds=2)
    assert drafted_under(story) == "1.0.0"
    assert story.at == BEGINS - timedelta(seconds=1)
    assert drafted_under(story) == "2.0.0"


def test_the_day_is_that_of_the_conference_and_the_log_keeps_the_instant() -> None:
    story = begun()
    announce(story, version("2.0.0"), "2027-01-01")
    event = story.events[-1]
    assert isinstance(event.data, e.WorkflowPutInForce)
    assert event.data.since == BEGINS
    assert event_of(leaf_bytes(event)) == event
    assert [one.version for one in rules.announced(story.conference, "resolution", story.at)] == ["2.0.0"]
    assert rules.announced(story.conference, "resolution", BEGINS) == ()


def test_today_is_at_once_and_leaves_the_bytes_of_old_events() -> None:
    story = begun()
    announce(story, version("2.0.0"), "2026-11-02")
    leaf = leaf_bytes(story.events[-1])
    assert b'"since"' not in leaf.split(b'"data":')[1]
    assert b'"resolution":' not in leaf.split(b'"data":')[1].replace(b'"resolution":{', b"")
    assert drafted_under(story) == "2.0.0"


def test_an_urgent_version_comes_in_between_and_the_announced_one_still_follows() -> None:
    story = begun()
    later = announce(story, version("2.0.0"), "2027-01-01")
    announce(story, version("1.0.1"), "")
    assert drafted_under(story) == "1.0.1"
    assert [one.version for one in rules.versions(story.conference, "resolution")] == [
        "1.0.0",
        "1.0.1",
        "2.0.0",
    ]
    refused = c.PutWorkflowInForce(in_force(version("2.0.1")))
    assert story.refused(refused, story.by("ada")) == ["workflow.version_not_higher"]
    assert rules.in_force(story.conference, "resolution", BEGINS).hash == later  # type: ignore[union-attr]


def test_a_withdrawn_version_never_was_and_its_number_is_free() -> None:
    story = begun()
    before = story.conference.workflow_order
    announced = announce(story, version("2.0.0"), "2027-01-01")
    story.do(c.WithdrawWorkflow(announced), story.by("ada"))
    assert story.conference.workflow_order == before
    assert announced not in story.conference.workflows
    story.at = BEGINS
    assert drafted_under(story) == "1.0.0"
    announce(story, version("2.0.0", title=NAMES), "")
    assert drafted_under(story) == "2.0.0"


def test_a_procedure_that_is_only_announced_is_not_there_yet_and_withdrawn_is_unknown() -> None:
    story = begun()
    announced = announce(story, replace(version("1.0.0"), name="novel"), "2027-01-01")
    command = c.DraftProposal("case-9", "novel", manifest())
    assert story.refused(command, story.by("r0")) == ["workflow.unknown"]
    story.do(c.WithdrawWorkflow(announced), story.by("ada"))
    assert "novel" not in story.conference.workflow_order
    announce(story, replace(version("1.0.0"), name="novel"), "2027-01-01")


@pytest.mark.parametrize(
    ("changes", "weight", "enough", "low"),
    [
        ({}, "cosmetic", "1.0.1", "1.0.0"),
        ({"title": {"az": "Başqa", "en": "Other"}}, "cosmetic", "1.0.1", "1.0.0"),
        ({"roles": "wider"}, "compatible", "1.1.0", "1.0.9"),
        ({"transitions": "stricter"}, "breaking", "2.0.0", "1.9.9"),
    ],
)
def test_the_number_must_tell_what_changes(
    changes: dict[str, object], weight: str, enough: str, low: str
) -> None:
    flow = bundled()["resolution"]
    if changes.get("roles") == "wider":
        name, role = next(iter(flow.roles.items()))
        changes = {"roles": {**flow.roles, name: replace(role, mandates=(*role.mandates, "observer"))}}
    if changes.get("transitions") == "stricter":
        submit = replace(flow.transitions["submit"], approvals=2)
        changes = {"transitions": {**flow.transitions, "submit": submit}}
    new = replace(flow, **changes)
    assert weight_of(compare(flow, new)) == weight
    story = begun()
    refused = story.reasons(c.PutWorkflowInForce(in_force(replace(new, version=low))), story.by("ada"))
    assert {one.code for one in refused} <= {
        "workflow.version_too_low",
        "workflow.version_not_higher",
        "workflow.version_used",
        "workflow.in_force_already",
    }
    announce(story, replace(new, version=enough), "")


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 20), st.booleans()), max_size=8
    )
)
@settings(max_examples=40)
def test_whatever_is_announced_and_withdrawn_numbers_rise_and_a_replay_agrees(
    steps: list[tuple[int, int, int, bool]],
) -> None:
    story = begun()
    for major, minor, day, withdraw in steps:
        wanted = in_force(version(f"{major}.{minor}.0"))
        command: c.AnyCommand = c.PutWorkflowInForce(wanted, f"2026-11-{day + 5:02}" if day else "")
        if withdraw:
            command = c.WithdrawWorkflow(wanted.hash)
        answer = story.ask(command, story.by("ada"))
        if hasattr(answer, "after"):
            story.do(command, story.by("ada"))
        story.wait(hours=30)
        chain = rules.versions(story.conference, "resolution")
        told = [rules.numbers(one.version) or () for one in chain]
        assert told == sorted(told)
        assert len(set(told)) == len(told)
        assert [one.since for one in chain] == sorted(one.since for one in chain)
        current = rules.in_force(story.conference, "resolution", story.at)
        assert current is not None
        coming = rules.announced(story.conference, "resolution", story.at)
        assert [one for one in chain if one.since <= story.at][-1:] == [current]
        assert chain[len(chain) - len(coming) :] == coming
    assert fold(story.events).workflow_order == story.conference.workflow_order
