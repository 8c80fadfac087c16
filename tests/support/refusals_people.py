"""Refusals of what people declare about a case."""

from __future__ import annotations

from story import Story, begun, digest

from ecar_governance.domain import commands as c
from support.refusals import Asked, case

case("recusal.needs_reason")(lambda: _recusing("", again=False))
case("recusal.declared_already")(lambda: _recusing(digest("kin"), again=True))


def _recusing(reason: str, *, again: bool) -> Asked:
    story = begun()
    command = c.DeclareRecusal(story.draft(), reason)
    if again:
        story.do(command, story.office)
    return story, command, story.office


@case("case.ended")
def _() -> Asked:
    story = begun()
    ended = story.draft()
    story.act(ended, "withdraw", story.by("r0"))
    return story, c.DeclareRecusal(ended, digest("kin")), story.office


def _delegated() -> tuple[Story, str]:
    """The rector has delegated to their assistant; the new mandate."""
    story = begun()
    held = story.by("r0", "rector").mandate
    story.do(c.DelegateMandate("m-given", held, "a0"), story.by("r0", "rector"))
    return story, held


@case("delegation.not_yours")
def _() -> Asked:
    story = begun()
    theirs = story.by("r1", "rector").mandate
    return story, c.DelegateMandate("m-new", theirs, "a0"), story.by("r0", "rector")


@case("delegation.second_hand")
def _() -> Asked:
    story, _held = _delegated()
    return story, c.DelegateMandate("m-new", "m-given", "v0"), story.by("r0", "rector")


@case("delegation.to_oneself")
def _() -> Asked:
    story = begun()
    held = story.by("r0", "rector").mandate
    return story, c.DelegateMandate("m-new", held, "r0"), story.by("r0", "rector")


@case("delegation.given_already")
def _() -> Asked:
    story, held = _delegated()
    return story, c.DelegateMandate("m-new", held, "a0"), story.by("r0", "rector")


@case("delegation.by_holder")
def _() -> Asked:
    story = begun()
    return story, c.GrantMandate(story.mandate("a0", "delegate", institution="U0")), story.office
