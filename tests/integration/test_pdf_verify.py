"""Verification: whatever was changed, added, swapped or signed wrongly is refused, and said in words."""

from __future__ import annotations

import hashlib
import io
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from msgspec.structs import replace
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from support.documents_kit import (
    CHAIR_NAME,
    CHAIR_SIGNS,
    CHECKED,
    ENDS,
    FONTS,
    PASSPHRASE,
    SECRETARY_NAME,
    SECRETARY_SIGNS,
    TEMPLATES,
    Signed,
    authority,
    chair_signs,
    resolution,
    secretary_signs,
    signed,
    unsigned,
)

from ecar_governance.documents.typeset import typeset_resolution
from ecar_governance.documents.verify import PdfReport, accept_outside, verify_pdf
from ecar_governance.domain.record import DecisionRecord, record_bytes
from ecar_governance.errors import InvalidInput


def on_record(*files: bytes) -> Callable[[str], str | None]:
    """A log that has these files on record."""
    known = {hashlib.sha256(file).hexdigest(): f"event {number}" for number, file in enumerate(files)}
    return known.get


def check(pdf: bytes, *, known: bool = True, at: datetime = CHECKED) -> PdfReport:
    return verify_pdf(pdf, [signed().root.der], known_sha256=on_record(pdf) if known else None, at=at)


def codes(report: PdfReport) -> set[str]:
    return {finding.code for finding in report.findings}


# --- what is good ----------------------------------------------------------------------------------------


def test_a_whole_file_is_good_and_says_everything() -> None:
    sample = signed()
    report = check(sample.by_both)
    assert report.findings == ()
    assert report.good
    assert report.signatures_good
    assert (report.consistent, report.in_log, report.log_reference) == ("yes", "yes", "event 0")
    assert report.sha256 == hashlib.sha256(sample.by_both).hexdigest()
    assert report.record == resolution()
    assert report.record_sha256 == hashlib.sha256(record_bytes(resolution())).hexdigest()
    chair, secretary = report.signatures
    assert (chair.field, chair.signer, chair.claimed) == ("chair", CHAIR_NAME, CHAIR_NAME)
    assert (secretary.field, secretary.signer) == ("secretary", SECRETARY_NAME)
    assert (chair.signed_at, secretary.signed_at) == (CHAIR_SIGNS, SECRETARY_SIGNS)
    assert (chair.covers, secretary.covers) == ("entire_revision", "entire_file")
    assert (chair.changes_after, secretary.changes_after) == ("form_filling", "none")
    assert (chair.certifies, chair.locks) == (True, False)
    assert (secretary.certifies, secretary.locks) == (False, True)
    assert all(s.intact and s.trusted and not s.trial for s in report.signatures)
    assert chair.office == "İclasın sədri / Session chair"


def test_without_a_log_signatures_can_be_good_but_the_file_is_not() -> None:
    report = check(signed().by_both, known=False)
    assert report.signatures_good
    assert report.in_log == "unknown"
    assert not report.good


def test_a_file_that_the_log_does_not_have_is_refused() -> None:
    report = verify_pdf(signed().by_both, [signed().root.der], known_sha256=on_record(b"another"), at=CHECKED)
    assert codes(report) == {"not_on_record"}
    assert report.signatures_good
    assert not report.good


@pytest.mark.parametrize("form", ["der", "pem", "certificate"])
def test_roots_in_any_usual_form(form: str) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    root = signed().root.certificate
    given = {
        "der": root.public_bytes(Encoding.DER),
        "pem": root.public_bytes(Encoding.PEM),
        "certificate": root,
    }
    assert verify_pdf(signed().by_both, [given[form]], at=CHECKED).signatures_good


def test_a_root_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match="trust root"):
        verify_pdf(signed().by_both, [b"not a certificate"], at=CHECKED)


def test_the_check_stands_alone() -> None:
    """Neither the typesetter nor a database nor the web is needed to verify."""
    program = (
        "import sys\n"
        "for name in ('weasyprint', 'sqlalchemy', 'sqlmodel', 'litestar'):\n"
        "    sys.modules[name] = None\n"
        "from ecar_governance.documents.verify import verify_pdf\n"
        "print(verify_pdf(sys.stdin.buffer.read(), []).sha256)\n"
    )
    pdf = signed().by_both
    done = subprocess.run([sys.executable, "-c", program], input=pdf, capture_output=True, check=True)
    assert done.stdout.decode().strip() == hashlib.sha256(pdf).hexdigest()


# --- a table of what is not ------------------------------------------------------------------------------


def _update(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _metadata(writer: IncrementalPdfFileWriter) -> None:
    writer.document_meta.title = "Another title"
    writer.update_root()


def _annotation(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Text"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (10, 10, 40, 40))),
            generic.pdf_name("/Contents"): generic.pdf_string("Rədd edildi"),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def _page_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    content = page["/Contents"]
    content._data = content.data.replace(b"TJ", b"Tj", 1)
    content._encoded_data = None
    writer.update_container(content)


def _attachment(writer: IncrementalPdfFileWriter) -> None:
    file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]["/F"]
    file._data = file.data.replace(b'"for":"14"', b'"for":"17"')
    file._encoded_data = None
    writer.update_container(file)


def _empty_update(writer: IncrementalPdfFileWriter) -> None:
    writer.update_root()


def _between(change: Callable[[IncrementalPdfFileWriter], None]) -> Callable[[Signed], bytes]:
    """The change sneaks in after the chair; the secretary signs over it."""

    def make(sample: Signed) -> bytes:
        return secretary_signs(_update(sample.by_chair, change), sample.secretary)

    return make


def _swapped(sample: Signed) -> bytes:
    """The secretary's field first, by another program that knows no order."""
    first = _sign_raw(sample.unsigned, sample.secretary, "secretary", certify=False)
    return _sign_raw(first, sample.chair, "chair", certify=False)


def _sign_raw(
    pdf: bytes, key: bytes, field: str, *, certify: bool = True, pades: bool = True, new: bool = False
) -> bytes:
    signer = signers.SimpleSigner.load_pkcs12_data(key, other_certs=(), passphrase=PASSPHRASE.encode())
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS if certify or field != "secretary" else MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = signers.sign_pdf(writer, metadata, signer=signer, existing_fields_only=not new)
    data: bytes = out.getvalue()
    return data


def _short_lived(sample: Signed) -> bytes:
    """Signed in time with a certificate that has since ended."""
    ends = CHAIR_SIGNS + timedelta(minutes=5)
    first = chair_signs(sample.unsigned, sample.root.holder("Qısa müddətli", ends=ends))
    return secretary_signs(first, sample.secretary)


def _one_root_each(sample: Signed) -> bytes:
    other = authority("Başqa kök")
    return secretary_signs(sample.by_chair, other.holder("Yad katib"))


def _expired(sample: Signed) -> bytes:
    """Another program signs with a certificate that has ended, now."""
    return _sign_raw(
        sample.by_chair, sample.root.holder("Köhnə", ends=CHAIR_SIGNS), "secretary", certify=False
    )


def _not_pades(sample: Signed) -> bytes:
    return _sign_raw(sample.by_chair, sample.secretary, "secretary", certify=False, pades=False)


def _in_a_third_field(sample: Signed) -> bytes:
    return _sign_raw(sample.by_chair, sample.secretary, "third", certify=False, new=True)


REFUSED: dict[str, tuple[str, Callable[[Signed], bytes]]] = {
    "unsigned": ("not_signed", lambda s: s.unsigned),
    "the chair alone": ("not_signed", lambda s: s.by_chair),
    "order swapped": ("signature_order", _swapped),
    "metadata appended": ("not_entire_file", lambda s: _update(s.by_both, _metadata)),
    "annotation appended": ("not_entire_file", lambda s: _update(s.by_both, _annotation)),
    "empty update appended": ("not_entire_file", lambda s: _update(s.by_both, _empty_update)),
    "a byte appended": ("not_entire_file", lambda s: s.by_both + b"\n"),
    "a megabyte appended": ("file_damaged", lambda s: s.by_both + b"%" * 1_000_000),
    "a byte put before": ("file_damaged", lambda s: b" " + s.by_both),
    "last byte gone": ("not_entire_file", lambda s: s.by_both[:-1]),
    "half the file": ("file_damaged", lambda s: s.by_both[: len(s.by_both) // 2]),
    "annotation between": ("changed_after", _between(_annotation)),
    "metadata between": ("description_changed", _between(_metadata)),
    "page content between": ("changed_after", _between(_page_content)),
    "attachment between": ("changed_after", _between(_attachment)),
    "a secretary of another root": ("not_trusted", _one_root_each),
    "not PAdES": ("not_pades", _not_pades),
    "a field of its own": ("foreign_signature", _in_a_third_field),
    "certificate ended before": ("certificate_expired", _expired),
    "no PDF": ("file_damaged", lambda _: b"not a pdf"),
    "nothing": ("file_damaged", lambda _: b""),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_refused_by_name(case: str) -> None:
    code, make = REFUSED[case]
    report = check(make(signed()))
    assert code in codes(report)
    assert not report.signatures_good
    assert not report.good
    assert all(finding.message.endswith((".", "…")) or ":" in finding.message for finding in report.findings)


def test_another_root_is_not_enough() -> None:
    report = verify_pdf(signed().by_both, [authority("Yad").der], at=CHECKED)
    assert codes(report) == {"not_trusted"}
    assert [s.trusted for s in report.signatures] == [False, False]
    assert [s.intact for s in report.signatures] == [True, True]


def test_a_certificate_of_no_use_is_noted() -> None:
    """The file is as good as before, but somebody put something into it that proves nothing."""
    sample = signed()
    key = sample.root.holder("Katib", more=(authority("Yad").certificate,))
    report = check(secretary_signs(sample.by_chair, key))
    assert report.good
    assert [note.code for note in report.notes] == ["stray_certificate"]


def test_no_root_at_all_trusts_nothing() -> None:
    assert codes(verify_pdf(signed().by_both, [], at=CHECKED)) == {"not_trusted"}


def test_a_certificate_that_has_ended_since_needs_the_log() -> None:
    pdf = _short_lived(signed())
    assert codes(check(pdf, known=False)) == {"certificate_ended"}
    assert check(pdf).good


def test_a_file_of_the_past_is_good_as_long_as_the_log_has_it() -> None:
    later = ENDS + timedelta(days=400)
    assert check(signed().by_both, at=later).good
    assert codes(check(signed().by_both, known=False, at=later)) == {"certificate_ended"}


def test_a_signature_from_the_future_is_refused() -> None:
    assert codes(check(signed().by_both, at=CHAIR_SIGNS - timedelta(hours=1))) == {"signed_in_future"}


# --- the record and the pages ------------------------------------------------------------------------------


def _forged(change: Callable[[bytes], bytes]) -> bytes:
    """The typesetter's file with another record put inside before anybody signs."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned())) as pdf:
        stream = pdf.attachments["decision-record.json"].obj.EF.F
        stream.write(change(stream.read_bytes()))
        pdf.save(out, static_id=False)
    sample = signed()
    return secretary_signs(chair_signs(out.getvalue(), sample.chair), sample.secretary)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data.replace(b'"number":"3/2"', b'"number":"77/88"'), "record_not_shown"),
        (lambda data: data.replace(b"30 g", b"90 g"), "record_not_shown"),
        (lambda data: data.replace(b'"number":"3/2"', b'"number":"3/2" '), "record_not_canonical"),
        (lambda data: data.replace(b'"trial":true', b'"trial":false'), "record_of_another"),
        (lambda data: b"{}", "record_unreadable"),
        (lambda data: data[:100], "record_unreadable"),
    ],
)
def test_a_record_that_is_not_what_the_pages_say(change: Callable[[bytes], bytes], code: str) -> None:
    report = check(_forged(change))
    assert code in codes(report)
    assert not report.good
    assert report.consistent in ("no", "unknown")


# --- every byte ------------------------------------------------------------------------------------------


def _short() -> DecisionRecord:
    record = resolution()
    vote = replace(record.vote, electorate=record.vote.electorate[:1], roll=record.vote.roll[:1])
    return replace(record, vote=vote, texts={"az": "Qərara alır."}, titles={"az": "Sınaq"}, attachments=())


@pytest.fixture(scope="module")
def short() -> Signed:
    """A signed document small enough to be checked some hundred times."""
    sample = signed()
    pdf = typeset_resolution(_short(), fonts_dir=FONTS, templates_dir=TEMPLATES)
    first = chair_signs(pdf, sample.chair)
    return replace_bytes(sample, pdf, first, secretary_signs(first, sample.secretary))


def replace_bytes(sample: Signed, unsigned_pdf: bytes, first: bytes, both: bytes) -> Signed:
    return Signed(sample.root, sample.chair, sample.secretary, unsigned_pdf, first, both)


def _spots(pdf: bytes) -> list[int]:
    """Offsets all over the file, and some in each of its parts that a forger would think of."""
    chosen = set(random.Random(20261123).sample(range(len(pdf)), 120))
    marks = (
        *(b"/Contents <", b"xref", b"trailer", b"startxref", b"/ByteRange", b"%%EOF", b"/EmbeddedFile"),
        *(b"<?xpacket", b"/StructTreeRoot", b"/Perms", b"/Lock", b"/ID ", b"%PDF-1.7", b"/AP", b"/M ("),
    )
    for mark in marks:
        at = pdf.find(mark)
        while at >= 0:
            chosen.update(
                spot for spot in (at + 2, at + len(mark) + 3, at + len(mark) + 40) if spot < len(pdf)
            )
            at = pdf.find(mark, at + 1)
    for embedded in (pdf.find(b"/Contents <"), pdf.rfind(b"/Contents <")):
        end = pdf.index(b">", embedded)
        chosen.update((embedded + 11, end - 1, end - 2, end - 500, (embedded + end) // 2, end))
    return sorted(chosen)


def test_any_byte_that_is_flipped_is_found(short: Signed) -> None:
    """With the signatures alone, the log unasked, but for the signatures' own room.

    There the parts of a CMS that no signature covers (RFC 5652: a spare copy of a certificate, say) could be
    altered without harm to what it proves; that the file is another, the log alone tells.
    """
    pdf = short.by_both
    assert check(pdf, known=False).signatures_good
    rooms = [(at, pdf.index(b">", at)) for at in (pdf.find(b"/Contents <"), pdf.rfind(b"/Contents <"))]
    spots = _spots(pdf)
    assert len(spots) > 180
    missed = []
    for spot in spots:
        for bit in (0x01, 0x20) if spot % 3 == 0 else (0x01,):
            altered = bytearray(pdf)
            altered[spot] ^= bit
            if check(bytes(altered), known=False).signatures_good:
                missed.append(spot)
                assert not verify_pdf(
                    bytes(altered), [short.root.der], known_sha256=on_record(pdf), at=CHECKED
                ).good
    assert [spot for spot in missed if not any(start < spot < end for start, end in rooms)] == []
    assert len(missed) < 5


def test_the_log_finds_any_other_file(short: Signed) -> None:
    for spot in range(0, len(short.by_both), 5000):
        altered = bytearray(short.by_both)
        altered[spot] ^= 1
        report = verify_pdf(
            bytes(altered), [short.root.der], known_sha256=on_record(short.by_both), at=CHECKED
        )
        assert "not_on_record" in codes(report)
        assert not report.good


# --- signed elsewhere ------------------------------------------------------------------------------------


def outside(original: bytes, returned: bytes, **given: str) -> PdfReport:
    return accept_outside(original, returned, [signed().root.der], at=CHECKED, **given)  # type: ignore[arg-type]


def test_a_file_signed_elsewhere_is_taken_in() -> None:
    sample = signed()
    assert outside(sample.unsigned, sample.by_chair).signatures_good
    assert outside(sample.unsigned, sample.by_chair, field="chair").signatures_good
    assert outside(sample.by_chair, sample.by_both, field="secretary").signatures_good
    assert outside(sample.unsigned, sample.by_both).signatures_good


def test_another_program_that_neither_certifies_nor_locks_is_noted() -> None:
    sample = signed()
    returned = _sign_raw(sample.unsigned, sample.chair, "chair", certify=False)
    report = accept_outside(sample.unsigned, returned, [sample.root.der], at=datetime.now(UTC))
    assert report.signatures_good, report.findings
    assert "not_certifying" in {note.code for note in report.notes}


def _other(sample: Signed) -> bytes:
    pdf = typeset_resolution(_short(), fonts_dir=FONTS, templates_dir=TEMPLATES)
    return chair_signs(pdf, sample.chair)


OUTSIDE: dict[str, tuple[str, Callable[[Signed], tuple[bytes, bytes]], dict[str, str]]] = {
    "another document": ("not_an_extension", lambda s: (s.unsigned, _other(s)), {}),
    "nothing done": ("nothing_added", lambda s: (s.unsigned, s.unsigned), {}),
    "a note instead of a signature": (
        "nothing_signed",
        lambda s: (s.unsigned, _update(s.unsigned, _metadata)),
        {},
    ),
    "the wrong field": ("wrong_field", lambda s: (s.unsigned, s.by_chair), {"field": "secretary"}),
    "the secretary before the chair": (
        "wrong_field",
        lambda s: (s.unsigned, _sign_raw(s.unsigned, s.secretary, "secretary", certify=False)),
        {},
    ),
    "signed, then changed": ("not_entire_file", lambda s: (s.unsigned, _update(s.by_chair, _metadata)), {}),
    "an unknown root": (
        "not_trusted",
        lambda s: (s.unsigned, chair_signs(s.unsigned, authority("Yad").holder("Yad"))),
        {},
    ),
    "no PDF": ("not_an_extension", lambda s: (s.unsigned, b"hello"), {}),
}  # fmt: skip


@pytest.mark.parametrize("case", OUTSIDE)
def test_what_came_back_wrong_is_refused(case: str) -> None:
    code, make, given = OUTSIDE[case]
    original, returned = make(signed())
    report = outside(original, returned, **given)
    assert code in codes(report)
    assert not report.signatures_good
    assert not report.good
