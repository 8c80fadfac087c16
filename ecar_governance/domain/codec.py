"""Between frozen Structs and the plain values that the log holds (RFC 8785 needs strings for fractions)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from ecar_governance.errors import Finding, InvalidInput

T = TypeVar("T")

# Kept whole by msgspec, which would write a naive instant without a word, and another zone's as it is.
_KEPT = (datetime, Decimal)

_WITHOUT = (
    inspect.StrType,
    inspect.IntType,
    inspect.BoolType,
    inspect.NoneType,
    inspect.LiteralType,
    inspect.FloatType,
    inspect.CustomType,
)


def plain(value: Any) -> Any:
    """The value as dicts, lists, strings, integers, booleans and null.

    Fractions are strings ("2/3"), decimals too; instants are strings in UTC with `Z`, as `docs/log-format.md`
    has them. Raises InvalidInput, naming the place, for an instant without a zone.
    """
    if type(value) is datetime:
        return _instant(value, "")
    if not _may_hold_instants(type(value)):
        return msgspec.to_builtins(value, enc_hook=_encode, str_keys=True)
    return _settle(msgspec.to_builtins(value, enc_hook=_encode, str_keys=True, builtin_types=_KEPT), "")


def restore(value: Any, wanted: type[T]) -> T:
    """The Struct that `plain` gave.

    Raises `msgspec.ValidationError` naming the path that does not fit, ValueError for an instant without a
    zone, and InvalidInput for a rule that cannot be one (see `voting.rule`)."""
    found = msgspec.convert(value, wanted, dec_hook=_decode)
    if _may_hold_instants(wanted):
        kept = msgspec.to_builtins(found, enc_hook=_encode, str_keys=True, builtin_types=_KEPT)
        for place, instant in _instants(kept, ""):
            if instant.tzinfo is None:
                raise ValueError(f"{instant.isoformat()} at {place or 'the top'} has no zone")
    return found


def _encode(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    # NotImplementedError is msgspec's own protocol.
    raise TypeError(f"the log cannot hold a {type(value).__name__}")


def _decode(wanted: type, value: Any) -> Any:
    if wanted is Fraction and isinstance(value, str):
        numerator, slash, denominator = value.partition("/")
        if slash and numerator.lstrip("-").isdigit() and denominator.isdigit() and int(denominator):
            return Fraction(int(numerator), int(denominator))
        raise ValueError(f"{value!r} is not a fraction such as 2/3")
    raise TypeError(f"cannot read a {wanted.__name__} from the log")


def _settle(value: Any, where: str) -> Any:
    """The same with every instant and decimal a string; `where` is the place of `value` in the whole."""
    if isinstance(value, dict):
        return {key: _settle(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_settle(item, f"{where}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, Decimal):
        return str(value)
    return _instant(value, where) if isinstance(value, datetime) else value


def _instant(value: datetime, where: str) -> str:
    if value.tzinfo is None:
        message = f"The instant {value.isoformat()} has no zone."
        fix = "use an aware datetime"
        raise InvalidInput(message, findings=[Finding("instant.naive", message, where, fix)], fix=fix)
    try:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        message = f"The instant {value.isoformat()} lies outside the years 1 to 9999."
        raise InvalidInput(message, findings=[Finding("instant.range", message, where)]) from None


def _instants(value: Any, where: str) -> Iterator[tuple[str, datetime]]:
    if isinstance(value, datetime):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _instants(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _instants(item, f"{where}[{index}]")


_holding: dict[Any, bool] = {}


def _may_hold_instants(kind: Any) -> bool:
    """Whether a value of the type may have a datetime inside. Most commands and events cannot: a ballot is
    spared the walk."""
    known = _holding.get(kind)
    if known is None:
        try:
            known = _holds(inspect.type_info(kind), set())
        except TypeError:
            # A union of untagged Structs (a report's record) has no type info: it is walked.
            known = True
        _holding[kind] = known
    return known


def _holds(info: inspect.Type, seen: set[Any]) -> bool:
    match info:
        case inspect.StructType(cls=cls):
            if cls in seen:
                return False
            seen.add(cls)
            return any(_holds(field.type, seen) for field in info.fields)
        case inspect.CollectionType():
            return _holds(info.item_type, seen)
        case inspect.TupleType():
            return any(_holds(item, seen) for item in info.item_types)
        case inspect.DictType():
            return _holds(info.value_type, seen)
        case inspect.UnionType():
            return any(_holds(one, seen) for one in info.types)
        case _:
            # What msgspec does not know goes through `_encode`, which lets a Fraction pass and nothing else.
            return not isinstance(info, _WITHOUT)
