"""What a vote is decided by and what it gives: rules, electors, papers, counts and outcomes, all immutable.

Every share is an exact `Fraction`, every count an integer: no float is accepted anywhere. In JSON (see
`domain.codec`) a share is a string such as "2/3".

Words used here, and only so:

* *entitled*: the seats of the frozen electorate.
* *present*: entitled seats recorded as present, and every seat that handed in a paper.
* *cast*: papers handed in: for, against, abstentions, blank and invalid ones.
* *for and against*: the papers that take a side.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from msgspec import Struct

from ecar_governance.errors import Finding, InvalidInput

Base = Literal["for_and_against", "cast", "present", "entitled"]
"""What a majority is a share of."""

Counted = Literal["present", "cast"]
"""What a quorum counts, always against the entitled, never against the invited."""

Tie = Literal["rejected"]
"""What an equal division means."""

OnVacancy = Literal["keep", "successor", "lapse"]
"""What becomes of a seat's right to vote when its holder's mandate ends during the vote."""

Obtained = Literal["ballots", "without_vote", "hand_count"]
"""How a result came about."""

DecidedBy = Literal["majority", "majority_missed", "tie", "no_votes", "no_quorum", "consensus"]
"""The one thing that settled an outcome (see `tally.decide_outcome` for their order)."""

CHOICES = ("for", "against", "abstain")
"""What a ballot form offers. A paper may also turn out `blank` or `invalid`: three different things."""

HALF = Fraction(1, 2)


def _check_share(share: Any, strict: Any, what: str) -> None:
    findings = []
    if not isinstance(share, Fraction):
        findings.append(
            Finding(
                "share_not_exact", f"A {what} is an exact fraction, not {share!r}.", fix="write it as 2/3"
            )
        )
    elif not 0 < share <= 1:
        findings.append(Finding("share_out_of_range", f"A {what} of {share} lies outside 0 to 1."))
    elif strict and share == 1:
        findings.append(
            Finding(
                "share_unreachable", f"A {what} of more than all can never be met.", fix="say at least 1/1"
            )
        )
    if findings:
        raise InvalidInput(findings[0].message, findings=findings)


class Quorum(Struct, frozen=True):
    """How many must take part for a decision to stand: a `share` of the entitled, reached by those counted.

    `of` names what is counted (`present`: seats present; `cast`: papers handed in); `strict` means more than
    the share, else at least it. Raises InvalidInput for a share that is not a Fraction in (0, 1].
    """

    share: Fraction
    of: Counted = "present"
    strict: bool = False

    def __post_init__(self) -> None:
        _check_share(self.share, self.strict, "quorum")


class Majority(Struct, frozen=True):
    """One majority: votes for must be a `share` of the `base`; `strict` means more than it, else at least.

    Raises InvalidInput for a share that is not a Fraction in (0, 1], or for "more than all".
    """

    share: Fraction
    base: Base
    strict: bool

    def __post_init__(self) -> None:
        _check_share(self.share, self.strict, "majority")


def simple_majority() -> Majority:
    """More for than against: more than half of the votes for and against. Abstentions weigh nothing."""
    return Majority(HALF, "for_and_against", strict=True)


def absolute_majority() -> Majority:
    """More than half of all who are entitled, present or not."""
    return Majority(HALF, "entitled", strict=True)


def two_thirds_majority(base: Base = "entitled") -> Majority:
    """At least two thirds of the base: of all members unless another base is named."""
    return Majority(Fraction(2, 3), base, strict=False)


class VoteRule(Struct, frozen=True):
    """The whole rule of a vote; it is written into the log when the vote opens and never changes for it.

    Every one of `majorities` is needed. `article` names, by language, the article of the statutes relied on.
    Raises InvalidInput when there is no majority at all: such a rule would adopt anything.
    """

    majorities: tuple[Majority, ...]
    quorum: Quorum | None = None
    tie: Tie = "rejected"
    article: dict[str, str] | None = None
    on_vacancy: OnVacancy = "keep"

    def __post_init__(self) -> None:
        if not self.majorities:
            raise InvalidInput("A rule needs at least one majority.")

    @classmethod
    def simple(cls, quorum: Quorum | None = None, article: dict[str, str] | None = None) -> VoteRule:
        """More for than against."""
        return cls((simple_majority(),), quorum, article=article)

    @classmethod
    def absolute(cls, quorum: Quorum | None = None, article: dict[str, str] | None = None) -> VoteRule:
        """More than half of all who are entitled vote for."""
        return cls((absolute_majority(),), quorum, article=article)

    @classmethod
    def two_thirds(
        cls, base: Base = "entitled", quorum: Quorum | None = None, article: dict[str, str] | None = None
    ) -> VoteRule:
        """At least two thirds of the base (all who are entitled, unless another is named) vote for."""
        return cls((two_thirds_majority(base),), quorum, article=article)


class Elector(Struct, frozen=True):
    """One row of the frozen electorate: a seat, its institution, and the mandates that may cast for it.

    `casters` are in order of precedence: the rector's ballot prevails over a substitute's.
    """

    seat: str
    institution: str
    casters: tuple[str, ...] = ()
    weight: Fraction = Fraction(1)
    chamber: str = ""


class Paper(Struct, frozen=True):
    """One opened paper. `seat` and `reason` only in a roll call; a secret paper has neither.

    `choice` is one of `CHOICES`, or `blank`, or `invalid`; anything else is refused by `tally.count`.
    """

    choice: str
    seat: str | None = None
    reason: str | None = None


class Counts(Struct, frozen=True, rename={"for_": "for"}):
    """What was counted, in seats. `tally.check_counts` holds the sums together."""

    for_: int
    against: int
    abstain: int
    invalid: int
    not_voted: int
    cast: int
    present: int
    entitled: int
    blank: int = 0


class MajorityTest(Struct, frozen=True):
    """One majority applied: `needed` is exactly the share of `base_count`; `smallest` is the smallest whole
    number of votes for that passes; `reached` is how many there were."""

    majority: Majority
    base_count: int
    needed: Fraction
    smallest: int
    reached: int
    passed: bool


class QuorumTest(Struct, frozen=True):
    """The quorum applied: `needed` is exactly the share of the entitled, `smallest` the whole number that
    suffices, `reached` how many of those counted there were."""

    quorum: Quorum
    entitled: int
    needed: Fraction
    smallest: int
    reached: int
    met: bool


class Outcome(Struct, frozen=True):
    """The verdict with all it rests on; anyone can recompute it from the rule and the counts."""

    carried: bool
    quorate: bool
    counts: Counts
    tests: tuple[MajorityTest, ...]
    quorum: QuorumTest | None
    decided_by: DecidedBy
    obtained: Obtained
