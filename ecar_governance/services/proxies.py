"""Proxies given and revoked, by whoever holds the seat or from a paper by the secretariat."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.proxying import ENTERING
from ecar_governance.domain.deciding.rights import HEADS
from ecar_governance.domain.events import Actor, ProxyGiven
from ecar_governance.domain.organs import seat_of_mandate
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Conference
from ecar_governance.errors import NotFound
from ecar_governance.services.acting import actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.instants import taken
from ecar_governance.services.ports import Outcome
from ecar_governance.services.texts import Upload, keep_file
from ecar_governance.services.work import deciding


class ProxyForm(Struct, frozen=True):
    """A proxy as somebody gives it: whose vote, into whose hands, for what, how long, on what paper."""

    seat: str
    holder: str
    person: str = ""
    session: str = ""
    case: str = ""
    since: datetime | None = None
    until: datetime | None = None
    paper: Upload | None = None


def give(desk: Desk, person: str, form: ProxyForm, *, key: str | None = None) -> Outcome:
    """Gives a proxy. A scanned authority is stored first.

    Raises InvalidInput for a scan of another kind, or a term without a time zone."""
    for field, at in (("since", form.since), ("until", form.until)):
        if at is not None:
            taken(at, field, "The term of a proxy needs its time zone.")
    now = desk.clock.now()
    paper = keep_file(desk, form.paper, now) if form.paper is not None else ""
    wanted = ProxyGiven(
        proxy=desk.ids.new("proxy"),
        seat=form.seat,
        holder=form.holder,
        person=form.person,
        session=form.session,
        case=form.case,
        since=form.since,
        until=form.until,
        paper=paper,
    )
    actor = _actor(desk.conference, person, now, form.seat, form.session)
    return desk.perform(deciding(c.GiveProxy(wanted), actor), actor=actor, key=key)


def revoke(desk: Desk, person: str, proxy: str, *, key: str | None = None) -> Outcome:
    """Revokes it: by the seat that gave it, by the one that holds it, or as the secretariat enters it.

    Raises NotFound."""
    conference, now = desk.conference, desk.clock.now()
    known = conference.proxies.get(proxy)
    if known is None:
        raise NotFound("There is no such proxy.")
    actor = _actor(conference, person, now, known.seat, known.session, known.holder)
    return desk.perform(deciding(c.RevokeProxy(proxy), actor), actor=actor, key=key)


def _actor(
    conference: Conference, person: str, at: datetime, seat: str, session: str, holder: str = ""
) -> Actor:
    """The person under the mandate that gives them the most to do with the seat: it heads it, or it holds
    the proxy, or it is an office that enters papers."""
    held = active_mandates(conference, person, at)
    mine = [one.mandate for one in held if one.kind in HEADS and seat_of_mandate(conference, one) == seat]
    theirs = [one.mandate for one in held if holder and seat_of_mandate(conference, one) == holder]
    return actor_for(conference, person, at, among=mine or theirs, kinds=ENTERING, session=session or None)
