"""Votes that are open for a time, told as a story."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from story import Story, bundled, in_force, met

from ecar_governance.domain import commands as c
from ecar_governance.domain.state import Vote

SIMPLE = {"majority": [{"more_than": "1/2", "of": "for_and_against"}]}
WEEK = {**SIMPLE, "open_at_least": "P7D"}
BALLOTS = {"for": ["A", "B"], "against": ["C"]}


def said(**more: Any) -> dict[str, Any]:
    return {"id": "made-up", "rule": WEEK, "ballots": BALLOTS, "result": "adopted", **more}


def in_writing(open_at_least: str = "P1D", **changes: Any) -> tuple[Story, str]:
    """An open vote on a resolution that has to stay open for so long."""
    flow = bundled()["resolution"]
    state = flow.states["voting"]
    assert state.vote is not None
    asked = replace(state.vote, rule=replace(state.vote.rule, open_at_least=open_at_least), **changes)
    states = {**flow.states, "voting": replace(state, vote=asked)}
    story, session = met()
    story.do(c.PutWorkflowInForce(in_force(replace(flow, version="9.0.0", states=states))), story.by("ada"))
    return story, story.open_vote(story.on_agenda(session))


def by_secret_ballot() -> Vote:
    """A closed one, whose ballots were cast at several instants."""
    story, session = met()
    case = story.draft("membership")
    story.act(case, "apply", story.by("r0"), institution="NEW")
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    vote = story.open_vote(case)
    for number, choice in enumerate("ffffab"):
        story.wait(minutes=1)
        story.cast(vote, number, choice)
    story.wait(minutes=1)
    return story.close(vote)
