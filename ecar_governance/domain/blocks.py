"""A block: several items of a session put as one question, each with its own vote from the same ballots."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.events import VoteOpened
from ecar_governance.domain.organs import named_body
from ecar_governance.domain.state import Block, Case, Conference, Session, Vote
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.workflow import Transition, VoteSpec, Workflow

LEAST = 2
"""So few items are a block."""


def opening_of(workflow: Workflow, case: Case) -> Transition | None:
    """The step that puts the case's whole text to the vote from where it is, by one person and without a form
    that must be filled in; the first in the file. None where there is none."""
    return next((rule for rule, spec in _openings(workflow, case) if _alone(spec, case) is None), None)


def _openings(workflow: Workflow, case: Case) -> Iterator[tuple[Transition, VoteSpec]]:
    for rule in workflow.transitions.values():
        spec = workflow.states[rule.target].vote if rule.target else None
        opens = any(call.name == "open_vote" for call in rule.effects)
        by_one = rule.trigger == "person" and rule.approvals == 1 and not any(f.required for f in rule.inputs)
        if opens and by_one and spec is not None and set(rule.source) & set(case.state):
            yield rule, spec


def _alone(spec: VoteSpec, case: Case) -> Reason | None:
    """Why a vote so put is never one of a block: it is not on the whole of a text, or decides nothing."""
    item = {"item": str(case.item)}
    if spec.rule.election is not None:
        return Reason("block.election", item)
    if spec.rule.indicative:
        return Reason("block.poll", item)
    return Reason("block.divided", item) if spec.division else None


def _not_to_be_put(workflow: Workflow, case: Case) -> Reason:
    """Why the case cannot be put in a block where it is: its vote is put alone, or there is none."""
    why = next((_alone(spec, case) for _, spec in _openings(workflow, case)), None)
    return why or Reason("block.not_to_be_put", {"item": str(case.item)})


def announced(session: Session) -> Block | None:
    """The block that is announced in the session and has not been put yet."""
    block = session.blocks[-1] if session.blocks else None
    return block if block is not None and block.items and not block.opened else None


def announced_reasons(conference: Conference, session: Session, items: tuple[int, ...]) -> list[Reason]:
    """Why these items of the session cannot be put as one question."""
    reasons = [Reason("block.too_few")] if len(set(items)) < LEAST or len(set(items)) < len(items) else []
    first: VoteSpec | None = None
    body = ""
    for number in items:
        item = session.item(number)
        case = conference.cases.get(item.case) if item is not None else None
        if case is None:
            reasons.append(Reason("block.no_proposal", {"item": str(number)}))
            continue
        workflow = conference.workflows[case.workflow_hash].workflow
        rule = opening_of(workflow, case)
        spec = workflow.states[rule.target].vote if rule is not None else None
        if spec is None:
            reasons.append(_not_to_be_put(workflow, case))
        elif first is None:
            first, body = spec, named_body(conference, spec.body, case)
        elif _asked(spec) != _asked(first) or named_body(conference, spec.body, case) != body:
            reasons.append(Reason("block.differs", {"item": str(number)}))
    return reasons


def _asked(spec: VoteSpec) -> VoteSpec:
    """How the question is put, whatever words stand beside it and whatever the body is called."""
    return replace(spec, body="", rule=replace(spec.rule, article=None, question=None))


def votes_of(conference: Conference, block: str) -> tuple[Vote, ...]:
    """The votes of a block, in the order of its items; of one that was not put none."""
    session, _, _ = block.rpartition("/")
    known = conference.sessions.get(session)
    found = next((one for one in known.blocks if one.block == block), None) if known is not None else None
    if known is None or found is None:
        return ()
    cases = [item.case for number in found.items if (item := known.item(number)) is not None]
    return tuple(
        conference.votes[name]
        for case in cases
        for name in conference.cases[case].votes
        if conference.votes[name].block == block
    )


def opening_reasons(conference: Conference, case: Case, put: VoteOpened) -> list[Reason]:
    """Why the case's vote cannot be opened so: it is no part of the block that it names, or it stands in one
    and names none."""
    session = conference.sessions.get(case.session)
    now = announced(session) if session is not None else None
    if not put.block:
        stands = now is not None and case.item in now.items
        return [Reason("block.stands", {"item": str(case.item)})] if stands else []
    newest = session.blocks[-1] if session is not None and session.blocks else None
    if newest is None or newest.block != put.block:
        return [Reason("block.none")]
    if case.item not in newest.items:
        return [Reason("block.not_in_it", {"item": str(case.item)})]
    others = votes_of(conference, put.block)
    differs = any(_put(one) != _put(put) for one in others) or put.division is not None or put.candidates
    return [Reason("block.differs", {"item": str(case.item)})] if differs else []


def _put(vote: Vote | VoteOpened) -> object:
    """What the votes of a block have alike."""
    rule = replace(vote.rule, article=None, question=None)
    return vote.session, vote.body, vote.ballot, rule, vote.electorate, vote.closes, vote.ends_early


def leads(conference: Conference, vote: str, block: str) -> bool:
    """Whether the vote is the first of its block: what is told once of all is told of that one."""
    return next((one.vote == vote for one in votes_of(conference, block)), False)


def together(conference: Conference, vote: Vote) -> tuple[Vote, ...]:
    """The open votes that one ballot on this one stands for, itself among them."""
    if not vote.block:
        return (vote,)
    return tuple(one for one in votes_of(conference, vote.block) if one.status == "open") or (vote,)


def block_hash(votes: tuple[Vote, ...]) -> str:
    """What a ballot of the block is bound to: the digest of the list of the hashes of all its texts."""
    return value_digest([one.manifest_hash for one in votes])


def items_of(conference: Conference, votes: tuple[Vote, ...]) -> str:
    """The numbers of the items that the votes are on, as they are told."""
    return ", ".join(str(conference.cases[one.case].item) for one in votes)


def unlike(conference: Conference, vote: Vote, papers: tuple[Paper, ...]) -> bool:
    """Whether another vote of the block, of the same seats, was closed with other papers."""
    others = votes_of(conference, vote.block) if vote.block else ()
    return any(
        one.status == "closed" and set(one.marks) == set(vote.marks) and one.papers != papers
        for one in others
    )
