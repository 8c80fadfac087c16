"""Refusals around several items that are put as one question."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import commands as c
from support.blocks import announced, opened, session_of_three
from support.refusals import Asked, case


def announcing(*items: int) -> Asked:
    story, session, _ = session_of_three()
    return story, c.AnnounceBlock(session, items), story.office


case("block.too_few")(lambda: announcing(2))
case("block.no_proposal")(lambda: announcing(1, 7))
case("block.none")(lambda: announcing())


@case("block.not_to_be_put")
def _() -> Asked:
    story, session, cases = session_of_three()
    story.open_vote(cases[1])
    return story, c.AnnounceBlock(session, (1, 2)), story.office


@case("block.differs")
def _() -> Asked:
    story, session, _ = session_of_three()
    other = story.draft("division")
    story.act(other, "place_on_agenda", session=session)
    flow = story.conference.workflows[story.case(other).workflow_hash]
    spec = flow.workflow.states["voting"].vote
    assert spec is not None
    voting = replace(flow.workflow.states["voting"], vote=replace(spec, ballot="secret"))
    changed = replace(
        flow, workflow=replace(flow.workflow, states={**flow.workflow.states, "voting": voting})
    )
    story.conference = replace(
        story.conference, workflows=story.conference.workflows.insert(flow.hash, changed)
    )
    return story, c.AnnounceBlock(session, (1, 4)), story.office


@case("block.not_in_it")
def _() -> Asked:
    story, session, _ = announced(1, 2)
    return story, c.TakeOutOfBlock(session, 3), story.by("r3", "rector")


@case("block.stands")
def _() -> Asked:
    story, _, cases = announced(1, 2)
    return story, story.action(cases[0], "open_vote"), story.office


@case("vote.block_differs")
def _() -> Asked:
    story, votes = opened(1, 2)
    for vote in votes:
        story.ballots(vote, "ffff")
    story.close(votes[0])
    other = {seat: replace(paper, choice="against") for seat, paper in story.papers[votes[1]].items()}
    story.papers[votes[1]] = other
    return story, story.closing(votes[1]), story.office
