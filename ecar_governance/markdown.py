"""Markdown that people wrote, as HTML that a page may show: nothing in it fetches, runs or breaks the layout.

CommonMark and tables with raw HTML off, then an allow-list (nh3). Pictures become their description; headings
begin below the page's own; alignment of table cells is a class, since pages forbid inline style.
"""

from __future__ import annotations

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

MAX_CHARACTERS = 200_000
"""Longest text shown as Markdown; a longer one is shown plain."""

MAX_DEPTH = 20
"""Deepest nesting of quotations, lists and emphasis that is read as such."""

FIRST_HEADING = 3
"""Level of a text's own first heading: the page has its title and its sections above."""

# Directional embeddings, overrides, isolates and marks (UAX 9) and invisible format characters can make a
# text read otherwise than it is stored.
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_TAGS = {
    *("p", "h3", "h4", "h5", "h6", "ol", "ul", "li", "blockquote", "em", "strong", "code", "pre"),
    *("br", "hr", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"class", "scope"}, "td": {"class"}}
_ALIGNED = {"text-align:right": "right", "text-align:center": "centre"}


def neutral(text: str) -> str:
    """One line or many, in NFC, without control and directional characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", _INVISIBLE.sub("", text))


def to_html(text: str) -> Markup:
    """The text as HTML, safe to put into any page; never raises.

    A text that is too long, or nested deeper than `MAX_DEPTH`, is shown as it was typed, in one preformatted
    paragraph, so that nobody loses sight of what is being decided.
    """
    text = neutral(text)
    if len(text) > MAX_CHARACTERS:
        return _plain(text)
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 4 * MAX_DEPTH}).enable("table")
    try:
        tokens = parser.parse(text)
        if _depth(tokens) > MAX_DEPTH:
            return _plain(text)
        html = parser.renderer.render(_safe(tokens), parser.options, {})
    except RecursionError:
        return _plain(text)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - the allow-list above is what makes it safe


def _plain(text: str) -> Markup:
    return Markup('<pre class="plain">{}</pre>').format(escape(text))


def _depth(tokens: list[Token]) -> int:
    deepest = 0
    for token in tokens:
        inner = max((child.level for child in token.children), default=0) if token.children else 0
        deepest = max(deepest, token.level // 2 + inner)
    return deepest


def _safe(tokens: list[Token]) -> list[Token]:
    levels = sorted({int(token.tag[1]) for token in tokens if token.type == "heading_open"})
    renamed = {f"h{level}": f"h{min(6, FIRST_HEADING + place)}" for place, level in enumerate(levels)}
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = renamed[token.tag]
        elif token.type in ("th_open", "td_open"):
            aligned = _ALIGNED.get(str(token.attrs.pop("style", "")))
            if aligned:
                token.attrSet("class", aligned)
            if token.type == "th_open":
                token.attrSet("scope", "col")
        if token.children:
            token.children = [_described(child) for child in token.children]
    return tokens


def _described(token: Token) -> Token:
    if token.type != "image":
        return token
    shown = Token("text", "", 0)
    shown.content = f"[{token.content}]" if token.content else ""
    return shown
