"""Who sits in a session, who came and left, and whether everybody had notice in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.deciding.casters import casters_by_seat
from ecar_governance.domain.deciding.sessions import modes_of
from ecar_governance.domain.state import Conference, Session
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.sitting import NoticeRule, notice_rules


class SeatPresence(Struct, frozen=True):
    """A seat in the session: who may sit for it, who does and how. `at_home` is what a guest who was admitted
    at the door is at home."""

    seat: str
    institution: str
    seat_name: str
    may_sit: tuple[Office, ...]
    sits: Office | None
    since: datetime | None
    was_there: bool
    mode: str = ""
    at_home: str = ""


class MovementView(Struct, frozen=True):
    """Somebody came or left."""

    seat: str
    seat_name: str
    office: Office
    present: bool
    at: datetime
    mode: str


class Untold(Struct, frozen=True):
    """Somebody who had notice too late for the rules of an item, or has none; `at` is when they had it."""

    name: str
    at: datetime | None


class NoticeView(Struct, frozen=True):
    """Whether notice was in time. `rule` is the strictest that an item has, None when none asks for any;
    `dated_late` says that the time itself was set too late for it."""

    rule: NoticeRule | None
    rules: tuple[NoticeRule, ...]
    dated_late: bool
    late: tuple[Untold, ...]
    without: tuple[Untold, ...]

    @property
    def in_time(self) -> bool:
        """Whether the strictest rule is kept for everybody who votes."""
        return not (self.dated_late or self.late or self.without)


def presence(directory: Directory, held: Session, at: datetime) -> tuple[SeatPresence, ...]:
    """Every seat of the session's body, by name."""
    conference = directory.conference
    casters = casters_by_seat(conference, held.body, held.session, held.closed or at)
    if held.status == "closed":
        # A member admitted since then had no seat in it: its votes froze the seats that there were.
        frozen = seats_then(conference, held)
        casters = {seat: found for seat, found in casters.items() if not frozen or seat in frozen}
    directory.load_people(conference.mandates[one].person for found in casters.values() for one in found)
    directory.load_texts(held.guests.values())
    came = {one.seat for one in held.ever_present}
    rows = []
    for seat in casters:
        now = held.attendance.get(seat)
        rows.append(
            SeatPresence(
                seat,
                conference.seats[seat].institution,
                directory.seat(seat),
                tuple(directory.office(one) for one in casters[seat]),
                directory.office(now.mandate) if now is not None else None,
                now.since if now is not None else None,
                seat in came,
                now.mode if now is not None else modes_of(held)[0],
                directory.text(held.guests.get(now.mandate, "")) if now is not None else "",
            )
        )
    return tuple(sorted(rows, key=lambda one: one.seat_name))


def seats_then(conference: Conference, held: Session) -> set[str]:
    """The seats of the last electorate of the session; empty when no ballots were cast in it."""
    votes = [one for one in conference.votes.values() if one.session == held.session and one.electorate]
    last = max(votes, key=lambda one: one.opened_at, default=None)
    return {elector.seat for elector in last.electorate} if last is not None else set()


def movements(directory: Directory, held: Session) -> tuple[MovementView, ...]:
    """Every coming and going, in order."""
    mandates = directory.conference.mandates
    directory.load_people(mandates[one.mandate].person for one in held.movements if one.mandate in mandates)
    return tuple(
        MovementView(
            one.seat, directory.seat(one.seat), directory.office(one.mandate), one.present, one.at, one.mode
        )
        for one in held.movements
    )


def notice(directory: Directory, held: Session) -> NoticeView:
    """Whether those who vote had notice as long before as the items ask for. The secretariat and guests are
    told too, but no vote hangs on them."""
    conference = directory.conference
    rules = notice_rules(conference, held)
    strictest = max(rules, key=lambda one: one.days, default=None)
    voters = set(_voters(conference, held))
    directory.load_people(voters)
    late: tuple[Untold, ...] = ()
    without: tuple[Untold, ...] = ()
    if held.noticed or strictest is not None:
        without = _untold(directory, ((one, None) for one in voters if one not in held.noticed))
    if strictest is not None:
        told = ((one, held.noticed[one]) for one in voters if one in held.noticed)
        late = _untold(directory, ((one, at) for one, at in told if at > strictest.by))
    dated_late = strictest is not None and held.dated > strictest.by
    return NoticeView(strictest, rules, dated_late, late, without)


def _untold(directory: Directory, people: Iterable[tuple[str, datetime | None]]) -> tuple[Untold, ...]:
    found = [Untold(directory.person(person) or person, at) for person, at in people]
    return tuple(sorted(found, key=lambda one: one.name))


def _voters(conference: Conference, held: Session) -> Iterable[str]:
    """Those who sit first for the seats of the body: heads of institutions, or members of their own right."""
    at = held.opened or held.begins
    for found in casters_by_seat(conference, held.body, held.session, at).values():
        named = [conference.mandates[one] for one in found]
        # Who comes with a written authority is admitted at the door: notice went to whoever sent them.
        yield from (one.person for one in named[:1] if one.kind != "written_authority")
