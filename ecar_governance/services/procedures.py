"""Procedures put in force: whole, into the log, pinned by hash."""

from __future__ import annotations

from ecar_governance.definitions.canonical import definition_of
from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.founding import ENGINE
from ecar_governance.domain.events import WorkflowPutInForce
from ecar_governance.domain.workflow import Workflow, hash_of
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome
from ecar_governance.services.work import deciding


def in_force_event(workflow: Workflow) -> WorkflowPutInForce:
    """The event that puts the version in force."""
    definition = definition_of(workflow)
    return WorkflowPutInForce(workflow.name, workflow.version, hash_of(definition), definition, ENGINE)


def put_in_force(desk: Desk, workflow: Workflow) -> Outcome:
    """Puts it in force by whoever holds the machine; proposals under way keep the version they began with."""
    command = c.PutWorkflowInForce(in_force_event(workflow))
    return desk.perform(deciding(command, INSTALLER), actor=INSTALLER)
