"""The invariants of a definition: what each says, and what its names mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import Mapping, Node
from ecar_governance.definitions.values import Path, Values
from ecar_governance.domain.flaws import meant
from ecar_governance.domain.workflow import Invariant, Point, Workflow

POINT = ("state", "outcome", "transition", "effect", "trigger")
INVARIANTS: dict[tuple[str, ...], str] = {
    ("never",): "never",
    ("never", "without"): "never_without",
    ("never", "after"): "never_after",
    ("always", "before"): "always_before",
    ("always_ends",): "always_ends",
    ("ends_within",): "ends_within",
    ("no_single_person",): "no_single_person",
    ("quorum_for",): "quorum_for",
}
"""Which rule the keys of an invariant stand for."""

WORDS = tuple(dict.fromkeys(word for keys in INVARIANTS for word in keys))


def read_invariants(
    values: Values, items: Iterable[tuple[Path, Node]], workflow: Workflow
) -> tuple[Invariant, ...]:
    """Each invariant of the list; a bare name means the state, outcome or transition of `workflow` that is
    called so, and a name that means two of them is noted."""
    found = (_Invariant(values, node, path, workflow).read() for path, node in items)
    return tuple(one for one in found if one is not None)


class _Invariant:
    def __init__(self, values: Values, node: Node, path: Path, workflow: Workflow) -> None:
        self._v = values
        self._keys = Keys(values, node, path, WORDS)
        self._meanings = {
            "state": set(workflow.states),
            "outcome": _outcomes(workflow),
            "transition": set(workflow.transitions),
        }

    def read(self) -> Invariant | None:
        keys = self._keys
        given = tuple(word for word in WORDS if word in keys)
        rule: Any = INVARIANTS.get(given)
        if rule is None:
            if not any(path[: len(keys.path)] == keys.path for path in self._v.broken):
                message = f"An invariant cannot say {' and '.join(given) or 'nothing'}."
                fix = "write for instance `never: adopted` with `without: carried`"
                keys.wrong("shape.invariant", "", message, fix)
            return None
        if rule == "always_ends":
            if not keys.flag("always_ends"):
                keys.wrong("shape.invariant", "always_ends", "It says only `true`.", "write `true`")
            return Invariant(rule, line=keys.mark().line)
        if rule == "ends_within":
            return Invariant(rule, within=keys.duration("ends_within"), line=keys.mark().line)
        if rule == "no_single_person":
            inside = keys.within(rule, ("from", "to"), ("from", "to"))
            begin, end = (self._point(inside, key) if inside else None for key in ("from", "to"))
            return Invariant(rule, end, begin, line=keys.mark().line) if begin and end else None
        points = [self._point(keys, word) for word in given]
        if None in points:
            return None
        return Invariant(rule, points[0], points[1] if len(points) > 1 else None, line=keys.mark().line)

    def _point(self, keys: Keys, key: str) -> Point | None:
        node, path = keys.node(key), keys.at(key)
        if isinstance(node, Mapping):
            inside = keys.within(key, POINT)
            said: list[Any] = [what for what in POINT if inside is not None and what in inside]
            if inside is None or len(said) != 1:
                message = "A point is one of state, outcome, transition, effect and trigger."
                keys.wrong("shape.invariant", key, message, "write for instance `{effect: open_vote}`")
                return None
            name = inside.name(said[0], f"{said[0]}s")
            # The checker names the point by the key that leads to it.
            self._v.marks[path] = inside.mark(said[0])
            return Point(said[0], name) if name else None
        name = keys.name(key, "points")
        means: list[Any] = [what for what, known in self._meanings.items() if name in known]
        if len(means) == 1:
            return Point(means[0], name)
        if not name or path in self._v.broken:
            return None
        if means:
            message = f"{name!r} is the name of {' and '.join(means)}."
            fix = f"write {' or '.join(f'`{{{what}: {name}}}`' for what in means)}"
            keys.wrong("name.ambiguous", key, message, fix)
        else:
            message = f"There is no state, outcome or transition called {name!r}."
            keys.wrong("name.unknown_point", key, message, meant(name, set().union(*self._meanings.values())))
        return None


def _outcomes(workflow: Workflow) -> set[str]:
    """The outcomes that a bare name may mean: not those that one state has alone, which has their name."""
    ending: dict[str, list[str]] = {}
    for state in workflow.states.values():
        if state.outcome:
            ending.setdefault(state.outcome, []).append(state.name)
    return {outcome for outcome, names in ending.items() if names != [outcome]}
