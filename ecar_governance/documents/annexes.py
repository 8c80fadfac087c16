"""Annexes written within a text: a heading that begins with Əlavə or Annex opens one.

On paper an annex begins a page, its mark and the words of approval at the top right (the form of an
Azerbaijani resolution); a drafter only writes `## Əlavə. Qaydalar`.
"""

from __future__ import annotations

import re

from msgspec import Struct

_HEADING = re.compile(
    r"^ {0,3}#{1,2} +((?:Əlavə|Annex)(?: +№? ?\d+)?)(?:[.:]? +(\S.*?))?(?: +#+)? *$", re.MULTILINE
)
_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)


class WrittenAnnex(Struct, frozen=True):
    """An annex of a text in one language: its mark ("Əlavə 1"), its title, its Markdown."""

    mark: str
    title: str
    text: str


def split_annexes(markdown: str) -> tuple[str, tuple[WrittenAnnex, ...]]:
    """The text before the first annex, and the annexes in their order.

    A text with fenced code is left whole: what looks like a heading there is none.
    """
    markdown = markdown.replace("\r\n", "\n").replace("\r", "\n")
    found = [] if _FENCE.search(markdown) else list(_HEADING.finditer(markdown))
    if not found:
        return markdown, ()
    ends = [*(heading.start() for heading in found[1:]), len(markdown)]
    return markdown[: found[0].start()], tuple(
        WrittenAnnex(heading[1], heading[2] or "", markdown[heading.end() : end].strip("\n") + "\n")
        for heading, end in zip(found, ends, strict=True)
    )
