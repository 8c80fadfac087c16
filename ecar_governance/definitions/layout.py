"""Where everything of a procedure's picture goes: rows of states, labels under them, lanes at the left.

States stand below one another in the order of the file, those inside a state further to the right and within
its box; its regions are lanes, one below the other, divided by dashed lines. A transition to the next state
of the same region runs straight down; any other runs in a lane at the left, and all that lead to one state
share it. Numbers are pixels of a picture 320 wide.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecar_governance.domain.configuration import Tree
from ecar_governance.domain.workflow import Region, State, Transition, Workflow

WIDTH = 320
RADIUS = 8
STATE_SIZE, LABEL_SIZE = 15, 13
_TOP, _LANE, _MARGIN, _GAP = 12, 11, 8, 14
_STATE_LINE, _LABEL_LINE = 20, 18
_STEP, _PAD, _CLOCK = 15, 8, 18


class Label(Struct, frozen=True):
    """A transition named under the state that it leaves; `y` is its first line's middle."""

    rule: Transition
    lines: tuple[str, ...]
    y: int


class Row(Struct, frozen=True):
    """A state: its marker's middle (`x`, `y`), its title in lines beginning at `text`, the labels of its ways
    out, its end, and where its space ends at the right."""

    state: State
    lines: tuple[str, ...]
    x: int
    y: int
    text: int
    labels: tuple[Label, ...]
    bottom: int
    right: int


class Lane(Struct, frozen=True):
    """A region: its title's middle (`x`, `y`) in lines, and the dashed line above it, if one is."""

    region: Region
    lines: tuple[str, ...]
    x: int
    y: int
    divider: int | None


class Box(Struct, frozen=True):
    """A state with inner states: its frame, and its regions (none where the only one needs no title)."""

    state: State
    left: int
    top: int
    right: int
    bottom: int
    lanes: tuple[Lane, ...]


class Edge(Struct, frozen=True):
    """One way from a state to another, leaving at (`x`, `y`). `lane` is its lane's x, None down the spine."""

    rule: Transition
    source: str
    target: str
    lane: int | None
    x: int
    y: int


class Layout(Struct, frozen=True):
    """The whole picture: rows in the order in which they stand, boxes the outer ones first. `spine` is the x
    of the outermost markers."""

    rows: dict[str, Row]
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    spine: int
    height: int


def wrap(text: str, width: int, size: int) -> tuple[str, ...]:
    """The text in lines that fit `width` pixels at a letter size; a longer word keeps a line of its own."""
    most = max(8, int(width / (size * 0.6)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return tuple(lines) or ("",)


def lay_out(workflow: Workflow, lang: str, labelled: Iterable[str], noted: Iterable[str]) -> Layout:
    """Places every state and way; what stays where it is has no way. The ways out of the states `labelled`
    are named under them; the states `noted` have room for one more line."""
    tree = Tree(workflow)
    names = tree.sort(workflow.states)
    rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
    order = {name: index for index, name in enumerate(names)}
    ways = [(rule, source) for rule in rules if rule.target for source in rule.source]

    def straight(source: str, target: str) -> bool:
        one, other = workflow.states[source], workflow.states[target]
        together = (one.parent, one.region) == (other.parent, other.region)
        return together and not one.regions and order[source] + 1 == order[target]

    sources = {
        target: [
            order[source] for rule, source in ways if rule.target == target and not straight(source, target)
        ]
        for target in order
    }
    lanes = _lanes({target: found for target, found in sources.items() if found}, order)
    spine = _MARGIN + _LANE * (max(lanes.values(), default=-1) + 1) + RADIUS + 4
    placing = _Placing(workflow, lang, rules, spine, set(labelled), set(noted))
    placing.inside("", "", 0)
    rows = {name: placing.rows[name] for name in names}
    edges = []
    for rule, source in ways:
        named = [label.y for label in rows[source].labels if label.rule.name == rule.name]
        down = straight(source, rule.target)
        lane = None if down else spine - RADIUS - 4 - _LANE * (lanes[rule.target] + 1) + _LANE // 2
        begin = rows[source].x
        x, y_out = (begin, named[0]) if named else (begin - RADIUS, rows[source].y + 4)
        edges.append(Edge(rule, source, rule.target, lane, x, y_out))
    boxes = tuple(sorted(placing.boxes, key=lambda box: order[box.state.name]))
    return Layout(rows, boxes, tuple(edges), spine, placing.y - _GAP + _TOP)


class _Placing:
    """Goes down the page, from state to state."""

    def __init__(
        self,
        workflow: Workflow,
        lang: str,
        rules: list[Transition],
        spine: int,
        labelled: set[str],
        noted: set[str],
    ) -> None:
        self._workflow = workflow
        self._lang = lang
        self._rules = rules
        self._spine = spine
        self._labelled = labelled
        self._noted = noted
        self.y = _TOP
        self.rows: dict[str, Row] = {}
        self.boxes: list[Box] = []

    def inside(self, parent: str, region: str, depth: int) -> None:
        """Places the states of a region, or of the top."""
        states = sorted(self._workflow.states.values(), key=lambda state: (state.rank, state.name))
        for state in states:
            if (state.parent, state.region) == (parent, region):
                self._state(state, depth)

    def _state(self, state: State, depth: int) -> None:
        x, right = self._spine + _STEP * depth, WIDTH - 2 - 4 * depth
        text, top = x + RADIUS + 10, self.y
        self.y += _PAD if state.regions else 0
        room = right - text - (_PAD if depth or state.regions else 0)
        lines = wrap(_in(state.title, self._lang), room - (_CLOCK if state.deadline else 0), STATE_SIZE)
        middle = self.y + _STATE_LINE // 2
        self.y += _STATE_LINE * len(lines)
        self.y += _LABEL_LINE if state.name in self._noted or state.join else 0
        labels = []
        for rule in self._rules if state.name in self._labelled else ():
            if state.name in rule.source:
                words = wrap(_in(rule.title, self._lang), room - 6, LABEL_SIZE)
                labels.append(Label(rule, words, self.y + _LABEL_LINE // 2))
                self.y += _LABEL_LINE * len(words)
        self.rows[state.name] = Row(state, lines, x, middle, text, tuple(labels), self.y, right)
        self.y += _GAP
        if state.regions:
            drawn = tuple(self._region(state, region, depth, room) for region in state.regions)
            self.y += _PAD
            self.boxes.append(Box(state, x - RADIUS - 6, top, right, self.y - _GAP, drawn))

    def _region(self, state: State, region: Region, depth: int, room: int) -> Lane:
        divider = self.y - _GAP // 2 if region is not state.regions[0] else None
        self.y += _PAD if divider is not None else 0
        lines = wrap(_in(region.title, self._lang), room - _STEP, LABEL_SIZE) if region.title else ()
        lane = Lane(region, lines, self._spine + _STEP * (depth + 1), self.y + _LABEL_LINE // 2, divider)
        if lines or region.history:
            self.y += _LABEL_LINE * max(1, len(lines)) + _PAD
        self.inside(state.name, region.name, depth + 1)
        return lane


def _lanes(sources: dict[str, list[int]], order: dict[str, int]) -> dict[str, int]:
    """A lane for each target, 0 nearest to the spine, so that no two overlap; short ones first."""
    spans = {
        target: (
            min([order[target], *(at for at in found if at + 1 != order[target])]),
            max([order[target], *(at for at in found if at + 1 != order[target])]),
        )
        for target, found in sources.items()
    }
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[str, int] = {}
    for target, span in sorted(spans.items(), key=lambda one: (one[1][1] - one[1][0], one[1], one[0])):
        number = 0
        while number < len(taken) and any(a <= span[1] and span[0] <= b for a, b in taken[number]):
            number += 1
        if number == len(taken):
            taken.append([])
        taken[number].append(span)
        lanes[target] = number
    return lanes


def _in(names: dict[str, str], lang: str) -> str:
    return names.get(lang) or names.get("en") or next(iter(names.values()), "")
