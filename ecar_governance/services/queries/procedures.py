"""Procedures in force and announced, each with its states and steps in words, its versions and its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from ecar_governance.definitions.telling_rules import electorate_in_words
from ecar_governance.domain.comparing import Change, Weight, compare, weight_of
from ecar_governance.domain.in_force import announced, in_force, versions
from ecar_governance.domain.one_word import ChosenOf
from ecar_governance.domain.proving import prove
from ecar_governance.domain.state import Case, WorkflowVersion
from ecar_governance.domain.voting.told import rule_in_words
from ecar_governance.domain.workflow import Deadline, Point, VoteSpec, Workflow
from ecar_governance.services.queries.cases import load_titles, role_title, title_of
from ecar_governance.services.queries.directory import Directory, Office, Place

Sees = Callable[[Case], bool]
"""Whether whoever reads may know of the case."""

Status = Literal["in_force", "announced", "former"]


class Begins(Struct, frozen=True):
    """A version that comes into force at an instant."""

    version: str
    since: datetime


class StateCount(Struct, frozen=True):
    """How many cases under way, of those that the reader may know of, are in a state."""

    title: str
    cases: int


class ProcedureLine(Struct, frozen=True):
    """A procedure in the list, by its version in force (or, when there is none yet, the first announced).
    `in_use` counts the cases under this version that the reader may know of; `running` those under way under
    any version, by state; `invariants` how much is promised to hold."""

    name: str
    title: str
    description: str
    version: str
    kind: str
    status: Status
    since: datetime
    in_use: int
    announced: tuple[Begins, ...]
    running: tuple[StateCount, ...]
    invariants: int


class VersionView(Struct, frozen=True):
    """A version: since when it is in force, who decided that, when, under which resolution if one is named,
    and what differs from the version before it."""

    version: str
    hash: str
    status: Status
    since: datetime
    put: datetime
    by: Office
    position: int
    resolution: Place | None
    cases: int
    before: str
    weight: Weight | Literal[""]
    changes: tuple[Change, ...]


class InvariantView(Struct, frozen=True):
    """What holds on every way through the procedure; its points by their titles. `proven` says that it does,
    on so many `configurations`: states, or sets of them, with what is remembered of the way there."""

    rule: str
    point: str
    other: str
    within: str
    proven: bool
    configurations: int


class CaseUnder(Struct, frozen=True):
    """A case under way, and the version to which it is pinned."""

    case: str
    reference: str
    title: str
    version: str
    states: tuple[str, ...]


class StepView(Struct, frozen=True):
    """A step out of a state: what it is called, where it leads, who takes it and on what condition."""

    transition: str
    title: str
    target: str
    trigger: str
    roles: tuple[str, ...]
    guards: tuple[str, ...]


class StateView(Struct, frozen=True):
    """A state with its deadline, its vote in a sentence, and the steps out of it. `motion` says that its vote
    is on one, not an election; `nominations` who may be named here, as words."""

    name: str
    title: str
    final: bool
    outcome: str
    editable: bool
    deadline: Deadline | None
    deadline_then: str
    deadline_field: str
    vote: str
    ballot: str
    steps: tuple[StepView, ...]
    motion: bool = False
    nominations: str = ""


class ProcedurePage(Struct, frozen=True):
    """A version of a procedure: what it says, and what became of it."""

    line: ProcedureLine
    hash: str
    versions: tuple[VersionView, ...]
    workflow: Workflow
    states: tuple[StateView, ...]
    invariants: tuple[InvariantView, ...]
    cases: tuple[CaseUnder, ...]


def current(directory: Directory, at: datetime) -> tuple[Place, ...]:
    """The procedures in force at the instant, by title."""
    conference = directory.conference
    found = [in_force(conference, name, at) for name in conference.workflow_order]
    places = [Place(one.name, directory.say(one.workflow.title)) for one in found if one is not None]
    return tuple(sorted(places, key=lambda one: one.name))


def procedures(directory: Directory, at: datetime, sees: Sees) -> tuple[ProcedureLine, ...]:
    """The procedures in force or announced at the instant, by title."""
    conference = directory.conference
    known: dict[str, list[Case]] = {}
    for case in conference.cases.values():
        if sees(case):
            known.setdefault(case.workflow, []).append(case)
    found = [
        _line(
            directory,
            in_force(conference, name, at) or versions(conference, name)[0],
            at,
            known.get(name, []),
        )
        for name in conference.workflow_order
    ]
    return tuple(sorted(found, key=lambda one: one.title))


def procedure(directory: Directory, version: WorkflowVersion, at: datetime, sees: Sees) -> ProcedurePage:
    """The page of one version, at the instant."""
    workflow = version.workflow
    states = sorted(workflow.states.values(), key=lambda one: (one.rank, one.name))
    known = _known(directory, version.name, sees)
    return ProcedurePage(
        _line(directory, version, at, known),
        version.hash,
        version_views(directory, version.name, at, sees),
        workflow,
        tuple(_state(directory, workflow, one.name) for one in states),
        invariant_views(directory, workflow),
        _cases(directory, known),
    )


def version_views(directory: Directory, name: str, at: datetime, sees: Sees) -> tuple[VersionView, ...]:
    """The versions of the procedure, the last to come into force first."""
    conference = directory.conference
    chain = versions(conference, name)
    pinned = Counter(case.workflow_hash for case in _known(directory, name, sees))
    found = []
    for before, one in zip((None, *chain), chain, strict=False):
        changes = compare(before.workflow, one.workflow) if before is not None else ()
        adopted = conference.resolutions.get(one.resolution)
        found.append(
            VersionView(
                one.version,
                one.hash,
                _status(directory, one, at),
                one.since,
                one.put,
                directory.actor(one.actor),
                one.position,
                Place(one.resolution, adopted.numbered.number) if adopted is not None else None,
                pinned[one.hash],
                before.version if before is not None else "",
                weight_of(changes) if changes else "",
                changes,
            )
        )
    return tuple(reversed(found))


def invariant_views(directory: Directory, workflow: Workflow) -> tuple[InvariantView, ...]:
    """What the version promises to hold, in the order of its text."""

    def point(one: Point | None) -> str:
        return _point(directory, workflow, one)

    return tuple(
        InvariantView(
            one.invariant.rule,
            point(one.invariant.point),
            point(one.invariant.other),
            one.invariant.within,
            one.fate == "proven",
            one.configurations,
        )
        for one in prove(workflow).verdicts
    )


def _point(directory: Directory, workflow: Workflow, point: Point | None) -> str:
    if point is None:
        return ""
    known = None
    if point.what == "state":
        known = workflow.states.get(point.name)
    elif point.what == "outcome":
        known = next((one for one in workflow.states.values() if one.outcome == point.name), None)
    else:
        # Effects and triggers are called by the steps that have them.
        titles = dict.fromkeys(
            directory.say(rule.title)
            for rule in sorted(workflow.transitions.values(), key=lambda one: (one.rank, one.name))
            if (point.what == "transition" and rule.name == point.name)
            or (point.what == "effect" and any(call.name == point.name for call in rule.effects))
            or (point.what == "trigger" and rule.trigger == point.name)
        )
        return " / ".join(titles) or point.name
    return (directory.say(known.title) if known is not None else "") or point.name


def _status(directory: Directory, version: WorkflowVersion, at: datetime) -> Status:
    if version.since > at:
        return "announced"
    return "in_force" if in_force(directory.conference, version.name, at) == version else "former"


def _known(directory: Directory, name: str, sees: Sees) -> list[Case]:
    """The cases under any version of the procedure that the reader may know of."""
    return [one for one in directory.conference.cases.values() if one.workflow == name and sees(one)]


def _running(directory: Directory, cases: list[Case]) -> tuple[Case, ...]:
    """Those under way, by reference."""
    known = directory.conference.workflows
    found = [
        case
        for case in cases
        if not all(known[case.workflow_hash].workflow.states[leaf].final for leaf in case.state)
    ]
    return tuple(sorted(found, key=lambda case: (len(case.reference), case.reference)))


def _states_of(directory: Directory, case: Case) -> tuple[str, ...]:
    states = directory.conference.workflows[case.workflow_hash].workflow.states
    return tuple(directory.say(states[leaf].title) for leaf in case.state)


def _cases(directory: Directory, cases: list[Case]) -> tuple[CaseUnder, ...]:
    running = _running(directory, cases)
    load_titles(directory, running)
    known = directory.conference.workflows
    return tuple(
        CaseUnder(
            case.case,
            case.reference,
            title_of(directory, case),
            known[case.workflow_hash].version,
            _states_of(directory, case),
        )
        for case in running
    )


def _line(directory: Directory, version: WorkflowVersion, at: datetime, cases: list[Case]) -> ProcedureLine:
    workflow, conference = version.workflow, directory.conference
    counted = Counter(title for case in _running(directory, cases) for title in _states_of(directory, case))
    return ProcedureLine(
        version.name,
        directory.say(workflow.title),
        directory.say(workflow.description),
        version.version,
        workflow.kind,
        _status(directory, version, at),
        version.since,
        sum(1 for case in cases if case.workflow_hash == version.hash),
        tuple(Begins(one.version, one.since) for one in announced(conference, version.name, at)),
        tuple(StateCount(title, cases) for title, cases in sorted(counted.items())),
        len(workflow.invariants),
    )


def _state(directory: Directory, workflow: Workflow, name: str) -> StateView:
    state = workflow.states[name]
    then = workflow.transitions.get(state.deadline.then) if state.deadline is not None else None
    field = workflow.fields.get(state.deadline.field) if state.deadline is not None else None
    steps = sorted(
        (one for one in workflow.transitions.values() if name in one.source),
        key=lambda one: (one.rank, one.name),
    )
    return StateView(
        name,
        directory.say(state.title),
        state.final,
        state.outcome or "",
        state.editable,
        state.deadline,
        directory.say(then.title) if then is not None else "",
        directory.say(field.title) if field is not None else "",
        _rule(directory, workflow, state.vote) if state.vote is not None else "",
        state.vote.ballot if state.vote is not None else "",
        tuple(
            StepView(
                step.name,
                directory.say(step.title),
                directory.say(workflow.states[step.target].title) if step.target else "",
                step.trigger,
                tuple(role_title(directory, workflow, role) for role in step.by),
                tuple(call.name for call in step.require),
            )
            for step in steps
        ),
        motion=state.vote is not None and state.vote.rule.election is None,
        nominations=state.nominations.of if state.nominations is not None else "",
    )


def _rule(directory: Directory, workflow: Workflow, vote: VoteSpec) -> str:
    """What decides the vote, and who of the body votes, where that is not everybody."""
    asked = vote.electorate
    named = {one.name: directory.say(one.title) for one in asked.chambers if one.title} if asked else {}
    asked_of = [one.nominations.of for one in workflow.states.values() if one.nominations is not None]
    of: ChosenOf = "texts" if vote.options or "texts" in asked_of else "persons"
    rule = rule_in_words(vote.rule, directory.lang, options=vote.options, called=named, of=of)
    return f"{rule} {electorate_in_words(asked, directory.lang, workflow.roles)}" if asked else rule
