"""What leads on from a case at rest, worked out beforehand: for most transitions one `&` and one `|`.

`system.System.moves` says what is right; the tables say the same sooner, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ecar_governance.domain.proving.system import FROM_OUTSIDE, VOTE_ENDS, System, Take, Takes
from ecar_governance.domain.workflow import Transition, Trigger

Test = tuple[int, int, bool]
"""Some bits, what they are compared with, and whether they must be equal or must not be."""


class Join(Struct, frozen=True):
    """What a region that ends may bring about: that at least so many of its state's are done. `done` tells of
    each region where its bits are, and which of their values are states that are done."""

    least: int
    done: tuple[tuple[int, int, frozenset[int]], ...]

    def reached(self, node: int) -> bool:
        """Whether as many are done there."""
        more = len(self.done) - self.least
        for shift, mask, values in self.done:
            if (node >> shift & mask) not in values:
                more -= 1
            if more < 0:
                return False
        return True


class Edge(Struct, frozen=True):
    """A transition out of one state, done as `node & keep | put` where all `tests` allow it, and where no
    `joins` are reached by it: what follows then only the system itself can work out."""

    takes: Takes
    keep: int
    put: int
    tests: tuple[Test, ...] = ()
    joins: tuple[Join, ...] = ()

    def allows(self, node: int) -> bool:
        """Whether it can be taken there."""
        return all((node & mask == value) == equal for mask, value, equal in self.tests)

    def joined(self, node: int) -> bool:
        """Whether as many regions are done by it, from `node`, as a state around them asks for."""
        after = node & self.keep | self.put
        return any(join.reached(after) for join in self.joins)


class Tables:
    """The edges out of nodes at rest by the active state they leave, as lists by the value of its field.

    `plain` edges can always be taken; `tested` ones under their tests; for a state in `slow` there is more
    that only the system itself can work out (it remembers something, or something follows from it).
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.plain: dict[str, list[Edge]] = {}
        self.tested: dict[str, list[Edge]] = {}
        self.slow: dict[str, list[Transition]] = {}
        self.heard: dict[str, set[Trigger]] = {}
        self._joining = {state for state, trigger in system.answers if trigger == "joined"}
        self._layout = system.layout
        tree = system.tree
        self._domains = {place: ~system.layout.field(place).within for place in self._places()}
        begun = tree.entering(system.workflow.initial).leaves
        for state in system.workflow.states:
            leaves = (state,) if tree.flat else tree.move(begun, system.workflow.initial, state).leaves
            for rule in self._out_of(state):
                self._sort_in(rule, state, leaves)
        for trigger in (*FROM_OUTSIDE, *VOTE_ENDS):
            self._answer(trigger)

    def _places(self) -> set[tuple[str, str]]:
        return {place for state in self.system.workflow.states for place in self.system.tree.places(state)}

    def _out_of(self, state: str) -> Iterator[Transition]:
        yield from self.system.people.get(state, ())
        if state in self.system.deadlines:
            yield self.system.deadlines[state]

    def _answer(self, trigger: Trigger) -> None:
        """What happens outside may be answered in several regions at once: then the system works it out."""
        system = self.system
        states = [state for state, heard in system.answers if heard == trigger]
        voting = {name for name, one in system.workflow.states.items() if one.vote is not None}
        # A vote can end wherever some state has one.
        at = states if trigger in FROM_OUTSIDE else [state for state in states if state in voting]
        if system.tree.flat or (len(states) == 1 and at == states):
            begun = system.tree.entering(system.workflow.initial).leaves
            for state in at:
                leaves = (
                    (state,)
                    if system.tree.flat
                    else system.tree.move(begun, system.workflow.initial, state).leaves
                )
                self._sort_in(system.answers[state, trigger], state, leaves)
            return
        for state in states if trigger in FROM_OUTSIDE else voting:
            if states:
                self.heard.setdefault(state, set()).add(trigger)

    def _sort_in(self, rule: Transition, state: str, leaves: tuple[str, ...]) -> None:
        system, tree = self.system, self.system.tree
        what = system.knowledge[rule.name]
        if rule.trigger == "person" and what.never:
            return
        domain = tree.domain(state, rule.target) if rule.target else None
        remembers = domain is not None and any(
            place != domain and domain in tree.places(place[0]) for place in tree.remembering
        )
        if remembers or self._several(rule, state) or system.brings(rule) != [()]:
            self.slow.setdefault(state, []).append(rule)
            return
        keep, put = -1, 0
        joins: tuple[Join, ...] = ()
        entered: tuple[str, ...] = ()
        if domain is not None:
            entered = tree.move(leaves, state, rule.target).entered
            person = rule.trigger in ("person", "deadline")
            joins = self._joins(entered)
            if self._follows(entered) or (joins and not person):
                self.slow.setdefault(state, []).append(rule)
                return
            keep, put = self._domains[domain], self._layout.value(entered)
        if rule.name in system.bits:
            put |= system.bits[rule.name] << self._layout.past
        tests = self._tests(rule, state, domain)
        if tests is None:
            return
        edge = Edge((Take(rule.name, state, entered),), keep, put, tests, joins)
        (self.tested if tests or joins else self.plain).setdefault(state, []).append(edge)

    def _follows(self, entered: tuple[str, ...]) -> bool:
        """Whether entering these may lead on within the same act, whatever other regions do."""
        return any(one in self.system.at_once or one in self.system.consulting for one in entered)

    def _joins(self, entered: tuple[str, ...]) -> tuple[Join, ...]:
        """The states around, as many of whose regions may be done by entering these as they ask for."""
        states = self.system.workflow.states
        ended = {states[one].parent for one in entered if states[one].done} & self._joining
        return tuple(self._join(name) for name in sorted(ended))

    def _join(self, name: str) -> Join:
        states = self.system.workflow.states
        done = []
        for region in states[name].regions:
            field = self._layout.field((name, region.name))
            values = (at for at, one in enumerate(field.states, 1) if states[one].done)
            done.append((field.shift, field.mask, frozenset(values)))
        return Join(states[name].join or len(done) + 1, tuple(done))

    def _several(self, rule: Transition, state: str) -> bool:
        """Whether the case may be in another state that the rule leaves, so that the order decides."""
        if self.system.tree.flat or rule.trigger != "person":
            return False
        return any(one != state and self._together(one, state) for one in rule.source)

    def _together(self, one: str, other: str) -> bool:
        """Whether both can be active at once: one around the other, or in two regions of a state."""
        tree = self.system.tree
        if one in tree.ancestors(other) or other in tree.ancestors(one):
            return True
        paths = zip(tree.places(one), tree.places(other), strict=False)
        split = next(((a, b) for a, b in paths if a != b), None)
        return split is not None and split[0][0] == split[1][0]

    def _tests(self, rule: Transition, state: str, domain: tuple[str, str] | None) -> tuple[Test, ...] | None:
        """When it can be taken; None when it never can."""
        system, layout = self.system, self._layout
        tests: list[Test] = []
        if rule.trigger == "person":
            what = system.knowledge[rule.name]
            if what.taken or what.untaken:
                bits = (what.taken | what.untaken) << layout.past
                tests.append((bits, what.taken << layout.past, True))
        if rule.trigger in ("person", "deadline") and domain is not None:
            if state in system.held:
                return None
            for held in system.held:
                if domain in system.tree.places(held) and self._together(held, state):
                    mask, value = layout.where(held)
                    tests.append((mask, value, False))
        return tuple(tests)
