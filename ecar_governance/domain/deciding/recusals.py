"""Recusal: somebody takes no part in a case, for a reason, and casts for no seat in the votes on it.

It is declared for oneself; by the head of an institution for all of it; or entered on behalf of somebody who
said so, by the secretariat or an officer of the session. An electorate is frozen with those declared by its
opening: one that comes later counts from the next vote on the case.
"""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.rights import SECRETARIAT, SESSION_OFFICES
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import Case

_HEADS = ("rector", "acting_rector")


def _recuse(steps: Steps, command: c.DeclareRecusal) -> list[Reason]:
    conf = steps.conference
    case = conf.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    reasons = []
    states = conf.workflows[case.workflow_hash].workflow.states
    if all(states[name].final for name in case.state):
        reasons.append(Reason("case.ended"))
    who = command.person or steps.context.actor.person
    if any(one.who == who and one.institution == command.institution for one in case.recusals):
        reasons.append(Reason("recusal.declared_already"))
    if not command.reason:
        reasons.append(Reason("recusal.needs_reason"))
    reasons += _whose_reasons(steps, case, command)
    if not reasons:
        told = e.RecusalDeclared(case.case, command.reason, command.person, command.institution)
        steps.emit(case.case, told)
    return reasons


def _whose_reasons(steps: Steps, case: Case, command: c.DeclareRecusal) -> list[Reason]:
    """Why the actor may not declare it for the person or institution that they name."""
    conf, actor = steps.conference, steps.context.actor
    mandate = conf.mandates[actor.mandate]
    enters = bool(command.person) and command.person != actor.person
    reasons = []
    if enters:
        office = mandate.kind in SECRETARIAT or (
            mandate.kind in SESSION_OFFICES and mandate.session == case.session
        )
        if not office:
            reasons.append(Reason("recusal.not_yours", who=SECRETARIAT))
        if command.person not in conf.persons:
            reasons.append(Reason("person.unknown", {"person": command.person}))
    if command.institution:
        held = conf.persons[command.person].mandates if command.person in conf.persons else (actor.mandate,)
        heads = any(
            one.kind in _HEADS and one.institution == command.institution and one.in_force(steps.at)
            for one in (conf.mandates[name] for name in held)
        )
        if not heads:
            reasons.append(Reason("recusal.not_the_head", {"institution": command.institution}))
    return reasons


HANDLERS: dict[type, Handler] = {c.DeclareRecusal: _recuse}
