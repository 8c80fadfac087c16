"""Counting and judging: tables of the cases that real systems got wrong."""

# ruff: noqa: E501 (reason: a row of a table is read as one line)

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace
from support.verdicts import (
    HALF,
    QUORUMS,
    SIMPLE,
    TWO_THIRDS,
    VERDICTS,
    WITHOUT_VOTE,
    at_least,
)

from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.papers import Counts, Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import count, from_hand_count
from ecar_governance.domain.voting.thresholds import Quorum, majority_of
from ecar_governance.errors import InvalidInput

SEATS = tuple(f"seat-{n}" for n in range(6))
ELECTORS = tuple(Elector(seat, f"inst-{seat}", (f"mandate-{seat}",)) for seat in SEATS)


# --- judging ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "numbers", "carried", "decided_by", "smallest"), [v[1:] for v in VERDICTS], ids=[v[0] for v in VERDICTS])  # fmt: skip
def test_verdicts(rule: VoteRule, numbers: Any, carried: bool, decided_by: str, smallest: int) -> None:
    outcome = decide_outcome(rule, from_hand_count(*numbers))
    assert (outcome.carried, outcome.decided_by) == (carried, decided_by)
    assert outcome.tests[0].smallest == smallest
    assert outcome.quorate


@pytest.mark.parametrize(("quorum", "numbers", "met", "smallest"), [q[1:] for q in QUORUMS], ids=[q[0] for q in QUORUMS])  # fmt: skip
def test_quorum_is_taken_of_those_there_against_the_entitled(
    quorum: Quorum, numbers: Any, met: bool, smallest: int
) -> None:
    outcome = decide_outcome(VoteRule.simple(quorum), from_hand_count(*numbers))
    assert outcome.quorate is met
    assert outcome.quorum is not None
    assert (outcome.quorum.met, outcome.quorum.smallest) == (met, smallest)
    assert outcome.carried is met
    assert (outcome.decided_by == "no_quorum") is not met


def test_every_one_of_several_majorities_is_needed() -> None:
    rule = VoteRule(
        (majority_of(TWO_THIRDS, "present", strict=False), majority_of(HALF, "entitled", strict=True))
    )
    cases = [((10, 0, 0, 0, 15, 18), True), ((9, 0, 0, 0, 9, 18), False), ((10, 5, 0, 0, 16, 18), False)]
    for numbers, carried in cases:
        assert decide_outcome(rule, from_hand_count(*numbers)).carried is carried
    assert [t.passed for t in decide_outcome(rule, from_hand_count(9, 0, 0, 0, 9, 18)).tests] == [True, False]


def test_what_is_needed_is_told_exactly() -> None:
    test = decide_outcome(at_least(TWO_THIRDS), from_hand_count(14, 3, 1, 0, 18, 18)).tests[0]
    assert (test.base_count, test.needed, test.smallest, test.reached) == (17, Fraction(34, 3), 12, 14)


# --- counting --------------------------------------------------------------------------------------------


def roll_call(**choices: str) -> tuple[Paper, ...]:
    return tuple(Paper(choice, seat.replace("_", "-")) for seat, choice in choices.items())


def test_five_things_a_paper_can_be_and_not_voting_is_a_sixth() -> None:
    papers = roll_call(seat_0="for", seat_1="against", seat_2="abstain", seat_3="blank", seat_4="invalid")
    counts = count(ELECTORS, papers)
    assert counts == Counts(
        for_=1, against=1, abstain=1, blank=1, invalid=1, not_voted=1, cast=5, present=5, entitled=6
    )


def test_who_is_present_and_silent_is_present_and_who_votes_is_present() -> None:
    papers = roll_call(seat_0="for")
    assert count(ELECTORS, papers, ["seat-1", "seat-2"]).present == 3
    assert count(ELECTORS, papers, ["seat-0", "seat-1"]).present == 2
    assert count(ELECTORS, papers, ["seat-0", "observer-1"]).present == 1
    assert count(ELECTORS, papers).present == 1
    secret = (Paper("for"), Paper("against"))
    assert count(ELECTORS, secret, ["seat-0"], marks=["seat-4", "seat-5"]).present == 3
    assert count(ELECTORS, secret, ["seat-0"]).present == 2


ELECTOR = ELECTORS[0]
IMPOSSIBLE: list[tuple[str, Callable[[], Counts], list[str]]] = [
    ("a seat that is not entitled", lambda: count(ELECTORS, [Paper("for", "seat-9")]), ["seat_not_entitled"]),
    ("two papers for a seat", lambda: count(ELECTORS, roll_call(seat_0="for") * 2), ["paper_twice"]),
    ("a choice that was not offered", lambda: count(ELECTORS, [Paper("yes", "seat-0")]), ["choice_unknown"]),
    ("more papers than seats", lambda: count(ELECTORS, [Paper("for")] * 7), ["papers_exceed"]),
    ("more papers than marks", lambda: count(ELECTORS, [Paper("for")] * 3, marks=SEATS[:2]), ["papers_not_marks"]),
    ("fewer papers than marks", lambda: count(ELECTORS, [Paper("for")], marks=SEATS[:2]), ["papers_not_marks"]),
    ("a mark of a seat not entitled", lambda: count(ELECTORS, [Paper("for")], marks=["seat-9"]), ["seat_not_entitled"]),
    ("a paper without its mark", lambda: count(ELECTORS, roll_call(seat_0="for"), marks=["seat-1"]), ["paper_unmarked"]),
    ("nobody entitled", lambda: count([], []), ["electorate_empty"]),
    ("a seat twice", lambda: count([ELECTOR, ELECTOR], []), ["seat_twice"]),
    ("a weight below zero", lambda: count([replace(ELECTOR, weight=Fraction(-1, 2))], []), ["weight_negative"]),
    ("all at once", lambda: count(ELECTORS, [Paper("yes", "seat-9"), Paper("for", "seat-9")]), ["choice_unknown", "seat_not_entitled", "paper_twice"]),
]  # fmt: skip


@pytest.mark.parametrize(("counting", "codes"), [i[1:] for i in IMPOSSIBLE], ids=[i[0] for i in IMPOSSIBLE])
def test_papers_that_cannot_be_are_refused_with_every_finding(
    counting: Callable[[], Counts], codes: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        counting()
    assert [finding.code for finding in refused.value.findings] == codes


def test_an_unknown_choice_is_not_repeated_in_the_message() -> None:
    with pytest.raises(InvalidInput) as refused:
        count(ELECTORS, [Paper("agianst")])
    assert "agianst" not in str([str(refused.value), *map(str, refused.value.findings)])


# --- by hand, and without a vote ---------------------------------------------------------------------------

BAD_HAND_COUNTS: list[tuple[tuple[Any, ...], set[str]]] = [
    ((-1, 0, 0, 0, 9, 18), {"for"}),
    ((1.0, 0, 0, "2", 9, 18), {"for", "invalid"}),
    ((True, 0, 0, 0, 9, 18), {"for"}),
    ((5, 5, 0, 0, 9, 18), {"present"}),
    ((5, 4, 0, 0, 19, 18), {"present"}),
    ((0, 0, 0, 0, 0, 0), {"entitled"}),
    ((20, 0, 0, 0, 20, 18), {"entitled"}),
    ((20, 0, 0, 0, 19, 18), {"entitled", "present"}),
]


@pytest.mark.parametrize(("numbers", "where"), BAD_HAND_COUNTS)
def test_a_hand_count_that_cannot_be_names_every_field(numbers: Any, where: set[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        from_hand_count(*numbers)
    assert {finding.where for finding in refused.value.findings} == where


def test_both_things_wrong_are_both_told() -> None:
    with pytest.raises(InvalidInput) as refused:
        from_hand_count(20, 0, 0, 0, 19, 18)
    assert {finding.code for finding in refused.value.findings} == {"present_exceed", "votes_exceed"}


def test_counts_that_do_not_add_up_decide_nothing() -> None:
    good = from_hand_count(14, 3, 1, 0, 18, 18)
    for bad in (replace(good, cast=17), replace(good, not_voted=1), replace(good, present=17)):
        with pytest.raises(InvalidInput):
            decide_outcome(SIMPLE, bad)
    with pytest.raises(InvalidInput, match="without a vote"):
        decide_outcome(SIMPLE, good, obtained="without_vote")


@pytest.mark.parametrize(("rule", "present", "carried", "decided_by"), [w[1:] for w in WITHOUT_VOTE], ids=[w[0] for w in WITHOUT_VOTE])  # fmt: skip
def test_without_a_vote(rule: VoteRule, present: int, carried: bool, decided_by: str) -> None:
    outcome = without_vote(rule, present, 18)
    assert (outcome.carried, outcome.decided_by, outcome.obtained) == (carried, decided_by, "without_vote")
    assert outcome.counts == from_hand_count(0, 0, 0, 0, present, 18)


def test_without_a_vote_more_present_than_entitled_is_refused() -> None:
    with pytest.raises(InvalidInput):
        without_vote(SIMPLE, 19, 18)


def test_a_result_says_how_it_was_obtained() -> None:
    counts = from_hand_count(14, 3, 1, 0, 18, 18)
    assert decide_outcome(SIMPLE, counts).obtained == "ballots"
    assert decide_outcome(SIMPLE, counts, obtained="hand_count").obtained == "hand_count"
