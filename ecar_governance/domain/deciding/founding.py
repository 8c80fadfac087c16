"""The first act of a log, its keys and origins, and procedures put in force."""

from __future__ import annotations

from datetime import datetime

from msgspec import ValidationError
from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.codec import restore
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.steps import Steps, zone_reasons
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import zone_of
from ecar_governance.domain.in_force import day_begins, in_force, numbers, order_reasons
from ecar_governance.domain.proving import prove
from ecar_governance.domain.references import references
from ecar_governance.domain.workflow import Workflow, hash_of
from ecar_governance.errors import InvalidInput

FIRST = c.FoundConference
ENGINE = 1
"""The number of these semantics. It changes when the same log would be decided otherwise."""


def _found(steps: Steps, command: c.FoundConference) -> list[Reason]:
    if steps.conference.founding is not None:
        return [Reason("conference.founded_already")]
    reasons = [r for w in command.workflows for r in _workflow_reasons(w)]
    if command.founded.engine != ENGINE:
        reasons.append(Reason("engine.unknown", {"engine": str(command.founded.engine)}))
    reasons += zone_reasons(command.founded.zone)
    if sum(b.kind == "plenary" for b in command.bodies) != 1:
        reasons.append(Reason("conference.one_plenary"))
    if sum(b.kind == "presidium" for b in command.bodies) > 1:
        reasons.append(Reason("conference.one_presidium"))
    if reasons:
        return reasons
    steps.emit("conference", command.founded)
    for body in command.bodies:
        steps.emit(body.body, body)
    for workflow in command.workflows:
        steps.emit(workflow.workflow, replace(workflow, since=None, resolution=""))
    person = command.administrator
    steps.emit(person.person, person)
    steps.emit(person.person, e.MandateGranted(command.mandate, person.person, "administrator"))
    return []


def _workflow_reasons(workflow: e.WorkflowPutInForce) -> list[Reason]:
    """The definition must be what its hash says, readable, for these semantics, name nothing unknown, and
    keep every invariant that it has."""
    found = []
    if hash_of(workflow.definition) != workflow.hash:
        found.append(Reason("workflow.hash_differs", {"workflow": workflow.workflow}))
    if workflow.engine != ENGINE:
        found.append(Reason("engine.unknown", {"engine": str(workflow.engine)}))
    try:
        meant = restore(workflow.definition, Workflow)
    except (ValidationError, ValueError, InvalidInput) as error:
        return [*found, Reason("workflow.unreadable", {"workflow": workflow.workflow, "why": str(error)})]
    named = [
        Reason("workflow.unreadable", {"workflow": workflow.workflow, "why": flaw.message})
        for flaw in references(meant)
        if flaw.code != "name.unused_role"
    ]
    # What it promises must be proven; the ways can be followed only when all names are known.
    unproven = () if named else prove(meant).flaws()
    found += named + [
        Reason("workflow.invariant", {"workflow": workflow.workflow, "why": flaw.message})
        for flaw in unproven
    ]
    if (meant.name, meant.version) != (workflow.workflow, workflow.version):
        found.append(Reason("workflow.name_differs", {"workflow": workflow.workflow}))
    if numbers(workflow.version) is None:
        found.append(Reason("workflow.version_malformed", {"version": workflow.version}))
    return found


def _put_in_force(steps: Steps, command: c.PutWorkflowInForce) -> list[Reason]:
    workflow = command.workflow
    begins, reasons = _begins(steps, command.day)
    unreadable = _workflow_reasons(workflow)
    used = _used(steps, workflow)
    reasons += unreadable + used
    resolution = steps.conference.resolutions.get(workflow.resolution)
    if workflow.resolution and (resolution is None or resolution.published is None):
        reasons.append(Reason("workflow.no_resolution", {"resolution": workflow.resolution}))
    if not unreadable and not used:
        meant = restore(workflow.definition, Workflow)
        reasons += order_reasons(steps.conference, meant, begins or steps.at)
    if not reasons:
        steps.emit(workflow.workflow, replace(workflow, since=begins))
    return reasons


def _begins(steps: Steps, day: str) -> tuple[datetime | None, list[Reason]]:
    """The instant from which the version is in force, None for at once, and why the day is none for it."""
    if not day:
        return None, []
    begins = day_begins(day, steps.zone)
    if begins is None:
        return None, [Reason("workflow.day_malformed", {"day": day})]
    if begins > steps.at:
        return begins, []
    today = steps.at.astimezone(zone_of(steps.zone)).date().isoformat()
    return None, [] if day == today else [Reason("workflow.day_past", {"day": day})]


def _used(steps: Steps, workflow: e.WorkflowPutInForce) -> list[Reason]:
    """Why a version of that number cannot come: this one or another one bears it already."""
    conf = steps.conference
    told = {"workflow": workflow.workflow, "version": workflow.version}
    known = conf.workflows.get(workflow.hash)
    if known is not None and known.since > steps.at:
        return [Reason("workflow.announced_already", told, when=known.since)]
    current = in_force(conf, workflow.workflow, steps.at)
    if current is not None and current.hash == workflow.hash:
        return [Reason("workflow.in_force_already", told)]
    if any(
        one.name == workflow.workflow and one.version == workflow.version for one in conf.workflows.values()
    ):
        return [Reason("workflow.version_used", told)]
    return []


def _withdraw(steps: Steps, command: c.WithdrawWorkflow) -> list[Reason]:
    known = steps.conference.workflows.get(command.hash)
    if known is None:
        return [Reason("workflow.no_version", {"version": command.hash})]
    if known.since <= steps.at:
        told = {"workflow": known.name, "version": known.version}
        return [Reason("workflow.withdrawn_too_late", told)]
    steps.emit(known.name, e.WorkflowWithdrawn(known.name, known.hash))
    return []


def _rotate(steps: Steps, command: c.RotateLogKey) -> list[Reason]:
    founding = steps.conference.founding
    if founding is None or founding.log_key != command.old:
        return [Reason("log_key.not_current")]
    if command.new == command.old:
        return [Reason("log_key.same")]
    steps.emit("conference", e.LogKeyRotated(command.old, command.new, command.endorsement))
    return []


def _renew(steps: Steps, command: c.RenewOrigin) -> list[Reason]:
    founding = steps.conference.founding
    if founding is None or founding.origin == command.origin:
        return [Reason("origin.same")]
    if command.log_key == founding.log_key:
        return [Reason("log_key.same")]
    steps.emit(
        "conference",
        e.OriginRenewed(
            command.origin,
            founding.origin,
            command.previous_size,
            command.previous_root,
            command.log_key,
            command.endorsement,
        ),
    )
    return []


HANDLERS: dict[type, Handler] = {
    c.FoundConference: _found,
    c.PutWorkflowInForce: _put_in_force,
    c.WithdrawWorkflow: _withdraw,
    c.RotateLogKey: _rotate,
    c.RenewOrigin: _renew,
}
