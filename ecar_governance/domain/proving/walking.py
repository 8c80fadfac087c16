"""Every configuration, breadth first: what is come upon first is come upon by the fewest steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, Protocol

from ecar_governance.domain.proving.system import Run, System, Take, Takes
from ecar_governance.domain.proving.tables import Edge, Tables

BOUND = 300_000
"""So many configurations are walked at most, unless another bound is given."""

BROKEN, OVER = -1, -2
"""What a monitor answers instead of a state of its own: what must not be has happened; nothing that could
happen from here on matters."""

BEGINNING = -1
"""What a node in which a case can begin is come upon from."""


class Monitor(Protocol):
    """Watches a walk. It keeps its own state in `width` bits of each node, all 0 before the beginning."""

    width: int

    def watches(self, take: Take) -> bool:
        """Whether the transition can make a difference."""

    def after(self, state: int, takes: Takes) -> int:
        """Its state after these transitions, or `BROKEN` or `OVER`. The first take of all has no rule: it
        enters the states in which a case begins."""


class Walk(NamedTuple):
    """What was come upon: each node with the one it was come upon from, in that order. `broken` is the node
    from which a step breaks what the monitor watches; `cut` says that there was more than the bound; `named`
    are the transitions taken on the way by steps that are not plain (see `Walker.taken`)."""

    came: dict[int, int]
    broken: int | None
    cut: bool
    named: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """How many configurations were walked."""
        return len(self.came)


class Walker:
    """Walks the transition system of a procedure, with a monitor or without one."""

    def __init__(self, system: System, monitor: Monitor | None = None, tables: Tables | None = None) -> None:
        self.system = system
        self.monitor = monitor
        self.tables = tables or Tables(system)
        layout = system.layout
        self._state_mask = ((1 << system.watched) - 1) << layout.past
        plain: dict[str, list[tuple[int, int]]] = {}
        special: dict[str, list[Edge]] = {}
        for state, edges in self.tables.plain.items():
            for edge in edges:
                if monitor is not None and any(monitor.watches(take) for take in edge.takes):
                    special.setdefault(state, []).append(edge)
                else:
                    plain.setdefault(state, []).append((edge.keep, edge.put))
        for state, edges in self.tables.tested.items():
            special.setdefault(state, []).extend(edges)
        self._plain = [
            (field.shift, field.mask, [(), *(tuple(plain.get(one, ())) for one in field.states)])
            for field in layout.fields
            if any(one in plain for one in field.states)
        ]
        slow = set(self.tables.slow) | set(self.tables.heard)

        def beside(state: str) -> tuple[tuple[Edge, ...], str]:
            return tuple(special.get(state, ())), state if state in slow else ""

        self._special = [
            (field.shift, field.mask, [((), ""), *map(beside, field.states)])
            for field in layout.fields
            if any(one in special or one in slow for one in field.states)
        ]

    def watched(self, node: int, takes: Takes) -> int:
        """The node with the monitor's state after these transitions, or `BROKEN` or `OVER`."""
        if self.monitor is None or not any(self.monitor.watches(take) for take in takes):
            return node
        past = self.system.layout.past
        after = self.monitor.after((node & self._state_mask) >> past, takes)
        return after if after < 0 else node & ~self._state_mask | after << past

    def beginnings(self) -> Iterator[tuple[Takes, int]]:
        """The nodes in which a case can begin."""
        for run in self.system.begin():
            takes = (Take("", "", self.system.tree.entering(self.system.workflow.initial).entered),)
            yield takes, self.watched(self.system.node(run), takes)

    def walk(self, bound: int = BOUND) -> Walk:
        """Comes upon every configuration, until the first that is broken, or as many as `bound`, no more."""
        came: dict[int, int] = {}
        order: list[int] = []
        for _, node in self.beginnings():
            if node == BROKEN:
                return Walk(came, BEGINNING, False)
            if node != OVER and node not in came:
                came[node] = BEGINNING
                order.append(node)
        plain, resting, special = self._plain, self.system.layout.resting, bool(self._special)
        append = order.append
        named: set[str] = set()
        for node in order:
            if len(order) > bound:
                return Walk(_first(came, order, bound), None, True)
            if node < resting:
                for shift, mask, rows in plain:
                    for keep, put in rows[node >> shift & mask]:
                        after = node & keep | put
                        if after not in came:
                            came[after] = node
                            append(after)
            for takes, after in self._further(node) if special or node >= resting else ():
                named.update(take.rule for take in takes)
                if after == BROKEN:
                    return Walk(_first(came, order, bound), node, False)
                if after != OVER and after not in came:
                    came[after] = node
                    append(after)
        return Walk(came, None, False, frozenset(named))

    def taken(self, walk: Walk, resting: Iterable[str]) -> set[str]:
        """Every transition that was taken in a walk to the end without a monitor; `resting` are the states
        that were active in a configuration at rest, out of which plain steps can always be taken."""
        plain = (edge for state in resting for edge in self.tables.plain.get(state, ()))
        return {take.rule for edge in plain for take in edge.takes} | walk.named

    def _further(self, node: int) -> Iterator[tuple[Takes, int]]:
        """What leads on besides plain edges."""
        if node >= self.system.layout.resting:
            for takes, after in self.system.moves(node):
                yield takes, self.watched(after, takes)
            return
        slow: list[str] = []
        for shift, mask, rows in self._special:
            edges, state = rows[node >> shift & mask]
            for edge in edges:
                if edge.tests and not edge.allows(node):
                    continue
                if edge.joins and edge.joined(node):
                    [take] = edge.takes
                    rule = self.system.workflow.transitions[take.rule]
                    for one in self.system.act(self.system.run(node), rule, take.source):
                        yield one.takes, self.watched(self.system.node(one), one.takes)
                else:
                    yield edge.takes, self.watched(node & edge.keep | edge.put, edge.takes)
            if state:
                slow.append(state)
        if slow:
            run = self.system.run(node)
            for one in self._slow(run, slow):
                yield one.takes, self.watched(self.system.node(one), one.takes)

    def _slow(self, run: Run, states: list[str]) -> Iterator[Run]:
        heard = []
        active = self.system.tree.active(run.leaves)
        for state in states:
            for rule in self.tables.slow.get(state, ()):
                first = next((one for one in active if one in rule.source), state)
                if rule.trigger not in ("person", "deadline"):
                    heard.append(rule.trigger)
                elif rule.trigger == "deadline" or rule.name in self.system.apart or first == state:
                    yield from self.system.act(run, rule, state)
            heard += sorted(self.tables.heard.get(state, ()))
        for trigger in dict.fromkeys(heard):
            for after in self.system.follow(run, trigger, ""):
                if after.takes:
                    yield after

    def onward(self, node: int) -> Iterator[tuple[Takes | None, int]]:
        """Every step out of the node, with what is taken; plain steps name nothing."""
        if node < self.system.layout.resting:
            for shift, mask, rows in self._plain:
                for keep, put in rows[node >> shift & mask]:
                    yield None, node & keep | put
        yield from self._further(node)

    def path(self, walk: Walk, node: int) -> list[tuple[Takes, int]]:
        """The steps from the beginning to a node that was come upon, each with where it leads."""
        nodes = [node]
        while (node := walk.came[node]) != BEGINNING:
            nodes.append(node)
        nodes.reverse()
        begun = next((takes, to) for takes, to in self.beginnings() if to == nodes[0])
        return [begun] + [
            next(step for step in self._named(here) if step[1] == there) for here, there in pairwise(nodes)
        ]

    def broken_path(self, walk: Walk) -> list[Takes]:
        """The steps from the beginning to what must not be, that one included."""
        if walk.broken is None:
            return []
        if walk.broken == BEGINNING:
            return [next(takes for takes, to in self.beginnings() if to == BROKEN)]
        last = next(takes for takes, to in self._named(walk.broken) if to == BROKEN)
        return [takes for takes, _ in self.path(walk, walk.broken)] + [last]

    def _named(self, node: int) -> Iterator[tuple[Takes, int]]:
        """Every step out of the node, with what is taken."""
        for takes, after in self.system.moves(node):
            yield takes, self.watched(after, takes)


def _first(came: dict[int, int], order: list[int], bound: int) -> dict[int, int]:
    """What was come upon, without what is beyond the bound: looked at once a node is done, since looking at
    each that is come upon would cost the walk."""
    for one in order[bound:]:
        del came[one]
    return came
