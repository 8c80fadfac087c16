"""Is this PDF what it claims to be: who signed, what it covers, whether anything changed, is it on record.

Stands alone: bytes and trusted roots in, a report out; no database, no web, no network. The rules are those
of `docs/resolution-pdf.md`. A damaged or hostile file is a report with findings, never an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import pem  # type: ignore[import-untyped]  # comes with pyhanko, ships no types
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec import structs
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from ecar_governance.documents.attached import Attached, read_attached
from ecar_governance.documents.metadata_check import description_changed
from ecar_governance.documents.signature_check import check_signature, expired
from ecar_governance.domain.pdf_report import Answer, PdfReport, SignatureReport
from ecar_governance.domain.record import SignatureField
from ecar_governance.errors import Finding, InvalidInput

ORDER: tuple[SignatureField, ...] = ("chair", "secretary")
MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is looked into."""

Root = bytes | x509.Certificate
KnownSha256 = Callable[[str], str | None]
"""Given the hexadecimal SHA-256 of a file, where the log has it on record, or None."""

_NOTHING = Attached(None, "", "unknown")


class _Ledger:
    """Findings as they come up, and notes."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.notes: list[Finding] = []

    def wrong(self, code: str, message: str, where: str = "") -> None:
        finding = Finding(code=code, message=message, where=where)
        if finding not in self.findings:
            self.findings.append(finding)

    def note(self, code: str, message: str, where: str = "") -> None:
        self.notes.append(Finding(code=code, message=message, where=where))


def verify_pdf(
    pdf: bytes,
    trust_roots: Sequence[Root],
    *,
    known_sha256: KnownSha256 | None = None,
    at: datetime | None = None,
) -> PdfReport:
    """The verdict on a signed document.

    `trust_roots` are certificates (DER or PEM bytes, or `x509.Certificate`) that chains may end in.
    `known_sha256` asks the log; without it `in_log` is "unknown" and `good` is False, while
    `signatures_good` still says whether the signatures hold. `at` (aware; now if None) is the instant of
    checking: a certificate that has ended by then is accepted only for a file on record, since the log
    proves that the file is older. Raises `InvalidInput` for trust roots that cannot be read.
    """
    return _verify(pdf, trust_roots, known_sha256, at, required=ORDER)


def accept_outside(
    original: bytes,
    returned: bytes,
    trust_roots: Sequence[Root],
    *,
    field: SignatureField | None = None,
    at: datetime | None = None,
) -> PdfReport:
    """The verdict on a file that was given out, signed elsewhere and brought back.

    `returned` must begin with every byte of `original` and carry at least one signature more, in the field
    whose turn it is; `field`, when given, must be the last one signed. `signatures_good` says whether it
    may be taken in; `in_log` is "unknown".
    """
    ledger = _Ledger()
    before = _signed_fields(original)
    after = _signed_fields(returned)
    if not returned.startswith(original):
        ledger.wrong("not_an_extension", "The file that came back does not begin with the file given out.")
    elif len(returned) == len(original):
        ledger.wrong("nothing_added", "The file that came back is the file given out: it was not signed.")
    elif after == before:
        ledger.wrong("nothing_signed", "Something was added to the file, but no signature in its fields.")
    elif after != ORDER[: len(after)]:
        ledger.wrong(
            "wrong_field", f"The fields signed are {', '.join(after) or 'none'}; the chair signs first."
        )
    elif field is not None and after[-1] != field:
        ledger.wrong("wrong_field", f"The last field signed is {after[-1]}, not {field}.", field)
    report = _verify(returned, trust_roots, None, at, required=ORDER[: max(1, len(after))])
    findings = (*ledger.findings, *report.findings)
    return structs.replace(report, findings=findings, signatures_good=not findings)


def _verify(
    pdf: bytes,
    trust_roots: Sequence[Root],
    known_sha256: KnownSha256 | None,
    at: datetime | None,
    *,
    required: tuple[SignatureField, ...],
) -> PdfReport:
    roots = [_root(root) for root in trust_roots]
    at = at or datetime.now(UTC)
    sha256 = hashlib.sha256(pdf).hexdigest()
    reference = known_sha256(sha256) if known_sha256 else None
    in_log: Answer = "unknown" if known_sha256 is None else "yes" if reference is not None else "no"
    ledger = _Ledger()
    signatures: tuple[SignatureReport, ...] = ()
    attached = _NOTHING
    if len(pdf) > MAX_BYTES:
        ledger.wrong("file_too_big", f"The file is larger than {MAX_BYTES // 1024 // 1024} megabytes.")
    else:
        try:
            reader = PdfFileReader(BytesIO(pdf), strict=True)
            signatures = _signatures(reader, pdf, roots, at, in_log, required, ledger)
            attached = read_attached(reader, ledger.wrong)
        except Exception as error:  # noqa: BLE001  # reason: hostile bytes; whatever breaks is the finding
            ledger.wrong("file_damaged", f"The file is not a whole PDF: {_sentence(error)}")
    signatures_good = not ledger.findings
    if in_log == "no":
        ledger.wrong("not_on_record", "The log does not have this file on record.")
    return PdfReport(
        sha256=sha256,
        size=len(pdf),
        signatures=signatures,
        record=attached.record,
        record_sha256=attached.sha256,
        consistent=attached.consistent,
        in_log=in_log,
        log_reference=reference or "",
        findings=tuple(ledger.findings),
        notes=tuple(ledger.notes),
        signatures_good=signatures_good,
        good=signatures_good and in_log == "yes",
    )


def _signatures(
    reader: PdfFileReader,
    pdf: bytes,
    roots: Sequence[asn1_x509.Certificate],
    at: datetime,
    in_log: Answer,
    required: tuple[SignatureField, ...],
    ledger: _Ledger,
) -> tuple[SignatureReport, ...]:
    filled = {name for name, value, _ in enumerate_sig_fields(reader) if value is not None}
    embedded = sorted(reader.embedded_signatures, key=lambda signature: signature.signed_revision)
    order = tuple(signature.field_name for signature in embedded)
    if len(filled) != len(embedded):
        ledger.wrong("signature_unreadable", "A signature field holds something that is no signature.")
    for field in required:
        if field not in order:
            ledger.wrong("not_signed", f"The field {field} is not signed.", field)
    for field in order:
        if field not in ORDER:
            ledger.wrong("foreign_signature", f"The file has a signature in another field, {field}.", field)
    known = tuple(field for field in order if field in ORDER)
    if known != tuple(field for field in ORDER if field in known):
        ledger.wrong("signature_order", "The secretary signed before the chair.", known[0])
    reports = []
    for number, signature in enumerate(embedded):
        last = number + 1 == len(embedded)
        report = check_signature(
            signature, roots, at, file=pdf, last=last, wrong=ledger.wrong, note=ledger.note
        )
        if expired(signature.signer_cert, at) and in_log != "yes":
            ledger.wrong(
                "certificate_ended",
                "The certificate has ended, and without the log nothing shows that the file is older.",
                report.field,
            )
        reports.append(report)
    if embedded and description_changed(reader, embedded[0].signed_revision):
        ledger.wrong("description_changed", "Title or description of the file changed after a signature.")
    _policy_notes(reports, ledger)
    return tuple(reports)


def _policy_notes(reports: Sequence[SignatureReport], ledger: _Ledger) -> None:
    # Programs outside may sign without certifying or locking; coverage is what the verdict rests on.
    if reports and not reports[0].certifies:
        ledger.note("not_certifying", "The first signature does not certify the file.", reports[0].field)
    if len(reports) == len(ORDER) and not reports[-1].locks:
        ledger.note("not_locking", "The last signature does not lock the file.", reports[-1].field)
    for report in reports:
        if report.trial:
            ledger.note(
                "trial_certificate", "Signed under a trial certificate (SINAQ / TRIAL).", report.field
            )


def _signed_fields(pdf: bytes) -> tuple[str, ...]:
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        signatures = sorted(reader.embedded_signatures, key=lambda signature: signature.signed_revision)
        return tuple(signature.field_name for signature in signatures)
    except Exception:  # noqa: BLE001  # reason: hostile bytes; the full check says what is wrong with them
        return ()


def _root(root: Root) -> asn1_x509.Certificate:
    data: Any = root.public_bytes(Encoding.DER) if isinstance(root, x509.Certificate) else root
    try:
        if pem.detect(data):
            _, _, data = pem.unarmor(data)
        certificate = asn1_x509.Certificate.load(data)
        certificate.native  # noqa: B018  # reason: parses the whole, lazily left otherwise
    except (ValueError, TypeError) as error:
        raise InvalidInput("A trust root is not a certificate.") from error
    return certificate


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) < 200 else text[:200] + "…"
