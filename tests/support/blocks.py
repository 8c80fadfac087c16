"""A session of six with three resolutions on its agenda, some of which are put as one question."""

from __future__ import annotations

from msgspec.structs import replace
from story import Story, met

from ecar_governance.domain import commands as c


def session_of_three() -> tuple[Story, str, list[str]]:
    """The session, and the cases of its items 1 to 3."""
    story, session = met()
    return story, session, [story.on_agenda(session, text=f"text {n}") for n in range(3)]


def announced(*items: int) -> tuple[Story, str, list[str]]:
    """The same, with these items put together."""
    story, session, cases = session_of_three()
    story.do(c.AnnounceBlock(session, items), story.office)
    return story, session, cases


def opening(story: Story, case: str, block: str) -> c.TakeAction:
    """The command that opens the case's vote as one of the block."""
    return replace(story.action(case, "open_vote"), block=block)


def opened(*items: int) -> tuple[Story, list[str]]:
    """The votes of a block of these items. All are opened at one instant, as in one transaction."""
    story, session, cases = announced(*items)
    story.wait(seconds=1)
    for number in items:
        story.wait(seconds=-1)
        story.do(opening(story, cases[number - 1], f"{session}/1"), story.office)
    return story, [story.case(cases[number - 1]).vote for number in items]
