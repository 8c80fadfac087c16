"""A majority as a picture: its base cut into papers, with the mark from which it carries."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.voting.rule import Counts, MajorityTest


class Segment(Struct, frozen=True):
    """A stretch of a division bar, in thousandths of its length."""

    choice: str
    count: int
    start: int
    length: int


class Bar(Struct, frozen=True):
    """A majority as a picture: the base cut into papers, and the mark from which it carries."""

    base: str
    total: int
    segments: tuple[Segment, ...]
    mark: int
    smallest: int
    reached: int
    passed: bool


def bar(test: MajorityTest, counts: Counts) -> Bar:
    """A majority as a picture. Lengths are whole thousandths, rounded so that they add up."""
    parts = _parts(test.majority.base, counts)
    total = sum(number for _, number in parts)
    segments = []
    done = 0
    for choice, number in parts:
        if number:
            start, end = _thousandths(done, total), _thousandths(done + number, total)
            segments.append(Segment(choice, number, start, end - start))
            done += number
    mark = _thousandths(test.needed, Fraction(total)) if total else 500
    return Bar(test.majority.base, total, tuple(segments), mark, test.smallest, test.reached, test.passed)


def _thousandths(part: int | Fraction, whole: int | Fraction) -> int:
    return round(Fraction(part) * 1000 / Fraction(whole))


def _parts(base: str, counts: Counts) -> list[tuple[str, int]]:
    """The base's papers, those for from the left, those against at the right."""
    spoilt = [("blank", counts.blank), ("invalid", counts.invalid)]
    middle: list[tuple[str, int]] = []
    if base != "for_and_against":
        middle = [("abstain", counts.abstain), *spoilt]
    if base == "entitled":
        middle.append(("not_voted", counts.not_voted))
    elif base == "present":
        middle.append(("not_voted", max(0, counts.present - counts.cast)))
    return [("for", counts.for_), *middle, ("against", counts.against)]
