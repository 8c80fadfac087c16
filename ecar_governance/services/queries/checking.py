"""The text of a procedure before it is put in force: what is wrong with it, and what it changes."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.definitions.canonical import definition_of
from ecar_governance.definitions.findings import Located
from ecar_governance.definitions.library import load_text
from ecar_governance.domain.comparing import Change, Weight, compare, weight_of
from ecar_governance.domain.in_force import in_force, least_number, versions
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import Workflow, hash_of
from ecar_governance.errors import DefinitionInvalid

FILE = "procedure.yaml"
"""What a text is called in the places of its findings."""


class Flawed(Struct, frozen=True):
    """One thing that is wrong: where (line and column from 1, in `file`), the line itself with the column at
    which it is pointed at, and what would mend it."""

    code: str
    message: str
    file: str
    line: int
    column: int
    excerpt: str
    caret: int
    fix: str


class Examined(Struct, frozen=True):
    """What came of reading a text: either what is wrong with it, or which version it is and what it changes.
    `before` is the version that it would follow ("" for a new procedure), `least` the number that the changes
    ask for at least; `used` says that a version of that number is on record already."""

    findings: tuple[Flawed, ...]
    name: str = ""
    version: str = ""
    title: dict[str, str] = {}
    hash: str = ""
    before: str = ""
    weight: Weight | None = None
    least: str = ""
    used: bool = False
    changes: tuple[Change, ...] = ()


def examine(conference: Conference, text: str, at: datetime) -> tuple[Examined, Workflow | None]:
    """Reads the text with the reader and the checker that every procedure passes; only the parts that ship
    may be included. Gives the workflow, too, when nothing is wrong."""
    try:
        workflow = load_text(text.replace("\r\n", "\n"), FILE)
    except DefinitionInvalid as error:
        found = [one for one in error.findings if isinstance(one, Located)]
        if not found:
            return Examined((Flawed("yaml.syntax", error.message, FILE, 1, 1, "", 0, error.fix),)), None
        return Examined(tuple(_flawed(one) for one in found)), None
    running = in_force(conference, workflow.name, at)
    changes = compare(running.workflow, workflow) if running is not None else ()
    told = Examined(
        (),
        workflow.name,
        workflow.version,
        workflow.title,
        hash_of(definition_of(workflow)),
        running.version if running is not None else "",
        weight_of(changes) if changes else None,
        least_number(running.workflow, workflow) if running is not None else "",
        any(one.version == workflow.version for one in versions(conference, workflow.name)),
        changes,
    )
    return told, workflow


def _flawed(one: Located) -> Flawed:
    file = one.where.rsplit(":", 2)[0]
    return Flawed(one.code, one.message, file, one.line, one.column, one.excerpt, one.caret, one.fix)
