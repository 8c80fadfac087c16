"""Instant runoff, single transferable vote, Schulze, Debian's rule: counts that can be followed by hand."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from ecar_governance.domain.voting.methods.counting import count_election
from ecar_governance.domain.voting.methods.lots import lot_order
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.result import ElectionResult, Step
from ecar_governance.domain.voting.methods.rules import (
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Reserved,
    Schulze,
    Tie,
    TransferableVote,
)
from tests.support.elections import options, papers


def steps(result: ElectionResult, *kinds: str) -> list[Step]:
    return [step for one in result.rounds for step in one.steps if step.kind in kinds]


def happened(result: ElectionResult, *kinds: str) -> list[tuple[str, str]]:
    return [(step.kind, "".join(step.options)) for step in steps(result, *kinds)]


def held(result: ElectionResult, number: int) -> dict[str, Fraction]:
    return {one.option: one.votes for one in result.rounds[number - 1].standings}


NOBODY: list[ElectionRule] = [InstantRunoff(), TransferableVote(2), Schulze(2), Schulze()]


@pytest.mark.parametrize("rule", NOBODY)
def test_empty_elections(rule: ElectionRule) -> None:
    for given in ((), papers("3 blank", "invalid")):
        result = count_election(rule, options("abc"), given)
        assert (result.elected, result.decided_by) == ((), "no_votes")
        assert result.open == result.seats
    assert count_election(rule, (), ()).decided_by == "no_candidates"
    assert count_election(rule, (Option("a", withdrawn=True),), papers("a")).decided_by == "no_candidates"


@pytest.mark.parametrize("rule", NOBODY)
def test_one_candidate(rule: ElectionRule) -> None:
    result = count_election(rule, options("a"), papers("a"))
    assert result.elected == ("a",)
    assert (result.decided_by, result.open) == (("votes", 0) if result.seats == 1 else ("places_unfilled", 1))


# --- instant runoff ---

RUNOFFS: list[tuple[tuple[str, ...], str, list[str]]] = [
    (("5 a", "3 b", "c"), "a", []),
    (("4 a", "3 b>a", "2 c>b"), "b", ["c"]),
    (("5 a>b", "5 b>a", "c>b"), "b", ["c"]),
    # A paper without a further preference no longer counts: four of seven is more than half.
    (("4 a", "3 b", "2 c"), "a", ["c"]),
    (("4 a", "4 b", "2 c", "c>b"), "b", ["c"]),
]


@pytest.mark.parametrize(("given", "elected", "excluded"), RUNOFFS)
def test_instant_runoffs(given: tuple[str, ...], elected: str, excluded: list[str]) -> None:
    result = count_election(InstantRunoff(), options("abc"), papers(*given))
    assert result.elected == (elected,)
    assert [name for _kind, name in happened(result, "excluded")] == excluded


def test_exactly_half_elects_nobody_in_a_runoff() -> None:
    result = count_election(InstantRunoff(tie="rejected"), options("ab"), papers("4 a", "4 b"))
    assert (result.elected, result.decided_by, result.tied) == ((), "tie", ("a", "b"))
    assert result.needed is not None
    assert result.needed.smallest == 5


def test_the_runoff_counts_papers_that_still_count() -> None:
    result = count_election(InstantRunoff(), options("abc"), papers("4 a", "3 b", "2 c"))
    assert held(result, 2) == {"a": 4, "b": 3}
    (passed,) = steps(result, "passed_on")
    assert (passed.exhausted, passed.passed) == (2, ())
    assert result.needed is not None
    assert (result.needed.base_count, result.needed.smallest) == (7, 4)


# b and c are equal for the last place in round 2; in round 1 b had two votes and c three.
EARLIER = ("6 a", "2 b", "3 c", "d>b", "5 e")


def test_equals_are_told_apart_by_an_earlier_round() -> None:
    result = count_election(InstantRunoff(tie="rejected"), options("abcde"), papers(*EARLIER))
    (told,) = steps(result, "told_apart_earlier")
    assert (told.options, told.among, told.round) == (("b",), ("b", "c"), 1)
    alone = count_election(InstantRunoff(earlier=False, tie="rejected"), options("abcde"), papers(*EARLIER))
    assert (alone.decided_by, alone.tied) == ("tie", ("b", "c"))


TIES: list[tuple[Tie, str]] = [
    ("rejected", "tie"),
    ("second_ballot", "next_ballot"),
    ("chair", "chair_to_decide"),
]


@pytest.mark.parametrize("rule", [InstantRunoff, lambda tie: TransferableVote(1, tie=tie)])
@pytest.mark.parametrize(("tie", "decided_by"), TIES)
def test_equals_that_nothing_tells_apart_stop_the_count(rule: Any, tie: Tie, decided_by: str) -> None:
    given = papers("4 a", "4 b", "c", "d")
    result = count_election(rule(tie=tie), options("abcd"), given)
    assert (result.elected, result.decided_by, result.tied) == ((), decided_by, ("c", "d"))
    assert result.onward == (("a", "b", "c", "d") if tie == "second_ballot" else ())


@pytest.mark.parametrize("rule", [InstantRunoff(), TransferableVote(1)])
@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_a_lot_excludes_the_one_least_favoured(rule: ElectionRule, seed: str) -> None:
    result = count_election(rule, options("abcd"), papers("5 a", "4 b", "c>b", "d>b"), seed=seed)
    assert happened(result, "excluded")[0] == ("excluded", lot_order(seed, "cd")[-1])
    assert result.decided_by == "lot"
    assert result.lot is not None


def test_the_casting_vote_keeps_whom_it_names() -> None:
    rule = InstantRunoff(tie="chair")
    for kept, out in ("cd", "dc"):
        result = count_election(rule, options("abcd"), papers("5 a", "4 b", "c>b", "d>b"), casting=(kept,))
        assert happened(result, "excluded")[0] == ("excluded", out)
        assert result.decided_by == "chair"


# --- single transferable vote ---


def test_a_surplus_goes_on_and_is_cut_off_after_five_places() -> None:
    given = papers("7 a>b", "2 b>c", "3 c>d", "2 d>c", "2 a>c")
    result = count_election(TransferableVote(2), options("abcd"), given)
    assert result.needed is not None
    assert (result.needed.exact, result.needed.smallest) == (Fraction(16, 3), 6)
    (moved,) = steps(result, "surplus")
    # 3 of 9 votes: 0.33333 a paper.
    assert [(one.to, one.papers, one.votes) for one in moved.passed] == [
        ("b", 7, Fraction("2.33331")),
        ("c", 2, Fraction("0.66666")),
    ]
    assert (moved.votes, moved.exhausted, moved.cut) == (3, 0, Fraction("0.00003"))
    assert held(result, 2) == {"a": 6, "b": Fraction("4.33331"), "c": Fraction("3.66666"), "d": 2}
    assert result.elected == ("a", "c")


def test_a_second_surplus_multiplies_values_that_were_cut_off() -> None:
    given = papers("9 a>b>c", "3 b", "2 c", "d")
    result = count_election(TransferableVote(3), options("abcd"), given)
    assert result.needed is not None
    assert result.needed.smallest == 4
    first, second = steps(result, "surplus")
    assert [(one.to, one.votes) for one in first.passed] == [("b", Fraction("4.99995"))]  # 9 x 0.55555
    # b has 7.99995, 3.99995 above the quota: 0.55555 x 3.99995 / 7.99995 is 0.27777(3...).
    assert [(one.to, one.papers, one.votes) for one in second.passed] == [("c", 9, Fraction("2.49993"))]
    # Three papers for b alone, worth 3.99995 / 7.99995 = 0.49999 each, have no further preference.
    assert second.exhausted == 3 * Fraction("0.49999")
    assert second.cut == Fraction("3.99995") - Fraction("2.49993") - Fraction("1.49997")
    assert result.elected == ("a", "b", "c")


def test_exactly_the_quota_elects_and_leaves_no_surplus() -> None:
    result = count_election(TransferableVote(2), options("abc"), papers("4 a>b", "4 b", "2 c>b"))
    assert happened(result, "elected")[0] == ("elected", "a")  # the quota of ten papers and two seats is 4
    assert happened(result, "surplus", "excluded") == []
    assert (result.elected, len(result.rounds)) == (("a", "b"), 1)


def test_one_less_than_the_quota_does_not_elect() -> None:
    result = count_election(TransferableVote(2), options("abc"), papers("4 a", "4 b", "4 c"), seed="s")
    assert result.needed is not None
    assert result.needed.smallest == 5
    assert result.rounds[0].steps == ()


def test_the_quota_is_of_valid_papers() -> None:
    result = count_election(TransferableVote(1), options("ab"), papers("4 a", "3 b", "5 blank", "3 invalid"))
    assert result.needed is not None
    assert (result.needed.base_count, result.needed.smallest, result.elected) == (7, 4, ("a",))


def test_the_highest_surplus_goes_first_and_only_to_those_who_are_not_elected() -> None:
    given = papers("8 a>b>c", "6 b>a>d", "c", "2 d")
    result = count_election(TransferableVote(3), options("abcd"), given)
    first, second = steps(result, "surplus")
    assert (first.options, second.options) == (("a",), ("b",))
    assert [one.to for one in first.passed] == ["c"]  # b is elected already and is passed by
    assert [one.to for one in second.passed] == ["d"]


def test_equal_surpluses_go_by_an_earlier_stage_or_by_lot() -> None:
    given = papers("6 a>c", "6 b>d", "c", "d", "e", "f")
    rule = TransferableVote(3)
    for seed in ("one", "two", "three"):
        result = count_election(rule, options("abcdef"), given, seed=seed)
        told = steps(result, "told_apart_by_lot")[0]
        assert told.options == lot_order(seed, "ab")
        assert steps(result, "surplus")[0].options == (lot_order(seed, "ab")[0],)


def test_the_latest_earlier_stage_tells_equals_apart_first() -> None:
    """In stage 1 b was behind c, in stage 2 ahead of it: stage 2 counts, and c is excluded."""
    given = papers("9 a", "4 b", "5 c", "2 d>b", "2 e>c", "f>c>a", "8 g")
    names = options("abcdefg")
    result = count_election(TransferableVote(1), names, given, seed="s")
    told = steps(result, "told_apart_earlier")
    for step in told:
        assert step.round is not None
        votes = [held(result, step.round)[one] for one in step.among]
        assert votes.index(min(votes)) == step.among.index(step.options[0])
        between = range(step.round + 1, next(n for n, r in enumerate(result.rounds, 1) if step in r.steps))
        assert all(len({held(result, n)[one] for one in step.among}) == 1 for n in between)


def test_the_last_vacancies_are_filled_without_a_transfer() -> None:
    result = count_election(TransferableVote(2), options("abc"), papers("3 a", "2 b", "c>b"))
    assert happened(result, "elected", "excluded", "passed_on", "elected_last") == [
        ("elected", "a"),
        ("excluded", "c"),
        ("elected_last", "b"),
    ]


@pytest.mark.parametrize("seats", [3, 5])
def test_fewer_candidates_than_seats(seats: int) -> None:
    result = count_election(TransferableVote(seats), options("abc"), papers("3 a", "b"))
    assert result.elected == ("a", "b", "c")
    assert (result.open, result.decided_by) == (
        (0, "votes") if seats == 3 else (seats - 3, "places_unfilled")
    )


def test_all_tied_are_told_apart_by_lot_alone() -> None:
    result = count_election(TransferableVote(2), options("abc"), papers("a", "b", "c"), seed="s")
    assert set(result.elected) == set(lot_order("s", "abc")[:2])
    assert result.decided_by == "lot"


# --- Schulze ---

# The example with 45 voters in Schulze's paper: E > A > C > B > D.
SCHULZE = (
    "5 A>C>B>E>D",
    "5 A>D>E>C>B",
    "8 B>E>D>A>C",
    "3 C>A>B>E>D",
    "7 C>A>E>B>D",
    "2 C>B>A>D>E",
    "7 D>C>E>B>A",
    "8 E>B>A>D>C",
)


def test_the_example_of_the_paper() -> None:
    result = count_election(Schulze(), options("ABCDE"), papers(*SCHULZE))
    assert result.elected == ("E",)
    assert result.ranking == (("E",), ("A",), ("C",), ("B",), ("D",))
    strengths = {(one.via[0], one.via[-1]): one.strength for one in result.paths}
    assert strengths["A", "B"] == 28
    assert strengths["B", "A"] == 25
    assert (strengths["E", "A"], strengths["A", "E"]) == (25, 24)
    for one in result.paths:
        beats = {(d.one, d.other): d.votes for d in result.duels} | {
            (d.other, d.one): d.against for d in result.duels
        }
        weakest = min(beats[pair] for pair in zip(one.via, one.via[1:], strict=False))
        assert weakest == one.strength


def test_equal_ranks_prefer_neither_and_the_unranked_are_last() -> None:
    result = count_election(Schulze(), options("abcd"), papers("3 a=b>c", "2 c>d"))
    duels = {(one.one, one.other): (one.votes, one.against) for one in result.duels}
    assert duels == {
        ("a", "b"): (0, 0),
        ("a", "c"): (3, 2),
        ("a", "d"): (3, 2),
        ("b", "c"): (3, 2),
        ("b", "d"): (3, 2),
        ("c", "d"): (5, 0),
    }
    assert result.ranking == (("a", "b"), ("c",), ("d",))
    assert (result.elected, result.decided_by, result.tied) == ((), "tie", ("a", "b"))


def test_a_perfect_circle_is_a_tie_of_all() -> None:
    given = papers("3 a>b>c", "3 b>c>a", "3 c>a>b")
    result = count_election(Schulze(), options("abc"), given)
    assert (result.ranking, result.decided_by) == ((("a", "b", "c"),), "tie")
    by_lot = count_election(Schulze(tie="lot"), options("abc"), given, seed="s")
    assert (by_lot.elected, by_lot.decided_by) == (lot_order("s", "abc")[:1], "lot")


def test_winning_votes_not_margins() -> None:
    """A circle in which the two measures disagree: c over a is won by most votes, b over c by most margin."""
    given = papers("8 a>b", "5 b>c", "7 c>a", "5 b", "a", "c")
    result = count_election(Schulze(), options("abc"), given)
    wins = {(d.one, d.other) if d.votes > d.against else (d.other, d.one) for d in result.duels}
    strength = {(d.one, d.other): d.votes for d in result.duels} | {
        (d.other, d.one): d.against for d in result.duels
    }
    for one in result.paths:
        if (one.via[0], one.via[-1]) in wins:
            assert one.strength >= strength[one.via[0], one.via[-1]]


def test_seats_are_filled_from_the_top_with_caps_and_places() -> None:
    named = [
        Option("E", group="x", traits={"gender": "m"}),
        Option("A", group="x", traits={"gender": "m"}),
        Option("C", traits={"gender": "m"}),
        Option("B", traits={"gender": "w"}),
        Option("D", traits={"gender": "m"}),
    ]
    assert count_election(Schulze(2), named, papers(*SCHULZE)).elected == ("E", "A")
    assert count_election(Schulze(2, cap=Cap(1)), named, papers(*SCHULZE)).elected == ("E", "C")
    woman = (Reserved("gender", "w"),)
    assert count_election(Schulze(2, reserved=woman), named, papers(*SCHULZE)).elected == ("E", "B")


# --- Debian ---


def debian(given: tuple[str, ...], *, ratio: int = 1, entitled: int = 100, **rule: Any) -> ElectionResult:
    listed = [Option("a", ratio=Fraction(ratio)), Option("b"), Option("c"), Option("x")]
    casting = rule.pop("casting", ())
    return count_election(Debian("x", **rule), listed, papers(*given), entitled=entitled, casting=casting)


RATIOS = [
    ("1.6", 3, ("9 a>x", "3 x>a"), "a"),  # exactly three to one
    ("1.1", 3, ("9 a>x", "3 x>a"), "x"),  # in the older text it takes more
    ("1.1", 3, ("10 a>x", "3 x>a"), "a"),
    ("1.6", 3, ("8 a>x", "3 x>a"), "x"),
    ("1.6", 1, ("3 a>x", "3 x>a"), "x"),  # as many is no majority
    ("1.1", 1, ("3 a>x", "3 x>a"), "x"),
    ("1.6", 1, ("4 a>x", "3 x>a"), "a"),
    ("1.0", 3, ("10 a>x", "3 x>a"), "a"),
    ("1.0", 3, ("8 a>x", "3 x>a"), "x"),
]


@pytest.mark.parametrize(("text", "ratio", "given", "winner"), RATIOS)
def test_a_ratio_against_the_default_option(
    text: str, ratio: int, given: tuple[str, ...], winner: str
) -> None:
    result = debian(given, ratio=ratio, text=text)
    assert result.elected == (winner,)
    assert result.decided_by == ("votes" if winner == "a" else "default_option")


@pytest.mark.parametrize("text", ["1.0", "1.1", "1.6"])
def test_a_quorum_is_of_those_who_put_the_option_above_the_default(text: str) -> None:
    # One and a half times the root of 100 is 15, exactly.
    assert debian(("15 a>x",), text=text, quorum_root=Fraction(3, 2)).elected == ("a",)
    below = debian(("14 a>x", "80 blank"), text=text, quorum_root=Fraction(3, 2))
    assert (below.elected, below.decided_by) == (("x",), "default_option")
    assert ("below_quorum", "a") in happened(below, "below_quorum")
    assert debian(("14 a>x",), text=text, quorum_votes=14).elected == ("a",)
    assert debian(("14 a>x",), text=text, quorum_votes=15).elected == ("x",)


@pytest.mark.parametrize("entitled", [1, 2, 99, 100, 101, 911, 939, 972, 1001, 4 * 10**14 + 1])
def test_the_quorum_is_the_smallest_number_whose_square_reaches_it(entitled: int) -> None:
    needed = debian(("a",), entitled=entitled, quorum_root=Fraction(3, 2)).needed
    assert needed is not None
    assert 4 * needed.smallest**2 >= 9 * entitled > 4 * (needed.smallest - 1) ** 2
    assert abs(needed.smallest - 1.5 * sqrt(entitled)) <= 1 + 1e-6 * sqrt(entitled)


CIRCLE = ("8 a>b>c>x", "7 b>c>a>x", "6 c>a>b>x")


def test_the_weakest_defeat_of_a_circle_is_dropped() -> None:
    result = debian(CIRCLE)  # a over b by 14, b over c by 15, c over a by 13
    dropped = steps(result, "defeats_dropped")
    assert [(one.one, one.other, one.votes) for step in dropped for one in step.duels] == [("c", "a", 13)]
    assert result.elected == ("a",)


def test_an_option_that_is_dropped_no_longer_defeats_anybody() -> None:
    result = debian((*CIRCLE, "9 x>a"), ratio=3)  # a is at 21 to 9
    assert happened(result, "below_ratio") == [("below_ratio", "a")]
    assert result.elected == ("b",)


def test_of_equal_defeats_that_with_more_against_is_weaker() -> None:
    # b over c by 5 to 2, c over a by 5 to 3, a over b by 5 to 4.
    result = debian(("2 c>a>b>x", "a>b>c>x", "b>a=c>x", "2 a>b=c>x", "3 b>c>a>x"))
    (dropped,) = steps(result, "defeats_dropped")
    assert [(one.one, one.other, one.votes, one.against) for one in dropped.duels] == [("a", "b", 5, 4)]
    assert result.elected == ("b",)


def test_defeats_that_are_equally_weak_are_dropped_together() -> None:
    result = debian(("3 a>b>c>x", "3 b>c>a>x", "3 c>a>b>x"))
    (dropped,) = steps(result, "defeats_dropped")
    assert len(dropped.duels) == 3
    assert (result.decided_by, result.tied) == ("chair_to_decide", ("a", "b", "c"))


def test_the_casting_vote_chooses_among_those_left() -> None:
    given = ("3 a=b>x", "c>x")
    waits = debian(given)
    assert (waits.elected, waits.decided_by, waits.tied) == ((), "chair_to_decide", ("a", "b"))
    for chosen in "ab":
        result = debian(given, casting=(chosen,))
        assert (result.elected, result.decided_by) == ((chosen,), "chair")
    assert debian(given, casting=("c",)).decided_by == "chair_to_decide"


def test_blank_papers_elect_the_default_option() -> None:
    for text in ("1.1", "1.6"):
        result = debian(("5 blank",), text=text)
        assert (result.elected, result.decided_by) == (("x",), "default_option")


def test_the_first_text_discards_whoever_is_dominated() -> None:
    result = debian(("4 a>b>x", "3 b>a>x", "2 c>a>b"), text="1.0")
    assert happened(result, "dominated") == [("dominated", "bcx")]
    assert result.elected == ("a",)


def test_the_first_text_names_no_winner_of_a_circle() -> None:
    given = ("3 a>b>c>x", "3 b>c>a>x", "3 c>a>b>x")
    result = debian(given, text="1.0")
    assert (result.elected, result.decided_by) == ((), "cycle")


def test_the_first_text_eliminates_the_lowest_of_those_left() -> None:
    # a, b and c are level with each other; b has the fewest first preferences.
    given = ("2 a>b>c", "2 c>b>a", "b>a>c", "b>c>a", "a>c>b", "c>a>b")
    result = debian(given, text="1.0")
    assert happened(result, "dominated", "excluded")[0] == ("dominated", "x")
    assert happened(result, "excluded")[0] == ("excluded", "b")
    assert result.decided_by == "chair_to_decide"
    assert debian(given, text="1.0", casting=("c",)).elected == ("c",)
