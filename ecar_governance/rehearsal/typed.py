"""Steps of a play as somebody types them: `rector_1 do submit`, `vote for=4 against=1`.

A line is put into the form that a step of a test case has, and read as that: there is one language of steps.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping

from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.script import VERDICTS

ALONE = ("vote", "elect", "sign", "wait", "present", "adjourn")
"""What happens without anybody's being named."""

BY_SOMEBODY = (
    "do", "revise", "set", "nominate", "accept", "stand_down", "recuse", "prefer", "casting",
)  # fmt: skip
"""What somebody does, whose name comes first."""


def words_of(line: str) -> list[str]:
    """The words of a line; what stands in quotation marks is one. Raises InvalidInput where a quotation mark
    is missing."""
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        raise InvalidInput("A quotation mark is missing.") from None


def is_step(words: list[str]) -> bool:
    """Whether the words of the line are those of a step."""
    return bool(words) and (words[0] in ALONE or (len(words) > 1 and words[1] in BY_SOMEBODY))


def step_text(words: list[str]) -> str:
    """The step that the words of a line say, as a test case has it. Raises InvalidInput, with what is wrong,
    for what is none."""
    if not is_step(words):
        raise _misunderstood(words)
    if words[0] in ALONE:
        return mapping({words[0]: _alone(words)})
    who, verb, *rest = words
    return mapping({"as": text(who), **_BY_SOMEBODY[verb](words, rest)})


def _alone(words: list[str]) -> str:
    verb, *rest = words
    if verb == "sign" and not rest:
        return "both"
    if verb == "adjourn" and not rest:
        return "current"
    if verb == "elect" and rest:
        return mapping({text(marked): number for marked, number in _papers(rest)})
    if verb == "vote" and rest and "=" in rest[0]:
        return mapping(dict(_pair(one) for one in rest))
    if verb == "vote" and (len(rest) != 1 or rest[0] not in VERDICTS):
        raise InvalidInput("A vote is carried, lost, voided or closed, or has numbers such as for=4.")
    if len(rest) != 1:
        raise _misunderstood(words)
    return rest[0] if verb == "present" else text(rest[0])


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
    return {"do": text(rest[0]), **_with(rest[1:])}


def _revise(_words: list[str], rest: list[str]) -> dict[str, str]:
    told = " ".join(word for word in rest if "=" not in word)
    fields = dict(_pair(word) for word in rest if "=" in word)
    languages = fields.pop("text", "")
    found = {"revise": text(told or "revised")}
    if languages:
        found["with"] = mapping({"text": languages})
    return found | ({"fields": mapping(fields)} if fields else {})


def _set(words: list[str], rest: list[str]) -> dict[str, str]:
    if not rest:
        raise _misunderstood(words)
    return {"set": mapping(dict(_pair(word) for word in rest))}


def _nominate(words: list[str], rest: list[str]) -> dict[str, str]:
    if not rest:
        raise _misunderstood(words)
    return {"nominate": text(rest[0]), **_with(rest[1:])}


def _recuse(_words: list[str], rest: list[str]) -> dict[str, str]:
    why = " ".join(word for word in rest if "=" not in word)
    return {"recuse": text(why or "recused"), **_with([word for word in rest if "=" in word])}


def _of_somebody(words: list[str], rest: list[str]) -> dict[str, str]:
    if len(rest) > 1:
        raise _misunderstood(words)
    return {words[1]: text(rest[0] if rest else words[0])}


def _said(words: list[str], rest: list[str]) -> dict[str, str]:
    if not rest:
        raise _misunderstood(words)
    return {words[1]: text(" ".join(rest))}


_BY_SOMEBODY: Mapping[str, Callable[[list[str], list[str]], dict[str, str]]] = {
    "do": _do,
    "revise": _revise,
    "set": _set,
    "nominate": _nominate,
    "accept": _of_somebody,
    "stand_down": _of_somebody,
    "recuse": _recuse,
    "prefer": _said,
    "casting": _said,
}


def _with(words: list[str]) -> dict[str, str]:
    return {"with": mapping(dict(_pair(word) for word in words))} if words else {}


def _pair(word: str) -> tuple[str, str]:
    """A name and its value: a whole number as such, a list in brackets, or a text."""
    name, equals, value = word.partition("=")
    if not equals:
        raise InvalidInput(f"{word!r} is not a field: write name=value.")
    plain = (value.isascii() and value.isdigit()) or (value.startswith("[") and value.endswith("]"))
    return name, value if plain else text(value)


def written(values: Mapping[str, str]) -> str:
    """Values of fields in the form that a test case has them in."""
    return mapping(dict(_pair(f"{name}={value}") for name, value in values.items()))


def mapping(told: Mapping[str, str]) -> str:
    """The YAML of a mapping whose values are YAML."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in told.items()) + "}"


def text(value: str) -> str:
    """The YAML of a text."""
    return json.dumps(value, ensure_ascii=False)


def _misunderstood(words: list[str]) -> InvalidInput:
    return InvalidInput(f"{' '.join(words)!r} is not understood: `help` tells what can be said.")
