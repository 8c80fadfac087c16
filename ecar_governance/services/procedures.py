"""Procedures put in force, now or from a day on: whole, into the log, pinned by hash."""

from __future__ import annotations

from ecar_governance.definitions.canonical import definition_of
from ecar_governance.domain import commands as c
from ecar_governance.domain.amounts import of_bodies, seats_now
from ecar_governance.domain.checks import examine
from ecar_governance.domain.deciding.founding import ENGINE
from ecar_governance.domain.deciding.rights import RIGHTS
from ecar_governance.domain.events import Actor, WorkflowPutInForce
from ecar_governance.domain.state import Conference, WorkflowVersion
from ecar_governance.domain.workflow import Workflow, hash_of
from ecar_governance.errors import DefinitionInvalid, Finding, InvalidInput, NotFound
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome
from ecar_governance.services.texts import keep_text
from ecar_governance.services.work import deciding

PUT = c.PutWorkflowInForce
"""The command that puts a version in force: who may give it, may withdraw one, too."""


def in_force_event(workflow: Workflow, resolution: str = "", text: str = "") -> WorkflowPutInForce:
    """The event that puts the version in force; `text` is the digest of its file, if that is kept."""
    definition = definition_of(workflow)
    return WorkflowPutInForce(
        workflow.name,
        workflow.version,
        hash_of(definition),
        definition,
        ENGINE,
        resolution=resolution,
        text=text,
    )


def put_in_force(
    desk: Desk,
    workflow: Workflow,
    *,
    text: str = "",
    day: str = "",
    resolution: str = "",
    person: str = "",
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """Puts it in force from the beginning of `day`, at once when it is empty or today; `resolution` is the
    number or id of the published one that decided it. By the person, or by whoever holds the machine. `text`
    is what it was read from, kept so that the next version can be compared with it line by line.

    Proposals under way keep the version they began with. Raises InvalidInput for an unknown resolution or a
    text with signs that nobody would see, and DefinitionInvalid with every error of the checker, an invariant
    that is broken or not proven included.
    """
    wrong = [flaw.finding() for flaw in examine(workflow).flaws if flaw.severity == "error"]
    if wrong:
        message = f"The procedure {workflow.name} cannot be put in force."
        raise DefinitionInvalid(message, findings=wrong, fix="mend what is wrong, then try again")
    wanted = resolution_named(desk.conference, resolution) if resolution else ""
    digest, rows = "", []
    if text:
        digest, row = keep_text(desk, text, "")
        rows = [row]
    command = c.PutWorkflowInForce(in_force_event(workflow, wanted, digest), day)
    actor = _actor(desk, person, mandate, c.PutWorkflowInForce)
    return desk.perform(deciding(command, actor, tuple(rows)), actor=actor, key=key)


def beyond(desk: Desk, workflow: Workflow) -> tuple[Finding, ...]:
    """What its votes ask for and no body has at present, which is for whoever put it in force to know."""
    seats = seats_now(desk.conference, workflow, desk.clock.now())
    return tuple(flaw.finding() for flaw in of_bodies(workflow, seats))


def withdraw(
    desk: Desk,
    version: WorkflowVersion,
    *,
    person: str = "",
    key: str | None = None,
    mandate: str | None = None,
) -> Outcome:
    """Takes an announced version back before it comes into force."""
    actor = _actor(desk, person, mandate, c.WithdrawWorkflow)
    return desk.perform(deciding(c.WithdrawWorkflow(version.hash), actor), actor=actor, key=key)


def version_of(conference: Conference, name: str, version: str) -> WorkflowVersion:
    """The version on record; raises NotFound."""
    for one in conference.workflows.values():
        if (one.name, one.version) == (name, version):
            return one
    raise NotFound("There is no such version of the procedure.")


def resolution_named(conference: Conference, named: str) -> str:
    """The id of the resolution of that number or id. Raises InvalidInput for none, or for more than one."""
    if named in conference.resolutions:
        return named
    found = [
        one.numbered.resolution for one in conference.resolutions.values() if one.numbered.number == named
    ]
    if len(found) == 1:
        return found[0]
    message = f"{len(found) or 'No'} resolutions bear the number {named}."
    fix = f"name it by its id: {', '.join(sorted(found))}" if found else "see ecar resolution list"
    raise InvalidInput(message, fix=fix)


def _actor(desk: Desk, person: str, mandate: str | None, command: type) -> Actor:
    if not person:
        return INSTALLER
    kinds = RIGHTS[command].kinds
    return actor_for(desk.conference, person, desk.clock.now(), mandate=mandate, kinds=kinds)
