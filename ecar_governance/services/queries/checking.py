"""The text of a procedure before it is put in force: what is wrong with it, and what it changes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.definitions.canonical import definition_of
from ecar_governance.definitions.findings import Located, Placed
from ecar_governance.definitions.library import bundled, examine_text, load_text
from ecar_governance.domain.amounts import seats_now
from ecar_governance.domain.comparing import Change, Weight, compare, weight_of
from ecar_governance.domain.flaws import Severity
from ecar_governance.domain.in_force import in_force, least_number, versions
from ecar_governance.domain.state import Conference, WorkflowVersion
from ecar_governance.domain.workflow import Workflow, hash_of
from ecar_governance.errors import DefinitionInvalid
from ecar_governance.resources import workflows_dir
from ecar_governance.services.queries.comparing_texts import TextsCompared, compare_texts
from ecar_governance.services.vault_port import Vault

FILE = "procedure.yaml"
"""What a text is called in the places of its findings."""


class StepTold(Struct, frozen=True):
    """A step of the way that shows what is wrong: what happens, on which line of `file` that is written (0
    where it is on none), and in Azerbaijani the title that `told` has in English."""

    told: str
    file: str
    line: int
    title: str = ""


class Flawed(Struct, frozen=True):
    """One thing that is wrong, or with the severity "warning" to be thought about: where (line and column
    from 1, in `file`), the line itself with the column at which it is pointed at, what would mend it, and the
    way through the procedure that shows it, if one does."""

    code: str
    message: str
    file: str
    line: int
    column: int
    excerpt: str
    caret: int
    fix: str
    severity: Severity = "error"
    steps: tuple[StepTold, ...] = ()


class ProvenTold(Struct, frozen=True):
    """An invariant in words, proven on so many configurations."""

    says: str
    configurations: int


class Examined(Struct, frozen=True):
    """What came of reading a text: what is wrong with it; and, where nothing is an error, which version it
    is, what is proven of it and what it changes. `before` is the version that it would follow ("" for a new
    procedure), `least` the number that the changes ask for at least; `used` says that a version of that
    number is on record already."""

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
    proven: tuple[ProvenTold, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether one of the findings keeps it from being put in force."""
        return any(one.severity == "error" for one in self.findings)


def examine(conference: Conference, text: str, at: datetime) -> tuple[Examined, Workflow | None]:
    """Reads the text with the reader and the checker that every procedure passes, warnings and invariants
    included; only the parts that ship may be included. Numbers that a vote asks for are held against the
    seats that its body has at the instant. Gives the workflow, too, unless something is an error."""
    checked, workflow = examine_text(
        text.replace("\r\n", "\n"), FILE, seats=lambda found: seats_now(conference, found, at)
    )
    findings = tuple(_flawed(one) for one in checked.findings)
    if workflow is None:
        return Examined(findings), None
    running = in_force(conference, workflow.name, at)
    changes = compare(running.workflow, workflow) if running is not None else ()
    told = Examined(
        findings,
        workflow.name,
        workflow.version,
        workflow.title,
        hash_of(definition_of(workflow)),
        running.version if running is not None else "",
        weight_of(changes) if changes else None,
        least_number(running.workflow, workflow) if running is not None else "",
        any(one.version == workflow.version for one in versions(conference, workflow.name)),
        changes,
        tuple(
            ProvenTold(one.says, one.configurations)
            for one in (checked.proof.verdicts if checked.proof is not None else ())
        ),
    )
    return told, workflow


def text_of(vault: Vault, version: WorkflowVersion) -> str | None:
    """The file from which the version was put in force, as it was written; else the one that ships, if it
    says the same; None where neither is known."""
    kept = vault.texts((version.text,)).get(version.text) if version.text else None
    if kept is not None:
        return kept.content
    shipped = bundled().get(version.name)
    if shipped is None:
        return None
    text = shipped.read_text(encoding="utf-8")
    try:
        same = hash_of(definition_of(load_text(text, shipped.name))) == version.hash
    except DefinitionInvalid:
        return None  # a file that somebody changed here
    return text if same else None


def text_changes(
    vault: Vault, conference: Conference, name: str, text: str, at: datetime
) -> TextsCompared | None:
    """The text line by line against that of the procedure's version in force; None where that is not
    known, or there is no such version."""
    running = in_force(conference, name, at)
    before = text_of(vault, running) if running is not None else None
    return None if before is None else compare_texts(before, text)


def in_language(told: Examined, lang: str) -> Examined:
    """The same with its sentences in the language, "az" or "en"; names, codes and places stay."""
    findings = tuple(
        replace(
            one,
            message=sentence(one.message, lang),
            fix=sentence(one.fix, lang),
            steps=tuple(replace(step, told=sentence(step.told, lang, step.title)) for step in one.steps),
        )
        for one in told.findings
    )
    proven = tuple(replace(one, says=sentence(one.says, lang)) for one in told.proven)
    return replace(told, findings=findings, proven=proven)


def sentence(said: str, lang: str, title: str = "") -> str:
    """A sentence of the checker in the language, "az" or "en"; `title` is the Azerbaijani one of what it
    tells of."""
    return in_azerbaijani(said, title) if lang == "az" else said


def _flawed(one: Located) -> Flawed:
    return Flawed(
        one.code,
        one.message,
        _file(one.where),
        one.line,
        one.column,
        one.excerpt,
        one.caret,
        one.fix,
        one.severity,
        steps_told(one),
    )


def located(one: Flawed) -> Located:
    """The same as a finding that an error carries."""
    steps = tuple(
        Placed(step.told, f"{step.file}:{step.line}:1", step.line, 1, "", step.title) for step in one.steps
    )
    return Located(
        one.code,
        one.message,
        f"{one.file}:{one.line}:{one.column}",
        one.fix,
        one.line,
        one.column,
        one.excerpt,
        one.caret,
        one.severity,
        steps,
    )


def steps_told(one: Located) -> tuple[StepTold, ...]:
    """The way that shows what is wrong, step by step."""
    return tuple(StepTold(step.told, _file(step.where), step.line, step.title) for step in one.steps)


def _file(where: str) -> str:
    """The file of a place; of a part that ships, where it is among the procedures, not on this machine."""
    path = Path(where.rsplit(":", 2)[0])
    shipped = workflows_dir()
    return path.relative_to(shipped).as_posix() if path.is_relative_to(shipped) else str(path)
