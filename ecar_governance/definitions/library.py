"""Definition files to workflows: loading, checking, and the procedures that come with the program."""

from __future__ import annotations

from pathlib import Path

from ecar_governance.definitions.findings import Findings, Located, Mark
from ecar_governance.definitions.loader import START, compose, decode
from ecar_governance.definitions.reader import read
from ecar_governance.definitions.values import Values
from ecar_governance.domain.checks import flow, unfollowable
from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.references import references
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import DefinitionInvalid, InvalidInput, NotFound
from ecar_governance.resources import workflows_dir


def load_text(text: str, name: str) -> Workflow:
    """The workflow that the text describes, wholly checked; `name` stands for the file in messages.

    Raises DefinitionInvalid with every finding, each with `name:line:column`.
    """
    workflow, findings = _examine(text, name)
    findings.refuse()
    if workflow is None:
        raise DefinitionInvalid(f"{name} holds no workflow.")
    return workflow


def load_file(path: Path) -> Workflow:
    """The workflow of a file. Raises DefinitionInvalid, or NotFound when there is no such file."""
    text, findings = _read(path)
    if text is None:
        findings.refuse()
        raise DefinitionInvalid(f"{path} holds no workflow.")
    return load_text(text, str(path))


def check(path: Path) -> list[Located]:
    """Everything that is wrong with the file, in its order; empty when it may be put in force.

    Raises NotFound when there is no such file.
    """
    text, findings = _read(path)
    if text is not None:
        _, findings = _examine(text, str(path))
    return list(findings.sorted())


def load_all(folder: Path) -> dict[str, Workflow]:
    """Every workflow of a folder by its name, in the order of the names.

    Raises DefinitionInvalid with the findings of all files, and when two files hold the same name.
    """
    found: dict[str, Workflow] = {}
    wrong: list[Located] = []
    for path in _files(folder):
        try:
            workflow = load_file(path)
        except DefinitionInvalid as error:
            wrong += [one for one in error.findings if isinstance(one, Located)]
            continue
        if workflow.name in found:
            twice = Findings(str(path))
            message = f"Another file already holds the procedure {workflow.name!r}."
            twice.add("shape.name", START, message, "give it a name of its own")
            wrong += twice.sorted()
        found[workflow.name] = workflow
    if wrong:
        raise DefinitionInvalid(f"{folder} has definitions that cannot be used.", findings=wrong)
    return dict(sorted(found.items()))


def bundled() -> dict[str, Path]:
    """The procedures that come with the program: their files by name (the file's stem)."""
    return {path.stem: path for path in _files(workflows_dir())}


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in (".yaml", ".yml") and path.is_file() and not path.stem.endswith(".test")
    )


def _read(path: Path) -> tuple[str | None, Findings]:
    findings = Findings(str(path))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    return decode(data, findings), findings


def _examine(text: str, name: str) -> tuple[Workflow | None, Findings]:
    findings = Findings(name, text)
    node = compose(text, findings)
    if node is None:
        return None, findings
    values = Values(findings)
    workflow = read(node, values)
    sound = not findings
    flaws = [flaw for flaw in references(workflow) if flaw.path not in values.broken]
    if sound and not unfollowable(flaws):
        flaws += flow(workflow)
    for flaw in flaws:
        findings.add(flaw.code, place_of(flaw, values.marks), flaw.message, flaw.fix)
    return workflow, findings


def place_of(flaw: Flaw, marks: dict[tuple[str, ...], Mark]) -> Mark:
    """Where the flaw stands: at its path, or at the nearest key above it."""
    path = flaw.path
    while path and path not in marks:
        path = path[:-1]
    return marks.get(path, START)
