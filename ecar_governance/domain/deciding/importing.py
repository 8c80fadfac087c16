"""A file of institutions, bodies, people and mandates: what of it is new is written, the rest is left."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.members import (
    SEAT_HOLDERS,
    give_own_seat,
    giving_reasons,
    grant_reasons,
    implied_seat,
    of_seat,
    overlaps,
    seat_of,
    write_grant,
    write_person,
)
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.organs import body_of_kind
from ecar_governance.domain.state import Mandate


def _import(steps: Steps, command: c.ImportMembers) -> list[Reason]:
    reasons: list[Reason] = []
    for institution in command.institutions:
        reasons += _import_institution(steps, institution)
    for body in command.bodies:
        reasons += _import_body(steps, body)
    for person in command.people:
        write_person(steps, person)
    for mandate in command.mandates:
        reasons += _import_mandate(steps, mandate)
    return reasons


def _import_institution(steps: Steps, wanted: e.InstitutionRegistered) -> list[Reason]:
    known = steps.conference.institutions.get(wanted.institution)
    seat = seat_of(steps.conference, wanted.institution)
    if seat and wanted.kind != "member":
        # A file older than the admission would quietly undo what the plenary decided.
        return [Reason("institution.has_seat", {"institution": wanted.institution})]
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
    if wanted.kind == "member" and not seat:
        plenary = body_of_kind(steps.conference, "plenary")
        steps.emit(
            wanted.institution,
            e.SeatCreated(f"seat-{wanted.institution}", wanted.institution, plenary, Fraction(1)),
        )
    return []


def _import_body(steps: Steps, wanted: e.BodyRegistered) -> list[Reason]:
    known = steps.conference.bodies.get(wanted.body)
    if known is None and wanted.kind == "plenary":
        return [Reason("conference.one_plenary")]
    if known is not None and known.kind != wanted.kind:
        return [Reason("body.kind_differs", {"body": wanted.body})]
    if known is None and wanted.kind == "presidium" and body_of_kind(steps.conference, "presidium"):
        return [Reason("conference.one_presidium")]
    if known is None or known.names != wanted.names:
        steps.emit(wanted.body, wanted)
    if known is None and wanted.kind == "presidium":
        for mandate in sorted(steps.conference.mandates.values(), key=lambda one: one.mandate):
            if mandate.kind == "president" and overlaps(mandate, steps.at, None):
                give_own_seat(steps, mandate)
    return []


def _import_mandate(steps: Steps, wanted: e.MandateGranted) -> list[Reason]:
    if _same_in_force(steps, wanted) is not None:
        return []
    if _succeed(steps, wanted):
        # The place was held until now, whatever day the file names: nobody begins before they were known.
        wanted = replace(wanted, since=steps.at)
    reasons = giving_reasons(steps, wanted) + grant_reasons(steps, wanted)
    if not reasons:
        write_grant(steps, wanted)
    return reasons


def _same_in_force(steps: Steps, wanted: e.MandateGranted) -> Mandate | None:
    """The mandate, still running, that already says what this one would."""
    person = steps.conference.persons.get(wanted.person)
    for known in () if person is None else (steps.conference.mandates[m] for m in person.mandates):
        same = (known.kind, known.institution, known.seat, known.body, known.session) == (
            wanted.kind,
            wanted.institution,
            wanted.seat or implied_seat(steps, wanted),
            wanted.body,
            wanted.session,
        )
        if same and known.ended is None and (known.until is None or known.until > steps.at):
            return known
    return None


def _succeed(steps: Steps, wanted: e.MandateGranted) -> bool:
    """An import that names a new holder of a seat ends the mandate of the one before, if there is one.

    Who holds it only later, or whose term is over already, succeeds nobody now."""
    if wanted.kind not in SEAT_HOLDERS or (wanted.since is not None and wanted.since > steps.at):
        return False
    if wanted.until is not None and wanted.until <= steps.at:
        return False
    held = [
        m
        for m in of_seat(steps.conference, wanted.seat or implied_seat(steps, wanted))
        if m.kind in SEAT_HOLDERS and m.in_force(steps.at)
    ]
    for known in held:
        steps.emit(known.person, e.MandateEnded(known.mandate, "succeeded"))
    return bool(held)


HANDLERS: dict[type, Handler] = {c.ImportMembers: _import}
