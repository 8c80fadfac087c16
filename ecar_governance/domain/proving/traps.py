"""What the walk over every configuration shows of the procedure itself, whatever it promises.

A trap is told with the shortest way into it, as of an invariant that is broken. That something is never
entered or never taken is said only where the walk came to its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.proving.judging import Judge
from ecar_governance.domain.proving.story import told
from ecar_governance.domain.proving.walking import BEGINNING
from ecar_governance.domain.workflow import State, Transition


def traps(judge: Judge) -> Iterator[Flaw]:
    """The flaws: not walked to the end, then traps, states never entered, transitions never taken."""
    walk = judge.walk
    if walk.cut:
        message = (
            f"There are more configurations than the {walk.size:,} walked: whether a case can be trapped in "
            "others, or never comes to some state, is not known."
        )
        yield Flaw("flow.not_walked", message, ("states",), "raise the bound", severity="warning")
    yield from _entries(judge)
    if walk.cut:
        return
    seen, resting = _active(judge)
    workflow = judge.workflow
    for state in sorted(workflow.states.values(), key=_rank):
        if state.name not in seen:
            message = f"No case ever comes to {state.name!r}: what every way to it needs is never so."
            fix = "mend the guards of the transitions that lead to it"
            yield Flaw("flow.never_entered", message, ("states", state.name), fix, state.line)
    taken = judge.walker.taken(walk, resting)
    for rule in sorted(workflow.transitions.values(), key=_rank):
        if rule.name not in taken and not seen.isdisjoint(rule.source):
            message = f"{rule.name!r} is never taken: wherever a case can be, what it needs is never so."
            fix = "mend its guards, or remove it"
            yield Flaw("flow.never_taken", message, ("transitions", rule.name), fix, rule.line)


def _rank(one: State | Transition) -> tuple[int, str]:
    return one.rank, one.name


def _entries(judge: Judge) -> Iterator[Flaw]:
    """One trap for each transition that leads into one."""
    walk, workflow = judge.walk, judge.workflow
    inside = set(judge.stuck)
    into: set[str] = set()
    for node in judge.stuck:
        if walk.came[node] in inside:
            continue
        path = [takes for takes, _ in judge.walker.path(walk, node)]
        takes = [take for takes in path for take in takes if take.rule]
        name = takes[-1].rule if takes else ""
        if name in into:
            continue
        into.add(name)
        where = " and ".join(judge.walker.system.layout.leaves(node))
        if walk.came[node] == BEGINNING or name not in workflow.transitions:
            place, line, way = ("states", workflow.initial), workflow.states[workflow.initial].line, ""
        else:
            place, line = ("transitions", name), workflow.transitions[name].line
            way = f" after {name!r}"
        message = f"No case that comes to {where}{way} can ever end."
        fix = "give it a way on to a final state that can be taken there"
        yield Flaw("flow.trap", message, place, fix, line, steps=told(workflow, path))


def _active(judge: Judge) -> tuple[set[str], set[str]]:
    """The states that are active in some configuration, and in some at rest."""
    layout = judge.walker.system.layout
    seen: set[str] = set()
    at_rest: set[str] = set()
    for field in layout.fields:
        shift, mask = field.shift, field.mask
        resting = {node >> shift & mask for node in judge.walk.came if node < layout.resting}
        every = resting | {node >> shift & mask for node in judge.walk.came if node >= layout.resting}
        at_rest.update(field.states[index - 1] for index in resting if index)
        seen.update(field.states[index - 1] for index in every if index)
    return seen, at_rest
