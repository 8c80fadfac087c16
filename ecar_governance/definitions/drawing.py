"""The pieces of a procedure's picture as SVG: ways, boxes, states with what stands under them.

Shapes tell what a state is: a circle, a diamond where it is voted, a square at the end; a double border ends
a region, or the case. A clock stands where a deadline runs, an H where a region begins again where it was
left, a loop where an action stays.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from ecar_governance.definitions.layout import LABEL_SIZE, RADIUS, STATE_SIZE, Box, Edge, Layout, Row
from ecar_governance.domain.workflow import Names, State

_BEND = 5
_SMALL = f'fill="currentColor" stroke="none" font-size="{LABEL_SIZE}"'
_DASHED = 'stroke-dasharray="3 3" stroke-opacity="0.7"'

_WORDS: dict[str, Names] = {
    "here": {"az": "hazırda buradadır", "en": "is here now"},
    "alone": {"az": "bitməlidir", "en": "must end"},
    "all": {"az": "hamısı bitməlidir", "en": "all must end"},
    "some": {"az": "bitməlidir: {of} xətdən {join}", "en": "{join} of {of} must end"},
}


def joined(state: State, lang: str) -> str:
    """How many of the state's regions must end before they are joined, in words; empty where none must."""
    if not state.join:
        return ""
    if len(state.regions) == 1:
        return _word("alone", lang)
    kind = "all" if state.join == len(state.regions) else "some"
    return _word(kind, lang).format(join=state.join, of=len(state.regions))


def _word(word: str, lang: str) -> str:
    return _WORDS[word].get(lang) or _WORDS[word]["en"]


def ways(place: Layout, edges: list[Edge], look: str) -> str:
    """The lines of some ways and their arrow heads. What shares a lane is drawn once, so that dashes of
    several ways do not run into a solid line."""
    lines, heads = [], []
    for source, target in dict.fromkeys((e.source, e.target) for e in edges if e.lane is None):
        x, top, bottom = (
            place.rows[source].x,
            place.rows[source].y + RADIUS,
            place.rows[target].y - RADIUS - 6,
        )
        lines.append(f"M{x} {top}V{bottom}")
        heads.append(f"M{x - 4} {bottom}h8l-4 6z")
    lanes: dict[tuple[int, str], list[Edge]] = {}
    for edge in edges:
        if edge.lane is not None:
            lanes.setdefault((edge.lane, edge.target), []).append(edge)
    for (lane, target), sharing in lanes.items():
        arrive, stop = place.rows[target].y - 4, place.rows[target].x - RADIUS - 7
        heads.append(f"M{stop} {arrive - 4}v8l6 -4z")
        for down in (1, -1):
            side = [edge for edge in sharing if (1 if arrive > edge.y else -1) == down]
            joins = sorted({(edge.y + down * _BEND, edge.x) for edge in side}, reverse=down < 0)
            for y, x in joins:
                lines.append(f"M{x} {y - down * _BEND}H{lane + _BEND}q{-_BEND} 0 {-_BEND} {down * _BEND}")
            if joins:
                end = arrive - down * _BEND
                lines.append(f"M{lane} {joins[0][0]}V{end}q0 {down * _BEND} {_BEND} {down * _BEND}H{stop}")
    if not lines:
        return ""
    head = "".join(f'<path d="{one}"/>' for one in dict.fromkeys(heads))
    return (
        f'<path {look} d="{"".join(lines)}"/>'
        f'<g class="procedure-head" fill="currentColor" stroke="none">{head}</g>'
    )


def box(drawn: Box, inside: bool) -> str:
    """The frame of a state with inner states, bold where the case is in it, and its regions."""
    width, height = drawn.right - drawn.left, drawn.bottom - drawn.top
    weight = ' stroke-width="2.5"' if inside else ""
    shape = f'x="{drawn.left}" y="{drawn.top}" width="{width}" height="{height}" rx="8"'
    parts = [f'<g class="procedure-box"><rect {shape}{weight}/>']
    for lane in drawn.lanes:
        if lane.divider is not None:
            line = f"M{drawn.left} {lane.divider}H{drawn.right}"
            parts.append(f'<path class="procedure-lane" stroke-dasharray="6 4" d="{line}"/>')
        if lane.region.history:
            mark = f'x="{lane.x}" y="{lane.y + 5}" text-anchor="middle"'
            parts.append(f'<circle cx="{lane.x}" cy="{lane.y}" r="9"/><text {mark} {_SMALL}>H</text>')
        for index, line in enumerate(lane.lines):
            at = f'x="{lane.x + RADIUS + 10}" y="{lane.y + 5 + 18 * index}"'
            parts.append(
                f'<text class="procedure-region" {at} {_SMALL} font-weight="700">{escape(line)}</text>'
            )
    return "".join(parts) + "</g>"


def row(place: Layout, drawn: Row, status: str, lang: str) -> str:
    """A state: its marker, its title, where the case is, and its ways out."""
    state = drawn.state
    around = status == "here" and bool(state.regions)
    parts = [f'<g class="procedure-state procedure-{status}">', *_marker(drawn, status, around)]
    weight = ' font-weight="700"' if status == "here" else ""
    words = f'class="procedure-title" fill="currentColor" stroke="none" font-size="{STATE_SIZE}"{weight}'
    for index, line in enumerate(drawn.lines):
        parts.append(f'<text x="{drawn.text}" y="{drawn.y + 5 + 20 * index}" {words}>{escape(line)}</text>')
    if state.deadline is not None:
        x, y = drawn.right - 14, drawn.y
        parts.append(f'<circle class="procedure-clock" cx="{x}" cy="{y}" r="6"/><path d="M{x} {y - 4}v4h3"/>')
    note = joined(state, lang) or (_word("here", lang) if status == "here" and not around else "")
    if note:
        y = drawn.y + 4 + 20 * len(drawn.lines)
        parts.append(f'<text class="procedure-note" x="{drawn.text}" y="{y}" {_SMALL}>{escape(note)}</text>')
    for label in drawn.labels:
        italic = "" if label.rule.trigger == "person" else ' font-style="italic"'
        for index, line in enumerate(label.lines):
            at = f'x="{drawn.text + 6}" y="{label.y + 4 + 18 * index}"'
            parts.append(f'<text class="procedure-label" {at} {_SMALL}{italic}>{escape(line)}</text>')
        if not label.rule.target:
            x, y = drawn.text - 6, label.y
            parts.append(f'<path class="procedure-loop" d="M{x + 4} {y - 2}a4 4 0 1 0 0 4m1 -7v4h-4"/>')
    # Without a way to the next state, a stem of its own joins the labels to the marker.
    aside = [e.y for e in place.edges if e.source == state.name and e.lane is not None]
    down = any(e.source == state.name and e.lane is None for e in place.edges)
    if drawn.labels and aside and not down and max(aside) > drawn.y + RADIUS:
        stem = f'd="M{drawn.x} {drawn.y + RADIUS}V{max(aside)}"'
        parts.append(f'<path class="procedure-way" {_DASHED} {stem}/>')
    return "".join(parts) + "</g>"


def _marker(drawn: Row, status: str, around: bool) -> list[str]:
    """The shape of a state; ticked when passed, full when the case is there."""
    x, y, r, state = drawn.x, drawn.y, RADIUS, drawn.state
    fill = ' fill="currentColor"' if status == "here" and not around else ""
    parts = []
    if state.final:
        parts.append(
            f'<rect x="{x - r + 1}" y="{y - r + 1}" width="{2 * r - 2}" height="{2 * r - 2}"{fill}/>'
        )
    elif state.vote is not None:
        parts.append(f'<path d="M{x} {y - r - 1}L{x + r + 1} {y}L{x} {y + r + 1}L{x - r - 1} {y}z"{fill}/>')
    elif state.regions:
        parts.append(
            f'<rect x="{x - r + 1}" y="{y - r + 2}" width="{2 * r - 2}" height="{2 * r - 4}" rx="5"{fill}/>'
        )
    else:
        parts.append(f'<circle cx="{x}" cy="{y}" r="{r - 1}"{fill}/>')
    if status == "been":
        parts.append(f'<path stroke-width="2.5" d="M{x - 4} {y}l3 3.5l5 -7"/>')
    if state.final or state.done:
        r += 3
        outer = f'x="{x - r + 1}" y="{y - r + 1}" width="{2 * r - 2}" height="{2 * r - 2}"'
        shape = f"<rect {outer}/>" if state.final else f'<circle cx="{x}" cy="{y}" r="{r - 1}"/>'
        parts.append(shape.replace("/>", ' stroke-width="1"/>'))
    return parts
