"""The conference itself, institutions, bodies, seats, people, mandates, procedures."""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.codec import restore
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.state import (
    Body,
    Conference,
    Founding,
    Institution,
    InstitutionName,
    Mandate,
    Person,
    Proxy,
    Seat,
    WorkflowVersion,
)
from ecar_governance.domain.workflow import Workflow
from ecar_governance.domain.working_days import Calendar


def _founded(c: Conference, event: Event, d: e.ConferenceFounded) -> Conference:
    return replace(c, founding=Founding(d.origin, d.names, d.zone, d.place, d.log_key, d.trial, event.at))


def _key_rotated(c: Conference, _: Event, d: e.LogKeyRotated) -> Conference:
    return c if c.founding is None else replace(c, founding=replace(c.founding, log_key=d.new))


def _origin_renewed(c: Conference, _: Event, d: e.OriginRenewed) -> Conference:
    if c.founding is None:
        return c
    key = d.log_key or c.founding.log_key
    return replace(c, founding=replace(c.founding, origin=d.origin, log_key=key))


def calendar_after(c: Conference, d: e.CalendarSet) -> Calendar:
    """The calendar that holds once it is set."""
    return c.calendar.renewed(
        Calendar(d.country, d.subdivision, d.years, d.days_off, d.working, d.weekend, d.source)
    )


def _calendar_set(c: Conference, _: Event, d: e.CalendarSet) -> Conference:
    return replace(c, calendar=calendar_after(c, d))


def _institution(c: Conference, _: Event, d: e.InstitutionRegistered | e.InstitutionChanged) -> Conference:
    known = c.institutions.get(d.institution)
    earlier = () if known is None else tuple(n for n in known.history if n.since < d.since)
    history = (
        known.history
        if known is not None and known.names == d.names
        else (*earlier, InstitutionName(d.since, d.names))
    )
    row = Institution(d.institution, d.kind, d.country, d.city, history)
    return replace(c, institutions=c.institutions.insert(d.institution, row))


def _body(c: Conference, _: Event, d: e.BodyRegistered) -> Conference:
    return replace(c, bodies=c.bodies.insert(d.body, Body(d.body, d.kind, d.names)))


def _seat(c: Conference, _: Event, d: e.SeatCreated) -> Conference:
    return replace(c, seats=c.seats.insert(d.seat, Seat(d.seat, d.institution, d.body, d.weight, d.person)))


def _person(c: Conference, _: Event, d: e.PersonRegistered | e.PersonChanged) -> Conference:
    known = c.persons.get(d.person)
    row = Person(d.person, d.digest) if known is None else replace(known, digest=d.digest)
    return replace(c, persons=c.persons.insert(d.person, row))


def _mandate(c: Conference, event: Event, d: e.MandateGranted) -> Conference:
    row = Mandate(
        d.mandate,
        d.person,
        d.kind,
        d.institution,
        d.seat,
        d.body,
        d.session,
        event.at if d.since is None else d.since,
        d.until,
        paper=d.paper,
        election="" if d.election is UNSET else d.election,
    )
    holder = c.persons[d.person]
    of_seat = c.seat_mandates
    return replace(
        c,
        mandates=c.mandates.insert(d.mandate, row),
        seat_mandates=of_seat.insert(d.seat, (*of_seat.get(d.seat, ()), d.mandate)) if d.seat else of_seat,
        persons=c.persons.insert(d.person, replace(holder, mandates=(*holder.mandates, d.mandate))),
    )


def _delegated(c: Conference, event: Event, d: e.MandateDelegated) -> Conference:
    given = c.mandates[d.of]
    # Of a seat, no: nobody votes for another by delegation.
    row = Mandate(
        d.mandate,
        d.person,
        "delegate",
        given.institution,
        "",
        given.body,
        given.session,
        event.at,
        d.until,
        of=d.of,
    )
    holder = c.persons[d.person]
    return replace(
        c,
        mandates=c.mandates.insert(d.mandate, row),
        persons=c.persons.insert(d.person, replace(holder, mandates=(*holder.mandates, d.mandate))),
    )


def _mandate_ended(c: Conference, event: Event, d: e.MandateEnded) -> Conference:
    known = c.mandates[d.mandate]
    ended = replace(known, ended=event.at) if d.at is UNSET else replace(known, until=d.at)
    return replace(c, mandates=c.mandates.insert(d.mandate, ended))


def _proxy_given(c: Conference, event: Event, d: e.ProxyGiven) -> Conference:
    row = Proxy(
        proxy=d.proxy,
        seat=d.seat,
        holder=d.holder,
        person=d.person,
        session=d.session,
        case=d.case,
        since=event.at if d.since is None else d.since,
        until=d.until,
        paper=d.paper,
        by=event.actor,
        given=event.at,
        position=event.position,
    )
    given = (*c.seat_proxies.get(d.seat, ()), d.proxy)
    return replace(
        c, proxies=c.proxies.insert(d.proxy, row), seat_proxies=c.seat_proxies.insert(d.seat, given)
    )


def _proxy_revoked(c: Conference, event: Event, d: e.ProxyRevoked) -> Conference:
    row = replace(c.proxies[d.proxy], revoked=event.at, revoked_by=event.actor)
    return replace(c, proxies=c.proxies.insert(d.proxy, row))


def _unchanged(c: Conference, _: Event, __: e.InvitationIssued) -> Conference:
    return c


def _credential(c: Conference, _: Event, d: e.CredentialSet) -> Conference:
    return replace(c, persons=c.persons.insert(d.person, replace(c.persons[d.person], has_password=True)))


def _signing_key(c: Conference, _: Event, d: e.SigningKeyIssued) -> Conference:
    return replace(
        c, persons=c.persons.insert(d.person, replace(c.persons[d.person], fingerprint=d.fingerprint))
    )


def _workflow(c: Conference, event: Event, d: e.WorkflowPutInForce) -> Conference:
    since = event.at if d.since is None else d.since
    row = WorkflowVersion(
        d.hash,
        d.workflow,
        d.version,
        d.engine,
        since,
        restore(d.definition, Workflow),
        event.at,
        event.actor,
        event.position,
        d.resolution,
        d.text,
    )
    others = c.workflow_order.get(d.workflow, ())
    earlier = tuple(one for one in others if c.workflows[one].since <= since)
    order = (*earlier, d.hash, *others[len(earlier) :])
    return replace(
        c,
        workflows=c.workflows.insert(d.hash, row),
        workflow_order=c.workflow_order.insert(d.workflow, order),
    )


def _withdrawn(c: Conference, _: Event, d: e.WorkflowWithdrawn) -> Conference:
    order = tuple(one for one in c.workflow_order[d.workflow] if one != d.hash)
    left = c.workflow_order.insert(d.workflow, order) if order else c.workflow_order.remove(d.workflow)
    return replace(c, workflows=c.workflows.remove(d.hash), workflow_order=left)


FOLDS: dict[type, Fold] = {
    e.ConferenceFounded: _founded,
    e.LogKeyRotated: _key_rotated,
    e.OriginRenewed: _origin_renewed,
    e.InstitutionRegistered: _institution,
    e.InstitutionChanged: _institution,
    e.BodyRegistered: _body,
    e.SeatCreated: _seat,
    e.PersonRegistered: _person,
    e.PersonChanged: _person,
    e.MandateGranted: _mandate,
    e.MandateDelegated: _delegated,
    e.MandateEnded: _mandate_ended,
    e.ProxyGiven: _proxy_given,
    e.ProxyRevoked: _proxy_revoked,
    e.InvitationIssued: _unchanged,
    e.CredentialSet: _credential,
    e.SigningKeyIssued: _signing_key,
    e.CalendarSet: _calendar_set,
    e.WorkflowPutInForce: _workflow,
    e.WorkflowWithdrawn: _withdrawn,
}
