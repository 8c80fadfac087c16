"""Proxies and recusals as people see them: the register, what a person gave and holds, who takes no part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.deciding.rights import HEADS
from ecar_governance.domain.organs import seat_of_mandate, seats_of
from ecar_governance.domain.proxies import proxies_given
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Case, Proxy, Session
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.cases import title_of
from ecar_governance.services.queries.directory import Directory, Office


class ProxyLine(Struct, frozen=True):
    """One proxy: whose vote (`seat`), in whose hands (`holder`, of one `person` if named), for what, on what
    paper. `holds` says that it is in force."""

    proxy: str
    seat: str
    seat_name: str
    holder: str
    holder_name: str
    person: str
    session: str
    session_name: str
    case: str
    case_name: str
    since: datetime
    until: datetime | None
    paper: str
    given: datetime
    by: Office
    revoked: datetime | None
    holds: bool


def own_seats(directory: Directory, person: str, at: datetime) -> tuple[Choice, ...]:
    """The seats whose vote the person may give into other hands, each with its body."""
    conference = directory.conference
    held = [one for one in active_mandates(conference, person, at) if one.kind in HEADS]
    seats = {seat_of_mandate(conference, one) for one in held} & set(conference.seats)
    return tuple(Choice(seat, _placed(directory, seat)) for seat in sorted(seats))


def _placed(directory: Directory, seat: str) -> str:
    return f"{directory.seat(seat)} ({directory.body(directory.conference.seats[seat].body)})"


def other_seats(directory: Directory, bodies: Iterable[str], at: datetime) -> tuple[Choice, ...]:
    """Every seat of the bodies, by name."""
    found = [seat.seat for body in sorted(set(bodies)) for seat in seats_of(directory.conference, body, at)]
    directory.load_people(directory.conference.seats[seat].person for seat in found)
    return tuple(sorted((Choice(seat, _placed(directory, seat)) for seat in found), key=lambda x: x.label))


def given(directory: Directory, person: str, at: datetime) -> tuple[ProxyLine, ...]:
    """Those in force that the seats gave whose vote is the person's to give."""
    mine = {choice.value for choice in own_seats(directory, person, at)}
    return _lines(directory, at, (one for seat in sorted(mine) for one in _of(directory, seat, at)))


def received(directory: Directory, person: str, at: datetime) -> tuple[ProxyLine, ...]:
    """Those in force by which the person casts."""
    conference = directory.conference
    mandates = {one.mandate for one in active_mandates(conference, person, at)}
    found = [
        one
        for seat in sorted(conference.seat_proxies)
        for one in _of(directory, seat, at)
        if one.person in ("", person)
        and not mandates.isdisjoint(casters_of(conference, one.holder, one.session, at))
    ]
    return _lines(directory, at, found)


def _of(directory: Directory, seat: str, at: datetime) -> tuple[Proxy, ...]:
    return proxies_given(directory.conference, seat, at)


def register(directory: Directory, session: Session, at: datetime) -> tuple[ProxyLine, ...]:
    """Every proxy that may count in the session, and those that were revoked: given for it, for a case on its
    agenda, or for a time, by a seat of its body."""
    conference = directory.conference
    cases = {item.case for item in session.agenda if not item.lifted}
    until = session.closed or at
    found = [
        one
        for one in conference.proxies.values()
        if conference.seats[one.seat].body == session.body
        and one.session in ("", session.session)
        and (not one.case or one.case in cases)
        and (bool(one.session) or bool(one.case) or one.until is None or one.until > session.convened)
        and one.given <= until
    ]
    return _lines(directory, until, found)


def _lines(directory: Directory, at: datetime, found: Iterable[Proxy]) -> tuple[ProxyLine, ...]:
    lines = (_line(directory, one, at) for one in found)
    return tuple(sorted(lines, key=lambda one: (one.revoked is not None, one.seat_name, one.given)))


def _line(directory: Directory, proxy: Proxy, at: datetime) -> ProxyLine:
    conference = directory.conference
    case = conference.cases.get(proxy.case)
    return ProxyLine(
        proxy=proxy.proxy,
        seat=proxy.seat,
        seat_name=directory.seat(proxy.seat),
        holder=proxy.holder,
        holder_name=directory.seat(proxy.holder),
        person=directory.person(proxy.person),
        session=proxy.session,
        session_name=directory.session(proxy.session) if proxy.session else "",
        case=proxy.case,
        case_name="" if case is None else f"{case.reference} {title_of(directory, case)}",
        since=proxy.since,
        until=proxy.until,
        paper=proxy.paper,
        given=proxy.given,
        by=directory.actor(proxy.by),
        revoked=proxy.revoked,
        holds=proxy in proxies_given(conference, proxy.seat, at),
    )


class RecusalLine(Struct, frozen=True):
    """Who takes no part in a case: a person, or their whole institution; `by` is who entered it."""

    person: str
    name: str
    institution: str
    reason: str
    at: datetime
    by: Office
    entered: bool


def recusals(directory: Directory, case: Case, *, reasons: bool = False) -> tuple[RecusalLine, ...]:
    """Everybody who takes no part in the case, in the order of declaring; `reasons` tells why, too."""
    directory.load_people(one.who for one in case.recusals)
    if reasons:
        directory.load_texts(one.reason for one in case.recusals)
    return tuple(
        RecusalLine(
            one.who,
            directory.person(one.who),
            directory.institution(one.institution) if one.institution else "",
            directory.text(one.reason) if reasons else "",
            one.at,
            directory.actor(one.actor),
            bool(one.person) and one.person != one.actor.person,
        )
        for one in case.recusals
    )
