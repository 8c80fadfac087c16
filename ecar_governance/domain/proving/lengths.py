"""How long a way lasts at most: sums of durations whose order does not depend on the calendar.

A month has 28 to 31 days and twelve of them 365 or 366, a day 24 hours. Of a length in working days nobody
knows here which days are holidays: n of them count as two days each and a fortnight more.
"""

from __future__ import annotations

from typing import NamedTuple

from ecar_governance.domain.durations import parse
from ecar_governance.domain.workflow import State

_DAY = 86400


class Length(NamedTuple):
    """A sum of durations: months and days on the calendar, seconds elapsed."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def plus(self, other: Length) -> Length:
        """Both, one after the other."""
        return Length(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    def within(self, other: Length) -> bool:
        """Whether this is surely no longer than the other, whatever months they fall into."""
        months = self.months - other.months
        years, rest = divmod(abs(months), 12)
        days = 366 * years + 31 * rest if months > 0 else -(365 * years + 28 * rest)
        return (days + self.days - other.days) * _DAY + self.seconds - other.seconds <= 0

    def longest(self, other: Length) -> Length:
        """What is surely no shorter than either."""
        if self.within(other):
            return other
        return self if other.within(self) else Length(*map(max, self, other))

    def shortest(self, other: Length) -> Length:
        """One of the two, the shorter if that is sure."""
        return self if self.within(other) else other

    def __str__(self) -> str:
        hours, seconds = divmod(self.seconds, 3600)
        days, hours = self.days + hours // 24, hours % 24
        parts = [
            (self.months // 12, "year"),
            (self.months % 12, "month"),
            (days, "day"),
            (hours, "hour"),
            (seconds // 60, "minute"),
            (seconds % 60, "second"),
        ]
        said = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in parts if count]
        return " ".join(said) or "no time"


def length(text: str) -> Length:
    """The length of a duration (P30D)."""
    found = parse(text)
    return Length(found.months, found.days, found.seconds)


def of_state(state: State, target: str) -> Length | None:
    """For how long a case can be in the state at most, by its own vote or by its deadline, which leads to
    `target`; None when nothing says so. Where the chair decides an equal division, its time comes after that
    of the vote."""
    if state.vote is not None:
        lasts = None if state.vote.lasts is None else length(state.vote.lasts)
        if lasts is None or not state.vote.rule.chair_decides:
            return lasts
        chair = _of_deadline(state, target)
        return None if chair is None else lasts.plus(chair)
    return _of_deadline(state, target)


def _of_deadline(state: State, target: str) -> Length | None:
    if state.deadline is None or not target or not state.deadline.after:
        return None
    found = length(state.deadline.after)
    if state.deadline.calendar == "working_days":
        return found._replace(days=2 * found.days + 14)
    return found
