"""What leads out of a case and comes into it: people told, letters on file, a further case started."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import tree_of
from ecar_governance.domain.deciding.drafting import write_draft
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Answer, Effect
from ecar_governance.domain.fields import carried, missing
from ecar_governance.domain.in_force import in_force
from ecar_governance.domain.roles import who_could


def notify(do: Effect) -> Answer:
    """Everybody who holds one of the roles now is told how the case stands."""
    workflow = do.conference.workflows[do.case.workflow_hash].workflow
    roles = tuple(str(do.params["roles"]).split(","))
    people = {
        person
        for name in roles
        for person in who_could(do.conference, workflow.roles[name], do.case, do.steps.at)
    }
    do.steps.emit(do.case_id, e.PartiesNotified(do.case_id, roles, tuple(sorted(people))))
    return None


def _file(do: Effect, kind: e.FilingKind) -> Answer:
    given = do.command.inputs
    today = do.steps.at.astimezone(ZoneInfo(do.steps.zone)).date().isoformat()
    dated = str(given.get("date") or today)
    if dated > today:
        return [Reason("filing.dated_ahead", {"date": dated})]
    do.steps.emit(
        do.case_id,
        e.FilingEntered(
            case=do.case_id,
            kind=kind,
            dated=dated,
            text=str(given.get("text", "")),
            file=str(given.get("file", "")),
            sender=str(given.get("sender", "")),
        ),
    )
    return None


def register_letter(do: Effect) -> Answer:
    return _file(do, "letter")


def register_answer(do: Effect) -> Answer:
    return _file(do, "answer")


def record_execution(do: Effect) -> Answer:
    if not do.case.resolution:
        return [Reason("resolution.unknown", {"resolution": ""})]
    return _file(do, "execution")


def start_linked_case(do: Effect) -> Answer:
    """A case under another procedure, with the text as it is now and the fields that both have; the id
    follows from this case's, so that it can be started by whatever act."""
    case, conference = do.case, do.conference
    wanted = str(do.params["workflow"])
    pinned = in_force(conference, wanted, do.steps.at)
    if pinned is None:
        return [Reason("workflow.unknown", {"workflow": wanted})]
    linked = f"{do.case_id}-{len(case.linked) + 1}"
    write_draft(do.steps, linked, pinned, case.institution, case.manifest, case.sponsors, case.body)
    fields = carried(conference.workflows[case.workflow_hash].workflow, pinned.workflow, case.fields)
    first = tree_of(pinned.hash, pinned.workflow).entering(pinned.workflow.initial)
    if reasons := missing(pinned.workflow, first.entered, fields):
        return reasons
    if case.remaining:
        do.steps.emit(linked, e.TextReduced(linked, 1, case.manifest, case.manifest_hash, case.remaining, ()))
    if fields:
        do.steps.emit(linked, e.FieldsSet(linked, fields))
    do.steps.emit(do.case_id, e.CaseLinked(do.case_id, linked))
    return None
