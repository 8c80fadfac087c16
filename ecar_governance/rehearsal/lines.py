"""Steps of a play as somebody types them: `rector_1 do submit`, `vote for=4 against=1`.

A line is put into the form that a step of a test case has, and read as that: there is one language of steps.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from ecar_governance.errors import DefinitionInvalid, InvalidInput
from ecar_governance.rehearsal.beginnings import GIVEN
from ecar_governance.rehearsal.script import VERDICTS, Case, Step
from ecar_governance.rehearsal.script_reader import read_given, read_step

T = TypeVar("T")

ALONE = ("vote", "elect", "sign", "wait", "present", "adjourn")
"""What happens without anybody's being named."""

BY_SOMEBODY = (
    "do", "revise", "set", "nominate", "accept", "stand_down", "prefer", "casting",
)  # fmt: skip
"""What somebody does, whose name comes first."""

LISTS = ("groups", "unpaid", "text", "sponsors")
"""What of a beginning may be several, written `U1,U2`."""


def is_step(words: list[str]) -> bool:
    """Whether the words of the line are those of a step."""
    return bool(words) and (words[0] in ALONE or (len(words) > 1 and words[1] in BY_SOMEBODY))


def step_of(words: list[str]) -> Step:
    """The step that the words of a line say. Raises InvalidInput, with what is wrong, for what is none."""
    if not is_step(words):
        raise _misunderstood(words)
    if words[0] in ALONE:
        told = {words[0]: _alone(words)}
    else:
        who, verb, *rest = words
        told = {"as": _text(who), **_BY_SOMEBODY[verb](words, rest)}
    return _read(read_step, _mapping(told))


def beginning_of(given: Mapping[str, str]) -> Case:
    """The case without steps that begins as is given: by key what a test case has under it, lists as `U1,U2`
    or `[U1, U2]`. Raises InvalidInput, with what is wrong."""
    told = {}
    for key, value in given.items():
        if key not in GIVEN:
            raise InvalidInput(f"Nothing that is called {key} can be given.", fix=f"say {', '.join(GIVEN)}")
        many = key in LISTS and not value.startswith("[")
        told[key] = f"[{value}]" if many else _text(value) if key == "at" else value
    return _read(read_given, _mapping(told))


def _read(reader: Callable[[str, str], T], text: str) -> T:
    try:
        return reader(text, "")
    except DefinitionInvalid as error:
        # Columns of a text that nobody has seen would help nobody.
        found = error.findings[0]
        raise InvalidInput(found.message, fix=found.fix) from None


def _alone(words: list[str]) -> str:
    verb, *rest = words
    if verb == "sign" and not rest:
        return "both"
    if verb == "adjourn" and not rest:
        return "current"
    if verb == "elect" and rest:
        return _mapping({_text(marked): number for marked, number in _papers(rest)})
    if verb == "vote" and rest and "=" in rest[0]:
        return _mapping(dict(_pair(one) for one in rest))
    if verb == "vote" and (len(rest) != 1 or rest[0] not in VERDICTS):
        raise InvalidInput("A vote is carried, lost, voided or closed, or has numbers such as for=4.")
    if len(rest) != 1:
        raise _misunderstood(words)
    return rest[0] if verb == "present" else _text(rest[0])


def _papers(words: list[str]) -> list[tuple[str, str]]:
    """How papers are marked and how many are: the last `=` comes before the number."""
    found = []
    for word in words:
        marked, equals, number = word.rpartition("=")
        if not equals:
            raise InvalidInput(f"{word!r} says no number of papers: write rector_1=3.")
        found.append((marked.strip(), number))
    return found


def _do(words: list[str], rest: list[str]) -> dict[str, str]:
    if not rest:
        raise _misunderstood(words)
    return {"do": _text(rest[0]), **_with(rest[1:])}


def _revise(_words: list[str], rest: list[str]) -> dict[str, str]:
    told = " ".join(word for word in rest if "=" not in word)
    fields = dict(_pair(word) for word in rest if "=" in word)
    languages = fields.pop("text", "")
    found = {"revise": _text(told or "revised")}
    if languages:
        found["with"] = _mapping({"text": languages})
    return found | ({"fields": _mapping(fields)} if fields else {})


def _set(words: list[str], rest: list[str]) -> dict[str, str]:
    if not rest:
        raise _misunderstood(words)
    return {"set": _mapping(dict(_pair(word) for word in rest))}


def _nominate(words: list[str], rest: list[str]) -> dict[str, str]:
    if not rest:
        raise _misunderstood(words)
    return {"nominate": _text(rest[0]), **_with(rest[1:])}


def _of_somebody(words: list[str], rest: list[str]) -> dict[str, str]:
    if len(rest) > 1:
        raise _misunderstood(words)
    return {words[1]: _text(rest[0] if rest else words[0])}


def _said(words: list[str], rest: list[str]) -> dict[str, str]:
    if not rest:
        raise _misunderstood(words)
    return {words[1]: _text(" ".join(rest))}


_BY_SOMEBODY: Mapping[str, Callable[[list[str], list[str]], dict[str, str]]] = {
    "do": _do,
    "revise": _revise,
    "set": _set,
    "nominate": _nominate,
    "accept": _of_somebody,
    "stand_down": _of_somebody,
    "prefer": _said,
    "casting": _said,
}


def _with(words: list[str]) -> dict[str, str]:
    return {"with": _mapping(dict(_pair(word) for word in words))} if words else {}


def _pair(word: str) -> tuple[str, str]:
    """A name and its value: a whole number as such, a list in brackets, or a text."""
    name, equals, value = word.partition("=")
    if not equals:
        raise InvalidInput(f"{word!r} is not a field: write name=value.")
    plain = (value.isascii() and value.isdigit()) or (value.startswith("[") and value.endswith("]"))
    return name, value if plain else _text(value)


def written(values: Mapping[str, str]) -> str:
    """Values of fields in the form that a test case has them in."""
    return _mapping(dict(_pair(f"{name}={value}") for name, value in values.items()))


def _mapping(told: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in told.items()) + "}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _misunderstood(words: list[str]) -> InvalidInput:
    return InvalidInput(f"{' '.join(words)!r} is not understood: `help` tells what can be said.")
