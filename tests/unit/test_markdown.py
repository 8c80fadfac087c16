"""Markdown on pages: what people may write, and what never reaches a page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.markdown import neutral, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Bir.\n\nİki.", "<p>Bir.</p>\n<p>İki.</p>\n"),
        ("# A\n\n### B", "<h3>A</h3>\n<h4>B</h4>\n"),
        ("3. üç\n4. dörd", '<ol start="3">\n<li>üç</li>\n<li>dörd</li>\n</ol>\n'),
        ("![xəritə](http://x/y.png)", "<p>[xəritə]</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        (
            "[a](https://x.az)",
            '<p><a href="https://x.az" rel="nofollow noopener noreferrer">a</a></p>\n',
        ),
    ],
)
def test_what_is_written_is_shown(text: str, html: str) -> None:
    assert to_html(text) == html


def test_alignment_of_cells_is_a_class_since_pages_forbid_inline_style() -> None:
    html = to_html("|a|b|\n|-|-:|\n|1|2|")
    assert 'class="right"' in html
    assert "style" not in html


def test_directional_characters_cannot_turn_a_text_around() -> None:
    assert "\u202e" not in to_html("lehinə \u202eəleyhinə")
    assert neutral("a\u2066b\x00c") == "abc"


def test_a_text_nested_too_deeply_is_shown_as_typed() -> None:
    text = "> " * 60 + "dərin"
    assert to_html(text).startswith('<pre class="plain">')
    assert "dərin" in to_html(text)


@given(st.text(max_size=400))
def test_no_text_gives_an_element_outside_the_allow_list(text: str) -> None:
    names = set(re.findall(r"<\s*([a-zA-Z0-9]+)", to_html(text)))
    assert names <= {
        *("p", "h3", "h4", "h5", "h6", "ol", "ul", "li", "blockquote", "em", "strong", "code", "pre", "br"),
        *("hr", "a", "table", "thead", "tbody", "tr", "th", "td"),
    }
