"""Refusals around several items that are put as one question."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET
from msgspec.structs import replace
from story import bundled

from ecar_governance.domain import commands as c
from ecar_governance.domain.workflow import VoteSpec
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


def _with(change: Callable[[VoteSpec], VoteSpec]) -> Asked:
    """Items 1 and 4 are to be put together; how the fourth is voted on is changed."""
    story, session, _ = session_of_three()
    other = story.draft("division")
    story.act(other, "place_on_agenda", session=session)
    flow = story.conference.workflows[story.case(other).workflow_hash]
    spec = flow.workflow.states["voting"].vote
    assert spec is not None
    voting = replace(flow.workflow.states["voting"], vote=change(spec))
    changed = replace(
        flow, workflow=replace(flow.workflow, states={**flow.workflow.states, "voting": voting})
    )
    story.conference = replace(
        story.conference, workflows=story.conference.workflows.insert(flow.hash, changed)
    )
    return story, c.AnnounceBlock(session, (1, 4)), story.office


def _electing(spec: VoteSpec) -> VoteSpec:
    ballot = bundled()["election"].states["balloting"].vote
    assert ballot is not None
    return replace(spec, rule=ballot.rule)


case("block.differs")(lambda: _with(lambda spec: replace(spec, ballot="secret")))
case("block.election")(lambda: _with(_electing))
case("block.poll")(lambda: _with(lambda spec: replace(spec, rule=replace(spec.rule, indicative=True))))
case("block.divided")(lambda: _with(lambda spec: replace(spec, division="part")))


@case("vote.closes_with_block")
def _() -> Asked:
    story, votes = opened(1, 2)
    return story, replace(story.closing(votes[0]), others=()), story.office


@case("ballot.casts_with_block")
def _() -> Asked:
    story, votes = opened(1, 2)
    alone = story.ballot(votes[0], "seat-U0", manifest_hash=story.vote(votes[0]).manifest_hash)
    return story, alone, story.by("r0", "rector")


@case("ballot.block_not_whole")
def _() -> Asked:
    story, votes = opened(1, 2)
    alone = replace(story.ballot(votes[0], "seat-U0"), others=UNSET)
    return story, alone, story.by("r0", "rector")


@case("vote.no_block")
def _() -> Asked:
    story, _, cases = session_of_three()
    vote = story.open_vote(cases[0])
    return story, replace(story.closing(vote), others=(c.Opened("vote-9", (), {}),)), story.office


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
    story.ballots(votes[0], "ffff")
    other = {seat: replace(paper, choice="against") for seat, paper in story.papers[votes[1]].items()}
    story.papers[votes[1]] = other
    return story, story.closing(votes[1]), story.office
