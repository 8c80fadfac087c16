"""A proposal's life: drafting, revising, the actions of its procedure, its deadlines."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import UNSET

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.approving import alike, standing
from ecar_governance.domain.configuration import tree_of
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.deadlines import follow_fields, reminding
from ecar_governance.domain.deciding.drafting import manifest_hash, write_draft
from ecar_governance.domain.deciding.moving import (
    begin,
    follow,
    let_lapse,
    overdue,
    take_transition,
    try_effects,
    vote_in_the_way,
)
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.domain.fields import Value, field_reasons, hidden_reasons, missing
from ecar_governance.domain.foreseeing import added, of_the_form
from ecar_governance.domain.in_force import in_force
from ecar_governance.domain.machine import machine_of, move
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import Transition


def _draft(steps: Steps, command: c.DraftProposal) -> list[Reason]:
    conf = steps.conference
    reasons = _text_reasons(conf, command.manifest, command.sponsors, command.body)
    if command.case in conf.cases:
        reasons.append(Reason("case.exists", {"case": command.case}))
    pinned = in_force(conf, command.workflow, steps.at)
    if pinned is None:
        reasons.append(Reason("workflow.unknown", {"workflow": command.workflow}))
    if pinned is not None:
        reasons += field_reasons(conf, pinned.workflow.fields, command.fields)
        first = tree_of(pinned.hash, pinned.workflow).entering(pinned.workflow.initial)
        reasons += missing(pinned.workflow, first.entered, command.fields)
    if reasons or pinned is None:
        return reasons
    write_draft(
        steps,
        command.case,
        pinned,
        steps.context.actor.institution,
        command.manifest,
        command.sponsors,
        command.body,
    )
    _set_fields(steps, command.case, command.fields)
    # Who is shown what depends on whose the case is, so it is asked when there is one.
    return _hidden(steps, command.case, command.fields) or begin(steps, command.case, {})


def _hidden(steps: Steps, case_id: str, given: Mapping[str, Value]) -> list[Reason]:
    """Why some of the fields are not the actor's to set."""
    conf = steps.conference
    case = conf.cases[case_id]
    workflow = conf.workflows[case.workflow_hash].workflow
    return hidden_reasons(conf, workflow, case, given, steps.context.actor.person, steps.at)


def _set_fields(steps: Steps, case_id: str, given: Mapping[str, Value]) -> Collection[str]:
    """Writes those of the values that are others than before; gives their names."""
    before = steps.conference.cases[case_id].fields
    changed = {name: value for name, value in sorted(given.items()) if before.get(name, "") != value}
    if changed:
        steps.emit(case_id, e.FieldsSet(case_id, changed))
    return changed


def _text_reasons(
    conf: Conference, manifest: e.Manifest, sponsors: tuple[str, ...], body: str
) -> list[Reason]:
    reasons = [
        Reason("institution.unknown", {"institution": s}) for s in sponsors if s not in conf.institutions
    ]
    if manifest.prevailing not in manifest.bodies or manifest.prevailing not in manifest.titles:
        reasons.append(Reason("text.prevailing_missing", {"language": manifest.prevailing}))
    if set(manifest.titles) != set(manifest.bodies):
        reasons.append(Reason("text.title_and_body_differ"))
    names = [a.name for a in manifest.attachments]
    if len(set(names)) != len(names):
        reasons.append(Reason("text.attachment_twice"))
    if body and body not in conf.bodies:
        reasons.append(Reason("body.unknown", {"body": body}))
    return reasons


def _revise(steps: Steps, command: c.ReviseProposal) -> list[Reason]:
    conf = steps.conference
    case = conf.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    reasons = _text_reasons(conf, command.manifest, command.sponsors, command.body)
    reasons += _standing_reasons(steps, case, command.version)
    workflow = conf.workflows[case.workflow_hash].workflow
    tree = tree_of(case.workflow_hash, workflow)
    if not tree.editable(case.state):
        reasons.append(Reason("text.not_editable", {"state": ", ".join(case.state)}))
    voided = _vote_to_void(conf, case)
    reasons += _closed_already(steps, voided) if voided else vote_in_the_way(conf, case, case.state)
    if command.body != case.body and case.state != tree.initial(workflow.initial):
        reasons.append(Reason("text.body_fixed", {"body": case.body}))
    if not _works_on(steps, case):
        reasons.append(Reason("text.not_yours", who=("sponsor", "secretariat")))
    reasons += field_reasons(conf, workflow.fields, command.fields, case.fields)
    reasons += _hidden(steps, command.case, command.fields)
    reasons += missing(workflow, tree.active(case.state), {**case.fields, **command.fields})
    same = (command.manifest, command.sponsors, command.body) == (case.manifest, case.sponsors, case.body)
    # What the fields say, such as an amendment, is put to the vote with the text: an edit is an edit.
    edited = not same or any(case.fields.get(name, "") != value for name, value in command.fields.items())
    if not reasons and edited and voided:
        steps.emit(case.case, e.VoteVoided(voided, "edited", ""))
    if not reasons and not same:
        steps.emit(
            command.case,
            e.ProposalRevised(
                case=command.case,
                revision=case.revision + 1,
                manifest=command.manifest,
                manifest_hash=manifest_hash(command.manifest),
                sponsors=command.sponsors,
                body=command.body,
            ),
        )
    if not reasons:
        changed = _set_fields(steps, command.case, command.fields)
        reasons = follow_fields(steps, command.case, changed)
    if not reasons and voided and edited:
        # Last: where the question is put anew, it is on the text and the fields as they are now.
        fresh = {} if command.fresh is UNSET else command.fresh
        reasons = follow(steps, case.case, "vote_voided", fresh)
    return reasons


def _vote_to_void(conf: Conference, case: Case) -> str:
    """The open vote that an edit of the text voids, as its rule says; "" when there is none."""
    vote = conf.votes.get(case.vote)
    if vote is None or vote.status != "open" or vote.state not in case.state:
        return ""
    return vote.vote if vote.rule.on_edit == "voids" else ""


def _closed_already(steps: Steps, vote: str) -> list[Reason]:
    """Why an edit does not void the vote any more: its deadline has closed it, whoever notices."""
    closes = steps.conference.votes[vote].closes
    late = closes is not None and closes <= steps.at
    return [Reason("vote.deadline_passed", when=closes)] if late else []


def _works_on(steps: Steps, case: Case) -> bool:
    """Drafters revise: people of the drafting institution or a sponsor's, the drafter, the secretariat."""
    actor = steps.context.actor
    mandate = steps.conference.mandates.get(actor.mandate)
    if mandate is not None and mandate.kind in ("secretariat", "secretary_general"):
        return True
    if actor.person == case.drafter.person:
        return True
    return bool(actor.institution) and actor.institution in (case.institution, *case.sponsors)


def version_reasons(case: Case, seen: int) -> list[Reason]:
    """Why not, if the case has moved on since the person looked at it (a stale approval, ABA)."""
    if seen == case.version:
        return []
    last = case.steps[-1].transition if case.steps else ""
    return [Reason("version.changed", {"seen": str(seen), "now": str(case.version), "last": last})]


def _standing_reasons(steps: Steps, case: Case, seen: int) -> list[Reason]:
    """Why nothing is done with the case on the strength of what the person saw: it has moved on, or a
    deadline has passed, whose way out comes before any other."""
    late = overdue(case, steps.at)
    passed = [] if late is None else [Reason("deadline.passed", {"state": late.state}, when=late.due)]
    return version_reasons(case, seen) + passed


def _act(steps: Steps, command: c.TakeAction) -> list[Reason]:
    conf = steps.conference
    case = conf.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    reasons = _standing_reasons(steps, case, command.version)
    workflow = conf.workflows[case.workflow_hash].workflow
    rule = workflow.transitions.get(command.transition)
    procedure = machine_of(case.workflow_hash, workflow)
    sources = () if rule is None else procedure.sources(rule, case.state)
    if rule is not None and sources:
        leaving = procedure.tree.move(case.state, sources[0], rule.target, case.memory)
        reasons += [] if rule.stops_vote else vote_in_the_way(conf, case, leaving.left)
    answer = move(workflow, conf, case, command.transition, steps.context, command.inputs)
    told = (*reasons, *(answer.reasons if isinstance(answer, Refused) else ()))
    if rule is not None and rule.trigger == "person" and sources and told:
        # What the form says is tried once all else is well: with it, effects count on their guards.
        told = added(told, procedure, conf, case, rule, sources[0], steps.context)
    if told or isinstance(answer, Refused):
        return list(told)
    transition = workflow.transitions[command.transition]
    given = alike(standing(workflow, conf, case, transition, answer.source, steps.at), command.inputs)
    if len(given) + 1 < transition.approvals:
        tried = Steps(conf, command, steps.context)
        found = try_effects(tried, case, transition, answer, command)
        if wrong := [reason for reason in found if reason.code in of_the_form(transition)]:
            return wrong  # what the form says cannot be, whoever else asks for it alike
        _approve(steps, case, transition, answer.source, command)
        return []
    approved = tuple(one.actor for one in given)
    return take_transition(steps, case, transition, answer, command, approved)


def _approve(steps: Steps, case: Case, rule: Transition, source: str, command: c.TakeAction) -> None:
    steps.emit(case.case, e.ApprovalGiven(case.case, rule.name, source, case.version + 1, command.inputs))


def _deadline(steps: Steps, command: c.FireDeadline) -> list[Reason]:
    conf = steps.conference
    case = conf.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    due = next((d for d in case.deadlines if d.state == command.state), None)
    if due is None or due.due > steps.at:
        return [Reason("deadline.not_due", {"state": command.state})]
    workflow = conf.workflows[case.workflow_hash].workflow
    rule = workflow.transitions[due.transition]
    leaving = tree_of(case.workflow_hash, workflow).move(case.state, due.state, rule.target, case.memory)
    return vote_in_the_way(conf, case, leaving.left) or let_lapse(
        steps, case, due.state, due.transition, command.fresh
    )


def _remind(steps: Steps, command: c.Remind) -> list[Reason]:
    """All that have come due at once: a long sleep makes one mail of them, and none after the deadline."""
    case = steps.conference.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    due = next((d for d in case.deadlines if d.state == command.state), None)
    if due is None or not reminding(due, steps.at):
        return [Reason("reminder.not_due", {"state": command.state})]
    steps.emit(
        case.case,
        e.RemindersSent(
            case.case,
            due.state,
            tuple(at for at in due.reminders if at <= steps.at),
            tuple(sorted({one.at for one in due.escalations if one.at <= steps.at})),
            tuple(sorted({role for one in due.escalations if one.at <= steps.at for role in one.to})),
        ),
    )
    return []


HANDLERS: dict[type, Handler] = {
    c.DraftProposal: _draft,
    c.ReviseProposal: _revise,
    c.TakeAction: _act,
    c.FireDeadline: _deadline,
    c.Remind: _remind,
}
