"""What the YAML parser could not read: where the author has to look, and what mends it.

The parser tells where it gave up, which for a bracket or a quote that is never closed is the end of the
file. Here such a fault is placed where it was opened, and each kind of fault has its own way to be mended.
The words are libyaml's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from ecar_governance.definitions.findings import Mark

CLOSE_BRACKET = "close the bracket with ], and put a comma between its values"
CLOSE_BRACE = "close the brace with }, and put a comma between its keys"
CLOSE_QUOTE = "close the quote"
NO_TABS = "indent with spaces, not with tabs"
NEIGHBOURS = "indent the line as far as its neighbours"
IN_QUOTES = "put the text in quotes"
WHOLE_IN_QUOTES = "put the whole text in quotes, and write a single quote within single ones twice"
COLON = "put a colon and a space after the key"
SPACE = "put a space after the colon"
TWO_COLONS = "put the text in quotes, since it holds a colon with a space"
DEEPER = "indent it as its neighbours are; a key that others stand under has no text of its own"
NOT_OPENED = "remove what closes here, or open it before"
ENTRIES = "begin each entry of the list with a dash, all indented alike"
LIST_BELOW = "begin the list in a line of its own, below its key"
TOP = "let every key of the file begin in the first column, and keep one document in it"
ESCAPE = "use single quotes, or write each backslash twice"
BELOW = "begin the text in the next line, indented by two spaces"
DIRECTIVE = "remove the line that begins with %"
ANYTHING = "look at the indentation, colons, quotes and brackets there"

FIXES: dict[str, str] = {
    "did not find expected ',' or ']'": CLOSE_BRACKET,
    "did not find expected ',' or '}'": CLOSE_BRACE,
    "found unexpected end of stream": CLOSE_QUOTE,
    "found unexpected document indicator": CLOSE_QUOTE,
    "found a tab character that violates indentation": NO_TABS,
    "found a tab character where an indentation space is expected": NO_TABS,
    "found character that cannot start any token": IN_QUOTES,
    "could not find expected ':'": COLON,
    "found unexpected ':'": TWO_COLONS,
    "mapping keys are not allowed in this context": IN_QUOTES,
    "did not find expected '-' indicator": ENTRIES,
    "block sequence entries are not allowed in this context": LIST_BELOW,
    "did not find expected node content": IN_QUOTES,
    "did not find expected <document start>": TOP,
    "found unknown escape character": ESCAPE,
    "did not find expected hexdecimal number": ESCAPE,
    "found invalid Unicode character escape code": ESCAPE,
    "found an indentation indicator equal to 0": BELOW,
    "did not find expected comment or line break": BELOW,
    "found incompatible YAML document": DIRECTIVE,
    "found duplicate %YAML directive": DIRECTIVE,
    "found duplicate %TAG directive": DIRECTIVE,
    # A text that begins with &, * or !.
    "did not find expected alphabetic or numeric character": IN_QUOTES,
    "did not find the expected '>'": IN_QUOTES,
    "did not find expected '!'": IN_QUOTES,
    "did not find expected tag URI": IN_QUOTES,
    "did not find URI escaped octet": IN_QUOTES,
    "did not find expected whitespace or line break": IN_QUOTES,
    "found undefined tag handle": IN_QUOTES,
}
"""What mends a fault, by what the parser found, where nothing else in the text says more."""

_OPENED = {CLOSE_BRACKET, CLOSE_BRACE, CLOSE_QUOTE}
_NO_SPACE = re.compile(r"\s*(?:- +)?[\w.-]+(:)[^\s:/]")
"""A key whose colon is followed by its value at once; not an address."""


class Fault(NamedTuple):
    """Where to look, line and column counted from 0, and what mends it."""

    line: int
    column: int
    fix: str


def diagnosed(error: yaml.MarkedYAMLError, text: str, bracket: Mark | None = None) -> Fault:
    """The fault that the parser came upon in the text; its line is one that says something, if any does.
    `bracket` is the innermost one that was still open then."""
    lines = text.split("\n")
    at = _place(error.problem_mark or error.context_mark)
    begun = _place(error.context_mark or error.problem_mark)
    line = lines[at[0]] if at[0] < len(lines) else ""
    problem = error.problem or ""
    fix = FIXES.get(problem, ANYTHING)
    if "directive" in (error.context or ""):
        at, fix = begun, DIRECTIVE
    elif fix in _OPENED and _never_closed(at, begun, lines):
        at = begun
    elif bracket is not None and not _rest(at, lines).strip():
        at = bracket.line - 1, bracket.column - 1
        fix = CLOSE_BRACE if lines[at[0]][at[1]] == "{" else CLOSE_BRACKET
    elif problem == "mapping values are not allowed in this context":
        at, fix = _second_colon(at, lines)
    elif problem == "could not find expected ':'":
        at = begun
        if space := _NO_SPACE.match(lines[begun[0]]):
            at, fix = (begun[0], space.start(1)), SPACE
    elif problem == "did not find expected key":
        fix = _no_key(line, at[1])
    elif line[at[1] : at[1] + 1] == "\t":
        fix = NO_TABS
    elif fix == IN_QUOTES and line[at[1] : at[1] + 1] in ("]", "}"):
        fix = NOT_OPENED
    return Fault(*_within(at, lines), fix)


def _place(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark is not None else (0, 0)


def _never_closed(at: tuple[int, int], begun: tuple[int, int], lines: list[str]) -> bool:
    """Whether the parser ran on into what is no part of the bracket any more, or to the end of the file."""
    if not _rest(at, lines).strip():
        return True
    return at[0] > begun[0] and _indent(lines[at[0]]) <= _indent(lines[begun[0]])


def _rest(at: tuple[int, int], lines: list[str]) -> str:
    return "\n".join(lines[at[0] :])[at[1] :]


def _second_colon(at: tuple[int, int], lines: list[str]) -> tuple[tuple[int, int], str]:
    """A colon where no key can be: the line before lacks a space, or this one has a colon in its text."""
    before = next((row for row in range(at[0] - 1, -1, -1) if lines[row].strip()), None)
    if before is not None and ": " not in lines[before] and (space := _NO_SPACE.match(lines[before])):
        return (before, space.start(1)), SPACE
    return at, TWO_COLONS if ": " in lines[at[0]][: at[1]] else DEEPER


def _no_key(line: str, column: int) -> str:
    """What is there instead of a key: a line indented otherwise, what closes nothing, or more text."""
    if line[column : column + 1] in ("]", "}"):
        return NOT_OPENED
    return WHOLE_IN_QUOTES if line[:column].strip() else NEIGHBOURS


def _within(at: tuple[int, int], lines: list[str]) -> tuple[int, int]:
    """The place itself, or the end of the last line before it that says something."""
    if at[0] < len(lines) and lines[at[0]].strip():
        return at
    for row in range(min(at[0], len(lines)) - 1, -1, -1):
        if said := lines[row].rstrip():
            return row, len(said)
    return at


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
