"""Sessions: convening, moving, notice, opening, suspension, presence, closing."""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.deciding.members import giving_reasons, grant_reasons, write_grant
from ecar_governance.domain.deciding.steps import Steps, zone_reasons
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import Seat, Session
from ecar_governance.errors import InvalidInput

RUNNING = ("convened", "open", "suspended")
"""While a meeting is one of these, people come and go and its agenda changes."""

_MODES: dict[e.SessionKind, tuple[e.AttendanceMode, ...]] = {
    "room": ("room",),
    "remote": ("remote",),
    "hybrid": ("room", "remote"),
}


def modes_of(session: Session) -> tuple[e.AttendanceMode, ...]:
    """The ways in which people can attend it, the usual one first."""
    return _MODES[session.kind]


def running(steps: Steps, session: str, *statuses: str) -> tuple[Session | None, list[Reason]]:
    """The session, and why nothing of the kind can happen in it now."""
    known = steps.conference.sessions.get(session)
    if known is None:
        return None, [Reason("session.unknown", {"session": session})]
    if known.status not in statuses:
        return known, [Reason(f"session.is_{known.status}", {"number": str(known.number)})]
    return known, []


def _convene(steps: Steps, command: c.ConveneSession) -> list[Reason]:
    wanted = command.session
    reasons = []
    if wanted.body not in steps.conference.bodies:
        reasons.append(Reason("body.unknown", {"body": wanted.body}))
    if wanted.session in steps.conference.sessions:
        reasons.append(Reason("session.exists", {"session": wanted.session}))
    if any(s.body == wanted.body and s.number == wanted.number for s in steps.conference.sessions.values()):
        reasons.append(Reason("session.number_used", {"number": str(wanted.number)}))
    reasons += zone_reasons(wanted.zone)
    if wanted.number < 1:
        reasons.append(Reason("session.number_not_positive", {"number": str(wanted.number)}))
    if not reasons:
        steps.emit(wanted.session, wanted)
    return reasons


def _move(steps: Steps, command: c.MoveSession) -> list[Reason]:
    wanted = command.session
    known, reasons = running(steps, wanted.session, "convened")
    if known is None:
        return reasons
    reasons += zone_reasons(wanted.zone)
    as_it_is = (known.begins, known.zone, known.place, known.kind, known.link)
    changes = as_it_is != (wanted.begins, wanted.zone, wanted.place, wanted.kind, wanted.link)
    if not reasons and changes:
        steps.emit(wanted.session, wanted)
    return reasons


def _cancel(steps: Steps, command: c.CancelSession) -> list[Reason]:
    known, reasons = running(steps, command.session, "convened")
    if known is not None and any(item.case for item in known.items):
        # A proposal would be left before a meeting that is never held, with no step to take it away.
        reasons.append(Reason("session.has_proposals"))
    if not command.reason:
        reasons.append(Reason("session.cancelled_for_reason"))
    if not reasons:
        steps.emit(command.session, e.SessionCancelled(command.session, command.reason))
    return reasons


def _notice(steps: Steps, command: c.SendNotice) -> list[Reason]:
    _, reasons = running(steps, command.session, "convened", "open")
    reasons += [
        Reason("person.unknown", {"person": p}) for p in command.people if p not in steps.conference.persons
    ]
    if not reasons and command.people:
        steps.emit(command.session, e.NoticeSent(command.session, command.people))
    return reasons


def _open(steps: Steps, command: c.OpenSession) -> list[Reason]:
    _, reasons = running(steps, command.session, "convened")
    if not reasons:
        steps.emit(command.session, e.SessionOpened(command.session))
    return reasons


def _suspend(steps: Steps, command: c.SuspendSession) -> list[Reason]:
    known, reasons = running(steps, command.session, "open")
    if known is not None:
        reasons += _open_votes(steps, known)
    if command.until is not None and command.until <= steps.at:
        reasons.append(Reason("session.resumes_earlier"))
    if not reasons:
        steps.emit(command.session, e.SessionSuspended(command.session, command.until))
    return reasons


def _resume(steps: Steps, command: c.ResumeSession) -> list[Reason]:
    known, reasons = running(steps, command.session, "open", "suspended")
    if known is not None and known.status == "open":
        reasons.append(Reason("session.is_open", {"number": str(known.number)}))
    if not reasons:
        steps.emit(command.session, e.SessionResumed(command.session))
    return reasons


def _close(steps: Steps, command: c.CloseSession) -> list[Reason]:
    known, reasons = running(steps, command.session, "open", "suspended")
    if known is not None:
        reasons += _open_votes(steps, known)
    if not reasons:
        steps.emit(command.session, e.SessionClosed(command.session))
    return reasons


def _open_votes(steps: Steps, session: Session) -> list[Reason]:
    conf = steps.conference
    return [
        Reason("session.vote_open", {"item": str(item.item)})
        for item in session.items
        if item.case
        for vote in (conf.votes.get(conf.cases[item.case].vote),)
        if vote is not None and vote.status == "open"
    ]


def _attending(
    steps: Steps, session: str, seat: str, *, present: bool, mode: e.AttendanceMode
) -> tuple[Session | None, Seat | None, list[Reason]]:
    """The session and the seat, and why nobody can come or go so now."""
    known, reasons = running(steps, session, *RUNNING)
    if known is None:
        return None, None, reasons
    found = steps.conference.seats.get(seat)
    if found is None or found.body != known.body:
        return known, None, [*reasons, Reason("seat.unknown", {"seat": seat})]
    if present and mode not in modes_of(known):
        reasons.append(Reason("presence.mode_not_open", {"mode": mode}))
    # A closing counts those present at its deadline: it comes before anybody's coming or going.
    reasons += [
        Reason("vote.deadline_passed", when=vote.closes)
        for vote in (steps.conference.votes[v] for v in sorted(steps.conference.open_votes))
        if vote.session == session and vote.closes is not None and vote.closes <= steps.at
    ]
    return known, found, reasons


def _presence(steps: Steps, command: c.RecordPresence) -> list[Reason]:
    known, seat, reasons = _attending(
        steps, command.session, command.seat, present=command.present, mode=command.mode
    )
    if known is None or seat is None:
        return reasons
    there = known.attendance.get(command.seat)
    if command.present:
        if command.mandate not in casters_of(steps.conference, command.seat, command.session, steps.at):
            reasons.append(Reason("presence.no_mandate", {"seat": seat.seat}))
        elif there is not None and (there.mandate, there.mode) == (command.mandate, command.mode):
            reasons.append(Reason("presence.recorded_already", {"seat": seat.seat}))
    elif there is None:
        reasons.append(Reason("presence.not_present", {"seat": seat.seat}))
    if not reasons:
        steps.emit(
            command.session,
            e.PresenceRecorded(
                command.session,
                command.seat,
                command.mandate,
                command.present,
                command.mode,
            ),
        )
    return reasons


def _admit(steps: Steps, command: c.AdmitAtDoor) -> list[Reason]:
    """A mandate for this session alone, and presence at once: one act, so that nobody waits at the door."""
    known, seat, reasons = _attending(steps, command.session, command.seat, present=True, mode=command.mode)
    if known is None or seat is None:
        return reasons
    if seat.person:
        return [*reasons, Reason("presence.own_seat", {"seat": seat.seat})]
    if command.seat in known.attendance:
        reasons.append(Reason("presence.seat_taken", {"seat": seat.seat}))
    if reasons:
        return reasons
    if command.register is not None:
        if command.register.person != command.person or command.person in steps.conference.persons:
            raise InvalidInput("Somebody is registered as the one who is admitted, under an id of their own.")
        steps.emit(command.person, command.register)
    wanted = e.MandateGranted(
        command.mandate,
        command.person,
        "written_authority",
        institution=seat.institution,
        session=command.session,
        paper=command.paper,
    )
    reasons += giving_reasons(steps, wanted) + grant_reasons(steps, wanted)
    if reasons:
        return reasons
    write_grant(steps, wanted)
    steps.emit(
        command.session,
        e.AdmittedAtDoor(command.session, command.seat, command.mandate, command.office),
    )
    steps.emit(
        command.session,
        e.PresenceRecorded(command.session, command.seat, command.mandate, True, command.mode),
    )
    return []


HANDLERS: dict[type, Handler] = {
    c.ConveneSession: _convene,
    c.MoveSession: _move,
    c.CancelSession: _cancel,
    c.SendNotice: _notice,
    c.OpenSession: _open,
    c.SuspendSession: _suspend,
    c.ResumeSession: _resume,
    c.CloseSession: _close,
    c.AdmitAtDoor: _admit,
    c.RecordPresence: _presence,
}
