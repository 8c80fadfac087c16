"""Closing and voiding: the core sees a vote's papers only once it is closed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from hashlib import sha256

from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.blocks import items_of, together, unlike
from ecar_governance.domain.commands.votes import How
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.deadlines import await_chair
from ecar_governance.domain.deciding.moving import follow
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects import result_trigger
from ecar_governance.domain.proxies import represented_at
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.electing import elect
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.tally import tally
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import InvalidInput


def _close(steps: Steps, command: c.CloseVote) -> list[Reason]:
    """Closes the vote, and in the same act every other one that is open of its block: all or none."""
    conf = steps.conference
    vote = conf.votes.get(command.vote)
    if vote is None:
        return [Reason("vote.unknown", {"vote": command.vote})]
    if vote.status != "open":
        return [Reason(f"vote.is_{vote.status}")]
    votes = together(conf, vote)
    named = {command.vote: c.Opened(vote.vote, command.papers, command.fresh)}
    named |= {one.vote: one for one in command.others}
    if set(named) != {one.vote for one in votes} or len(named) != len(command.others) + 1:
        told = {"items": items_of(conf, votes)}
        return [Reason("vote.closes_with_block", told) if vote.block else Reason("vote.no_block")]
    for one in votes:
        reasons = _count(steps, one, command.how, named[one.vote])
        if reasons:
            return reasons
    return []


def _count(steps: Steps, vote: Vote, how: How, command: c.Opened) -> list[Reason]:
    """Counts the opened papers by the frozen rule. A deadline closes at its own instant, whenever noticed."""
    conf = steps.conference
    reasons, closed = _how_reasons(steps, vote, how)
    session = conf.sessions.get(vote.session)
    present = () if session is None else session.present
    represented = represented_at(conf, vote, present, closed)
    try:
        outcome = outcome_of(vote, command.papers, present, represented)
    except InvalidInput as error:
        return [
            *reasons,
            *(Reason("vote.papers_do_not_add_up", {"why": f.message}) for f in error.findings),
        ]
    if command.papers != sorted_papers(command.papers):
        reasons.append(Reason("vote.papers_not_sorted"))
    if vote.ballot == "secret" and any(p.seat is not None for p in command.papers):
        reasons.append(Reason("vote.paper_names_a_seat"))
    if vote.ballot == "secret" and any(p.reason is not None for p in command.papers):
        reasons.append(Reason("vote.paper_gives_a_reason"))
    if vote.ballot == "secret" and not _as_they_weigh(vote, command.papers):
        reasons.append(Reason("vote.papers_differ_from_marks"))
    if unlike(conf, vote, command.papers):
        reasons.append(Reason("vote.block_differs"))
    if vote.ballot == "roll_call" and {p.seat for p in command.papers} != set(vote.marks):
        reasons.append(Reason("vote.papers_differ_from_marks"))
    if reasons:
        return reasons
    steps.emit(
        vote.case,
        e.VoteClosed(vote.vote, how, closed, command.papers, present, outcome, represented),
    )
    trigger = result_trigger(outcome)
    if trigger is None:
        # Where the calendar knows too little the vote is closed all the same, and the deadline says so.
        await_chair(steps, vote.case)
        return []
    return follow(steps, vote.case, trigger, command.fresh)


def shown(vote: Vote, row: Elector, paper: Paper) -> Paper:
    """A secret paper with what the rule asks of its seat, the weight and the chamber, and nothing else of it;
    any other paper as it is."""
    if vote.ballot != "secret" or not (vote.rule.weighs or vote.rule.chambers):
        return paper
    return replace(paper, weight=row.weight, chamber=row.chamber)


def _as_they_weigh(vote: Vote, papers: tuple[Paper, ...]) -> bool:
    """Whether the secret papers weigh, in each chamber, what the seats that handed them in do."""
    if not (vote.rule.weighs or vote.rule.chambers):
        return all(paper.weight == 1 and not paper.chamber for paper in papers)
    told = Counter((paper.chamber, paper.weight) for paper in papers)
    return told == Counter((row.chamber, row.weight) for row in vote.electorate if row.seat in vote.marks)


def outcome_of(
    vote: Vote, papers: tuple[Paper, ...], present: tuple[str, ...], represented: tuple[str, ...]
) -> Outcome:
    """What the opened papers come to. Raises InvalidInput with every finding when they do not add up."""
    marks = tuple(vote.marks)
    if vote.rule.election is not None:
        return elect(
            vote.rule,
            vote.candidates,
            vote.electorate,
            papers,
            present,
            marks=marks,
            represented=represented,
            number=vote.number,
            quorum_asked=vote.quorum_asked,
            seed=lot_seed(vote),
        )
    counted = tally(vote.rule, vote.electorate, papers, present, marks=marks, represented=represented)
    return decide_outcome(vote.rule, counted, quorum_asked=vote.quorum_asked, seed=lot_seed(vote))


def lot_seed(vote: Vote) -> str:
    """The public seed of a lot, if one is drawn: the vote's id and a digest over the receipts of all seats.

    Every receipt is the digest of a randomised envelope, so nobody knows the seed before the last ballot,
    and everybody can make it again from the log."""
    receipts = "".join(f"{seat}\n{vote.marks[seat].digest}\n" for seat in sorted(vote.marks))
    return f"{vote.vote}:{sha256(receipts.encode()).hexdigest()}"


def _how_reasons(steps: Steps, vote: Vote, how: str) -> tuple[list[Reason], datetime]:
    """Whether it may be closed so, and the instant that counts."""
    due = vote.closes is not None and steps.at >= vote.closes
    if due and vote.closes is not None:
        # Whoever notices, the deadline closed it: what was acknowledged before it counts, nothing after.
        return ([] if how == "deadline" else [Reason("vote.deadline_passed", when=vote.closes)]), vote.closes
    match how:
        case "deadline":
            return [Reason("vote.deadline_not_reached", when=vote.closes)], steps.at
        case _ if vote.not_before is not None and steps.at < vote.not_before:
            return [Reason("vote.open_at_least", when=vote.not_before)], steps.at
        case "all_voted" if len(vote.marks) < vote.voters:
            return [Reason("vote.not_all_voted")], steps.at
        case "all_voted" if steps.context.actor.kind != "person" and not vote.ends_early:
            return [Reason("vote.goes_on")], steps.at
        case "by_hand" if steps.context.actor.kind != "person":
            return [Reason("actor.not_allowed")], steps.at
        case "by_hand" if missing := _must_vote_yet(steps, vote):
            return [Reason("vote.must_vote", {"seats": ", ".join(missing)})], steps.at
        case _:
            return [], steps.at


def _must_vote_yet(steps: Steps, vote: Vote) -> list[str]:
    """Under a rule that has everybody vote: the seats that are there (in writing all) and have not."""
    if not vote.rule.compulsory:
        return []
    session = steps.conference.sessions.get(vote.session)
    there = None if session is None or not session.attendance else set(session.present)
    return [
        row.seat
        for row in vote.electorate
        if not row.recused and row.seat not in vote.marks and (there is None or row.seat in there)
    ]


def sorted_papers(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """The one order in which papers are written: by seat, then chamber and weight, then choice, marks and
    reason. It tells nothing of the order of voting."""
    return tuple(
        sorted(papers, key=lambda p: (p.seat or "", p.chamber, p.weight, p.choice, p.marks, p.reason or ""))
    )


def _void(steps: Steps, command: c.VoidVote) -> list[Reason]:
    vote = steps.conference.votes.get(command.vote)
    if vote is None:
        return [Reason("vote.unknown", {"vote": command.vote})]
    if vote.status != "open":
        return [Reason(f"vote.is_{vote.status}")]
    # Also after its time: one whose envelopes are damaged cannot be counted, and must not stay open for ever.
    reasons = []
    if command.cause == "by_hand" and not command.reason:
        reasons.append(Reason("vote.void_needs_reason"))
    if (command.cause == "key_lost") != (steps.context.actor.kind == "system"):
        reasons.append(Reason("actor.not_allowed"))
    if reasons:
        return reasons
    steps.emit(vote.case, e.VoteVoided(vote.vote, command.cause, command.reason))
    return follow(steps, vote.case, "vote_voided", command.fresh)


HANDLERS: dict[type, Handler] = {c.CloseVote: _close, c.VoidVote: _void}
