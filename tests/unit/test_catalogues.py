"""The catalogues: complete in both languages, of today's sources, with the placeholders of each sentence."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ecar_governance.resources import locale_dir
from ecar_governance.wording import LOCALES

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
WRONG_LETTERS = re.compile(r"[ǝɘӘәа-яА-Я]")
"""Letters that look like Azerbaijani ones and are not: Cyrillic, and the turned e."""


def catalogue(locale: str) -> Catalog:
    with (locale_dir() / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_the_catalogues_are_what_the_sources_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "messages"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr + "run scripts/messages, then translate"


def test_a_sentence_that_is_filled_before_it_is_looked_up_is_found() -> None:
    filled_too_early = runpy.run_path(str(ROOT / "scripts" / "messages"))["filled_too_early"]
    source = """
gettext(f"{number} cases")
here.ngettext("one", f"{number} cases", number)
gettext("{number} cases").format(number=number)
say(f"{number}: " + gettext("cases"))
"""
    assert list(filled_too_early(source)) == [2, 3]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_translated_and_none_is_guessed(locale: str) -> None:
    found = catalogue(locale)
    assert len(found) > 500
    assert not [message.id for message in found if message.fuzzy]
    assert not [message.id for message in found if message.id and not all(texts(message.string))]
    assert not found.obsolete


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_has_the_placeholders_of_its_sentence(locale: str) -> None:
    for message in catalogue(locale):
        if message.id:
            asked = set(PLACEHOLDER.findall(" ".join(texts(message.id))))
            for text in texts(message.string):
                assert set(PLACEHOLDER.findall(text)) == asked, message.id


def test_azerbaijani_is_written_in_its_own_letters() -> None:
    for message in catalogue("az"):
        for text in texts(message.string):
            assert not WRONG_LETTERS.search(text), text


def test_azerbaijani_hangs_no_suffix_on_a_name_or_number() -> None:
    """A suffix on what is filled in would be wrong for half of what may be filled in."""
    for message in catalogue("az"):
        for text in texts(message.string):
            assert not re.search(r"(%\(\w+\)[sd]|\{\w+\})[-’']?[a-zəğıöşüç]", text), text


def test_what_is_said_in_azerbaijani_is_not_left_in_english() -> None:
    same = {
        message.id
        for message in catalogue("az")
        if isinstance(message.id, str) and message.id == message.string and message.id
    }
    assert same == {"Auditor"}
