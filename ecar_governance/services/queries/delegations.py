"""What a person has delegated, to whom, and what others have delegated to them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.roles import active_mandates, in_force
from ecar_governance.services.queries.directory import Directory, Office


class Delegation(Struct, frozen=True):
    """One mandate delegated: whose it is (`office`), who acts under it, until when."""

    mandate: str
    office: Office
    to: str
    until: datetime | None


def given(directory: Directory, person: str, at: datetime) -> tuple[Delegation, ...]:
    """Those in force at the instant that the person gave, in the order of the names."""
    own = {one.mandate for one in active_mandates(directory.conference, person, at)}
    return _told(directory, at, of=own)


def received(directory: Directory, person: str, at: datetime) -> tuple[Delegation, ...]:
    """Those in force at the instant under which the person may act."""
    mine = {one.mandate for one in active_mandates(directory.conference, person, at) if one.of}
    return _told(directory, at, mandates=mine)


def _told(
    directory: Directory, at: datetime, *, of: set[str] | None = None, mandates: set[str] | None = None
) -> tuple[Delegation, ...]:
    conference = directory.conference
    found = [
        one
        for one in conference.mandates.values()
        if one.of
        and in_force(conference, one, at)
        and (of is None or one.of in of)
        and (mandates is None or one.mandate in mandates)
    ]
    directory.load_people(
        [*(one.person for one in found), *(conference.mandates[one.of].person for one in found)]
    )
    lines = [
        Delegation(
            one.mandate,
            directory.office_of(conference.mandates[one.of]),
            directory.person(one.person),
            one.until,
        )
        for one in found
    ]
    return tuple(sorted(lines, key=lambda one: (one.to, one.mandate)))


def delegable(directory: Directory, person: str, at: datetime) -> tuple[Office, ...]:
    """The person's own offices in force at the instant: those that they could delegate."""
    held = active_mandates(directory.conference, person, at)
    return tuple(directory.office_of(one) for one in held if not one.of)
