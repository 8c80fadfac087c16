"""Which state leads to which, whatever the guards say: the plain graph of a procedure. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ecar_governance.domain.workflow import Workflow

Edges = dict[str, set[str]]


def edges(workflow: Workflow) -> tuple[Edges, Edges]:
    """Every state with those that can come right after it, and with those that can come right before it.
    Entering a composite state enters its regions, and whatever leaves it leaves what is inside."""
    onward: Edges = {name: set() for name in workflow.states}
    back: Edges = {name: set() for name in workflow.states}
    for rule in workflow.transitions.values():
        for source in rule.source if rule.target else ():
            onward[source].add(rule.target)
            back[rule.target].add(source)
    for state in workflow.states.values():
        if state.regions or state.parent:
            for name in (
                *(region.initial for region in state.regions),
                *((state.parent,) if state.parent else ()),
            ):
                onward[state.name].add(name)
                back[name].add(state.name)
    return onward, back


def reached(edges: Edges, begin: Iterable[str]) -> set[str]:
    """Everything that can be reached over the edges, the beginnings included."""
    found, waiting = set(begin), list(begin)
    while waiting:
        fresh = edges.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found
