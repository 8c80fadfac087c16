"""Parameters of a part or template: declared, given, and put where `${name}` stands."""

from __future__ import annotations

import re
from collections.abc import Mapping as Mapping_

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.definitions.findings import Mark
from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import Budget, Entry, Mapping, Node, Scalar, Sequence
from ecar_governance.definitions.values import Values
from ecar_governance.domain.flaws import meant

PARAMETER = ("kind", "asks", "value")
PARAMETER_NEEDED = ("kind", "asks")
PARAMETER_KINDS = ("share", "duration", "integer", "name", "names", "text", "texts")
"""What a parameter holds: 1/2; P30D; 3; a name; a list of names; a text; a text by language."""

MOST_INTEGER = 1_000_000

_USE = re.compile(r"\$\$\{|\$\{([^{}]*)\}")
_STAND_INS = {
    "share": "1/2",
    "duration": "P1D",
    "integer": "1",
    "name": "blank",
    "names": "blank",
    "text": "?",
}
_TYPED = ("share", "duration", "integer", "name")


class Parameter(Struct, frozen=True):
    """One parameter of a file: its kind, what it asks whoever fills it in, its value or None (a blank), and
    where it is declared."""

    kind: str
    asks: dict[str, str]
    value: Node | None
    mark: Mark


def declared(values: Values, top: Keys) -> dict[str, Parameter]:
    """The parameters that the file has, each value checked for its kind."""
    found = {}
    for name, node in top.named("parameters"):
        keys = Keys(values, node, (*top.at("parameters"), name), PARAMETER, PARAMETER_NEEDED)
        kind = keys.word("kind", PARAMETER_KINDS, "text")
        value = keys.node("value")
        if value is not None:
            check_value(values, kind, value, keys.at("value"))
        found[name] = Parameter(kind, keys.names("asks"), value, keys.mark())
    return found


def check_value(values: Values, kind: str, node: Node, path: tuple[str, ...]) -> None:
    """Notes what is wrong with a value for a parameter of the kind."""
    if kind == "share":
        values.share(node, path, False)
    elif kind == "duration":
        values.duration(node, path)
    elif kind == "integer":
        values.integer(node, path, 0, MOST_INTEGER)
    elif kind == "name":
        values.name(node, path)
    elif kind == "names":
        values.list_of_names(node, path)
    elif kind == "texts":
        values.names(node, path)
    else:
        values.text(node, path)


def stand_in(parameter: Parameter) -> Node:
    """What stands where a blank was not filled, so that all else can be read."""
    if parameter.kind == "texts":
        key, text = Scalar("az", True, parameter.mark), Scalar("?", True, parameter.mark, blank=True)
        english = Scalar("en", True, parameter.mark)
        return Mapping({"az": Entry(key, text), "en": Entry(english, text)}, parameter.mark)
    return Scalar(_STAND_INS[parameter.kind], True, parameter.mark, blank=True)


class Substitution:
    """Puts values where `${name}` stands in a scalar; `$${` stands for `${` itself.

    A whole scalar becomes the value, of whatever kind; within a text it becomes its words. What is wrong is
    noted in `values`. `budget` bounds all that is put in.
    """

    def __init__(
        self,
        values: Values,
        parameters: Mapping_[str, Parameter],
        given: Mapping_[str, Node],
        budget: Budget,
    ) -> None:
        self._values = values
        self._parameters = parameters
        self._given = given
        self._budget = budget
        self._lengths = {name: _length(value) for name, value in given.items()}

    def fill(self, node: Node) -> Node:
        """The same with every parameter in its place."""
        if isinstance(node, Mapping):
            entries = {key: Entry(one.key, self.fill(one.value)) for key, one in node.entries.items()}
            return Mapping(entries, node.mark)
        if isinstance(node, Sequence):
            items: list[Node] = []
            for item in node.items:
                filled = self.fill(item)
                # A list among the items of a list is meant as more items.
                spliced = isinstance(filled, Sequence) and isinstance(item, Scalar)
                items += filled.items if isinstance(filled, Sequence) and spliced else [filled]
            return Sequence(tuple(items), node.mark)
        return self._scalar(node) if "${" in node.text and not self._budget.spent else node

    def _scalar(self, node: Scalar) -> Node:
        whole = _USE.fullmatch(node.text.strip())
        if whole is not None and whole[1] is not None:
            found = self._value(whole[1], node)
            return self._placed(found, node, self._kind(whole[1])) if found is not None else self._lost(node)
        blank = False
        words: list[str] = []
        end = 0
        for match in _USE.finditer(node.text):
            words.append(node.text[end : match.start()])
            end = match.end()
            if match[1] is None:
                words.append("${")
                continue
            value = self._value(match[1], node)
            if value is None or not isinstance(value, Scalar):
                if value is not None:
                    message = f"{match[1]!r} is no single value, so it cannot stand within a text."
                    self._note("parameter.list", node, message, "let it stand alone")
                return self._lost(node)
            words.append(value.text.strip())
            blank = blank or value.blank
        words.append(node.text[end:])
        return replace(node, text="".join(words), blank=blank)

    def _kind(self, name: str) -> str:
        return self._parameters[name].kind if name in self._parameters else "text"

    def _value(self, name: str, at: Scalar) -> Node | None:
        value = self._given.get(name)
        if value is None:
            message = f"There is no parameter called {name!r}."
            self._note("parameter.unknown", at, message, meant(name, self._given))
            return None
        self._budget.filled -= self._lengths[name]
        if self._budget.filled < 0:
            self._note("yaml.too_large", at, "What is put in here is too long.", "shorten the values")
            return None
        return value

    def _note(self, code: str, at: Scalar, message: str, fix: str) -> None:
        self._values.findings.add(code, at.mark, message, fix)

    def _lost(self, node: Scalar) -> Scalar:
        return replace(node, text="blank", blank=True)

    def _placed(self, value: Node, at: Scalar, kind: str) -> Node:
        """The value as it stands at `at`: its names, and its place in findings, are those of where it was
        given."""
        if isinstance(value, Scalar):
            owner = value.owner if value.owner >= 0 else value.mark.source
            plain = value.plain or kind in _TYPED
            return Scalar(value.text, plain, value.mark, owner, value.blank)
        if isinstance(value, Sequence):
            return Sequence(tuple(self._placed(one, at, "name") for one in value.items), value.mark)
        entries = {
            key: Entry(one.key, self._placed(one.value, at, kind)) for key, one in value.entries.items()
        }
        return Mapping(entries, value.mark)


def _length(node: Node) -> int:
    if isinstance(node, Scalar):
        return len(node.text) + 1
    if isinstance(node, Sequence):
        return 1 + sum(map(_length, node.items))
    return 1 + sum(len(key) + _length(one.value) for key, one in node.entries.items())
