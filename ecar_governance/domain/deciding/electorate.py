"""Who is entitled to a vote, worked out at its opening and never again: seats, casters, weights, chambers,
proxies, recusals; and who of the body is left out, with why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.deciding.casters import PRECEDENCE, casters_of
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import due
from ecar_governance.domain.organs import named_body, seat_of_mandate, seats_of, sitting
from ecar_governance.domain.proxies import Held, Standing, settle
from ecar_governance.domain.recusing import seat_recused, voting_still
from ecar_governance.domain.registers import day_in, paid_on, table_on
from ecar_governance.domain.roles import fits
from ecar_governance.domain.state import Case, Conference, Seat
from ecar_governance.domain.voting.electorate import OPENING, Chamber, Electorate, Excluded, Why
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.proxies import ProxyRule, Unused
from ecar_governance.domain.workflow import Role

_WHOLE = Electorate()


class Roll(Struct, frozen=True):
    """The electorate by seat, the proxies that are of no use in it, the seats left out, and from which day
    the table of weights holds that was read ("" for none)."""

    rows: tuple[Elector, ...]
    unused: tuple[Unused, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    weights_since: str = ""


class _Row(Struct, frozen=True):
    """A seat on the way into the electorate: whose institution's it is, and who may cast for it."""

    seat: Seat
    institution: str
    own: tuple[str, ...]
    recused: bool
    all_of_it: tuple[str, ...]


class _Hall(Struct, frozen=True):
    """What a seat is held against: the conference, the case and its roles, the instant and the zone."""

    conference: Conference
    case: Case
    roles: Mapping[str, Role]
    at: datetime
    zone: str

    @property
    def day(self) -> str:
        return day_in(self.zone, self.at)


def electorate_of(
    conference: Conference,
    body: str,
    case: Case,
    rule: ProxyRule | None,
    at: datetime,
    *,
    wanted: Electorate | None = None,
    zone: str = "UTC",
) -> tuple[Roll, list[Reason]]:
    """The electorate of a body at the instant, and every reason why it cannot be told.

    Every seat that nothing excludes is in it, also one that nobody can fill, sorted by seat. Who has recused
    themselves casts for no seat; where nobody else is left, or the head declared it for the institution, the
    seat is recused. Reasons: there is no table of weights yet, or it has no weight for a seat."""
    asked = _WHOLE if wanted is None else wanted
    known = conference.workflows.get(case.workflow_hash)
    hall = _Hall(conference, case, {} if known is None else known.workflow.roles, at, zone)
    rows = [_row(hall, seat) for seat in _seats(hall, body, asked)]
    kept, excluded = _left(hall, asked, rows)
    weights, reasons, since = _weights(hall, asked.weights, kept)
    own = {row.seat.seat: row.own for row in kept}
    electors = tuple(
        Elector(
            row.seat.seat,
            row.seat.institution,
            row.own,
            weights.get(row.seat.seat, row.seat.weight),
            chamber=_chamber(hall, asked, row),
            recused=row.recused,
        )
        for row in kept
    )
    if not conference.seat_proxies:
        return Roll(electors, (), excluded, since), reasons
    standing = {one.seat: Standing(one.seat, one.institution, one.recused) for one in electors}
    held, unused = settle(conference, rule, standing, case.session, case.case, at)
    joined = tuple(_with_proxy(conference, one, held.get(one.seat), own) for one in electors)
    return Roll(joined, unused, excluded, since), reasons


def _seats(hall: _Hall, body: str, asked: Electorate) -> list[Seat]:
    """The seats of the body, and of the bodies that are chambers of their own."""
    bodies = {body} | {
        named_body(hall.conference, chamber.body, hall.case) for chamber in asked.chambers if chamber.body
    }
    found = {seat.seat: seat for one in bodies - {""} for seat in seats_of(hall.conference, one, hall.at)}
    return [found[seat] for seat in sorted(found)]


def _row(hall: _Hall, seat: Seat) -> _Row:
    recusals = hall.case.recusals
    all_of_it = casters_of(hall.conference, seat.seat, hall.case.session, hall.at)
    left = voting_still(hall.conference, recusals, all_of_it) if recusals else all_of_it
    out = bool(recusals) and seat_recused(hall.case, seat.institution, all_of_it, left)
    institution = seat.institution
    if not institution:
        held = sitting(hall.conference, seat, hall.at)
        institution = next((mandate.institution for mandate in held if mandate.institution), "")
    return _Row(seat, institution, () if out else left, out, all_of_it)


def _left(hall: _Hall, asked: Electorate, rows: Iterable[_Row]) -> tuple[list[_Row], tuple[Excluded, ...]]:
    """The rows that vote, and those that do not; of several reasons the first in the order of `Why`."""
    speaking = _speaking(hall, rows) if asked.each == "institution" else None
    kept, excluded = [], []
    for row in rows:
        why = _why_not(hall, asked, row, speaking)
        if why is None:
            kept.append(row)
        else:
            excluded.append(Excluded(row.seat.seat, row.institution, why))
    return kept, tuple(excluded)


def _why_not(hall: _Hall, asked: Electorate, row: _Row, speaking: set[str] | None) -> Why | None:
    if asked.role and not _in_role(hall, asked.role, row):
        return "role"
    if speaking is not None and row.seat.seat not in speaking:
        return "institution" if row.institution else "no_institution"
    if asked.dues_paid_by and row.institution and not _dues_paid(hall, asked.dues_paid_by, row.institution):
        return "dues"
    if asked.seniority:
        since = held_since(hall.conference, row.seat, hall.at)
        if since is None or due(since, asked.seniority, hall.zone) > hall.at:
            return "seniority"
    return None


def _speaking(hall: _Hall, rows: Iterable[_Row]) -> set[str]:
    """Of every institution the seat that has its vote: of those that can be cast for, the one whose first
    caster comes first in precedence, then has been in office longest."""

    def order(row: _Row) -> tuple[bool, int, str, str]:
        if not row.own:
            return True, 0, "", row.seat.seat
        first = hall.conference.mandates[row.own[0]]
        return False, PRECEDENCE.index(first.kind), first.since.isoformat(), row.seat.seat

    found: dict[str, str] = {}
    for row in sorted(rows, key=order):
        if row.institution:
            found.setdefault(row.institution, row.seat.seat)
    return set(found.values())


def _in_role(hall: _Hall, name: str, row: _Row) -> bool:
    """Whether somebody who may cast for the seat, recused or not, holds the role."""
    role = hall.roles.get(name)
    return role is not None and any(
        fits(hall.conference, role, hall.case, hall.conference.mandates[mandate]) for mandate in row.all_of_it
    )


def _dues_paid(hall: _Hall, by: str, institution: str) -> bool:
    """Whether the dues whose day has come were paid by it: until the day named those of the year before."""
    day = hall.day
    year = int(day[:4])
    limit = day
    if by != OPENING:
        if day < f"{year:04}-{by}":
            year -= 1
        limit = f"{year:04}-{by}"
    paid = paid_on(hall.conference, institution, year)
    return bool(paid) and paid <= limit


def held_since(conference: Conference, seat: Seat, at: datetime) -> datetime | None:
    """Since when the seat is held: an institution's since its first mandate began, whoever holds it now; a
    person's own since the first of the mandates that follow on one another to this day. None for a seat that
    nobody ever held."""
    if not seat.person:
        granted = (conference.mandates[name] for name in conference.seat_mandates.get(seat.seat, ()))
        return min((one.since for one in granted if one.since <= at), default=None)
    since: datetime | None = None
    known = conference.persons.get(seat.person)
    held = [conference.mandates[name] for name in (() if known is None else known.mandates)]
    at_seat = [one for one in held if seat_of_mandate(conference, one) == seat.seat]
    for one in sorted(at_seat, key=lambda mandate: mandate.since, reverse=True):
        end = min((day for day in (one.until, one.ended) if day is not None), default=None)
        reaches = at if since is None else since
        if one.since <= reaches and (end is None or end >= reaches):
            since = one.since
    return since


def _weights(hall: _Hall, name: str, rows: Iterable[_Row]) -> tuple[dict[str, Fraction], list[Reason], str]:
    """What each seat weighs by the table in force on the day, and the day from which that holds."""
    if not name:
        return {}, [], ""
    table = table_on(hall.conference, name, hall.day)
    if table is None:
        return {}, [Reason("vote.no_weights", {"table": name, "day": hall.day})], ""
    found, missing = {}, []
    for row in rows:
        weight = table.weight(row.seat.seat, row.institution)
        if weight is None:
            missing.append(row.seat.seat)
        else:
            found[row.seat.seat] = weight
    if missing:
        return {}, [Reason("vote.weights_missing", {"table": name, "seats": ", ".join(missing)})], ""
    return found, [], table.since


def _chamber(hall: _Hall, asked: Electorate, row: _Row) -> str:
    return next((one.name for one in asked.chambers if _within(hall, one, row)), "")


def _within(hall: _Hall, chamber: Chamber, row: _Row) -> bool:
    institution = hall.conference.institutions.get(row.institution)
    return (
        (not chamber.body or row.seat.body == named_body(hall.conference, chamber.body, hall.case))
        and (not chamber.role or _in_role(hall, chamber.role, row))
        and (not chamber.kinds or (institution is not None and institution.kind in chamber.kinds))
        and (not chamber.institutions or row.institution in chamber.institutions)
    )


def _with_proxy(
    conference: Conference, row: Elector, held: Held | None, own: dict[str, tuple[str, ...]]
) -> Elector:
    if held is None:
        return row
    theirs = tuple(
        mandate
        for mandate in own[held.holder]
        if held.person in ("", conference.mandates[mandate].person) and mandate not in row.casters
    )
    return replace(row, casters=(*row.casters, *theirs), proxy=held.holder)
