"""A majority as a picture: its base cut into papers, with the mark from which it carries."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import Numbers
from ecar_governance.domain.voting.thresholds import Base
from ecar_governance.domain.voting.verdict import MajorityTest


class Segment(Struct, frozen=True):
    """A stretch of a division bar, in thousandths of its length."""

    choice: str
    count: int | str
    start: int
    length: int


class Bar(Struct, frozen=True):
    """A majority as a picture: the base cut into papers, and the mark from which it carries."""

    base: str
    chamber: str
    counting: str
    total: int | str
    segments: tuple[Segment, ...]
    mark: int
    smallest: int | str
    reached: int | str
    passed: bool
    instead: bool = False
    """Whether it does in place of the one before it."""


def bar(test: MajorityTest, numbers: Numbers, *, instead: bool = False) -> Bar:
    """A majority as a picture. Lengths are whole thousandths, rounded so that they add up."""
    majority = test.majority
    parts = _parts(majority.of, numbers)
    total = sum((number for _, number in parts), Fraction(0))
    segments = []
    done = Fraction(0)
    for choice, number in parts:
        if number:
            start, end = _thousandths(done, total), _thousandths(done + number, total)
            segments.append(Segment(choice, figure(number), start, end - start))
            done += number
    return Bar(
        majority.of,
        majority.chamber,
        majority.counting,
        figure(total),
        tuple(segments),
        min(1000, _thousandths(test.needed, total)) if total else 500,
        figure(test.smallest),
        figure(test.reached),
        test.passed,
        instead,
    )


def _thousandths(part: Fraction, whole: Fraction) -> int:
    return round(part * 1000 / whole)


def _parts(base: Base, numbers: Numbers) -> list[tuple[str, Fraction]]:
    """The base's papers, those for from the left, those against at the right."""
    spoilt = [("blank", Fraction(numbers.blank)), ("invalid", Fraction(numbers.invalid))]
    middle: list[tuple[str, Fraction]] = []
    if base != "for_and_against":
        middle = [("abstain", Fraction(numbers.abstain)), *spoilt]
    if base == "entitled":
        middle.append(("not_voted", Fraction(numbers.not_voted)))
    elif base in ("present", "represented"):
        there = numbers.present + (numbers.represented if base == "represented" else 0)
        middle.append(("not_voted", max(Fraction(0), Fraction(there - numbers.cast))))
    return [("for", Fraction(numbers.for_)), *middle, ("against", Fraction(numbers.against))]
