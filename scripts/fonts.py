"""Cuts a font to the letters of this project's pages and gives it a name of its own.

The typeset documents use Adobe's fonts as published. The web uses cuts of them, a quarter of the size. The
licence (SIL OFL 1.1, section 3) keeps the name "Source" for unmodified copies, so a cut is renamed.
One cut holds Latin and its extensions together: two files under one family make WeasyPrint print wrong
glyphs while the extracted text looks right.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Every letter of Azerbaijani that is not in ASCII, then the signs that documents and pages print.
AZERBAIJANI = "əƏğĞıİöÖşŞüÜçÇ"
SIGNS = "№–—„“”«»½⅔≥≤✓■§…·×−←→↑↓"

# Only the sans has these; pages and documents set ballots and boxes in it.
SANS_SIGNS = "□▪●○"

# Latin, Latin-1, Extended-A and -B (Ə), IPA (ə), accents, Cyrillic (guests and partners sign in it), Extended
# Additional, punctuation, currency.
LETTERS: tuple[range, ...] = (
    range(0x20, 0x7F),
    range(0xA0, 0x250),
    range(0x250, 0x2B0),
    range(0x2B0, 0x370),
    range(0x400, 0x460),
    range(0x1E00, 0x1F00),
    range(0x2000, 0x2070),
    range(0x20A0, 0x20C0),
)

# A visible signature embeds its font anew each time: only what a name, a title and an instant need.
STAMP: tuple[range, ...] = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x18F, 0x190), range(0x259, 0x25A))


def letters(blocks: tuple[range, ...], signs: str) -> set[int]:
    """The code points of `blocks` and `signs`."""
    return {code for block in blocks for code in block} | {ord(sign) for sign in signs}


def cut(source: Path, target: Path, *, family: str, style: str, codes: set[int]) -> None:
    """Write `source` cut to `codes` under the name `family style`; the suffix of `target` says TTF or WOFF2.

    The bytes depend on the input alone: no timestamp is taken from the clock.
    """
    options = subset.Options(
        flavor="woff2" if target.suffix == ".woff2" else None,
        layout_features=["kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum"],
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    font: TTFont = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    rename(font, family, style)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give every name record that bears the reserved name the new `family`; copyright and licence stay."""
    full = f"{family} {style}"
    compact = f"{family.replace(' ', '')}-{style}"
    fresh = {1: family, 2: style, 3: compact, 4: full, 6: compact, 16: family, 17: style}
    for record in list(font["name"].names):
        if record.nameID in fresh:
            font["name"].setName(
                fresh[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
