"""Refusals around opinions and letters."""

from __future__ import annotations

from msgspec.structs import replace
from story import Story, begun, digest, in_force

from ecar_governance.domain import commands as c
from support.correspondence import enquiry
from support.hearing import hearing
from support.refusals import Asked, case


def asking(*, asked: bool = True) -> tuple[Story, str]:
    """A case under a procedure that asks the members, after it has or before."""
    story, base = begun(3), hearing()
    give = replace(base.transitions["give"], source=("draft", "opinions"))
    flow = replace(base, transitions={**base.transitions, "give": give})
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    one = story.draft("hearing")
    if asked:
        story.act(one, "ask")
        story.act(one, "give", story.by("r0"), text=digest("yes"))
    return story, one


@case("filing.dated_ahead")
def _() -> Asked:
    story = begun(3)
    story.do(c.PutWorkflowInForce(in_force(enquiry())), story.by("ada"))
    one = story.draft("enquiry")
    return story, story.action(one, "request", date="2031-01-01", text=digest("x")), story.office


@case("opinion.nobody_asked")
def _() -> Asked:
    story, one = asking(asked=False)
    return story, story.action(one, "give", text=digest("yes")), story.by("r0")


@case("opinion.not_asked")
def _() -> Asked:
    story, one = asking()
    return story, story.action(one, "enter", party="NEW", text=digest("yes")), story.office


@case("opinion.unknown")
def _() -> Asked:
    story, one = asking()
    return story, story.action(one, "answer", opinion="7", use="used"), story.office


@case("opinion.reasons_needed")
def _() -> Asked:
    story, one = asking()
    return story, story.action(one, "answer", opinion="1", use="not"), story.office
