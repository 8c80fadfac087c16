"""Who votes, what they hand in, and what is counted of it: all immutable, nothing bent to fit."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import force_setattr

from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.domain.voting.thresholds import Counting

ONE = Fraction(1)
NONE = Fraction(0)


class Elector(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One row of the frozen electorate: a seat, its institution, and the mandates that may cast for it.

    `casters` are in order of precedence: the rector's ballot prevails over a substitute's, and the seat's own
    over that of `proxy`, the seat that holds its vote. A `recused` seat takes no part; what that means for
    the base is the rule's to say."""

    seat: str
    institution: str
    casters: tuple[str, ...] = ()
    weight: Fraction = ONE
    chamber: str = ""
    recused: bool = False
    proxy: str = ""

    def __post_init__(self) -> None:
        _plain_weight(self)


class Paper(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One opened paper. `seat` and `reason` only in a roll call; a secret paper has neither.

    `choice` is for, against, abstain, blank, invalid, or `parts`: then `parts` has how many of the seat's own
    members, or of its points, chose each of the first three. In an election it is `marked`, with `marks`
    for those it chooses, or abstain, blank, invalid. A secret paper carries the `weight` and the
    `chamber` of its seat where the rule asks for them: nothing else joins it to one."""

    choice: str
    seat: str | None = None
    reason: str | None = None
    parts: dict[str, Fraction] = {}
    weight: Fraction = ONE
    chamber: str = ""
    marks: Marks = ()

    def __post_init__(self) -> None:
        _plain_weight(self)


def _plain_weight(value: Elector | Paper) -> None:
    """A weight of one is left out of what is written. Only the default itself is: every one is made it."""
    if value.weight == 1 and value.weight is not ONE:
        force_setattr(value, "weight", ONE)


class Counts(Struct, frozen=True, omit_defaults=True, rename={"for_": "for"}, forbid_unknown_fields=True):
    """What was counted, in seats. `checks.check_counts` holds the sums together. In an election `for_` are
    the papers that choose somebody (`electing`).

    `represented` are those who were not there themselves and whose proxy was; `recused` those who took no
    part, of whom `recused_present` were in the room."""

    for_: int
    against: int
    abstain: int
    invalid: int
    not_voted: int
    cast: int
    present: int
    entitled: int
    blank: int = 0
    represented: int = 0
    recused: int = 0
    recused_present: int = 0


class Weights(Struct, frozen=True, rename={"for_": "for"}, forbid_unknown_fields=True):
    """The same, by what the seats weigh. `unit` is the smallest step by which any of them can change."""

    for_: Fraction
    against: Fraction
    abstain: Fraction
    invalid: Fraction
    not_voted: Fraction
    cast: Fraction
    present: Fraction
    entitled: Fraction
    blank: Fraction = NONE
    represented: Fraction = NONE
    recused: Fraction = NONE
    recused_present: Fraction = NONE
    unit: Fraction = ONE


Numbers = Counts | Weights


class Line(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was counted in one chamber, or (`chamber` empty) of all, by heads and, where the rule asks, by
    weights."""

    chamber: str
    heads: Counts
    weights: Weights | None = None

    def numbers(self, counting: Counting) -> Numbers:
        """The count that a threshold is held against."""
        if counting == "heads" or self.weights is None:
            return self.heads
        return self.weights


class Tally(Struct, frozen=True, omit_defaults=True):
    """All that was counted: of everybody, and of each chamber or by weights where the rule asks for it.

    `withheld` are the members whose consent the rule asks for and who withheld it, in the rule's order."""

    counts: Counts
    lines: tuple[Line, ...] = ()
    withheld: tuple[str, ...] = ()

    def numbers(self, chamber: str, counting: Counting) -> Numbers:
        """The count of that chamber. Raises LookupError when there is none."""
        for line in self.lines:
            if line.chamber == chamber:
                return line.numbers(counting)
        if chamber or counting == "weights":
            raise LookupError(f"Nothing was counted by {counting} in {chamber!r}.")
        return self.counts
