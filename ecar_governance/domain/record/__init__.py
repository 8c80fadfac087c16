"""The decision record: what a resolution says of itself, and the sole input of its typesetting.

It travels inside the PDF as `decision-record.json`, so whoever holds the file holds the vote, the rule and
the place in the log. Equal records give equal bytes (`record_bytes`), and equal bytes give equal PDFs.
"""

from __future__ import annotations

from ecar_governance.domain.record.decision import (
    DecisionRecord,
)
from ecar_governance.domain.record.minutes import (
    Approval,
    Attendee,
    ExtractRecord,
    MinutesItem,
    MinutesRecord,
    MinutesStanding,
    NoVote,
    Pause,
    Represented,
    Stay,
    VoteTaken,
)
from ecar_governance.domain.record.parts import (
    EXTRACT_SCHEMA,
    LANGUAGES,
    MINUTES_SCHEMA,
    RESOLUTION_SCHEMA,
    Annex,
    Candidate,
    Choice,
    Counts,
    Elector,
    FileDigest,
    Instant,
    ItemRef,
    Kind,
    LogPlace,
    Names,
    RollEntry,
    SessionRef,
    SignatureField,
    Signer,
    VoteRecord,
)
from ecar_governance.domain.record.reading import (
    AnyRecord,
    R,
    check,
    document_id,
    local_date,
    read_record,
    record_bytes,
)

__all__ = [
    "EXTRACT_SCHEMA",
    "LANGUAGES",
    "MINUTES_SCHEMA",
    "RESOLUTION_SCHEMA",
    "Annex",
    "AnyRecord",
    "Approval",
    "Attendee",
    "Candidate",
    "Choice",
    "Counts",
    "DecisionRecord",
    "Elector",
    "ExtractRecord",
    "FileDigest",
    "Instant",
    "ItemRef",
    "Kind",
    "LogPlace",
    "MinutesItem",
    "MinutesRecord",
    "MinutesStanding",
    "Names",
    "NoVote",
    "Pause",
    "R",
    "Represented",
    "RollEntry",
    "SessionRef",
    "SignatureField",
    "Signer",
    "Stay",
    "VoteRecord",
    "VoteTaken",
    "check",
    "document_id",
    "local_date",
    "read_record",
    "record_bytes",
]
