"""SCXML's own algorithm, small: an interpreter to hold the core's regions against.

Written from appendix D of the W3C Recommendation of 1 September 2015 and from nothing of ours but the
structs of a procedure: a composite with several regions is a <parallel> of compound states, one with a single
region a compound state, a region with history begins in a deep <history>. What procedures have of their own:
a person takes one transition, by name; what leads on at once does so one by one, and only out of states
entered in the same act; a region's end is told when it makes enough of them (`join`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ecar_governance.domain.workflow import Transition, Workflow


@dataclass(eq=False)
class Node:
    name: str
    parallel: bool = False
    region: bool = False
    initial: str = ""
    history: bool = False
    final: bool = False
    join: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    order: int = 0

    def ancestors(self) -> Iterator[Node]:
        here = self.parent
        while here is not None:
            yield here
            here = here.parent

    def within(self, other: Node) -> bool:
        return any(one is other for one in self.ancestors())


@dataclass(frozen=True)
class Taken:
    """A transition with the state that it was selected for."""

    rule: Transition
    source: Node


class Circle(Exception):
    """The act would not end."""


class Interpreter:
    """A procedure under way. `holds` says which of the rules' guards do."""

    def __init__(self, workflow: Workflow, holds: Callable[[Transition], bool]) -> None:
        self._rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
        self._holds = holds
        self._nodes: dict[str, Node] = {}
        self._root = Node("", initial=workflow.initial)
        self._build(workflow, self._root, "", "")
        for number, node in enumerate(self._walk(self._root)):
            node.order = number
        self.configuration: set[Node] = set()
        self._history: dict[Node, list[Node]] = {}
        self._fresh: set[Node] = set()
        self._queue: list[Node] = []
        self.left: list[list[str]] = []
        self.entered: list[str] = []

    def _build(self, workflow: Workflow, above: Node, parent: str, region: str) -> None:
        inside = [one for one in workflow.states.values() if (one.parent, one.region) == (parent, region)]
        for state in sorted(inside, key=lambda one: one.rank):
            node = Node(state.name, final=state.done, join=state.join, parent=above)
            self._nodes[state.name] = node
            above.children.append(node)
            if len(state.regions) == 1:
                [only] = state.regions
                node.initial, node.history = only.initial, only.history
                self._build(workflow, node, state.name, only.name)
            for one in state.regions if len(state.regions) > 1 else ():
                node.parallel = True
                line = Node(f"{state.name}.{one.name}", False, True, one.initial, one.history, parent=node)
                node.children.append(line)
                self._build(workflow, line, state.name, one.name)

    def _walk(self, node: Node) -> Iterator[Node]:
        yield node
        for child in node.children:
            yield from self._walk(child)

    # --- as an act sees it -------------------------------------------------------------------------------

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(sorted(node.name for node in self.configuration if not node.children))

    @property
    def active(self) -> set[str]:
        return {node.name for node in self.configuration if node.name in self._nodes}

    def begin(self) -> None:
        self._new_act()
        found: set[Node] = set()
        self._descendants(self._nodes[self._root.initial], found)
        self._enter(found)
        self._macrostep(1)

    def person(self, name: str) -> bool:
        """Takes the transition of that name; False when it leaves no active state."""
        named = self._enabled(lambda rule: rule.trigger == "person" and rule.name == name)
        enabled = self._inner_first(self._remove_conflicting(named))
        if not enabled:
            return False
        self._new_act()
        self._microstep(enabled[:1])
        self._macrostep(1)
        return True

    def system(self, trigger: str) -> bool:
        """What the trigger asks for, in every region."""
        enabled = self._remove_conflicting(self._enabled(lambda rule: rule.trigger == trigger))
        if not enabled:
            return False
        self._new_act()
        self._microstep(enabled)
        self._macrostep(len(enabled))
        return True

    def _new_act(self) -> None:
        self._fresh, self._queue, self.left, self.entered = set(), [], [], []

    def _macrostep(self, taken: int) -> None:
        while True:
            open_ = self._enabled(lambda rule: rule.trigger == "at_once" and self._holds(rule), self._fresh)
            at_once = self._inner_first(self._remove_conflicting(open_))
            if at_once:
                self._fresh.discard(at_once[0].source)
                self._microstep(at_once[:1])
                taken += 1
            elif self._queue:
                node = self._queue.pop(0)
                if node in self.configuration and self._joined(node):
                    joined = [r for r in self._rules if r.trigger == "joined" and node.name in r.source]
                    self._microstep([Taken(rule, node) for rule in joined[:1]])
                    taken += len(joined[:1])
            else:
                return
            if taken > 100:
                raise Circle

    # --- appendix D --------------------------------------------------------------------------------------

    def _enabled(self, wanted: Callable[[Transition], bool], among: set[Node] | None = None) -> list[Taken]:
        """selectTransitions: for each atomic state in document order the first of it and its ancestors."""
        found: list[Taken] = []
        atomic = sorted((n for n in self.configuration if not n.children), key=lambda n: n.order)
        for leaf in atomic:
            taken = next(
                (
                    Taken(rule, node)
                    for node in (leaf, *leaf.ancestors())
                    if among is None or node in among
                    for rule in self._rules
                    if node.name in rule.source and wanted(rule)
                ),
                None,
            )
            if taken is not None and taken not in found:
                found.append(taken)
        return found

    def _remove_conflicting(self, enabled: list[Taken]) -> list[Taken]:
        filtered: list[Taken] = []
        for one in enabled:
            preempted, removed = False, []
            for two in filtered:
                if self._exit_set([one]) & self._exit_set([two]):
                    if one.source.within(two.source):
                        removed.append(two)
                    else:
                        preempted = True
                        break
            if not preempted:
                filtered = [two for two in filtered if two not in removed] + [one]
        return filtered

    def _inner_first(self, taken: list[Taken]) -> list[Taken]:
        """Where one alone is taken: in document order, a state after what is inside it."""
        inside_out = list(self._inside_out(self._root))
        return sorted(taken, key=lambda one: inside_out.index(one.source))

    def _inside_out(self, node: Node) -> Iterator[Node]:
        for child in node.children:
            yield from self._inside_out(child)
        yield node

    def _domain(self, taken: Taken) -> Node | None:
        """getTransitionDomain, with findLCCA; all transitions are external."""
        if not taken.rule.target:
            return None
        target = self._nodes[taken.rule.target]
        for one in taken.source.ancestors():
            if not one.parallel and target.within(one):
                return one
        raise AssertionError("the root is an ancestor of everything")

    def _exit_set(self, taken: Iterable[Taken]) -> set[Node]:
        domains = [domain for one in taken if (domain := self._domain(one)) is not None]
        return {node for node in self.configuration if any(node.within(domain) for domain in domains)}

    def _microstep(self, taken: list[Taken]) -> None:
        gone = sorted(self._exit_set(taken), key=lambda node: -node.order)
        for node in gone:
            if node.history:
                self._history[node] = [
                    one for one in self.configuration if not one.children and one.within(node)
                ]
        for one in taken:
            own = [node for node in gone if node in self._exit_set([one])]
            self.left.append([node.name for node in own if node.name in self._nodes])
        self.configuration.difference_update(gone)
        self._fresh.difference_update(gone)
        come: set[Node] = set()
        for one in taken:
            if one.rule.target:
                target = self._nodes[one.rule.target]
                domain = self._domain(one)
                assert domain is not None
                self._descendants(target, come)
                self._ancestors(target, domain, come)
        self._enter(come)

    def _enter(self, come: set[Node]) -> None:
        ordered = sorted(come, key=lambda node: node.order)
        self.configuration.update(come)
        self._fresh.update(come)
        self.entered += [node.name for node in ordered if node.name in self._nodes]
        ended: list[Node] = []
        for node in ordered:
            whole = node.parent.parent if node.parent and node.parent.region else node.parent
            if node.final and whole is not None:
                ended.append(whole)
        self._queue += [whole for whole in ended if self._joined(whole)]

    def _joined(self, node: Node) -> bool:
        lines = node.children if node.parallel else [node]
        done = sum(any(one.final and one in self.configuration for one in line.children) for line in lines)
        return 0 < node.join <= done

    def _descendants(self, node: Node, come: set[Node]) -> None:
        """addDescendantStatesToEnter; a region with history begins in its history state."""
        come.add(node)
        if node.parallel:
            for child in node.children:
                if not any(one.within(child) or one is child for one in come):
                    self._descendants(child, come)
        elif node.children and node.history and node in self._history:
            for one in self._history[node]:
                self._descendants(one, come)
            for one in self._history[node]:
                self._ancestors(one, node, come)
        elif node.children:
            initial = self._nodes[node.initial]
            self._descendants(initial, come)
            self._ancestors(initial, node, come)

    def _ancestors(self, node: Node, ancestor: Node, come: set[Node]) -> None:
        """addAncestorStatesToEnter."""
        for one in node.ancestors():
            if one is ancestor:
                return
            come.add(one)
            if one.parallel:
                for child in one.children:
                    if not any(two.within(child) or two is child for two in come):
                        self._descendants(child, come)
