"""A vote's rule as people write it, in YAML or in a record, brought into the one form that the log has.

Where a list is meant, a single one may stand for it; what is not limited is said in a word (`recorded`,
`any`); and a quorum may say that it is of the entitled, which is the only thing it can be of."""

from __future__ import annotations

from typing import Any

LISTS = frozenset({"majority", "or", "consent", "members", "withheld_by", "carried", "otherwise", "reserved"})
"""The keys of a rule that hold a list: one alone may be written without its brackets."""

UNLIMITED = {"objections": "recorded", "most": "any"}
"""In the place of a number: that there is none."""

QUORUM_OF = "entitled"

DURATION_SCHEMA = {
    "type": "string",
    "pattern": r"^P(?=.*[1-9])(?=[0-9T])([0-9]{1,4}Y)?([0-9]{1,4}M)?([0-9]{1,5}W)?([0-9]{1,6}D)?"
    r"(T(?=[0-9])([0-9]{1,7}H)?([0-9]{1,8}M)?([0-9]{1,9}S)?)?$",
    "description": "A length of time of ISO 8601.",
}

_BY_NAME = frozenset({"article", "question", "held"})
"""What these hold is by languages or by groups, which may be called anything."""


def in_one_form(rule: Any) -> Any:
    """The rule with lists where lists are meant, null where no number limits, and without what goes without
    saying; what is no rule is left as it is."""
    if isinstance(rule, list | tuple):
        return [in_one_form(one) for one in rule]
    if not isinstance(rule, dict):
        return rule
    return {key: _value(key, value) for key, value in rule.items()}


def _value(key: str, value: Any) -> Any:
    if key in _BY_NAME:
        return value
    if UNLIMITED.get(key) == value:
        return None
    if key in LISTS and not isinstance(value, list | tuple):
        value = [value]
    if key == "quorum" and isinstance(value, dict) and value.get("of") == QUORUM_OF:
        value = {name: said for name, said in value.items() if name != "of"}
    return in_one_form(value)


def as_written(value: Any, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path in `value`, as somebody wrote it, of what has `path` in its one form: a single one that stands
    for a list has no place in it."""
    found: list[str | int] = []
    for step in path:
        if step == 0 and not isinstance(value, list | tuple) and found and found[-1] in LISTS:
            continue
        found.append(step)
        try:
            value = value[step]
        except (LookupError, TypeError):
            value = None
    return tuple(found)


def schema_of_forms(defs: dict[str, Any]) -> None:
    """Lets the JSON Schemas of a rule's parts take what `in_one_form` takes."""
    for name, part in defs.items():
        module, _, kind = name.partition(".")
        if module not in ("rule", "rules", "thresholds", "proxies"):
            continue
        properties = part["properties"]
        for key in LISTS & properties.keys():
            properties[key] = {"anyOf": [properties[key]["items"], properties[key]]}
        for key, word in UNLIMITED.items():
            if key in properties and "anyOf" in properties[key]:
                properties[key] = {"anyOf": [*properties[key]["anyOf"], {"const": word}]}
        if kind == "VoteRule":
            properties["open_at_least"] = {"anyOf": [DURATION_SCHEMA, {"type": "null"}]}
        if kind == "Quorum":
            properties["of"] = {"const": QUORUM_OF}
