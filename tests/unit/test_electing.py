"""Elections through the core: the list, the ballots one after another, equals, and what is counted how."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story import digest
from support.electing import ballot, balloting, elected, listed, mark, name, nominating, procedure, proposing

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.candidates import chosen
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.electing import elect
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Reserved,
    Schulze,
    Share,
    TransferableVote,
)
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Quorum
from ecar_governance.domain.voting.thresholds import Majority as OfMotion
from ecar_governance.errors import InvalidInput

TEXTS: dict[str, Any] = {"of": "texts", "eligible": ()}
NONE_OF_THEM = (Option("none", {"az": "Heç biri", "en": "None of them"}),)
GENDER = {"gender": {"woman": {"az": "qadın", "en": "woman"}, "man": {"az": "kişi", "en": "man"}}}


def winners(vote: Vote) -> tuple[str, ...]:
    assert vote.outcome is not None
    assert vote.outcome.election is not None
    return vote.outcome.election.elected


def how(vote: Vote) -> str:
    assert vote.outcome is not None
    return vote.outcome.decided_by


# --- the list ----------------------------------------------------------------------------------------------


def test_who_is_named_by_somebody_else_stands_once_they_accept() -> None:
    story, session, case = nominating()
    name(story, case, 1)
    name(story, case, 2, by="r1")
    name(story, case, 3, by="r1")
    assert [one.stands for one in story.case(case).candidacies] == [True, False, False]
    story.do(c.AcceptNomination(case, "r3"), story.by("r3", "rector"))
    story.act(case, "place_on_agenda", story.office, session=session)
    story.do(c.AcceptNomination(case, "r2"), story.by("r2", "rector"))  # late, and not too late
    vote = story.vote(ballot(story, case))
    assert [(one.id, one.group) for one in vote.candidates] == [("r1", "U1"), ("r2", "U2"), ("r3", "U3")]
    assert (vote.number, vote.options) == (1, ("marked", "abstain"))


def test_who_withdrew_may_be_named_again_and_comes_last() -> None:
    story, _, case = nominating()
    name(story, case, 1)
    name(story, case, 2)
    story.do(c.WithdrawCandidacy(case, "r1"), story.by("r1", "rector"))
    name(story, case, 1, by="r3")
    assert [(one.option, one.stands) for one in story.case(case).candidacies] == [("r2", True), ("r1", False)]


def test_the_secretariat_withdraws_somebody_on_paper_and_an_alternative_goes_with_its_author() -> None:
    story, _, case = nominating(procedure(Schulze(), naming=TEXTS, options=NONE_OF_THEM))
    proposing(story, case, "option-a", by="r1")
    proposing(story, case, "option-b", by="r2")
    story.do(c.WithdrawCandidacy(case, "option-a"), story.by("r1", "rector"))
    story.do(c.WithdrawCandidacy(case, "option-b"), story.office)
    assert not any(one.stands for one in story.case(case).candidacies)


def test_the_list_does_not_change_while_the_vote_is_open() -> None:
    story, case, _ = balloting()
    command = c.WithdrawCandidacy(case, "r1")
    assert story.refused(command, story.by("r1", "rector")) == ["vote.is_open"]
    late = c.Nominate(case, "r4", "r4")
    assert story.refused(late, story.by("r4", "rector")) == ["nominations.not_open"]


def test_a_nomination_needs_an_id_of_its_own() -> None:
    story, _, case = nominating(procedure(naming=TEXTS))
    for wrong in (c.Nominate(case, ""), c.Nominate(case, "against"), c.Nominate(case, "r1", "r2")):
        with pytest.raises(InvalidInput):
            story.ask(wrong, story.by("r1", "rector"))


# --- ballots one after another -----------------------------------------------------------------------------


def test_two_ballots_and_the_second_is_between_the_first_two() -> None:
    story, case, first = balloting()
    vote = elected(story, first, {"r1": 3, "r2": 2, "r3": 1})
    assert (how(vote), winners(vote), story.states(case)) == ("second_ballot", (), "between_ballots")
    second = ballot(story, case)
    assert [one.id for one in story.vote(second).candidates] == ["r1", "r2"]
    assert story.vote(second).number == 2
    vote = elected(story, second, {"r2": 3, "r1": 2, "abstain": 1})
    assert (how(vote), winners(vote), story.states(case)) == ("election", ("r2",), "adopted")
    assert chosen(story.conference, story.case(case), "balloting") == ("r2",)


def test_who_withdraws_between_the_ballots_stands_no_more() -> None:
    story, case, first = balloting()
    elected(story, first, {"r1": 3, "r2": 2, "r3": 1})
    story.do(c.WithdrawCandidacy(case, "r1"), story.by("r1", "rector"))
    second = ballot(story, case)
    assert [one.id for one in story.vote(second).candidates] == ["r2"]
    assert winners(elected(story, second, {"r2": 1, "abstain": 5})) == ("r2",)


def test_a_void_ballot_is_held_again_as_the_same_one() -> None:
    story, case, first = balloting()
    elected(story, first, {"r1": 3, "r2": 2, "r3": 1})
    second = ballot(story, case)
    mark(story, second, {"r1": 2})
    story.do(c.VoidVote(second, "by_hand", digest("why"), story.fresh()), story.by("r1", "session_chair"))
    assert story.states(case) == "agenda"
    again = story.vote(ballot(story, case))
    assert (again.number, [one.id for one in again.candidates]) == (2, ["r1", "r2"])


def test_without_a_quorum_nothing_is_counted() -> None:
    flow = procedure(rule={"quorum": Quorum(more_than=HALF, counted="cast")})
    story, case, vote = balloting(flow=flow)
    closed = elected(story, vote, {"r1": 3})
    assert closed.outcome is not None
    assert (how(closed), closed.outcome.quorate, closed.outcome.election) == ("no_quorum", False, None)
    assert story.states(case) == "rejected"


def test_seats_left_by_equals_are_filled_in_a_further_ballot_among_them() -> None:
    flow = procedure(BlockVote(seats=2, tie="second_ballot"))
    story, case, first = balloting((1, 2, 3), flow)
    vote = elected(story, first, {"r1 = r2": 3, "r1 = r3": 3})
    assert (winners(vote), how(vote)) == (("r1",), "second_ballot")
    second = ballot(story, case)
    again = story.vote(second)
    assert again.rule.election == BlockVote(seats=1, tie="second_ballot")
    assert [one.id for one in again.candidates] == ["r2", "r3"]
    assert winners(elected(story, second, {"r3": 4, "r2": 2})) == ("r3",)
    assert chosen(story.conference, story.case(case), "balloting") == ("r1", "r3")


def test_the_chair_puts_the_equals_in_order_and_the_case_goes_on() -> None:
    story, case, vote = balloting((1, 2), procedure(Majority(ballots=1, last="relative", tie="chair")))
    assert how(elected(story, vote, {"r1": 3, "r2": 3})) == "casting_vote_due"
    assert story.states(case) == "balloting"
    chair = story.by("r1", "session_chair")
    for wrong in (("r1",), ("r1", "r3"), ()):
        asked = c.GiveCastingVote(vote, None, story.fresh(), wrong)
        assert story.refused(asked, chair) == ["casting_vote.other_question"]
    events = story.do(c.GiveCastingVote(vote, None, story.fresh(), ("r2", "r1")), chair)
    assert isinstance(events[0].data, e.CastingVoteGiven)
    assert (winners(story.vote(vote)), story.vote(vote).preferred) == (("r2",), ("r2", "r1"))
    assert story.states(case) == "adopted"


def test_a_lot_can_be_drawn_again_from_the_log() -> None:
    story, _, vote = balloting((1, 2), procedure(Majority(ballots=1, last="relative", tie="lot")))
    closed = elected(story, vote, {"r1": 3, "r2": 3})
    assert closed.outcome is not None
    result = closed.outcome.election
    assert result is not None
    assert result.lot is not None
    assert result.lot.seed.startswith(f"{vote}:")
    again = elect(
        closed.rule,
        closed.candidates,
        closed.electorate,
        closed.papers,
        closed.present,
        marks=tuple(closed.marks),
        seed=result.lot.seed,
    )
    assert again == closed.outcome


# --- methods -----------------------------------------------------------------------------------------------

RANKED = {"r1 > r2 > r3": 3, "r2 > r1": 2, "r3 > r2": 1}
METHODS: list[tuple[ElectionRule, dict[str, int], tuple[str, ...]]] = [
    (Plurality(), {"r1": 3, "r2": 2, "r3": 1}, ("r1",)),
    (Plurality(), {"against": 3, "r1": 3}, ()),
    (Approval(seats=2), {"r1 = r2": 3, "r2 = r3": 2, "r2": 1}, ("r2", "r1")),
    (BlockVote(seats=2), {"r1 = r2": 4, "r3": 2}, ("r1", "r2")),
    (Majority(ballots="until_elected", onward="drop_last"), {"r1": 4, "r2": 2}, ("r1",)),
    (InstantRunoff(), RANKED, ("r1",)),
    (TransferableVote(seats=2), {"r1 > r2": 3, "r2": 2, "r3": 1}, ("r1", "r2")),
    (Schulze(), {"r1 > r2 = r3": 2, "r2 > r1": 4}, ("r2",)),
]


@pytest.mark.parametrize(
    "row", METHODS, ids=[f"{row[0].__struct_config__.tag}-{i}" for i, row in enumerate(METHODS)]
)
@pytest.mark.parametrize("secrecy", ["secret", "roll_call"])
def test_every_method_runs_from_the_list_to_the_verdict(
    row: tuple[ElectionRule, dict[str, int], tuple[str, ...]], secrecy: str
) -> None:
    rule, papers, expected = row
    story, case, vote = balloting(flow=procedure(rule, ballot=secrecy))
    closed = elected(story, vote, papers)
    assert winners(closed) == expected
    assert closed.outcome is not None
    assert closed.outcome.carried == bool(expected)
    assert story.states(case) == ("adopted" if expected else "rejected")
    assert all((paper.seat is None) == (secrecy == "secret") for paper in closed.papers)
    assert closed.papers == tuple(sorted(closed.papers, key=lambda p: (p.seat or "", p.choice, p.marks)))


def test_alternatives_against_a_default_option() -> None:
    flow = procedure(Debian(default="none", quorum_root=Fraction(1, 2)), naming=TEXTS, options=NONE_OF_THEM)
    for papers, winner, state in (
        ({"option-a > none": 4, "none > option-a": 2}, "option-a", "adopted"),
        ({"option-a > none": 2, "none > option-a": 4}, "none", "rejected"),
    ):
        story, session, case = nominating(flow)
        proposing(story, case, "option-a")
        story.act(case, "place_on_agenda", story.office, session=session)
        vote = elected(story, ballot(story, case), papers)
        assert winners(vote) == (winner,)
        assert story.states(case) == state


def test_at_most_one_of_an_institution_and_a_place_for_a_woman() -> None:
    rule = BlockVote(seats=2, cap=Cap(1), reserved=(Reserved("gender", "woman"),), tie="lot")
    story, session, case = nominating(procedure(rule, naming={"traits": GENDER}))
    for number in (1, 2, 3):
        name(story, case, number, gender="woman" if number == 3 else "man")
    story.act(case, "place_on_agenda", story.office, session=session)
    vote = elected(story, ballot(story, case), {"r1 = r2": 4, "r3": 2})
    assert set(winners(vote)) == {"r1", "r3"}


# --- papers ------------------------------------------------------------------------------------------------


def test_marks_that_the_method_has_no_place_for_are_an_invalid_paper_and_stop_nothing() -> None:
    story, _, vote = balloting(flow=procedure(Plurality()))
    closed = elected(story, vote, {"r1": 2, "r9": 1, "r1 > r2": 1, "r1 = r2": 1, "blank": 1})
    assert closed.outcome is not None
    assert closed.outcome.election is not None
    counts = closed.outcome.election.counts
    assert (counts.valid, counts.invalid, counts.blank, counts.cast) == (2, 3, 1, 6)
    assert winners(closed) == ("r1",)


PAPERS = {"r1": 2, "abstain": 1, "blank": 1, "invalid": 1}
READINGS: list[tuple[dict[str, Any], tuple[int, int, int, int]]] = [
    ({}, (1, 1, 1, 5)),
    ({"abstention": "not_cast"}, (0, 1, 1, 4)),
    ({"blank": "not_cast"}, (1, 0, 1, 4)),
    ({"blank": "abstention"}, (2, 0, 1, 5)),
    ({"invalid": "not_cast"}, (1, 1, 0, 4)),
]


@pytest.mark.parametrize("row", READINGS, ids=[str(row[0]) for row in READINGS])
def test_what_a_paper_without_marks_is(row: tuple[dict[str, Any], tuple[int, int, int, int]]) -> None:
    changed, expected = row
    story, _, vote = balloting(flow=procedure(Plurality(), rule=changed))
    closed = elected(story, vote, PAPERS)
    assert closed.outcome is not None
    assert closed.outcome.election is not None
    counts = closed.outcome.election.counts
    assert (counts.abstained, counts.blank, counts.invalid, counts.cast) == expected


def test_a_seat_that_takes_no_part_is_out_of_the_base_where_the_rule_says_so() -> None:
    share = procedure(Plurality(threshold=OF_ALL), rule={"recused": "out_of_both", "quorum": None})
    for recused, expected in ((False, ()), (True, ("r1",))):
        story, case = listed((1, 2), share)
        if recused:
            story.do(c.DeclareRecusal(case, digest("kin"), institution="U5"), story.by("r5", "rector"))
        assert winners(elected(story, ballot(story, case), {"r1": 3, "r2": 2})) == expected


OF_ALL = Share(more_than=HALF, of="entitled")
MIXED: list[dict[str, Any]] = [
    {"majorities": (OfMotion(more_than=HALF, of="cast"),)},
    {"tie": "lot"},
    {"absent": "for"},
    {"abstention": "against"},
    {"parts": "split"},
    {"quorum": Quorum(more_than=HALF, counting="weights")},
]


@pytest.mark.parametrize("changed", MIXED, ids=[next(iter(one)) for one in MIXED])
def test_a_rule_is_a_motion_s_or_an_election_s(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        VoteRule(election=Plurality(), **changed)
    assert [finding.code for finding in caught.value.findings] == ["election_mixed"]


def test_a_motion_elects_nobody() -> None:
    with pytest.raises(InvalidInput):
        elect(VoteRule.simple(), (), (Elector("a", "A"),), ())


# --- properties --------------------------------------------------------------------------------------------

CHOICES = st.sampled_from(["r1", "r2", "r3", "against", "abstain", "blank"])


@settings(max_examples=40)
@given(told=st.lists(CHOICES, min_size=1, max_size=8), dice=st.randoms(use_true_random=False))
def test_the_order_of_papers_and_seats_changes_nothing(told: list[str], dice: Any) -> None:
    rule = VoteRule(election=Plurality(tie="lot"))
    options = tuple(Option(f"r{n}") for n in (1, 2, 3))
    electors = [Elector(f"s{n}", f"U{n}") for n in range(len(told))]
    papers = [Paper(one) if one in ("abstain", "blank") else Paper("marked", marks=((one,),)) for one in told]
    marks = [one.seat for one in electors]
    first = elect(rule, options, electors, papers, marks=marks, seed="s")
    for shuffled in (electors, papers, marks):
        dice.shuffle(shuffled)
    assert elect(rule, options, electors, papers, marks=marks, seed="s") == first
