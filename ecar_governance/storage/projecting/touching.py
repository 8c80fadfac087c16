"""Which aggregates an event may have changed, and the rows that differ between two conferences.

A batch writes the difference between the conference before it and after it, looked for only where its events
point. That the pointing is complete is held by a test: increments give what a rebuild gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from ecar_governance.domain import events as e
from ecar_governance.domain.state import Case, Conference
from ecar_governance.storage.projecting import Row, Rows
from ecar_governance.storage.projecting.members import (
    body_rows,
    conference_rows,
    institution_rows,
    mandate_rows,
    person_rows,
    seat_rows,
    session_rows,
    workflow_rows,
)
from ecar_governance.storage.projecting.proposals import case_rows
from ecar_governance.storage.projecting.votes import document_rows, mark_rows, resolution_rows, vote_rows

Touched = tuple[str, str, str]
"""An aggregate's kind and its key: (kind, id, ""), but for a mark: ("mark", vote, seat)."""

_Pointer = Callable[[Any, Conference], Iterable[Touched]]


def _to(kind: str, field: str) -> _Pointer:
    return lambda data, _: ((kind, getattr(data, field), ""),)


def _both(*pointers: _Pointer) -> _Pointer:
    return lambda data, before: chain.from_iterable(pointer(data, before) for pointer in pointers)


def _conference(_: Any, __: Conference) -> Iterable[Touched]:
    return (("conference", "", ""),)


def _nothing(_: Any, __: Conference) -> Iterable[Touched]:
    return ()


def _workflow(data: e.WorkflowPutInForce, before: Conference) -> Iterable[Touched]:
    superseded = before.current_workflows.get(data.workflow, data.hash)
    return (("workflow", data.hash, ""), ("workflow", superseded, ""))


def _mark(data: e.BallotAccepted, _: Conference) -> Iterable[Touched]:
    return (("mark", data.vote, data.seat),)


_CASE = _to("case", "case")
_PERSON = _to("person", "person")
_SESSION = _to("session", "session")
_VOTE = _to("vote", "vote")

_POINTERS: dict[type, _Pointer] = {
    e.ConferenceFounded: _conference,
    e.LogKeyRotated: _conference,
    e.OriginRenewed: _conference,
    e.InstitutionRegistered: _to("institution", "institution"),
    e.InstitutionChanged: _to("institution", "institution"),
    e.BodyRegistered: _to("body", "body"),
    e.SeatCreated: _to("seat", "seat"),
    e.PersonRegistered: _PERSON,
    e.PersonChanged: _PERSON,
    e.MandateGranted: _to("mandate", "mandate"),
    e.MandateEnded: _to("mandate", "mandate"),
    e.InvitationIssued: _nothing,
    e.CredentialSet: _PERSON,
    e.SigningKeyIssued: _PERSON,
    e.WorkflowPutInForce: _workflow,
    e.ProposalDrafted: _CASE,
    e.ProposalRevised: _CASE,
    e.TransitionTaken: _CASE,
    e.CaseReferred: _CASE,
    e.RecommendationMade: _CASE,
    e.DeadlineSet: _CASE,
    e.DeadlineLifted: _CASE,
    e.SessionConvened: _SESSION,
    e.NoticeSent: _SESSION,
    e.AgendaItemPlaced: _both(_SESSION, _CASE),
    e.AgendaItemLifted: _both(_SESSION, _CASE),
    e.SessionOpened: _SESSION,
    e.SessionClosed: _SESSION,
    e.PresenceRecorded: _SESSION,
    e.VoteOpened: _both(_VOTE, _CASE),
    e.BallotAccepted: _mark,
    e.CasterChanged: _VOTE,
    e.VoteClosed: _VOTE,
    e.VoteVoided: _VOTE,
    e.HandCountEntered: _both(_VOTE, _CASE),
    e.AdoptedWithoutVote: _both(_VOTE, _CASE),
    e.ResolutionNumbered: _both(_to("resolution", "resolution"), _CASE),
    e.DocumentTypeset: _both(_to("document", "document"), _to("resolution", "subject")),
    e.DocumentSigned: _to("document", "document"),
    e.TypesettingRequested: _to("resolution", "resolution"),
    e.ResolutionPublished: _to("resolution", "resolution"),
    e.InstitutionAdmitted: _both(_to("institution", "institution"), _to("seat", "seat")),
}


def touched(event: e.Event, before: Conference) -> set[Touched]:
    """The aggregates whose rows the event may change; `before` is the conference without it."""
    return set(_POINTERS[type(event.data)](event.data, before))


def pointed_types() -> frozenset[type]:
    """The payloads that `touched` knows: the whole closed set (a test holds it)."""
    return frozenset(_POINTERS)


def all_rows(conference: Conference) -> Rows:
    """Every row of every projection."""
    if conference.founding is not None:
        yield from conference_rows(conference.founding)
    for aggregates, rows in _KINDS.values():
        for aggregate in aggregates(conference).values():
            yield from rows(aggregate, conference)
    for vote in conference.votes.values():
        for mark in vote.marks.values():
            yield from mark_rows(vote.vote, mark)


_KINDS: dict[str, tuple[Callable[[Conference], Any], Callable[[Any, Conference], Rows]]] = {
    "institution": (lambda c: c.institutions, lambda x, _: institution_rows(x)),
    "body": (lambda c: c.bodies, lambda x, _: body_rows(x)),
    "seat": (lambda c: c.seats, lambda x, _: seat_rows(x)),
    "person": (lambda c: c.persons, lambda x, _: person_rows(x)),
    "mandate": (lambda c: c.mandates, lambda x, _: mandate_rows(x)),
    "workflow": (lambda c: c.workflows, workflow_rows),
    "case": (lambda c: c.cases, lambda x, _: case_rows(x)),
    "session": (lambda c: c.sessions, lambda x, _: session_rows(x)),
    "vote": (lambda c: c.votes, lambda x, _: vote_rows(x)),
    "resolution": (lambda c: c.resolutions, lambda x, _: resolution_rows(x)),
    "document": (lambda c: c.documents, lambda x, _: document_rows(x)),
}


def pairs(before: Conference, after: Conference, what: Touched) -> tuple[Rows, Rows]:
    """An aggregate's rows before and after, in two iterators; both empty when nothing of it changed."""
    kind, key, part = what
    if kind == "mark":
        return _mark_at(before, key, part), _mark_at(after, key, part)
    if kind == "conference":
        return _founding_of(before), _founding_of(after)
    aggregates, rows = _KINDS[kind]
    old, new = aggregates(before).get(key), aggregates(after).get(key)
    if kind == "case" and old is not None and new is not None:
        return _case_pair(old, new)
    if old is new and kind != "workflow":
        return iter(()), iter(())
    return (
        iter(()) if old is None else rows(old, before),
        iter(()) if new is None else rows(new, after),
    )


def _case_pair(old: Case, new: Case) -> tuple[Rows, Rows]:
    if old is new:
        return iter(()), iter(())
    shared = len(old.steps) if new.steps[: len(old.steps)] == old.steps else 0
    return case_rows(old, shared), case_rows(new, shared)


def _mark_at(conference: Conference, vote: str, seat: str) -> Rows:
    found = conference.votes.get(vote)
    mark = None if found is None else found.marks.get(seat)
    return iter(()) if mark is None else mark_rows(vote, mark)


def _founding_of(conference: Conference) -> Rows:
    return iter(()) if conference.founding is None else conference_rows(conference.founding)


Key = tuple[Any, ...]
Difference = tuple[str, Key, Row | None, Row | None]
"""Table, key, the row before (None: it is new), the row after (None: it is gone)."""


def differences(
    before: Conference, after: Conference, what: Iterable[Touched], key_of: Callable[[str, Row], Key]
) -> Iterable[Difference]:
    """The rows that a batch must write; `key_of` gives a row's primary key."""
    for aggregate in what:
        old_rows, new_rows = pairs(before, after, aggregate)
        old = {(table, key_of(table, row)): row for table, row in old_rows}
        for table, row in new_rows:
            key = key_of(table, row)
            earlier = old.pop((table, key), None)
            if earlier != row:
                yield table, key, earlier, row
        for (table, key), row in old.items():
            yield table, key, row, None
