"""Who was at a meeting, for its minutes: seat by seat, and who came and left when."""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain import record as r
from ecar_governance.domain.organs import seats_of
from ecar_governance.domain.proxies import holder_then, in_scope
from ecar_governance.domain.state import Proxy, Seat, Session
from ecar_governance.domain.workflow import Names
from ecar_governance.services.desk import Desk
from ecar_governance.services.kinds import CAPACITIES, MODES
from ecar_governance.services.records import name_of, seat_names


def attendance(desk: Desk, session: Session) -> tuple[r.Attendee, ...]:
    """Every seat that the body had at the close or that was sat for, in order, with who sat for it last and
    in what capacity, and the seats that held its proxy."""
    conf = desk.conference
    at = session.closed or desk.clock.now()
    came = (conf.seats[x.seat] for x in session.ever_present)
    seats = sorted({*seats_of(conf, session.body, at), *came}, key=lambda s: s.seat)
    sat = {x.seat: conf.mandates[x.mandate] for x in session.ever_present}

    def row(seat: Seat) -> r.Attendee:
        by = tuple(seat_names(desk, conf.seats[one]) for one in _holders(desk, session, seat.seat))
        mandate = sat.get(seat.seat)
        person = "" if mandate is None else name_of(desk, mandate.person)
        capacity = {} if mandate is None else CAPACITIES.get(mandate.kind, {})
        return r.Attendee(seat.institution, seat_names(desk, seat), person, capacity, by)

    return tuple(row(seat) for seat in seats)


def how_many(attended: tuple[r.Attendee, ...]) -> Names:
    """How many of the seats were there, and how many of the others had given their vote to one that was."""
    seats, there = len(attended), sum(bool(one.person) for one in attended)
    more = sum(not one.person and bool(one.represented_by) for one in attended)
    az = f"{seats} üzv yerindən {there} yerin nümayəndəsi iştirak etmişdir"
    en = f"{there} of the {seats} seats were attended"
    if more:
        az += f", {more} yer etibarnamə ilə təmsil olunmuşdur"
        en += f", and {more} {'was' if more == 1 else 'were'} represented by proxy"
    return {"az": f"{az}.", "en": f"{en}."}


def _holders(desk: Desk, session: Session, seat: str) -> list[str]:
    """The seats that held the vote of a seat in the session, sorted: in a vote that was taken; or, of a seat
    nobody came for, at any time while its holder was there."""
    conf = desk.conference
    items = {item.case for item in session.items if item.case}
    votes = [conf.votes[name] for case in sorted(items) for name in conf.cases[case].votes]
    held = {
        holder_then(conf, vote, seat)
        for vote in votes
        if vote.session == session.session and seat in vote.represented
    }
    if all(one.seat != seat for one in session.ever_present):
        given = (conf.proxies[name] for name in conf.seat_proxies.get(seat, ()))
        held |= {
            one.holder
            for one in given
            if in_scope(one, session.session, one.case)
            and one.case in ("", *items)
            and _was_of_use(session, one)
        }
    return sorted(held - {""})


def _was_of_use(session: Session, proxy: Proxy) -> bool:
    """Whether its holder sat in the session at some instant at which it held."""
    since = max(proxy.since, proxy.given)
    ends = [one for one in (proxy.until, proxy.revoked, session.closed) if one is not None]
    came: datetime | None = None
    for one in session.movements:
        if one.seat != proxy.holder:
            continue
        if one.present:
            came = came or one.at
        elif came is not None:
            if max(came, since) < min([*ends, one.at]):
                return True
            came = None
    return came is not None and max(came, since) < min(ends)


def stays_of(desk: Desk, session: Session) -> tuple[r.Stay, ...]:
    """Who came and left, when, in the order of coming; whoever was there at the close has no leaving."""
    conf = desk.conference
    stays: list[r.Stay] = []
    open_: dict[str, int] = {}

    def left(seat: str, at: datetime) -> None:
        if (place := open_.pop(seat, None)) is not None:
            stay = stays[place]
            stays[place] = r.Stay(stay.names, stay.person, stay.capacity, stay.mode, stay.came, at)

    for one in session.movements:
        left(one.seat, one.at)
        if one.present:
            mandate = conf.mandates[one.mandate]
            open_[one.seat] = len(stays)
            stays.append(
                r.Stay(
                    seat_names(desk, conf.seats[one.seat]),
                    name_of(desk, mandate.person),
                    CAPACITIES.get(mandate.kind, {}),
                    MODES[one.mode],
                    one.at,
                )
            )
    return tuple(stays)
