"""Instants as pages show them: in words, in the conference's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from markupsafe import Markup

BABEL_LOCALES = {"az": "az", "en": "en_GB"}
"""Whose way of writing days and hours each language takes."""


class Times:
    """Instants in words, in the conference's own zone. As a filter's object it is made once a page."""

    def __init__(self, lang: str, zone: str, now: datetime) -> None:
        self._locale = BABEL_LOCALES[lang]
        self._lang = lang
        self._zone = ZoneInfo(zone)
        self._now = now

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone)

    def _tag(self, instant: datetime, text: str) -> Markup:
        stamp = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Markup('<time datetime="{}">{}</time>').format(stamp, text)

    def day(self, instant: datetime | date) -> Markup:
        """The day: 23 November 2026."""
        if not isinstance(instant, datetime):
            text = format_date(instant, "d MMMM y", locale=self._locale)
            return Markup('<time datetime="{}">{}</time>').format(instant.isoformat(), text)
        return self._tag(instant, format_date(self._local(instant).date(), "d MMMM y", locale=self._locale))

    def date(self, text: str) -> Markup:
        """The same of a day written as 2026-11-23."""
        return self.day(date.fromisoformat(text))

    def at(self, instant: datetime) -> Markup:
        """Day and hour: 23 November 2026, 16:00."""
        return self._tag(
            instant, format_datetime(self._local(instant), "d MMMM y, HH:mm", locale=self._locale)
        )

    def full(self, instant: datetime) -> Markup:
        """With the day of the week: Monday, 23 November 2026, 16:00."""
        return self._tag(
            instant, format_datetime(self._local(instant), "EEEE, d MMMM y, HH:mm", locale=self._locale)
        )

    def exact(self, instant: datetime) -> Markup:
        """To the second, with the offset: 2026-11-23 16:00:05 +0400."""
        return self._tag(instant, self._local(instant).strftime("%Y-%m-%d %H:%M:%S %z"))

    def hour(self, instant: datetime) -> Markup:
        """The hour alone: 16:00."""
        return self._tag(instant, format_datetime(self._local(instant), "HH:mm", locale=self._locale))

    def left(self, instant: datetime) -> str:
        """How long until then, roughly: "3 days"; empty when it has passed."""
        if instant <= self._now:
            return ""
        return format_timedelta(instant - self._now, locale=self._locale, threshold=1.2)

    def field(self, instant: datetime) -> str:
        """The value of a `datetime-local` input."""
        return self._local(instant).strftime("%Y-%m-%dT%H:%M")

    def date_field(self, instant: datetime) -> str:
        """The value of a `date` input."""
        return self._local(instant).strftime("%Y-%m-%d")
