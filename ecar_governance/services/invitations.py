"""A session as an invitation: for calendars and mails, in the language of whoever is invited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ecar_governance.domain.organs import seat_of_mandate, seats_of
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Conference, Session
from ecar_governance.invitation import Invitation
from ecar_governance.services.sitting import item_names

if TYPE_CHECKING:
    from ecar_governance.services.desk import Desk

_RUNS = frozenset({"president", "secretary_general", "secretariat", "session_chair", "session_secretary"})


def said_in(desk: Desk, digest: str) -> str:
    """The text behind a digest; empty for none, or an erased one."""
    text = desk.vault.texts((digest,)).get(digest) if digest else None
    return text.content if text is not None else ""


def agenda_of(desk: Desk, session: Session, locale: str) -> list[tuple[int, str]]:
    """The items in order: number and title, in the language or in the one there is."""

    def texts(digests: Mapping[str, str]) -> dict[str, str]:
        kept = desk.vault.texts(digests.values())
        return {lang: kept[one].content for lang, one in digests.items() if one in kept}

    return [(item.item, _in(item_names(desk.conference, item, texts), locale)) for item in session.items]


def _in(names: Mapping[str, str], locale: str) -> str:
    return names.get(locale) or names.get("az") or next(iter(names.values()), "")


def invited(conference: Conference, session: Session, person: str, at: datetime) -> bool:
    """Whether the person is let in from afar: who had notice, sits in the body or runs the session."""
    if person in session.noticed:
        return True
    seats = {seat.seat for seat in seats_of(conference, session.body, at)}
    return any(
        (one.kind in _RUNS and one.session in ("", session.session))
        or seat_of_mandate(conference, one) in seats
        for one in active_mandates(conference, person, at)
    )


def invitation_of(desk: Desk, session: Session, locale: str, *, meeting: bool = True) -> Invitation:
    """What a calendar is told of the session; where it is met from afar only with `meeting`.

    The identifier is the session's for ever, in the domain that the log's origin names."""
    conference = desk.conference
    body = conference.bodies.get(session.body)
    founding = conference.founding
    domain = founding.origin.partition("/")[0] if founding is not None else "localhost"
    page = f"{desk.public_url}/sessions/{session.session}"
    link = said_in(desk, session.link) if meeting else ""
    lines = [f"{item}. {title}" for item, title in agenda_of(desk, session, locale)]
    return Invitation(
        uid=f"{session.session}@{domain}",
        sequence=session.sequence,
        stamp=session.cancelled or session.dated,
        begins=session.begins,
        zone=session.zone,
        summary=f"{_in(body.names, locale) if body else ''}, № {session.number}",
        place=_in(session.place, locale),
        description="\n".join([*lines, *([link] if link else []), page]),
        page=page,
        meeting=link,
        cancelled=session.status == "cancelled",
    )
