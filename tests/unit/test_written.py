"""A vote held in writing: any member, or several, may demand a meeting and so stop it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from story import SYSTEM, Story, begun, bundled, digest, in_force, manifest

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.checks import check
from ecar_governance.verifier.replay import replay


def sent_round(approvals: int = 1) -> tuple[Story, str, str]:
    """A circular of six members whose vote is open; its case and its vote."""
    story = begun()
    session = story.session(present=range(6))
    flow = bundled()["circular"]
    demand = replace(flow.transitions["demand_meeting"], approvals=approvals)
    flow = replace(flow, version="2.0.0", transitions={**flow.transitions, "demand_meeting": demand})
    story.do(c.PutWorkflowInForce(in_force(flow)), story.by("ada"))
    case = story.id("case")
    fields = {"urgency": digest("urgent")}
    story.do(c.DraftProposal(case, "circular", manifest(), (), "", fields), story.by("r0", "rector"))
    story.act(case, "circulate", session=session)
    story.at += timedelta(days=5)
    return story, case, story.open_vote(case)


def test_one_member_stops_it_and_stands_in_the_record() -> None:
    story, case, vote = sent_round()
    story.cast(vote, 0)
    story.cast(vote, 1, "a")
    events = story.act(case, "demand_meeting", story.by("r4", "rector"))
    assert [type(one.data) for one in events[:2]] == [e.TransitionTaken, e.VoteVoided]
    assert events[0].actor.person == "r4"
    known = story.vote(vote)
    assert (known.status, known.how, known.papers, known.outcome) == ("void", "stopped", (), None)
    assert vote not in story.conference.open_votes
    assert story.states(case) == "stopped"
    assert story.refused(story.ballot(vote, "seat-U2"), story.by("r2", "rector")) == ["vote.is_void"]
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


def test_where_the_rule_asks_for_two_of_them_the_vote_goes_on_after_the_first() -> None:
    story, case, vote = sent_round(approvals=2)
    first = story.act(case, "demand_meeting", story.by("r4", "rector"))
    assert [type(one.data) for one in first] == [e.ApprovalGiven]
    assert story.vote(vote).status == "open"
    story.cast(vote, 0)
    again = story.action(case, "demand_meeting")
    assert story.refused(again, story.by("r4", "rector")) == ["approval.given_already"]
    events = story.act(case, "demand_meeting", story.by("r5", "rector"))
    taken = events[0].data
    assert isinstance(taken, e.TransitionTaken)
    assert ([one.person for one in taken.approved], events[0].actor.person) == (["r4"], "r5")
    assert story.vote(vote).status == "void"


def test_who_is_no_member_does_not_stop_it() -> None:
    story, case, vote = sent_round()
    assert story.refused(story.action(case, "demand_meeting"), story.office) == ["role.missing"]
    assert story.vote(vote).status == "open"


@pytest.mark.parametrize(("days", "codes"), [(6.99, []), (7, ["vote.deadline_passed"])])
def test_after_its_time_nobody_does(days: float, codes: list[str]) -> None:
    """The deadline has closed it, though nobody has counted yet."""
    story, case, vote = sent_round()
    story.at += timedelta(days=days)
    command = story.action(case, "demand_meeting")
    if codes:
        assert story.refused(command, story.by("r4", "rector")) == codes
        assert story.vote(vote).status == "open"
    else:
        story.do(command, story.by("r4", "rector"))


def test_it_ends_when_all_have_voted_and_72_hours_have_passed() -> None:
    story, case, vote = sent_round()
    story.ballots(vote, "fffaa")
    assert not story.vote(vote).all_voted
    story.cast(vote, 5)
    assert story.vote(vote).all_voted
    opened = story.vote(vote).opened
    story.at = opened + timedelta(hours=72, microseconds=-1)
    assert story.refused(story.closing(vote, "all_voted"), SYSTEM) == ["vote.open_at_least"]
    story.at = opened + timedelta(hours=72, seconds=-1)  # a second passes before what is done
    closed = story.close(vote, "all_voted", by=SYSTEM)
    assert (closed.how, closed.closed) == ("all_voted", opened + timedelta(hours=72))
    assert story.states(case) == "adopted"


def test_whoever_has_voted_may_demand_a_meeting_within_72_hours() -> None:
    story, case, vote = sent_round()
    story.ballots(vote, "ffffff")
    story.at += timedelta(hours=71)
    story.act(case, "demand_meeting", story.by("r4", "rector"))
    assert (story.vote(vote).status, story.vote(vote).outcome) == ("void", None)
    assert story.states(case) == "stopped"


def test_no_other_way_leaves_an_open_vote() -> None:
    """Without the effect the checker says so; by the system's hand, with it, too."""
    flow = bundled()["circular"]
    demand = flow.transitions["demand_meeting"]
    silent = replace(demand, effects=tuple(one for one in demand.effects if one.name != "stop_vote"))
    for rule in (silent, replace(demand, trigger="deadline", by=())):
        changed = replace(flow, transitions={**flow.transitions, "demand_meeting": rule})
        assert "vote.left_open" in [one.code for one in check(changed)]
    assert check(flow) == ()
