"""What is said of a vote besides ballots: the quorum asked for, the casting vote, the second ballot."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from story import Story, digest, manifest
from support.refusals import limited, on_agenda, ruled

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.events import Actor
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import record_of
from ecar_governance.domain.voting.rule import Consent, VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum, simple_majority


def asked(rule: VoteRule, present: int = 6) -> tuple[Story, str]:
    return on_agenda(present=present, change=lambda flow: ruled(flow, rule))


def held(rule: VoteRule, choices: str) -> tuple[Story, str, str]:
    """Case and vote of six, closed with these choices."""
    story, case = asked(rule)
    vote = story.open_vote(case)
    story.ballots(vote, choices)
    story.close(vote)
    return story, case, vote


BY_CHAIR = VoteRule((simple_majority(),), tie="chair")
AGAIN = VoteRule((simple_majority(),), tie="second_ballot")
BY_LOT = VoteRule((simple_majority(),), tie="lot")
IF_ASKED = VoteRule.simple(Quorum(more_than=HALF, checked="if_asked"))
AT_OPENING = VoteRule.simple(Quorum(more_than=HALF, at_opening=True))


@pytest.mark.parametrize(("choice", "state"), [("for", "adopted"), ("against", "rejected")])
def test_the_chair_decides_an_equal_division(choice: str, state: str) -> None:
    story, case, vote = held(BY_CHAIR, "ffaab")
    waiting = story.vote(vote).outcome
    assert waiting is not None
    assert (waiting.decided_by, waiting.settled, story.states(case)) == ("casting_vote_due", False, "voting")
    chair = story.by("r1", "session_chair")
    decide = c.GiveCastingVote(vote, choice, story.fresh())  # type: ignore[arg-type]
    assert story.refused(decide, story.by("r1", "rector")) == ["actor.not_allowed"]
    story.do(decide, chair)
    assert story.states(case) == state
    made = record_of(story.vote(vote))
    assert recount(made).findings == ()
    assert made.casting_vote == choice


def test_a_casting_vote_is_given_once_and_only_where_it_is_due() -> None:
    story, _, vote = held(BY_CHAIR, "ffaab")
    chair = story.by("r1", "session_chair")
    story.do(c.GiveCastingVote(vote, "for", story.fresh()), chair)
    assert story.refused(c.GiveCastingVote(vote, "against", story.fresh()), chair) == ["casting_vote.not_due"]
    story, case, vote = held(BY_CHAIR, "fffab")
    assert story.states(case) == "adopted"


def waiting(**deadline: str) -> tuple[Story, str, str]:
    """An equal division that waits a day for the chair."""
    story, case = on_agenda(change=lambda flow: limited(ruled(flow, BY_CHAIR), **deadline))
    vote = story.open_vote(case)
    assert story.case(case).deadlines == ()
    story.ballots(vote, "ffaab")
    story.close(vote)
    return story, case, vote


def test_the_time_of_the_chair_begins_with_the_close_and_ends_the_case() -> None:
    story, case, _ = waiting()
    closed = story.at
    [due] = story.case(case).deadlines
    assert (due.state, due.transition, due.since) == ("voting", "silent", closed)
    assert due.due - closed == timedelta(days=1)
    fire = c.FireDeadline(case, "voting", story.fresh())
    assert story.refused(fire, Actor("system")) == ["deadline.not_due"]
    story.wait(days=1)
    story.do(fire, Actor("system"))
    assert (story.states(case), story.case(case).deadlines) == ("rejected", ())


def test_once_the_time_is_over_the_chair_decides_nothing() -> None:
    story, case, vote = waiting()
    chair = story.by("r1", "session_chair")
    story.wait(days=1)
    late = c.GiveCastingVote(vote, "for", story.fresh())
    assert story.refused(late, chair) == ["casting_vote.too_late"]
    story.do(c.FireDeadline(case, "voting", story.fresh()), Actor("system"))
    assert story.refused(late, chair) == ["casting_vote.too_late"]


def test_the_chair_decides_in_time_and_the_deadline_is_lifted() -> None:
    story, case, vote = waiting()
    story.wait(hours=23)
    events = story.do(c.GiveCastingVote(vote, "for", story.fresh()), story.by("r1", "session_chair"))
    assert any(isinstance(event.data, e.DeadlineLifted) for event in events)
    assert (story.states(case), story.case(case).deadlines) == ("adopted", ())


def test_a_vote_that_is_decided_at_once_has_no_time_for_the_chair() -> None:
    story, case = on_agenda(change=lambda flow: limited(ruled(flow, BY_CHAIR)))
    vote = story.open_vote(case)
    story.ballots(vote, "fffa")
    known = len(story.events)
    story.close(vote)
    assert story.states(case) == "adopted"
    assert not any(isinstance(event.data, e.DeadlineSet) for event in story.events[known:])


def test_a_count_by_hand_waits_for_the_chair_as_long() -> None:
    story, case = on_agenda(change=lambda flow: limited(ruled(flow, BY_CHAIR)))
    numbers = {"for": 2, "against": 2, "abstain": 0, "invalid": 0}
    story.count(case, **numbers, tellers=("r3",))
    assert [due.state for due in story.case(case).deadlines] == ["voting"]


def test_a_calendar_that_comes_later_reckons_the_chairs_time_again() -> None:
    story, case, _ = waiting(calendar="working_days")
    [early] = story.case(case).deadlines
    assert early.uncovered
    year = story.at.year
    days = (early.due.astimezone(UTC).date().isoformat(),)
    known = e.CalendarSet("AZ", "", (year, year + 1), days, (), (6, 7), "by hand")
    story.do(c.SetCalendar(known), story.office)
    [later] = story.case(case).deadlines
    assert later.due > early.due


def test_after_an_equal_division_the_procedure_goes_to_its_second_ballot() -> None:
    story, case, vote = held(AGAIN, "ffaab")
    assert story.states(case) == "agenda"
    second = story.open_vote(case)
    assert second != vote
    story.ballots(second, "fffab")
    story.close(second)
    assert story.states(case) == "adopted"


def test_a_lot_is_drawn_from_the_receipts_and_can_be_drawn_again() -> None:
    story, case, vote = held(BY_LOT, "ffaab")
    outcome = story.vote(vote).outcome
    assert outcome is not None
    assert outcome.lot is not None
    assert outcome.lot.seed.startswith(f"{vote}:")
    assert story.states(case) == ("adopted" if outcome.lot.drawn == "for" else "rejected")
    assert recount(record_of(story.vote(vote))).findings == ()


@pytest.mark.parametrize(("ask", "state"), [(False, "adopted"), (True, "voting")])
def test_a_quorum_is_checked_when_a_member_asks(ask: bool, state: str) -> None:
    """Two of six vote: more than half are not there, and only whoever asks brings that to light."""
    story, case = asked(IF_ASKED, present=2)
    vote = story.open_vote(case)
    story.ballots(vote, "ff")
    if ask:
        story.do(c.AskQuorum(vote), story.by("r3"))
        assert story.vote(vote).quorum_asked
    story.close(vote)
    outcome = story.vote(vote).outcome
    assert outcome is not None
    assert (outcome.quorate, outcome.carried) == (not ask, not ask)
    assert outcome.quorum is not None
    assert outcome.quorum.checked is ask
    assert recount(record_of(story.vote(vote))).findings == ()


def test_a_vote_is_not_opened_without_the_quorum_that_its_rule_asks_for_then() -> None:
    story, case = asked(AT_OPENING, present=3)
    assert story.refused(story.action(case, "open_vote"), story.office) == ["vote.not_quorate"]
    session = story.case(case).session
    story.attend(session, 3)
    assert story.open_vote(case)


def test_where_voting_is_a_duty_it_is_not_closed_before_all_who_are_there_have_voted() -> None:
    story, case = asked(VoteRule((simple_majority(),), compulsory=True), present=4)
    vote = story.open_vote(case)
    story.ballots(vote, "ffa")
    [reason] = story.reasons(story.closing(vote), story.office)
    assert (reason.code, reason.params) == ("vote.must_vote", {"seats": "seat-U3"})
    story.cast(vote, 3, "b")
    story.close(vote)
    assert story.states(case) == "adopted"


def test_an_abstention_that_is_barred_is_not_offered() -> None:
    story, case = asked(VoteRule((simple_majority(),), abstention="barred"))
    assert story.vote(story.open_vote(case)).options == ("for", "against")


def test_an_edit_voids_the_vote_where_its_rule_says_so() -> None:
    """Otherwise it is refused (`vote.is_open`); here the text changes, and what was cast is void."""
    rule = VoteRule((simple_majority(),), on_edit="voids")

    def editable(flow: object) -> object:
        from msgspec.structs import replace

        changed = ruled(flow, rule)  # type: ignore[arg-type]
        voting = replace(changed.states["voting"], editable=True)
        return replace(changed, states={**changed.states, "voting": voting})

    story, case = on_agenda(change=editable)
    vote = story.open_vote(case)
    story.ballots(vote, "ff")
    now = story.case(case)
    revise = c.ReviseProposal(case, now.version, manifest("other"), now.sponsors, now.body)
    events = story.do(revise, story.by("r0", "rector"))
    assert [type(event.data) for event in events[:2]] == [e.VoteVoided, e.ProposalRevised]
    assert (story.vote(vote).status, story.vote(vote).how) == ("void", "edited")
    assert story.states(case) == "agenda"
    again = story.open_vote(case)
    assert story.vote(again).manifest_hash != story.vote(vote).manifest_hash
    assert digest("x") not in story.vote(again).marks


def test_a_rule_that_the_electorate_cannot_meet_is_refused_before_the_vote_opens() -> None:
    """Otherwise the vote could never be counted, and so never be closed."""
    for rule in (
        VoteRule((Majority(number=1, chamber="nobody"),)),
        VoteRule((simple_majority(),), consent=(Consent(("stranger",)),)),
    ):
        story, case = asked(rule)
        reasons = story.refused(story.action(case, "open_vote"), story.office)
        assert reasons == ["vote.cannot_be_counted"]
