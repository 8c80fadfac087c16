"""Dates in words, Azerbaijani and English; the ordinal suffix follows the number as it is spoken."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

LANGUAGES = ("az", "en")

Parts = Literal["minutes", "seconds", "microseconds"]
"""The smallest parts of an instant that are told."""

MONTHS = {
    "az": (
        "yanvar", "fevral", "mart", "aprel", "may", "iyun",
        "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

_UNITS = ("", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
_TENS = ("", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
_HARMONY = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "ə": "i", "i": "i", "ö": "ü", "ü": "ü"}


def last_word(number: int) -> str:
    """The last word of a positive whole number as spoken in Azerbaijani (2026: altı; 2030: otuz).

    Raises `ValueError` outside 1 to 999 999.
    """
    if not 0 < number < 1_000_000:
        raise ValueError(f"{number} is not between 1 and 999999")
    if number % 10:
        return _UNITS[number % 10]
    if number % 100:
        return _TENS[number // 10 % 10]
    return "yüz" if number % 1000 else "min"


def ordinal_suffix(number: int) -> str:
    """The ending that makes a numeral ordinal: cı, ci, cu or cü, by the last vowel of its last word."""
    vowel = next(letter for letter in reversed(last_word(number)) if letter in _HARMONY)
    return "c" + _HARMONY[vowel]


def ordinal(number: int) -> str:
    """The numeral with its hyphen and ending: 2026-cı, 2027-ci, 2029-cu, 2033-cü."""
    return f"{number}-{ordinal_suffix(number)}"


def day_in_words(day: date, language: str) -> str:
    """A calendar day as a document bears it: 23 noyabr 2026-cı il; 23 November 2026."""
    month = MONTHS[language][day.month - 1]
    if language == "az":
        return f"{day.day} {month} {ordinal(day.year)} il"
    return f"{day.day} {month} {day.year}"


def dated(day: date) -> str:
    """The day as an attribute in Azerbaijani: 2026-cı il 23 noyabr tarixli."""
    return f"{ordinal(day.year)} il {day.day} {MONTHS['az'][day.month - 1]} tarixli"


def moment_in_words(instant: datetime, zone: str, language: str, parts: Parts = "minutes") -> str:
    """An instant on the clock of an IANA zone ("" is its own), with the offset, down to such `parts`:
    23 November 2026, 15:30 (UTC+04:00)."""
    return stamp_moment(instant.astimezone(ZoneInfo(zone)) if zone else instant, language, parts)


def clock(instant: datetime, zone: str) -> str:
    """The hour and minute on the clock of an IANA zone: 15:30."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def stamp_moment(at: datetime, language: str, parts: Parts = "minutes") -> str:
    """An aware instant on the clock of its own zone: 23 noyabr 2026-cı il, 14:42 (UTC+04:00)."""
    offset = at.strftime("%z")
    clocked = at.time().isoformat(timespec=parts)
    return f"{day_in_words(at.date(), language)}, {clocked} (UTC{offset[:3]}:{offset[3:5]})"
