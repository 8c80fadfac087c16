"""The register of proxies: which of them holds, and what a rule makes of those given for a vote.

A proxy gives the vote of one seat into the hands of another seat of the same body. It is given before it is
known which rule will judge it; so the register keeps what was given, and each vote takes from it what its
rule allows, at the opening, and says why it leaves out the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.decision import Reason
from ecar_governance.domain.organs import REPRESENTING, seat_of_mandate
from ecar_governance.domain.state import Conference, Proxy, Vote
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.proxies import ProxyRule, Unused

ANY = ProxyRule(most=None)
"""The rule of no statute: whatever was given is told, as the register has it."""


class Standing(Struct, frozen=True):
    """What is known of a seat when a vote opens: whether it takes no part, and its institution."""

    seat: str
    institution: str
    recused: bool


class Held(Struct, frozen=True):
    """A seat's vote in the hands of another seat: of any of its holders, or of one `person`."""

    seat: str
    holder: str
    person: str


_WHY: dict[str, Callable[[str, str], Reason]] = {
    "proxy.not_allowed": lambda _, __: Reason("proxy.not_allowed"),
    "proxy.cap_reached": lambda holder, most: Reason("proxy.cap_reached", {"seat": holder, "most": most}),
    "proxy.chain": lambda _, __: Reason("proxy.chain"),
    "proxy.circle": lambda _, __: Reason("proxy.circle"),
    "proxy.no_evidence": lambda _, __: Reason("proxy.no_evidence"),
    "proxy.other_institution": lambda holder, _: Reason("proxy.other_institution", {"seat": holder}),
    "proxy.holder_not_entitled": lambda holder, _: Reason("proxy.holder_not_entitled", {"seat": holder}),
    "proxy.holder_recused": lambda holder, _: Reason("proxy.holder_recused", {"seat": holder}),
    "proxy.giver_recused": lambda _, __: Reason("proxy.giver_recused"),
}
"""Every reason for which a vote leaves a proxy out, by its code."""


def reason_for(why: str, holder: str, rule: ProxyRule | None) -> Reason:
    """The reason that the code stands for, filled; `holder` is the seat that would have held the proxy."""
    return _WHY[why](holder, str(rule.most if rule is not None else 0))


def in_scope(proxy: Proxy, session: str, case: str) -> bool:
    """Whether it was given for the session and the case at hand."""
    return proxy.session in ("", session) and proxy.case in ("", case)


def proxies_given(conference: Conference, seat: str, at: datetime) -> tuple[Proxy, ...]:
    """The seat's proxies in force at the instant, in the order of giving. One of a session ends with it."""
    return tuple(one for one in _held_at(conference, seat, at) if not _over(conference, one))


def _held_at(conference: Conference, seat: str, at: datetime) -> tuple[Proxy, ...]:
    found = (conference.proxies[name] for name in conference.seat_proxies.get(seat, ()))
    return tuple(one for one in found if one.holds(at))


def holder_then(conference: Conference, vote: Vote, seat: str) -> str:
    """The seat that held the proxy of a seat when the vote was opened, or had otherwise; "" for none. Also
    once the session is over."""
    for row in vote.electorate:
        if row.seat == seat:
            return row.proxy
    found = _narrowest(
        one
        for one in _held_at(conference, seat, vote.opened)
        if in_scope(one, vote.session, vote.case) and one.given <= vote.opened
    )
    return "" if found is None else found.holder


def _narrowest(proxies: Iterable[Proxy]) -> Proxy | None:
    def rank(one: Proxy) -> tuple[bool, bool, datetime, int]:
        return bool(one.case), bool(one.session), one.given, one.position

    return max(proxies, key=rank, default=None)


def _over(conference: Conference, proxy: Proxy) -> bool:
    session = conference.sessions.get(proxy.session)
    return session is not None and session.over


def proxy_of(
    conference: Conference, seat: str, session: str, case: str, at: datetime, known: datetime | None = None
) -> Proxy | None:
    """The proxy by which the seat's vote on the case, in the session, is in another's hands at the instant.

    Of several the narrowest prevails: for the case before that for the session, that before one for a time;
    of equals the last given. With `known`, of those alone that had been given by then."""
    return _narrowest(
        one
        for one in proxies_given(conference, seat, at)
        if in_scope(one, session, case) and (known is None or one.given <= known)
    )


def settle(
    conference: Conference,
    rule: ProxyRule | None,
    seats: Mapping[str, Standing],
    session: str,
    case: str,
    at: datetime,
) -> tuple[dict[str, Held], tuple[Unused, ...]]:
    """Whose vote is in whose hands under the rule, by the seat that gave it; and what is of no use, and why.

    Args:
        rule: the vote's; None where no proxies are allowed.
        seats: the electorate, by seat.
        session: in which the vote is held; "" for none.
        case: on which it is.
        at: the instant of the opening.
    """
    given = {}
    for seat in conference.seat_proxies:  # few give one, and a hall may have thousands of seats
        known = proxy_of(conference, seat, session, case, at) if seat in seats else None
        if known is not None:
            given[seat] = known
    held: dict[str, Held] = {}
    unused: list[Unused] = []
    having: dict[str, int] = {}
    for proxy in sorted(given.values(), key=lambda one: one.position):
        why, last = _judged(conference, rule, seats, given, proxy)
        if not why and rule is not None and rule.most is not None and having.get(last.holder, 0) >= rule.most:
            why = "proxy.cap_reached"
        if why:
            unused.append(Unused(proxy.proxy, proxy.seat, why))
        else:
            having[last.holder] = having.get(last.holder, 0) + 1
            held[proxy.seat] = Held(proxy.seat, last.holder, last.person)
    return held, tuple(sorted(unused, key=lambda one: one.seat))


def _judged(
    conference: Conference,
    rule: ProxyRule | None,
    seats: Mapping[str, Standing],
    given: Mapping[str, Proxy],
    proxy: Proxy,
) -> tuple[str, Proxy]:
    """Why the proxy is of no use ("" when it is), and the last one of the chain that it begins."""
    if rule is None:
        return "proxy.not_allowed", proxy
    if seats[proxy.seat].recused:
        return "proxy.giver_recused", proxy
    passed, last = {proxy.seat}, proxy
    while True:
        why = link_flaw(conference, rule, last)
        holder = seats.get(last.holder)
        if not why and holder is None:
            why = "proxy.holder_not_entitled"
        if not why and holder is not None and holder.recused:
            why = "proxy.holder_recused"
        further = given.get(last.holder)
        if why or further is None:
            return why, last
        if not rule.chains:
            return "proxy.chain", last
        if last.holder in passed:
            return "proxy.circle", last
        passed.add(last.holder)
        last = further


def link_flaw(conference: Conference, rule: ProxyRule, proxy: Proxy) -> str:
    """Why the rule does not allow the proxy by itself, whoever else gave one; "" when it does."""
    if rule.evidence and not proxy.paper:
        return "proxy.no_evidence"
    ours = institution_of(conference, proxy.seat)
    if rule.to == "same_institution" and (not ours or ours != institution_of(conference, proxy.holder)):
        return "proxy.other_institution"
    return ""


def institution_of(conference: Conference, seat: str) -> str:
    """The institution of the seat, or the one that the person whose own seat it is represents."""
    known = conference.seats.get(seat)
    if known is None or not known.person:
        return "" if known is None else known.institution
    held = (conference.mandates[name] for name in conference.persons[known.person].mandates)
    return next((one.institution for one in held if one.kind in REPRESENTING and one.ended is None), "")


def stands(conference: Conference, vote: Vote, seat: str, holder: str, at: datetime) -> bool:
    """Whether the seat's vote is still in the hands of `holder`, as it was when the vote opened: no proxy on
    the way to it was revoked or has ended. One given after the opening is for the next vote."""
    return _reaches(conference, vote, seat, holder, at, proxies_given)


def stood(conference: Conference, vote: Vote, seat: str, at: datetime) -> bool:
    """The same of the proxy that the vote's electorate names, asked of an instant while the vote was open;
    also once the session is over, with which those given for it have ended."""
    return _reaches(conference, vote, seat, holder_then(conference, vote, seat), at, _held_at)


def _reaches(
    conference: Conference,
    vote: Vote,
    seat: str,
    holder: str,
    at: datetime,
    given_at: Callable[[Conference, str, datetime], tuple[Proxy, ...]],
) -> bool:
    passed: set[str] = set()
    while seat not in passed:
        passed.add(seat)
        given = _narrowest(
            one
            for one in given_at(conference, seat, at)
            if in_scope(one, vote.session, vote.case) and one.given <= vote.opened
        )
        if given is None:
            return False
        if given.holder == holder:
            return True
        seat = given.holder
    return False


def represented(
    conference: Conference,
    body: str,
    session: str,
    at: datetime,
    *,
    case: str = "",
    rule: ProxyRule | None = ANY,
) -> tuple[str, ...]:
    """The seats of the body that are not present in the session and whose proxy's holder is, sorted.

    For a count that no electorate was frozen for. `case` and `rule` are those of the question; without them,
    whatever was given for the session or for the time counts. Of a frozen electorate see
    `represented_among`."""
    held_in = conference.sessions.get(session)
    if held_in is None or not conference.proxies:
        return ()
    there = held_in.present
    seats = {
        seat.seat: Standing(seat.seat, seat.institution, recused=False)
        for seat in conference.seats.values()
        if seat.body == body
    }
    held, _ = settle(conference, rule, seats, session, case, at)
    return tuple(sorted(seat for seat, one in held.items() if seat not in there and one.holder in there))


def represented_among(electorate: Iterable[Elector], present: Collection[str]) -> tuple[str, ...]:
    """Of a frozen electorate: the seats that are not `present` and whose proxy's holder is, sorted."""
    there = frozenset(present)
    found = (row.seat for row in electorate if row.proxy in there and not row.recused)
    return tuple(sorted(seat for seat in found if seat not in there))


def represented_at(
    conference: Conference, vote: Vote, present: Collection[str], at: datetime
) -> tuple[str, ...]:
    """The seats of a vote that are represented at the instant, sorted: not `present`, no ballot of their own
    people cast, and in the hands of one that is present, by a proxy that stands. Without a session, those for
    which the holder of their proxy has voted."""
    proxied = {row.seat: row.proxy for row in vote.electorate if row.proxy and not row.recused}
    by_holder = {seat: _cast_by_holder(conference, vote, seat) for seat in proxied}
    if not vote.session:
        return tuple(seat for seat in proxied if by_holder[seat])
    return tuple(
        seat
        for seat in represented_among(vote.electorate, present)
        if by_holder[seat] is not False and stands(conference, vote, seat, proxied[seat], at)
    )


def _cast_by_holder(conference: Conference, vote: Vote, seat: str) -> bool | None:
    """Whether the seat's ballot was cast by whoever holds its proxy; None when none was cast."""
    mark = vote.marks.get(seat)
    if mark is None:
        return None
    return seat_of_mandate(conference, conference.mandates[mark.mandate]) != seat


def given_reasons(conference: Conference, proxy: Proxy, rules: tuple[ProxyRule | None, ...]) -> list[Reason]:
    """Why none of the rules under which votes within its scope are held lets the proxy be used.

    Empty when one of them does, or when there is no such rule yet."""
    found: list[Reason] = []
    for rule in rules:
        why = _against_giving(conference, rule, proxy)
        if not why:
            return []
        if (reason := reason_for(why, proxy.holder, rule)) not in found:
            found.append(reason)
    return found


def _against_giving(conference: Conference, rule: ProxyRule | None, proxy: Proxy) -> str:
    if rule is None:
        return "proxy.not_allowed"
    at = proxy.given
    others = [
        one
        for name in conference.seat_proxies
        if name != proxy.seat
        for one in proxies_given(conference, name, at)
        if _meet(one, proxy)
    ]
    if not rule.chains and any(proxy.holder == one.seat or proxy.seat == one.holder for one in others):
        return "proxy.chain"
    if rule.most is not None and sum(one.holder == proxy.holder for one in others) >= rule.most:
        return "proxy.cap_reached"
    return link_flaw(conference, rule, proxy)


def _meet(one: Proxy, other: Proxy) -> bool:
    """Whether there may be a vote for which both were given."""
    sessions = not one.session or not other.session or one.session == other.session
    cases = not one.case or not other.case or one.case == other.case
    times = (one.until is None or other.since < one.until) and (
        other.until is None or one.since < other.until
    )
    return sessions and cases and times


def overlapping(conference: Conference, proxy: Proxy) -> bool:
    """Whether the seat has given one for the very same: the same session and case, at some same instant."""
    return any(
        (one.session, one.case) == (proxy.session, proxy.case) and _meet(one, proxy)
        for one in proxies_given(conference, proxy.seat, proxy.given)
    )
