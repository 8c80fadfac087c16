"""Sessions: convocation, agenda, course, presence, minutes."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.evolving.case import put_case
from ecar_governance.domain.state import (
    AgendaItem,
    Approved,
    Attendance,
    Block,
    Call,
    Conference,
    Movement,
    Pause,
    Session,
    TakenOut,
    Vote,
)


def _put(c: Conference, session: Session) -> Conference:
    return replace(c, sessions=c.sessions.insert(session.session, session))


def _convened(c: Conference, event: Event, d: e.SessionConvened) -> Conference:
    return _put(
        c,
        Session(
            d.session,
            d.body,
            d.number,
            d.begins,
            d.zone,
            d.place,
            "convened",
            event.at,
            kind=d.kind,
            link=d.link,
        ),
    )


def _block(c: Conference, event: Event, d: e.BlockAnnounced) -> Conference:
    """A block that was not put is what is announced last; one that was is over."""
    session = c.sessions[d.session]
    before = session.blocks if not session.blocks or session.blocks[-1].opened else session.blocks[:-1]
    block = Block(f"{d.session}/{len(before) + 1}", d.items)
    return _put(c, replace(session, blocks=(*before, block)))


def _taken_out(c: Conference, event: Event, d: e.ItemTakenOut) -> Conference:
    """With one item alone left there is no block any more."""
    session = c.sessions[d.session]
    *before, block = session.blocks
    left = tuple(item for item in block.items if item != d.item)
    taken = (*block.taken, TakenOut(d.item, event.actor, event.at))
    changed = replace(block, items=left if len(left) > 1 else (), taken=taken)
    return _put(c, replace(session, blocks=(*before, changed)))


def block_opened(c: Conference, vote: Vote) -> Conference:
    """The block of the vote has been put."""
    session = c.sessions[vote.session]
    blocks = tuple(replace(one, opened=True) if one.block == vote.block else one for one in session.blocks)
    return _put(c, replace(session, blocks=blocks))


def _moved(c: Conference, event: Event, d: e.SessionMoved) -> Conference:
    """Whoever had notice of the old time has notice of a new one from now on: they are told."""
    session = c.sessions[d.session]
    later = d.begins != session.begins
    return _put(
        c,
        replace(
            session,
            begins=d.begins,
            zone=d.zone,
            place=d.place,
            kind=d.kind,
            link=d.link,
            moved=event.at if later else session.moved,
            noticed=dict.fromkeys(session.noticed, event.at) if later else session.noticed,
            sequence=session.sequence + 1,
        ),
    )


def _cancelled(c: Conference, event: Event, d: e.SessionCancelled) -> Conference:
    session = c.sessions[d.session]
    return _put(
        c,
        replace(
            session,
            status="cancelled",
            cancelled=event.at,
            reason=d.reason,
            sequence=session.sequence + 1,
        ),
    )


def _noticed(c: Conference, event: Event, d: e.NoticeSent) -> Conference:
    session = c.sessions[d.session]
    noticed = {**dict.fromkeys(d.people, event.at), **session.noticed}
    return _put(c, replace(session, noticed=dict(sorted(noticed.items()))))


def _added(session: Session, item: AgendaItem) -> Session:
    place = max((x.place for x in session.agenda), default=0) + 1
    return replace(session, agenda=(*session.agenda, replace(item, place=place)))


def _placed(c: Conference, _: Event, d: e.AgendaItemPlaced) -> Conference:
    placed = _put(c, _added(c.sessions[d.session], AgendaItem(d.item, d.case)))
    return put_case(placed, replace(c.cases[d.case], session=d.session, item=d.item))


def _topic(c: Conference, _: Event, d: e.TopicPlaced) -> Conference:
    item = AgendaItem(d.item, kind=d.kind, titles=d.titles, minutes=d.minutes)
    return _put(c, _added(c.sessions[d.session], item))


def _lifted(c: Conference, _: Event, d: e.AgendaItemLifted) -> Conference:
    session = c.sessions[d.session]
    agenda = tuple(replace(x, lifted=True) if x.item == d.item else x for x in session.agenda)
    lifted = _put(c, replace(session, agenda=agenda))
    return put_case(lifted, replace(c.cases[d.case], session="", item=0)) if d.case else lifted


def _reordered(c: Conference, _: Event, d: e.AgendaReordered) -> Conference:
    """Where numbers are given anew, those of lifted items are free: nobody has seen them yet."""
    session = c.sessions[d.session]
    numbers = dict(zip(d.items, d.numbers, strict=True))
    renumbered = d.items != d.numbers
    agenda = []
    for one in session.agenda:
        if one.lifted:
            agenda.append(replace(one, item=0) if renumbered else one)
        else:
            agenda.append(replace(one, item=numbers[one.item], place=d.items.index(one.item) + 1))
    after = _put(c, replace(session, agenda=tuple(agenda)))
    for case, number in zip(d.cases, d.numbers, strict=True):
        if case:
            after = put_case(after, replace(after.cases[case], item=number))
    return after


def _paper(c: Conference, _: Event, d: e.PaperAdded) -> Conference:
    session = c.sessions[d.session]
    agenda = tuple(
        replace(x, papers=(*x.papers, d.paper)) if x.item == d.item and not x.lifted else x
        for x in session.agenda
    )
    return _put(c, replace(session, agenda=agenda))


def _opened(c: Conference, event: Event, d: e.SessionOpened) -> Conference:
    return _put(c, replace(c.sessions[d.session], status="open", opened=event.at))


def _called(c: Conference, event: Event, d: e.ItemCalled) -> Conference:
    session = c.sessions[d.session]
    calls = (*session.calls, Call(d.item, event.at))
    return _put(c, replace(session, current=d.item, calls=calls))


def _suspended(c: Conference, event: Event, d: e.SessionSuspended) -> Conference:
    session = c.sessions[d.session]
    return _put(c, replace(session, status="suspended", pauses=(*session.pauses, Pause(event.at, d.until))))


def _resumed(c: Conference, event: Event, d: e.SessionResumed) -> Conference:
    session = c.sessions[d.session]
    pauses = (*session.pauses[:-1], replace(session.pauses[-1], resumed=event.at))
    return _put(c, replace(session, status="open", pauses=pauses))


def _closed(c: Conference, event: Event, d: e.SessionClosed) -> Conference:
    return _put(c, replace(c.sessions[d.session], status="closed", closed=event.at))


def _admitted(c: Conference, _: Event, d: e.AdmittedAtDoor) -> Conference:
    session = c.sessions[d.session]
    return _put(c, replace(session, guests={**session.guests, d.mandate: d.office}))


def _presence(c: Conference, event: Event, d: e.PresenceRecorded) -> Conference:
    session = c.sessions[d.session]
    if d.present:
        attendance = session.attendance.insert(d.seat, Attendance(d.seat, d.mandate, event.at, d.mode))
        movement = Movement(d.seat, d.mandate, True, event.at, d.mode)
    else:
        there = session.attendance.get(d.seat)
        sat, mode = (d.mandate, d.mode) if there is None else (there.mandate, there.mode)
        attendance = session.attendance.discard(d.seat)
        movement = Movement(d.seat, sat, False, event.at, mode)
    return _put(c, replace(session, attendance=attendance, movements=(*session.movements, movement)))


def _approved(c: Conference, event: Event, d: e.MinutesApproved) -> Conference:
    approved = Approved(d.session, d.item, event.at, d.corrections)
    return _put(c, replace(c.sessions[d.minutes], approved=approved))


FOLDS: dict[type, Fold] = {
    e.SessionConvened: _convened,
    e.BlockAnnounced: _block,
    e.ItemTakenOut: _taken_out,
    e.SessionMoved: _moved,
    e.SessionCancelled: _cancelled,
    e.NoticeSent: _noticed,
    e.AgendaItemPlaced: _placed,
    e.TopicPlaced: _topic,
    e.AgendaItemLifted: _lifted,
    e.AgendaReordered: _reordered,
    e.PaperAdded: _paper,
    e.SessionOpened: _opened,
    e.ItemCalled: _called,
    e.SessionSuspended: _suspended,
    e.SessionResumed: _resumed,
    e.SessionClosed: _closed,
    e.AdmittedAtDoor: _admitted,
    e.PresenceRecorded: _presence,
    e.MinutesApproved: _approved,
}
