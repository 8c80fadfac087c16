"""Tables of the cases that real systems got wrong: counts, and the verdict that they must have."""

# ruff: noqa: E501 (reason: a row of a table is read as one line)

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import Quorum, majority_of, quorum_of

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


def at_least(share: Fraction, base: Any = "for_and_against", quorum: Quorum | None = None) -> VoteRule:
    return VoteRule((majority_of(share, base, strict=False),), quorum)


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
