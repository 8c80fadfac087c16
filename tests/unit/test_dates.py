"""Dates in words: the Azerbaijani suffix follows the number as it is spoken."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ecar_governance.domain.dates import (
    MONTHS,
    clock,
    dated,
    day_in_words,
    last_word,
    moment_in_words,
    ordinal,
    ordinal_suffix,
)

# As a person says and writes them, year by year; not computed.
YEARS = """
1990-cı 1991-ci 1992-ci 1993-cü 1994-cü 1995-ci 1996-cı 1997-ci 1998-ci 1999-cu
2000-ci 2001-ci 2002-ci 2003-cü 2004-cü 2005-ci 2006-cı 2007-ci 2008-ci 2009-cu
2010-cu 2011-ci 2012-ci 2013-cü 2014-cü 2015-ci 2016-cı 2017-ci 2018-ci 2019-cu
2020-ci 2021-ci 2022-ci 2023-cü 2024-cü 2025-ci 2026-cı 2027-ci 2028-ci 2029-cu
2030-cu 2031-ci 2032-ci 2033-cü 2034-cü 2035-ci 2036-cı 2037-ci 2038-ci 2039-cu
2040-cı 2041-ci 2042-ci 2043-cü 2044-cü 2045-ci 2046-cı 2047-ci 2048-ci 2049-cu
2050-ci 2051-ci 2052-ci 2053-cü 2054-cü 2055-ci 2056-cı 2057-ci 2058-ci 2059-cu
2060-cı 2061-ci 2062-ci 2063-cü 2064-cü 2065-ci 2066-cı 2067-ci 2068-ci 2069-cu
2070-ci 2071-ci 2072-ci 2073-cü 2074-cü 2075-ci 2076-cı 2077-ci 2078-ci 2079-cu
2080-ci 2081-ci 2082-ci 2083-cü 2084-cü 2085-ci 2086-cı 2087-ci 2088-ci 2089-cu
2090-cı 2091-ci 2092-ci 2093-cü 2094-cü 2095-ci 2096-cı 2097-ci 2098-ci 2099-cu
2100-cü
""".split()  # noqa: SIM905  # reason: a table that a person can read down


def test_every_year_from_1990_to_2100() -> None:
    assert [ordinal(year) for year in range(1990, 2101)] == YEARS


@pytest.mark.parametrize(
    ("number", "word", "suffix"),
    [
        (1, "bir", "ci"),
        (3, "üç", "cü"),
        (10, "on", "cu"),
        (40, "qırx", "cı"),
        (100, "yüz", "cü"),
        (1000, "min", "ci"),
    ],
)
def test_the_last_word_decides(number: int, word: str, suffix: str) -> None:
    assert last_word(number) == word
    assert ordinal_suffix(number) == suffix


@pytest.mark.parametrize("number", [0, -1, 1_000_000])
def test_numbers_out_of_range(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        last_word(number)


@pytest.mark.parametrize(
    ("day", "az", "en"),
    [
        (date(2026, 11, 23), "23 noyabr 2026-cı il", "23 November 2026"),
        (date(2027, 1, 1), "1 yanvar 2027-ci il", "1 January 2027"),
        (date(2029, 7, 9), "9 iyul 2029-cu il", "9 July 2029"),
        (date(2033, 6, 30), "30 iyun 2033-cü il", "30 June 2033"),
    ],
)
def test_a_day_in_both_languages(day: date, az: str, en: str) -> None:
    assert day_in_words(day, "az") == az
    assert day_in_words(day, "en") == en


def test_months_are_twelve_and_different() -> None:
    assert {language: len(set(names)) for language, names in MONTHS.items()} == {"az": 12, "en": 12}


def test_forms_within_a_sentence() -> None:
    assert dated(date(2026, 11, 23)) == "2026-cı il 23 noyabr tarixli"


def test_an_instant_on_the_clock_of_a_zone() -> None:
    at = datetime(2026, 11, 22, 21, 5, tzinfo=UTC)
    assert moment_in_words(at, "Asia/Baku", "az") == "23 noyabr 2026-cı il, 01:05 (UTC+04:00)"
    assert moment_in_words(at, "America/St_Johns", "en") == "22 November 2026, 17:35 (UTC-03:30)"
    assert clock(at, "Asia/Baku") == "01:05"
