"""A procedure that uses every word of the language, and definitions with one fault each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from ecar_governance.definitions import load_text
from ecar_governance.definitions.findings import Findings, Located
from ecar_governance.definitions.loader import Mapping, Node, Sequence, compose
from ecar_governance.definitions.schema import schema
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


VALIDATOR = Draft202012Validator(schema())
"""Of the language as an editor checks it."""


def plain(node: Node | None) -> Any:
    """The value as an editor's YAML 1.2 reads it."""
    if isinstance(node, Mapping):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert node is not None
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    return int(node.text) if node.plain and re.fullmatch(r"[0-9]+", node.text) else node.text


def fits(text: str) -> bool:
    findings = Findings("x.yaml", text)
    return bool(VALIDATOR.is_valid(plain(compose(text, findings)))) and not findings
