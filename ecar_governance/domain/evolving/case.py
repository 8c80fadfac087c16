"""A proposal's life: drafts, revisions, transitions, recommendations, deadlines."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import tree_of
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.roles import persons_of
from ecar_governance.domain.state import (
    Approval,
    Case,
    Conference,
    Division,
    Due,
    Migration,
    Recommendation,
    Recusal,
    Step,
)


def put_case(c: Conference, case: Case) -> Conference:
    """The conference with this case in place of its earlier self."""
    return replace(c, cases=c.cases.insert(case.case, case))


def _drafted(c: Conference, event: Event, d: e.ProposalDrafted) -> Conference:
    tree = tree_of(d.workflow_hash, c.workflows[d.workflow_hash].workflow)
    case = Case(
        case=d.case,
        reference=d.reference,
        workflow=d.workflow,
        workflow_hash=d.workflow_hash,
        state=d.state,
        version=1,
        institution=d.institution,
        drafter=event.actor,
        manifest=d.manifest,
        manifest_hash=d.manifest_hash,
        revision=1,
        sponsors=d.sponsors,
        body=d.body,
        created=event.at,
        entered=event.at,
        since=dict.fromkeys(tree.active(d.state), event.at),
    )
    year = int(d.reference.partition("-")[0])
    count = int(d.reference.rpartition("-")[2])
    return replace(put_case(c, case), references=c.references.insert(year, count))


def _revised(c: Conference, _: Event, d: e.ProposalRevised) -> Conference:
    case = c.cases[d.case]
    return put_case(
        c,
        replace(
            case,
            version=case.version + 1,
            revision=d.revision,
            manifest=d.manifest,
            manifest_hash=d.manifest_hash,
            sponsors=d.sponsors,
            body=d.body,
            approvals=(),
            remaining=(),
        ),
    )


def _division(c: Conference, event: Event, d: e.DivisionMoved) -> Conference:
    moved = Division(d.manifest_hash, d.paragraphs, d.parts, event.actor, event.at, event.position)
    case = c.cases[d.case]
    return put_case(c, replace(case, divisions=(*case.divisions, moved)))


def _reduced(c: Conference, _: Event, d: e.TextReduced) -> Conference:
    case = c.cases[d.case]
    return put_case(
        c,
        replace(
            case,
            version=case.version + 1,
            revision=d.revision,
            manifest=d.manifest,
            manifest_hash=d.manifest_hash,
            remaining=d.paragraphs,
            approvals=(),
        ),
    )


def _fields(c: Conference, _: Event, d: e.FieldsSet) -> Conference:
    case = c.cases[d.case]
    fields = {name: value for name, value in {**case.fields, **d.fields}.items() if value != ""}
    return put_case(c, replace(case, version=case.version + 1, fields=fields, approvals=()))


def _taken(c: Conference, event: Event, d: e.TransitionTaken) -> Conference:
    case = c.cases[d.case]
    step = Step(d.transition, d.target, event.at, event.actor, event.position, d.approved)
    return put_case(
        c,
        replace(
            case,
            state=d.target,
            version=d.version,
            entered=event.at if d.left else case.entered,
            steps=(*case.steps, step),
            inputs={**case.inputs, **d.inputs} if d.inputs else case.inputs,
            approvals=_still_asked(case, d),
            memory=_remembered(c, case, d),
            since=_since(c, case, d, event.at),
        ),
    )


def _since(c: Conference, case: Case, d: e.TransitionTaken, at: datetime) -> dict[str, datetime]:
    """When the states were entered that the case is in now."""
    if not d.left:
        return case.since
    tree = tree_of(case.workflow_hash, c.workflows[case.workflow_hash].workflow)
    stayed = {state: since for state, since in case.since.items() if state not in d.left}
    return {state: stayed.get(state, at) for state in tree.active(d.target)}


def _still_asked(case: Case, d: e.TransitionTaken) -> tuple[Approval, ...]:
    """The approvals that outlive the move: those of other transitions, out of states that were not left."""
    return tuple(one for one in case.approvals if one.transition != d.transition and one.source not in d.left)


def _remembered(c: Conference, case: Case, d: e.TransitionTaken) -> dict[str, tuple[str, ...]]:
    """Where the regions with a history that were left now were last."""
    if not d.left:
        return case.memory
    tree = tree_of(case.workflow_hash, c.workflows[case.workflow_hash].workflow)
    return dict(tree.remember(d.origin, d.left, case.memory))


def _approved(c: Conference, event: Event, d: e.ApprovalGiven) -> Conference:
    case = c.cases[d.case]
    mine = persons_of(c, event.actor)
    # Who asks again with other inputs has changed their mind.
    others = tuple(
        one
        for one in case.approvals
        if (one.transition, one.source) != (d.transition, d.source)
        or mine.isdisjoint(persons_of(c, one.actor))
    )
    given = Approval(d.transition, d.source, d.inputs, event.actor, event.at, event.position)
    return put_case(c, replace(case, version=d.version, approvals=(*others, given)))


def _recused(c: Conference, event: Event, d: e.RecusalDeclared) -> Conference:
    case = c.cases[d.case]
    declared = Recusal(event.actor, d.reason, event.at, d.person, d.institution)
    return put_case(c, replace(case, recusals=(*case.recusals, declared)))


def _referred(c: Conference, _: Event, d: e.CaseReferred) -> Conference:
    return put_case(c, replace(c.cases[d.case], body=d.body))


def _recommended(c: Conference, event: Event, d: e.RecommendationMade) -> Conference:
    case = c.cases[d.case]
    made = Recommendation(d.body, d.recommendation, d.note, event.at, event.actor)
    return put_case(c, replace(case, recommendations=(*case.recommendations, made)))


def _deadline_set(c: Conference, _: Event, d: e.DeadlineSet) -> Conference:
    case = c.cases[d.case]
    due = Due(d.state, d.transition, d.due, d.zone, d.reminders, d.since, d.escalations, d.uncovered)
    others = tuple(x for x in case.deadlines if x.state != d.state)
    changed = put_case(c, replace(case, deadlines=(*others, due)))
    return replace(changed, running_deadlines=c.running_deadlines.insert(d.case, None))


def _reminded(c: Conference, _: Event, d: e.RemindersSent) -> Conference:
    """What was sent is no longer to be sent."""
    case = c.cases[d.case]
    deadlines = tuple(
        replace(
            due,
            reminders=tuple(at for at in due.reminders if at not in d.reminders),
            escalations=tuple(one for one in due.escalations if one.at not in d.escalations),
        )
        if due.state == d.state
        else due
        for due in case.deadlines
    )
    return put_case(c, replace(case, deadlines=deadlines))


def _deadline_lifted(c: Conference, _: Event, d: e.DeadlineLifted) -> Conference:
    case = c.cases[d.case]
    left = tuple(x for x in case.deadlines if x.state != d.state)
    changed = put_case(c, replace(case, deadlines=left))
    if left:
        return changed
    return replace(changed, running_deadlines=c.running_deadlines.discard(d.case))


def _migrated(c: Conference, event: Event, d: e.CaseMigrated) -> Conference:
    case = c.cases[d.case]
    before = Migration(
        event.position,
        event.at,
        event.actor,
        d.resolution,
        d.version,
        d.previous,
        case.state,
        d.states,
        case.fields,
        case.memory,
        case.deadlines,
        d.reverts is not None,
    )
    earlier = tuple(
        replace(one, reverted=True) if one.position == d.reverts else one for one in case.migrations
    )
    moved = replace(
        case,
        workflow_hash=d.workflow_hash,
        state=d.target,
        version=d.version,
        fields=d.fields,
        memory=d.memory,
        approvals=(),
        asked=tuple(replace(one, state=d.states.get(one.state, one.state)) for one in case.asked),
        migrations=(*earlier, before),
        since=_since_migrated(c, case, d, event.at),
    )
    if d.vote:
        vote = c.votes[d.vote]
        carried = replace(vote, state=d.states.get(vote.state, vote.state))
        c = replace(c, votes=c.votes.insert(vote.vote, carried))
    return put_case(c, moved)


def _since_migrated(c: Conference, case: Case, d: e.CaseMigrated, at: datetime) -> dict[str, datetime]:
    """When the states were entered that the case is in now, under whatever names; of two that became one, the
    earlier. What the other version has around them is entered now."""
    tree = tree_of(d.workflow_hash, c.workflows[d.workflow_hash].workflow)
    kept: dict[str, datetime] = {}
    for was, since in case.since.items():
        now = d.states.get(was, was)
        kept[now] = min(since, kept.get(now, since))
    return {state: kept.get(state, at) for state in tree.active(d.target)}


FOLDS: dict[type, Fold] = {
    e.ProposalDrafted: _drafted,
    e.ProposalRevised: _revised,
    e.DivisionMoved: _division,
    e.TextReduced: _reduced,
    e.FieldsSet: _fields,
    e.TransitionTaken: _taken,
    e.ApprovalGiven: _approved,
    e.RecusalDeclared: _recused,
    e.CaseReferred: _referred,
    e.RecommendationMade: _recommended,
    e.DeadlineSet: _deadline_set,
    e.DeadlineLifted: _deadline_lifted,
    e.RemindersSent: _reminded,
    e.CaseMigrated: _migrated,
}
