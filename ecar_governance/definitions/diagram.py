"""The procedure as a picture: a small vertical SVG for a page, and Mermaid for other people's tools.

The SVG has no style, script or reference to anything outside itself, so it may stand under a strict content
security policy; a page colours it by its classes. What was passed, where the case is and what may come are
told by shape and weight as well.
"""

from __future__ import annotations

from collections.abc import Collection
from xml.sax.saxutils import escape, quoteattr

from ecar_governance.definitions.layout import (
    LABEL_SIZE,
    RADIUS,
    STATE_SIZE,
    WIDTH,
    Edge,
    Layout,
    Row,
    lay_out,
)
from ecar_governance.domain.checks import reached
from ecar_governance.domain.state import Case
from ecar_governance.domain.workflow import Names, Workflow

_WORDS: dict[str, Names] = {
    "here": {"az": "hazırda buradadır", "en": "is here now"},
    "now": {"az": "Hazırda", "en": "Now"},
    "been": {"az": "Keçilib", "en": "Passed"},
    "next": {"az": "Buradan", "en": "From here"},
}

_BEND = 5


def _word(word: str, lang: str) -> str:
    return _WORDS[word].get(lang) or _WORDS[word]["en"]


def _in(names: Names, lang: str) -> str:
    return names.get(lang) or names.get("en") or next(iter(names.values()), "")


Way = tuple[str, str]
"""A transition taken, with the state that it left: (state, transition)."""


def trail(case: Case, workflow: Workflow) -> tuple[frozenset[str], frozenset[str], frozenset[Way]]:
    """Where the case is, the states it has been in, and the ways it took: what `svg` is given."""
    leaves: tuple[str, ...] = (workflow.initial,)
    passed = {workflow.initial}
    ways = set()
    for step in case.steps:
        rule = workflow.transitions.get(step.transition)
        ways |= {(leaf, step.transition) for leaf in leaves if rule is not None and leaf in rule.source}
        leaves = step.target
        passed |= {*leaves}
    here = frozenset(case.state)
    return here, frozenset(passed) - here, frozenset(ways)


def svg(
    workflow: Workflow,
    lang: str,
    here: Collection[str] = (),
    been: Collection[str] = (),
    taken: Collection[Way] = (),
) -> str:
    """The procedure as an SVG element, 320 pixels wide and as high as it needs.

    Args:
        lang: the language of its words, "az" or "en".
        here: the states that the case is in; their ways out are named, and ways that it cannot come to any
            more are left out. With none, everything is drawn and named.
        been: the states passed.
        taken: the ways taken, drawn bold.
    """
    place = lay_out(workflow, lang, here or workflow.states, here)
    name = f"procedure-{workflow.name}"
    walked = [edge for edge in place.edges if (edge.source, edge.rule.name) in taken]
    ahead = _ahead(workflow, here)
    open_ = [edge for edge in place.edges if edge not in walked and edge.source in ahead]
    size = f'width="{WIDTH}" height="{place.height}" viewBox="0 0 {WIDTH} {place.height}"'
    labels = f'role="img" lang={quoteattr(lang)} aria-labelledby="{name}-title {name}-desc"'
    look = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="procedure" {size} {labels} {look}>',
        f'<title id="{name}-title">{escape(_in(workflow.title, lang))}</title>',
        f'<desc id="{name}-desc">{escape(described(workflow, lang, here, been))}</desc>',
        _ways(place, open_, 'class="procedure-way" stroke-dasharray="3 3" stroke-opacity="0.7"'),
        _ways(place, walked, 'class="procedure-way procedure-way-taken" stroke-width="3"'),
    ]
    for row in place.rows.values():
        status = "here" if row.state.name in here else "been" if row.state.name in been else "ahead"
        parts.append(_row(place, row, status, lang))
    return "\n".join(part for part in (*parts, "</svg>") if part) + "\n"


def _ahead(workflow: Workflow, here: Collection[str]) -> set[str]:
    """The states that may still be come to from `here`, or all of them when the case is nowhere."""
    edges: dict[str, set[str]] = {}
    for rule in workflow.transitions.values():
        for source in rule.source if rule.target else ():
            edges.setdefault(source, set()).add(rule.target)
    return reached(edges, here or workflow.states)


def _ways(place: Layout, edges: list[Edge], look: str) -> str:
    """The lines of some ways and their arrow heads. What shares a lane is drawn once, so that dashes of
    several ways do not run into a solid line."""
    lines, heads = [], []
    for source, target in dict.fromkeys((e.source, e.target) for e in edges if e.lane is None):
        top, bottom = place.rows[source].y + RADIUS, place.rows[target].y - RADIUS - 6
        lines.append(f"M{place.spine} {top}V{bottom}")
        heads.append(f"M{place.spine - 4} {bottom}h8l-4 6z")
    lanes: dict[tuple[int, str], list[Edge]] = {}
    for edge in edges:
        if edge.lane is not None:
            lanes.setdefault((edge.lane, edge.target), []).append(edge)
    for (lane, target), sharing in lanes.items():
        arrive, stop = place.rows[target].y - 4, place.spine - RADIUS - 7
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


def _row(place: Layout, row: Row, status: str, lang: str) -> str:
    parts = [f'<g class="procedure-state procedure-{status}">', *_marker(place, row, status)]
    weight = ' font-weight="700"' if status == "here" else ""
    words = f'class="procedure-title" fill="currentColor" stroke="none" font-size="{STATE_SIZE}"{weight}'
    for index, line in enumerate(row.lines):
        parts.append(f'<text x="{place.text}" y="{row.y + 5 + 20 * index}" {words}>{escape(line)}</text>')
    small = f'fill="currentColor" stroke="none" font-size="{LABEL_SIZE}"'
    if status == "here":
        y = row.y + 4 + 20 * len(row.lines)
        told = escape(_word("here", lang))
        parts.append(f'<text class="procedure-note" x="{place.text}" y="{y}" {small}>{told}</text>')
    for label in row.labels:
        italic = "" if label.rule.trigger == "person" else ' font-style="italic"'
        for index, line in enumerate(label.lines):
            at = f'x="{place.text + 6}" y="{label.y + 4 + 18 * index}"'
            parts.append(f'<text class="procedure-label" {at} {small}{italic}>{escape(line)}</text>')
    # Without a way to the next state, a stem of its own joins the labels to the marker.
    aside = [e.y for e in place.edges if e.source == row.state.name and e.lane is not None]
    down = any(e.source == row.state.name and e.lane is None for e in place.edges)
    if row.labels and aside and not down:
        stem = f'stroke-dasharray="3 3" stroke-opacity="0.7" d="M{place.spine} {row.y + RADIUS}V{max(aside)}"'
        parts.append(f'<path class="procedure-way" {stem}/>')
    return "".join(parts) + "</g>"


def _marker(place: Layout, row: Row, status: str) -> list[str]:
    """A circle, a square for a final state, a diamond for a vote; ticked when passed, full when here."""
    x, y, r = place.spine, row.y, RADIUS
    fill = ' fill="currentColor"' if status == "here" else ""
    if row.state.final:
        shape = f'<rect x="{x - r + 1}" y="{y - r + 1}" width="{2 * r - 2}" height="{2 * r - 2}"{fill}/>'
    elif row.state.vote is not None:
        shape = f'<path d="M{x} {y - r - 1}L{x + r + 1} {y}L{x} {y + r + 1}L{x - r - 1} {y}z"{fill}/>'
    else:
        shape = f'<circle cx="{x}" cy="{y}" r="{r - 1}"{fill}/>'
    if status == "been":
        return [shape, f'<path stroke-width="2.5" d="M{x - 4} {y}l3 3.5l5 -7"/>']
    return [shape]


def described(workflow: Workflow, lang: str, here: Collection[str], been: Collection[str]) -> str:
    """The picture in words: what was passed, where the case is, what may come; without a case, every way."""
    title = {name: _in(state.title, lang) for name, state in workflow.states.items()}
    states = sorted(workflow.states.values(), key=lambda state: (state.rank, state.name))
    rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
    ways = {
        state.name: "; ".join(
            f"{_in(rule.title, lang)} → {title[rule.target]}" if rule.target else _in(rule.title, lang)
            for rule in rules
            if state.name in rule.source
        )
        for state in states
    }
    if not here:
        return " ".join(
            f"{title[s.name]}: {ways[s.name]}." if ways[s.name] else f"{title[s.name]}." for s in states
        )
    told = []
    if been:
        passed = ", ".join(title[state.name] for state in states if state.name in been)
        told.append(f"{_word('been', lang)}: {passed}.")
    told.append(f"{_word('now', lang)}: {', '.join(title[s.name] for s in states if s.name in here)}.")
    onward = "; ".join(ways[state.name] for state in states if state.name in here and ways[state.name])
    if onward:
        told.append(f"{_word('next', lang)}: {onward}.")
    return " ".join(told)


def mermaid(workflow: Workflow, lang: str) -> str:
    """The procedure as a Mermaid state diagram; what the system takes by itself is marked by its trigger."""
    lines = ["stateDiagram-v2", "    direction TB"]
    states = sorted(workflow.states.values(), key=lambda state: (state.rank, state.name))
    lines += [f'    state "{_plain(_in(state.title, lang))}" as {state.name}' for state in states]
    lines.append(f"    [*] --> {workflow.initial}")
    for rule in sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name)):
        by_itself = "" if rule.trigger == "person" else f" ({rule.trigger})"
        told = _plain(_in(rule.title, lang)) + by_itself
        lines += [f"    {source} --> {rule.target or source} : {told}" for source in rule.source]
    lines += [f"    {state.name} --> [*]" for state in states if state.final]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text that Mermaid takes for text: its own signs as entity codes."""
    codes = {"#": "#35;", '"': "#quot;", ";": "#59;", ":": "#58;", "<": "#lt;", ">": "#gt;"}
    return "".join(codes.get(sign, sign) for sign in " ".join(text.split()))
