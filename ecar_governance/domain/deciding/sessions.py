"""Sessions: convening, notice, opening, presence, closing."""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.deciding.steps import Steps, zone_reasons
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import Session


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


def _running(steps: Steps, session: str, *statuses: str) -> tuple[Session | None, list[Reason]]:
    known = steps.conference.sessions.get(session)
    if known is None:
        return None, [Reason("session.unknown", {"session": session})]
    if known.status not in statuses:
        return known, [Reason(f"session.is_{known.status}", {"number": str(known.number)})]
    return known, []


def _notice(steps: Steps, command: c.SendNotice) -> list[Reason]:
    _, reasons = _running(steps, command.session, "convened", "open")
    reasons += [
        Reason("person.unknown", {"person": p}) for p in command.people if p not in steps.conference.persons
    ]
    if not reasons and command.people:
        steps.emit(command.session, e.NoticeSent(command.session, command.people))
    return reasons


def _open(steps: Steps, command: c.OpenSession) -> list[Reason]:
    _, reasons = _running(steps, command.session, "convened")
    if not reasons:
        steps.emit(command.session, e.SessionOpened(command.session))
    return reasons


def _close(steps: Steps, command: c.CloseSession) -> list[Reason]:
    known, reasons = _running(steps, command.session, "open")
    if known is not None:
        reasons += [
            Reason("session.vote_open", {"item": str(item.item)})
            for item in known.agenda
            if not item.lifted
            for vote in (steps.conference.votes.get(steps.conference.cases[item.case].vote),)
            if vote is not None and vote.status == "open"
        ]
    if not reasons:
        steps.emit(command.session, e.SessionClosed(command.session))
    return reasons


def _presence(steps: Steps, command: c.RecordPresence) -> list[Reason]:
    known, reasons = _running(steps, command.session, "convened", "open")
    if known is None:
        return reasons
    seat = steps.conference.seats.get(command.seat)
    if seat is None or seat.body != known.body:
        return [*reasons, Reason("seat.unknown", {"seat": command.seat})]
    # A closing counts those present at its deadline: it comes before anybody's coming or going.
    reasons += [
        Reason("vote.deadline_passed", when=vote.closes)
        for vote in (steps.conference.votes[v] for v in sorted(steps.conference.open_votes))
        if vote.session == command.session and vote.closes is not None and vote.closes <= steps.at
    ]
    there = known.attendance.get(command.seat)
    if command.present:
        if command.mandate not in casters_of(steps.conference, command.seat, command.session, steps.at):
            reasons.append(Reason("presence.no_mandate", {"seat": seat.seat}))
        elif there is not None and there.mandate == command.mandate:
            reasons.append(Reason("presence.recorded_already", {"seat": seat.seat}))
    elif there is None:
        reasons.append(Reason("presence.not_present", {"seat": seat.seat}))
    if not reasons:
        steps.emit(
            command.session,
            e.PresenceRecorded(command.session, command.seat, command.mandate, command.present),
        )
    return reasons


HANDLERS: dict[type, Handler] = {
    c.ConveneSession: _convene,
    c.SendNotice: _notice,
    c.OpenSession: _open,
    c.CloseSession: _close,
    c.RecordPresence: _presence,
}
