"""Procedures in force, each with its states and steps in words."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.in_force import in_force, versions
from ecar_governance.domain.state import WorkflowVersion
from ecar_governance.domain.voting.explain import rule_sentence
from ecar_governance.domain.workflow import Deadline, Workflow
from ecar_governance.services.queries.cases import role_title
from ecar_governance.services.queries.directory import Directory


class ProcedureLine(Struct, frozen=True):
    """A procedure in the list."""

    name: str
    title: str
    description: str
    version: str
    kind: str
    since: datetime
    in_use: int


class StepView(Struct, frozen=True):
    """A step out of a state: what it is called, where it leads, who takes it and on what condition."""

    transition: str
    title: str
    target: str
    trigger: str
    roles: tuple[str, ...]
    guards: tuple[str, ...]


class StateView(Struct, frozen=True):
    """A state with its deadline, its vote in a sentence, and the steps out of it."""

    name: str
    title: str
    final: bool
    outcome: str
    editable: bool
    deadline: Deadline | None
    deadline_then: str
    vote: str
    ballot: str
    steps: tuple[StepView, ...]


class ProcedurePage(Struct, frozen=True):
    """A version of a procedure; `current` says whether new proposals follow it."""

    line: ProcedureLine
    hash: str
    current: bool
    versions: tuple[ProcedureLine, ...]
    hashes: tuple[str, ...]
    workflow: Workflow
    states: tuple[StateView, ...]


def procedures(directory: Directory, at: datetime) -> tuple[ProcedureLine, ...]:
    """The procedures in force at the instant, by title."""
    conference = directory.conference
    current = [in_force(conference, name, at) for name in conference.workflow_order]
    found = [_line(directory, one) for one in current if one is not None]
    return tuple(sorted(found, key=lambda one: one.title))


def procedure(directory: Directory, version: WorkflowVersion, at: datetime) -> ProcedurePage:
    """The page of one version, at the instant."""
    conference = directory.conference
    workflow = version.workflow
    all_versions = versions(conference, version.name)[::-1]
    states = sorted(workflow.states.values(), key=lambda one: (one.rank, one.name))
    return ProcedurePage(
        _line(directory, version),
        version.hash,
        in_force(conference, version.name, at) == version,
        tuple(_line(directory, one) for one in all_versions),
        tuple(one.hash for one in all_versions),
        workflow,
        tuple(_state(directory, workflow, one.name) for one in states),
    )


def _line(directory: Directory, version: WorkflowVersion) -> ProcedureLine:
    workflow = version.workflow
    return ProcedureLine(
        version.name,
        directory.say(workflow.title),
        directory.say(workflow.description),
        version.version,
        workflow.kind,
        version.since,
        sum(1 for case in directory.conference.cases.values() if case.workflow_hash == version.hash),
    )


def _state(directory: Directory, workflow: Workflow, name: str) -> StateView:
    state = workflow.states[name]
    then = workflow.transitions.get(state.deadline.then) if state.deadline is not None else None
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
        rule_sentence(state.vote.rule, directory.lang) if state.vote is not None else "",
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
    )
