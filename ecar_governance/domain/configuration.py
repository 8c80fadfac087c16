"""Where a case is and where it goes: sets of leaf states in a tree of composite states and their regions.
Pure.

The rules are those of SCXML (W3C Recommendation of 1 September 2015, appendix D), for the part of it that
procedures have: a region is a compound state, a composite with several regions a parallel one. A transition
leaves everything inside the smallest region that holds both its source and its target, and enters the target
with whatever must be active around and inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.workflow import Role, State, Transition, Workflow

Leaves = tuple[str, ...]
"""The leaf states that a case is in, sorted."""

Memory = Mapping[str, Leaves]
"""Where each region with a history was when it was last left, by `place_of`: its leaves."""

Place = tuple[str, str]
"""A region: the composite state that it belongs to, and its name."""

ROOT: Place = ("", "")
"""The top of the procedure, in which everything lies."""


def place_of(composite: str, region: str) -> str:
    """How a region is called in a case's memory."""
    return f"{composite}/{region}"


class Move(Struct, frozen=True):
    """What a transition does to a configuration: the leaves afterwards, and the states, composites too, that
    are left (inner ones first) and entered (outer ones first), otherwise in the order of the file. One that
    stays leaves and enters nothing. `source` is the active state that it is taken from."""

    source: str
    leaves: Leaves
    left: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()


class Tree:
    """The states of a procedure as a tree. Immutable; every answer costs what it touches of the tree.

    States whose parent or region is not there (the checker tells them) lie at the top.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._states = workflow.states
        self._regions = {
            (name, region.name): region for name, state in workflow.states.items() for region in state.regions
        }
        self.remembering = tuple(place for place, region in self._regions.items() if region.history)
        self._paths = {name: self._path(name) for name in workflow.states}
        self._order = {name: number for number, name in enumerate(self._in_order())}
        self._ends = self._ends_of()
        self.flat = not self._regions

    def _path(self, name: str) -> tuple[Place, ...]:
        """The regions that the state lies in, the outermost first; the top is the first of all."""
        found: list[Place] = []
        here = name
        while (place := (self._states[here].parent, self._states[here].region)) in self._regions:
            if place in found:
                break  # a state inside itself: the checker tells it
            found.append(place)
            here = place[0]
        return (ROOT, *reversed(found))

    def _in_order(self) -> list[str]:
        """The states as they stand in the file, each composite before what is inside it."""
        inside: dict[Place, list[State]] = {}
        for state in sorted(self._states.values(), key=lambda one: (one.rank, one.name)):
            inside.setdefault(self._paths[state.name][-1], []).append(state)
        found: list[str] = []
        waiting = inside.get(ROOT, [])[::-1]
        while waiting:
            state = waiting.pop()
            found.append(state.name)
            for region in reversed(state.regions):
                waiting += inside.get((state.name, region.name), [])[::-1]
        there = set(found)
        return found + [name for name in self._states if name not in there]

    def places(self, name: str) -> tuple[Place, ...]:
        """The regions that the state lies in, the top first and the innermost last."""
        return self._paths[name]

    def _ends_of(self) -> dict[str, tuple[int, int]]:
        """By what states sort so that a composite comes after everything inside it: the place of the last
        state inside, and how far out."""
        ends = dict(self._order)
        for name in reversed(self._order):  # what is inside is reached before what is around it
            for composite in self.ancestors(name):
                ends[composite] = max(ends[composite], ends[name])
        return {name: (end, -len(self._paths[name])) for name, end in ends.items()}

    def has(self, name: str) -> bool:
        """Whether the procedure has the state."""
        return name in self._states

    def ancestors(self, name: str) -> tuple[str, ...]:
        """The composite states around the state, the innermost first."""
        return tuple(composite for composite, _ in reversed(self._paths[name][1:]))

    def active(self, leaves: Iterable[str]) -> tuple[str, ...]:
        """The leaves and the composites around them, in the order of the file, but each composite after all
        that is inside it. Transitions are looked for in this order: of two states that would both be left,
        the inner one goes first."""
        if self.flat:
            return tuple(leaves)
        found = {state for leaf in leaves for state in (leaf, *self.ancestors(leaf))}
        return self.inner_first(found)

    def inner_first(self, states: Iterable[str]) -> tuple[str, ...]:
        """The states in that order."""
        return tuple(sorted(states, key=self._ends.__getitem__))

    def initial(self, name: str, memory: Memory | None = None) -> Leaves:
        """The leaves that entering the state leads to."""
        return tuple(sorted(self._leaves(name, memory or {})))

    def entering(self, name: str) -> Move:
        """How a case begins in the state."""
        leaves = self.initial(name)
        return Move("", leaves, (), self.sort(self.active(leaves)))

    def _leaves(self, name: str, memory: Memory) -> Iterator[str]:
        state = self._states[name]
        if not state.regions:
            yield name
        for region in state.regions:
            yield from self._region_leaves((name, region.name), memory)

    def _region_leaves(self, place: Place, memory: Memory) -> Iterator[str]:
        region = self._regions[place]
        if region.history and (last := memory.get(place_of(*place))):
            yield from last
        else:
            yield from self._leaves(region.initial, memory)

    def move(self, leaves: Leaves, source: str, target: str, memory: Memory | None = None) -> Move:
        """The transition from `source` (a leaf or a composite that the case is in) to `target`; with an
        empty target it stays."""
        if not target:
            return Move(source, leaves)
        if self.flat:
            after = (target,) if len(leaves) == 1 else tuple(sorted({*leaves} - {source} | {target}))
            return Move(source, after, (source,), (target,))
        domain = self.domain(source, target)
        gone = [leaf for leaf in leaves if domain in self._paths[leaf]]
        left = self.sort(self._inside(domain, gone))[::-1]
        # What is left now is remembered before anything is entered.
        come = tuple(self._entering(domain, target, self.remember(leaves, left, memory or {})))
        after = tuple(sorted({*leaves}.difference(gone).union(come)))
        return Move(source, after, left, self.sort(self._inside(domain, come)))

    def domain(self, source: str, target: str) -> Place:
        """The smallest region that holds both, which a transition between them leaves everything of."""
        domain = ROOT
        for one, other in zip(self._paths[source], self._paths[target], strict=False):
            if one != other:
                break
            domain = one
        return domain

    def _entering(self, domain: Place, target: str, memory: Memory) -> Iterator[str]:
        """The leaves of the target, and of the other regions of the composites around it in the domain."""
        path = self._paths[target]
        for place in path[path.index(domain) + 1 :]:
            for region in self._states[place[0]].regions:
                if region.name != place[1]:
                    yield from self._region_leaves((place[0], region.name), memory)
        yield from self._leaves(target, memory)

    def _inside(self, domain: Place, leaves: Iterable[str]) -> Iterator[str]:
        """The leaves and the composites around them that lie in the domain."""
        return (state for state in self.active(leaves) if domain in self._paths[state])

    def sort(self, states: Iterable[str]) -> tuple[str, ...]:
        """The states as they stand in the file, a composite before what is inside it."""
        return tuple(sorted(states, key=self._order.__getitem__))

    def remember(self, leaves: Leaves, left: tuple[str, ...], memory: Memory) -> Memory:
        """The memory once these states were left out of `leaves`: a region is remembered when the composite
        that it belongs to is left."""
        gone = {
            place_of(*place): tuple(leaf for leaf in leaves if place in self._paths[leaf])
            for place in self.remembering
            if place[0] in left
        }
        return {**memory, **gone} if gone else memory

    def compatible(self, leaves: Leaves, memory: Memory, answers: Mapping[str, Transition]) -> list[str]:
        """The states whose answers to one event are taken: of two that would leave something in common the
        inner one's, else the first. SCXML's `removeConflictingTransitions` (appendix D)."""
        leaving = {
            state: {*self.move(leaves, state, rule.target, memory).left} for state, rule in answers.items()
        }
        taken: list[str] = []
        for state in answers:
            clashing = [one for one in taken if not leaving[one].isdisjoint(leaving[state])]
            if all(one in self.ancestors(state) for one in clashing):
                taken = [one for one in taken if one not in clashing] + [state]
        return taken

    def remembers(self, composite: str, region: str, leaves: Leaves) -> bool:
        """Whether the region has a history and could have been left in these leaves."""
        place = (composite, region)
        if place not in self.remembering or not leaves:
            return False
        inside = all(leaf in self._paths and place in self._paths[leaf] for leaf in leaves)
        return inside and self._filled(place, leaves)

    def done(self, composite: str, leaves: Leaves) -> int:
        """How many regions of the composite have ended: they rest in a state of theirs that is `done`."""
        resting = (self._states[leaf] for leaf in leaves)
        return len({state.region for state in resting if state.done and state.parent == composite})

    def editable(self, leaves: Leaves) -> bool:
        """Whether the text may be revised: each leaf, or a composite around it, says so."""
        return all(
            any(self._states[one].editable for one in (leaf, *self.ancestors(leaf))) for leaf in leaves
        )

    def legal(self, leaves: Leaves) -> bool:
        """Whether a case can be in these leaves at once: exactly one state of every active region, and of the
        top, is active, and none of them is a composite."""
        return self._filled(ROOT, leaves)

    def _filled(self, place: Place, leaves: Leaves) -> bool:
        """The same within one region."""
        if len(set(leaves)) != len(leaves) or any(self._states[leaf].regions for leaf in leaves):
            return False
        inside = set(self._inside(place, leaves))
        wanted = {place} | {(name, region.name) for name in inside for region in self._states[name].regions}
        where = [self._paths[name][-1] for name in inside]
        return len(where) == len(set(where)) and set(where) == wanted


_trees: dict[str, tuple[Workflow, Tree]] = {}
_MOST = 256  # procedures whose trees are kept; a conference has a handful


def tree_of(version_hash: str, workflow: Workflow) -> Tree:
    """The tree of the states of the version with that hash, made once."""
    known = _trees.get(version_hash)
    if known is None or (known[0] is not workflow and known[0] != workflow):
        if len(_trees) >= _MOST:
            _trees.clear()
        known = _trees[version_hash] = (workflow, Tree(workflow))
    return known[1]


def region_body(workflow: Workflow, state: str) -> str:
    """The field that says whose the innermost region around the state is that says so; empty when none
    does, or the state is not there."""
    seen: set[str] = set()
    while state and state not in seen and (inner := workflow.states.get(state)) is not None:
        seen.add(state)
        above = workflow.states.get(inner.parent)
        for region in above.regions if above is not None else ():
            if region.name == inner.region and region.body:
                return region.body
        state = inner.parent
    return ""


def placed(workflow: Workflow, role: Role, state: str) -> Role:
    """The role as it is held in the state: what a region's body may do is what the body in that region's
    field may."""
    if role.scope != "region_body":
        return role
    return replace(role, scope="field", field=region_body(workflow, state))


def roles_of(workflow: Workflow, rule: Transition, source: str) -> tuple[Role, ...]:
    """The roles that take the transition out of `source`."""
    return tuple(placed(workflow, workflow.roles[name], source) for name in rule.by if name in workflow.roles)
