"""Refusals of cases going over to another version of their procedure."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from story import NAMES, Story, in_force

from ecar_governance.domain import commands as c
from ecar_governance.domain.workflow import CaseField, State, Workflow
from support.migrations import authorised, going_over, newer, panel, put, renamed, reviewing
from support.refusals import Asked, case


def _going(flow: Workflow | None, **given: Any) -> Asked:
    """A draft that goes over to the version, by the administrator."""
    story, _, resolution = authorised()
    draft = story.draft()
    target = put(story, flow) if flow is not None else story.case(draft).workflow_hash
    return story, going_over(draft, target, given.pop("resolution", resolution), **given), story.by("ada")


case("migration.same_version")(lambda: _going(None))
case("migration.no_resolution")(lambda: _going(newer(), resolution="resolution-none"))
case("migration.state_unmapped")(lambda: _going(renamed(newer(), "draft", "outline")))
case("migration.vote_needed")(lambda: _going(newer(), states={"draft": "voting"}))


@case("migration.no_version")
def _() -> Asked:
    story, command, actor = _going(None)
    return story, replace(command, target="sha256:" + "0" * 64), actor  # type: ignore[type-var]


@case("migration.other_procedure")
def _() -> Asked:
    story, command, actor = _going(None)
    other = story.conference.workflow_order["statutes"][0]
    return story, replace(command, target=other), actor  # type: ignore[type-var]


@case("migration.state_passing")
def _() -> Asked:
    flow = newer()
    gate = State("gate", NAMES)
    through = replace(flow.transitions["submit"], name="through", source=("gate",), trigger="at_once", by=())
    through = replace(through, require=(), inputs=(), effects=())
    flow = replace(
        flow,
        states={**flow.states, "gate": gate},
        transitions={**flow.transitions, "through": through},
    )
    return _going(flow, states={"draft": "gate"})


@case("migration.field_unmapped")
def _() -> Asked:
    story, _, resolution = authorised()
    cost = CaseField("cost", "money", NAMES)
    put(story, newer("9.0.0", fields={"cost": cost}))
    draft = story.draft()
    text = story.case(draft)
    priced = c.ReviseProposal(draft, text.version, text.manifest, text.sponsors, fields={"cost": "5.00 AZN"})
    story.do(priced, story.by("r0", "rector"))
    return story, going_over(draft, put(story, newer("10.0.0")), resolution), story.by("ada")


@case("migration.not_in_force")
def _() -> Asked:
    story, _, resolution = authorised()
    draft = story.draft()
    event = in_force(newer("9.0.0"))
    story.do(c.PutWorkflowInForce(event, "2030-01-01"), story.by("ada"))
    return story, going_over(draft, event.hash, resolution), story.by("ada")


@case("migration.states_apart")
def _() -> Asked:
    story, draft, resolution = reviewing()
    target = put(story, replace(panel(), version="2.0.0"))
    going = going_over(draft, target, resolution, states={"law_reading": "money_reading"})
    return story, going, story.by("ada")


@case("migration.vote_differs")
def _() -> Asked:
    story, session, resolution = authorised()
    open_ = story.on_agenda(session)
    story.open_vote(open_)
    flow = newer()
    spec = flow.states["voting"].vote
    assert spec is not None
    secret = replace(flow.states["voting"], vote=replace(spec, ballot="secret"))
    target = put(story, replace(flow, states={**flow.states, "voting": secret}))
    return story, going_over(open_, target, resolution), story.by("ada")


@case("migration.none")
def _() -> Asked:
    story, _, resolution = authorised()
    return story, c.RevertMigration(story.draft(), resolution), story.by("ada")


@case("migration.moved_on")
def _() -> Asked:
    story, resolution, draft = gone_over()
    story.act(draft, "submit", story.by("r0"))
    return story, c.RevertMigration(draft, resolution), story.by("ada")


def gone_over() -> tuple[Story, str, str]:
    """A draft that has gone over to a newer version; the resolution and the case."""
    story, _, resolution = authorised()
    draft = story.draft()
    story.do(going_over(draft, put(story, newer()), resolution), story.by("ada"))
    return story, resolution, draft
