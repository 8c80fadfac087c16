"""The pieces that the JSON Schema of the language is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecar_governance.definitions.schema_words import WORDS
from ecar_governance.domain.registry import (
    ELECTIVE,
    RECOMMENDATIONS,
    STYLES,
    EffectSpec,
    GuardSpec,
    ParamKind,
)

Schema = dict[str, Any]

BLANK: Schema = {"type": "string", "pattern": r"^\$\{[a-z][a-z0-9_]*\}$"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def any_of(*ways: Schema) -> Schema:
    return {"anyOf": [*ways]}


def or_blank(schema: Schema) -> Schema:
    return any_of(schema, ref("blank"))


def some(item: Schema) -> Schema:
    """A list, or the one item of it."""
    return any_of(item, {"type": "array", "items": item})


def one_of(words: Iterable[str], told: Mapping[str, str] | None = None) -> Schema:
    """One of the words, each with what is said of it."""
    if told is None:
        return or_blank({"enum": [*words]})
    return any_of(*({"const": word, "description": told[word]} for word in words), ref("blank"))


def mapping(what: str, needed: Iterable[str], known: Iterable[str], holds: Mapping[str, Schema]) -> Schema:
    """A mapping of the keys `known`, those of `needed` at least."""
    told = WORDS[what]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*needed],
        "properties": {key: {**holds[key], "description": told[key]} for key in known},
    }


def named(item: Schema) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,63}$"},
        "additionalProperties": item,
    }


def pattern(text: str) -> Schema:
    return or_blank({"type": "string", "pattern": text})


NAME, NAMES, TEXTS, FLAG = ref("name"), ref("names"), ref("texts"), ref("flag")

_PARAMS: dict[ParamKind, Schema] = {
    "integer": or_blank({"type": "integer", "minimum": 1}),
    "share": ref("share"),
    "languages": some({"type": "string", "pattern": "^[a-z]{2}$"}),
    "transition": NAME,
    "style": one_of(STYLES),
    "body": ref("body"),
    "duration": ref("duration"),
    "field": NAME,
    "date_field": NAME,
    "roles": some(NAME),
    "recommendation": one_of(RECOMMENDATIONS),
    "office": one_of(ELECTIVE),
    "office_field": NAME,
    "word": {"type": ["string", "integer"]},
}


def call(specs: Mapping[str, GuardSpec] | Mapping[str, EffectSpec]) -> Schema:
    """A guard, prohibition or effect: its name, or its name with its parameters."""
    bare, given = [], {}
    for name, spec in specs.items():
        needed = [key for key in spec.params if key not in spec.defaulted and key not in spec.one_of]
        if not needed and not spec.one_of:
            bare.append({"const": name, "description": spec.sentence})
        given[name] = {
            "description": spec.sentence,
            "type": "object",
            "additionalProperties": False,
            "required": needed,
            "properties": {key: _PARAMS.get(kind, {}) for key, kind in spec.params.items()},
        }
        if spec.one_of:
            given[name] |= {"minProperties": 1}
    one = {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
        "properties": given,
    }
    return any_of(*bare, one)
