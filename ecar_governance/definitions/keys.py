"""The keys of one mapping of a definition, each asked for by what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ecar_governance.definitions.findings import Mark
from ecar_governance.definitions.loader import Entry, Node, Scalar
from ecar_governance.definitions.values import Path, Values


class Keys:
    """What a mapping says, by key. Every method gives a stand-in where the key was left out or is wrong; what
    is wrong is noted in `values`, and every place is remembered under `path` and the key."""

    __slots__ = ("_entries", "path", "values")

    def __init__(
        self, values: Values, node: Node, path: Path, known: Iterable[str], required: Iterable[str] = ()
    ) -> None:
        self.values = values
        self.path = path
        self._entries: dict[str, Entry] = values.mapping(node, path, known, required)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def at(self, key: str) -> Path:
        """The path of the key's value."""
        return (*self.path, key)

    def mark(self, key: str = "") -> Mark:
        """Where the key's value stands, or the mapping."""
        return self.values.marks[self.at(key) if key else self.path]

    @property
    def line(self) -> int:
        """The line of the mapping's key, 0 when it has none."""
        return self.values.marks.get(self.path, Mark(0, 0)).line

    def wrong(self, code: str, key: str, message: str, fix: str) -> None:
        """Notes a finding at the key's value, or at the mapping when `key` is empty."""
        path = self.at(key) if key else self.path
        self.values.wrong(code, path, self.values.marks.get(path, self.mark()), message, fix)

    def node(self, key: str) -> Node | None:
        """The value as it was written, None when it is left out."""
        entry = self._entries.get(key)
        return entry.value if entry is not None else None

    def said(self, key: str) -> str:
        """What was written under the key when it is a plain word or number; "" for anything else."""
        node = self.node(key)
        return node.text if isinstance(node, Scalar) else ""

    def within(self, key: str, known: Iterable[str], required: Iterable[str] = ()) -> Keys | None:
        """The keys of the mapping under `key`, None when it is left out."""
        node = self.node(key)
        return Keys(self.values, node, self.at(key), known, required) if node is not None else None

    def named(self, key: str) -> list[tuple[str, Node]]:
        """The names under the key with what each holds, in the order of the file."""
        node = self.node(key)
        return list(self.values.named(node, self.at(key)).items()) if node is not None else []

    def items(self, key: str) -> list[tuple[Path, Node]]:
        """The items of the key's list, each with its path; a single value is a list of one."""
        node = self.node(key)
        if node is None:
            return []
        return [
            ((*self.path, key, str(index)), item)
            for index, item in enumerate(self.values.items(node, self.at(key)))
        ]

    def name(self, key: str, what: str = "") -> str:
        """A name; of something of the section `what`."""
        node = self.node(key)
        return self.values.name(node, self.at(key), what) if node is not None else ""

    def list_of_names(self, key: str, what: str = "") -> tuple[str, ...]:
        node = self.node(key)
        return self.values.list_of_names(node, self.at(key), what) if node is not None else ()

    def names(self, key: str) -> dict[str, str]:
        """A text by language."""
        node = self.node(key)
        return self.values.names(node, self.at(key)) if node is not None else {}

    def text(self, key: str) -> str:
        node = self.node(key)
        return self.values.text(node, self.at(key)) if node is not None else ""

    def scalar(self, key: str) -> str:
        node = self.node(key)
        return (self.values.scalar(node, self.at(key)) or "") if node is not None else ""

    def word(self, key: str, words: Iterable[str], stand_in: str) -> Any:
        node = self.node(key)
        return self.values.word(node, self.at(key), words, stand_in) if node is not None else stand_in

    def words(self, key: str, words: Iterable[str], stand_in: tuple[str, ...] = ()) -> Any:
        node = self.node(key)
        return self.values.words(node, self.at(key), words) if node is not None else stand_in

    def flag(self, key: str, stand_in: bool = False) -> bool:
        node = self.node(key)
        return self.values.boolean(node, self.at(key)) if node is not None else stand_in

    def integer(self, key: str, least: int, most: int, stand_in: int) -> int:
        node = self.node(key)
        return self.values.integer(node, self.at(key), least, most) if node is not None else stand_in

    def duration(self, key: str) -> str:
        node = self.node(key)
        return self.values.duration(node, self.at(key)) if node is not None else ""

    def durations(self, key: str) -> tuple[str, ...]:
        return tuple(self.values.duration(node, path) for path, node in self.items(key))

    def zone(self, key: str) -> str:
        node = self.node(key)
        return self.values.zone(node, self.at(key)) if node is not None else ""
