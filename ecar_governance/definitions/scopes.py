"""What the names in a part mean once the part stands in a procedure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecar_governance.definitions.loader import Entry, Mapping, Node, Scalar

SECTIONS = ("roles", "fields", "states", "transitions")
"""What a part brings under names of its own."""


class Scope(Struct):
    """One part in its place: its own names by section, what goes before them, in which scope it stands."""

    prefix: str
    own: dict[str, set[str]]
    above: int


class Scopes:
    """The scopes of every part of one definition, by the number of the part's text; 0, the file itself, has
    none."""

    def __init__(self) -> None:
        self._known: dict[int, Scope] = {}

    def enter(self, source: int, scope: Scope) -> None:
        self._known[source] = scope

    def full(self, name: str, what: str, node: Node) -> str:
        """What `name`, written at `node`, is called in the whole: one of the section `what` (or "points": a
        state or transition)."""
        at = node.mark.source
        if isinstance(node, Scalar) and node.owner >= 0:
            at = node.owner
        sections = ("states", "transitions") if what == "points" else (what,)
        while (scope := self._known.get(at)) is not None:
            if any(name in scope.own.get(section, ()) for section in sections):
                name = scope.prefix + name
            at = scope.above
        return name


def names_of(entry: Entry | None) -> Iterable[str]:
    """Everything that a section gives a name to, the inner states as well."""
    if entry is None or not isinstance(entry.value, Mapping):
        return
    for name, one in entry.value.entries.items():
        yield name
        if isinstance(one.value, Mapping):
            yield from names_of(one.value.entries.get("states"))
            regions = one.value.entries.get("regions")
            if regions is not None and isinstance(regions.value, Mapping):
                for region in regions.value.entries.values():
                    if isinstance(region.value, Mapping):
                        yield from names_of(region.value.entries.get("states"))


def renamed(named: Mapping, prefix: str, nested: bool) -> Mapping:
    """The same with the prefix before every name; before those of inner states too, when `nested`."""
    found = {}
    for name, entry in named.entries.items():
        key = Scalar(prefix + name, entry.key.plain, entry.key.mark)
        value = entry.value
        if nested and isinstance(value, Mapping):
            value = _inner_renamed(value, prefix)
        found[prefix + name] = Entry(key, value)
    return Mapping(found, named.mark)


def _inner_renamed(state: Mapping, prefix: str) -> Mapping:
    entries = dict(state.entries)
    states, regions = entries.get("states"), entries.get("regions")
    if states is not None and isinstance(states.value, Mapping):
        entries["states"] = Entry(states.key, renamed(states.value, prefix, True))
    if regions is not None and isinstance(regions.value, Mapping):
        inside = {
            name: Entry(one.key, _inner_renamed(one.value, prefix)) if isinstance(one.value, Mapping) else one
            for name, one in regions.value.entries.items()
        }
        entries["regions"] = Entry(regions.key, Mapping(inside, regions.value.mark))
    return Mapping(entries, state.mark)
