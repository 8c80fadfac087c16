"""JSON as people hand it in: the pieces of a file, and where in a piece something stands.

A value by itself is read by the parsers of others; this says line and column of what is wrong with it, and
finds what they pass over in silence: a key twice in one object, and numbers that JSON does not have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import MsgspecError
from msgspec.json import decode, encode

from ecar_governance.errors import Finding

Path = tuple[str | int, ...]
"""Keys and places from the top down."""

MOST_DIGITS = 4300
"""A whole number has no more of them: so many the parser takes."""

BOM = b"\xef\xbb\xbf"

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_NO_JSON = frozenset({"NaN", "Infinity", "-Infinity"})

_SAID = {
    "Expecting value": "here is no value that JSON has",
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing here",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing here",
    "Unterminated string starting at": "the text that begins here has no closing quote",
    "Invalid control character at": "a line break or another control character stands within a text",
    "Extra data": "something follows after the end of the record",
}
"""What the parser of the standard library says, in plain words; all else is `_OTHERWISE`."""

_OTHERWISE = "this is not as JSON has it"


class Piece(NamedTuple):
    """A record's bytes, and the line of the file on which they begin, from 1."""

    line: int
    data: bytes


class Fault(NamedTuple):
    """What is wrong with the value at `path`, or with the key that `path` ends in."""

    path: Path
    finding: Finding


def pieces(data: bytes) -> Iterator[Piece]:
    """The records of a file, one JSON value or JSON Lines; a byte order mark and blank lines are none."""
    data = data.removeprefix(BOM)
    whole = data.lstrip()
    first = data[: len(data) - len(whole)]
    start = _lines_of(first)
    whole = whole.rstrip()
    lines = whole.splitlines()
    if _are_lines(lines, whole):
        for number, line in enumerate(lines, start):
            if line.strip():
                yield Piece(number, line)
    elif whole:
        yield Piece(start, whole)


def _lines_of(before: bytes) -> int:
    """The number of the line that follows on so much white space."""
    return len((before + b".").splitlines())


def _are_lines(lines: Sequence[bytes], whole: bytes) -> bool:
    """Whether each line is a record: one of the first two is, or the first is meant to be."""
    told = [line.strip() for line in lines if line.strip()]
    if len(told) < 2 or not all(line.startswith(b"{") for line in told[:2]):
        return False
    if _is_object(told[0]) or _is_object(told[1]):
        return True
    return told[0].endswith(b"}") and not _is_object(whole)


def _is_object(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except (ValueError, RecursionError):
        return False


def read(piece: Piece) -> tuple[Any, list[Finding]]:
    """The plain value, or None with why it is no JSON; a finding's `where` is line and column.

    Raises nothing, whatever the bytes are."""
    try:
        text = piece.data.decode()
    except UnicodeDecodeError as error:
        before = piece.data[: error.start].decode(errors="replace")
        message = "This is not UTF-8 text."
        fix = "save the file in the encoding UTF-8"
        return None, [Finding("record.not_json", message, _at(piece, before, len(before)), fix)]
    try:
        return json.loads(text, parse_int=_whole), []
    except json.JSONDecodeError as error:
        said = _SAID.get(error.msg, _OTHERWISE)
        fix = "write one record, or each record on a line of its own"
        where = _at(piece, text, min(error.pos, len(text)))
        return None, [Finding("record.not_json", f"This is not JSON: {said}.", where, fix)]
    except RecursionError:
        message = "Brackets are nested too deep for a record."
        return None, [Finding("record.not_json", message, _at(piece, text, 0), "write it flatter")]


def _whole(digits: str) -> int | str:
    """A number that no count can be stays text, for whoever looks at its type."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def silent(piece: Piece) -> list[Fault]:
    """Keys that stand twice in one object, numbers that are none, and halves of characters: what most parsers
    let pass."""
    if not (_SUSPECT.search(piece.data) or has_twice(piece.data)):
        return []
    found = []
    for path, start, _offset, again in _walk(piece.data.decode()):
        if again:
            message = f"“{path[-1]}” stands twice in one object, and only one of them can be meant."
            found.append(Fault(path, Finding("record.key_twice", message, fix="keep one of them")))
        if start in _NO_JSON:
            message = f"{start} is no number that JSON has."
            fix = "write a number, or leave it out"
            found.append(Fault(path, Finding("record.value_wrong", message, fix=fix)))
        elif _HALF.search("".join(map(str, path[-1:])) + _text(start)):
            message = "Here is half a character, which no text has."
            fix = r"write the character itself, or both halves of it as \ud83d\ude00 has them"
            found.append(Fault(path, Finding("record.value_wrong", message, fix=fix)))
    return found


_SUSPECT = re.compile(rb"NaN|Infinity|\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def _text(start: str) -> str:
    return str(json.loads(start, strict=False)) if start.startswith('"') and "\\" in start else ""


def has_twice(data: bytes) -> bool:
    """Whether a key stands twice in an object of this, which is known to be JSON."""
    ends = data.count(b'":')
    if _ends_alike(data, ends):
        # Written again it has as many ends of a key as before, unless one of two was dropped.
        try:
            if ends == encode(decode(data)).count(b'":'):
                return False
        except (MsgspecError, RecursionError):
            pass
    try:
        _ONCE.decode(data.decode())
    except _TwiceError:
        return True
    return False


def _ends_alike(data: bytes, ends: int) -> bool:
    """Whether `":` stands at the end of every key, `ends` times, and nowhere else."""
    if b"\\" not in data and data.count(b":") == ends:
        return True
    unlike = (b" :", b"\t:", b"\n:", b"\r:", b"\\u0022", b"\\u003")
    return not any(one in data for one in unlike)


class _TwiceError(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


_ONCE = json.JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str)


def placed(piece: Piece, faults: Sequence[Fault]) -> list[Finding]:
    """The findings with line and column, and the field as it is written, in the order of the text.

    Of a key that stands twice it is the place of the second one."""
    wanted = {fault.path for fault in faults}
    text = piece.data.decode()
    seen: dict[Path, int] = {(): 0}
    for path, _token, offset, again in _walk(text):
        if path in wanted and (again or path not in seen):
            seen[path] = offset
    told = []
    for fault in faults:
        path = fault.path
        while path not in seen:
            path = path[:-1]
        finding = fault.finding
        where = f"{_at(piece, text, seen[path])} {in_words(fault.path)}".rstrip()
        told.append((seen[path], Finding(finding.code, finding.message, where, finding.fix)))
    return [finding for _, finding in sorted(told, key=lambda one: one[0])]


_BALLOT = re.compile(r"(?:.*, )?ballot (\d+)(?: (.*))?", re.DOTALL)


def path_of(piece: Piece, name: str, within: str = "") -> Path:
    """Where `name` is told of: a text in the field `within`, a field of the record, any key, or a text; the
    last of those; else the top. Of what is told of "ballot 2", the same in the second of those held."""
    top: Path = ()
    if ballot := _BALLOT.fullmatch(name):
        top, name = ("held", int(ballot[1]) - 1), ballot[2] or ""
    number = re.fullmatch(r"paper (\d+)", name)
    numbered = {(*top, kind, int(number[1]) - 1) for kind in ("bundles", "papers")} if number else set[Path]()
    best: tuple[int, Path] = (0, top)
    for path, start, _offset, _again in _walk(piece.data.decode()):
        if path in numbered:
            return path
        rank = 0
        if not name or path[: len(top)] != top:
            continue
        if path[-1:] == (name,):
            rank = 3 if len(path) == len(top) + 1 else 2
        elif start == f'"{name}"' or ("\\" in start and _text(start) == name):
            rank = 4 if path[:1] == (within,) else 1
        if rank and rank >= best[0]:
            best = rank, path
    return best[1]


def in_words(path: Path) -> str:
    """The path as people write one: `rule.majority[1].of`."""
    told = ""
    for one in path:
        plain = isinstance(one, str) and one.replace("_", "a").isalnum()
        told += f".{one}" if plain else f"[{json.dumps(one, ensure_ascii=False)}]"
    return told.removeprefix(".")


def _at(piece: Piece, text: str, offset: int) -> str:
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return f"{piece.line + before.count(chr(10))}:{len(before) - before.rfind(chr(10))}"


def _walk(text: str) -> Iterator[tuple[Path, str, int, bool]]:
    """Every value of a JSON text with its path, first start and offset, and whether its key was there before.

    A value under a key is told at the key. Nothing is nested for it in calls, however deep the text is."""
    stack: list[_Open] = []
    key: tuple[str, int] | None = None
    for match in _TOKEN.finditer(text):
        start = match[0]
        if start in ("}", "]"):
            stack.pop()
        elif start == ",":
            stack[-1].next()
        elif start != ":":
            top = stack[-1] if stack else None
            if top is not None and top.keys is not None and key is None:
                key = json.loads(start, strict=False), match.start()
                continue
            again, offset = False, match.start()
            if key is not None and top is not None and top.keys is not None:
                again, offset = key[0] in top.keys, key[1]
                top.keys.add(key[0])
                top.path = (*top.above, key[0])
                key = None
            path: Path = top.path if top is not None else ()
            yield path, start, offset, again
            if start in ("{", "["):
                stack.append(_Open(path, start == "{"))


class _Open:
    """An object or array that is not closed yet."""

    __slots__ = ("above", "index", "keys", "path")

    def __init__(self, above: Path, is_object: bool) -> None:
        self.above = above
        self.index = 0
        self.keys: set[str] | None = set() if is_object else None
        self.path: Path = above if is_object else (*above, 0)

    def next(self) -> None:
        """On to the next place of an array."""
        self.index += 1
        if self.keys is None:
            self.path = (*self.above, self.index)
