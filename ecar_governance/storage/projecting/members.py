"""Rows of the conference's own particulars, institutions, organs, seats, people, mandates and procedures."""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain.codec import plain
from ecar_governance.domain.state import (
    Body,
    Founding,
    Institution,
    Mandate,
    Person,
    Proxy,
    Seat,
    Session,
    WorkflowVersion,
)
from ecar_governance.storage.columns import instant_text, json_text
from ecar_governance.storage.projecting import Row, Rows, ref


def conference_rows(founding: Founding) -> Rows:
    """The one row of `conference`."""
    yield (
        "conference",
        {
            "id": 1,
            "origin": founding.origin,
            "names": json_text(founding.names),
            "zone": founding.zone,
            "place": json_text(founding.place),
            "log_key": founding.log_key,
            "trial": founding.trial,
            "founded": instant_text(founding.at),
        },
    )


def institution_rows(institution: Institution) -> Rows:
    """`institution`, and `institution_name` for each name it has had."""
    yield (
        "institution",
        {
            "id": institution.institution,
            "kind": institution.kind,
            "country": institution.country,
            "city": institution.city,
        },
    )
    for ordinal, name in enumerate(institution.history):
        yield (
            "institution_name",
            {
                "institution": institution.institution,
                "ordinal": ordinal,
                "since": name.since,
                "names": json_text(name.names),
            },
        )


def body_rows(body: Body) -> Rows:
    """One row of `body`."""
    yield "body", {"id": body.body, "kind": body.kind, "names": json_text(body.names)}


def seat_rows(seat: Seat) -> Rows:
    """One row of `seat`."""
    weight = f"{seat.weight.numerator}/{seat.weight.denominator}"
    yield (
        "seat",
        {
            "id": seat.seat,
            "institution": ref(seat.institution),
            "person": ref(seat.person),
            "body": seat.body,
            "weight": weight,
        },
    )


def person_rows(person: Person) -> Rows:
    """One row of `person_ref`."""
    yield (
        "person_ref",
        {
            "id": person.person,
            "digest": person.digest,
            "fingerprint": person.fingerprint,
            "has_password": person.has_password,
        },
    )


def mandate_rows(mandate: Mandate) -> Rows:
    """One row of `mandate`."""
    yield (
        "mandate",
        {
            "id": mandate.mandate,
            "person": mandate.person,
            "kind": mandate.kind,
            "institution": ref(mandate.institution),
            "seat": ref(mandate.seat),
            "body": ref(mandate.body),
            "session": ref(mandate.session),
            "since": instant_text(mandate.since),
            "until": None if mandate.until is None else instant_text(mandate.until),
            "ended": None if mandate.ended is None else instant_text(mandate.ended),
            "paper": mandate.paper,
            "of": ref(mandate.of),
            "election": ref(mandate.election),
        },
    )


def proxy_rows(proxy: Proxy) -> Rows:
    """One row of `proxy`."""
    yield (
        "proxy",
        {
            "id": proxy.proxy,
            "seat": proxy.seat,
            "holder": proxy.holder,
            "person": ref(proxy.person),
            "session": ref(proxy.session),
            "proposal": ref(proxy.case),
            "since": instant_text(proxy.since),
            "until": None if proxy.until is None else instant_text(proxy.until),
            "paper": proxy.paper,
            "by_kind": proxy.by.kind,
            "by_person": ref(proxy.by.person),
            "by_mandate": ref(proxy.by.mandate),
            "given": instant_text(proxy.given),
            "position": proxy.position,
            "revoked": None if proxy.revoked is None else instant_text(proxy.revoked),
            "revoked_by": None if proxy.revoked_by is None else ref(proxy.revoked_by.person),
        },
    )


def workflow_rows(version: WorkflowVersion) -> Rows:
    """One row of `workflow_version`."""
    yield (
        "workflow_version",
        {
            "hash": version.hash,
            "name": version.name,
            "version": version.version,
            "engine": version.engine,
            "since": instant_text(version.since),
        },
    )


def session_rows(session: Session) -> Rows:
    """`session`, its `agenda_item`s, who sits now (`attendance`) and every coming and going (`movement`)."""
    identifier = session.session
    yield "session", _session(session)
    for ordinal, item in enumerate(session.agenda):
        yield (
            "agenda_item",
            {
                "session": identifier,
                "ordinal": ordinal,
                "item": item.item,
                "place": item.place,
                "kind": item.kind,
                "proposal": ref(item.case),
                "titles": json_text(item.titles),
                "minutes": ref(item.minutes),
                "papers": json_text(plain(item.papers)),
                "lifted": item.lifted,
            },
        )
    for seat, there in session.attendance.items():
        yield (
            "attendance",
            {
                "session": identifier,
                "seat": seat,
                "mandate": there.mandate,
                "since": instant_text(there.since),
                "mode": there.mode,
            },
        )
    for ordinal, one in enumerate(session.movements):
        yield (
            "movement",
            {
                "session": identifier,
                "ordinal": ordinal,
                "seat": one.seat,
                "mandate": ref(one.mandate),
                "present": one.present,
                "at": instant_text(one.at),
                "mode": one.mode,
            },
        )


def _session(session: Session) -> Row:
    return {
        "id": session.session,
        "body": session.body,
        "number": session.number,
        "begins": instant_text(session.begins),
        "zone": session.zone,
        "place": json_text(session.place),
        "kind": session.kind,
        "link": session.link,
        "status": session.status,
        "convened": instant_text(session.convened),
        "moved": _when(session.moved),
        "sequence": session.sequence,
        "noticed": json_text(plain(session.noticed)),
        "opened": _when(session.opened),
        "current": session.current,
        "calls": json_text(plain(session.calls)),
        "pauses": json_text(plain(session.pauses)),
        "guests": json_text(session.guests),
        "closed": _when(session.closed),
        "cancelled": _when(session.cancelled),
        "reason": session.reason,
        "approved": json_text(plain(session.approved)),
    }


def _when(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)
