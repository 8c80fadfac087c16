"""Single steps and beginnings of a play, as somebody types them or says them by options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ecar_governance.errors import DefinitionInvalid, InvalidInput
from ecar_governance.rehearsal.beginnings import GIVEN
from ecar_governance.rehearsal.script import Case, Step
from ecar_governance.rehearsal.script_reader import read_given, read_step
from ecar_governance.rehearsal.typed import mapping, step_text, text

T = TypeVar("T")

LISTS = ("groups", "unpaid", "text", "sponsors")
"""What of a beginning may be several, written `U1,U2`."""


def step_of(words: list[str]) -> Step:
    """The step that the words of a line say. Raises InvalidInput, with what is wrong, for what is none."""
    return _read(read_step, step_text(words))


def beginning_of(given: Mapping[str, str]) -> Case:
    """The case without steps that begins as is given: by key what a test case has under it, lists as `U1,U2`
    or `[U1, U2]`. Raises InvalidInput, with what is wrong."""
    told = {}
    for key, value in given.items():
        if key not in GIVEN:
            raise InvalidInput(f"Nothing that is called {key} can be given.", fix=f"say {', '.join(GIVEN)}")
        many = key in LISTS and not value.startswith("[")
        told[key] = f"[{value}]" if many else text(value) if key == "at" else value
    return _read(read_given, mapping(told))


def _read(reader: Callable[[str, str], T], told: str) -> T:
    try:
        return reader(told, "")
    except DefinitionInvalid as error:
        # Columns of a text that nobody has seen would help nobody.
        found = error.findings[0]
        raise InvalidInput(found.message, fix=found.fix) from None
