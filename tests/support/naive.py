"""A checker of the simplest kind, to hold the prover against: SCXML's own interpreter, copied at every step.

Slow and independent: no ints, no tables, nothing of `domain.proving`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from ecar_governance.domain.workflow import Transition, Workflow
from support.scxml import Circle, Interpreter, Node
from support.trees import SYSTEM_TRIGGERS

Leaves = tuple[str, ...]


@dataclass
class Explored:
    """The configurations at rest, each with its steps by name of what is done."""

    begin: object
    leaves: dict[object, Leaves] = field(default_factory=dict)
    steps: dict[object, dict[str, object]] = field(default_factory=dict)


def explored(workflow: Workflow, holds: Callable[[Transition], bool], most: int) -> Explored | None:
    """Everything that a case can come to by people's actions and what happens outside; None when that is
    more than `most`, or when the case cannot even begin."""
    start = Interpreter(workflow, holds)
    try:
        start.begin()
    except Circle:
        return None
    people = [rule.name for rule in workflow.transitions.values() if rule.trigger == "person"]
    found = Explored(_key(start))
    waiting = [start]
    found.leaves[found.begin] = start.leaves
    while waiting:
        here = waiting.pop(0)
        steps = found.steps.setdefault(_key(here), {})
        for what in [*people, *SYSTEM_TRIGGERS]:
            after = _copy(here)
            try:
                moved = after.person(what) if what in people else after.system(what)
            except Circle:
                continue  # the engine refuses such an act
            if moved:
                key = _key(after)
                steps[what] = key
                if key not in found.leaves:
                    if len(found.leaves) >= most:
                        return None
                    found.leaves[key] = after.leaves
                    waiting.append(after)
    return found


def distances(found: Explored) -> dict[object, int]:
    """In how many steps each configuration can be come to at least."""
    known = {found.begin: 0}
    waiting = [found.begin]
    for here in waiting:
        for after in found.steps.get(here, {}).values():
            if after not in known:
                known[after] = known[here] + 1
                waiting.append(after)
    return known


def _copy(one: Interpreter) -> Interpreter:
    """The same nodes, its own configuration and history."""
    other = copy.copy(one)
    other.configuration = set(one.configuration)
    other._history = dict(one._history)
    return other


def _key(one: Interpreter) -> object:
    def names(nodes: list[Node] | set[Node]) -> tuple[str, ...]:
        return tuple(sorted(node.name for node in nodes))

    history = tuple(sorted((region.name, names(nodes)) for region, nodes in one._history.items()))
    return names(one.configuration), history
