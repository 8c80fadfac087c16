"""The minutes and their extracts: what log and vault say of a meeting, gathered for their document."""

from __future__ import annotations

from ecar_governance.domain import record as r
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Session
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services.desk import Desk
from ecar_governance.services.kinds import MODES, OFFICES
from ecar_governance.services.minutes_items import item_of, text_of
from ecar_governance.services.minutes_presence import attendance, how_many, stays_of
from ecar_governance.services.records import log_place, name_of, session_ref, signers


def minutes_record(desk: Desk, session_id: str, *, standing: r.MinutesStanding = "draft") -> r.MinutesRecord:
    """The minutes of a closed session; once they are approved, with where and how. Raises NotFound."""
    conf = desk.conference
    session = conf.sessions.get(session_id)
    founding = conf.founding
    if session is None or founding is None:
        raise NotFound("There is no such session.")
    if session.closed is None or session.opened is None:
        raise NotFound("The session is not closed yet: its minutes are made when it is.")
    attended = attendance(desk, session)
    return r.MinutesRecord(
        origin=founding.origin,
        conference=founding.names,
        body=conf.bodies[session.body].names,
        session=session_ref(desk, session),
        zone=session.zone,
        opened_at=session.opened,
        closed_at=session.closed,
        attendance=attended,
        quorum=how_many(attended),
        items=tuple(item_of(desk, session, x) for x in session.items),
        signers=signers(desk, session),
        prevailing="az",
        verify_url=f"{desk.public_url}/sessions/{session_id}",
        log=log_place(desk, conf.size - 1),
        trial=founding.trial,
        held=MODES[session.kind],
        stays=stays_of(desk, session),
        pauses=tuple(r.Pause(one.since, one.resumed or session.closed) for one in session.pauses),
        standing="approved" if session.approved is not None else standing,
        approval=_approval(desk, session),
    )


def _approval(desk: Desk, session: Session) -> r.Approval | None:
    """In which session the minutes were approved, and what was corrected in them."""
    approved = session.approved
    if approved is None:
        return None
    return r.Approval(
        session_ref(desk, desk.conference.sessions[approved.session]),
        str(approved.item),
        approved.at,
        text_of(desk, approved.corrections),
    )


def extract_record(desk: Desk, session: str, item: int, certifier: str) -> r.ExtractRecord:
    """The extract of one item, certified by a person of the secretariat or an officer of the session.

    Raises NotFound, and InvalidInput when the certifier holds no such office."""
    conf = desk.conference
    minutes = minutes_record(desk, session)
    now = desk.clock.now()
    kinds = ("session_secretary", "secretary_general", "secretariat", "session_chair", "president")
    held = next(
        (
            m.kind
            for kind in kinds
            for m in active_mandates(conf, certifier, now)
            if m.kind == kind and m.session in ("", session)
        ),
        None,
    )
    if held is None:
        raise InvalidInput(
            "An extract is certified by the secretariat or an officer of the session.",
            fix="ask the secretariat for it",
        )
    if all(one.number != str(item) for one in minutes.items):
        raise NotFound("There is no such item on the agenda of this session.")
    return r.ExtractRecord(
        minutes=minutes,
        item=str(item),
        certifier=name_of(desk, certifier),
        certifier_office=OFFICES[held],
        certified_at=now,
    )
