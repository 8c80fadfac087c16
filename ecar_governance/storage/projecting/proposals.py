"""Rows of a proposal: where it stands, its steps, recommendations and running deadlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

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
                "approved": json_text(plain(step.approved)) if step.approved else "[]",
            },
        )


def case_rows(case: Case) -> Rows:
    """`proposal`, its `recommendation`s, `approval`s, `recusal`s, `candidate`s, opinions and running
    `deadline`s; its steps are apart (`step_rows`)."""
    yield "proposal", {name: value(*[getattr(case, one) for one in read]) for name, read, value in _PROPOSAL}
    for _, rows in _PARTS:
        yield from rows(case)


def case_changes(old: Case, new: Case) -> tuple[Rows, Rows]:
    """The rows of the one and of the other that may differ. Of the `proposal` the key and the columns that
    do, each beside the other: a case moves often, and most of it stays."""
    changed = [
        name for name, one, other in zip(_READ, _read(old), _read(new), strict=True) if one is not other
    ]
    before: Row = {"id": old.case}
    after: Row = {"id": new.case}
    for attribute in changed:
        for name, read, value in _COLUMNS_OF.get(attribute, ()):
            earlier = value(*[getattr(old, one) for one in read])
            later = value(*[getattr(new, one) for one in read])
            if earlier != later:
                before[name], after[name] = earlier, later
    parts = [_PARTS[place][1] for place in sorted({_PART_OF[one] for one in changed if one in _PART_OF})]
    return _with_parts(before, old, parts), _with_parts(after, new, parts)


def _with_parts(proposal: Row, case: Case, parts: Sequence[Callable[[Case], Rows]]) -> Rows:
    yield "proposal", proposal
    for rows in parts:
        yield from rows(case)


def recommendation_rows(case: Case) -> Rows:
    """Its `recommendation`s, in the order in which they were made."""
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


def approval_rows(case: Case) -> Rows:
    """Its `approval`s that are waiting for others."""
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


def recusal_rows(case: Case) -> Rows:
    """Its `recusal`s, in the order in which they were declared."""
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


def filing_rows(case: Case) -> Rows:
    """Its `filing`s, in the order in which they were entered."""
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


def deadline_rows(case: Case) -> Rows:
    """Its running `deadline`s."""
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


def _same(value: Any) -> Any:
    return value


def _plain_text(value: Any) -> str:
    return json_text(plain(value))


_Column = tuple[str, tuple[str, ...], Callable[..., Any]]
"""A column, the attributes of the case that it is made of, and how, from their values alone."""

_PROPOSAL: tuple[_Column, ...] = (
    ("id", ("case",), _same),
    ("reference", ("reference",), _same),
    ("workflow", ("workflow",), _same),
    ("workflow_hash", ("workflow_hash",), _same),
    ("state", ("state",), json_text),
    ("version", ("version",), _same),
    ("institution", ("institution",), ref),
    ("drafter_kind", ("drafter",), lambda drafter: drafter.kind),
    ("drafter", ("drafter",), lambda drafter: ref(drafter.person)),
    ("drafter_mandate", ("drafter",), lambda drafter: ref(drafter.mandate)),
    ("manifest", ("manifest",), _plain_text),
    ("manifest_hash", ("manifest_hash",), _same),
    ("revision", ("revision",), _same),
    ("sponsors", ("sponsors",), json_text),
    ("body", ("body",), ref),
    ("created", ("created",), instant_text),
    ("entered", ("entered",), instant_text),
    ("session", ("session",), ref),
    ("item", ("item", "session"), lambda item, session: item if session else None),
    ("vote", ("vote",), ref),
    ("votes", ("votes",), json_text),
    ("resolution", ("resolution",), ref),
    ("inputs", ("inputs",), json_text),
    ("linked", ("linked",), json_text),
    ("objections", ("objections",), _plain_text),
    ("origin", ("origin",), _same),
    ("fields", ("fields",), json_text),
)

_PARTS: tuple[tuple[tuple[str, ...], Callable[[Case], Rows]], ...] = (
    (("recommendations",), recommendation_rows),
    (("approvals",), approval_rows),
    (("recusals",), recusal_rows),
    (("candidacies",), candidate_rows),
    (("asked", "opinions"), opinion_rows),
    (("filings",), filing_rows),
    (("deadlines",), deadline_rows),
)
"""The attributes of a case, and the rows that are made of them and of its id."""

_READ = tuple(dict.fromkeys(one for _, read, _ in _PROPOSAL for one in read)) + tuple(
    one for read, _ in _PARTS for one in read
)
_read = attrgetter(*_READ)
_COLUMNS_OF = {
    attribute: tuple(column for column in _PROPOSAL if attribute in column[1]) for attribute in _READ
}
_PART_OF = {attribute: place for place, (read, _) in enumerate(_PARTS) for attribute in read}
