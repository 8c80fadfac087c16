"""Counting and judging: tables of the cases that real systems got wrong."""

# ruff: noqa: E501 (reason: a row of a table is read as one line)

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.papers import Counts, Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import count, from_hand_count
from ecar_governance.domain.voting.thresholds import Quorum, majority_of, quorum_of
from ecar_governance.errors import InvalidInput

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
SEATS = tuple(f"seat-{n}" for n in range(6))
ELECTORS = tuple(Elector(seat, f"inst-{seat}", (f"mandate-{seat}",)) for seat in SEATS)


def at_least(share: Fraction, base: Any = "for_and_against", quorum: Quorum | None = None) -> VoteRule:
    return VoteRule((majority_of(share, base, strict=False),), quorum)


# --- judging ---------------------------------------------------------------------------------------------

SIMPLE, ABSOLUTE = VoteRule.simple(), VoteRule.absolute()
#        rule, (for, against, abstain, invalid, present, entitled), carried, decided by, smallest that passes
VERDICTS: list[tuple[str, VoteRule, tuple[int, int, int, int, int, int], bool, str, int]] = [
    ("0 to 0 adopts nothing, though 0 is two thirds of 0", at_least(TWO_THIRDS), (0, 0, 0, 0, 9, 9), False, "no_votes", 1),
    ("all abstain: no side was taken", at_least(TWO_THIRDS), (0, 0, 9, 0, 9, 9), False, "no_votes", 1),
    ("all abstain, base cast", at_least(TWO_THIRDS, "cast"), (0, 0, 9, 0, 9, 9), False, "no_votes", 6),
    ("2 of 3 is two thirds", at_least(TWO_THIRDS), (2, 1, 0, 0, 3, 3), True, "majority", 2),
    ("1 of 3 is not", at_least(TWO_THIRDS), (1, 2, 0, 0, 3, 3), False, "majority_missed", 2),
    ("2 of 3 is not more than two thirds", VoteRule((majority_of(TWO_THIRDS, "cast", strict=True),)), (2, 1, 0, 0, 3, 3), False, "majority_missed", 3),
    ("3 to 2 fails two thirds", at_least(TWO_THIRDS), (3, 2, 0, 0, 5, 5), False, "majority_missed", 4),
    ("4 to 1 passes it", at_least(TWO_THIRDS), (4, 1, 0, 0, 5, 5), True, "majority", 4),
    ("12 of 17 passes two thirds", at_least(TWO_THIRDS), (12, 5, 0, 0, 18, 18), True, "majority", 12),
    ("11 of 17 does not", at_least(TWO_THIRDS), (11, 6, 0, 0, 18, 18), False, "majority_missed", 12),
    ("12 of 18 members is exactly two thirds", VoteRule.two_thirds(), (12, 0, 0, 0, 12, 18), True, "majority", 12),
    ("11 of 18 members is not, nobody against", VoteRule.two_thirds(), (11, 0, 0, 0, 18, 18), False, "majority_missed", 12),
    ("an equal division rejects", SIMPLE, (7, 7, 4, 0, 18, 18), False, "tie", 8),
    ("an equal division rejects at least half too", at_least(HALF), (7, 7, 0, 0, 18, 18), False, "tie", 7),
    ("at least half, not divided equally", at_least(HALF, "present"), (7, 5, 2, 0, 14, 18), True, "majority", 7),
    ("7 to 7 misses two thirds, and not for the tie", at_least(TWO_THIRDS), (7, 7, 0, 0, 18, 18), False, "majority_missed", 10),
    ("one third is enough where the rule says so, tie or not", at_least(Fraction(1, 3), "entitled"), (6, 6, 0, 0, 12, 18), True, "majority", 6),
    ("one vote to none", SIMPLE, (1, 0, 17, 0, 18, 18), True, "majority", 1),
    ("9 of 18 members is no absolute majority", ABSOLUTE, (9, 0, 0, 0, 9, 18), False, "majority_missed", 10),
    ("10 of 18 is", ABSOLUTE, (10, 8, 0, 0, 18, 18), True, "majority", 10),
    ("abstentions count in cast", VoteRule((majority_of(HALF, "cast", strict=True),)), (5, 4, 2, 0, 11, 18), False, "majority_missed", 6),
    ("and not in for and against", SIMPLE, (5, 4, 2, 0, 11, 18), True, "majority", 5),
    ("invalid papers count in cast", VoteRule((majority_of(HALF, "cast", strict=True),)), (5, 4, 0, 1, 10, 18), False, "majority_missed", 6),
    ("the silent count in present", VoteRule((majority_of(HALF, "present", strict=True),)), (5, 0, 0, 0, 10, 18), False, "majority_missed", 6),
    ("unanimity of the present", at_least(Fraction(1), "present"), (5, 0, 0, 0, 5, 18), True, "majority", 5),
    ("unanimity broken by one who is silent", at_least(Fraction(1), "present"), (5, 0, 0, 0, 6, 18), False, "majority_missed", 6),
    ("one member", SIMPLE, (1, 0, 0, 0, 1, 1), True, "majority", 1),
    ("nobody came", SIMPLE, (0, 0, 0, 0, 0, 18), False, "no_votes", 1),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "numbers", "carried", "decided_by", "smallest"), [v[1:] for v in VERDICTS], ids=[v[0] for v in VERDICTS])  # fmt: skip
def test_verdicts(rule: VoteRule, numbers: Any, carried: bool, decided_by: str, smallest: int) -> None:
    outcome = decide_outcome(rule, from_hand_count(*numbers))
    assert (outcome.carried, outcome.decided_by) == (carried, decided_by)
    assert outcome.tests[0].smallest == smallest
    assert outcome.quorate


#  quorum, (for, against, abstain, invalid, present, entitled), met
HALF_PRESENT, MORE_THAN_HALF = quorum_of(HALF), quorum_of(HALF, strict=True)
HALF_CAST = quorum_of(HALF, "cast")
QUORUMS: list[tuple[str, Quorum, tuple[int, int, int, int, int, int], bool, int]] = [
    ("9 of 18 present is half", HALF_PRESENT, (5, 0, 0, 0, 9, 18), True, 9),
    ("8 of 18 is not, whoever was invited", HALF_PRESENT, (8, 0, 0, 0, 8, 18), False, 9),
    ("9 of 18 is not more than half", MORE_THAN_HALF, (9, 0, 0, 0, 9, 18), False, 10),
    ("10 of 19 is more than half", MORE_THAN_HALF, (9, 0, 0, 0, 10, 19), True, 10),
    ("half of 17 is 8 1/2: 8 are short", HALF_PRESENT, (8, 0, 0, 0, 8, 17), False, 9),
    ("present but silent does not make a quorum of votes", HALF_CAST, (5, 0, 0, 0, 18, 18), False, 9),
    ("abstentions do", HALF_CAST, (5, 0, 4, 0, 9, 18), True, 9),
    ("so does an invalid paper: its voter took part", HALF_CAST, (5, 0, 3, 1, 9, 18), True, 9),
    ("nobody came", HALF_PRESENT, (0, 0, 0, 0, 0, 18), False, 9),
]


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
    ((20, 0, 0, 0, 19, 18), {"present"}),
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


WITHOUT_VOTE: list[tuple[str, VoteRule, int, bool, str]] = [
    ("agreed", SIMPLE, 14, True, "consensus"),
    ("quorum of presence", VoteRule.simple(HALF_PRESENT), 8, False, "no_quorum"),
    ("a quorum of votes is one of presence here", VoteRule.simple(HALF_CAST), 9, True, "consensus"),
    ("two thirds of all, 12 of 18 there", VoteRule.two_thirds(), 12, True, "consensus"),
    (
        "two thirds of all cannot pass in silence before 11",
        VoteRule.two_thirds(),
        11,
        False,
        "majority_missed",
    ),
    ("nobody there", SIMPLE, 0, False, "no_votes"),
]


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
