"""Rows of a proposal: where it stands, its steps, recommendations and running deadlines."""

from __future__ import annotations

from ecar_governance.domain.codec import plain
from ecar_governance.domain.events import Actor
from ecar_governance.domain.state import Case
from ecar_governance.storage.columns import instant_text, json_text
from ecar_governance.storage.projecting import Row, Rows, ref


def step_rows(case: Case, first: int = 0) -> Rows:
    """Its `case_step`s from `first` on: they are only ever added, so a comparison skips the shared ones."""
    for ordinal in range(first, len(case.steps)):
        step = case.steps[ordinal]
        yield (
            "case_step",
            {
                "proposal": case.case,
                "ordinal": ordinal,
                "transition": step.transition,
                "target": json_text(step.target),
                "at": instant_text(step.at),
                **_acting(step.actor),
                "position": step.position,
                "approved": json_text(plain(step.approved)),
            },
        )


def case_rows(case: Case) -> Rows:
    """`proposal`, its `recommendation`s, `approval`s, `recusal`s, `candidate`s, opinions and running
    `deadline`s; its steps are apart (`step_rows`)."""
    yield "proposal", _proposal(case)
    for ordinal, made in enumerate(case.recommendations):
        yield (
            "recommendation",
            {
                "proposal": case.case,
                "ordinal": ordinal,
                "body": ref(made.body),
                "recommendation": made.recommendation,
                "note": made.note,
                "at": instant_text(made.at),
                **_acting(made.actor),
            },
        )
    for ordinal, given in enumerate(case.approvals):
        yield (
            "approval",
            {
                "proposal": case.case,
                "ordinal": ordinal,
                "transition": given.transition,
                "source": given.source,
                "inputs": json_text(given.inputs),
                **_acting(given.actor),
                "at": instant_text(given.at),
                "position": given.position,
            },
        )
    for ordinal, declared in enumerate(case.recusals):
        yield (
            "recusal",
            {
                "proposal": case.case,
                "ordinal": ordinal,
                "reason": declared.reason,
                **_acting(declared.actor),
                "at": instant_text(declared.at),
                "recused": ref(declared.person),
                "for_institution": ref(declared.institution),
            },
        )
    yield from candidate_rows(case)
    yield from opinion_rows(case)
    for ordinal, filing in enumerate(case.filings):
        yield (
            "filing",
            {
                "proposal": case.case,
                "ordinal": ordinal,
                "kind": filing.kind,
                "dated": filing.dated,
                "text": filing.text,
                "file": filing.file,
                "sender": ref(filing.sender),
                **_acting(filing.actor),
                "at": instant_text(filing.at),
            },
        )
    for due in case.deadlines:
        yield (
            "deadline",
            {
                "proposal": case.case,
                "state": due.state,
                "transition": due.transition,
                "due": instant_text(due.due),
                "zone": due.zone,
                "reminders": json_text([instant_text(reminder) for reminder in due.reminders]),
                "since": None if due.since is None else instant_text(due.since),
                "escalations": json_text([[instant_text(one.at), one.to] for one in due.escalations]),
                "uncovered": json_text(due.uncovered),
            },
        )


def candidate_rows(case: Case) -> Rows:
    """Its `candidate`s, in the order of nomination."""
    for ordinal, one in enumerate(case.candidacies):
        yield (
            "candidate",
            {
                "proposal": case.case,
                "ordinal": ordinal,
                "option": one.option,
                "candidate": ref(one.person),
                "titles": json_text(one.titles),
                "stands_for": ref(one.institution),
                "traits": json_text(one.traits),
                **_acting(one.by),
                "at": instant_text(one.at),
                "accepted": None if one.accepted is None else instant_text(one.accepted),
                "withdrawn": None if one.withdrawn is None else instant_text(one.withdrawn),
            },
        )


def opinion_rows(case: Case) -> Rows:
    """Its `asking`s and the `opinion`s given."""
    for asking in case.asked:
        yield (
            "asking",
            {
                "proposal": case.case,
                "number": asking.number,
                "state": asking.state,
                "each": asking.each,
                "parties": json_text(asking.parties),
                "at": instant_text(asking.at),
            },
        )
    for one in case.opinions:
        yield (
            "opinion",
            {
                "proposal": case.case,
                "number": one.number,
                "asking": one.asking,
                "party": one.party,
                "text": one.text,
                "file": one.file,
                "entered": one.entered,
                **_acting(one.actor),
                "at": instant_text(one.at),
                "use": one.use,
                "reasons": one.reasons,
                "answered": None if one.answered is None else instant_text(one.answered),
                "answered_by": json_text(plain(one.answered_by)),
            },
        )


def _acting(actor: Actor) -> Row:
    """Who did it, in the four columns that every such table has."""
    return {
        "actor": actor.kind,
        "person": ref(actor.person),
        "mandate": ref(actor.mandate),
        "institution": ref(actor.institution),
    }


def _proposal(case: Case) -> Row:
    return {
        "id": case.case,
        "reference": case.reference,
        "workflow": case.workflow,
        "workflow_hash": case.workflow_hash,
        "state": json_text(case.state),
        "version": case.version,
        "institution": ref(case.institution),
        "drafter_kind": case.drafter.kind,
        "drafter": ref(case.drafter.person),
        "drafter_mandate": ref(case.drafter.mandate),
        "manifest": json_text(plain(case.manifest)),
        "manifest_hash": case.manifest_hash,
        "revision": case.revision,
        "sponsors": json_text(case.sponsors),
        "body": ref(case.body),
        "created": instant_text(case.created),
        "entered": instant_text(case.entered),
        "session": ref(case.session),
        "item": case.item if case.session else None,
        "vote": ref(case.vote),
        "votes": json_text(case.votes),
        "resolution": ref(case.resolution),
        "inputs": json_text(case.inputs),
        "linked": json_text(case.linked),
        "origin": case.origin,
        "fields": json_text(case.fields),
    }
