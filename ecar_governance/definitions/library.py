"""Definition files to workflows: loading, checking, and the procedures that come with the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ecar_governance.definitions.findings import Findings, Located, Mark
from ecar_governance.definitions.including import SIGNS, expand, expand_fragment
from ecar_governance.definitions.loader import START, Budget, compose, decode
from ecar_governance.definitions.loader import Mapping as MappingNode
from ecar_governance.definitions.parts import Parts, parts_of
from ecar_governance.definitions.reader import read, read_fragment
from ecar_governance.definitions.values import Path as Keys
from ecar_governance.definitions.values import Values
from ecar_governance.domain.amounts import of_bodies
from ecar_governance.domain.checks import flow, unfollowable
from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.proving import BOUND, Proof, walked
from ecar_governance.domain.references import references
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import DefinitionInvalid, InvalidInput, NotFound
from ecar_governance.resources import workflows_dir


def load_text(
    text: str, name: str, settings: Mapping[str, str] | None = None, parts: Parts | None = None
) -> Workflow:
    """The workflow that the text describes, every name and every way through it checked; what its invariants
    promise is proven by `check`. `name` stands for the file in messages.

    `settings` fill its parameters, each a piece of YAML; `parts` are those that it may include, without them
    those that ship. Raises DefinitionInvalid with every finding, each with `name:line:column`.
    """
    workflow, findings, _ = _examine(text, name, settings or {}, parts or parts_of(None))
    findings.refuse()
    if workflow is None:
        raise DefinitionInvalid(f"{name} is a part of procedures, not one.", fix="include it in one")
    return workflow


def load_file(path: Path, settings: Mapping[str, str] | None = None) -> Workflow:
    """The workflow of a file. Raises DefinitionInvalid, or NotFound when there is no such file."""
    text, findings = _read(path)
    if text is None:
        findings.refuse()
        raise DefinitionInvalid(f"{path} holds no workflow.")
    return load_text(text, str(path), settings, parts_of(path))


def load_proven(path: Path, settings: Mapping[str, str] | None = None) -> Workflow:
    """The workflow of a file that may be put in force. Raises DefinitionInvalid as `load_file` does, and also
    with every invariant that is broken or not proven, each with its place and the steps that break it."""
    workflow = load_file(path, settings)
    wrong = [one for one in examine(path, settings).findings if one.severity == "error"]
    if wrong:
        message = f"The procedure {workflow.name} cannot be put in force."
        raise DefinitionInvalid(message, findings=wrong, fix="mend what is wrong, then try again")
    return workflow


class Place(NamedTuple):
    """A line of a procedure's file, or of a part that it includes, counted from 1."""

    file: str
    line: int


def places(path: Path, settings: Mapping[str, str] | None = None) -> Callable[[Keys], Place]:
    """Where what is named by its keys stands, in the file or in the part that it comes from. Raises NotFound,
    or DefinitionInvalid where the file cannot be read."""
    text, findings = _read(path)
    findings.refuse()
    _, findings, marks = _examine(text or "", str(path), settings or {}, parts_of(path))

    def place(keys: Keys) -> Place:
        mark = place_of(keys, marks)
        return Place(findings.file_of(mark), mark.line)

    return place


class Checked(NamedTuple):
    """What the checker says of a file: everything that is wrong with it, in its order, and what is proven of
    the procedure (nothing where its ways cannot be followed, or it is a part)."""

    findings: tuple[Located, ...]
    proof: Proof | None


Sized = Callable[[Workflow], Mapping[str, int]]
"""How many seats the bodies have to which a procedure puts a vote, by the name it gives them."""


def nothing_known(_: Workflow) -> Mapping[str, int]:
    """Of no body it is known how many seats it has."""
    return {}


def check(path: Path, settings: Mapping[str, str] | None = None, bound: int = BOUND) -> list[Located]:
    """Everything that is wrong with the file (a procedure, or a part of some), in its order; without errors
    it may be put in force. `settings` as for `load_text`, `bound` as for `examine`.

    Raises NotFound when there is no such file.
    """
    return list(examine(path, settings, bound).findings)


def examine(
    path: Path,
    settings: Mapping[str, str] | None = None,
    bound: int = BOUND,
    seats: Sized = nothing_known,
) -> Checked:
    """The same, with what is proven; `bound` configurations are walked at most for each invariant, and what
    bodies with so many `seats` cannot have is told."""
    text, findings = _read(path)
    if text is None:
        return Checked(findings.sorted(), None)
    return _proven(*_examine(text, str(path), settings or {}, parts_of(path)), bound, seats)


def examine_text(
    text: str, name: str, bound: int = BOUND, seats: Sized = nothing_known
) -> tuple[Checked, Workflow | None]:
    """The same of a text, which may include the parts that ship; and the procedure if nothing is an error."""
    workflow, findings, marks = _examine(text, name, {}, parts_of(None))
    if workflow is None and not findings.wrong:
        findings.add("shape.missing", START, "It is a part of procedures, not one.", "include it in one")
    checked = _proven(workflow, findings, marks, bound, seats)
    return checked, None if findings.wrong else workflow


def _proven(
    workflow: Workflow | None, findings: Findings, marks: dict[Keys, Mark], bound: int, seats: Sized
) -> Checked:
    """What was found, with what a walk over the procedure shows where no error is in the way."""
    if workflow is None or findings.wrong:
        return Checked(findings.sorted(), None)
    shown, proof = walked(workflow, bound)
    _note(findings, (*of_bodies(workflow, seats(workflow)), *shown, *proof.flaws()), marks)
    return Checked(findings.sorted(), proof)


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


def templates() -> dict[str, Path]:
    """The procedures that come with the program and whose blanks somebody fills: their files by name."""
    return {path.stem: path for path in _files(workflows_dir() / "templates")}


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


def _examine(
    text: str, name: str, settings: Mapping[str, str], parts: Parts
) -> tuple[Workflow | None, Findings, dict[Keys, Mark]]:
    findings, budget = Findings(name, text), Budget()
    node = compose(text, findings, 0, budget)
    if node is None:
        return None, findings, {}
    if isinstance(node, MappingNode) and "fragment" in node.entries:
        read_fragment(expand_fragment(node, findings, parts, budget), Values(findings))
        return None, findings, {}
    scopes = None
    if settings or any(sign in text for sign in SIGNS):
        node, scopes = expand(node, findings, parts, budget, settings)
        if budget.spent or findings.full:
            return None, findings, {}
    values = Values(findings, scopes)
    workflow = read(node, values)
    if not isinstance(node, MappingNode):  # that it is none is all there is to say
        return workflow, findings, values.marks
    sound = not findings.wrong
    # What has no kind, or none that there is, is told once: not again where another kind is needed.
    flaws = [
        flaw for flaw in references(workflow) if values.broken.isdisjoint((flaw.path, (*flaw.path, "kind")))
    ]
    if sound and not unfollowable(flaws):
        flaws += flow(workflow)
    _note(findings, flaws, values.marks)
    return workflow, findings, values.marks


def _note(findings: Findings, flaws: Iterable[Flaw], marks: dict[Keys, Mark]) -> None:
    for flaw in flaws:
        steps = [(step, place_of(step.path, marks)) for step in flaw.steps]
        findings.add(flaw.code, place_of(flaw.path, marks), flaw.message, flaw.fix, flaw.severity, steps)


def place_of(path: Keys, marks: dict[Keys, Mark]) -> Mark:
    """Where a path of keys stands: at its own key, or at the nearest one above it."""
    while path and path not in marks:
        path = path[:-1]
    return marks.get(path, START)
