"""Where each value of a JSON text stands, to be told to whoever wrote it. Pure."""

from __future__ import annotations

import re
from json import JSONDecoder

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = JSONDecoder()


def places(text: str) -> dict[Path, tuple[int, int]]:
    """Line and column, counted from 1, of every value by its path; of two alike keys the last counts.

    Raises ValueError for what is no JSON."""
    found: dict[Path, int] = {}
    _value(text, _after_space(text, 0), (), found)
    return {path: _place(text, at) for path, at in found.items()}


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _value(text: str, at: int, path: Path, found: dict[Path, int]) -> int:
    """Notes the value that begins there with all in it, and gives where it ends."""
    found[path] = at
    opening = text[at : at + 1]
    if opening not in ("{", "["):
        return _DECODER.raw_decode(text, at)[1]
    closing = "}" if opening == "{" else "]"
    at, number = _after_space(text, at + 1), 0
    while text[at : at + 1] != closing:
        key: str | int = number
        if opening == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)  # past the colon
        at = _after_space(text, _value(text, at, (*path, key), found))
        if text[at : at + 1] == ",":
            at = _after_space(text, at + 1)
        elif text[at : at + 1] != closing:
            raise ValueError(f"There is neither a comma nor {closing} at {at}.")
        number += 1
    return at + 1
