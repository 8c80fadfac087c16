"""Whom a mail is for: those who vote, who may act, whose opinion is asked. By id, sorted, nobody twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ecar_governance.domain.commands import GiveCastingVote
from ecar_governance.domain.configuration import placed, roles_of, tree_of
from ecar_governance.domain.consulting import awaited, party_of
from ecar_governance.domain.deciding.casters import casters_by_seat
from ecar_governance.domain.deciding.rights import RIGHTS
from ecar_governance.domain.roles import active_mandates, fits, in_force, who_could
from ecar_governance.domain.state import Case, Conference, Vote


def holders(conference: Conference, mandates: Iterable[str]) -> tuple[str, ...]:
    """Who holds these mandates, or held them."""
    known = (conference.mandates.get(name) for name in mandates)
    return tuple(sorted({mandate.person for mandate in known if mandate is not None}))


def voters(conference: Conference, vote: Vote, at: datetime) -> tuple[str, ...]:
    """Whoever could cast in the vote; where it was no ballot, whoever holds the body's seats."""
    named = tuple(mandate for row in vote.electorate for mandate in vote.casters.get(row.seat, row.casters))
    if named:
        return holders(conference, named)
    return body_holders(conference, vote.body, vote.session, at)


def body_holders(conference: Conference, body: str, session: str, at: datetime) -> tuple[str, ...]:
    """Whoever may cast for a seat of the body at the instant."""
    seats = casters_by_seat(conference, body, session, at)
    return holders(conference, (mandate for held in seats.values() for mandate in held))


def yet_to_vote(conference: Conference, vote: Vote) -> tuple[str, ...]:
    """Whoever could still cast for a seat that has not voted."""
    return holders(
        conference,
        (
            mandate
            for row in vote.electorate
            if row.seat not in vote.marks
            for mandate in vote.casters.get(row.seat, row.casters)
        ),
    )


def deciders(conference: Conference, vote: Vote, at: datetime) -> tuple[str, ...]:
    """Whoever may decide the equal division: who chairs the vote's session, and the president."""
    kinds = RIGHTS[GiveCastingVote].kinds
    return tuple(
        sorted(
            mandate.person
            for mandate in conference.mandates.values()
            if mandate.kind in kinds
            and mandate.session in ("", vote.session)
            and in_force(conference, mandate, at)
        )
    )


def yet_to_opine(conference: Conference, case: Case, now: datetime) -> tuple[str, ...]:
    """Whoever may give an opinion for one of those whom the newest consultation asked and who have not: the
    holders of its roles."""
    asking = case.asked[-1]
    workflow = conference.workflows[case.workflow_hash].workflow
    consultation = workflow.states[asking.state].consultation
    named = consultation.of if consultation is not None else ()
    roles = [placed(workflow, workflow.roles[name], asking.state) for name in named]
    waiting = awaited(case, asking)
    return tuple(
        sorted(
            {
                mandate.person
                for mandate in conference.mandates.values()
                if in_force(conference, mandate, now)
                and party_of(conference, asking.each, mandate) in waiting
                and any(fits(conference, role, case, mandate) for role in roles)
            }
        )
    )


def who_must_act(conference: Conference, case: Case, state: str, now: datetime) -> tuple[str, ...]:
    """Holders of the roles that a person needs to lead the case out of the state."""
    version = conference.workflows.get(case.workflow_hash)
    if version is None:
        return ()
    workflow = version.workflow
    people: set[str] = set()
    for transition in workflow.transitions.values():
        if transition.trigger == "person" and state in transition.source:
            for role in roles_of(workflow, transition, state):
                people.update(who_could(conference, role, case, now))
    return tuple(sorted(person for person in people if active_mandates(conference, person, now)))


def can_act(conference: Conference, case: Case, state: str, at: datetime) -> tuple[str, ...]:
    """Who has not voted in the state, or given an opinion, or else may take an action there or inside it."""
    tree = tree_of(case.workflow_hash, conference.workflows[case.workflow_hash].workflow)
    vote = conference.votes.get(case.vote)
    if vote is not None and vote.status == "open" and state in (vote.state, *tree.ancestors(vote.state)):
        return yet_to_vote(conference, vote)
    if vote is not None and vote.waits_for_chair and state == vote.state:
        return deciders(conference, vote, at)
    if case.asked and case.asked[-1].state == state:
        return yet_to_opine(conference, case, at)
    inside = [one for one in tree.active(case.state) if state in (one, *tree.ancestors(one))]
    return tuple(sorted({person for one in inside for person in who_must_act(conference, case, one, at)}))
