"""Which characters the shipped fonts can set, and what stands for those that they cannot.

A missing glyph would print as an empty box and break PDF/A (ISO 19005-3, 6.2.11.8), so a character without
one is written out; the attached record keeps the original.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Set
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types

from ecar_governance.errors import MissingOnMachine

_SPELLED = {"₼": "AZN", "₽": "RUB", "₺": "TRY", "₾": "GEL"}
_LAYOUT = frozenset("\n\t\r\u00a0\u00ad")


class Coverage:
    """The characters that at least one shipped font has."""

    def __init__(self, characters: Set[str]) -> None:
        self._characters = frozenset(characters) | _LAYOUT

    @classmethod
    def of_folder(cls, folder: Path) -> Coverage:
        """What the TrueType fonts of a folder can set; raises `MissingOnMachine` when it holds none."""
        return cls(_characters_of(folder))

    @classmethod
    def of_font(cls, data: bytes) -> Coverage:
        """What one TrueType font, given as its bytes, can set."""
        with TTFont(io.BytesIO(data), lazy=True) as font:
            return cls({chr(code) for code in font.getBestCmap()})

    def settable(self, text: str) -> str:
        """The text with each character that has no glyph written out: ₼ as AZN, others as ‹U+1F600›."""
        if self._characters.issuperset(text):
            return text
        return "".join(
            letter if letter in self._characters else _SPELLED.get(letter, f"‹U+{ord(letter):04X}›")
            for letter in text
        )


@functools.lru_cache(maxsize=4)
def _characters_of(folder: Path) -> frozenset[str]:
    characters: set[str] = set()
    for path in sorted(folder.glob("Source*.ttf")):
        with TTFont(path, lazy=True) as font:
            characters.update(map(chr, font.getBestCmap()))
    if not characters:
        raise MissingOnMachine(f"There are no fonts in {folder}.", fix="Install the package anew.")
    return frozenset(characters)
