"""Mandates granted and ended, people registered, invited and given what they prove themselves with."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.casters import refresh_casters
from ecar_governance.domain.deciding.rights import MEMBERSHIP, SESSION_OFFICES
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.organs import OF_A_BODY, SITTING, body_of, seat_of_mandate
from ecar_governance.domain.state import Conference, Mandate
from ecar_governance.errors import InvalidInput

SEAT_HOLDERS = frozenset({"rector", "acting_rector"})
"""One of these a seat at any instant: the rector's place is held once."""

OF_ONE_HOLDER = frozenset({"president", "secretary_general", "wg_chair"})
"""Offices that one person holds at any instant, in the conference or in a working group."""

OF_A_SEAT = frozenset({"rector", "acting_rector", "vice_rector", "written_authority"})
OF_AN_INSTITUTION = frozenset({"assistant", "observer", "student_representative"})
OF_A_SESSION = frozenset({"session_chair", "session_secretary", "written_authority"})


def seat_of(conference: Conference, institution: str) -> str:
    """The id of the institution's seat in the plenary, or "" when it has none."""
    seat = conference.seats.get(f"seat-{institution}")  # as every seat is named, whichever act creates it
    return "" if seat is None else seat.seat


def of_seat(conference: Conference, seat: str) -> tuple[Mandate, ...]:
    """Every mandate ever granted for the seat."""
    return tuple(conference.mandates[name] for name in conference.seat_mandates.get(seat, ()))


def implied_seat(steps: Steps, wanted: e.MandateGranted) -> str:
    """The seat that a mandate of this kind for the institution is one of, "" for none."""
    return seat_of(steps.conference, wanted.institution) if wanted.kind in OF_A_SEAT else ""


def _grant(steps: Steps, command: c.GrantMandate) -> list[Reason]:
    reasons = giving_reasons(steps, command.mandate) + grant_reasons(steps, command.mandate)
    if not reasons:
        write_grant(steps, command.mandate)
    return reasons


def giving_reasons(steps: Steps, wanted: e.MandateGranted) -> list[Reason]:
    """Why this actor may not give this mandate, by hand or in a file.

    Raises InvalidInput when it claims an election: that is for a procedure to say (`effects.offices`)."""
    if wanted.election is not UNSET:
        raise InvalidInput("A mandate that is given by hand names no election.")
    reasons = []
    actor = steps.context.actor
    if actor.kind == "person" and actor.person == wanted.person:
        reasons.append(Reason("mandate.own"))
    if wanted.kind == "delegate":
        reasons.append(Reason("delegation.by_holder"))
    if wanted.kind == "administrator" and not _administers(steps):
        reasons.append(Reason("mandate.administrator_only", who=("administrator",)))
    return reasons


def _administers(steps: Steps) -> bool:
    actor = steps.context.actor
    mandate = steps.conference.mandates.get(actor.mandate)
    return actor.kind == "installer" or (mandate is not None and mandate.kind == "administrator")


def grant_reasons(steps: Steps, wanted: e.MandateGranted) -> list[Reason]:
    """Why nobody may be given this mandate as it is."""
    conf = steps.conference
    reasons = _scope_reasons(steps, wanted)
    since = wanted.since or steps.at
    if wanted.mandate in conf.mandates:
        reasons.append(Reason("mandate.exists", {"mandate": wanted.mandate}))
    if wanted.until is not None and wanted.until <= since:
        reasons.append(Reason("mandate.ends_before_it_begins", {"mandate": wanted.mandate}))
    seat = wanted.seat or implied_seat(steps, wanted)
    if wanted.kind in SEAT_HOLDERS and any(
        m.kind in SEAT_HOLDERS and overlaps(m, since, wanted.until) for m in of_seat(conf, seat)
    ):
        reasons.append(Reason("mandate.seat_held", {"institution": wanted.institution}))
    if wanted.kind in SESSION_OFFICES and any(
        m.kind == wanted.kind and m.session == wanted.session and overlaps(m, since, wanted.until)
        for m in conf.mandates.values()
    ):
        reasons.append(Reason("mandate.session_office_held", {"office": wanted.kind}))
    for holder in sorted({one.person for one in _holding(conf, wanted, since)}):
        reasons.append(Reason("mandate.office_held", {"office": wanted.kind, "person": holder}))
    return reasons


def _holding(conf: Conference, wanted: e.MandateGranted, since: datetime) -> list[Mandate]:
    """The mandates of others for an office of one holder during the term that is wanted; whoever holds it may
    be given a further term."""
    if wanted.kind not in OF_ONE_HOLDER:
        return []
    return [
        one
        for _name, one in sorted(conf.mandates.items())
        if (one.kind, one.body) == (wanted.kind, wanted.body)
        and one.person != wanted.person
        and overlaps(one, since, wanted.until)
    ]


def succeed_in_office(steps: Steps, wanted: e.MandateGranted) -> None:
    """Ends the mandate of whoever holds an office of one holder when the term that is wanted begins, at that
    instant: there are never two of them, and no time without one. Terms that begin then or later stay."""
    since = max(wanted.since or steps.at, steps.at)
    for known in _holding(steps.conference, wanted, since):
        if known.since < since and known.in_force(since):
            steps.emit(known.person, e.MandateEnded(known.mandate, "succeeded", _later(steps, since)))
            _refresh(steps, known)


def _later(steps: Steps, at: datetime) -> datetime | UnsetType:
    return at if at > steps.at else UNSET


def overlaps(known: Mandate, since: datetime, until: datetime | None) -> bool:
    """Whether the mandate is in force at some instant from `since` until `until` (exclusive)."""
    ends = min((x for x in (known.ended, known.until) if x is not None), default=None)
    if ends is not None and ends <= known.since:
        return False  # ended before it began: it was never in force
    return (ends is None or since < ends) and (until is None or known.since < until)


def write_grant(steps: Steps, wanted: e.MandateGranted) -> None:
    seat = wanted.seat or implied_seat(steps, wanted)
    granted = replace(wanted, seat=seat, since=wanted.since or steps.at)
    steps.emit(wanted.person, granted)
    mandate = steps.conference.mandates[wanted.mandate]
    give_own_seat(steps, mandate)
    _refresh(steps, mandate)


def give_own_seat(steps: Steps, mandate: Mandate) -> None:
    """Whoever gets into the presidium or a working group has a seat there, kept for a later term."""
    seat = seat_of_mandate(steps.conference, mandate)
    if seat and seat not in steps.conference.seats:
        body = body_of(steps.conference, mandate)
        steps.emit(mandate.person, e.SeatCreated(seat, "", body, Fraction(1), mandate.person))


def _refresh(steps: Steps, mandate: Mandate) -> None:
    """Open votes take note of a mandate that began or ended."""
    seat = seat_of_mandate(steps.conference, mandate)
    if seat:
        refresh_casters(steps, seat)


def _scope_reasons(steps: Steps, wanted: e.MandateGranted) -> list[Reason]:
    """A mandate must lie where its kind says, and everything it names must exist."""
    conf, kind = steps.conference, wanted.kind
    reasons = []
    if wanted.person not in conf.persons:
        reasons.append(Reason("person.unknown", {"person": wanted.person}))
    if wanted.institution not in conf.institutions and (
        wanted.institution or kind in OF_A_SEAT | OF_AN_INSTITUTION
    ):
        reasons.append(Reason("institution.unknown", {"institution": wanted.institution}))
    elif kind in OF_A_SEAT and not implied_seat(steps, wanted):
        reasons.append(Reason("institution.no_seat", {"institution": wanted.institution}))
    if wanted.seat and wanted.seat != implied_seat(steps, wanted):
        reasons.append(Reason("mandate.seat_differs", {"seat": wanted.seat}))
    if wanted.body not in conf.bodies and (wanted.body or kind in OF_A_BODY):
        reasons.append(Reason("body.unknown", {"body": wanted.body}))
    elif kind in OF_A_BODY and kind not in SITTING.get(conf.bodies[wanted.body].kind, ()):
        reasons.append(Reason("mandate.other_body", {"body": wanted.body}))
    session = conf.sessions.get(wanted.session)
    if session is None and (wanted.session or kind in OF_A_SESSION):
        reasons.append(Reason("session.unknown", {"session": wanted.session}))
    elif session is not None and kind == "written_authority" and session.over:
        reasons.append(Reason(f"session.is_{session.status}", {"number": str(session.number)}))
    return reasons


def write_person(steps: Steps, wanted: e.PersonRegistered) -> None:
    """The person registered, or changed where what is known of them differs."""
    known = steps.conference.persons.get(wanted.person)
    if known is None:
        steps.emit(wanted.person, wanted)
    elif known.digest != wanted.digest:
        steps.emit(wanted.person, e.PersonChanged(wanted.person, wanted.digest))


def _register(steps: Steps, command: c.RegisterPerson) -> list[Reason]:
    known = steps.conference.persons.get(command.person.person)
    if known is not None and known.digest == command.person.digest:
        return [Reason("nothing.changes")]
    write_person(steps, command.person)
    return []


def _end(steps: Steps, command: c.EndMandate) -> list[Reason]:
    known = steps.conference.mandates.get(command.mandate)
    if known is None:
        return [Reason("mandate.unknown", {"mandate": command.mandate})]
    reasons = []
    if known.ended is not None or (known.until is not None and known.until <= steps.at):
        reasons.append(Reason("mandate.ended_already", {"mandate": command.mandate}))
    if known.kind == "administrator" and not _administers(steps):
        reasons.append(Reason("mandate.administrator_only", who=("administrator",)))
    if reasons:
        return reasons
    steps.emit(known.person, e.MandateEnded(command.mandate, command.reason))
    _refresh(steps, known)
    return []


def _invite(steps: Steps, command: c.IssueInvitation) -> list[Reason]:
    reasons = []
    if command.person not in steps.conference.persons:
        reasons.append(Reason("person.unknown", {"person": command.person}))
    if steps.context.actor.kind == "system" and command.purpose != "lost_password":
        reasons.append(Reason("actor.not_allowed", who=MEMBERSHIP))
    if not reasons:
        steps.emit(command.person, e.InvitationIssued(command.person, command.purpose))
    return reasons


def _credential(steps: Steps, command: c.SetCredential) -> list[Reason]:
    steps.emit(command.person, e.CredentialSet(command.person, command.kind))
    return []


def _signing_key(steps: Steps, command: c.IssueSigningKey) -> list[Reason]:
    steps.emit(command.person, e.SigningKeyIssued(command.person, command.fingerprint, command.trial))
    return []


HANDLERS: dict[type, Handler] = {
    c.GrantMandate: _grant,
    c.RegisterPerson: _register,
    c.EndMandate: _end,
    c.IssueInvitation: _invite,
    c.SetCredential: _credential,
    c.IssueSigningKey: _signing_key,
}
