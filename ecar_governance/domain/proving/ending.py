"""From where a case can still come to its end: looked for backwards, from the ends."""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.domain.proving.system import Takes
from ecar_governance.domain.proving.walking import Walk, Walker
from ecar_governance.domain.workflow import Workflow


class Ends:
    """Whether a node is an end: every leaf that the case is in is final, and nothing more follows."""

    def __init__(self, walker: Walker) -> None:
        states = walker.system.workflow.states
        self._resting = walker.system.layout.resting
        self._fields = [
            (
                field.shift,
                field.mask,
                {
                    index
                    for index, name in enumerate(field.states, 1)
                    if not states[name].final and not states[name].regions
                },
            )
            for field in walker.system.layout.fields
        ]

    def __call__(self, node: int) -> bool:
        return node < self._resting and not any(
            node >> shift & mask in going for shift, mask, going in self._fields
        )


def stuck(
    walker: Walker, walk: Walk, counts: Callable[[Takes], bool] = lambda takes: True
) -> tuple[int, ...]:
    """The nodes from which no end can be reached, in the order in which they were come upon; only steps that
    count are looked at. Of a walk that was cut, what was not come upon is taken for an end."""
    ends = Ends(walker)
    good = {node for node in walk.came if ends(node)}

    def leads_on(node: int) -> list[int]:
        found = []
        for takes, after in walker.onward(node):
            if takes is None or counts(takes):
                if after in good or (walk.cut and after not in walk.came):
                    good.add(node)
                    return []
                found.append(after)
        return found

    # Nearly all find their end in this one pass from the end of the walk.
    for node in reversed(walk.came):
        if node not in good:
            leads_on(node)
    before: dict[int, list[int]] = {}
    fresh: list[int] = []
    for node in [one for one in walk.came if one not in good]:
        for after in leads_on(node):
            before.setdefault(after, []).append(node)
        if node in good:
            fresh.append(node)
    while fresh:
        for node in before.get(fresh.pop(), ()):
            if node not in good:
                good.add(node)
                fresh.append(node)
    return tuple(node for node in walk.came if node not in good)


def certain(workflow: Workflow) -> Callable[[Takes], bool]:
    """Which steps people and time bring about for certain: all, but for the last of those who were asked to
    speak where nobody can do it on their behalf."""
    spoken_for = {
        source
        for rule in workflow.transitions.values()
        if any(call.name == "record_opinion" for call in rule.effects)
        and any(field.kind == "party" for field in rule.inputs)
        for source in rule.source
    }

    def counts(takes: Takes) -> bool:
        return all(
            take.source in spoken_for
            for take in takes
            if take.rule and workflow.transitions[take.rule].trigger == "all_opined"
        )

    return counts
