"""What each kind of document needs from the typesetter: its record, its name, its signature fields."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from ecar_governance.documents.layout import page_html
from ecar_governance.documents.render import render_pdf
from ecar_governance.documents.settable import Coverage
from ecar_governance.domain.record import (
    AnyRecord,
    DecisionRecord,
    ExtractRecord,
    MinutesRecord,
    Signer,
    read_record,
    record_bytes,
)

DocumentKind = Literal["resolution", "minutes", "extract"]

RECORD_NAMES: dict[DocumentKind, str] = {
    "resolution": "decision-record.json",
    "minutes": "minutes-record.json",
    "extract": "extract-record.json",
}
_DESCRIPTIONS: dict[DocumentKind, str] = {
    "resolution": "Decision record (ecar-decision-record/1)",
    "minutes": "Record of the minutes (ecar-minutes-record/1)",
    "extract": "Record of the extract (ecar-extract-record/1)",
}
_FIELD_WORDS = {
    "chair": "İclasın sədrinin imzası / Signature of the session chair",
    "secretary": "İclasın katibinin imzası / Signature of the session secretary",
}


def compose(kind: DocumentKind, data: bytes, templates: str, fonts: str) -> bytes:
    """The PDF of a record's canonical bytes. Call it in a bounded process: see `documents.typeset`.

    Raises `InvalidInput` when the bytes are no record of the kind or a text cannot be set.
    """
    record: AnyRecord
    if kind == "resolution":
        record = read_record(data, DecisionRecord)
    elif kind == "minutes":
        record = read_record(data, MinutesRecord)
    else:
        record = read_record(data, ExtractRecord)
    folder = Path(templates)
    return render_pdf(
        page_html(record, folder, Coverage.of_folder(Path(fonts))),
        folder,
        record=record_bytes(record),
        record_name=RECORD_NAMES[kind],
        description=_DESCRIPTIONS[kind],
        instant=instant_of(record),
        signers=_signers(record),
    )


def instant_of(record: AnyRecord) -> datetime:
    """The instant that the file gives as its making: adoption, close of the session, or certifying."""
    if isinstance(record, DecisionRecord):
        return record.adopted_at
    return record.closed_at if isinstance(record, MinutesRecord) else record.certified_at


def _signers(record: AnyRecord) -> list[tuple[Signer, str]]:
    if isinstance(record, ExtractRecord):
        return []
    return [(signer, _FIELD_WORDS[signer.field]) for signer in record.signers]
