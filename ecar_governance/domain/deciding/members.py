"""Institutions, seats, people and mandates: imported, granted, ended."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.casters import refresh_casters
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import Conference, Mandate

SEAT_HOLDERS = frozenset({"rector", "acting_rector"})
"""One of these a seat at any instant: the rector's place is held once."""

OF_A_SEAT = frozenset({"rector", "acting_rector", "vice_rector", "written_authority"})
OF_AN_INSTITUTION = frozenset({"assistant", "observer"})
OF_A_BODY = frozenset({"wg_chair", "wg_member"})
OF_A_SESSION = frozenset({"session_chair", "session_secretary", "written_authority"})


def seat_of(conference: Conference, institution: str) -> str:
    """The id of the institution's seat in the plenary, or "" when it has none."""
    return next((s.seat for s in conference.seats.values() if s.institution == institution), "")


def _import(steps: Steps, command: c.ImportMembers) -> list[Reason]:
    reasons: list[Reason] = []
    for institution in command.institutions:
        _import_institution(steps, institution)
    for body in command.bodies:
        if body.body not in steps.conference.bodies:
            steps.emit(body.body, body)
    for person in command.people:
        _import_person(steps, person)
    for mandate in command.mandates:
        if _same_in_force(steps, mandate) is None:
            _succeed(steps, mandate)
            reasons += _grant_one(steps, mandate)
    return reasons


def _import_institution(steps: Steps, wanted: e.InstitutionRegistered) -> None:
    known = steps.conference.institutions.get(wanted.institution)
    if known is None:
        steps.emit(wanted.institution, wanted)
    elif (known.kind, known.country, known.city, known.names) != (
        wanted.kind,
        wanted.country,
        wanted.city,
        wanted.names,
    ):
        steps.emit(
            wanted.institution,
            e.InstitutionChanged(
                wanted.institution, wanted.kind, wanted.names, wanted.country, wanted.city, wanted.since
            ),
        )
    if wanted.kind == "member" and not seat_of(steps.conference, wanted.institution):
        plenary = next(b.body for b in steps.conference.bodies.values() if b.kind == "plenary")
        steps.emit(
            wanted.institution,
            e.SeatCreated(f"seat-{wanted.institution}", wanted.institution, plenary, Fraction(1)),
        )


def _import_person(steps: Steps, wanted: e.PersonRegistered) -> None:
    known = steps.conference.persons.get(wanted.person)
    if known is None:
        steps.emit(wanted.person, wanted)
    elif known.digest != wanted.digest:
        steps.emit(wanted.person, e.PersonChanged(wanted.person, wanted.digest))


def _same_in_force(steps: Steps, wanted: e.MandateGranted) -> Mandate | None:
    """The mandate, still running, that already says what this one would."""
    person = steps.conference.persons.get(wanted.person)
    for known in () if person is None else (steps.conference.mandates[m] for m in person.mandates):
        same = (known.kind, known.institution, known.seat, known.body, known.session) == (
            wanted.kind,
            wanted.institution,
            wanted.seat or _implied_seat(steps, wanted),
            wanted.body,
            wanted.session,
        )
        if same and known.ended is None and (known.until is None or known.until > steps.at):
            return known
    return None


def _succeed(steps: Steps, wanted: e.MandateGranted) -> None:
    """An import that names a new holder of a seat ends the mandate of the one before."""
    if wanted.kind not in SEAT_HOLDERS or (wanted.since is not None and wanted.since > steps.at):
        return
    seat = wanted.seat or _implied_seat(steps, wanted)
    for known in tuple(steps.conference.mandates.values()):
        if known.seat == seat and known.kind in SEAT_HOLDERS and known.in_force(steps.at):
            steps.emit(known.person, e.MandateEnded(known.mandate, "succeeded"))


def _implied_seat(steps: Steps, wanted: e.MandateGranted) -> str:
    return seat_of(steps.conference, wanted.institution) if wanted.kind in OF_A_SEAT else ""


def _grant(steps: Steps, command: c.GrantMandate) -> list[Reason]:
    actor = steps.context.actor
    if actor.kind == "person" and actor.person == command.mandate.person:
        return [Reason("mandate.own")]
    if command.mandate.kind == "administrator" and not _administers(steps):
        return [Reason("mandate.administrator_only", who=("administrator",))]
    return _grant_one(steps, command.mandate)


def _administers(steps: Steps) -> bool:
    actor = steps.context.actor
    mandate = steps.conference.mandates.get(actor.mandate)
    return actor.kind == "installer" or (mandate is not None and mandate.kind == "administrator")


def _grant_one(steps: Steps, wanted: e.MandateGranted) -> list[Reason]:
    reasons = _scope_reasons(steps, wanted)
    if wanted.mandate in steps.conference.mandates:
        reasons.append(Reason("mandate.exists", {"mandate": wanted.mandate}))
    if wanted.until is not None and wanted.until <= (wanted.since or steps.at):
        reasons.append(Reason("mandate.ends_before_it_begins", {"mandate": wanted.mandate}))
    if reasons:
        return reasons
    seat = wanted.seat or _implied_seat(steps, wanted)
    since = wanted.since or steps.at
    if wanted.kind in SEAT_HOLDERS and _held(steps.conference, seat, since, wanted.until):
        return [Reason("mandate.seat_held", {"institution": wanted.institution})]
    steps.emit(
        wanted.person,
        e.MandateGranted(
            wanted.mandate,
            wanted.person,
            wanted.kind,
            wanted.institution,
            seat,
            wanted.body,
            wanted.session,
            since,
            wanted.until,
            wanted.paper,
        ),
    )
    if seat:
        refresh_casters(steps, seat)
    return []


def _held(conference: Conference, seat: str, since: datetime, until: datetime | None) -> bool:
    """Whether somebody holds the rector's place of this seat at some instant from `since` to `until`."""
    for known in conference.mandates.values():
        if known.seat != seat or known.kind not in SEAT_HOLDERS:
            continue
        ends = min((x for x in (known.ended, known.until) if x is not None), default=None)
        if (ends is None or since < ends) and (until is None or known.since < until):
            return True
    return False


def _scope_reasons(steps: Steps, wanted: e.MandateGranted) -> list[Reason]:
    """A mandate must lie where its kind says, and everything it names must exist."""
    conf, kind = steps.conference, wanted.kind
    reasons = []
    if wanted.person not in conf.persons:
        reasons.append(Reason("person.unknown", {"person": wanted.person}))
    if kind in OF_A_SEAT | OF_AN_INSTITUTION:
        if wanted.institution not in conf.institutions:
            reasons.append(Reason("institution.unknown", {"institution": wanted.institution}))
        elif kind in OF_A_SEAT and not _implied_seat(steps, wanted):
            reasons.append(Reason("institution.no_seat", {"institution": wanted.institution}))
    elif wanted.institution and wanted.institution not in conf.institutions:
        reasons.append(Reason("institution.unknown", {"institution": wanted.institution}))
    if kind in OF_A_BODY and wanted.body not in conf.bodies:
        reasons.append(Reason("body.unknown", {"body": wanted.body}))
    if kind in OF_A_SESSION and wanted.session not in conf.sessions:
        reasons.append(Reason("session.unknown", {"session": wanted.session}))
    if kind in ("session_chair", "session_secretary") and wanted.session in conf.sessions:
        taken = any(
            m.session == wanted.session and m.kind == kind and m.in_force(steps.at)
            for m in conf.mandates.values()
        )
        if taken:
            reasons.append(Reason("mandate.session_office_held", {"office": kind}))
    return reasons


def _register(steps: Steps, command: c.RegisterPerson) -> list[Reason]:
    known = steps.conference.persons.get(command.person.person)
    if known is not None and known.digest == command.person.digest:
        return [Reason("nothing.changes")]
    _import_person(steps, command.person)
    return []


def _end(steps: Steps, command: c.EndMandate) -> list[Reason]:
    known = steps.conference.mandates.get(command.mandate)
    if known is None:
        return [Reason("mandate.unknown", {"mandate": command.mandate})]
    if known.ended is not None:
        return [Reason("mandate.ended_already", {"mandate": command.mandate})]
    if known.kind == "administrator" and not _administers(steps):
        return [Reason("mandate.administrator_only", who=("administrator",))]
    steps.emit(known.person, e.MandateEnded(command.mandate, command.reason))
    if known.seat:
        refresh_casters(steps, known.seat)
    return []


def _invite(steps: Steps, command: c.IssueInvitation) -> list[Reason]:
    if command.person not in steps.conference.persons:
        return [Reason("person.unknown", {"person": command.person})]
    if steps.context.actor.kind == "system" and command.purpose != "lost_password":
        return [Reason("actor.not_allowed", who=("administrator",))]
    steps.emit(command.person, e.InvitationIssued(command.person, command.purpose))
    return []


def _credential(steps: Steps, command: c.SetCredential) -> list[Reason]:
    steps.emit(command.person, e.CredentialSet(command.person, command.kind))
    return []


def _signing_key(steps: Steps, command: c.IssueSigningKey) -> list[Reason]:
    steps.emit(command.person, e.SigningKeyIssued(command.person, command.fingerprint, command.trial))
    return []


HANDLERS: dict[type, Handler] = {
    c.ImportMembers: _import,
    c.GrantMandate: _grant,
    c.RegisterPerson: _register,
    c.EndMandate: _end,
    c.IssueInvitation: _invite,
    c.SetCredential: _credential,
    c.IssueSigningKey: _signing_key,
}
