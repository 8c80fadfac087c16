"""Cases going over to another version of their procedure: what stays, what finds a place, what comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from story import NAMES, START, SYSTEM, Story, begun, digest, in_force
from support.migrations import (
    authorised,
    going_over,
    newer,
    panel,
    put,
    renamed,
    reviewing,
    with_deadline,
)
from support.refusals_migrating import gone_over
from support.trees import procedures

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import Tree
from ecar_governance.domain.decision import Accepted, Refused
from ecar_governance.domain.workflow import CaseField, Deadline, Workflow
from ecar_governance.verifier.replay import replay


def replays(story: Story) -> None:
    """The log decides again to the same conference, byte for byte."""
    found = replay(story.leaves)
    assert found.findings == ()
    assert found.conference == story.conference


# --- where a case comes to lie -----------------------------------------------------------------------------


def test_the_case_goes_on_under_the_new_version_and_the_log_names_the_resolution() -> None:
    story, resolution, draft = gone_over()
    case = story.case(draft)
    assert story.conference.workflows[case.workflow_hash].version == "9.0.0"
    assert (case.state, case.version) == (("draft",), 2)
    event = next(one for one in reversed(story.events) if isinstance(one.data, e.CaseMigrated))
    assert event.data.resolution == resolution
    assert event.actor == story.by("ada")
    story.act(draft, "submit", story.by("r0"))
    replays(story)


def test_a_state_of_another_name_is_found_by_the_plan() -> None:
    story, _, resolution = authorised()
    draft = story.draft()
    target = put(story, renamed(newer(), "draft", "outline"))
    story.do(going_over(draft, target, resolution, states={"draft": "outline"}), story.by("ada"))
    assert story.states(draft) == "outline"
    story.act(draft, "submit", story.by("r0"))
    replays(story)


def test_fields_are_renamed_or_given_up_and_required_ones_asked_for() -> None:
    story, _, resolution = authorised()
    cost, note = CaseField("cost", "money", NAMES), CaseField("note", "choice", NAMES, choices=("a", "b"))
    put(story, newer("9.0.0", fields={"cost": cost, "note": note}))
    draft = story.draft()
    case = story.case(draft)
    values = {"cost": "5.00 AZN", "note": "a"}
    story.do(c.ReviseProposal(draft, 1, case.manifest, fields=values), story.by("r0", "rector"))
    price = replace(cost, name="price")
    needed = CaseField("speaker", "person", NAMES, required_in=("draft",))
    plan = {"fields": {"cost": "price", "note": ""}}
    strict = put(story, newer("10.0.0", fields={"price": price, "speaker": needed}))
    assert story.refused(going_over(draft, strict, resolution, **plan), story.by("ada")) == ["field.missing"]
    target = put(story, newer("11.0.0", fields={"price": price}))
    story.do(going_over(draft, target, resolution, **plan), story.by("ada"))
    assert story.case(draft).fields == {"price": "5.00 AZN"}
    story.do(c.RevertMigration(draft, resolution), story.by("ada"))
    assert story.case(draft).fields == values
    replays(story)


def test_approvals_are_asked_for_again() -> None:
    story, _, resolution = authorised()
    flow = newer()
    submit = replace(
        flow.transitions["submit"], approvals=2, by=(*flow.transitions["submit"].by, "secretariat")
    )
    put(story, replace(flow, transitions={**flow.transitions, "submit": submit}))
    draft = story.draft()
    story.act(draft, "submit", story.by("r0"))
    assert len(story.case(draft).approvals) == 1
    story.do(going_over(draft, put(story, newer("10.0.0")), resolution), story.by("ada"))
    assert story.case(draft).approvals == ()


# --- deadlines ---------------------------------------------------------------------------------------------


def _ran(policy: e.DeadlinePolicy, deadline: Deadline | None) -> tuple[Story, str]:
    """A case that was referred to its working group ten days ago (which has thirty) goes over."""
    story, _, resolution = authorised()
    case = story.draft(body="group")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    story.wait(days=10)
    target = put(story, with_deadline(newer(), "wg_review", deadline))
    story.do(going_over(case, target, resolution, deadlines=policy), story.by("ada"))
    replays(story)
    return story, case


@pytest.mark.parametrize(
    ("policy", "days"),
    [("keep", 20), ("restart", 60), ("recompute", 50)],
    ids=("keep", "restart", "recompute"),
)
def test_a_running_deadline_is_kept_begun_anew_or_reckoned_again(policy: e.DeadlinePolicy, days: int) -> None:
    story, case = _ran(policy, Deadline("escalate", "P60D"))
    (due,) = story.case(case).deadlines
    assert due.state == "wg_review"
    left = due.due - story.at
    assert timedelta(days=days - 1) < left <= timedelta(days=days + 1)
    # The state goes on being the one that was entered ten days ago, whatever its deadline counts from.
    entered = story.case(case).since["wg_review"]
    assert timedelta(days=9) < story.at - entered <= timedelta(days=11)
    assert due.since == (story.at if policy == "restart" else entered)


@pytest.mark.parametrize("policy", ["keep", "restart", "recompute"])
def test_a_deadline_that_the_new_version_does_not_have_runs_no_longer(policy: e.DeadlinePolicy) -> None:
    story, case = _ran(policy, None)
    assert story.case(case).deadlines == ()
    assert case not in story.conference.running_deadlines


def test_what_was_due_already_comes_first() -> None:
    story, _, resolution = authorised()
    case = story.draft(body="group")
    story.act(case, "submit", story.by("r0"))
    story.act(case, "refer")
    target = put(story, newer())
    story.wait(days=31)
    assert story.refused(going_over(case, target, resolution), story.by("ada")) == ["deadline.passed"]


# --- votes -------------------------------------------------------------------------------------------------


def _voting() -> tuple[Story, str, str, str]:
    story, session, resolution = authorised()
    case = story.on_agenda(session)
    vote = story.open_vote(case)
    story.ballots(vote, "ff")
    return story, case, vote, resolution


def test_an_open_vote_goes_over_with_its_ballots_and_is_closed_under_the_new_version() -> None:
    story, case, vote, resolution = _voting()
    target = put(story, renamed(newer(), "voting", "ballot"))
    story.do(going_over(case, target, resolution, states={"voting": "ballot"}), story.by("ada"))
    assert story.vote(vote).state == "ballot"
    assert len(story.vote(vote).marks) == 2
    for number in (2, 3, 4, 5):
        story.cast(vote, number)
    story.close(vote)
    assert story.states(case) == "adopted"
    replays(story)


def test_an_open_vote_that_is_void_leads_on_as_the_new_version_says() -> None:
    story, case, vote, resolution = _voting()
    target = put(story, newer())
    story.do(going_over(case, target, resolution, ballots="void"), story.by("ada"))
    assert (story.vote(vote).status, story.vote(vote).how) == ("void", "migrated")
    assert story.states(case) == "agenda"
    assert story.refused(c.RevertMigration(case, resolution), story.by("ada")) == ["migration.moved_on"]
    replays(story)


def test_a_carried_vote_comes_back_with_what_was_cast_meanwhile() -> None:
    story, case, vote, resolution = _voting()
    target = put(story, renamed(newer(), "voting", "ballot"))
    story.do(going_over(case, target, resolution, states={"voting": "ballot"}), story.by("ada"))
    story.cast(vote, 4)
    story.do(c.RevertMigration(case, resolution), story.by("ada"))
    assert story.vote(vote).state == "voting"
    assert len(story.vote(vote).marks) == 3
    replays(story)


# --- states at once ----------------------------------------------------------------------------------------


def test_both_regions_go_over_with_their_deadlines_and_come_back() -> None:
    story, case, resolution = reviewing()
    before = story.case(case)
    target = put(story, renamed(replace(panel(), version="2.0.0"), "law_reading", "law_open"))
    story.do(going_over(case, target, resolution, states={"law_reading": "law_open"}), story.by("ada"))
    assert story.case(case).state == ("law_open", "money_reading")
    assert {due.state: due.due for due in story.case(case).deadlines} == {
        "law_open" if due.state == "law_reading" else due.state: due.due for due in before.deadlines
    }
    story.do(c.RevertMigration(case, resolution), story.by("ada"))
    after = story.case(case)
    assert (after.state, set(after.deadlines)) == (before.state, set(before.deadlines))
    assert after.workflow_hash == before.workflow_hash
    replays(story)


def test_what_the_new_version_joins_sooner_is_joined() -> None:
    story, case, resolution = reviewing()
    story.act(case, "read_law", story.by("r0"))
    flow = replace(panel(), version="2.0.0")
    review = replace(flow.states["review"], join=1)
    target = put(story, replace(flow, states={**flow.states, "review": review}))
    story.do(going_over(case, target, resolution), story.by("ada"))
    assert story.states(case) == "reviewed"
    replays(story)


def test_where_a_region_was_last_is_remembered_under_its_new_name() -> None:
    story, case, resolution = reviewing()
    story.act(case, "read_law", story.by("r0"))
    story.act(case, "back", story.by("r0"))
    flow = renamed(replace(panel(), version="2.0.0"), "law_done", "law_read")
    target = put(story, flow)
    story.do(going_over(case, target, resolution, states={"law_done": "law_read"}), story.by("ada"))
    story.act(case, "begin", story.by("r0"))
    assert story.case(case).state == ("law_read", "money_reading")


def test_a_memory_that_the_new_version_has_no_place_for_is_forgotten() -> None:
    story, case, resolution = reviewing()
    story.act(case, "read_law", story.by("r0"))
    story.act(case, "back", story.by("r0"))
    target = put(story, renamed(replace(panel(), version="2.0.0"), "law_done", "law_read"))
    story.do(going_over(case, target, resolution), story.by("ada"))
    story.act(case, "begin", story.by("r0"))
    assert story.case(case).state == ("law_reading", "money_reading")


# --- all together ------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(procedures(), st.lists(st.integers(0, 10**6), max_size=6), st.data())
def test_a_case_goes_over_to_the_same_procedure_and_back_and_is_what_it_was(
    workflow: Workflow, drawn: list[int], data: st.DataObject
) -> None:
    """Whatever happened to it before: the same leaves, memory, fields and deadlines, and the log replays."""
    story, _, resolution = authorised()
    story.do(c.PutWorkflowInForce(in_force(workflow)), story.by("ada"))
    draft = c.DraftProposal(
        "case-1x", workflow.name, e.Manifest({"az": digest("t")}, {"az": digest("b")}, "az")
    )
    if isinstance(story.ask(draft, story.by("r0")), Refused):
        return
    story.do(draft, story.by("r0"))
    people = [rule.name for rule in workflow.transitions.values() if rule.trigger == "person"]
    for number in drawn:
        command = story.action("case-1x", people[number % len(people)])
        if isinstance(story.ask(command, story.by("r0")), Accepted):
            story.do(command, story.by("r0"))
    before = story.case("case-1x")
    target = put(story, replace(workflow, version="9.0.0"))
    going = going_over("case-1x", target, resolution)
    answer = story.ask(going, story.by("ada"))
    if isinstance(answer, Refused):
        codes = {reason.code for reason in answer.reasons}
        assert codes <= {"migration.state_passing", "transition.endless"}
        return
    story.do(going, story.by("ada"))
    if story.case("case-1x").version == before.version + 1:
        assert story.case("case-1x").state == before.state
        assert Tree(workflow).legal(before.state)
        story.do(c.RevertMigration("case-1x", resolution), story.by("ada"))
        after = story.case("case-1x")
        kept = replace(
            after, version=before.version, migrations=(), deadlines=tuple(sorted(after.deadlines, key=str))
        )
        assert kept == replace(before, approvals=(), deadlines=tuple(sorted(before.deadlines, key=str)))
    replays(story)


def test_nobody_but_those_named_brings_cases_over() -> None:
    story = begun()
    draft = story.draft()
    for actor in (story.office, story.by("r0"), SYSTEM):
        assert story.refused(going_over(draft, "sha256:x", "none"), actor) == ["actor.not_allowed"]
    assert story.at >= START
