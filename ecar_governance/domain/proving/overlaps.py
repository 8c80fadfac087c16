"""Ways out of a state that are taken at once and between which nothing but their order in the file decides.

Two of them are disjoint where their conditions exclude each other, or where no run comes to the state with a
past in which both could hold; else the shortest run that does is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, takewhile

from ecar_governance.domain.flaws import Flaw, Step
from ecar_governance.domain.proving.guards import contradictory
from ecar_governance.domain.proving.judging import Judge
from ecar_governance.domain.proving.story import step_of, told
from ecar_governance.domain.workflow import Transition

_Pair = tuple[str, Transition, Transition]


def overlaps(judge: Judge) -> Iterator[Flaw]:
    """A warning for each pair, in the order of the file. Where the walk was cut, a pair that was not come
    upon may still overlap, so it is told without a run."""
    pairs = list(_pairs(judge))
    met = _met(judge, pairs) if pairs else {}
    for number, (state, first, late) in enumerate(pairs):
        node = met.get(number)
        if node is None and not judge.walk.cut:
            continue
        message = f"In {state!r} both {first.name!r} and {late.name!r} may hold; the first is taken."
        fix = "let their conditions exclude each other, or write `in_order: true` there"
        path = [] if node is None else [takes for takes, _ in judge.walker.path(judge.walk, node)]
        steps = (*told(judge.workflow, path), _could(first), _could(late))
        yield Flaw("flow.overlap", message, ("transitions", late.name), fix, late.line, "warning", steps)


def _could(rule: Transition) -> Step:
    return step_of(rule, "could be taken at once.")


def _pairs(judge: Judge) -> Iterator[_Pair]:
    """Those that no condition keeps apart. One without a condition is what else happens: it and what comes
    after it (`flow.shadowed`) are no part of a pair."""
    states = sorted(judge.workflow.states.values(), key=lambda one: (one.rank, one.name))
    for state in states:
        ways = () if state.in_order else judge.walker.system.at_once.get(state.name, ())
        guarded = takewhile(lambda rule: bool(rule.require), ways)
        for first, late in combinations(guarded, 2):
            if not contradictory((*first.require, *late.require)):
                yield state.name, first, late


def _met(judge: Judge, pairs: list[_Pair]) -> dict[int, int]:
    """The first configuration in which both may hold, for each pair for which there is one."""
    system = judge.walker.system
    found: dict[int, int] = {}
    for node in judge.walk.came:
        if node < system.layout.resting:
            continue
        run = system.run(node)
        for number, (state, first, late) in enumerate(pairs):
            if number not in found and state in run.fresh:
                opens = [system.opens(rule, run.past, ()) for rule in (first, late)]
                if False not in opens:
                    found[number] = node
    return found
