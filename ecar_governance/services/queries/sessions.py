"""Sessions as people see them: the list, and one with its agenda, presence, quorum and turnout."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.deciding.casters import casters_by_seat
from ecar_governance.domain.deciding.documents import minutes_of
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.state import Conference, Session, Vote
from ecar_governance.services.queries.cases import Standing, load_titles, standing, title_of, workflow_of
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.resolutions import SignatureView, signatures
from ecar_governance.services.queries.votes import SeatTurnout, VoteView, turnout, vote_view


class SessionLine(Struct, frozen=True):
    """A session in a list."""

    session: str
    number: int
    body: str
    begins: datetime
    zone: str
    place: str
    status: str
    items: int
    present: int
    seats: int


class ItemView(Struct, frozen=True):
    """An item of the agenda and what became of it."""

    item: int
    case: str
    reference: str
    title: str
    kind: str
    standing: Standing
    vote: VoteView | None
    carried: bool | None
    resolution: str
    resolution_number: str


class SeatPresence(Struct, frozen=True):
    """A seat in the session: who may sit for it, and who does."""

    seat: str
    institution: str
    seat_name: str
    may_sit: tuple[Office, ...]
    sits: Office | None
    since: datetime | None
    was_there: bool


class OpenVote(Struct, frozen=True):
    """A vote that is open: its turnout and who has not voted. Never a choice."""

    view: VoteView
    turnout: tuple[SeatTurnout, ...]


class SessionPage(Struct, frozen=True):
    """Everything that the page of a session shows but its actions. `minutes` is the document made for
    signature, "" before it is."""

    line: SessionLine
    body_id: str
    convened: datetime
    opened: datetime | None
    closed: datetime | None
    noticed: tuple[str, ...]
    agenda: tuple[ItemView, ...]
    seats: tuple[SeatPresence, ...]
    officers: tuple[Office, ...]
    guests: tuple[Office, ...]
    open_votes: tuple[OpenVote, ...]
    half: int
    minutes: str
    signatures: tuple[SignatureView, ...]


def sessions(directory: Directory, at: datetime) -> tuple[SessionLine, ...]:
    """All sessions, the latest first."""
    found = sorted(directory.conference.sessions.values(), key=lambda one: one.begins, reverse=True)
    return tuple(session_line(directory, one, at) for one in found)


def session_line(directory: Directory, session: Session, at: datetime) -> SessionLine:
    """The session as a line, with the seats that the body has at the instant or had at the close."""
    seats = {seat.seat for seat in seats_of(directory.conference, session.body, session.closed or at)}
    if session.status == "closed":
        seats = _seats_then(directory.conference, session) or seats
    return SessionLine(
        session.session,
        session.number,
        directory.body(session.body),
        session.begins,
        session.zone,
        directory.say(session.place),
        session.status,
        sum(1 for item in session.agenda if not item.lifted),
        len(session.attendance),
        len(seats),
    )


def session(directory: Directory, held: Session, at: datetime) -> SessionPage:
    """The page of one session."""
    conference = directory.conference
    load_titles(directory, tuple(conference.cases[item.case] for item in held.agenda))
    directory.load_people(held.noticed)
    line = session_line(directory, held, at)
    of_session = [one for one in conference.mandates.values() if one.session == held.session]
    directory.load_people(one.person for one in of_session)
    open_votes = [
        vote
        for vote in (conference.votes[name] for name in conference.open_votes)
        if vote.session == held.session
    ]
    minutes = minutes_of(conference, held.session)
    return SessionPage(
        line,
        held.body,
        held.convened,
        held.opened,
        held.closed,
        tuple(sorted(name for name in (directory.person(one) for one in held.noticed) if name)),
        tuple(_item(directory, held, place, at) for place, item in enumerate(held.agenda) if not item.lifted),
        presence(directory, held, at),
        tuple(
            directory.office_of(one)
            for one in of_session
            if one.kind in ("session_chair", "session_secretary") and one.ended is None
        ),
        tuple(directory.office_of(one) for one in of_session if one.kind == "written_authority"),
        tuple(OpenVote(vote_view(directory, vote), turnout(directory, vote)) for vote in open_votes),
        line.seats // 2 + 1,
        minutes.document if minutes is not None else "",
        signatures(directory, minutes),
    )


def presence(directory: Directory, held: Session, at: datetime) -> tuple[SeatPresence, ...]:
    """Every seat of the session's body, by name."""
    conference = directory.conference
    casters = casters_by_seat(conference, held.body, held.session, held.closed or at)
    if held.status == "closed":
        # A member admitted since then had no seat in it: its votes froze the seats that there were.
        frozen = _seats_then(conference, held)
        casters = {seat: found for seat, found in casters.items() if not frozen or seat in frozen}
    people = [conference.mandates[one].person for found in casters.values() for one in found]
    directory.load_people(people)
    came = {one.seat for one in held.ever_present}
    rows = []
    for seat in casters:
        now = held.attendance.get(seat)
        rows.append(
            SeatPresence(
                seat,
                conference.seats[seat].institution,
                directory.seat(seat),
                tuple(directory.office(one) for one in casters[seat]),
                directory.office(now.mandate) if now is not None else None,
                now.since if now is not None else None,
                seat in came,
            )
        )
    return tuple(sorted(rows, key=lambda one: one.seat_name))


def _seats_then(conference: Conference, held: Session) -> set[str]:
    """The seats of the last electorate of the session; empty when no ballots were cast in it."""
    votes = [one for one in conference.votes.values() if one.session == held.session and one.electorate]
    last = max(votes, key=lambda one: one.opened_at, default=None)
    return {elector.seat for elector in last.electorate} if last is not None else set()


def _item(directory: Directory, held: Session, place: int, at: datetime) -> ItemView:
    conference = directory.conference
    listed = held.agenda[place]
    case = conference.cases[listed.case]
    vote: Vote | None = conference.votes.get(case.vote)
    resolution = conference.resolutions.get(case.resolution)
    return ItemView(
        listed.item,
        case.case,
        case.reference,
        title_of(directory, case),
        directory.say(workflow_of(conference, case).title),
        standing(directory, case, at),
        vote_view(directory, vote) if vote is not None and vote.session == held.session else None,
        vote.outcome.carried if vote is not None and vote.outcome is not None else None,
        case.resolution,
        resolution.numbered.number if resolution is not None else "",
    )
