"""Where everything of a procedure's picture goes: rows of states, labels under them, lanes at the left.

States stand below one another in the order of the file. A transition to the next state runs down the spine;
any other runs in a lane beside it, and all that lead to one state share its lane. Numbers are pixels of a
picture 320 wide.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecar_governance.domain.workflow import State, Transition, Workflow

WIDTH = 320
RADIUS = 8
STATE_SIZE, LABEL_SIZE = 15, 13
_TOP, _LANE, _MARGIN, _GAP = 12, 11, 8, 14
_STATE_LINE, _LABEL_LINE = 20, 18


class Label(Struct, frozen=True):
    """A transition named under the state that it leaves; `y` is its first line's middle."""

    rule: Transition
    lines: tuple[str, ...]
    y: int


class Row(Struct, frozen=True):
    """A state: its marker's middle `y`, its title in lines, the labels of its ways out, and its end."""

    state: State
    lines: tuple[str, ...]
    y: int
    labels: tuple[Label, ...]
    bottom: int


class Edge(Struct, frozen=True):
    """One way from a state to another, leaving at (`x`, `y`). `lane` is its lane's x, None down the spine."""

    rule: Transition
    source: str
    target: str
    lane: int | None
    x: int
    y: int


class Layout(Struct, frozen=True):
    """The whole picture. `spine` is the x of the markers, `text` that of the words."""

    rows: dict[str, Row]
    edges: tuple[Edge, ...]
    spine: int
    text: int
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
    """Places every state and way; what stays where it is has none. The ways out of the states `labelled` are
    named under them; the states `noted` have room for one more line."""
    states = sorted(workflow.states.values(), key=lambda state: (state.rank, state.name))
    rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
    order = {state.name: index for index, state in enumerate(states)}
    ways = [(rule, source) for rule in rules if rule.target for source in rule.source]
    lanes = _lanes(
        {
            target: [order[source] for rule, source in ways if rule.target == target]
            for target in order
            if any(rule.target == target and order[source] + 1 != order[target] for rule, source in ways)
        },
        order,
    )
    spine = _MARGIN + _LANE * (max(lanes.values(), default=-1) + 1) + RADIUS + 4
    text = spine + RADIUS + 10
    shown, more = set(labelled), set(noted)
    rows: dict[str, Row] = {}
    y = _TOP
    for state in states:
        lines = wrap(_in(state.title, lang), WIDTH - text, STATE_SIZE)
        middle = y + _STATE_LINE // 2
        y += _STATE_LINE * len(lines) + (_LABEL_LINE if state.name in more else 0)
        labels = []
        for rule in rules:
            if state.name in rule.source and state.name in shown:
                words = wrap(_in(rule.title, lang), WIDTH - text - 6, LABEL_SIZE)
                labels.append(Label(rule, words, y + _LABEL_LINE // 2))
                y += _LABEL_LINE * len(words)
        rows[state.name] = Row(state, lines, middle, tuple(labels), y)
        y += _GAP
    edges = []
    for rule, source in ways:
        down = order[source] + 1 == order[rule.target]
        named = [label.y for label in rows[source].labels if label.rule.name == rule.name]
        lane = None if down else spine - RADIUS - 4 - _LANE * (lanes[rule.target] + 1) + _LANE // 2
        x, y_out = (spine, named[0]) if named else (spine - RADIUS, rows[source].y + 4)
        edges.append(Edge(rule, source, rule.target, lane, x, y_out))
    return Layout(rows, tuple(edges), spine, text, y - _GAP + _TOP)


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
