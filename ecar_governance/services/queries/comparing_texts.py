"""Two texts line by line: what is left out, what is added, and where nothing changes. Pure.

The lines are matched by `difflib` of the standard library: longest common stretches first, so that what was
moved is told as left out here and added there.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

AROUND = 3
"""So many unchanged lines stay in sight before and after a change."""

FEWEST_FOLDED = 3
"""A shorter unchanged stretch is shown: folding it would save nothing."""

MOST_LINES = 3_000
"""Of more lines between the first and the last change no match is looked for: the time for it grows with
their square. They are told as left out and added whole."""


class Line(Struct, frozen=True):
    """A line of either text or of both, with its number in each from 1 on, 0 where it is not."""

    kind: Literal["kept", "left_out", "added"]
    before: int
    after: int
    text: str


class Stretch(Struct, frozen=True):
    """Lines that follow each other. `folded` says that they are unchanged and far from every change."""

    folded: bool
    lines: tuple[Line, ...]


class TextsCompared(Struct, frozen=True):
    """Every line of two texts in order; how many were left out, and how many added."""

    left_out: int
    added: int
    stretches: tuple[Stretch, ...]


def compare_texts(before: str, after: str) -> TextsCompared:
    """What differs; line ends of any kind count as the same, and an empty text has no line."""
    lines = tuple(_lines(_split(before), _split(after)))
    kinds = [line.kind for line in lines]
    return TextsCompared(kinds.count("left_out"), kinds.count("added"), tuple(_stretches(lines)))


def _split(text: str) -> list[str]:
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return whole.removesuffix("\n").split("\n") if whole else []


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    for n in range(head):
        yield Line("kept", n + 1, n + 1, before[n])
    for kind, i, i_end, j, j_end in _steps(old, new):
        if kind == "equal":
            for n in range(i_end - i):
                yield Line("kept", head + i + n + 1, head + j + n + 1, old[i + n])
            continue
        for n in range(i, i_end):
            yield Line("left_out", head + n + 1, 0, old[n])
        for n in range(j, j_end):
            yield Line("added", 0, head + n + 1, new[n])
    for n in range(tail, 0, -1):
        yield Line("kept", len(before) - n + 1, len(after) - n + 1, before[-n])


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > MOST_LINES:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new).get_opcodes())


def _stretches(lines: tuple[Line, ...]) -> Iterator[Stretch]:
    """The lines with what is far from every change set apart."""
    near = bytearray(len(lines))
    for place, line in enumerate(lines):
        if line.kind != "kept":
            near[max(0, place - AROUND) : place + AROUND + 1] = b"\1" * (
                min(len(lines), place + AROUND + 1) - max(0, place - AROUND)
            )
    shown: list[Line] = []
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and near[end] == near[place]:
            end += 1
        if near[place] or end - place < FEWEST_FOLDED:
            shown += lines[place:end]
        else:
            if shown:
                yield Stretch(False, tuple(shown))
                shown = []
            yield Stretch(True, lines[place:end])
        place = end
    if shown:
        yield Stretch(False, tuple(shown))
