"""Institutions, their seats, and who held which office as of a date."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.organs import REPRESENTING
from ecar_governance.domain.registers import day_in
from ecar_governance.domain.roles import in_force
from ecar_governance.domain.state import Conference, Institution, Mandate
from ecar_governance.services.instead import zone_of
from ecar_governance.services.queries.directory import Directory, Office, Place
from ecar_governance.services.vault_port import VaultPerson

KINDS = ("member", "candidate", "partner", "stakeholder")
"""The kinds of institutions, in the order in which they are listed."""


class InstitutionLine(Struct, frozen=True):
    """An institution in the list, with who may vote for its seat at the instant asked."""

    institution: str
    name: str
    kind: str
    city: str
    country: str
    seats: int
    holders: tuple[Office, ...]


class NameFrom(Struct, frozen=True):
    """A name and the date from which it was borne."""

    since: str
    name: str


class InstitutionPage(Struct, frozen=True):
    """An institution: its names, its offices at the instant, and those that are over or to come."""

    line: InstitutionLine
    names: tuple[NameFrom, ...]
    now: tuple[Office, ...]
    other: tuple[Office, ...]


class PersonLine(Struct, frozen=True):
    """A person with what they may sign in with."""

    person: str
    name: str
    email: str
    has_password: bool
    has_key: bool
    offices: tuple[Office, ...]


def institutions(directory: Directory, at: datetime) -> dict[str, tuple[InstitutionLine, ...]]:
    """All institutions by kind, by name, with the holders of their seats at the instant."""
    conference = directory.conference
    directory.load_people(one.person for one in conference.mandates.values() if one.kind in REPRESENTING)
    lines = [institution_line(directory, one, at) for one in conference.institutions.values()]
    lines.sort(key=lambda one: one.name)
    return {kind: tuple(one for one in lines if one.kind == kind) for kind in KINDS}


def institution_line(directory: Directory, known: Institution, at: datetime) -> InstitutionLine:
    """The institution as a line, under the name that it bore at the instant."""
    code = known.institution
    held = [
        one
        for one in _mandates_of(directory.conference, code)
        if one.kind in REPRESENTING and not one.session and one.in_force(at)
    ]
    held.sort(key=lambda one: (REPRESENTING.index(one.kind), one.since))
    return InstitutionLine(
        code,
        directory.institution_at(code, day_in(zone_of(directory.conference), at)),
        known.kind,
        known.city,
        known.country,
        sum(1 for seat in directory.conference.seats.values() if seat.institution == code),
        tuple(directory.office_of(one) for one in held),
    )


def institution(directory: Directory, known: Institution, at: datetime) -> InstitutionPage:
    """The page of one institution as of the instant."""
    held = _mandates_of(directory.conference, known.institution)
    directory.load_people(one.person for one in held)
    now = [one for one in held if one.in_force(at)]
    other = [one for one in held if not one.in_force(at)]
    other.sort(key=lambda one: one.since, reverse=True)
    return InstitutionPage(
        institution_line(directory, known, at),
        tuple(NameFrom(one.since, directory.say(one.names)) for one in reversed(known.history)),
        tuple(directory.office_of(one) for one in now),
        tuple(directory.office_of(one) for one in other),
    )


def officers(directory: Directory, at: datetime) -> tuple[Office, ...]:
    """Mandates of the conference itself (no institution's) at the instant; a session's until it is closed."""
    closed = {one.session for one in directory.conference.sessions.values() if one.status == "closed"}
    found = [
        one
        for one in directory.conference.mandates.values()
        if not one.institution
        and not one.seat
        and one.session not in closed
        and in_force(directory.conference, one, at)
    ]
    directory.load_people(one.person for one in found)
    offices = [directory.office_of(one) for one in found]
    return tuple(sorted(offices, key=lambda one: (one.kind, one.body_name, one.name)))


def people(directory: Directory, everyone: list[VaultPerson], at: datetime) -> tuple[PersonLine, ...]:
    """Everybody with their offices at the instant, by name."""
    directory.load_people(one.person for one in everyone)
    lines = []
    for one in everyone:
        known = directory.conference.persons.get(one.person)
        if known is not None:
            lines.append(
                PersonLine(
                    one.person,
                    directory.person(one.person),
                    one.email,
                    known.has_password,
                    bool(known.fingerprint),
                    directory.offices(one.person, at),
                )
            )
    return tuple(sorted(lines, key=lambda one: one.name))


def named_institutions(directory: Directory) -> tuple[Place, ...]:
    """All institutions by name, for a form."""
    found = [Place(code, directory.institution(code)) for code in directory.conference.institutions]
    return tuple(sorted(found, key=lambda one: one.name))


def _mandates_of(conference: Conference, code: str) -> list[Mandate]:
    seats = {seat.seat for seat in conference.seats.values() if seat.institution == code}
    return [
        one
        for one in conference.mandates.values()
        if one.institution == code or (bool(one.seat) and one.seat in seats)
    ]
