"""A definition with its parameters filled and its parts in their places: what the reader then reads.

A part is a file of its own with `fragment:`. What it brings is entered after what is there already; its own
roles, fields, states and transitions get the prefix that `as` says. Every mark stays that of the file where
something was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Mapping_

from ecar_governance.definitions.findings import Findings, Mark
from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import (
    Budget,
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
    compose,
    decode,
)
from ecar_governance.definitions.parameters import (
    Parameter,
    Substitution,
    check_value,
    declared,
    stand_in,
)
from ecar_governance.definitions.parts import Parts
from ecar_governance.definitions.scopes import SECTIONS, Scope, Scopes, names_of, renamed
from ecar_governance.definitions.values import Values
from ecar_governance.domain.flaws import meant

SIGNS = ("include", "parameters", "${")
"""A text without any of these has nothing to expand."""

INCLUDE = ("part", "as", "with")
INCLUDE_NEEDED = ("part",)
FRAGMENT_NEEDED = ("fragment",)
FRAGMENT = ("fragment", "title", "parameters", "include", *SECTIONS, "invariants")
MOST_DEEP = 3
MOST_PARTS = 30

Sections = dict[str, dict[str, Entry]]
Brought = tuple[Mark, Sections, tuple[Node, ...]]
"""What a part brings: where it is included, its sections by name, its invariants."""


def expand(
    node: Node, findings: Findings, parts: Parts, budget: Budget, settings: Mapping_[str, str]
) -> tuple[Node, Scopes]:
    """The procedure as if it had been written out, and what the names in its parts mean.

    `settings` are values for the procedure's own parameters, each a piece of YAML. What is wrong (a blank
    that nobody filled, an unknown part or parameter, a name that is there already) is noted in `findings`.
    """
    expander = _Expander(findings, parts, budget)
    return expander.procedure(node, settings), expander.scopes


def expand_fragment(node: Mapping, findings: Findings, parts: Parts, budget: Budget) -> Node:
    """A part by itself, to see what is wrong with it wherever it may come to stand."""
    return _Expander(findings, parts, budget).fragment(node)


class _Expander:
    def __init__(self, findings: Findings, parts: Parts, budget: Budget) -> None:
        self._findings = findings
        self._parts = parts
        self._budget = budget
        self._count = 0
        self.scopes = Scopes()

    def procedure(self, node: Node, settings: Mapping_[str, str]) -> Node:
        if not isinstance(node, Mapping):
            return node
        values = Values(self._findings)
        parameters = self._declared(values, node)
        if self._findings.full:
            return node
        given: dict[str, Node] = {}
        for name, text in settings.items():
            source = self._findings.source(f"--set {name}", text)
            value = compose(text, self._findings, source, self._budget)
            if name not in parameters:
                message = f"There is no parameter called {name!r}."
                mark = Mark(1, 1, source)
                self._findings.add("parameter.unknown", mark, message, meant(name, parameters))
            elif value is not None:
                check_value(values, parameters[name].kind, value, ("set", name))
                given[name] = value
        blanks = {name: one.mark for name, one in parameters.items()}
        filled = self._filled(values, node, parameters, given, blanks)
        return self._with_parts(filled, 0, ())

    def _declared(self, values: Values, node: Mapping) -> dict[str, Parameter]:
        if "parameters" not in node.entries:
            return {}
        return declared(values, Keys(values, node, (), tuple(node.entries)))

    def _filled(
        self,
        values: Values,
        node: Mapping,
        parameters: dict[str, Parameter],
        given: dict[str, Node],
        blanks: Mapping_[str, Mark],
    ) -> Mapping:
        """The file without its parameters, each in its place; a blank is noted at its mark of `blanks`."""
        known: dict[str, Node] = {}
        for name, one in parameters.items():
            value = given.get(name, one.value)
            if value is None:
                value = stand_in(one)
                asked = " / ".join(dict.fromkeys(one.asks.get(language, "") for language in ("en", "az")))
                message = f"The blank {name!r} is not filled: {asked}"
                fix = f"give `{name}:` under `with`, or `value:` here, or say --set {name}=..."
                self._findings.add("blank.unfilled", blanks[name], message, fix)
            known[name] = value
        rest = {key: one for key, one in node.entries.items() if key != "parameters"}
        filled = Substitution(values, parameters, known, self._budget).fill(Mapping(rest, node.mark))
        return filled if isinstance(filled, Mapping) else node

    def _with_parts(self, node: Mapping, source: int, chain: tuple[str, ...]) -> Mapping:
        """The file with what its parts bring, and without `include`."""
        entries = dict(node.entries)
        brought: list[Brought] = []
        for item in self._items(entries.pop("include", None)):
            brought += self._part(item, source, chain)
        states = entries.get("states")
        if states is not None and isinstance(states.value, Mapping):
            entries["states"] = Entry(states.key, self._regions_of(states.value, source, chain, brought))
        for mark, sections, invariants in brought:
            for section, found in sections.items():
                if found:
                    self._enter(entries, section, found, mark)
            if invariants:
                above = entries.get("invariants")
                items = above.value.items if above and isinstance(above.value, Sequence) else ()
                key = above.key if above else Scalar("invariants", True, mark)
                entries["invariants"] = Entry(key, Sequence((*items, *invariants), key.mark))
        return Mapping(entries, node.mark)

    def fragment(self, node: Mapping) -> Mapping:
        """A part by itself, with something in the place of every blank."""
        values = Values(self._findings)
        parameters = self._declared(values, node)
        given = {name: one.value or stand_in(one) for name, one in parameters.items()}
        return self._with_parts(self._filled(values, node, parameters, given, {}), 0, ())

    def _items(self, entry: Entry | None) -> Iterable[Node]:
        if entry is None:
            return ()
        return entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)

    def _regions_of(
        self,
        states: Mapping,
        source: int,
        chain: tuple[str, ...],
        brought: list[Brought],
    ) -> Mapping:
        """The states with the parts of their regions; all but the states of those is added to `brought`."""
        found = {}
        for name, entry in states.entries.items():
            found[name] = entry
            if not isinstance(entry.value, Mapping):
                continue
            inside = dict(entry.value.entries)
            for key in ("regions", "states"):
                below = inside.get(key)
                if below is not None and isinstance(below.value, Mapping):
                    handle = self._regions if key == "regions" else self._regions_of
                    inside[key] = Entry(below.key, handle(below.value, source, chain, brought))
            found[name] = Entry(entry.key, Mapping(inside, entry.value.mark))
        return Mapping(found, states.mark)

    def _regions(
        self,
        regions: Mapping,
        source: int,
        chain: tuple[str, ...],
        brought: list[Brought],
    ) -> Mapping:
        found = {}
        for name, entry in regions.entries.items():
            found[name] = entry
            if not isinstance(entry.value, Mapping):
                continue
            inside = dict(entry.value.entries)
            states = inside.get("states")
            if states is not None and isinstance(states.value, Mapping):
                inside["states"] = Entry(states.key, self._regions_of(states.value, source, chain, brought))
            for item in self._items(inside.pop("include", None)):
                for mark, sections, invariants in self._part(item, source, chain):
                    self._enter(inside, "states", sections.pop("states", {}), mark)
                    brought.append((mark, sections, invariants))
            found[name] = Entry(entry.key, Mapping(inside, entry.value.mark))
        return Mapping(found, regions.mark)

    def _enter(self, into: dict[str, Entry], section: str, found: dict[str, Entry], mark: Mark) -> None:
        above = into.get(section)
        if above is not None and not isinstance(above.value, Mapping):
            return  # the reader says what is wrong with it
        key = above.key if above is not None else Scalar(section, True, mark)
        entries = dict(above.value.entries) if above and isinstance(above.value, Mapping) else {}
        if twice := [name for name in found if name in entries]:
            message = f"The part brings {', '.join(twice)}, and there are such {section} already."
            self._findings.add("include.collision", mark, message, "give it another `as:`")
        into[section] = Entry(key, Mapping(found | entries if twice else entries | found, key.mark))

    def _part(self, item: Node, source: int, chain: tuple[str, ...]) -> list[Brought]:
        """What the item of an `include` brings, named as in the file that includes it; nothing after a
        finding that stands in the way."""
        if self._budget.spent:
            return []
        values = Values(self._findings)
        keys = Keys(values, item, ("include",), INCLUDE, INCLUDE_NEEDED)
        name = keys.name("part")
        mark = keys.mark("part") if "part" in keys else keys.mark()
        if not name or values.broken:
            return []
        if name in chain or len(chain) >= MOST_DEEP:
            why = "includes itself" if name in chain else f"is nested more than {MOST_DEEP} deep"
            self._findings.add("include.nested", mark, f"The part {name!r} {why}.", "write it out here")
            return []
        self._count += 1
        if self._count > MOST_PARTS:
            message = f"There are more than {MOST_PARTS} parts."
            self._findings.add("include.too_many", mark, message, "include fewer")
            return []
        read = self._parts.read(name)
        if read is None:
            message = f"There is no part called {name!r}."
            self._findings.add("include.unknown", mark, message, meant(name, self._parts.names()))
            return []
        prefix = f"{keys.name('as')}_" if "as" in keys else ""
        return [(mark, *self._brought(keys, mark, prefix, source, (*chain, name), read))]

    def _brought(
        self,
        keys: Keys,
        mark: Mark,
        prefix: str,
        above: int,
        chain: tuple[str, ...],
        read: tuple[str, bytes],
    ) -> tuple[Sections, tuple[Node, ...]]:
        path, data = read
        source = self._findings.source(path, data.decode("utf-8-sig", errors="replace"))
        text = decode(data, self._findings, source)
        node = compose(text, self._findings, source, self._budget) if text is not None else None
        if node is None:
            return {}, ()
        values = Values(self._findings)
        top = Keys(values, node, (), FRAGMENT, FRAGMENT_NEEDED)
        if not isinstance(node, Mapping):
            return {}, ()
        parameters = declared(values, top)
        given = {}
        for name, value in keys.named("with"):
            if name in parameters:
                check_value(keys.values, parameters[name].kind, value, (*keys.at("with"), name))
                given[name] = value
            else:
                message = f"The part has no parameter called {name!r}."
                where = keys.values.marks[(*keys.at("with"), name)]
                self._findings.add("parameter.unknown", where, message, meant(name, parameters))
        filled = self._filled(values, node, parameters, given, dict.fromkeys(parameters, mark))
        whole = self._with_parts(filled, source, chain)
        own = {section: set(names_of(whole.entries.get(section))) for section in SECTIONS}
        self.scopes.enter(source, Scope(prefix, own, above))
        sections: Sections = {}
        for section in SECTIONS:
            entry = whole.entries.get(section)
            if entry is not None and isinstance(entry.value, Mapping):
                named = renamed(entry.value, prefix, section == "states") if prefix else entry.value
                sections[section] = named.entries
            elif entry is not None:
                values.mapping(entry.value, (section,), None)  # notes that it is none
        return sections, tuple(self._items(whole.entries.get("invariants")))
