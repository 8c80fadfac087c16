"""The auditor's history: events in pages, one event with its exact bytes, hash and place in the tree."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from ecar_governance.domain import events as e
from ecar_governance.domain.events import AnyPayload, Event
from ecar_governance.domain.log import inclusion_proof, leaf_hash, root_at
from ecar_governance.domain.voting.told import in_words
from ecar_governance.services.queries.cases import title_of
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.naming import told_of
from ecar_governance.services.vault_port import Record, RecordFilter

PAGE = 50
"""Events on one page of the history."""


class EventLine(Struct, frozen=True):
    """An event in the timeline. `about` names its subject in words, `link` is the page of the subject,
    `detail` says what the kind of event leaves open."""

    position: int
    at: datetime
    type: str
    by: Office
    subject: str
    about: str
    link: str
    detail: str


class EventPage(Struct, frozen=True):
    """One event: its canonical bytes, its leaf hash, its place, and the proof that it is in the tree."""

    line: EventLine
    act: int
    first_of_act: bool
    command: str
    body: str
    leaf: str
    size: int
    root: str
    proof: tuple[str, ...]
    before: int | None
    after: int | None


class HistoryPage(Struct, frozen=True):
    """A page of the timeline, newest first; `older` is the position to go on from."""

    lines: tuple[EventLine, ...]
    size: int
    root: str
    checkpoint: str
    older: int | None


def event_types() -> tuple[str, ...]:
    """The names of all event types, sorted."""
    return tuple(sorted(one.__name__ for one in AnyPayload.__args__))


def timeline(directory: Directory, record: Record, wanted: RecordFilter, *, limit: int = PAGE) -> HistoryPage:
    """The events wanted, newest first, one page of them."""
    state = record.state()
    found = record.events(wanted, limit=limit + 1, newest_first=True)
    more = len(found) > limit
    shown = found[:limit]
    directory.load_people(one.actor.person for one in shown)
    return HistoryPage(
        tuple(event_line(directory, one) for one in shown),
        state.size,
        state.root.hex(),
        record.checkpoint() or "",
        shown[-1].position if more and shown else None,
    )


def event_line(directory: Directory, event: Event) -> EventLine:
    """The event as a line."""
    about, link = subject_words(directory, event.subject)
    return EventLine(
        event.position,
        event.at,
        type(event.data).__name__,
        directory.actor(event.actor),
        event.subject,
        about,
        link,
        detail(directory, event.data, event.position),
    )


def event_page(directory: Directory, record: Record, position: int) -> EventPage | None:
    """The page of one event, proven against the log as it is now; None when there is no such event."""
    event = record.event(position)
    if event is None:
        return None
    state = record.state()
    body = next(iter(record.leaves(position, position + 1)))
    hashes = record.leaf_hashes(state.size)
    proof = inclusion_proof(hashes, position, state.size)
    return EventPage(
        event_line(directory, event),
        event.act,
        event.act == event.position,
        _pretty(event.command) if event.command is not None else "",
        body.decode(),
        leaf_hash(body).hex(),
        state.size,
        root_at(hashes, state.size).hex(),
        tuple(one.hex() for one in proof),
        position - 1 if position > 0 else None,
        position + 1 if position + 1 < state.size else None,
    )


def subject_words(directory: Directory, subject: str) -> tuple[str, str]:
    """What an event is about, in words, and the page of it (an absolute path, or empty)."""
    conference = directory.conference
    if subject in conference.cases:
        case = conference.cases[subject]
        return f"{case.reference} {title_of(directory, case)}".strip(), f"/proposals/{subject}"
    if subject in conference.sessions:
        return directory.session(subject), f"/sessions/{subject}"
    if subject in conference.votes:
        return subject_words(directory, conference.votes[subject].case)[0], f"/votes/{subject}"
    if subject in conference.resolutions:
        return f"№ {conference.resolutions[subject].numbered.number}", f"/resolutions/{subject}"
    if subject in conference.documents:
        return subject_words(directory, conference.documents[subject].subject)
    if subject in conference.institutions:
        return directory.institution(subject), f"/members/{subject}"
    if subject in conference.persons:
        return directory.person(subject), ""
    if subject in conference.mandates:
        return directory.person(conference.mandates[subject].person), ""
    if subject in conference.bodies:
        return directory.body(subject), ""
    return "", ""


def detail(directory: Directory, data: AnyPayload, position: int) -> str:
    """What the kind of event leaves open, in words: which step, whose seat, what result. Never a choice."""
    conference = directory.conference
    match data:
        case e.TransitionTaken():
            workflow = conference.workflows[conference.cases[data.case].pinned_at(position)].workflow
            rule = workflow.transitions.get(data.transition)
            titles = [
                directory.say(workflow.states[one].title) for one in data.target if one in workflow.states
            ]
            return (
                f"{directory.say(rule.title) if rule is not None else data.transition} → {', '.join(titles)}"
            )
        case e.VoteClosed() | e.HandCountEntered() | e.AdoptedWithoutVote():
            told = told_of(directory.shelf, conference, conference.votes[data.vote], outcome=data.outcome)
            words = in_words([told[0], told[-1]], directory.lang)
            return " ".join(dict.fromkeys(words))
        case e.BallotAccepted() | e.CasterChanged():
            return directory.seat(data.seat)
        case e.PresenceRecorded():
            name = directory.office(data.mandate).name if data.present else ""
            return ", ".join(one for one in (directory.seat(data.seat), name) if one)
        case e.SeatCreated() | e.InstitutionAdmitted():
            return directory.institution(data.institution)
        case e.MandateGranted():
            place = data.institution and directory.institution(data.institution)
            return ", ".join(one for one in (directory.person(data.person), place) if one)
        case e.MandateEnded():
            return directory.office(data.mandate).name
        case e.InstitutionRegistered() | e.InstitutionChanged() | e.BodyRegistered():
            return directory.say(data.names)
        case e.WorkflowPutInForce():
            return f"{data.workflow} {data.version}"
        case e.WorkflowWithdrawn():
            return data.workflow
        case e.CaseMigrated():
            version = conference.workflows[data.workflow_hash]
            titles = [directory.say(version.workflow.states[one].title) for one in data.target]
            return f"{version.name} {version.version} → {', '.join(titles)}"
        case e.AgendaItemPlaced():
            return f"№ {data.item}"
        case e.ResolutionNumbered():
            return f"№ {data.number}"
        case _:
            return ""


def _pretty(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
