"""What a check of a signed document found: values alone, ready for JSON, a page or a line of text."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.record import DecisionRecord, ExtractRecord, MinutesRecord
from ecar_governance.errors import Finding

Answer = Literal["yes", "no", "unknown"]


class SignatureReport(Struct, frozen=True):
    """One signature: whose, over what, and whether it holds.

    `signer` is the common name of the certificate, `claimed` and `office` what the signature dictionary
    says, `fingerprint` "sha256:<hex>" of the certificate, `signed_at` the claimed time. `intact`: the bytes
    covered are those that were signed, by this key; `trusted`: the chain ends in a root given. `certifies`:
    it is the certifying signature that allows filled fields alone; `changes_after` says what came later.
    """

    field: str
    signer: str
    claimed: str
    office: str
    fingerprint: str
    signed_at: datetime | None
    covers: Literal["entire_file", "entire_revision", "part"]
    intact: bool
    trusted: bool
    certifies: bool
    locks: bool
    changes_after: Literal["none", "form_filling", "other"]
    trial: bool = False


class PdfReport(Struct, frozen=True):
    """The verdict on one file.

    `good` means: chair, then secretary signed, both chains hold, the last signature covers the entire file,
    the earlier its whole revision with nothing but a field filled after it, the record attached says what
    the pages say, and the file's SHA-256 is on record. `signatures_good` leaves the last of these out, for
    those who have no log. `findings` are what is wrong; `notes` what is merely worth knowing.
    """

    sha256: str
    size: int
    signatures: tuple[SignatureReport, ...]
    record: DecisionRecord | MinutesRecord | ExtractRecord | None
    record_sha256: str
    consistent: Answer
    in_log: Answer
    log_reference: str
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    signatures_good: bool
    good: bool
