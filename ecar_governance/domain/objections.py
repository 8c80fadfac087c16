"""Where a procedure lets members object to a question's being adopted without a vote."""

from __future__ import annotations

from collections.abc import Collection

from ecar_governance.domain.state import Case
from ecar_governance.domain.voting.objecting import Objected
from ecar_governance.domain.workflow import Transition, Workflow


def put_without_vote(workflow: Workflow, objecting: Transition) -> Transition | None:
    """The transition that adopts without a vote where the one that objects starts; None when none does."""
    return _adopting(workflow, objecting.source)


def objected_where(workflow: Workflow, case: Case) -> tuple[Objected, ...]:
    """What was said of the question that might be adopted without a vote where the case is."""
    rule = _adopting(workflow, case.state)
    return () if rule is None else case.objected(rule.target)


def _adopting(workflow: Workflow, states: Collection[str]) -> Transition | None:
    for rule in workflow.transitions.values():
        adopts = any(call.name == "adopt_without_vote" for call in rule.effects)
        if adopts and set(rule.source) & set(states):
            return rule
    return None
