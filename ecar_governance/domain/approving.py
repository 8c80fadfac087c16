"""Actions that need several people: whose word still counts, and whether one more is enough. Pure.

Everybody asks for the same transition with the same inputs; the last one's asking takes it. A word counts for
as long as its giver could give it again: still in the role, barred by nothing. Whoever asks with other inputs
has changed their mind, and only the newer word counts.
"""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain.configuration import roles_of
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.forbids import forbid_reasons
from ecar_governance.domain.guards import Inputs
from ecar_governance.domain.roles import holds, persons_of
from ecar_governance.domain.state import Approval, Case, Conference
from ecar_governance.domain.workflow import Transition, Workflow


def standing(
    workflow: Workflow, conference: Conference, case: Case, rule: Transition, source: str, at: datetime
) -> tuple[Approval, ...]:
    """The approvals of the rule out of `source` that count at `at`, in the order in which they were given."""
    roles = roles_of(workflow, rule, source)
    return tuple(
        one
        for one in case.approvals
        if (one.transition, one.source) == (rule.name, source)
        and any(holds(conference, role, case, one.actor, at, delegable=rule.delegable) for role in roles)
        and not forbid_reasons(conference, case, rule, Context(one.actor, at), one.inputs)
    )


def alike(given: tuple[Approval, ...], inputs: Inputs) -> tuple[Approval, ...]:
    """Those of the approvals that ask for the same."""
    return tuple(one for one in given if one.inputs == dict(inputs))


def approval_reasons(
    workflow: Workflow,
    conference: Conference,
    case: Case,
    rule: Transition,
    source: str,
    context: Context,
    inputs: Inputs,
) -> tuple[Reason, ...]:
    """Why the actor's word for leaving `source` would add nothing: it was given already, and stands."""
    if rule.approvals < 2:
        return ()
    given = alike(standing(workflow, conference, case, rule, source, context.at), inputs)
    mine = persons_of(conference, context.actor)
    if all(mine.isdisjoint(persons_of(conference, one.actor)) for one in given):
        return ()
    told = {"given": str(len(given)), "needed": str(rule.approvals)}
    return (Reason("approval.given_already", told, who=rule.by),)
