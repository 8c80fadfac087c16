"""Annexes written within a text: found by their heading alone, and nothing of the text is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.documents.annexes import WrittenAnnex, split_annexes

FOUND = {
    "az": ("a\n\n## Əlavə. Qaydalar\n\nb\n", "a\n\n", (WrittenAnnex("Əlavə", "Qaydalar", "b\n"),)),
    "en": ("a\n\n# Annex: Rules ##\nb", "a\n\n", (WrittenAnnex("Annex", "Rules", "b\n"),)),
    "untitled": ("## Annex\nb", "", (WrittenAnnex("Annex", "", "b\n"),)),
    "numbered": (
        "a\n## Əlavə 1. Bir\nb\n## Əlavə № 2. İki\nc\n",
        "a\n",
        (WrittenAnnex("Əlavə 1", "Bir", "b\n"), WrittenAnnex("Əlavə № 2", "İki", "c\n")),
    ),
}
NONE = [
    "",
    "a",
    "## Əlavələr\nb",
    "Əlavə. b",
    "### Əlavə. b",
    "## Annexation\nb",
    "```\n## Annex. a\n```",
    "    ## Annex",
]


@pytest.mark.parametrize("case", FOUND)
def test_annexes_are_found(case: str) -> None:
    text, main, annexes = FOUND[case]
    assert split_annexes(text) == (main, annexes)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_annex(text: str) -> None:
    assert split_annexes(text) == (text, ())


@given(
    st.lists(st.sampled_from(["## Əlavə 1. Bir", "## Annex", "söz", "", "```", "# A", "- x"]), max_size=12)
)
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    main, annexes = split_annexes(text)
    kept = main + "".join(f"{annex.mark} {annex.title} {annex.text}" for annex in annexes)
    assert kept.count("söz") == text.count("söz")
    assert kept.count("Bir") == text.count("Bir")
