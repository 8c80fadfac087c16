"""Refusals of what people declare about a case."""

from __future__ import annotations

from story import begun, digest

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
