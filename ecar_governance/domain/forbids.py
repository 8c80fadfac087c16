"""What a transition forbids: separation of duties and recusal, as predicates over who acts.

`domain.registry.FORBIDS` says what each bars and takes. Like a guard each answers with None or with the
reason why not. Whoever acts under a delegated mandate counts as the person whose mandate it is, too.
"""

from __future__ import annotations

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.guards import Guard, Inputs, Params
from ecar_governance.domain.recusing import has_recused
from ecar_governance.domain.roles import persons_of
from ecar_governance.domain.state import Case, Conference, Step
from ecar_governance.domain.workflow import Transition

FORBIDS: dict[str, Guard] = {}
"""Every prohibition by its name in the YAML."""


def _forbid(function: Guard) -> Guard:
    FORBIDS[function.__name__] = function
    return function


def forbid_reasons(
    conference: Conference, case: Case, rule: Transition, context: Context, inputs: Inputs
) -> tuple[Reason, ...]:
    """Why the rule is not for this actor, whatever role they hold; the system is barred from nothing."""
    found = (
        FORBIDS[call.name](conference, case, context, inputs, call.params)
        for call in rule.forbid
        if call.name in FORBIDS
    )
    return tuple(reason for reason in found if reason is not None)


def _who_took(case: Case, params: Params) -> tuple[Actor, ...]:
    """Everybody by whose word the transition was last taken; nobody before it ever was."""
    taken: list[Step] = [step for step in case.steps if step.transition == params["transition"]]
    return (taken[-1].actor, *taken[-1].approved) if taken else ()


@_forbid
def same_person_as(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The actor is one of those who last took the transition `transition`."""
    mine = persons_of(conference, context.actor)
    if all(mine.isdisjoint(persons_of(conference, one)) for one in _who_took(case, params)):
        return None
    return Reason("forbid.same_person_as", {"transition": str(params["transition"])})


@_forbid
def same_institution_as(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The actor acts for the institution of one of those who last took the transition `transition`."""
    mine = context.actor.institution
    if not mine or mine not in {one.institution for one in _who_took(case, params)}:
        return None
    given = {"transition": str(params["transition"]), "institution": mine}
    return Reason("forbid.same_institution_as", given)


@_forbid
def recused(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The actor has declared to take no part in the case, or it was entered for them."""
    return Reason("forbid.recused") if has_recused(conference, case, context.actor) else None


@_forbid
def drafter(
    conference: Conference, case: Case, context: Context, inputs: Inputs, params: Params
) -> Reason | None:
    """The actor drafted the case."""
    mine, theirs = persons_of(conference, context.actor), persons_of(conference, case.drafter)
    return None if mine.isdisjoint(theirs) else Reason("forbid.drafter")
