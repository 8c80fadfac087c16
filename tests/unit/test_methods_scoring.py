"""Plurality, approval, block vote and majority by ballots: tables of what real statutes ask."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from ecar_governance.domain.voting.lots import drawn
from ecar_governance.domain.voting.methods.counting import count_election
from ecar_governance.domain.voting.methods.lots import lot_order
from ecar_governance.domain.voting.methods.papers import AGAINST, Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    ElectionRule,
    Majority,
    Plurality,
    Reserved,
)
from tests.support.elections import options, papers, share

TWO_THIRDS = Fraction(2, 3)

# rule, papers, elected, decided_by, open
TABLE: list[tuple[ElectionRule, tuple[str, ...], str, str, int]] = [
    (Plurality(), ("3 a", "2 b", "c"), "a", "votes", 0),
    (Plurality(2), ("3 a", "2 b", "c"), "ab", "votes", 0),
    (Plurality(), (), "", "no_votes", 1),
    (Plurality(), ("5 blank", "2 abstain"), "", "no_votes", 1),
    (Plurality(), ("2 a", "2 b", "c"), "", "tie", 1),
    (Plurality(2), ("2 a", "2 b", "c"), "ab", "votes", 0),
    (Plurality(2), ("3 a", "2 b", "2 c"), "a", "tie", 1),
    (Plurality(tie="second_ballot"), ("2 a", "2 b", "c"), "", "next_ballot", 1),
    (Plurality(tie="chair"), ("2 a", "2 b", "c"), "", "chair_to_decide", 1),
    (Plurality(3), ("3 a", "2 b"), "ab", "places_unfilled", 1),  # nobody is elected without a vote
    (Plurality(5), ("3 a", "2 b", "c"), "abc", "places_unfilled", 2),
    # A threshold: more than half of ten is six, at least half is five.
    (Plurality(threshold=share()), ("5 a", "3 b", "2 c"), "", "threshold_missed", 1),
    (Plurality(threshold=share(strict=False)), ("5 a", "3 b", "2 c"), "a", "votes", 0),
    (Plurality(threshold=share()), ("6 a", "2 b", "2 c"), "a", "votes", 0),
    # Blank papers are cast and not valid.
    (Plurality(threshold=share(of="cast")), ("6 a", "2 b", "4 blank"), "", "threshold_missed", 1),
    (Plurality(threshold=share(of="valid")), ("6 a", "2 b", "4 blank"), "a", "votes", 0),
    # More against than for the only one, or as many.
    (Plurality(), ("3 a", "3 against"), "", "threshold_missed", 1),
    (Plurality(), ("4 a", "3 against"), "a", "votes", 0),
    (Plurality(2), ("4 a", "3 b", "3 against"), "a", "threshold_missed", 1),
    (Approval(2), ("3 a=b", "2 b=c", "c"), "b", "tie", 1),
    (Approval(2), ("3 a=b", "2 b=c"), "ba", "votes", 0),
    (Approval(3), ("2 a=b=c",), "abc", "votes", 0),
    (BlockVote(2), ("3 a=b", "2 b=c"), "ba", "votes", 0),
    (BlockVote(2, threshold=share()), ("3 a=b", "2 b=c", "c"), "b", "threshold_missed", 1),
    (BlockVote(2, threshold=share(strict=False)), ("3 a=b", "2 b=c", "c"), "b", "tie", 1),
]


@pytest.mark.parametrize(("rule", "given", "elected", "decided_by", "open_"), TABLE)
def test_marks_are_added_up(
    rule: ElectionRule, given: tuple[str, ...], elected: str, decided_by: str, open_: int
) -> None:
    result = count_election(rule, options("abc"), papers(*given))
    assert (result.elected, result.decided_by, result.open) == (tuple(elected), decided_by, open_)


def test_nobody_stands() -> None:
    for rule in (Plurality(), Approval(2), BlockVote(2), Majority()):
        assert count_election(rule, (), papers("blank")).decided_by == "no_candidates"


SHARES = [
    # share, strict, papers of which nine are valid, twelve cast; fourteen present, eighteen entitled
    ("valid", Fraction(1, 2), True, 5),
    ("valid", TWO_THIRDS, True, 7),
    ("valid", TWO_THIRDS, False, 6),
    ("cast", Fraction(1, 2), True, 7),
    ("cast", Fraction(1, 2), False, 6),
    ("present", Fraction(1, 2), True, 8),
    ("present", Fraction(1, 2), False, 7),
    ("entitled", Fraction(1, 3), True, 7),
    ("entitled", Fraction(1, 3), False, 6),
]


@pytest.mark.parametrize(("base", "part", "strict", "smallest"), SHARES)
def test_a_share_of_each_base_is_met_by_its_smallest_number_and_missed_by_one_less(
    base: Any, part: Fraction, strict: bool, smallest: int
) -> None:
    for votes in (smallest, smallest - 1):
        result = count_election(
            Plurality(threshold=share(part, base, strict=strict)),
            options("ab"),
            papers(f"{votes} a", *([f"{9 - votes} b"] if votes < 9 else []), "2 blank", "invalid"),
            present=14,
            entitled=18,
        )
        assert result.needed is not None
        assert result.needed.smallest == smallest
        assert ("a" in result.elected) is (votes == smallest)
        held = {one.option: one.spare for one in result.rounds[0].standings}
        assert held["a"] == votes - smallest


# --- equals ---


def test_the_lot_is_that_of_all_votes_and_one_for_the_whole_election() -> None:
    seed = "Drawn on 23 November 2026: 4 17 23 31 40"
    assert lot_order(seed, "fedcba") == drawn(seed, "abcdef")
    assert lot_order(seed, "abc") == tuple(one for one in lot_order(seed, "abcdef") if one in "abc")


@pytest.mark.parametrize("seed", ["one", "two", "three", "four"])
def test_a_lot_elects_the_favoured_of_equals(seed: str) -> None:
    result = count_election(Approval(2, tie="lot"), options("abc"), papers("3 a", "2 b", "2 c"), seed=seed)
    assert result.elected == ("a", lot_order(seed, "bc")[0])
    assert (result.decided_by, result.open) == ("lot", 0)
    assert result.lot is not None
    assert (result.lot.seed, result.lot.order) == (seed, lot_order(seed, "bc"))


def test_the_lot_falls_either_way() -> None:
    assert {lot_order(str(n), "ab")[0] for n in range(20)} == {"a", "b"}


def test_a_casting_vote_elects_and_must_reach_over_all_seats() -> None:
    given = papers("3 a", "2 b", "2 c", "2 d")
    rule = Approval(3, tie="chair")
    result = count_election(rule, options("abcd"), given, casting=("d", "b"))
    assert (result.elected, result.decided_by) == (("a", "d", "b"), "chair")
    short = count_election(rule, options("abcd"), given, casting=("d",))
    assert (short.elected, short.decided_by, short.tied) == (("a",), "chair_to_decide", ("b", "c", "d"))
    beside = count_election(rule, options("abcd"), given, casting=("a",))
    assert beside.decided_by == "chair_to_decide"


def test_a_casting_vote_is_not_asked_where_none_are_equal() -> None:
    result = count_election(Plurality(tie="chair"), options("ab"), papers("2 a", "b"), casting=("b",))
    assert (result.elected, result.decided_by) == (("a",), "votes")


def test_equals_go_on_to_a_second_ballot_for_the_seats_left() -> None:
    rule = Approval(2, tie="second_ballot")
    result = count_election(rule, options("abcd"), papers("3 a", "2 b", "2 c", "d"))
    assert (result.elected, result.onward, result.open) == (("a",), ("b", "c"), 1)


# --- caps and reserved places ---


def people(text: str) -> list[Option]:
    """ "a:x:woman b:y:man": id, group, gender."""
    found = []
    for one in text.split():
        name, group, gender = one.split(":")
        found.append(Option(name, group=group, traits={"gender": gender} if gender else {}))
    return found


PEOPLE = people("a:x:m b:x:m c:x:w d:y:m e:y:w f::m")
VOTES = ("6 a", "5 b", "4 c", "3 d", "2 e", "f")
WOMAN, MAN = Reserved("gender", "w"), Reserved("gender", "m")
PLACES: list[tuple[Plurality, str]] = [
    (Plurality(3), "abc"),
    (Plurality(3, cap=Cap(2)), "abd"),
    (Plurality(4, cap=Cap(2)), "abde"),
    (Plurality(3, cap=Cap(1)), "adf"),  # f is in no group
    (Plurality(5, cap=Cap(1)), "adf"),
    (Plurality(2, reserved=(WOMAN,)), "ac"),
    (Plurality(2, reserved=(WOMAN, MAN)), "ac"),
    (Plurality(3, reserved=(WOMAN, MAN)), "abc"),
    (Plurality(3, reserved=(Reserved("gender", "w", 2),)), "ace"),
    (Plurality(2, reserved=(Reserved("gender", "w", 2),)), "ce"),
    # c would fill group x, so the woman's place goes to e, since a takes the place of x first.
    (Plurality(2, cap=Cap(1), reserved=(WOMAN,)), "ae"),
    (Plurality(2, cap=Cap(1, by="gender")), "ac"),
]


@pytest.mark.parametrize(("rule", "elected"), PLACES)
def test_caps_and_reserved_places(rule: Plurality, elected: str) -> None:
    assert count_election(rule, PEOPLE, papers(*VOTES)).elected == tuple(elected)


@pytest.mark.parametrize(("unmet", "elected", "open_"), [("vacant", "ac", 1), ("anybody", "abc", 0)])
def test_reserved_places_that_nobody_can_take(unmet: Any, elected: str, open_: int) -> None:
    listed = people("a:x:m b:x:m c:x:w")
    rule = Plurality(3, reserved=(Reserved("gender", "w", 2),), unmet=unmet)
    result = count_election(rule, listed, papers("3 a", "2 b", "c"))
    assert (set(result.elected), result.open) == (set(elected), open_)


def test_a_lot_among_equals_respects_the_cap() -> None:
    listed = people("a:x: b:x: c:y:")
    for seed in "12345678":
        result = count_election(
            Approval(2, cap=Cap(1), tie="lot"), listed, papers("2 a", "2 b", "2 c"), seed=seed
        )
        first = next(one for one in lot_order(seed, "abc") if one in "ab")
        assert set(result.elected) == {first, "c"}


def test_equals_that_all_find_room_need_no_lot() -> None:
    listed = people("a:x: b:y: c:x:")
    result = count_election(Approval(2, cap=Cap(1), tie="lot"), listed, papers("2 a", "2 b", "c"))
    assert (result.elected, result.lot) == (("a", "b"), None)


def test_who_was_passed_over_is_told() -> None:
    result = count_election(Plurality(2, cap=Cap(1), reserved=(WOMAN,)), PEOPLE, papers(*VOTES))
    steps = [(step.kind, step.options) for step in result.rounds[0].steps]
    assert steps == [
        ("elected", ("a",)),
        ("over_cap", ("b",)),
        ("over_cap", ("c",)),
        ("reserved_for_others", ("d",)),
        ("elected", ("e",)),
    ]
    assert result.margin == 1  # e has two votes, and f, who could have been next, has one


# --- majority, by ballots ---

FIRST_TWO = Majority()
REPEATED = Majority(ballots="until_elected", onward="drop_last", last="threshold")
OF_ALL = Majority(share(of="entitled"), last="threshold", onward="all", ballots=3)
FRENCH = Majority(onward="reached", reached=share(Fraction(1, 8), "entitled", strict=False))

# rule, ballot, papers (18 entitled, 14 present), elected, onward, decided_by
BALLOTS: list[tuple[Majority, int, tuple[str, ...], str, str, str]] = [
    (FIRST_TWO, 1, ("5 a", "3 b", "c"), "a", "", "votes"),
    (FIRST_TWO, 1, ("5 a", "3 b", "2 c"), "", "ab", "next_ballot"),  # five of ten is not more than half
    (FIRST_TWO, 1, ("4 a", "3 b", "3 c"), "", "abc", "next_ballot"),  # equals at the cut all go on
    (FIRST_TWO, 1, ("4 a", "4 b", "3 c"), "", "ab", "next_ballot"),
    (FIRST_TWO, 2, ("4 a", "3 b"), "a", "", "votes"),
    (FIRST_TWO, 2, ("4 a", "3 b", "5 blank"), "a", "", "votes"),  # relative: the most are enough
    (FIRST_TWO, 2, ("4 a", "4 b"), "", "", "tie"),
    (FIRST_TWO, 1, (), "", "", "no_votes"),
    (FIRST_TWO, 1, ("9 against", "2 a", "b"), "", "ab", "next_ballot"),
    (FIRST_TWO, 2, ("5 against", "4 a"), "", "", "threshold_missed"),
    (FIRST_TWO, 2, ("4 against", "4 a"), "", "", "threshold_missed"),
    (Majority(tie="second_ballot"), 2, ("4 a", "4 b"), "", "ab", "next_ballot"),
    (Majority(tie="chair"), 2, ("4 a", "4 b"), "", "", "chair_to_decide"),
    (Majority(first=3), 1, ("4 a", "3 b", "2 c", "d"), "", "abc", "next_ballot"),
    (Majority(unchanged=1), 1, ("4 a", "3 b", "2 c", "d"), "", "abcd", "next_ballot"),
    (Majority(unchanged=1, ballots=3), 2, ("4 a", "3 b", "2 c", "d"), "", "ab", "next_ballot"),
    (Majority(ballots=1), 1, ("4 a", "3 b", "3 c"), "a", "", "votes"),
    (Majority(share(of="cast")), 1, ("5 a", "3 b", "2 blank"), "", "ab", "next_ballot"),
    (Majority(share(of="present")), 1, ("7 a", "3 b"), "", "ab", "next_ballot"),
    (Majority(share(of="present")), 1, ("8 a", "3 b"), "a", "", "votes"),
    (OF_ALL, 1, ("9 a", "3 b"), "", "abcd", "next_ballot"),
    (OF_ALL, 3, ("9 a", "3 b"), "", "", "threshold_missed"),
    (OF_ALL, 3, ("10 a", "3 b"), "a", "", "votes"),
    (REPEATED, 1, ("4 a", "3 b", "2 c", "d"), "", "abc", "next_ballot"),
    (REPEATED, 7, ("4 a", "3 b", "3 c"), "", "abc", "next_ballot"),  # d, who has no votes, drops
    (REPEATED, 9, ("3 a", "3 b", "3 c", "3 d"), "", "abcd", "next_ballot"),  # all equal: nobody drops
    (FRENCH, 1, ("5 a", "3 b", "2 c"), "", "ab", "next_ballot"),  # an eighth of 18 is 2 1/4
    (FRENCH, 1, ("5 a", "3 b", "3 c"), "", "abc", "next_ballot"),
]


@pytest.mark.parametrize(("rule", "ballot", "given", "elected", "onward", "decided_by"), BALLOTS)
def test_one_ballot_is_judged(
    rule: Majority, ballot: int, given: tuple[str, ...], elected: str, onward: str, decided_by: str
) -> None:
    result = count_election(rule, options("abcd"), papers(*given), ballot=ballot, present=14, entitled=18)
    assert (result.elected, result.onward, result.decided_by) == (tuple(elected), tuple(onward), decided_by)


LONE: list[tuple[Majority, int, tuple[str, ...], str]] = [
    (FIRST_TWO, 1, ("5 a", "4 against"), "a"),
    (FIRST_TWO, 1, ("5 a", "5 against"), ""),
    (FIRST_TWO, 1, ("4 a", "5 against"), ""),
    (FIRST_TWO, 2, ("5 a", "4 against", "9 blank"), "a"),
    (Majority(share(of="entitled")), 1, ("9 a",), ""),
    (Majority(share(of="entitled")), 1, ("10 a", "8 against"), "a"),
]


@pytest.mark.parametrize(("rule", "ballot", "given", "elected"), LONE)
def test_a_lone_candidate_is_voted_for_or_against_and_not_put_again(
    rule: Majority, ballot: int, given: tuple[str, ...], elected: str
) -> None:
    result = count_election(rule, options("a"), papers(*given), ballot=ballot, present=18, entitled=18)
    assert result.elected == tuple(elected)
    assert result.decided_by == ("votes" if elected else "threshold_missed")
    assert result.onward == ()


def test_two_rounds_of_a_real_shape() -> None:
    """A chair of eighteen rectors: nobody has more than half in the first round, the first two go on."""
    first = count_election(FIRST_TWO, options("abc"), papers("8 a", "6 b", "3 c", "blank"), entitled=18)
    assert first.onward == ("a", "b")
    stand = [one for one in options("abc") if one.id in first.onward]
    second = count_election(FIRST_TWO, stand, papers("8 a", "9 b", "abstain"), ballot=2, entitled=18)
    assert (second.elected, second.margin) == (("b",), 1)


def test_what_is_missing_to_the_threshold_is_told() -> None:
    result = count_election(FIRST_TWO, options("ab"), papers("4 a", "3 b", "2 against"))
    assert result.needed is not None
    assert (result.needed.exact, result.needed.smallest) == (Fraction(9, 2), 5)
    assert {one.option: one.spare for one in result.rounds[0].standings} == {"a": -1, "b": -2, AGAINST: None}
