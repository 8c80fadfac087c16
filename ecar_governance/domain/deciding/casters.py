"""Who may cast for a seat: at the opening, and when mandates change during a vote (rule's `on_vacancy`)."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime

from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.organs import REPRESENTING, VOTING_KINDS, seat_of_mandate, seats_of, sitting
from ecar_governance.domain.proxies import proxy_of, stands
from ecar_governance.domain.recusing import voting_still
from ecar_governance.domain.roles import in_force
from ecar_governance.domain.state import Conference, Mandate, Vote
from ecar_governance.domain.voting.papers import Elector

PRECEDENCE = VOTING_KINDS
"""Whose ballot prevails over whose when several hold a seat's right to vote; the first prevails."""


def casters_of(conference: Conference, seat: str, session: str, at: datetime) -> tuple[str, ...]:
    """The seat's own mandates that may cast for it at the instant, in order of precedence.

    A written authority counts in its own session alone; an assistant never votes. Who holds its proxy is
    not among them."""
    known = conference.seats.get(seat)
    if known is not None and known.person:
        found = sitting(conference, known, at)
    else:
        found = _representing(conference, seat, session, at)
    found.sort(key=lambda m: (PRECEDENCE.index(m.kind), m.since, m.mandate))
    return tuple(m.mandate for m in found)


def _representing(conference: Conference, seat: str, session: str, at: datetime) -> list[Mandate]:
    granted = (conference.mandates[name] for name in conference.seat_mandates.get(seat, ()))
    return [
        m
        for m in granted
        if m.kind in REPRESENTING
        and in_force(conference, m, at)
        and (m.kind != "written_authority" or m.session == session)
    ]


def casters_by_seat(
    conference: Conference, body: str, session: str, at: datetime
) -> dict[str, tuple[str, ...]]:
    """For every seat of the body at the instant, sorted, who may cast its ballot; empty where nobody may."""
    return {
        seat.seat: casters_of(conference, seat.seat, session, at) for seat in seats_of(conference, body, at)
    }


def rank_of(conference: Conference, seat: str, mandate: str) -> tuple[bool, int]:
    """Whose ballot for the seat prevails over whose: the lower. A giver who casts prevails over the proxy."""
    held = conference.mandates[mandate]
    return seat_of_mandate(conference, held) != seat, PRECEDENCE.index(held.kind)


def casters_now(conference: Conference, vote: Vote, seat: str, at: datetime) -> tuple[str, ...]:
    """Who may cast for the seat now, by the rule's `on_vacancy`.

    keep: the casters frozen at the opening, whatever became of their mandates; successor: whoever holds the
    seat's mandate now; lapse: those frozen casters whose mandate still holds. Whoever holds its proxy may for
    as long as that stands; who has recused themselves before the opening never may."""
    row = elector_of(vote, seat)
    if row is None or row.recused:
        return ()
    own, by_proxy = row.casters, tuple[str, ...]()
    if row.proxy:
        own, by_proxy = _parted(conference, row)
        if not stands(conference, vote, seat, row.proxy, at):
            by_proxy = ()
    match vote.rule.on_vacancy:
        case "keep":
            return own + by_proxy
        case "successor":
            return _successors(conference, vote, seat, at) + _holders(conference, vote, row, by_proxy, at)
        case "lapse":
            return tuple(m for m in own + by_proxy if conference.mandates[m].in_force(at))


def _parted(conference: Conference, row: Elector) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The seat's own casters, and those of the seat that holds its proxy."""
    own = sum(seat_of_mandate(conference, conference.mandates[m]) == row.seat for m in row.casters)
    return row.casters[:own], row.casters[own:]


def _successors(conference: Conference, vote: Vote, seat: str, at: datetime) -> tuple[str, ...]:
    before = [one for one in conference.cases[vote.case].recusals if one.at <= vote.opened]
    return voting_still(conference, before, casters_of(conference, seat, vote.session, at))


def _holders(
    conference: Conference, vote: Vote, row: Elector, by_proxy: tuple[str, ...], at: datetime
) -> tuple[str, ...]:
    """Whoever holds the proxy now. One that was given to a person by name has no successor."""
    persons = {conference.mandates[m].person for m in by_proxy}
    given = proxy_of(conference, row.seat, vote.session, vote.case, at, vote.opened)
    named = given is not None and bool(given.person)
    found = _successors(conference, vote, row.proxy, at) if by_proxy else ()
    return tuple(m for m in found if not named or conference.mandates[m].person in persons)


def elector_of(vote: Vote, seat: str) -> Elector | None:
    """The seat's row. The electorate is sorted by seat: a ballot in a hall of thousands looks at a dozen."""
    place = bisect_left(vote.electorate, seat, key=lambda row: row.seat)
    if place < len(vote.electorate) and vote.electorate[place].seat == seat:
        return vote.electorate[place]
    return None


def refresh_casters(steps: Steps, seat: str) -> None:
    """Writes down, for every open vote, a change of who may cast for the seat or for those in its hands."""
    for vote_id in sorted(steps.conference.open_votes):
        vote = steps.conference.votes[vote_id]
        if vote.closes is not None and vote.closes <= steps.at:
            continue  # its deadline has closed it, though nobody wrote that down yet
        for one in (seat, *vote.proxied.get(seat, ())):
            if one in vote.casters:
                now = casters_now(steps.conference, vote, one, steps.at)
                if now != vote.casters[one]:
                    steps.emit(vote.case, e.CasterChanged(vote_id, one, now))
