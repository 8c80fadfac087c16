"""Recusal in votes: who casts for no seat, which seats take no part, and what is frozen."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from story import SYSTEM, Story, begun, bundled, digest, in_force, met
from support.proxies import giving, opened, procedure
from support.refusals import ruled

from ecar_governance.domain import commands as c
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import record_of
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import Majority, Quorum
from ecar_governance.verifier.replay import replay

WHY = digest("kin")


def before_it() -> tuple[Story, str, str]:
    """A proposal before an open session of six, everybody present."""
    story, session = met()
    return story, session, story.on_agenda(session, person="r5")


def recused(story: Story, vote: str) -> list[str]:
    return [row.seat for row in story.vote(vote).electorate if row.recused]


def test_a_seat_takes_no_part_when_nobody_of_it_is_left() -> None:
    story, _session, draft = before_it()
    story.do(c.DeclareRecusal(draft, WHY), story.by("r0"))
    story.do(c.DeclareRecusal(draft, WHY), story.by("r3"))
    vote = story.open_vote(draft)
    # The vice-rector of U0 votes on.
    assert recused(story, vote) == ["seat-U3"]
    row = story.vote(vote).electorate[0]
    assert row.casters == (story.by("v0").mandate,)
    story.cast(vote, 0, by=story.by("v0"))
    assert story.vote(vote).recused == ("seat-U3",)
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


def test_the_head_declares_it_for_the_institution() -> None:
    story, _session, draft = before_it()
    story.do(c.DeclareRecusal(draft, WHY, institution="U0"), story.by("r0"))
    vote = story.open_vote(draft)
    assert recused(story, vote) == ["seat-U0"]
    assert story.refused(story.ballot(vote, "seat-U0"), story.by("v0")) == ["ballot.seat_recused"]


def test_first_for_oneself_then_for_the_institution() -> None:
    story, _session, draft = before_it()
    story.do(c.DeclareRecusal(draft, WHY), story.by("r0"))
    story.do(c.DeclareRecusal(draft, WHY, institution="U0"), story.by("r0"))
    again = c.DeclareRecusal(draft, WHY, institution="U0")
    assert story.refused(again, story.by("r0")) == ["recusal.declared_already"]


def test_an_officer_enters_it_on_somebodys_behalf() -> None:
    story, session, draft = before_it()
    entered = c.DeclareRecusal(draft, WHY, person="r2")
    secretary = story.by("olga", "session_secretary", session)
    story.do(entered, secretary)
    one = story.case(draft).recusals[0]
    assert (one.who, one.actor.person) == ("r2", "olga")
    assert recused(story, story.open_vote(draft)) == ["seat-U2"]
    assert story.refused(entered, story.office) == ["recusal.declared_already"]
    # The secretary herself takes part in everything.
    assert story.refused(c.DeclareRecusal(draft, ""), secretary) == ["recusal.needs_reason"]


def test_an_officer_of_another_session_does_not() -> None:
    story, _session, draft = before_it()
    story.session()
    other = story.by("olga", "session_secretary", "session-2")
    assert story.refused(c.DeclareRecusal(draft, WHY, person="r2"), other) == ["recusal.not_yours"]


def test_after_the_opening_it_is_for_the_next_vote() -> None:
    story, _session, draft = before_it()
    vote = story.open_vote(draft)
    story.do(c.DeclareRecusal(draft, WHY), story.by("r3"))
    assert recused(story, vote) == []
    story.cast(vote, 3)
    story.do(c.VoidVote(vote, "key_lost", "", story.fresh()), SYSTEM)
    assert recused(story, story.open_vote(draft)) == ["seat-U3"]


def test_a_vacant_seat_is_not_recused() -> None:
    story, _session, draft = before_it()
    story.do(c.DeclareRecusal(draft, WHY), story.by("r2"))
    story.do(c.EndMandate(story.by("r3").mandate, "resigned"), story.office)
    assert recused(story, story.open_vote(draft)) == ["seat-U2"]


def test_all_have_voted_without_those_who_take_no_part() -> None:
    story, vote = opened(None, (), recused=["r3"], ends_early=True)
    for seat in (0, 1, 2, 4, 5):
        assert not story.vote(vote).all_voted
        story.cast(vote, seat)
    assert story.vote(vote).all_voted
    assert story.close(vote, "all_voted", SYSTEM).how == "all_voted"


def test_who_takes_no_part_casts_for_nobody_by_proxy_either() -> None:
    """The seat of U0 is held by its vice-rector, who votes by the proxy; the rector does not."""
    story = begun()
    story.do(giving(story, 1, 0, days=90), story.by("r1"))
    session = story.session(present=range(6))
    story.do(c.PutWorkflowInForce(in_force(procedure(ProxyRule()))), story.by("ada"))
    draft = story.on_agenda(session, person="r5")
    story.do(c.DeclareRecusal(draft, WHY), story.by("r0"))
    vote = story.open_vote(draft)
    assert story.refused(story.ballot(vote, "seat-U1"), story.by("r0")) == ["ballot.recused"]
    story.cast(vote, 1, by=story.by("v0"))


# --- adopted without a vote, and counted by hand -----------------------------------------------------------


def before_hands(rule: VoteRule) -> tuple[Story, str]:
    """Six seats: U0 is recused and there, U1 is away and in the hands of U2, U3 is away; U2, U4, U5 are
    there."""
    story = begun()
    story.do(giving(story, 1, 2, days=90), story.by("r1"))
    session = story.session(present=(0, 2, 4, 5))
    flow = ruled(bundled()["resolution"], rule)
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    draft = story.on_agenda(session, person="r5")
    story.do(c.DeclareRecusal(draft, WHY, institution="U0"), story.by("r0"))
    return story, draft


def rule_of(recused: str, **majority: Any) -> VoteRule:
    quorum = Quorum(number=4, counted="represented")
    return VoteRule((Majority(**majority),), quorum, recused=recused, proxies=ProxyRule())  # type: ignore[arg-type]


OF_ALL = {"more_than": Fraction(2, 3), "of": "entitled"}


@pytest.mark.parametrize(
    ("recused", "carried"), [("counted", False), ("out_of_base", True), ("out_of_quorum", False)]
)
def test_without_a_vote_the_represented_agree_and_the_recused_are_what_the_rule_says(
    recused: str, carried: bool
) -> None:
    """Four agree: of six no more than two thirds do, of five they do."""
    story, draft = before_hands(rule_of(recused, **OF_ALL))
    command = story.action(draft, "adopt_without_vote")
    if not carried:
        assert story.refused(command, story.office) == ["vote.consent_not_enough"]
        return
    story.do(command, story.office)
    vote = story.conference.votes[story.case(draft).vote]
    assert (vote.represented, vote.recused) == (("seat-U1",), ("seat-U0",))
    assert vote.outcome is not None
    assert (vote.outcome.counts.represented, vote.outcome.counts.recused_present) == (1, 1)
    assert recount(record_of(vote)).findings == ()
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


@pytest.mark.parametrize(
    ("recused", "decided_by"), [("counted", "majority_missed"), ("out_of_both", "majority")]
)
def test_by_hand_too(recused: str, decided_by: str) -> None:
    story, draft = before_hands(rule_of(recused, **OF_ALL))
    counted = {"for": 4, "against": 0, "abstain": 0, "invalid": 0}
    story.count(draft, **counted, tellers=("r3", "r4"))
    vote = story.conference.votes[story.case(draft).vote]
    assert vote.outcome is not None
    assert vote.outcome.decided_by == decided_by
    assert (vote.represented, vote.recused) == (("seat-U1",), ("seat-U0",))
    assert recount(record_of(vote)).findings == ()


def test_more_hands_than_take_part_are_no_count() -> None:
    story, draft = before_hands(rule_of("counted", **OF_ALL))
    five = story.action(draft, "enter_hand_count", **{"for": 5, "against": 0, "abstain": 0, "invalid": 0})
    five.inputs["tellers"] = ("r3",)
    assert story.refused(five, story.office) == ["hand_count.does_not_add_up"]
