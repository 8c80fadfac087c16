"""The procedure as a picture: a small vertical SVG for a page, and Mermaid for other people's tools.

The SVG has no style, script or reference to anything outside itself, so it may stand under a strict content
security policy; a page colours it by its classes. What was passed, where the case is and what may come are
told by shape and weight as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.sax.saxutils import escape, quoteattr

from ecar_governance.definitions.drawing import box, joined, row, ways
from ecar_governance.definitions.layout import WIDTH, lay_out
from ecar_governance.domain.configuration import Tree
from ecar_governance.domain.state import Case
from ecar_governance.domain.ways import reached
from ecar_governance.domain.workflow import Names, State, Workflow

_WORDS: dict[str, Names] = {
    "now": {"az": "Hazırda", "en": "Now"},
    "been": {"az": "Keçilib", "en": "Passed"},
    "next": {"az": "Buradan", "en": "From here"},
}


def _word(word: str, lang: str) -> str:
    return _WORDS[word].get(lang) or _WORDS[word]["en"]


def _in(names: Names, lang: str) -> str:
    return names.get(lang) or names.get("en") or next(iter(names.values()), "")


Way = tuple[str, str]
"""A transition taken, with the state that it left: (state, transition)."""


def trail(case: Case, workflow: Workflow) -> tuple[frozenset[str], frozenset[str], frozenset[Way]]:
    """Where the case is, the states it has been in, and the ways it took: what `svg` is given."""
    tree = Tree(workflow)
    leaves = tree.entering(workflow.initial).leaves
    passed = {*_active(tree, leaves)}
    ways_taken = set()
    for step in case.steps:
        rule = workflow.transitions.get(step.transition)
        left = [state for state in _active(tree, leaves) if rule is not None and state in rule.source]
        # Where several regions have it, the one that changed is the one that it left.
        gone = {*_active(tree, leaves)} - {*_active(tree, step.target)}
        ways_taken |= {(state, step.transition) for state in [s for s in left if s in gone][:1] or left[:1]}
        leaves = step.target
        passed |= {*_active(tree, leaves)}
    here = frozenset(case.state)
    return here, frozenset(passed) - {*_active(tree, case.state)}, frozenset(ways_taken)


def _active(tree: Tree, leaves: Collection[str]) -> tuple[str, ...]:
    """The leaves that the procedure has, with what is around them."""
    return tree.active([leaf for leaf in leaves if tree.has(leaf)])


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
        here: the leaf states that the case is in; their ways out, and those of the states around them, are
            named, and ways that it cannot come to any more are left out. With none, everything is drawn and
            named.
        been: the states passed.
        taken: the ways taken, drawn bold.
    """
    tree = Tree(workflow)
    active = {*tree.active(here)}
    place = lay_out(workflow, lang, active or workflow.states, here)
    name = f"procedure-{workflow.name}"
    walked = [edge for edge in place.edges if (edge.source, edge.rule.name) in taken]
    ahead = _ahead(workflow, tree, active)
    open_ = [edge for edge in place.edges if edge not in walked and edge.source in ahead]
    size = f'width="{WIDTH}" height="{place.height}" viewBox="0 0 {WIDTH} {place.height}"'
    labels = f'role="img" lang={quoteattr(lang)} aria-labelledby="{name}-title {name}-desc"'
    look = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="procedure" {size} {labels} {look}>',
        f'<title id="{name}-title">{escape(_in(workflow.title, lang))}</title>',
        f'<desc id="{name}-desc">{escape(described(workflow, lang, here, been))}</desc>',
        *(box(one, one.state.name in active) for one in place.boxes),
        ways(place, open_, 'class="procedure-way" stroke-dasharray="3 3" stroke-opacity="0.7"'),
        ways(place, walked, 'class="procedure-way procedure-way-taken" stroke-width="3"'),
    ]
    for one in place.rows.values():
        status = "here" if one.state.name in active else "been" if one.state.name in been else "ahead"
        parts.append(row(place, one, status, lang))
    return "\n".join(part for part in (*parts, "</svg>") if part) + "\n"


def _ahead(workflow: Workflow, tree: Tree, active: Collection[str]) -> set[str]:
    """The states that may still be left from where the case is, or all of them when it is nowhere."""
    if not active:
        return {*workflow.states}
    edges: dict[str, set[str]] = {
        name: {inner.name for inner in workflow.states.values() if _begins(workflow, name, inner)}
        for name in workflow.states
    }
    found = {name: {*tree.ancestors(name)} for name in workflow.states}
    for rule in workflow.transitions.values():
        for source in rule.source if rule.target else ():
            entered = tree.move(tree.initial(source), source, rule.target).entered
            found[source] |= {*entered}.union(*(edges[one] for one in entered))
    return reached(found, active)


def _begins(workflow: Workflow, name: str, inner: State) -> bool:
    """Whether entering the composite may enter the inner state: any, where its region remembers."""
    return inner.parent == name and any(
        region.name == inner.region and region.history for region in workflow.states[name].regions
    )


def described(workflow: Workflow, lang: str, here: Collection[str], been: Collection[str]) -> str:
    """The picture in words: what was passed, where the case is, what may come; without a case, every way."""
    tree = Tree(workflow)
    title = {name: _in(state.title, lang) for name, state in workflow.states.items()}
    states = [workflow.states[name] for name in tree.sort(workflow.states)]
    rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
    out = {
        state.name: "; ".join(
            f"{_in(rule.title, lang)} → {title[rule.target]}" if rule.target else _in(rule.title, lang)
            for rule in rules
            if state.name in rule.source
        )
        for state in states
    }
    if not here:
        return " ".join(f"{_sentence(workflow, state, lang, title, out[state.name])}." for state in states)
    told = []
    if been:
        passed = ", ".join(title[state.name] for state in states if state.name in been)
        told.append(f"{_word('been', lang)}: {passed}.")
    told.append(f"{_word('now', lang)}: {', '.join(title[s.name] for s in states if s.name in here)}.")
    active = tree.active(here)
    onward = "; ".join(out[state.name] for state in states if state.name in active and out[state.name])
    if onward:
        told.append(f"{_word('next', lang)}: {onward}.")
    return " ".join(told)


def _sentence(workflow: Workflow, state: State, lang: str, title: dict[str, str], out: str) -> str:
    """A state in words: what it stands in, when its lines are joined, its ways out."""
    where = ""
    if state.parent:
        [region] = (one for one in workflow.states[state.parent].regions if one.name == state.region)
        line = f", {_in(region.title, lang)}" if region.title else ""
        where = f" ({title[state.parent]}{line})"
    return ": ".join(
        filter(None, (title[state.name] + where, "; ".join(filter(None, (joined(state, lang), out)))))
    )


def mermaid(workflow: Workflow, lang: str) -> str:
    """The procedure as a Mermaid state diagram; what the system takes by itself is marked by its trigger, and
    what stays leads back to where it is. Inner states stand within their state, regions divided by `--`, and
    each way in the smallest region that holds both its ends, as Mermaid needs it."""
    lines = ["stateDiagram-v2", "    direction TB"]
    lines += _Mermaid(workflow, lang).within("", "", workflow.initial, "    ")
    return "\n".join(lines) + "\n"


class _Mermaid:
    def __init__(self, workflow: Workflow, lang: str) -> None:
        self._states = sorted(workflow.states.values(), key=lambda state: (state.rank, state.name))
        self._lang = lang
        rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))
        tree = Tree(workflow)
        self._ways: dict[tuple[str, str], list[str]] = {}
        for rule in rules:
            by_itself = "" if rule.trigger == "person" else f" ({rule.trigger})"
            told = _plain(_in(rule.title, lang)) + by_itself
            for source in rule.source:
                target = rule.target or source
                place = tree.domain(source, target)
                self._ways.setdefault(place, []).append(f"{source} --> {target} : {told}")

    def within(self, parent: str, region: str, initial: str, indent: str) -> Iterator[str]:
        """What stands in a region, or at the top: states, where it begins, ways, where it ends."""
        mine = [state for state in self._states if (state.parent, state.region) == (parent, region)]
        for state in mine:
            yield from self._state(state, indent)
        yield f"{indent}[*] --> {initial}"
        yield from (indent + way for way in self._ways.get((parent, region), ()))
        yield from (f"{indent}{one.name} --> [*]" for one in mine if (one.done if parent else one.final))

    def _state(self, state: State, indent: str) -> Iterator[str]:
        said = f'{indent}state "{_plain(_in(state.title, self._lang))}" as {state.name}'
        if not state.regions:
            yield said
            return
        yield said + " {"
        for number, one in enumerate(state.regions):
            if number:
                yield f"{indent}    --"
            if one.title:
                yield f"{indent}    %% {_plain(_in(one.title, self._lang))}{' (H)' * one.history}"
            yield from self.within(state.name, one.name, one.initial, indent + "    ")
        yield indent + "}"
        if told := joined(state, self._lang):
            yield f"{indent}note right of {state.name} : {_plain(told)}"


def _plain(text: str) -> str:
    """Text that Mermaid takes for text: its own signs as entity codes."""
    codes = {"#": "#35;", '"': "#quot;", ";": "#59;", ":": "#58;", "<": "#lt;", ">": "#gt;"}
    return "".join(codes.get(sign, sign) for sign in " ".join(text.split()))
