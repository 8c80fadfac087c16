"""Exact numbers as people write them."""

from __future__ import annotations

from fractions import Fraction

_MIXED = 9
"""Up to ninths a share is written as one; beyond, as a decimal where that is exact."""


def mixed(number: Fraction) -> str:
    """A share as people write it: "12", "1/2", "11 1/3"."""
    whole, rest = divmod(number.numerator, number.denominator)
    part = f"{rest}/{number.denominator}" if rest else ""
    return f"{whole} {part}".strip() if whole or not part else part


def figure(number: int | Fraction) -> int | str:
    """A count: a whole number as one, halves to ninths as in "11 1/3", dues and points as decimals."""
    exact = Fraction(number)
    if exact.denominator == 1:
        return exact.numerator
    rest, places = exact.denominator, 0
    while rest % 10 == 0:
        rest //= 10
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if exact.denominator <= _MIXED or rest != 1:
        return mixed(exact)
    while exact.denominator != 1:
        exact *= 10
        places += 1
    digits = str(abs(exact.numerator)).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
