"""Resolutions and the documents made of them; admission of a member."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.evolving.case import put_case
from ecar_governance.domain.organs import body_of_kind
from ecar_governance.domain.state import Conference, Document, Resolution, Seat


def sequence_key(body: str, year: int) -> str:
    """Under which a body's numbers of one year are counted."""
    return f"{body}/{year}"


def _numbered(c: Conference, event: Event, d: e.ResolutionNumbered) -> Conference:
    put = replace(
        c,
        resolutions=c.resolutions.insert(d.resolution, Resolution(d, event.position)),
        sequences=c.sequences.insert(sequence_key(d.body, d.year), d.sequence),
    )
    return put_case(put, replace(c.cases[d.case], resolution=d.resolution))


def _requested(c: Conference, _: Event, d: e.TypesettingRequested) -> Conference:
    resolution = replace(c.resolutions[d.resolution], typesetting_requested=True)
    return replace(c, resolutions=c.resolutions.insert(d.resolution, resolution))


def _typeset(c: Conference, event: Event, d: e.DocumentTypeset) -> Conference:
    row = Document(d.document, d.kind, d.subject, d.sha256, d.record, d.sha256, event.at)
    put = replace(c, documents=c.documents.insert(d.document, row))
    resolution = c.resolutions.get(d.subject)
    if resolution is None:
        return put
    return replace(put, resolutions=c.resolutions.insert(d.subject, replace(resolution, document=d.document)))


def _signed(c: Conference, event: Event, d: e.DocumentSigned) -> Conference:
    document = c.documents[d.document]
    signed = replace(
        document,
        current=d.sha256,
        signatures=(*document.signatures, d),
        signed_by=(*document.signed_by, event.actor),
        signed_at=(*document.signed_at, event.at),
    )
    return replace(c, documents=c.documents.insert(d.document, signed))


def _published(c: Conference, event: Event, d: e.ResolutionPublished) -> Conference:
    resolution = replace(
        c.resolutions[d.resolution],
        published=event.at,
        published_sha256=d.sha256,
        in_force=event.at,
    )
    return replace(c, resolutions=c.resolutions.insert(d.resolution, resolution))


def _admitted(c: Conference, _: Event, d: e.InstitutionAdmitted) -> Conference:
    institution = replace(c.institutions[d.institution], kind="member")
    plenary = body_of_kind(c, "plenary")
    return replace(
        c,
        institutions=c.institutions.insert(d.institution, institution),
        seats=c.seats.insert(d.seat, Seat(d.seat, d.institution, plenary, Fraction(1))),
    )


FOLDS: dict[type, Fold] = {
    e.ResolutionNumbered: _numbered,
    e.TypesettingRequested: _requested,
    e.DocumentTypeset: _typeset,
    e.DocumentSigned: _signed,
    e.ResolutionPublished: _published,
    e.InstitutionAdmitted: _admitted,
}
