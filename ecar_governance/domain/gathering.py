"""Who is held against a quorum in a session while no electorate is frozen yet.

A guard before the vote must count as the quorum of the vote will: otherwise a question could not be put that
would be carried with a quorum, or be put that never can."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.deciding.electorate import electorate_of
from ecar_governance.domain.organs import REPRESENTING, named_body, seats_of, sitting
from ecar_governance.domain.proxies import Standing, settle
from ecar_governance.domain.recusing import seat_recused, voting_still
from ecar_governance.domain.roles import in_force
from ecar_governance.domain.state import Case, Conference, Seat, Session
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.workflow import VoteSpec


class Gathered(Struct, frozen=True):
    """How many seats count for the quorum, and how many of them are there, in the room or remote, or
    represented where that counts."""

    seats: int
    there: int


def gathered(conference: Conference, case: Case, session: Session, at: datetime) -> Gathered:
    """Who is there for what the case's procedure puts to the vote in the session's body.

    Counted as the quorums of those votes do, where they all do so: the represented count if they count for
    each of them, seats that take no part in the case are left out if each leaves them out, and so are seats
    that none of them gives a vote (dues, seniority, a role). Without a quorum to go by, the seats present
    count, of all."""
    asked = votes_of(conference, case, session.body)
    seats = {one.seat: one for one in seats_of(conference, session.body, at)}
    if asked and all(spec.electorate is not None for spec in asked):
        voting: set[str] = set()
        for spec in asked:
            voting |= _electorate(conference, case, session.body, at, spec)
        seats = {name: one for name, one in seats.items() if name in voting}
    return _gathered(conference, case, session, at, tuple(spec.rule for spec in asked), seats)


def gathered_for(
    conference: Conference, case: Case, session: Session, body: str, at: datetime, spec: VoteSpec
) -> Gathered:
    """Who is there for a vote of the body that is not open yet, of its electorate as it would be now."""
    if spec.electorate is None:
        seats = {one.seat: one for one in seats_of(conference, body, at)}
    else:
        voting = _electorate(conference, case, body, at, spec)
        seats = {name: conference.seats[name] for name in sorted(voting)}
    rules = (spec.rule,) if spec.rule.quorum is not None else ()
    return _gathered(conference, case, session, at, rules, seats)


def votes_of(conference: Conference, case: Case, body: str) -> tuple[VoteSpec, ...]:
    """The votes with a quorum in which the case's procedure puts questions to the body, in its order."""
    known = conference.workflows.get(case.workflow_hash)
    if known is None:
        return ()
    states = sorted(known.workflow.states.values(), key=lambda one: (one.rank, one.name))
    asked = (one.vote for one in states if one.vote is not None)
    return tuple(
        vote
        for vote in asked
        if vote.rule.quorum is not None and named_body(conference, vote.body, case) == body
    )


def _electorate(conference: Conference, case: Case, body: str, at: datetime, spec: VoteSpec) -> set[str]:
    """The seats that would have a vote."""
    zone = "UTC" if conference.founding is None else conference.founding.zone
    roll, _ = electorate_of(conference, body, case, spec.rule.proxies, at, wanted=spec.electorate, zone=zone)
    return {row.seat for row in roll.rows}


def _gathered(
    conference: Conference,
    case: Case,
    session: Session,
    at: datetime,
    rules: tuple[VoteRule, ...],
    seats: dict[str, Seat],
) -> Gathered:
    recused = {name for name, one in seats.items() if case.recusals and _recused(conference, case, one, at)}
    present = seats.keys() & set(session.attendance)
    there = set(present)
    if rules and all(one.quorum is not None and one.quorum.counted == "represented" for one in rules):
        rows = {name: Standing(name, one.institution, name in recused) for name, one in seats.items()}
        held, _ = settle(conference, rules[0].proxies, rows, session.session, case.case, at)
        there |= {seat for seat, one in held.items() if one.holder in present}
    if rules and all(one.recused in ("out_of_quorum", "out_of_both") for one in rules):
        return Gathered(len(seats) - len(recused), len(there - recused))
    return Gathered(len(seats), len(there))


def _recused(conference: Conference, case: Case, seat: Seat, at: datetime) -> bool:
    if seat.person:
        held = tuple(one.mandate for one in sitting(conference, seat, at))
    else:
        granted = (conference.mandates[name] for name in conference.seat_mandates.get(seat.seat, ()))
        held = tuple(
            one.mandate
            for one in granted
            if one.kind in REPRESENTING
            and in_force(conference, one, at)
            and (one.kind != "written_authority" or one.session == case.session)
        )
    return seat_recused(case, seat.institution, held, voting_still(conference, case.recusals, held))
