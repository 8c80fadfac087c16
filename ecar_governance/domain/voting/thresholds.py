"""How much is enough: shares and numbers, of what they are taken, and what a quorum counts.

Words used here, and only so:

* *entitled*: the seats of the frozen electorate.
* *present*: entitled seats recorded as present, and every seat that handed in a paper itself.
* *represented*: those present, and those who gave a proxy to one of them.
* *cast*: papers handed in: for, against, abstentions, blank and invalid ones.
* *for and against*: the papers that take a side.
* *heads*: one a seat; *weights*: what the seats weigh.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from msgspec import Struct

from ecar_governance.errors import Finding, InvalidInput

Base = Literal["for_and_against", "cast", "present", "represented", "entitled"]
"""What a majority is a share of."""

Counting = Literal["heads", "weights"]
"""Whether every seat is one, or what it weighs."""

Counted = Literal["present", "represented", "cast"]
"""What a quorum counts, always against the entitled, never against the invited."""

Checked = Literal["always", "if_asked"]
"""Whether a quorum is checked of itself, or only when a member asks for it during the vote."""

HALF = Fraction(1, 2)


class Threshold(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How much is enough: `at_least` a share, `more_than` a share, or a whole `number`; exactly one of them.

    Raises InvalidInput for a share that is not a Fraction above 0 and up to 1, for more than all, for a
    number below 1, and for none or several of them."""

    at_least: Fraction | None = None
    more_than: Fraction | None = None
    number: int | None = None
    counting: Counting = "heads"
    chamber: str = ""

    def __post_init__(self) -> None:
        share = self.share
        one_share = self.number is None and (self.at_least is None) != (self.more_than is None)
        if one_share and type(share) is Fraction and 0 < share.numerator < share.denominator:
            return  # as most are, such as 2/3
        findings = self._findings()
        if findings:
            raise InvalidInput(findings[0].message, findings=findings)

    def _findings(self) -> list[Finding]:
        given = [one for one in (self.at_least, self.more_than, self.number) if one is not None]
        if len(given) != 1:
            message = "A threshold says one of at_least, more_than and number."
            return [Finding("threshold_unclear", message, fix="write more_than: 1/2")]
        if self.number is not None:
            if type(self.number) is int and self.number > 0:
                return []
            return [
                Finding(
                    "number_not_positive", f"A number needed is a whole one from 1 up, not {self.number!r}."
                )
            ]
        return _share_findings(given[0], strict=self.strict)

    @property
    def share(self) -> Fraction | None:
        """The share that it takes, or None for a number."""
        return self.at_least if self.at_least is not None else self.more_than

    @property
    def strict(self) -> bool:
        """Whether it takes more than the share."""
        return self.more_than is not None

    def needed(self, base: int | Fraction) -> Fraction:
        """The share of `base`, exactly; or the number, whatever the base."""
        share = self.share
        if share is None:
            return Fraction(self.number or 0)
        if isinstance(base, int):
            return Fraction(share.numerator * base, share.denominator)
        return share * base


def _share_findings(share: Any, *, strict: bool) -> list[Finding]:
    if not isinstance(share, Fraction):
        message = f"A share is an exact fraction, not {share!r}."
        return [Finding("share_not_exact", message, fix="write it as 2/3")]
    if not 0 < share.numerator <= share.denominator:
        return [Finding("share_out_of_range", f"A share of {share} lies outside 0 to 1.")]
    if strict and share == 1:
        return [
            Finding("share_unreachable", "A share of more than all can never be met.", fix="say at least 1/1")
        ]
    return []


class Quorum(Threshold, frozen=True, kw_only=True, omit_defaults=True):
    """How many must take part for a decision to stand: a share of the entitled, or a number of them.

    `counted` names who is held against it. `at_opening` refuses the opening of the vote, too, when they are
    not there; `checked` says whether it is looked at of itself at the end."""

    counted: Counted = "present"
    checked: Checked = "always"
    at_opening: bool = False


class Majority(Threshold, frozen=True, kw_only=True, omit_defaults=True, rename={"or_": "or"}):
    """One majority: how many votes for it takes, as a share `of` a base or as a number (a floor).

    With `chamber` only the seats of that chamber are looked at; with `counting: weights` what they weigh. One
    of those in `or_` does in its place, as where 65 per cent of a population are needed unless fewer than
    four members withhold their votes (Treaty on European Union, article 16(4)). Raises InvalidInput, besides
    what a threshold raises, when one of those has others in its own place."""

    of: Base = "entitled"
    or_: tuple[Majority, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(one.or_ for one in self.or_):
            message = "What does in place of a majority has nothing in its own place."
            raise InvalidInput(message, fix="write them in one list, under the first")

    @property
    def ways(self) -> tuple[Majority, ...]:
        """The majority itself, and each that does in its place: one of them is needed."""
        return (self, *self.or_)


def ways_of(majorities: Iterable[Majority]) -> tuple[Majority, ...]:
    """Every majority that may be asked, those that do in place of another too."""
    return tuple(way for one in majorities for way in one.ways)


def majority_of(share: Fraction, base: Base, *, strict: bool) -> Majority:
    """A majority of heads by its share."""
    return Majority(more_than=share, of=base) if strict else Majority(at_least=share, of=base)


def quorum_of(share: Fraction, counted: Counted = "present", *, strict: bool = False) -> Quorum:
    """A quorum of heads by its share of the entitled."""
    if strict:
        return Quorum(more_than=share, counted=counted)
    return Quorum(at_least=share, counted=counted)


def simple_majority() -> Majority:
    """More for than against: more than half of the votes for and against. Abstentions weigh nothing."""
    return Majority(more_than=HALF, of="for_and_against")


def absolute_majority() -> Majority:
    """More than half of all who are entitled, present or not."""
    return Majority(more_than=HALF, of="entitled")


def two_thirds_majority(base: Base = "entitled") -> Majority:
    """At least two thirds of the base: of all members unless another base is named."""
    return Majority(at_least=Fraction(2, 3), of=base)
