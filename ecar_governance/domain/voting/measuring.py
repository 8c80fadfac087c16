"""What was counted held against one threshold: how a rule reads the counts, how large the base is, what is
enough of it, and whether it was reached. Every step is exact."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from ecar_governance.domain.voting.papers import Numbers, Tally, Weights
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import Base, Majority, Quorum, Threshold
from ecar_governance.domain.voting.verdict import ConsentTest, MajorityTest, QuorumTest

Number = int | Fraction
"""Heads are whole; what seats weigh is not always."""


class Read(Struct, frozen=True):
    """Counts as the rule reads them: what is for and against, and how large each base is."""

    for_: Number
    against: Number
    cast: Number
    present: Number
    represented: Number
    entitled: Number

    def base(self, base: Base) -> Number:
        """How many the base is."""
        if base == "for_and_against":
            return self.for_ + self.against
        found: Number = getattr(self, base)
        return found

    @property
    def equal(self) -> bool:
        """Whether those who took a side are divided equally."""
        return self.for_ == self.against and self.for_ > 0


def read(rule: VoteRule, numbers: Numbers) -> Read:
    """What the rule makes of the counts: abstentions, blank and invalid papers, silence and recusals."""
    for_: Number = numbers.for_
    against: Number = numbers.against
    abstain: Number = numbers.abstain
    cast: Number = numbers.cast
    if rule.blank == "abstention":
        abstain += numbers.blank
    elif rule.blank == "not_cast":
        cast -= numbers.blank
    if rule.invalid == "not_cast":
        cast -= numbers.invalid
    silent = silent_of(numbers)
    if rule.absent != "nothing":
        cast += silent
    if rule.absent == "for":
        for_ += silent
    elif rule.absent == "against":
        against += silent
    elif rule.absent == "abstention":
        abstain += silent
    if rule.abstention == "against":
        against += abstain
    elif rule.abstention == "not_cast":
        cast -= abstain
    out = rule.recused in ("out_of_base", "out_of_both")
    present: Number = numbers.present - (numbers.recused_present if out else 0)
    return Read(
        for_=for_,
        against=against,
        cast=cast,
        present=present,
        represented=present + numbers.represented,
        entitled=numbers.entitled - (numbers.recused if out else 0),
    )


def agreeing(numbers: Numbers) -> Number:
    """How many agree when nobody asks for a vote: those present or represented who take part, less those who
    object."""
    return numbers.present + numbers.represented - numbers.recused_present - numbers.against


def silent_of(numbers: Numbers) -> Number:
    """How many might have handed something in and did not."""
    return numbers.not_voted - numbers.recused


def quorum_test(
    rule: VoteRule, quorum: Quorum, tally: Tally, *, asked: bool = False, consent: bool = False
) -> QuorumTest:
    """The quorum held against what was counted. With `consent` nobody handed in papers: a quorum of papers
    is one of presence."""
    numbers = tally.numbers(quorum.chamber, quorum.counting)
    out = rule.recused in ("out_of_quorum", "out_of_both")
    entitled: Number = numbers.entitled - (numbers.recused if out else 0)
    present: Number = numbers.present - (numbers.recused_present if out else 0)
    reached: Number = present
    if quorum.counted == "represented":
        reached = present + numbers.represented
    elif quorum.counted == "cast" and consent:
        reached = agreeing(numbers) + numbers.against  # whoever objects takes part
    elif quorum.counted == "cast":
        # Where silence is an answer, those who are silent have taken part.
        reached = numbers.cast + (silent_of(numbers) if rule.absent != "nothing" else 0)
    smallest = smallest_passing(quorum, entitled, numbers)
    checked = quorum.checked == "always" or asked
    return QuorumTest(
        quorum=quorum,
        entitled=Fraction(entitled),
        needed=quorum.needed(entitled),
        smallest=smallest,
        reached=Fraction(reached),
        met=not checked or reached >= smallest,
        checked=checked,
    )


def majority_test(rule: VoteRule, majority: Majority, tally: Tally, *, consent: bool = False) -> MajorityTest:
    """The majority held against what was counted, and whatever does in its place. With `consent` nobody
    voted: whoever might have agrees."""
    numbers = tally.numbers(majority.chamber, majority.counting)
    told = read(rule, numbers)
    if consent:
        # Whoever might have voted agrees; what is a share of votes is one of those who do.
        reached = agreeing(numbers)
        base = told.base(majority.of) if majority.of in ("entitled", "present", "represented") else reached
    else:
        base, reached = told.base(majority.of), told.for_
    smallest = smallest_passing(majority, base, numbers)
    return MajorityTest(
        majority=majority,
        base_count=Fraction(base),
        needed=majority.needed(base),
        smallest=smallest,
        reached=Fraction(reached),
        passed=reached >= smallest,
        or_=tuple(majority_test(rule, way, tally, consent=consent) for way in majority.or_),
    )


def smallest_passing(threshold: Threshold, base: int | Fraction, numbers: Numbers | None = None) -> Fraction:
    """The least that is enough: a whole number of votes, or of the weights' own steps; never 0, for nothing
    passes by no votes."""
    share, step = threshold.share, numbers.unit if isinstance(numbers, Weights) else None
    if share is not None and step is None and type(base) is int:
        # The same as below in whole numbers, which most votes are.
        above, below = share.numerator * base, share.denominator
        return Fraction(max(1, above // below + 1 if threshold.strict else -(-above // below)))
    step = step or Fraction(1)
    steps = threshold.needed(base) / step
    return max(1, floor(steps) + 1 if threshold.strict else ceil(steps)) * step


def consent_tests(rule: VoteRule, withheld: tuple[str, ...]) -> Iterable[ConsentTest]:
    """Every consent that the rule asks for, with those of its members who withheld it."""
    for consent in rule.consent:
        missing = tuple(member for member in consent.members if member in withheld)
        yield ConsentTest(consent, missing, given=not missing)
