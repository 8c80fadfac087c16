"""When a vote was open, and whether that was for as long as its rule asks (`open_at_least`).

Lengths are exact: days, weeks, months and years are counted on the calendar by the clock of the vote's
zone, hours and minutes are elapsed time (`domain.durations`), and instants are compared to the microsecond.
Who has voted changes nothing: a vote that may be over once all have voted has a rule without a least time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from ecar_governance.domain.dates import LANGUAGES, Parts, moment_in_words
from ecar_governance.domain.durations import due, length
from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.sentences import Params, Sentence
from ecar_governance.domain.voting.verdict import Obtained


class Opened(Struct, frozen=True):
    """When a vote was open, both instants aware. `zone` names the zone by whose clock days are counted; where
    nobody says, they are counted at the offset that the opening has."""

    opened_at: datetime
    closed_at: datetime
    zone: str = ""


class OpenTest(Struct, frozen=True, omit_defaults=True):
    """When it was open, held against the rule: `until` is the first instant at which it may end, and `kept`
    whether it was open till then. Without a least time there is neither; without instants on record nothing
    can be `kept`, nor missed."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None
    zone: str = ""
    open_at_least: str | None = None
    until: datetime | None = None
    kept: bool | None = None


def open_test(rule: VoteRule, when: Opened | None, obtained: Obtained = "ballots") -> OpenTest:
    """When it was open, held against its rule. What is adopted without a vote was never open, and nothing is
    asked of it. Raises InvalidInput (`zone.unknown`) for a zone that does not exist."""
    least = None if obtained == "without_vote" else rule.open_at_least
    if when is None:
        return OpenTest(open_at_least=least)
    until = None if least is None else until_of(when, least)
    kept = None if until is None else when.closed_at >= until
    return OpenTest(when.opened_at, when.closed_at, when.zone, least, until, kept)


def until_of(when: Opened, least: str) -> datetime:
    """The first instant at which it may end. Raises InvalidInput (`zone.unknown`) for a zone that does not
    exist, and OverflowError or ValueError beyond the year 9999."""
    if when.zone:
        return due(when.opened_at, least, when.zone)
    wall = when.opened_at.replace(tzinfo=UTC)
    return due(wall, least, "UTC").replace(tzinfo=when.opened_at.tzinfo)


def opened_told(test: OpenTest) -> list[Sentence]:
    """When it was open, on the clock of its zone, and whether for as long as the rule asks; where that cannot
    be told, that it was not checked."""
    least = test.open_at_least
    lengths = {lang: length(least or "", lang) for lang in LANGUAGES}
    if test.opened_at is None or test.closed_at is None:
        return [] if least is None else [Sentence("open", p.LEAST_UNCHECKED, {"least": lengths})]
    instants = {"opened": test.opened_at, "closed": test.closed_at}
    if test.until is not None:
        instants["until"] = test.until
    told = _moments(instants, test.zone)
    until = told.pop("until", None)
    if test.zone:
        sentences = [Sentence("open", p.OPENED, {**told, "zone": test.zone})]
    else:
        sentences = [Sentence("open", p.OPENED_BY_OFFSET, told)]
    if until is not None:
        said = p.LEAST_KEPT if test.kept else p.LEAST_MISSED
        sentences.append(Sentence("open", said, {"least": lengths, "until": until}))
    return sentences


def _moments(instants: dict[str, datetime], zone: str) -> Params:
    """Each instant in words, as exactly as it takes to tell them apart."""
    parts: Parts = "microseconds"
    if _apart(instants.values(), "minutes"):
        parts = "minutes"
    elif _apart(instants.values(), "seconds"):
        parts = "seconds"
    return {
        name: {lang: moment_in_words(at, zone, lang, parts) for lang in LANGUAGES}
        for name, at in instants.items()
    }


def _apart(instants: Iterable[datetime], parts: Parts) -> bool:
    """Whether those that differ still do when nothing smaller than so is told."""
    exact = {one.astimezone(UTC) for one in instants}
    return len({one.isoformat(timespec=parts) for one in exact}) == len(exact)
