"""The words on the pages of a PDF that `documents.typeset` made, and whether a text stands among them.

Reads what is drawn (fonts' ToUnicode maps over the content streams), so that a record attached to a file
can be held against what a person sees in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_MAPPING = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
# How WeasyPrint chooses a font and shows a line: two-byte glyph codes in hexadecimal, numbers between them.
_STEP = re.compile(rb"/(\S+)\s+[-\d.]+\s+Tf|\[([^\]]*)\]\s*TJ")
_HEX = re.compile(rb"<([0-9a-fA-F]+)>")
_CODE = re.compile(rb"[0-9a-fA-F]{4}")
_LONGEST_MARGIN = 400
"""Characters of head and foot, which are drawn after a page's text."""
_LONGEST_MARK = 12
"""Characters that may stand before a text at the head of a page: a label."""
_SHORTEST_BROKEN = 24
"""Characters of a text that may be broken over two pages: shorter ones are on one line."""
_SHORTEST_PAGE = 800
"""Characters on a page that a text may fill."""
_SPACES = re.compile(r"\s+")


def bare(text: str) -> str:
    """The text without any white space, as comparison needs it: a line may break anywhere."""
    return _SPACES.sub("", text.replace("\u00ad", ""))


def pages_of(reader: PdfFileReader) -> list[str]:
    """The drawn text of each page without white space.

    Raises whatever pyHanko raises for a broken file, and `KeyError` or `ValueError` for fonts without the
    maps that PDF/A asks for.
    """
    return [_page_text(page) for page in _leaves(reader.root["/Pages"])]


def missing_from(pages: Sequence[str], texts: Iterable[str]) -> list[str]:
    """Those of the texts that do not stand on the pages, a page break within them apart."""
    return [text for text in texts if not _stands(bare(text), pages)]


def _stands(text: str, pages: Sequence[str]) -> bool:
    return any(text in page for page in pages) or any(
        _goes_over(text, pages, number) for number in range(len(pages) - 1)
    )


def _goes_over(text: str, pages: Sequence[str], number: int) -> bool:
    """Whether the text begins at the foot of this page and goes on at the head of the next."""
    if len(text) < _SHORTEST_BROKEN:
        return False
    page, following = pages[number], pages[number + 1]
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text[:middle] in page:
            low = middle
        else:
            high = middle - 1
    if not low or len(page) - page.rfind(text[:low]) - low > _LONGEST_MARGIN:
        return False
    rest = text[low:]
    if -1 < following.find(rest) <= _LONGEST_MARK:
        return True
    fills_the_page = len(rest) > _SHORTEST_PAGE and following.startswith(rest[:_SHORTEST_PAGE])
    return fills_the_page and number + 2 < len(pages) and _goes_over(rest, pages, number + 1)


def _leaves(node: Any) -> Iterable[Any]:
    if node["/Type"] == "/Page":
        yield node
        return
    for kid in node["/Kids"]:
        yield from _leaves(kid.get_object())


def _page_text(page: Any) -> str:
    fonts = {name: _unicode_map(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    contents = page["/Contents"]
    streams = [part.get_object() for part in contents] if isinstance(contents, list) else [contents]
    pieces: list[str] = []
    current: dict[int, str] = {}
    for name, shown in _STEP.findall(b"\n".join(stream.data for stream in streams)):
        if name:
            current = fonts["/" + name.decode()]
        else:
            codes = (int(code, 16) for code in _CODE.findall(b"".join(_HEX.findall(shown))))
            pieces.extend(current.get(code, "\ufffd") for code in codes)
    return bare("".join(pieces))


def _unicode_map(font: Any) -> dict[int, str]:
    data: bytes = font["/ToUnicode"].data
    mapping: dict[int, str] = {}
    for section in _SECTION.findall(data):
        for code, letters in _MAPPING.findall(section):
            mapping[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return mapping
