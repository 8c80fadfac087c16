"""Sessions: convocation, agenda, presence."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.evolving.case import put_case
from ecar_governance.domain.state import AgendaItem, Attendance, Conference, Session


def _put(c: Conference, session: Session) -> Conference:
    return replace(c, sessions=c.sessions.insert(session.session, session))


def _convened(c: Conference, event: Event, d: e.SessionConvened) -> Conference:
    return _put(
        c,
        Session(d.session, d.body, d.number, d.begins, d.zone, d.place, "convened", event.at),
    )


def _noticed(c: Conference, _: Event, d: e.NoticeSent) -> Conference:
    session = c.sessions[d.session]
    return _put(c, replace(session, noticed=tuple(sorted({*session.noticed, *d.people}))))


def _placed(c: Conference, _: Event, d: e.AgendaItemPlaced) -> Conference:
    session = c.sessions[d.session]
    placed = _put(c, replace(session, agenda=(*session.agenda, AgendaItem(d.item, d.case))))
    return put_case(placed, replace(c.cases[d.case], session=d.session, item=d.item))


def _lifted(c: Conference, _: Event, d: e.AgendaItemLifted) -> Conference:
    session = c.sessions[d.session]
    agenda = tuple(replace(x, lifted=True) if x.item == d.item else x for x in session.agenda)
    return put_case(_put(c, replace(session, agenda=agenda)), replace(c.cases[d.case], session="", item=0))


def _opened(c: Conference, event: Event, d: e.SessionOpened) -> Conference:
    return _put(c, replace(c.sessions[d.session], status="open", opened=event.at))


def _closed(c: Conference, event: Event, d: e.SessionClosed) -> Conference:
    return _put(c, replace(c.sessions[d.session], status="closed", closed=event.at))


def _presence(c: Conference, event: Event, d: e.PresenceRecorded) -> Conference:
    session = c.sessions[d.session]
    if not d.present:
        return _put(c, replace(session, attendance=session.attendance.discard(d.seat)))
    row = Attendance(d.seat, d.mandate, event.at)
    known = any(x.seat == d.seat and x.mandate == d.mandate for x in session.ever_present)
    return _put(
        c,
        replace(
            session,
            attendance=session.attendance.insert(d.seat, row),
            ever_present=session.ever_present if known else (*session.ever_present, row),
        ),
    )


FOLDS: dict[type, Fold] = {
    e.SessionConvened: _convened,
    e.NoticeSent: _noticed,
    e.AgendaItemPlaced: _placed,
    e.AgendaItemLifted: _lifted,
    e.SessionOpened: _opened,
    e.SessionClosed: _closed,
    e.PresenceRecorded: _presence,
}
