"""Sessions as the secretariat runs them: convened, moved, noticed, opened, suspended, attended, closed."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET, UnsetType

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.deciding.rights import CONVENING, PRESIDING
from ecar_governance.domain.deciding.sessions import modes_of
from ecar_governance.domain.events import AttendanceMode, SessionConvened, SessionKind, SessionMoved
from ecar_governance.domain.organs import body_of_kind, seats_of
from ecar_governance.domain.state import Session
from ecar_governance.domain.workflow import MandateKind, Names
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services.acting import actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.instants import taken
from ecar_governance.services.ports import Outcome, VaultWrite
from ecar_governance.services.texts import keep_again
from ecar_governance.services.timers import settle
from ecar_governance.services.work import deciding

_NOTICED = frozenset(
    {"rector", "acting_rector", "vice_rector", "assistant", "observer", "president", "auditor"}
)
LINK_LIMIT = 500
REASON_LIMIT = 2000


def plenary_of(desk: Desk) -> str:
    """The id of the plenary."""
    return body_of_kind(desk.conference, "plenary")


def session_of(desk: Desk, session: str) -> Session:
    """The session; raises NotFound."""
    known = desk.conference.sessions.get(session)
    if known is None:
        raise NotFound("There is no such session.")
    return known


def next_number(desk: Desk, body: str) -> int:
    """The number after the body's last session."""
    return max((s.number for s in desk.conference.sessions.values() if s.body == body), default=0) + 1


def convene(
    desk: Desk,
    person: str,
    *,
    begins: datetime,
    place: Names,
    number: int | None = None,
    zone: str | None = None,
    body: str | None = None,
    kind: SessionKind = "room",
    link: str = "",
    key: str | None = None,
) -> Outcome:
    """Convenes a session; its id is the first event's subject. `begins` is aware; `link` is where those
    attend who are not in the room. Raises InvalidInput."""
    _aware(begins)
    conf = desk.conference
    body = body or plenary_of(desk)
    rows: list[VaultWrite] = []
    session = SessionConvened(
        session=desk.ids.new("session"),
        body=body,
        number=next_number(desk, body) if number is None else number,
        begins=begins,
        zone=zone or (conf.founding.zone if conf.founding else "UTC"),
        place=place,
        kind=kind,
        link=_link(desk, link, "", rows),
    )
    return run(desk, person, c.ConveneSession(session), CONVENING, key, tuple(rows))


def move(
    desk: Desk,
    person: str,
    session: str,
    *,
    begins: datetime | UnsetType = UNSET,
    place: Names | UnsetType = UNSET,
    kind: SessionKind | UnsetType = UNSET,
    link: str | UnsetType = UNSET,
    key: str | None = None,
) -> Outcome:
    """Another time, place or way of being held; what is not given stays. Who had notice is told.

    Raises InvalidInput, NotFound."""
    known = session_of(desk, session)
    rows: list[VaultWrite] = []
    wanted = SessionMoved(
        session,
        known.begins if begins is UNSET else _aware(begins),
        known.zone,
        known.place if place is UNSET else place,
        known.kind if kind is UNSET else kind,
        known.link if link is UNSET else _link(desk, link, known.link, rows),
    )
    return run(desk, person, c.MoveSession(wanted), CONVENING, key, tuple(rows))


def cancel(desk: Desk, person: str, session: str, reason: str, *, key: str | None = None) -> Outcome:
    """The session is not held, for a reason. Raises InvalidInput, NotFound."""
    session_of(desk, session)
    rows: list[VaultWrite] = []
    digest = kept(desk, reason, REASON_LIMIT, rows)
    return run(desk, person, c.CancelSession(session, digest), CONVENING, key, tuple(rows))


def kept(desk: Desk, text: str, most: int, rows: list[VaultWrite]) -> str:
    """The digest of a free text that has at most so many characters, empty for none; its row is added to
    `rows`. Raises InvalidInput."""
    clean = text.strip()
    if len(clean) > most:
        raise InvalidInput(f"This has at most {most} characters.")
    return keep_again(desk, clean, "", "", rows) if clean else ""


def _link(desk: Desk, link: str, before: str, rows: list[VaultWrite]) -> str:
    clean = link.strip()
    if not clean:
        return ""
    if len(clean) > LINK_LIMIT or not clean.startswith(("https://", "http://")) or len(clean.split()) > 1:
        raise InvalidInput("Where one attends from afar is an address that begins with https://.")
    return keep_again(desk, clean, "", before, rows)


def _aware(at: datetime, field: str = "begins") -> datetime:
    return taken(at, field, "The beginning of a session needs its time zone.")


def send_notice(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Sends the convocation to those who have none yet: of the plenary to everybody who holds a seat's
    mandate, assistants and observers included; of another body to its members."""
    known = session_of(desk, session)
    people = tuple(one for one in to_be_noticed(desk, known) if one not in known.noticed)
    return run(desk, person, c.SendNotice(session, people), CONVENING, key)


def to_be_noticed(desk: Desk, session: Session) -> tuple[str, ...]:
    """Everybody who is told of a session of the body, sorted."""
    conf = desk.conference
    now = desk.clock.now()
    if session.body == plenary_of(desk):
        people = {m.person for m in conf.mandates.values() if m.kind in _NOTICED and m.in_force(now)}
    else:
        people = {seat.person for seat in seats_of(conf, session.body, now)}
    return tuple(sorted(people))


def open_session(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Opens it."""
    return run(desk, person, c.OpenSession(session), PRESIDING, key)


def suspend(
    desk: Desk, person: str, session: str, *, until: datetime | None = None, key: str | None = None
) -> Outcome:
    """A pause, until an instant if one is said; votes whose time is over are closed first."""
    _settle_session(desk, session)
    if until is not None:
        _aware(until, "until")
    return run(desk, person, c.SuspendSession(session, until), PRESIDING, key)


def resume(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """It goes on."""
    return run(desk, person, c.ResumeSession(session), PRESIDING, key)


def close_session(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Closes it; votes whose time is over are closed first."""
    _settle_session(desk, session)
    return run(desk, person, c.CloseSession(session), PRESIDING, key)


def record_presence(
    desk: Desk,
    person: str,
    session: str,
    seat: str,
    *,
    mandate: str = "",
    present: bool = True,
    mode: AttendanceMode | None = None,
    key: str | None = None,
) -> Outcome:
    """A seat's holder came or left. Without a mandate named, the first in precedence that holds sits; without
    a mode, they attend as is usual in this session."""
    known = _settle_session(desk, session)
    if present and not mandate:
        holders = casters_of(desk.conference, seat, session, desk.clock.now())
        mandate = holders[0] if holders else ""
    there = known.attendance.get(seat)
    how = mode or (there.mode if there is not None else modes_of(known)[0])
    return run(desk, person, c.RecordPresence(session, seat, mandate, present, how), PRESIDING, key)


def _settle_session(desk: Desk, session: str) -> Session:
    for item in session_of(desk, session).items:
        if item.case:
            settle(desk, item.case)
    return session_of(desk, session)


def run(
    desk: Desk,
    person: str,
    command: c.AnyCommand,
    kinds: tuple[MandateKind, ...],
    key: str | None,
    rows: tuple[VaultWrite, ...] = (),
) -> Outcome:
    """Decides a command on a session, under the office of that session if the person has one."""
    conf = desk.conference
    named = getattr(command, "session", "")
    session = named if isinstance(named, str) else getattr(named, "session", "")
    now = desk.clock.now()
    of_session = [
        m.mandate
        for m in conf.mandates.values()
        if m.person == person and m.session and m.session == session and m.kind in kinds and m.in_force(now)
    ]
    actor = actor_for(conf, person, now, among=of_session, kinds=kinds, session=session)
    return desk.perform(deciding(command, actor, rows), actor=actor, key=key)
