"""Between frozen Structs and the plain values that the log holds (RFC 8785 needs strings for fractions)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def _encode(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise NotImplementedError(f"the log cannot hold a {type(value).__name__}")  # reason: msgspec's own protocol


def _decode(wanted: type, value: Any) -> Any:
    if wanted is Fraction and isinstance(value, str):
        numerator, slash, denominator = value.partition("/")
        if slash and numerator.lstrip("-").isdigit() and denominator.isdigit() and int(denominator):
            return Fraction(int(numerator), int(denominator))
        raise ValueError(f"{value!r} is not a fraction such as 2/3")
    raise NotImplementedError(f"cannot read a {wanted.__name__} from the log")  # reason: msgspec's own protocol


def plain(value: Any) -> Any:
    """The value as dicts, lists, strings, integers, booleans and null; instants and fractions as strings."""
    return msgspec.to_builtins(value, enc_hook=_encode, str_keys=True)


def restore(value: Any, wanted: type[T]) -> T:
    """The Struct that `plain` gave; raises `msgspec.ValidationError` naming the path that does not fit."""
    return msgspec.convert(value, wanted, dec_hook=_decode)
