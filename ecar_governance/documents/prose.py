"""Untrusted Markdown to HTML that cannot fetch, run, attach or break the page.

CommonMark and tables, raw HTML off, then an allow-list (nh3). Pictures become their description, links
become text with the address in brackets, headings are renumbered so that no level is skipped.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from ecar_governance.errors import Finding, InvalidInput

MAX_CHARACTERS = 200_000
"""Longest text of one language. A resolution of two pages has about 6 000."""

MAX_DEPTH = 12
"""Deepest nesting of quotations, lists and emphasis; the typesetter itself fails at some hundreds."""

MAX_ROWS = 400
"""Most table rows in one text; layout time grows faster than their number."""

MAX_WORD = 400
"""Longest run without a space."""

_PARSER_DEPTH = 4 * MAX_DEPTH
# Directional embeddings, overrides, isolates and marks (UAX 9), which can make text read otherwise than it
# is stored; with them byte order marks and invisible format characters.
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "blockquote", "em", "strong", "code", "pre"),
    *("br", "hr", "a", "table", "thead", "tbody", "tr", "th", "td", "span"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"style", "scope"}, "td": {"style"}}
_SCHEMES = {"http", "https", "mailto"}


def clean_text(text: str) -> str:
    """The text in NFC without control and directional characters; new lines and tabs stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", _INVISIBLE.sub("", text))


def parse_prose(markdown: str, where: str = "text") -> list[Token]:
    """The text as tokens, made safe to set.

    `where` names the text in findings. Raises `InvalidInput` when it is too long, nested too deeply, has
    too many table rows or an endless word.
    """
    if len(markdown) > MAX_CHARACTERS:
        _refuse(where, "prose_long", f"The text has more than {MAX_CHARACTERS} characters.")
    text = clean_text(markdown)
    if any(len(word) > MAX_WORD for word in text.split()):
        _refuse(where, "prose_word", f"The text has a word of more than {MAX_WORD} characters.")
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _PARSER_DEPTH}).enable("table")
    try:
        tokens = parser.parse(text)
    except RecursionError:
        _refuse(where, "prose_deep", f"The text is nested more than {MAX_DEPTH} levels deep.")
    _check_size(tokens, where)
    _renumber_headings(tokens)
    for token in tokens:
        if token.children:
            token.children = _safe_inline(token.children)
        if token.type == "th_open":
            token.attrSet("scope", "col")
    return tokens


def prose_html(markdown: str, where: str = "text") -> str:
    """The text as HTML of paragraphs, headings (from h2), lists, quotations and tables alone.

    Raises `InvalidInput` as `parse_prose` does.
    """
    tokens = parse_prose(markdown, where)
    env: EnvType = {}
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = renderer.renderer.render(tokens, renderer.options, env)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
        filter_style_properties={"text-align"},
    )


def plain_blocks(markdown: str, where: str = "text") -> list[str]:
    """The words of each paragraph, heading and cell, as they stand on the page; for comparing with it."""
    blocks = []
    for token in parse_prose(markdown, where):
        if token.type == "inline" and token.children:
            pieces = (" " if kid.type.endswith("break") else kid.content for kid in token.children)
            blocks.append("".join(pieces))
        elif token.type in ("code_block", "fence"):
            blocks.append(token.content)
    return [block for block in blocks if block.strip()]


def _refuse(where: str, code: str, message: str) -> None:
    raise InvalidInput(message, findings=(Finding(code=code, message=message, where=where),))


def _check_size(tokens: list[Token], where: str) -> None:
    # A block's own level counts opening and closing tags of everything around it.
    deepest = max((token.level for token in tokens), default=0)
    for token in tokens:
        deepest = max([deepest, *(kid.level for kid in token.children or ())])
    if deepest > 2 * MAX_DEPTH:
        line = next((token.map[0] + 1 for token in tokens if token.map and token.level > MAX_DEPTH), 1)
        message = f"The text is nested more than {MAX_DEPTH} levels deep (line {line})."
        _refuse(f"{where}:{line}", "prose_deep", message)
    if sum(token.type == "tr_open" for token in tokens) > MAX_ROWS:
        _refuse(where, "prose_rows", f"The text has more than {MAX_ROWS} table rows.")


def _renumber_headings(tokens: list[Token]) -> None:
    # h1 is the document's own title, and PDF/UA allows no skipped level (ISO 14289-1, 7.4.2).
    open_levels: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(open_levels) + 1, 6)}"


def _safe_inline(children: list[Token]) -> list[Token]:
    safe: list[Token] = []
    hrefs: list[tuple[str, int]] = []
    for token in children:
        if token.type == "image":
            safe.append(_text(token.content or ""))
        elif token.type == "link_open":
            href = str(token.attrGet("href") or "")
            kept = _allowed(href)
            hrefs.append((href if kept else "", len(safe)))
            if kept:
                token.attrs = {"href": href}
                safe.append(token)
        elif token.type == "link_close":
            href, start = hrefs.pop()
            if href:
                shown = "".join(kid.content for kid in safe[start:])
                safe.append(token)
                address = href.removeprefix("mailto:")
                if shown.strip() not in (href, address):
                    safe.append(_text(f" ({address})"))
        else:
            safe.append(token)
    return safe


def _allowed(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc or parts.scheme == "mailto")


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
