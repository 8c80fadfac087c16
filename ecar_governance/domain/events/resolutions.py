"""Events of resolutions and their documents; admission of a member."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ecar_governance.domain.events.base import Payload


class ResolutionNumbered(Payload, frozen=True):
    """The number, given in the act that adopts: gapless per body and year."""

    resolution: str
    case: str
    vote: str
    body: str
    session: str
    item: int
    kind: str
    year: int
    sequence: int
    number: str
    manifest_hash: str
    adopted: datetime


class TypesettingRequested(Payload, frozen=True):
    """The PDF of this resolution is to be made: slow work, done between two events."""

    resolution: str


class DocumentTypeset(Payload, frozen=True):
    """A PDF was made from the record: digests of the file and of the record in it."""

    document: str
    kind: Literal["resolution", "minutes"]
    subject: str
    sha256: str
    record: str


class DocumentSigned(Payload, frozen=True):
    """One signature more. `sha256` is the file after it; `before` the file it extends.

    `method`: here (with the holder's key), outside (signed file brought back), paper (ink; a scan)."""

    document: str
    field: Literal["chair", "secretary"]
    method: Literal["here", "outside", "paper"]
    before: str
    sha256: str
    fingerprint: str
    signer: str


class ResolutionPublished(Payload, frozen=True):
    resolution: str
    sha256: str


class InstitutionAdmitted(Payload, frozen=True):
    """A candidate became a member by a decision of the plenary."""

    institution: str
    case: str
    seat: str
