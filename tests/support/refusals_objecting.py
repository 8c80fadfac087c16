"""Refusals around objections to adoption without a vote."""

from __future__ import annotations

from msgspec.structs import replace
from story import Story, digest

from ecar_governance.domain.workflow import Workflow
from support.refusals import Asked, case, on_agenda


def _not_adopted(flow: Workflow) -> Workflow:
    """The procedure with nothing that adopts without a vote."""
    left = {name: rule for name, rule in flow.transitions.items() if name != "adopt_without_vote"}
    return replace(flow, version="9.0.0", transitions=left)


def objected(reason: str = "") -> tuple[Story, str]:
    """A case on the agenda to whose adoption without a vote a member objects."""
    story, one = on_agenda()
    story.act(one, "object", story.by("r0"), **({"reason": digest(reason)} if reason else {}))
    return story, one


@case("vote.objected")
def _() -> Asked:
    story, one = objected("costs")
    return story, story.action(one, "adopt_without_vote"), story.by("r1", "session_chair")


@case("objection.nothing_put")
def _() -> Asked:
    story, one = on_agenda(change=_not_adopted)
    return story, story.action(one, "object"), story.by("r0")


@case("objection.no_seat")
def _() -> Asked:
    story, one = on_agenda(9, present=5)
    return story, story.action(one, "object"), story.by("r8")
