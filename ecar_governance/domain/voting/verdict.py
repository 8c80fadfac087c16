"""What a vote comes to, with all it rests on: anyone recomputes it from the rule and the papers."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.papers import Counts, Line, Numbers, Tally
from ecar_governance.domain.voting.rule import Consent
from ecar_governance.domain.voting.thresholds import Counting, Majority, Quorum

Obtained = Literal["ballots", "without_vote", "hand_count"]
"""How a result came about."""

DecidedBy = Literal[
    "majority", "majority_missed", "tie", "no_votes", "no_quorum", "consensus",
    "consent_withheld", "objected", "casting_vote", "casting_vote_due", "second_ballot", "lot", "election",
]  # fmt: skip
"""The one thing that settled an outcome (see `judge.decide_outcome` for their order). `casting_vote_due`
and `second_ballot` settle nothing yet: the chair has to speak, or a further ballot to be held. What settled
an `election` is told in its own result."""

Side = Literal["for", "against"]


class MajorityTest(Struct, frozen=True, omit_defaults=True, rename={"or_": "or"}, forbid_unknown_fields=True):
    """One majority applied: `needed` is exactly the share of `base_count`; `smallest` is the least that
    passes, in whole votes or in the weights' own steps; `reached` is what there was. `or_` are those that do
    in its place, applied too: it is `met` where it `passed`, or one of them did."""

    majority: Majority
    base_count: Fraction
    needed: Fraction
    smallest: Fraction
    reached: Fraction
    passed: bool
    or_: tuple[MajorityTest, ...] = ()

    @property
    def ways(self) -> tuple[MajorityTest, ...]:
        """The test itself, and each that does in its place."""
        return (self, *self.or_)

    @property
    def met(self) -> bool:
        """Whether it, or one that does in its place, was passed."""
        return self.passed or any(way.passed for way in self.or_)

    @property
    def spare(self) -> Fraction:
        """By how much the least that passes was exceeded; below zero, how much was missing."""
        return self.reached - self.smallest


class QuorumTest(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The quorum applied: `needed` is exactly the share of the entitled, `smallest` the least that suffices,
    `reached` how many of those counted there were. It is not `checked` when the rule waits to be asked and
    nobody asked: then it is met."""

    quorum: Quorum
    entitled: Fraction
    needed: Fraction
    smallest: Fraction
    reached: Fraction
    met: bool
    checked: bool = True


class ConsentTest(Struct, frozen=True, forbid_unknown_fields=True):
    """The consent of named members: `withheld` are those who did not give it."""

    consent: Consent
    withheld: tuple[str, ...]
    given: bool


class Lot(Struct, frozen=True, forbid_unknown_fields=True):
    """A lot drawn openly: the public `seed`, and the side it gave (see `lots.drawn`)."""

    seed: str
    drawn: Side


class Outcome(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The verdict with all it rests on.

    `counts` are of everybody, by heads; `lines` are of each chamber, or by weights, where the rule asks. Of
    an election that had its quorum, `election` is the result; it is carried when somebody is elected, or an
    alternative adopted that is not the default one. Where nobody voted, `objections` and `reservations` are
    the seats that had them recorded; those who object count as against in `counts` and `lines`."""

    carried: bool
    quorate: bool
    counts: Counts
    tests: tuple[MajorityTest, ...]
    quorum: QuorumTest | None
    decided_by: DecidedBy
    obtained: Obtained
    lines: tuple[Line, ...] = ()
    consents: tuple[ConsentTest, ...] = ()
    casting_vote: Side | None = None
    lot: Lot | None = None
    election: ElectionResult | None = None
    objections: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it says yes or no."""
        return self.decided_by not in ("casting_vote_due", "second_ballot")

    def numbers(self, chamber: str, counting: Counting) -> Numbers:
        """The count that a threshold was held against."""
        return Tally(self.counts, self.lines).numbers(chamber, counting)
