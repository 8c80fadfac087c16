"""How long a case can last at most, and on which way.

Every state with a deadline that leads out of it, and every vote that closes by itself, bounds how long the
case stays. A configuration is left at the latest when the first of those that it is in is over; a circle only
ends when a state around all of it does. People may use up all of the time that they are given.
"""

from __future__ import annotations

from typing import NamedTuple

from ecar_governance.domain.proving.ending import Ends
from ecar_governance.domain.proving.lengths import Length, of_state
from ecar_governance.domain.proving.loops import components
from ecar_governance.domain.proving.system import Takes
from ecar_governance.domain.proving.walking import Walk, Walker


class Longest(NamedTuple):
    """The longest way: its steps, how long it lasts (None: without an end in time), and why that is."""

    path: list[Takes]
    lasts: Length | None
    why: str = ""


class _Arrived(NamedTuple):
    """When a node is come to at the latest, from where and how; when each state that bounds it is over."""

    at: Length
    over: dict[str, Length]
    before: int
    takes: Takes


def longest(walker: Walker, walk: Walk) -> Longest:
    """The longest way of a case to its end, or one that has none. Of a walk that was cut, within what was
    walked."""
    return _Lasting(walker, walk).find()


class _Lasting:
    def __init__(self, walker: Walker, walk: Walk) -> None:
        self._walker, self._walk = walker, walk
        self._system = walker.system
        self._states = self._system.workflow.states
        self._ends = Ends(walker)
        found = {}
        for name, state in self._states.items():
            target = self._system.deadlines[name].target if name in self._system.deadlines else ""
            found[name] = of_state(state, target)
        self._lengths = {name: one for name, one in found.items() if one is not None}
        self._edges: dict[int, list[tuple[Takes, int]]] = {}
        self._active: dict[int, frozenset[str]] = {}

    def find(self) -> Longest:
        """See `longest`."""
        for node in self._walk.came:
            self._active[node] = frozenset(self._system.tree.active(self._system.layout.leaves(node)))
            self._edges[node] = [
                (takes, after)
                for takes, after in self._walker.system.moves(node)
                if after in self._walk.came and (after != node or any(take.entered for take in takes))
            ]
        for node in self._walk.came:
            if node < self._system.layout.resting and not self._ends(node) and not self._bounds(node):
                return Longest(self._path(node), None, self._unbounded(node))
        edges = {node: [after for _, after in onward] for node, onward in self._edges.items()}
        return self._along(components(self._walk.came, edges))

    def _bounds(self, node: int) -> list[str]:
        """The active states whose time bounds the stay. While a vote is open, nothing around it is left."""
        active = self._active[node]
        voting = [name for name in active if self._states[name].vote is not None]
        around = {above for name in voting for above in self._system.tree.ancestors(name)}
        return sorted(name for name in active if name in self._lengths and name not in around)

    def _unbounded(self, node: int) -> str:
        leaves = self._system.layout.leaves(node)
        where = " and ".join(leaves)
        dated = any(
            (deadline := self._states[name].deadline) is not None and not deadline.after
            for name in self._active[node]
        )
        if dated:
            return f"In {where} the deadline is a day of the calendar, so nobody knows how long that is"
        return f"In {where} nothing says how long a person may take"

    def _along(self, order: list[list[int]]) -> Longest:
        """Follows the circles and single nodes from the beginning on."""
        zero = Length()
        arrived: dict[int, _Arrived] = {}
        for takes, node in self._walker.beginnings():
            over = {name: self._lengths[name] for name in self._active[node] if name in self._lengths}
            arrived[node] = _Arrived(zero, over, -1, takes)
        last: tuple[Length, int] | None = None
        for together in order:
            inside = set(together)
            circle = any(after in inside for node in together for _, after in self._edges[node])
            until: Length | None = None
            if circle:
                around = self._around(together, inside)
                if not around:
                    return self._circle(together, inside)
                until = min(
                    (self._until(arrived, together, name) for name in around), key=lambda one: tuple(one)
                )
                for node in together:
                    over = {name: until.plus(self._lengths[name]) for name in self._bounds(node)}
                    over.update(dict.fromkeys(around, until))
                    known = arrived.get(node)
                    before, takes = (known.before, known.takes) if known else self._came(node)
                    arrived[node] = _Arrived(until, over, before, takes)
            for node in together:
                here = arrived[node]
                if self._ends(node) and (last is None or not here.at.within(last[0])):
                    last = (here.at, node)
                leaving = until if until is not None else self._leaving(node, here)
                for takes, after in self._edges[node]:
                    if after not in inside:
                        self._arrive(arrived, node, here, leaving, takes, after)
        if last is None:
            return Longest([], zero)
        return Longest(self._traced(arrived, last[1]), last[0])

    def _came(self, node: int) -> tuple[int, Takes]:
        before = self._walk.came[node]
        return before, next(takes for takes, after in self._edges[before] if after == node)

    def _leaving(self, node: int, here: _Arrived) -> Length:
        """When the node is left at the latest."""
        if node >= self._system.layout.resting or self._ends(node):
            return here.at
        found: Length | None = None
        for name in self._bounds(node):
            over = here.over[name].longest(here.at)
            found = over if found is None else found.shortest(over)
        return here.at if found is None else found

    def _arrive(
        self,
        arrived: dict[int, _Arrived],
        node: int,
        here: _Arrived,
        leaving: Length,
        takes: Takes,
        after: int,
    ) -> None:
        entered = {name for take in takes for name in take.entered}
        over = {}
        for name in self._active[after]:
            if name in self._lengths:
                stays = name not in entered and name in here.over
                over[name] = here.over[name] if stays else leaving.plus(self._lengths[name])
        known = arrived.get(after)
        if known is None:
            arrived[after] = _Arrived(leaving, over, node, takes)
            return
        later = not leaving.within(known.at)
        arrived[after] = _Arrived(
            known.at.longest(leaving),
            {name: over[name].longest(known.over[name]) for name in over},
            node if later else known.before,
            takes if later else known.takes,
        )

    def _around(self, together: list[int], inside: set[int]) -> list[str]:
        """The states whose time bounds the whole circle: it neither leaves nor enters them."""
        around = set(self._lengths).intersection(*(self._active[node] for node in together))
        for node in together:
            for takes, after in self._edges[node]:
                if after in inside:
                    around -= {name for take in takes for name in take.entered}
        voting = {name for node in together for name in self._active[node] if self._states[name].vote}
        endless = any(name not in self._lengths for name in voting)
        return sorted(name for name in around if self._states[name].vote is None and not endless)

    def _until(self, arrived: dict[int, _Arrived], together: list[int], name: str) -> Length:
        """When the circle is over by that state's time, and by that of a vote open then."""
        found = Length()
        for node in together:
            if node in arrived:
                found = found.longest(arrived[node].over[name])
        votes = {
            one
            for node in together
            for one in self._active[node]
            if self._states[one].vote is not None and name in self._system.tree.ancestors(one)
        }
        longest_vote = Length()
        for one in votes:
            longest_vote = longest_vote.longest(self._lengths[one])
        return found.plus(longest_vote)

    def _circle(self, together: list[int], inside: set[int]) -> Longest:
        """The shortest circle from the first of the nodes that was come upon, and the way there."""
        order = {node: at for at, node in enumerate(self._walk.came)}
        first = min(together, key=order.__getitem__)
        came: dict[int, tuple[int, Takes]] = {}
        waiting = [first]
        for node in waiting:
            for takes, after in self._edges[node]:
                if after in inside and after not in came:
                    came[after] = (node, takes)
                    waiting.append(after)
        round_: list[Takes] = []
        node = first
        while True:
            node, takes = came[node]
            round_.append(takes)
            if node == first:
                break
        where = " and ".join(self._system.layout.leaves(first))
        why = f"From {where} the case can come back to it, again and again"
        return Longest(self._path(first) + round_[::-1], None, why)

    def _path(self, node: int) -> list[Takes]:
        return [takes for takes, _ in self._walker.path(self._walk, node)]

    def _traced(self, arrived: dict[int, _Arrived], node: int) -> list[Takes]:
        found: list[Takes] = []
        seen: set[int] = set()
        while node >= 0 and node not in seen:
            seen.add(node)
            found.append(arrived[node].takes)
            node = arrived[node].before
        return found[::-1]
