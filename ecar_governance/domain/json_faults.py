"""Everything in which a plain JSON value is not what a struct of ours takes, each with its path."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

import msgspec
from msgspec import inspect as mi

from ecar_governance.domain.json_places import Fault, Path
from ecar_governance.errors import Finding, InvalidInput

MOST = 100
"""So many faults of one value are told; whoever has mended them is told the others."""

Hook = Callable[[type, Any], Any]


def faults_of(value: Any, kind: type, hook: Hook) -> list[Fault]:
    """What keeps `value` from being a `kind`, the first hundred of it; `hook` reads what msgspec cannot.

    The codes are `record.field_unknown`, `record.field_missing`, `record.value_wrong`, and those with which a
    struct of ours refuses values that are of the right types."""
    return list(islice(_of(value, mi.type_info(kind), (), hook), MOST))


def _of(value: Any, info: mi.Type, path: Path, hook: Hook) -> Iterator[Fault]:
    match info:
        case mi.StructType():
            yield from _struct(value, info, path, hook)
        case mi.UnionType(types=types):
            yield from _one_of(value, types, path, hook)
        case mi.VarTupleType(item_type=item) | mi.ListType(item_type=item):
            if not isinstance(value, list):
                yield _wrong(path, value, "a list", "write it in [ ]")
                return
            for place, one in enumerate(value):
                yield from _of(one, item, (*path, place), hook)
        case mi.DictType(value_type=item):
            if not isinstance(value, dict):
                yield _wrong(path, value, "an object", "write it in { }")
                return
            for key, one in value.items():
                yield from _of(one, item, (*path, key), hook)
        case mi.CustomType(cls=cls):
            yield from _custom(value, cls, path, hook)
        case mi.DateTimeType():
            return  # `record_instants` tells of instants, and of more than their form
        case mi.LiteralType(values=values):
            if value not in values or isinstance(value, bool):
                yield _wrong(path, value, "one of these", fix=_nearest(value, values))
        case _:
            word, wanted, fix = _PLAIN[type(info)]
            if type(value) is not wanted:
                yield _wrong(path, value, word, fix)


_PLAIN: dict[type, tuple[str, type, str]] = {
    mi.StrType: ("text", str, "write it in double quotes"),
    mi.BoolType: ("true or false", bool, "write true or false, without quotes"),
    mi.IntType: ("a whole number", int, "write digits alone, without quotes and without a point"),
    mi.NoneType: ("null", type(None), "write null"),
}


def _custom(value: Any, cls: type, path: Path, hook: Hook) -> Iterator[Fault]:
    try:
        hook(cls, value)
    except (TypeError, ValueError):
        wanted = "an exact number" if cls is Fraction else cls.__name__
        yield _wrong(path, value, wanted, fix='write a fraction in quotes, such as "2/3"')


def _one_of(value: Any, types: Iterable[mi.Type], path: Path, hook: Hook) -> Iterator[Fault]:
    """Of several kinds the one that is meant: a struct by its tag, else the one of the same form."""
    structs = [one for one in types if isinstance(one, mi.StructType)]
    if isinstance(value, dict) and structs:
        yield from _tagged(value, structs, path, hook)
        return
    if value is None and any(isinstance(one, mi.NoneType) for one in types):
        return
    others = [one for one in types if not isinstance(one, mi.NoneType)]
    told = [list(islice(_of(value, one, path, hook), MOST)) for one in others]
    if not all(told):
        return
    # What is of the right form goes wrong further down, and that is told.
    deeper = [faults for faults in told if all(len(fault.path) > len(path) for fault in faults)]
    yield from (deeper or told)[0]


def _tagged(value: dict[str, Any], structs: list[mi.StructType], path: Path, hook: Hook) -> Iterator[Fault]:
    field = structs[0].tag_field
    if field is None:
        yield from _of(value, structs[0], path, hook)
        return
    by_tag = {one.tag: one for one in structs}
    if field not in value:
        yield _missing(path, field)
    elif not isinstance(value[field], str) or value[field] not in by_tag:
        fix = _nearest(value[field], tuple(by_tag))
        yield _wrong((*path, field), value[field], "one of these", fix=fix)
    else:
        yield from _of(value, by_tag[value[field]], path, hook)


def _struct(value: Any, info: mi.StructType, path: Path, hook: Hook) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield _wrong(path, value, "an object", "write it in { }")
        return
    fields = {field.encode_name: field for field in info.fields}
    known = [*fields, *([info.tag_field] if info.tag_field is not None else [])]
    wrong = False
    for key in value:
        if key not in known:
            wrong = True
            message = f"There is no field “{key}” here."
            fix = _nearest(key, tuple(known))
            yield Fault((*path, key), Finding("record.field_unknown", message, fix=fix))
    for name, field in fields.items():
        if name not in value:
            if field.required:
                wrong = True
                yield _missing(path, name)
            continue
        for fault in _of(value[name], field.type, (*path, name), hook):
            wrong = True
            yield fault
    if not wrong and hasattr(info.cls, "__post_init__"):
        yield from _made(value, info.cls, path, hook)


def _made(value: Any, cls: type, path: Path, hook: Hook) -> Iterator[Fault]:
    """What the struct itself says once all its fields are of the right type."""
    try:
        msgspec.convert(value, cls, dec_hook=hook)
    except msgspec.ValidationError as error:
        yield Fault(path, Finding("record.value_wrong", str(error)))
    except InvalidInput as error:
        for one in error.findings or (Finding("record.value_wrong", error.message, fix=error.fix),):
            place = (*path, one.where) if one.where in value else path
            yield Fault(place, Finding(one.code, one.message, fix=one.fix))


def _missing(path: Path, name: str) -> Fault:
    message = f"The field “{name}” is missing."
    return Fault(path, Finding("record.field_missing", message, fix=f"write {name}"))


def _wrong(path: Path, value: Any, wanted: str, fix: str = "") -> Fault:
    said = f"Here is {_told(value)}, and it takes {wanted}."
    return Fault(path, Finding("record.value_wrong", said, fix=fix))


def _told(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the text “{value if len(value) <= 40 else value[:40] + '…'}”"
    return f"the number {value}"


def _nearest(value: Any, known: tuple[Any, ...]) -> str:
    names = [str(one) for one in known]
    near = difflib.get_close_matches(str(value), names, 1) if isinstance(value, str) else []
    return f"write {near[0]}" if near else f"write one of {', '.join(names)}"
