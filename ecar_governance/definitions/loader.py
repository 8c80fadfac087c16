"""YAML text to nodes that remember where they stand, for the part of YAML that a definition may use.

Mappings, lists and texts only: no aliases, anchors, tags, merge keys or duplicate keys, one document, and
limits on bytes, depth and number of values, so that no file can exhaust the machine. Every scalar stays the
text that was written (`yes` is "yes", `12:30` is "12:30"); what it means is for the reader, who knows what is
asked for, by the core schema of YAML 1.2. Text is brought to Unicode form NFC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

import yaml
from msgspec import Struct

from ecar_governance.definitions.findings import Findings, Mark
from ecar_governance.definitions.syntax import diagnosed

MOST_BYTES = 256 * 1024
MOST_NODES = 10_000
MOST_DEPTH = 32
MOST_FILLED = 64 * 1024
"""How many characters may be put where parameters stand."""

_UNSEEN = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control signs that YAML allows, and those that turn the direction of writing: with them a text can be read
otherwise than it is meant, in a comment, too."""

_PARSER = getattr(yaml, "CLoader", yaml.Loader)  # libyaml where PyYAML was built with it


class Scalar(Struct, frozen=True):
    """A text as written; `plain` says that it stood without quotes.

    Where a parameter stood, `mark` is still that place, `owner` the source of the value, in which the names
    that it has are understood, and `blank` says that it only stands for a value that was not given.
    """

    text: str
    plain: bool
    mark: Mark
    owner: int = -1
    blank: bool = False


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    mark: Mark


class Entry(Struct, frozen=True):
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """Entries by key, in the order of the file."""

    entries: dict[str, Entry]
    mark: Mark


Node = Scalar | Sequence | Mapping

START = Mark(1, 1)


class Budget:
    """How much may still be read for one definition, over all of its parts."""

    __slots__ = ("bytes", "filled", "nodes")

    def __init__(self) -> None:
        self.bytes = MOST_BYTES
        self.filled = MOST_FILLED
        self.nodes = MOST_NODES

    @property
    def spent(self) -> bool:
        """Whether something was left out, so that what was read says nothing about the whole."""
        return min(self.bytes, self.filled, self.nodes) < 0


_NO_KEY = Scalar("", False, START)  # stands for a key that was refused, so that its value is dropped


class _StopError(Exception):
    """Reading cannot go on; what is wrong has been noted."""


class _Open:
    """A mapping or list still being read. `key` is the key that waits for its value; `bracketed` says that it
    ends with a bracket."""

    __slots__ = ("bracketed", "entries", "is_mapping", "items", "key", "mark")

    def __init__(self, is_mapping: bool, mark: Mark, bracketed: bool) -> None:
        self.is_mapping = is_mapping
        self.bracketed = bracketed
        self.mark = mark
        self.items: list[Node] = []
        self.entries: dict[str, Entry] = {}
        self.key: Scalar | None = None

    def node(self) -> Node:
        if self.is_mapping:
            return Mapping(self.entries, self.mark)
        return Sequence(tuple(self.items), self.mark)


def decode(data: bytes, findings: Findings, source: int = 0) -> str | None:
    """The text of the file, or None when it is too large or not UTF-8 (noted in `findings`)."""
    if len(data) > MOST_BYTES:
        start = Mark(1, 1, source)
        findings.add("yaml.too_large", start, f"The file has {len(data)} bytes.", "keep it under 256 kB")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data[: error.start].rfind(b"\n")
        message = f"Byte {data[error.start]:#04x} is not UTF-8."
        findings.add("yaml.encoding", Mark(line, column, source), message, "save the file as UTF-8")
        return None


def compose(text: str, findings: Findings, source: int = 0, budget: Budget | None = None) -> Node | None:
    """The one document of `text` as nodes; everything that it may not have is noted in `findings`.

    `source` is the number of the text in `findings`, and `budget` what it shares with other texts. None when
    there is nothing that could be read further. Costs one pass over the text.
    """
    budget = budget or Budget()
    budget.bytes -= len(text)
    if budget.bytes < 0:
        start = Mark(1, 1, source)
        findings.add("yaml.too_large", start, "The text is too long.", "keep it under 256 kB, parts included")
        return None
    for hidden in _UNSEEN.finditer(text):
        before = text[: hidden.start()]
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"), source)
        message = f"Here stands a sign that nobody sees, U+{ord(hidden[0]):04X}."
        findings.add("yaml.unseen", mark, message, "remove it")
        if findings.full:
            return None
    composer = _Composer(findings, source, budget)
    try:
        return composer.compose(text)
    except _StopError:
        return None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"), source)
        findings.add("yaml.encoding", mark, "There is a character that YAML does not allow.", "remove it")
    except UnicodeEncodeError as error:
        before = text[: error.start]
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"), source)
        findings.add("yaml.encoding", mark, "There is half of a surrogate pair.", "remove it")
    except yaml.MarkedYAMLError as error:
        what = " ".join(part for part in (error.context, error.problem) if part)
        fault = diagnosed(error, text, composer.bracket())
        mark = Mark(fault.line + 1, fault.column + 1, source)
        findings.add("yaml.syntax", mark, f"The text cannot be read as YAML: {what}.", fault.fix)
    except yaml.YAMLError as error:
        findings.add(
            "yaml.syntax", Mark(1, 1, source), f"The text cannot be read as YAML: {error}.", "mend the file"
        )
    return None


class _Composer:
    def __init__(self, findings: Findings, source: int, budget: Budget) -> None:
        self._findings = findings
        self._source = source
        self._budget = budget
        self._stack: list[_Open] = []
        self._documents: list[Node] = []

    def compose(self, text: str) -> Node | None:
        for event in _events(text):
            mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1, self._source)
            if isinstance(event, yaml.NodeEvent):
                self._node(event, mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._place(self._stack.pop().node())
            elif isinstance(event, yaml.DocumentStartEvent):
                if event.tags:
                    self._add("yaml.tag", mark, "Tags are not used here.", "remove the directive")
                if self._documents:
                    self._add("yaml.documents", mark, "A second document begins.", "keep one in each file")
                    raise _StopError
        if not self._documents:
            self._add(
                "yaml.documents",
                Mark(1, 1, self._source),
                "The file is empty.",
                "begin with `workflow:` and its name",
            )
            return None
        return self._documents[0]

    def bracket(self) -> Mark | None:
        """Where the innermost bracket was opened that is still open."""
        return next((one.mark for one in reversed(self._stack) if one.bracketed), None)

    def _add(self, code: str, mark: Mark, message: str, fix: str) -> None:
        self._findings.add(code, mark, message, fix)

    def _node(self, event: Any, mark: Mark) -> None:
        self._budget.nodes -= 1
        if self._findings.full:
            raise _StopError
        if self._budget.nodes < 0:
            self._add("yaml.too_many", mark, f"There are more than {MOST_NODES} values.", "split the file")
            raise _StopError
        if isinstance(event, yaml.AliasEvent):
            message = f"The alias *{event.anchor} is not allowed."
            self._add("yaml.alias", mark, message, "write it out, or in quotes")
            self._place(Scalar("", False, mark))
            return
        if event.anchor is not None:
            message = f"The anchor &{event.anchor} is not allowed."
            self._add("yaml.alias", mark, message, "remove it, or put it in quotes")
        if event.tag is not None:
            message = f"The tag {event.tag} is not allowed."
            self._add("yaml.tag", mark, message, "remove it, or put it in quotes")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            self._place(Scalar(normalize("NFC", event.value), plain, mark))
            return
        if len(self._stack) >= MOST_DEPTH:
            self._add("yaml.too_deep", mark, f"Values are nested over {MOST_DEPTH} deep.", "flatten them")
            raise _StopError
        self._stack.append(_Open(isinstance(event, yaml.MappingStartEvent), mark, bool(event.flow_style)))

    def _place(self, node: Node) -> None:
        if not self._stack:
            self._documents.append(node)
            return
        into = self._stack[-1]
        if not into.is_mapping:
            into.items.append(node)
        elif into.key is None:
            if isinstance(node, Scalar):
                into.key = node
            else:
                self._add("yaml.key", node.mark, "A key must be a word.", "use a plain name as key")
                into.key = _NO_KEY
        else:
            if into.key is not _NO_KEY:
                self._enter(into, into.key, node)
            into.key = None

    def _enter(self, into: _Open, key: Scalar, value: Node) -> None:
        if key.plain and key.text == "<<":
            self._add("yaml.merge", key.mark, "Merge keys are not allowed.", "write the keys out")
        elif (first := into.entries.get(key.text)) is not None:
            message = f"{key.text!r} stands here again; it was first given in line {first.key.mark.line}."
            self._add("yaml.duplicate", key.mark, message, "keep one of them")
        else:
            into.entries[key.text] = Entry(key, value)


def _events(text: str) -> Iterator[Any]:
    # Events only: nothing is ever constructed from them.
    return iter(yaml.parse(text, Loader=_PARSER))
