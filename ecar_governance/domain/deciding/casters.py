"""Who may cast for a seat: at the opening, and when mandates change during a vote (rule's `on_vacancy`)."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime

from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.organs import REPRESENTING, VOTING_KINDS, seats_of, sitting
from ecar_governance.domain.roles import in_force
from ecar_governance.domain.state import Conference, Mandate, Vote
from ecar_governance.domain.voting.papers import Elector

PRECEDENCE = VOTING_KINDS
"""Whose ballot prevails over whose when several hold a seat's right to vote; the first prevails."""


def casters_of(conference: Conference, seat: str, session: str, at: datetime) -> tuple[str, ...]:
    """The mandates that may cast for the seat at the instant, in order of precedence.

    A written authority counts in its own session alone; an assistant never votes."""
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


def electorate_of(conference: Conference, body: str, session: str, at: datetime) -> tuple[Elector, ...]:
    """The electorate of a body at the instant: every seat, also one that nobody can fill, sorted by seat."""
    return tuple(
        Elector(s.seat, s.institution, casters_of(conference, s.seat, session, at), s.weight)
        for s in seats_of(conference, body, at)
    )


def casters_now(conference: Conference, vote: Vote, seat: str, at: datetime) -> tuple[str, ...]:
    """Who may cast for the seat now, by the rule's `on_vacancy`.

    keep: the casters frozen at the opening, whatever became of their mandates; successor: whoever holds the
    seat's mandate now; lapse: those frozen casters whose mandate still holds."""
    match vote.rule.on_vacancy:
        case "keep":
            return _frozen(vote, seat)
        case "successor":
            return casters_of(conference, seat, vote.session, at)
        case "lapse":
            return tuple(m for m in _frozen(vote, seat) if conference.mandates[m].in_force(at))


def _frozen(vote: Vote, seat: str) -> tuple[str, ...]:
    """Who might cast for the seat at the opening. The electorate is sorted by seat, so a ballot in a hall of
    thousands looks at a dozen rows."""
    place = bisect_left(vote.electorate, seat, key=lambda row: row.seat)
    if place < len(vote.electorate) and vote.electorate[place].seat == seat:
        return vote.electorate[place].casters
    return ()


def refresh_casters(steps: Steps, seat: str) -> None:
    """Writes down, for every open vote, a change of who may cast for the seat."""
    for vote_id in sorted(steps.conference.open_votes):
        vote = steps.conference.votes[vote_id]
        if seat not in vote.casters or (vote.closes is not None and vote.closes <= steps.at):
            continue  # its deadline has closed it, though nobody wrote that down yet
        now = casters_now(steps.conference, vote, seat, steps.at)
        if now != vote.casters[seat]:
            steps.emit(vote.case, e.CasterChanged(vote_id, seat, now))
