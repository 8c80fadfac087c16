"""Untrusted Markdown: what it may show, and what is refused before it reaches the typesetter."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecar_governance.documents.prose import MAX_DEPTH, clean_text, plain_blocks, prose_html
from ecar_governance.documents.settable import Coverage
from ecar_governance.errors import InvalidInput

SHOWN = {
    "paragraph": ("Bir *iki* **üç**", "<p>Bir <em>iki</em> <strong>üç</strong></p>"),
    "list starting at 5": ("5. beş", '<ol start="5">'),
    "table": ("|a|b|\n|-|-:|\n|1|2|", '<th scope="col">a</th>'),
    "link with its address": ("[mətn](https://a.az/b)", '<a href="https://a.az/b">mətn</a> (https://a.az/b)'),
    "mail": ("[yazın](mailto:a@b.az)", '<a href="mailto:a@b.az">yazın</a> (a@b.az)'),
    "bare address": ("<https://a.az>", '<a href="https://a.az">https://a.az</a>'),
    "picture as its description": ("![emblem](http://a.az/x.png)", "<p>emblem</p>"),
    "raw HTML as letters": ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
    "relative link as text": ("[a](../../etc/passwd)", "<p>a</p>"),
    "file link as text": ("[a](<file:///etc/passwd>)", "a"),
}


@pytest.mark.parametrize("case", SHOWN)
def test_what_is_shown(case: str) -> None:
    markdown, html = SHOWN[case]
    assert html in prose_html(markdown)


def test_headings_skip_no_level() -> None:
    html = prose_html("### a\n\n###### b\n\n# c\n\n## d\n\n##### e")
    assert re.findall(r"<(h\d)>", html) == ["h2", "h3", "h2", "h3", "h4"]


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.extend((tag, name, value or "") for name, value in attrs)
        self.found.append((tag, "", ""))


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["<img src=http://x>", "[a](javascript:x)", "![", "](", ">", "- ", "|", "`", "<a href=//x>",
             "&lt;", "data:text/html,", "url(http://x)", "\u202e", "\x00", "#", "*", "\n", "\n\n",
             "<svg onload=x>", "http://x"]
        ),
        max_size=40,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=150)
@given(HOSTILE)
def test_nothing_that_fetches_or_runs(markdown: str) -> None:
    markdown = markdown.encode("utf-8", "ignore").decode()
    try:
        html = prose_html(markdown)
    except InvalidInput:
        return
    finder = _Finder()
    finder.feed(html)
    for tag, name, value in finder.found:
        assert tag not in {"script", "img", "svg", "object", "embed", "link", "style", "iframe"}
        assert not name.startswith("on")
        assert name != "src"
        if name == "href":
            assert re.match(r"(https?://|mailto:)", value)
        if name == "style":
            assert re.fullmatch(r"text-align:\s?(left|right|center);?", value)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", html)


REFUSED = {
    "600 quotations": ("> " * 600 + "x", "prose_deep"),
    "600 quotations without spaces": (">" * 390 + "x", "prose_deep"),
    "600 lists": ("- " * 600 + "x", "prose_deep"),
    "emphasis within emphasis": ("*a **b " * 40 + "c" + "** d*" * 40, "prose_deep"),
    "one quotation too many": ("> " * (MAX_DEPTH * 2 + 1) + "x", "prose_deep"),
    "an endless word": ("x" * 401, "prose_word"),
    "a book": ("söz " * 60_000, "prose_long"),
    "a table of 2000 rows": ("|a|\n|-|\n" + "|1|\n" * 2000, "prose_rows"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    markdown, code = REFUSED[case]
    begun = time.monotonic()
    with pytest.raises(InvalidInput) as refusal:
        prose_html(markdown, "texts.az")
    assert time.monotonic() - begun < 5
    assert [finding.code for finding in refusal.value.findings] == [code]
    assert refusal.value.findings[0].where.startswith("texts.az")


def test_the_line_of_the_depth_is_named() -> None:
    with pytest.raises(InvalidInput, match="line 3"):
        prose_html("bir\n\n" + "> " * 100 + "x")


def test_ordinary_depth_is_set() -> None:
    assert prose_html("> > 1. a\n> >    - b\n> >      - *c*").count("<blockquote>") == 2


def test_invisible_characters_are_dropped() -> None:
    assert clean_text("a\u202eb\u200bc\x00d\r\ne\u2028f") == "abcd\nef"
    assert clean_text("i\u0307") == "i\u0307"
    assert clean_text("g\u0306") == "ğ"


def test_blocks_for_comparing_with_the_page() -> None:
    assert plain_blocks("# A *b*\n\nc\nd [e](https://f.az)\n\n|g|\n|-|\n|h|") == [
        "A b",
        "c d e (https://f.az)",
        "g",
        "h",
    ]


def test_characters_without_a_glyph_are_written_out() -> None:
    coverage = Coverage({*"abAZN ‹›U+0123456789"})
    assert coverage.settable("ab") == "ab"
    assert coverage.settable("5 ₼ 漢") == "5 AZN ‹U+6F22›"
