"""A text on the agenda of an open session of six, of which a member moves that it be voted on in parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import UnsetType
from msgspec.structs import replace
from story import Story, begun, bundled, digest, in_force

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.workflow import Workflow

Texts = tuple[e.Paragraph, ...]


def paragraphs(count: int, *, preamble: bool = True) -> Texts:
    """So many numbered paragraphs in both languages, after a preamble."""
    first = 0 if preamble else 1
    return tuple(
        e.Paragraph(number, {lang: digest(f"paragraph {number} {lang}") for lang in ("az", "en")})
        for number in range(first, count + 1)
    )


def moving(
    story: Story, case: str, *, parts: str = "", texts: Texts | UnsetType | None = None
) -> c.TakeAction:
    """The command of moving a division: of three paragraphs, unless others are given."""
    command = story.action(case, "ask_division", **({"parts": parts} if parts else {}))
    return replace(command, paragraphs=paragraphs(3) if texts is None else texts)


def divided(
    *, parts: str = "", moved: bool = True, change: Callable[[Workflow], Workflow] | None = None, **more: Any
) -> tuple[Story, str]:
    """The text waits for its first part to be put; or with `moved` false for anybody to move anything.
    `change` makes another procedure of the one that ships."""
    story = begun()
    session = story.session(present=range(6))
    if change is not None:
        flow = replace(change(bundled()["division"]), invariants=())
        story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    case = story.draft("division")
    story.act(case, "place_on_agenda", session=session)
    if moved:
        story.do(moving(story, case, parts=parts, **more), story.by("r2"))
        story.act(case, "divide", story.by("r1", "session_chair"))
    return story, case


def decided(story: Story, case: str, choices: str) -> str:
    """The next part is put and voted on; gives the vote."""
    story.act(case, "put_part")
    vote = story.case(case).vote
    story.ballots(vote, choices)
    story.close(vote)
    return vote
