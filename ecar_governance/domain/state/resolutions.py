"""What was adopted, and the papers that say so."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.events import Actor, DocumentSigned, ResolutionNumbered


class Resolution(Struct, frozen=True):
    """What was adopted, under its number. `document` is the current PDF's id; `published` its digest."""

    numbered: ResolutionNumbered
    position: int
    typesetting_requested: bool = False
    document: str = ""
    published: datetime | None = None
    published_sha256: str = ""
    in_force: datetime | None = None


class Document(Struct, frozen=True):
    """A PDF of the record: `current` is the digest of its newest bytes, `signatures` in order."""

    document: str
    kind: Literal["resolution", "minutes"]
    subject: str
    typeset: str
    record: str
    current: str
    at: datetime
    signatures: tuple[DocumentSigned, ...] = ()
    signed_by: tuple[Actor, ...] = ()
    signed_at: tuple[datetime, ...] = ()
