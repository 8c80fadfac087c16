"""Two PAdES signatures: in order, each extending the file, shown on the page, valid to other readers."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from support.documents_kit import (
    BAKU,
    CHAIR,
    CHAIR_NAME,
    CHAIR_SIGNS,
    ENDS,
    PASSPHRASE,
    authority,
    chair_signs,
    secretary_signs,
    signed,
    unsigned,
)

from ecar_governance.documents.sign import sign_here, stamp_text
from ecar_governance.errors import Conflict, InvalidInput


def pdfsig(pdf: bytes, tmp_path: Path) -> list[str]:
    """What poppler says of each signature."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return re.split(r"^Signature #\d+:$", done.stdout, flags=re.MULTILINE)[1:]


def test_each_signature_extends_the_file() -> None:
    sample = signed()
    assert sample.by_chair.startswith(sample.unsigned)
    assert sample.by_both.startswith(sample.by_chair)
    assert len(sample.unsigned) < len(sample.by_chair) < len(sample.by_both)


def test_pdfsig_agrees(tmp_path: Path) -> None:
    chair, secretary = pdfsig(signed().by_both, tmp_path)
    for part in (chair, secretary):
        assert "Signature Validation: Signature is Valid." in part
        assert "Signature Type: ETSI.CAdES.detached" in part
        assert "Signing Hash Algorithm: SHA-256" in part
    assert "Signature Field Name: chair" in chair
    assert "Not total document signed" in chair
    assert "Signature Field Name: secretary" in secretary
    assert "- Total document signed" in secretary
    assert CHAIR_NAME in chair


def test_pdfsig_sees_an_altered_file(tmp_path: Path) -> None:
    pdf = signed().by_both
    spot = pdf.index(b"/StructTreeRoot")
    chair, secretary = pdfsig(pdf[:spot] + b"/structTreeRoot" + pdf[spot + 15 :], tmp_path)
    assert "Signature is Valid." not in chair
    assert "Signature is Valid." not in secretary


def test_a_structure_checker_agrees(tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed().by_both)
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 6


def test_an_rsa_key_signs_as_well(tmp_path: Path) -> None:
    root = authority()
    key = root.holder("RSA açarı", key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
    chair, _ = pdfsig(chair_signs(unsigned(), key), tmp_path)
    assert "Signature is Valid." in chair


def test_what_the_signature_dictionaries_say() -> None:
    with pikepdf.open(io.BytesIO(signed().by_both)) as pdf:
        chair, secretary = (field.V for field in pdf.Root.AcroForm.Fields)
        assert str(chair.Name) == CHAIR_NAME
        assert str(chair.Reason) == "İclasın sədri / Session chair"
        assert str(chair.M) == "D:20261123105000Z"
        assert str(secretary.M) == "D:20261123110200Z"
        certifying = chair.Reference[0]
        assert (str(certifying.TransformMethod), int(certifying.TransformParams.P)) == ("/DocMDP", 2)
        assert pdf.Root.Perms.DocMDP.objgen == chair.objgen
        locking = secretary.Reference[0]
        assert (str(locking.TransformMethod), str(locking.TransformParams.Action)) == ("/FieldMDP", "/All")
        assert int(pdf.Root.AcroForm.Fields[1].Lock.P) == 1
        assert int(pdf.Root.AcroForm.SigFlags) == 3


def test_the_certificates_travel_in_the_signature() -> None:
    reader = PdfFileReader(io.BytesIO(signed().by_both))
    for embedded in reader.embedded_signatures:
        assert len(embedded.signed_data["certificates"]) == 2
        attributes = {a["type"].native for a in embedded.signer_info["signed_attrs"]}
        # ETSI EN 319 142-1, 6.3: the time stands in /M, the certificate is bound by its digest.
        assert "signing_time" not in attributes
        assert "signing_certificate_v2" in attributes


def test_description_and_record_are_left_alone() -> None:
    with (
        pikepdf.open(io.BytesIO(signed().unsigned)) as before,
        pikepdf.open(io.BytesIO(signed().by_both)) as after,
    ):
        assert before.docinfo == after.docinfo
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert list(before.attachments) == list(after.attachments)


def test_the_stamp_is_seen_and_read(tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed().by_both)
    text = subprocess.run(
        ["pdftotext", "-f", "5", "-l", "5", "-layout", str(path), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for words in (
        "Elektron qaydada imzalanıb / Signed electronically",
        "23 noyabr 2026-cı il, 14:50 (UTC+04:00)",
        "23 November 2026, 15:02 (UTC+04:00)",
        "İclasın katibi / Session secretary",
    ):
        assert words in text


def test_the_words_of_the_stamp() -> None:
    assert stamp_text("Ad Soyad", CHAIR, CHAIR_SIGNS).splitlines() == [
        "Elektron qaydada imzalanıb / Signed electronically",
        "Ad Soyad",
        "İclasın sədri / Session chair",
        "23 noyabr 2026-cı il, 14:50 (UTC+04:00)",
        "23 November 2026, 14:50 (UTC+04:00)",
    ]


def test_a_name_that_the_stamp_font_lacks_still_signs(tmp_path: Path) -> None:
    pdf = sign_here(
        unsigned(), "chair", signed().chair, PASSPHRASE, name="王小明 100%", office=CHAIR, at=CHAIR_SIGNS
    )
    chair, _ = pdfsig(pdf, tmp_path)
    assert "Signature is Valid." in chair


def test_minutes_are_signed_the_same_way(tmp_path: Path) -> None:
    sample = signed()
    pdf = secretary_signs(chair_signs(unsigned("minutes"), sample.chair), sample.secretary)
    assert all("Signature is Valid." in part for part in pdfsig(pdf, tmp_path))


@pytest.mark.parametrize("passphrase", ["", "wrong", "düzgün parol ifadəsi ", "duzgun parol ifadesi"])
def test_a_wrong_passphrase_is_a_sentence(passphrase: str) -> None:
    with pytest.raises(InvalidInput, match="The passphrase does not open this signing key"):
        sign_here(unsigned(), "chair", signed().chair, passphrase, name="x", office=CHAIR, at=CHAIR_SIGNS)


def test_a_passphrase_typed_in_another_form_of_unicode_opens() -> None:
    import unicodedata

    typed = unicodedata.normalize("NFD", PASSPHRASE)
    assert typed != PASSPHRASE
    assert sign_here(unsigned(), "chair", signed().chair, typed, name="x", office=CHAIR, at=CHAIR_SIGNS)


def test_what_is_no_key_file_is_refused() -> None:
    with pytest.raises(InvalidInput):
        chair_signs(unsigned(), b"no key")


@pytest.mark.parametrize("at", [ENDS + timedelta(days=1), datetime(2025, 12, 31, tzinfo=BAKU)])
def test_a_certificate_that_is_not_valid_then_does_not_sign(at: datetime) -> None:
    with pytest.raises(InvalidInput, match="valid from 2026-01-01 to 2028-01-01"):
        chair_signs(unsigned(), signed().chair, at)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="zone"):
        chair_signs(unsigned(), signed().chair, datetime(2026, 11, 23, 12))  # noqa: DTZ001  # reason: the case


def test_the_chair_is_first_and_the_secretary_last() -> None:
    sample = signed()
    with pytest.raises(Conflict, match="chair signs first"):
        secretary_signs(sample.unsigned, sample.secretary)
    with pytest.raises(Conflict, match="chair is signed already"):
        chair_signs(sample.by_chair, sample.chair)
    with pytest.raises(Conflict, match="secretary is signed already"):
        secretary_signs(sample.by_both, sample.secretary)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"not a pdf", unsigned("extract")])
def test_what_has_no_fields_is_refused(pdf: bytes) -> None:
    with pytest.raises(InvalidInput):
        chair_signs(pdf, signed().chair)
