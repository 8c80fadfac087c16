"""Which aggregates an event may have changed, and the rows that differ between two conferences.

A batch writes the difference between the conference before it and after it, looked for only where its events
point. That the pointing is complete is held by a test: increments give what a rebuild gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from ecar_governance.domain import events as e
from ecar_governance.domain.state import Conference
from ecar_governance.storage.projecting import Row, Rows
from ecar_governance.storage.projecting.members import (
    body_rows,
    conference_rows,
    institution_rows,
    mandate_rows,
    person_rows,
    proxy_rows,
    seat_rows,
    session_rows,
    workflow_rows,
)
from ecar_governance.storage.projecting.proposals import case_changes, case_rows, step_rows
from ecar_governance.storage.projecting.votes import (
    document_rows,
    mark_rows,
    resolution_rows,
    vote_changes,
    vote_rows,
)

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


def _migrated(data: e.CaseMigrated, _: Conference) -> Iterable[Touched]:
    return (("case", data.case, ""), ("vote", data.vote, ""))


def _case_if_any(data: e.AgendaItemLifted, _: Conference) -> Iterable[Touched]:
    return (("case", data.case, ""),) if data.case else ()


def _cases(data: e.AgendaReordered, _: Conference) -> Iterable[Touched]:
    return (("case", case, "") for case in data.cases if case)


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
    e.MandateDelegated: _to("mandate", "mandate"),
    e.ProxyGiven: _to("proxy", "proxy"),
    e.ProxyRevoked: _to("proxy", "proxy"),
    e.InvitationIssued: _nothing,
    e.CredentialSet: _PERSON,
    e.SigningKeyIssued: _PERSON,
    e.WorkflowPutInForce: _to("workflow", "hash"),
    e.WorkflowWithdrawn: _to("workflow", "hash"),
    e.CalendarSet: _nothing,
    e.WeightTableSet: _nothing,
    e.DuesRecorded: _nothing,
    e.ProposalDrafted: _CASE,
    e.ProposalRevised: _CASE,
    e.DivisionMoved: _CASE,
    e.TextReduced: _CASE,
    e.FieldsSet: _CASE,
    e.TransitionTaken: _CASE,
    e.ApprovalGiven: _CASE,
    e.RecusalDeclared: _CASE,
    e.Nominated: _CASE,
    e.NominationAccepted: _CASE,
    e.CandidacyWithdrawn: _CASE,
    e.CaseReferred: _CASE,
    e.RecommendationMade: _CASE,
    e.PartiesNotified: _nothing,
    e.FilingEntered: _CASE,
    e.CaseLinked: _both(_CASE, _to("case", "linked")),
    e.OpinionsAsked: _CASE,
    e.OpinionGiven: _CASE,
    e.OpinionAnswered: _CASE,
    e.DeadlineSet: _CASE,
    e.DeadlineLifted: _CASE,
    e.RemindersSent: _CASE,
    e.CaseMigrated: _migrated,
    e.SessionConvened: _SESSION,
    e.SessionMoved: _SESSION,
    e.SessionCancelled: _SESSION,
    e.NoticeSent: _SESSION,
    e.AgendaItemPlaced: _both(_SESSION, _CASE),
    e.TopicPlaced: _SESSION,
    e.AgendaItemLifted: _both(_SESSION, _case_if_any),
    e.AgendaReordered: _both(_SESSION, _cases),
    e.PaperAdded: _SESSION,
    e.SessionOpened: _SESSION,
    e.ItemCalled: _SESSION,
    e.SessionSuspended: _SESSION,
    e.SessionResumed: _SESSION,
    e.SessionClosed: _SESSION,
    e.AdmittedAtDoor: _SESSION,
    e.PresenceRecorded: _SESSION,
    e.BlockAnnounced: _SESSION,
    e.ItemTakenOut: _SESSION,
    e.MinutesApproved: _to("session", "minutes"),
    e.VoteOpened: _both(_VOTE, _CASE),
    e.BallotAccepted: _mark,
    e.CasterChanged: _VOTE,
    e.VoteClosed: _VOTE,
    e.QuorumAsked: _VOTE,
    e.CastingVoteGiven: _VOTE,
    e.VoteVoided: _VOTE,
    e.HandCountEntered: _both(_VOTE, _CASE),
    e.AdoptedWithoutVote: _both(_VOTE, _CASE),
    e.ObjectionMade: _CASE,
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
    for case in conference.cases.values():
        yield from step_rows(case)
    for vote in conference.votes.values():
        for mark in vote.marks.values():
            yield from mark_rows(vote.vote, mark)


_KINDS: dict[str, tuple[Callable[[Conference], Any], Callable[[Any, Conference], Rows]]] = {
    "institution": (lambda c: c.institutions, lambda x, _: institution_rows(x)),
    "body": (lambda c: c.bodies, lambda x, _: body_rows(x)),
    "seat": (lambda c: c.seats, lambda x, _: seat_rows(x)),
    "person": (lambda c: c.persons, lambda x, _: person_rows(x)),
    "mandate": (lambda c: c.mandates, lambda x, _: mandate_rows(x)),
    "workflow": (lambda c: c.workflows, lambda x, _: workflow_rows(x)),
    "case": (lambda c: c.cases, lambda x, _: case_rows(x)),
    "session": (lambda c: c.sessions, lambda x, _: session_rows(x)),
    "proxy": (lambda c: c.proxies, lambda x, _: proxy_rows(x)),
    "vote": (lambda c: c.votes, lambda x, _: vote_rows(x)),
    "resolution": (lambda c: c.resolutions, lambda x, _: resolution_rows(x)),
    "document": (lambda c: c.documents, lambda x, _: document_rows(x)),
}


_CHANGES: dict[str, Callable[[Any, Any], tuple[Rows, Rows]]] = {"case": case_changes, "vote": vote_changes}
"""Of what has many rows or columns: those of two of its values that may differ, without all the others."""


def rows_of(conference: Conference, pointed: Iterable[Touched]) -> Rows:
    """Every row of the aggregates pointed at, but the steps of cases."""
    for what in pointed:
        aggregate = _aggregate(conference, what)
        if aggregate is not None:
            yield from _rows_of(aggregate, what, conference)


def _aggregate(conference: Conference, what: Touched) -> Any:
    """The aggregate's present value, or None: what did not change is the same object."""
    kind, key, part = what
    if kind == "mark":
        vote = conference.votes.get(key)
        return None if vote is None else vote.marks.get(part)
    if kind == "conference":
        return conference.founding
    return _KINDS[kind][0](conference).get(key)


def _rows_of(aggregate: Any, what: Touched, conference: Conference) -> Rows:
    kind, key, _ = what
    if kind == "mark":
        return mark_rows(key, aggregate)
    if kind == "conference":
        return conference_rows(aggregate)
    return _KINDS[kind][1](aggregate, conference)


Key = tuple[Any, ...]
KeyOf = Callable[[str, Row], Key]
Difference = tuple[str, Key, Row | None, Row | None]
"""Table, key, the row before (None: it is new), the row after (None: it is gone). Of a proposal that is in
both, the key and the columns that differ."""

_RowsByKey = dict[tuple[str, Key], Row]


class Differ:
    """Finds the rows that a batch must write.

    It remembers the rows of what changed last: the next batch's "before" is mostly this one's "after". They
    are used only for the very same object, so a batch that was rolled back misleads nobody.

    Args:
        key_of: gives a row's primary key.
        most: how many aggregates to remember.
    """

    def __init__(self, key_of: KeyOf, most: int = 4096) -> None:
        self._key_of = key_of
        self._most = most
        self._known: dict[Touched, tuple[Any, _RowsByKey]] = {}

    def differences(
        self, before: Conference, after: Conference, pointed: Iterable[Touched]
    ) -> Iterable[Difference]:
        """Every row of the aggregates pointed at that differs between the two."""
        for what in pointed:
            old, new = _aggregate(before, what), _aggregate(after, what)
            # A superseded procedure is the same object, but is no longer the current one.
            if old is not new or what[0] == "workflow":
                yield from self._compared(what, old, new, before, after)

    def _compared(
        self, what: Touched, old: Any, new: Any, before: Conference, after: Conference
    ) -> Iterable[Difference]:
        if what[0] in _CHANGES and old is not None and new is not None:
            old_rows, new_rows = map(self._keyed, _CHANGES[what[0]](old, new))
        else:
            old_rows = {} if old is None else dict(self._rows(what, old, before))
            new_rows = {} if new is None else self._rows(what, new, after)
        for place, row in new_rows.items():
            earlier = old_rows.pop(place, None)
            if earlier != row:
                yield *place, earlier, row
        for place, row in old_rows.items():
            yield *place, row, None
        if new is not None and what[0] == "case":
            for table, row in step_rows(new, 0 if old is None else len(old.steps)):
                yield table, self._key_of(table, row), None, row

    def _rows(self, what: Touched, aggregate: Any, conference: Conference) -> _RowsByKey:
        if what[0] == "workflow":
            return self._made(what, aggregate, conference)
        known = self._known.get(what)
        if known is not None and known[0] is aggregate:
            return known[1]
        rows = self._made(what, aggregate, conference)
        # A mark is one row, and the next ballot is another seat's.
        if what[0] != "mark" and what[0] not in _CHANGES:
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[what] = (aggregate, rows)
        return rows

    def _made(self, what: Touched, aggregate: Any, conference: Conference) -> _RowsByKey:
        return self._keyed(_rows_of(aggregate, what, conference))

    def _keyed(self, rows: Rows) -> _RowsByKey:
        return {(table, self._key_of(table, row)): row for table, row in rows}
