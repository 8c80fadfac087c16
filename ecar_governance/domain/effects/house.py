"""Who might decide now, what keeps a question from being put, and where its result leads."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain.deciding.electorate import Roll, electorate_of
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Effect, Happened
from ecar_governance.domain.proxies import represented_among
from ecar_governance.domain.state import Session
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.verdict import Outcome, QuorumTest
from ecar_governance.domain.workflow import Trigger


def roll_now(do: Effect) -> tuple[Roll, list[Reason]]:
    """The electorate as it stands now, and why it cannot be told."""
    spec, steps = do.spec, do.steps
    return electorate_of(
        do.conference,
        do.body(),
        do.case,
        spec.rule.proxies,
        steps.at,
        wanted=spec.electorate,
        zone=steps.zone,
    )


def question_reasons(do: Effect) -> list[Reason]:
    """A case has one question before it at a time."""
    vote = do.conference.votes.get(do.case.vote)
    return [Reason("vote.is_open", when=vote.closes)] if vote is not None and vote.status == "open" else []


class House(Struct, frozen=True):
    """Who might decide now: the session, the electorate, and of its seats those present, those represented
    by the holder of their proxy, and those that take no part; `untold` is why it cannot be told."""

    session: Session | None
    rows: tuple[Elector, ...]
    present: tuple[str, ...]
    represented: tuple[str, ...]
    recused: tuple[str, ...]
    untold: tuple[Reason, ...]

    @property
    def recused_present(self) -> int:
        """How many of those there take no part."""
        return len(set(self.recused).intersection(self.present))


def house_now(do: Effect) -> House:
    """The house as it stands now."""
    session = do.conference.sessions.get(do.case.session)
    roll, untold = roll_now(do)
    rows = roll.rows
    there = present_among(session, rows)
    recused = tuple(row.seat for row in rows if row.recused)
    return House(session, rows, there, represented_among(rows, there), recused, tuple(untold))


def present_among(session: Session | None, rows: tuple[Elector, ...]) -> tuple[str, ...]:
    """The entitled seats that are recorded as present."""
    entitled = {row.seat for row in rows}
    return () if session is None else tuple(seat for seat in session.present if seat in entitled)


def not_quorate(test: QuorumTest) -> Reason:
    """How many are there, of how many, and how many it takes."""
    told = {"present": test.reached, "entitled": test.entitled, "needed": test.smallest}
    return Reason("vote.not_quorate", {name: str(figure(number)) for name, number in told.items()})


def result_trigger(outcome: Outcome) -> Trigger | None:
    """Which way a decided question leads; None while the chair has to speak."""
    if outcome.decided_by == "casting_vote_due":
        return None
    if outcome.decided_by == "second_ballot":
        return "next_ballot"
    if outcome.decided_by == "no_quorum":
        return "vote_inquorate"
    return "vote_carried" if outcome.carried else "vote_lost"


def leads(outcome: Outcome) -> Happened | None:
    """What the decided question sets off."""
    trigger = result_trigger(outcome)
    return None if trigger is None else Happened(trigger)
