"""Which mandates of a file are new, which go on, and which get another term.

A row says who holds what and how long. What runs already with that end is left alone; with another end it
is ended now and granted anew. A term that is over and on record already is history and stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.members import OF_A_SEAT, SEAT_HOLDERS
from ecar_governance.domain.deciding.members import seat_of as seat_of_institution
from ecar_governance.domain.state import Conference, Mandate
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.services.importing.sheet import Sheet


class Wanted(Struct, frozen=True):
    """A mandate as a row gives it."""

    line: int
    person: str
    kind: MandateKind
    institution: str
    body: str
    since: datetime | None
    until: datetime | None

    def begins(self, now: datetime) -> datetime:
        """When it begins: with the import, if the row does not say."""
        return self.since or now


class Changes(Struct, frozen=True):
    """The mandates to end, each with its line, and those to grant, in the file's order."""

    ends: tuple[tuple[int, c.EndMandate], ...]
    grants: tuple[Wanted, ...]


def seat_of(conf: Conference, kind: str, institution: str) -> str:
    """The seat that a mandate of this kind is for; "" when it is for none."""
    return seat_of_institution(conf, institution) if kind in OF_A_SEAT else ""


def changes(conf: Conference, sheet: Sheet, wanted: Sequence[Wanted], now: datetime) -> Changes:
    """What the rows change. Notes rows that say the same thing twice, or that fill a seat twice."""
    ends: list[tuple[int, c.EndMandate]] = []
    grants: list[Wanted] = []
    lines: dict[tuple[str, str, str, str], int] = {}
    for one in wanted:
        what = (one.person, one.kind, one.institution, one.body)
        if what in lines:
            sheet.problem(
                one.line, "twice", f"This mandate stands in line {lines[what]} already.", field="kind"
            )
            continue
        lines[what] = one.line
        ending, grant = _change(conf, sheet, one, now)
        if ending is not None:
            ends.append((one.line, ending))
        if grant is not None:
            grants.append(grant)
    _check_seats(conf, sheet, wanted, grants, {end.mandate for _, end in ends}, now)
    return Changes(tuple(ends), tuple(grants))


def _change(
    conf: Conference, sheet: Sheet, one: Wanted, now: datetime
) -> tuple[c.EndMandate | None, Wanted | None]:
    known = _known(conf, one)
    over = one.until is not None and one.until <= now
    running = next((m for m in known if _runs(m, now)), None)
    if running is not None:
        later = one.since is not None and running.since > now and one.since != running.since
        if running.until == one.until and not later:
            return None, None
        if over:
            return c.EndMandate(running.mandate, "term_ended"), None
        return c.EndMandate(running.mandate, "succeeded"), replace(one, since=one.since if later else None)
    recorded = [m for m in known if one.since is not None and m.since >= one.since]
    if recorded:
        # Its term ran out, or somebody ended it: the row is about that mandate, unless it lengthens it.
        longer = not over and all(m.ended is None for m in recorded)
        return None, replace(one, since=None) if longer else None
    if over:
        if not known:
            sheet.problem(one.line, "over", "The term is over already.", "remove the row", field="until")
        return None, None
    return None, _after_the_last(conf, one, now)


def _after_the_last(conf: Conference, one: Wanted, now: datetime) -> Wanted:
    """The rector's place passes on when the record says that the one before lost it, never earlier."""
    if one.kind not in SEAT_HOLDERS or one.since is None or one.since > now:
        return one
    seat = seat_of(conf, one.kind, one.institution)
    since = one.since
    for known in conf.mandates.values():
        if known.seat == seat and known.kind in SEAT_HOLDERS and known.since <= now:
            since = max(since, min(x for x in (known.ended, known.until, now) if x is not None))
    return replace(one, since=None if since == now else since)


def _known(conf: Conference, one: Wanted) -> list[Mandate]:
    person = conf.persons.get(one.person)
    held = () if person is None else (conf.mandates[m] for m in person.mandates)
    return [m for m in held if (m.kind, m.institution, m.body) == (one.kind, one.institution, one.body)]


def _runs(mandate: Mandate, now: datetime) -> bool:
    """Whether it holds now or will."""
    return mandate.ended is None and (mandate.until is None or mandate.until > now)


def _check_seats(
    conf: Conference,
    sheet: Sheet,
    wanted: Sequence[Wanted],
    grants: Sequence[Wanted],
    ended: set[str],
    now: datetime,
) -> None:
    """The rector's place of a seat is held once at any time, by what the file says and by what goes on."""
    told = [(w, seat_of(conf, w.kind, w.institution)) for w in wanted if w.kind in SEAT_HOLDERS]
    for place, (one, seat) in enumerate(told):
        for other, same in told[:place]:
            if seat == same and _overlap(one.begins(now), one.until, other.begins(now), other.until):
                message = f"The rector's place of {one.institution} is filled in line {other.line} already."
                sheet.problem(
                    one.line, "seat_twice", message, "give the one before an end", field="institution"
                )
                break
    for one in grants:
        seat = seat_of(conf, one.kind, one.institution)
        if one.kind not in SEAT_HOLDERS or one.begins(now) <= now:
            continue  # who takes the place at once succeeds whoever holds it
        for known in conf.mandates.values():
            if known.seat != seat or known.kind not in SEAT_HOLDERS or known.mandate in ended:
                continue
            if _runs(known, now) and _overlap(one.begins(now), one.until, known.since, known.until):
                message = f"The rector's place of {one.institution} is held by {known.person} at that time."
                sheet.problem(
                    one.line, "seat_held", message, "give that mandate an end first", field="institution"
                )
                break


def _overlap(begins: datetime, ends: datetime | None, other: datetime, other_ends: datetime | None) -> bool:
    return (other_ends is None or begins < other_ends) and (ends is None or other < ends)
