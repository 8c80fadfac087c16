"""Single values of a definition: texts, words, numbers, shares, durations, each checked where it stands.

What a scalar means follows from what is asked for, by the core schema of YAML 1.2: a version stays "1.0", a
boolean is `true` or `false` without quotes, a whole number has digits alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from zoneinfo import ZoneInfo

from ecar_governance.definitions.findings import Findings, Mark
from ecar_governance.definitions.loader import Entry, Mapping, Node, Scalar, Sequence
from ecar_governance.definitions.scopes import Scopes
from ecar_governance.domain.durations import parse
from ecar_governance.domain.flaws import meant
from ecar_governance.domain.workflow import NAME
from ecar_governance.errors import InvalidInput

Path = tuple[str, ...]

LANGUAGES = ("az", "en")
"""Every text is needed in these."""

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia "
    "id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo "
    "lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl "
    "ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk "
    "tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
FURTHER_LANGUAGES = frozenset(_ISO_639_1.split())
"""The two-letter codes of ISO 639-1, in any of which a text may be given besides."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,12}")
_SHARE = re.compile(r"([0-9]{1,6})\s*/\s*([0-9]{1,6})")
_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_NULL = ("", "~", "null", "Null", "NULL")
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

MOST_TEXT = 2000


def is_null(node: Node) -> bool:
    """Whether nothing was written: an empty value, `~` or `null` without quotes."""
    return isinstance(node, Scalar) and node.plain and node.text in _NULL


class Values:
    """Reads values from nodes, notes what is wrong, and remembers where each path of keys stands.

    Every method gives a usable value even after a finding, so that reading goes on; `broken` has the paths
    whose value is such a stand-in.
    """

    def __init__(self, findings: Findings, scopes: Scopes | None = None) -> None:
        self.findings = findings
        self.scopes = scopes or Scopes()
        self.marks: dict[Path, Mark] = {}
        self.broken: set[Path] = set()

    def wrong(self, code: str, path: Path, mark: Mark, message: str, fix: str) -> None:
        """Notes a finding and that the value at `path` is a stand-in."""
        self.broken.add(path)
        self.findings.add(code, mark, message, fix)

    def mapping(
        self, node: Node, path: Path, known: Iterable[str] | None, required: Iterable[str] = ()
    ) -> dict[str, Entry]:
        """The entries that have a value, of the keys `known` (any name when None)."""
        self.marks.setdefault(path, node.mark)
        if not isinstance(node, Mapping):
            self.wrong(
                "shape.kind", path, node.mark, f"{_at(path)} is a mapping of keys.", "write `key: value`"
            )
            return {}
        found = {}
        for name, entry in node.entries.items():
            here = (*path, name)
            self.marks[here] = entry.key.mark
            if known is not None and name not in known:
                message = f"{_at(path)} has no key {name!r}."
                self.wrong("shape.unknown_key", here, entry.key.mark, message, meant(name, known))
            elif is_null(entry.value):
                self.wrong("shape.missing", here, entry.key.mark, f"{name!r} has no value.", "give it one")
            else:
                found[name] = entry
        for name in required:
            if name not in node.entries:
                here = (*path, name)
                self.wrong(
                    "shape.missing", here, self.marks[path], f"{_at(path)} lacks {name!r}.", f"add `{name}:`"
                )
        return found

    def named(self, node: Node, path: Path) -> dict[str, Node]:
        """A mapping from names to anything; a malformed name is noted and kept."""
        found = {}
        for name, entry in self.mapping(node, path, None).items():
            self._check_name(name, entry.key.mark, (*path, name))
            found[name] = entry.value
        return found

    def items(self, node: Node, path: Path) -> list[Node]:
        """The items of a list; a single value stands for a list of one."""
        self.marks.setdefault(path, node.mark)
        found: list[Node] = list(node.items) if isinstance(node, Sequence) else [node]
        for index, item in enumerate(found):
            self.marks[(*path, str(index))] = item.mark
        return found

    def scalar(self, node: Node, path: Path) -> str | None:
        """The text of a scalar, trimmed, or None after a finding."""
        self.marks[path] = node.mark
        if not isinstance(node, Scalar):
            self.wrong("shape.kind", path, node.mark, f"{_at(path)} is one value.", "write it on one line")
            return None
        if is_null(node):
            self.wrong("shape.missing", path, node.mark, f"{_at(path)} has no value.", "give it one")
            return None
        if node.blank:
            self.broken.add(path)
        return node.text.strip()

    def text(self, node: Node, path: Path) -> str:
        """A text for people, at most 2,000 characters, no control or direction marks but line ends."""
        found = self.scalar(node, path) or ""
        if len(found) > MOST_TEXT or _UNWANTED.search(found):
            message = f"{_at(path)} is longer than {MOST_TEXT} characters or has control characters."
            self.wrong("shape.text", path, node.mark, message, "shorten it, or type it anew")
            return ""
        return found

    def names(self, node: Node, path: Path) -> dict[str, str]:
        """A text by language: Azerbaijani and English at least."""
        found = {}
        for language, entry in self.mapping(node, path, None).items():
            if language not in FURTHER_LANGUAGES:
                message = f"{language!r} is no language of {_at(path)}."
                where = (*path, language)
                self.wrong("shape.language", where, entry.key.mark, message, "use a code of ISO 639-1")
                continue
            found[language] = self.text(entry.value, (*path, language))
        for language in LANGUAGES:
            if isinstance(node, Mapping) and language not in node.entries:
                message = f"{_at(path)} is missing in {language!r}."
                self.wrong("shape.language", path, self.marks[path], message, f"add `{language}:`")
        return found

    def name(self, node: Node, path: Path, what: str = "") -> str:
        """A name; of something of the section `what` of the definition, as it is called when all parts are
        in their place."""
        found = self.scalar(node, path)
        if found is None:
            return ""
        self._check_name(found, node.mark, path)
        return self.scopes.full(found, what, node)

    def _check_name(self, name: str, mark: Mark, path: Path) -> None:
        if NAME.fullmatch(name) is None:
            message = f"{name!r} cannot be a name."
            self.wrong("shape.name", path, mark, message, "use a to z, 0 to 9 and _, beginning with a letter")

    def word(self, node: Node, path: Path, words: Iterable[str], stand_in: str) -> str:
        """One of the words; `stand_in` after a finding."""
        found = self.scalar(node, path)
        blank = isinstance(node, Scalar) and node.blank
        if found is not None and found not in words and not blank:
            message = f"{_at(path)} cannot be {found!r}."
            self.wrong("shape.word", path, node.mark, message, meant(found, words))
            return stand_in
        return stand_in if found is None or blank else found

    def words(self, node: Node, path: Path, words: Iterable[str]) -> tuple[str, ...]:
        """A list of the words, each once."""
        found = [
            self.word(item, (*path, str(index)), words, "")
            for index, item in enumerate(self.items(node, path))
        ]
        return self._once(found, path)

    def list_of_names(self, node: Node, path: Path, what: str = "") -> tuple[str, ...]:
        """A list of names, each once; `what` as for `name`."""
        found = [
            self.name(item, (*path, str(index)), what) for index, item in enumerate(self.items(node, path))
        ]
        return self._once(found, path)

    def _once(self, found: list[str], path: Path) -> tuple[str, ...]:
        seen: set[str] = set()
        for index, one in enumerate(found):
            if one and one in seen:
                mark = self.marks[(*path, str(index))]
                self.wrong("shape.word", path, mark, f"{one!r} stands twice in {_at(path)}.", "keep one")
            seen.add(one)
        return tuple(dict.fromkeys(one for one in found if one))

    def boolean(self, node: Node, path: Path) -> bool:
        """`true` or `false`, without quotes."""
        found = self.scalar(node, path)
        if found is not None and not (isinstance(node, Scalar) and node.plain and found in _BOOLEAN):
            message = f"{_at(path)} is true or false, not {found!r}."
            self.wrong("shape.boolean", path, node.mark, message, "write `true` or `false`")
        return _BOOLEAN.get(found or "", False)

    def integer(self, node: Node, path: Path, least: int, most: int) -> int:
        """A whole number between the two, without quotes."""
        found = self.scalar(node, path)
        if found is None:
            return least
        plain = isinstance(node, Scalar) and node.plain
        if plain and _INTEGER.fullmatch(found) is not None and least <= int(found) <= most:
            return int(found)
        message = f"{_at(path)} is a whole number from {least} to {most}, not {found!r}."
        self.wrong("shape.integer", path, node.mark, message, "write digits without quotes")
        return least

    def share(self, node: Node, path: Path, strict: bool) -> Fraction:
        """An exact share such as 2/3, more than nothing and at most all; less than all when `strict`."""
        found = self.scalar(node, path)
        if found is None:
            return Fraction(1, 2)
        match = _SHARE.fullmatch(found)
        if match is not None and int(match[2]) and (value := Fraction(int(match[1]), int(match[2]))) > 0:
            if value < 1 or (value == 1 and not strict):
                return value
            message = f"{_at(path)} of {found} can never be met."
        else:
            message = f"{_at(path)} is a fraction such as 2/3, not {found!r}."
        self.wrong("shape.share", path, node.mark, message, "write a fraction such as 1/2 or 2/3")
        return Fraction(1, 2)

    def duration(self, node: Node, path: Path) -> str:
        """An ISO 8601 duration, as written."""
        found = self.scalar(node, path)
        try:
            parse(found or "PT1S")
        except InvalidInput as error:
            self.wrong("shape.duration", path, node.mark, error.message, error.fix)
            return "P1D"
        return found or "P1D"

    def zone(self, node: Node, path: Path) -> str:
        """A time zone by its name in the IANA database."""
        found = self.scalar(node, path)
        if found is None:
            return ""
        try:
            ZoneInfo(found)
        except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
            message = f"There is no time zone called {found!r}."
            self.wrong("shape.zone", path, node.mark, message, "write it as Asia/Baku")
            return ""
        return found

    def param(self, node: Node, path: Path, what: str = "") -> str | int | bool:
        """A parameter as it looks: true, 2, a text, or a list of words joined by commas. With `what`, a name
        or names as for `name`."""
        if what:
            return ",".join(self.list_of_names(node, path, what))
        if isinstance(node, Sequence):
            found = [self.scalar(item, (*path, str(i))) for i, item in enumerate(self.items(node, path))]
            self.marks[path] = node.mark
            return ",".join(one for one in found if one)
        text = self.scalar(node, path) or ""
        if isinstance(node, Scalar) and node.plain:
            if text in _BOOLEAN:
                return _BOOLEAN[text]
            if _INTEGER.fullmatch(text):
                return int(text)
        return text


def _at(path: Path) -> str:
    return ".".join(path) if path else "the file"
