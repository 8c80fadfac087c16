"""A procedure that uses every word of the language, and definitions with one fault each."""

from __future__ import annotations

from pathlib import Path

from ecar_governance.definitions import load_text
from ecar_governance.definitions.findings import Located
from ecar_governance.errors import DefinitionInvalid

MARK = "«"
"""In a change to a sound text: where the finding must point."""

REVIEW = (Path(__file__).parents[1] / "data" / "definitions" / "review.yaml").read_text()
"""A procedure that uses every word of the language."""


def faulty(base: str, changes: dict[str, str], at: str = "") -> tuple[str, str]:
    """The text with the changes, and the line:column at which the finding must point: where a change has
    `MARK`, else at the only place where the text has `at`."""
    text = base
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    if MARK not in text:
        assert text.count(at) == 1, at
        text = text.replace(at, MARK + at)
    before, after = text.split(MARK)
    return before + after, f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def found_in(text: str) -> list[Located]:
    """Everything that is wrong with the text."""
    try:
        load_text(text, "m.yaml")
    except DefinitionInvalid as error:
        return [one for one in error.findings if isinstance(one, Located)]
    return []
