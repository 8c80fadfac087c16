"""Proxies given and revoked: the vote of a seat in the hands of another seat of the same body.

Whoever holds the seat gives it; the secretariat, or the secretary of the session, enters one from a paper. It
can be revoked at any time: a ballot cast under it stands until the giver replaces it, and none can be cast
under it any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.casters import casters_of, elector_of, refresh_casters
from ecar_governance.domain.deciding.rights import HEADS, SECRETARIAT
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.organs import named_body, seat_of_mandate
from ecar_governance.domain.proxies import given_reasons, overlapping
from ecar_governance.domain.recusing import seat_recused, voting_still
from ecar_governance.domain.state import Case, Conference, Proxy, Seat
from ecar_governance.domain.voting.proxies import ProxyRule

ENTERING = ("session_secretary", *SECRETARIAT)
"""Who enters a proxy from a paper, and the revocation of one."""


def _give(steps: Steps, command: c.GiveProxy) -> list[Reason]:
    conf, wanted = steps.conference, command.proxy
    seat, holder = conf.seats.get(wanted.seat), conf.seats.get(wanted.holder)
    if seat is None:
        return [Reason("seat.unknown", {"seat": wanted.seat})]
    if holder is None:
        return [Reason("seat.unknown", {"seat": wanted.holder})]
    proxy = _as_given(steps, wanted)
    reasons = [
        *_giver_reasons(steps, wanted),
        *_holder_reasons(conf, seat, holder, proxy, steps.at),
        *_scope_reasons(conf, seat, proxy, steps.at),
    ]
    if wanted.proxy in conf.proxies:
        reasons.append(Reason("proxy.exists", {"proxy": wanted.proxy}))
    if reasons:
        return reasons
    if overlapping(conf, proxy):
        return [Reason("proxy.given_already", {"seat": wanted.seat})]
    reasons += _recusal_reasons(conf, proxy, steps.at)
    reasons += given_reasons(conf, proxy, tuple(rules_within(conf, seat.body, proxy)))
    if not reasons:
        steps.emit(wanted.seat, wanted)
    return reasons


def _as_given(steps: Steps, wanted: e.ProxyGiven) -> Proxy:
    """What the register would hold of it."""
    return Proxy(
        proxy=wanted.proxy,
        seat=wanted.seat,
        holder=wanted.holder,
        person=wanted.person,
        session=wanted.session,
        case=wanted.case,
        since=steps.at if wanted.since is None else wanted.since,
        until=wanted.until,
        paper=wanted.paper,
        by=steps.context.actor,
        given=steps.at,
        position=steps.conference.size,
    )


def _giver_reasons(steps: Steps, wanted: e.ProxyGiven) -> list[Reason]:
    mandate = steps.conference.mandates[steps.context.actor.mandate]
    if mandate.kind in ENTERING:
        return [] if wanted.paper else [Reason("proxy.paper_needed")]
    if mandate.kind in HEADS and seat_of_mandate(steps.conference, mandate) == wanted.seat:
        return []
    return [Reason("proxy.not_yours", {"seat": wanted.seat}, who=ENTERING)]


def _holder_reasons(conf: Conference, seat: Seat, holder: Seat, proxy: Proxy, at: datetime) -> list[Reason]:
    reasons = []
    if holder.seat == seat.seat:
        reasons.append(Reason("proxy.to_itself"))
    elif holder.body != seat.body:
        reasons.append(Reason("proxy.other_body", {"seat": holder.seat}))
    casters = casters_of(conf, holder.seat, proxy.session, at)
    if proxy.person and all(conf.mandates[one].person != proxy.person for one in casters):
        reasons.append(Reason("proxy.person_not_there", {"seat": holder.seat}))
    return reasons


def _scope_reasons(conf: Conference, seat: Seat, proxy: Proxy, at: datetime) -> list[Reason]:
    reasons = []
    if not proxy.session and not proxy.case and proxy.until is None:
        reasons.append(Reason("proxy.no_scope"))
    if proxy.until is not None and (proxy.until <= proxy.since or proxy.until <= at):
        reasons.append(Reason("proxy.over"))
    session = conf.sessions.get(proxy.session)
    if proxy.session and session is None:
        reasons.append(Reason("session.unknown", {"session": proxy.session}))
    elif session is not None and session.over:
        reasons.append(Reason(f"session.is_{session.status}", {"number": str(session.number)}))
    elif session is not None and session.body != seat.body:
        reasons.append(Reason("proxy.session_of_other_body", {"seat": seat.seat}))
    case = conf.cases.get(proxy.case)
    if proxy.case and case is None:
        reasons.append(Reason("case.unknown", {"case": proxy.case}))
    elif case is not None and _ended(conf, case):
        reasons.append(Reason("case.ended"))
    return reasons


def _ended(conf: Conference, case: Case) -> bool:
    states = conf.workflows[case.workflow_hash].workflow.states
    return all(states[name].final for name in case.state)


def _recusal_reasons(conf: Conference, proxy: Proxy, at: datetime) -> list[Reason]:
    """For a case alone it is known by now who takes no part in it."""
    case = conf.cases.get(proxy.case)
    if case is None or not case.recusals:
        return []
    reasons = []
    if _recused(conf, case, proxy.seat, at):
        reasons.append(Reason("proxy.giver_recused"))
    if _recused(conf, case, proxy.holder, at):
        reasons.append(Reason("proxy.holder_recused", {"seat": proxy.holder}))
    return reasons


def _recused(conf: Conference, case: Case, seat: str, at: datetime) -> bool:
    casters = casters_of(conf, seat, case.session, at)
    left = voting_still(conf, case.recusals, casters)
    return seat_recused(case, conf.seats[seat].institution, casters, left)


def rules_within(conf: Conference, body: str, proxy: Proxy) -> Iterator[ProxyRule | None]:
    """What the votes of the body say of proxies on the cases that it is given for: those known by now."""
    session = conf.sessions.get(proxy.session)
    if proxy.case:
        cases = [proxy.case]
    else:
        cases = [one.case for one in session.items if one.case] if session is not None else []
    for case in (conf.cases[name] for name in cases):
        for state in conf.workflows[case.workflow_hash].workflow.states.values():
            if state.vote is not None and named_body(conf, state.vote.body, case) == body:
                yield state.vote.rule.proxies


def _revoke(steps: Steps, command: c.RevokeProxy) -> list[Reason]:
    conf = steps.conference
    known = conf.proxies.get(command.proxy)
    if known is None:
        return [Reason("proxy.unknown", {"proxy": command.proxy})]
    mandate = conf.mandates[steps.context.actor.mandate]
    mine = seat_of_mandate(conf, mandate)
    gave = mandate.kind in HEADS and mine == known.seat
    holds = mine == known.holder and known.person in ("", mandate.person)
    reasons = []
    if not (gave or holds or mandate.kind in ENTERING):
        reasons.append(Reason("proxy.not_yours", {"seat": known.seat}, who=ENTERING))
    if known.revoked is not None:
        reasons.append(Reason("proxy.revoked_already", {"seat": known.seat}, when=known.revoked))
    if reasons:
        return reasons
    steps.emit(known.seat, e.ProxyRevoked(known.proxy, known.seat))
    # Further seats may have passed theirs on through this one.
    rows = (elector_of(conf.votes[vote], known.seat) for vote in sorted(conf.open_votes))
    for seat in sorted({known.seat, *(row.proxy for row in rows if row is not None and row.proxy)}):
        refresh_casters(steps, seat)
    return []


HANDLERS: dict[type, Handler] = {c.GiveProxy: _give, c.RevokeProxy: _revoke}
