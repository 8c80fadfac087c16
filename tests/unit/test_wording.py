"""Catalogues read at start-up: sentences, plurals and contexts; a faulty file is named with its line."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import pytest

from ecar_governance import wording
from ecar_governance.errors import InvalidInput

HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals={}; plural={};\\n"
"""
AZ = HEAD.format(2, "(n != 1)")


def catalogue(folder: Path, text: str, locale: str = "az") -> GNUTranslations:
    path = folder / "messages.po"
    path.write_text(text, "utf-8")
    return wording.load(locale, path)


def test_a_sentence_and_one_that_is_not_translated(tmp_path: Path) -> None:
    az = catalogue(tmp_path, AZ + '\nmsgid "Vote"\nmsgstr "Səs verin"\n\nmsgid "Empty"\nmsgstr ""\n')
    assert [az.gettext(text) for text in ("Vote", "Empty", "Absent")] == ["Səs verin", "Empty", "Absent"]


def test_a_translation_in_doubt_is_not_shown(tmp_path: Path) -> None:
    az = catalogue(tmp_path, AZ + '\n#, fuzzy\nmsgid "For"\nmsgstr "Əleyhinə"\n')
    assert az.gettext("For") == "For"


def test_a_context_tells_two_meanings_apart(tmp_path: Path) -> None:
    az = catalogue(
        tmp_path,
        AZ
        + '\nmsgctxt "ballot"\nmsgid "For"\nmsgstr "Lehinə"\n'
        + '\nmsgctxt "purpose"\nmsgid "For"\nmsgstr "Üçün"\n',
    )
    assert az.pgettext("ballot", "For") == "Lehinə"
    assert az.pgettext("purpose", "For") == "Üçün"
    assert az.pgettext("other", "For") == "For"
    assert az.gettext("For") == "For"


@pytest.mark.parametrize(("n", "text"), [(0, "{} səslər"), (1, "{} səs"), (2, "{} səslər")])
def test_the_number_chooses_the_form(tmp_path: Path, n: int, text: str) -> None:
    az = catalogue(
        tmp_path,
        AZ + '\nmsgid "{} vote"\nmsgid_plural "{} votes"\nmsgstr[0] "{} səs"\nmsgstr[1] "{} səslər"\n',
    )
    assert az.ngettext("{} vote", "{} votes", n) == text
    assert az.npgettext("nowhere", "{} vote", "{} votes", n) == ("{} vote" if n == 1 else "{} votes")


def test_a_language_with_one_form_uses_it_for_every_number(tmp_path: Path) -> None:
    az = catalogue(
        tmp_path,
        HEAD.format(1, "0") + '\nmsgctxt "t"\nmsgid "vote"\nmsgid_plural "votes"\nmsgstr[0] "səs"\n',
    )
    assert [az.npgettext("t", "vote", "votes", n) for n in (0, 1, 5)] == ["səs"] * 3


def test_no_catalogue_means_the_sentence_itself(tmp_path: Path) -> None:
    assert wording.load("en", tmp_path / "absent.po").ngettext("{} vote", "{} votes", 3) == "{} votes"


def test_a_faulty_catalogue_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"messages\.po:\d+: "):
        catalogue(tmp_path, AZ + '\nmsgid "a"\nmsgstr "b\nmsgid "c"\n')


def test_the_languages_of_the_project() -> None:
    assert [wording.translations(locale).gettext("no such sentence") for locale in ("az", "en")] == [
        "no such sentence"
    ] * 2
    assert wording.translations("az") is wording.translations("az")
    with pytest.raises(InvalidInput, match="say az or en"):
        wording.translations("../../etc/passwd")
