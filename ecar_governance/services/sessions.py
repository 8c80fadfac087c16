"""Sessions as the secretariat runs them: convened, noticed, opened, presence recorded, closed."""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.casters import casters_of
from ecar_governance.domain.events import SessionConvened
from ecar_governance.domain.organs import body_of_kind, seats_of
from ecar_governance.domain.workflow import MandateKind, Names
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services.acting import actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome
from ecar_governance.services.timers import settle
from ecar_governance.services.work import deciding

CONVENERS: tuple[MandateKind, ...] = ("secretariat", "secretary_general", "president")
_NOTICED = frozenset(
    {"rector", "acting_rector", "vice_rector", "assistant", "observer", "president", "auditor"}
)
PRESIDERS: tuple[MandateKind, ...] = (*CONVENERS, "session_chair", "session_secretary")


def plenary_of(desk: Desk) -> str:
    """The id of the plenary."""
    return body_of_kind(desk.conference, "plenary")


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
    key: str | None = None,
) -> Outcome:
    """Convenes a session; its id is the first event's subject. `begins` is aware. Raises InvalidInput."""
    if begins.tzinfo is None:
        raise InvalidInput("The beginning of a session needs its time zone.")
    conf = desk.conference
    body = body or plenary_of(desk)
    session = SessionConvened(
        session=desk.ids.new("session"),
        body=body,
        number=next_number(desk, body) if number is None else number,
        begins=begins,
        zone=zone or (conf.founding.zone if conf.founding else "UTC"),
        place=place,
    )
    return _do(desk, person, c.ConveneSession(session), CONVENERS, key)


def send_notice(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Sends the convocation: of the plenary to everybody who holds a seat's mandate, assistants and observers
    included; of another body to its members."""
    conf = desk.conference
    known = conf.sessions.get(session)
    if known is None:
        raise NotFound("There is no such session.")
    now = desk.clock.now()
    if known.body == plenary_of(desk):
        people = {m.person for m in conf.mandates.values() if m.kind in _NOTICED and m.in_force(now)}
    else:
        people = {seat.person for seat in seats_of(conf, known.body, now)}
    return _do(desk, person, c.SendNotice(session, tuple(sorted(people))), CONVENERS, key)


def open_session(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Opens it."""
    return _do(desk, person, c.OpenSession(session), PRESIDERS, key)


def close_session(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Closes it; votes whose time is over are closed first."""
    _settle_session(desk, session)
    return _do(desk, person, c.CloseSession(session), PRESIDERS, key)


def record_presence(
    desk: Desk,
    person: str,
    session: str,
    seat: str,
    *,
    mandate: str = "",
    present: bool = True,
    key: str | None = None,
) -> Outcome:
    """A seat's holder came or left. Without a mandate named, the first in precedence that holds sits."""
    _settle_session(desk, session)
    if present and not mandate:
        holders = casters_of(desk.conference, seat, session, desk.clock.now())
        mandate = holders[0] if holders else ""
    return _do(desk, person, c.RecordPresence(session, seat, mandate, present), PRESIDERS, key)


def _settle_session(desk: Desk, session: str) -> None:
    known = desk.conference.sessions.get(session)
    if known is None:
        raise NotFound("There is no such session.")
    for item in known.agenda:
        settle(desk, item.case)


def _do(
    desk: Desk, person: str, command: c.AnyCommand, kinds: tuple[MandateKind, ...], key: str | None
) -> Outcome:
    conf = desk.conference
    named = getattr(command, "session", "")
    session = named if isinstance(named, str) else ""  # one being convened has no officers yet
    now = desk.clock.now()
    of_session = [
        m.mandate
        for m in conf.mandates.values()
        if m.person == person and m.session and m.session == session and m.kind in kinds and m.in_force(now)
    ]
    actor = actor_for(conf, person, now, among=of_session, kinds=kinds, session=session)
    return desk.perform(deciding(command, actor), actor=actor, key=key)
