"""The language of procedures as a JSON Schema, for editors: made from the reader's keys and the registries.

It knows the shape of a file, not what its names mean; `ecar workflow check` says the rest. A parameter
(`${name}`) may stand for any value.
"""

from __future__ import annotations

import json
from typing import get_args

from ecar_governance.definitions import (
    including,
    parameters,
    reader,
    reading_invariants,
    reading_rules,
    reading_states,
)
from ecar_governance.definitions.schema_pieces import (
    BLANK,
    FLAG,
    NAME,
    NAMES,
    TEXTS,
    Schema,
    any_of,
    call,
    mapping,
    named,
    one_of,
    or_blank,
    pattern,
    ref,
    some,
)
from ecar_governance.definitions.schema_votes import majority_schemas, vote_schema
from ecar_governance.definitions.values import FURTHER_LANGUAGES, LANGUAGES, MOST_TEXT
from ecar_governance.domain.calls import REGISTRIES
from ecar_governance.domain.organs import VOTING_BODIES
from ecar_governance.domain.registry import TRIGGERS, InputKind
from ecar_governance.domain.workflow import OFFICES, FieldKind, Scope

VERSION = 1
"""Of the language: a word that is added leaves it; one that goes, or means something else, raises it."""

FILE = f"procedure-{VERSION}.json"


def _definitions() -> dict[str, Schema]:
    """Everything that stands in more than one place, or is worth a name."""
    text: Schema = {"type": ["string", "number", "boolean"]}
    choices = named(TEXTS)
    length: Schema = or_blank({"type": "integer", "minimum": 1, "maximum": reading_rules.MOST_LENGTH})
    point = any_of(
        NAME,
        {
            **mapping("point", (), reading_invariants.POINT, dict.fromkeys(reading_invariants.POINT, NAME)),
            "minProperties": 1,
            "maxProperties": 1,
        },
    )
    return {
        "blank": BLANK,
        "name": {"type": "string", "pattern": r"^[a-z][a-z0-9_]{0,63}$|\$\{"},
        "names": some(NAME),
        "body": any_of({"enum": [*VOTING_BODIES]}, {"type": "string", "pattern": r"^code:\S|\$\{"}),
        "flag": or_blank({"type": "boolean"}),
        "texts": or_blank(
            {
                "type": "object",
                "required": [*LANGUAGES],
                "propertyNames": {"enum": sorted(FURTHER_LANGUAGES)},
                "properties": {language: {} for language in LANGUAGES},
                "additionalProperties": {**text, "maxLength": MOST_TEXT},
            }
        ),
        "duration": pattern(
            "^P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$"
        ),
        "share": pattern("^[0-9]{1,6} */ *[0-9]{1,6}$"),
        "include": some(
            mapping(
                "include",
                including.INCLUDE_NEEDED,
                including.INCLUDE,
                {"part": NAME, "as": NAME, "with": {"type": "object"}},
            )
        ),
        "parameter": mapping(
            "parameter",
            parameters.PARAMETER_NEEDED,
            parameters.PARAMETER,
            {"kind": one_of(parameters.PARAMETER_KINDS), "asks": TEXTS, "value": {}},
        ),
        "role": mapping(
            "role",
            reader.ROLE_NEEDED,
            reader.ROLE,
            {
                "title": TEXTS,
                "mandates": some(one_of(OFFICES)),
                "scope": one_of(get_args(Scope)),
                "body": {"type": "string"},
                "field": NAME,
            },
        ),
        "field": mapping(
            "field",
            reader.CASE_FIELD_NEEDED,
            reader.CASE_FIELD,
            {
                "title": TEXTS,
                "kind": one_of(get_args(FieldKind)),
                "hint": TEXTS,
                "choices": choices,
                "max_length": length,
                "required_in": NAMES,
                "shown_to": NAMES,
                "not_before": NAME,
            },
        ),
        "deadline": {
            **mapping(
                "deadline",
                reading_states.DEADLINE_NEEDED,
                reading_states.DEADLINE,
                {
                    "after": ref("duration"),
                    "at": pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"),
                    "field": NAME,
                    "calendar": one_of(reading_states.CALENDARS),
                    "zone": {"type": "string"},
                    "then": NAME,
                    "remind": some(ref("duration")),
                    "escalate": some(
                        mapping(
                            "escalation",
                            reading_states.ESCALATION,
                            reading_states.ESCALATION,
                            {"before": ref("duration"), "to": NAMES},
                        )
                    ),
                },
            ),
            "oneOf": [{"required": [key]} for key in ("after", "at", "field")],
        },
        "consultation": mapping(
            "consultation",
            reading_states.CONSULTATION_NEEDED,
            reading_states.CONSULTATION,
            {"of": NAMES, "each": one_of(reading_states.EACH)},
        ),
        "nominations": mapping(
            "nominations",
            reading_states.NOMINATIONS_NEEDED,
            reading_states.NOMINATIONS,
            {
                "by": NAMES,
                "of": one_of(reading_states.NOMINATED),
                "eligible": NAMES,
                "consent": FLAG,
                "most": or_blank({"type": "integer", "minimum": 1, "maximum": reading_states.MOST_NAMED}),
                "traits": named(named(TEXTS)),
            },
        ),
        **majority_schemas(),
        "vote": vote_schema(),
        "region": mapping(
            "region",
            # A part may bring all of its states.
            [key for key in reading_states.REGION_NEEDED if key != "states"],
            reading_states.REGION,
            {
                "title": TEXTS,
                "initial": NAME,
                "history": FLAG,
                "body": NAME,
                "include": ref("include"),
                "states": named(ref("state")),
            },
        ),
        "state": mapping(
            "state",
            reading_states.STATE_NEEDED,
            reading_states.STATE,
            {
                "title": TEXTS,
                "final": FLAG,
                "outcome": NAME,
                "editable": FLAG,
                "in_order": FLAG,
                "done": FLAG,
                "deadline": any_of(ref("deadline"), {"const": reading_states.NO_DEADLINE}),
                "vote": ref("vote"),
                "consultation": ref("consultation"),
                "waits_for": TEXTS,
                "regions": named(ref("region")),
                "join": any_of(
                    one_of(("all", "any")),
                    {
                        "type": "object",
                        "required": ["at_least"],
                        "additionalProperties": False,
                        "properties": {"at_least": or_blank({"type": "integer", "minimum": 1})},
                    },
                ),
                "initial": NAME,
                "history": FLAG,
                "states": named(ref("state")),
                "nominations": ref("nominations"),
            },
        ),
        "transition": mapping(
            "transition",
            reading_rules.TRANSITION_NEEDED,
            reading_rules.TRANSITION,
            {
                "title": TEXTS,
                "consequence": TEXTS,
                "from": NAMES,
                "to": NAME,
                "by": NAMES,
                "on": one_of(reading_rules.SYSTEM_TRIGGERS, TRIGGERS),
                "approvals": or_blank(
                    {"type": "integer", "minimum": 1, "maximum": reading_rules.MOST_APPROVALS}
                ),
                "delegable": FLAG,
                "inputs": named(ref("input")),
                **{key: some(call(specs)) for key, (_, specs) in REGISTRIES.items()},
            },
        ),
        "input": mapping(
            "input",
            reading_rules.INPUT_NEEDED,
            reading_rules.INPUT,
            {
                "title": TEXTS,
                "kind": one_of(get_args(InputKind)),
                "required": FLAG,
                "choices": choices,
                "max_length": length,
            },
        ),
        "invariant": {
            **mapping(
                "invariant",
                (),
                reading_invariants.WORDS,
                {
                    **dict.fromkeys(("never", "without", "after", "always", "before", "quorum_for"), point),
                    "always_ends": {"const": True},
                    "ends_within": ref("duration"),
                    "no_single_person": {
                        "type": "object",
                        "required": ["from", "to"],
                        "additionalProperties": False,
                        "properties": {"from": point, "to": point},
                    },
                },
            ),
            "oneOf": [
                {"required": [*keys], "minProperties": len(keys), "maxProperties": len(keys)}
                for keys in reading_invariants.INVARIANTS
            ],
        },
    }


def schema_text() -> str:
    """The schema as the file that ships."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def schema() -> Schema:
    """The whole schema: of a procedure, or of a part where the file begins with `fragment`."""
    holds = {
        "workflow": NAME,
        "fragment": NAME,
        "include": ref("include"),
        "parameters": named(ref("parameter")),
        "version": pattern("^[0-9]{1,5}[.][0-9]{1,5}[.][0-9]{1,5}$"),
        "kind": one_of(reader.KINDS),
        "title": TEXTS,
        "description": TEXTS,
        "source": {"type": "string", "maxLength": MOST_TEXT},
        "zone": {"type": "string"},
        "initial": NAME,
        "roles": named(ref("role")),
        "fields": named(ref("field")),
        "states": named(ref("state")),
        "transitions": named(ref("transition")),
        "invariants": {"type": "array", "items": ref("invariant")},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ecar:{FILE.removesuffix('.json')}",
        "title": "A procedure of the ECAR governance system, or a part of procedures",
        "if": {"required": ["fragment"]},
        "then": mapping("part", including.FRAGMENT_NEEDED, including.FRAGMENT, holds),
        "else": mapping("procedure", reader.TOP_NEEDED, reader.TOP, holds),
        "$defs": _definitions(),
    }
