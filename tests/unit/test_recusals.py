"""Recusal in votes: who casts for no seat, which seats take no part, and what is frozen."""

from __future__ import annotations

from story import SYSTEM, Story, begun, digest, in_force, met
from support.proxies import giving, opened, procedure

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.electorate import seats_recused
from ecar_governance.domain.voting.proxies import ProxyRule
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
    assert seats_recused(story.conference, "plenary", story.case(draft), story.at) == ("seat-U3",)
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
