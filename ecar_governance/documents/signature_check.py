"""One embedded signature held against its bytes, its chain and what was appended after it (pyHanko)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # comes with pyhanko, ships no types
from asn1crypto.parser import peek  # type: ignore[import-untyped]  # the same
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from ecar_governance.domain.pdf_report import SignatureReport

PADES = "/ETSI.CAdES.detached"
TRIAL_MARK = "SINAQ / TRIAL"
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "entire_file",
    SignatureCoverageLevel.ENTIRE_REVISION: "entire_revision",
}
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)

Wrong = Callable[[str, str, str], None]
"""Called with code, sentence and place for each thing that is wrong."""


def check_signature(
    embedded: EmbeddedPdfSignature,
    roots: Sequence[asn1_x509.Certificate],
    at: datetime,
    *,
    file: bytes,
    last: bool,
    wrong: Wrong,
    note: Wrong,
) -> SignatureReport:
    """What one signature says and whether it holds; each failing is told to `wrong`, the odd to `note`.

    `at` is the instant of checking (aware): nothing may claim to be signed after it. `file` are the bytes;
    `last` says that no later signature exists, so this one must cover the entire file.
    """
    where = embedded.field_name
    claimed_at = embedded.self_reported_timestamp
    certificate = embedded.signer_cert
    trusted, status = _validate(embedded, roots, claimed_at, where, wrong)
    _check_time(certificate, claimed_at, at, where, wrong)
    coverage = embedded.evaluate_signature_coverage()
    covers = _COVERS.get(coverage, "part")
    if last and covers != "entire_file":
        wrong(
            "not_entire_file", "The last signature does not cover the entire file: bytes were added.", where
        )
    if not last and covers == "part":
        wrong("not_entire_revision", "The signature does not cover its whole revision of the file.", where)
    changes = _changes_after(embedded, status, last=last)
    if status is not None and status.intact and (changes == "other" or status.docmdp_ok is False):
        wrong(
            "changed_after", "Something other than a signature field was changed after this signature.", where
        )
    _check_container(embedded, file, where, wrong)
    if trusted and _strays(embedded, status):
        note("stray_certificate", "The signature carries a certificate that is not of its chain.", where)
    name = certificate.subject.native
    common = name.get("common_name", "")
    fields = embedded.sig_object
    permission = embedded.docmdp_level
    return SignatureReport(
        field=where,
        signer=common if isinstance(common, str) else " ".join(common),
        claimed=str(fields.get("/Name", "")),
        office=str(fields.get("/Reason", "")),
        fingerprint="sha256:" + certificate.sha256.hex(),
        signed_at=claimed_at,
        covers=covers,  # type: ignore[arg-type]  # reason: _COVERS holds the words of the type
        intact=bool(status is not None and status.intact and status.valid),
        trusted=trusted,
        certifies=_certifies(embedded.reader, embedded),
        locks=permission == MDPPerm.NO_CHANGES,
        changes_after=changes,  # type: ignore[arg-type]  # reason: one of the words of the type
        trial=str(common).startswith(TRIAL_MARK),
    )


def _validate(
    embedded: EmbeddedPdfSignature,
    roots: Sequence[asn1_x509.Certificate],
    claimed_at: datetime | None,
    where: str,
    wrong: Wrong,
) -> tuple[bool, Any]:
    if claimed_at is None or claimed_at.tzinfo is None:
        wrong("no_signing_time", "The signature claims no time of signing with its zone.", where)
        return False, None
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=claimed_at)
    # What was appended to bytes that were altered anyway is not worth the long analysis.
    altered = embedded.compute_digest() != _signed_digest(embedded)
    status = validate_pdf_signature(embedded, context, key_usage_settings=_USAGE, skip_diff=altered)
    if not status.intact:
        wrong("not_intact", "The bytes that this signature covers were changed.", where)
    elif not status.valid:
        wrong("signature_invalid", "The signature does not fit its certificate's key.", where)
    if not status.trusted:
        wrong("not_trusted", "The certificate does not lead to a trusted root, or was not valid then.", where)
    elif not status.bottom_line:
        wrong("signature_refused", "The signature does not hold as a whole.", where)
    return bool(status.trusted), status


def _strays(embedded: EmbeddedPdfSignature, status: Any) -> bool:
    chain = {certificate.dump() for certificate in status.validation_path.iter_certs(include_root=True)}
    return any(certificate.dump() not in chain for certificate in embedded.other_embedded_certs)


def _signed_digest(embedded: EmbeddedPdfSignature) -> bytes:
    attributes = embedded.signer_info["signed_attrs"]
    digest: bytes = find_unique_cms_attribute(attributes, "message_digest").native
    return digest


def _check_time(
    certificate: asn1_x509.Certificate, claimed_at: datetime | None, at: datetime, where: str, wrong: Wrong
) -> None:
    if claimed_at is None or claimed_at.tzinfo is None:
        return
    if claimed_at > at:
        wrong("signed_in_future", "The signature claims a time that has not come yet.", where)
    if not certificate.not_valid_before <= claimed_at <= certificate.not_valid_after:
        wrong("certificate_expired", "The certificate was not valid at the claimed time of signing.", where)


def expired(certificate: asn1_x509.Certificate, at: datetime) -> bool:
    """Whether the certificate has ended at the instant."""
    return bool(certificate.not_valid_after < at.astimezone(UTC))


def _changes_after(embedded: EmbeddedPdfSignature, status: Any, *, last: bool) -> str:
    if status is None:
        return "other"
    if last and status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "none"
    result = status.diff_result
    if not isinstance(result, DiffResult) or result.modification_level > ModificationLevel.FORM_FILLING:
        return "other"
    signed = {other.field_name for other in embedded.reader.embedded_signatures}
    return "form_filling" if result.changed_form_fields <= signed else "other"


def _check_container(embedded: EmbeddedPdfSignature, file: bytes, where: str, wrong: Wrong) -> None:
    if str(embedded.sig_object.get("/SubFilter")) != PADES:
        wrong("not_pades", "The signature is not a PAdES signature (ETSI.CAdES.detached).", where)
    # pyHanko adds up lengths; that the gap is the signature itself is for us to see (signature wrapping).
    _, length, start, _ = (int(number) for number in embedded.byte_range)
    gap = file[length:start]
    digits = gap[1:-1]
    contents: bytes = embedded.pkcs7_content
    if gap[:1] != b"<" or gap[-1:] != b">" or not _is_hex_of(digits, contents):
        wrong("gap_elsewhere", "What the signature leaves out is not the signature itself.", where)
    elif any(contents[peek(contents) :]):
        wrong("padding_used", "The room left beside the signature holds something.", where)


def _is_hex_of(digits: bytes, contents: bytes) -> bool:
    # One case throughout: else bytes of the gap could be altered without altering what they say.
    return digits in (contents.hex().encode(), contents.hex().upper().encode())


def _certifies(reader: PdfFileReader, embedded: EmbeddedPdfSignature) -> bool:
    try:
        certifying = reader.root["/Perms"]["/DocMDP"]
    except KeyError:
        return False
    same = certifying.get("/Contents") == embedded.sig_object.get("/Contents")
    return bool(same and embedded.docmdp_level == MDPPerm.FILL_FORMS)
