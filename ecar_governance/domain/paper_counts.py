"""What tellers count in an election, as an action's form carries it: rows of text, in one order. Pure.

A row is a number and a paper: `12 a` (twelve marks for a, where marks are added up) or `3 a > b = c` (three
papers that put a first, then b and c equally). Rows are sorted and no paper has two, so that two tellers who
counted the same enter the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ecar_governance.domain.voting.methods.counting import ADDED_UP
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Marks, MarksCounted, PaperState
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.errors import Finding, InvalidInput

MOST_ROWS = 5000
"""So many different papers at most are entered by hand."""

_ROW = re.compile(r"([0-9]{1,6})\s+(\S.{0,20000})", re.ASCII)

Value = str | int | tuple[str, ...]


def rows_of(lines: Iterable[str], places: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The rows as commands carry them, from lines as people type them: alike ones added up, in order.

    `places` gives the id of an option by its number on the list. Raises InvalidInput naming the first line
    that is no row."""
    found: Counter[Marks] = Counter()
    for number, line in enumerate((one.strip() for one in lines), 1):
        if not line:
            continue
        row = _ROW.fullmatch(line)
        marks = marks_of(row[2], places or {}) if row is not None else ()
        if row is None or not all(all(group) for group in marks):
            message = f"Line {number} is no number of papers and a paper."
            raise InvalidInput(message, fix="write a line such as 12 a, or 3 a > b = c")
        found[marks] += int(row[1])
    return tuple(sorted(f"{times} {written(marks)}" for marks, times in found.items()))


def marks_of(text: str, places: Mapping[str, str]) -> Marks:
    """The marks of a paper written `a`, `a = b` or `a > b = c`."""
    groups = ((one.strip() for one in group.split("=")) for group in text.split(">"))
    return tuple(tuple(sorted(places.get(one, one) for one in group)) for group in groups)


def written(marks: Marks) -> str:
    """The paper as a row has it."""
    return " > ".join(" = ".join(group) for group in marks)


def is_canonical(rows: tuple[str, ...]) -> bool:
    """Whether these are rows as `rows_of` gives them."""
    if len(rows) > MOST_ROWS or not all(isinstance(row, str) for row in rows):
        return False
    try:
        return rows_of(rows) == rows
    except InvalidInput:
        return False


def read_count(rule: VoteRule, given: Mapping[str, Value]) -> MarksCounted | tuple[MarkedPaper, ...]:
    """What was counted, as the rule's method reads it: sums of marks; or papers, also those without marks.

    Args:
        given: the action's inputs: `tally`, the rows; `valid`, the papers that they are on; `abstain`,
            `blank` and `invalid`, the papers without marks.

    Raises:
        InvalidInput: when a row of sums has several options, or there are not as many papers as `valid` says.
    """
    rows = given.get("tally", ())
    read = [_ROW.fullmatch(row) for row in (rows if isinstance(rows, tuple) else ())]
    papers = [(marks_of(row[2], {}), int(row[1])) for row in read if row is not None]
    numbers = {name: _number(given, name) for name in ("valid", "abstain", "blank", "invalid")}
    if isinstance(rule.election, ADDED_UP):
        several = next((marks for marks, _ in papers if len(marks) != 1 or len(marks[0]) != 1), None)
        if several is not None:
            raise _refused(f"A row here has one name and the marks for it, not {written(several)!r}.")
        votes = {marks[0][0]: times for marks, times in papers}
        return MarksCounted(votes, numbers["valid"], numbers["abstain"], numbers["blank"], numbers["invalid"])
    counted = sum(times for _, times in papers)
    if counted != numbers["valid"]:
        raise _refused(f"The rows have {counted} papers, and {numbers['valid']} are said to be valid.")
    states: tuple[PaperState, ...] = ("abstain", "blank", "invalid")
    bundles = [MarkedPaper(marks, times=times) for marks, times in papers if times]
    bundles += [MarkedPaper(state=state, times=numbers[state]) for state in states if numbers[state]]
    return tuple(bundles)


def _number(given: Mapping[str, Value], name: str) -> int:
    value = given.get(name, 0)
    return value if isinstance(value, int) else -1  # a wrong kind does not add up


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, findings=[Finding("count_rows", message, where="tally")])
