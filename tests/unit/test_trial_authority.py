"""The trial authority: what its certificates say and allow, and what pyHanko and pdfsig make of them."""

from __future__ import annotations

import io
import os
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto.pkcs12 import Pfx
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, fields, sign_pdf
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from support import costs

from ecar_governance.errors import Conflict, InvalidInput, MissingOnMachine
from ecar_governance.keys.authority import (
    TRIAL_MARK,
    create_trial_authority,
    fingerprint,
    is_trial,
    issue_signer,
    load_trust_roots,
)
from ecar_governance.keys.signer_files import certificate_of, load_signer_files, passphrase_bytes

CONFERENCE = "Azərbaycan Rektorlar Konfransı"
PASSPHRASE = "ən uzun şifrə 😀"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("trial") / "authority"
    create_trial_authority(directory, CONFERENCE)
    return directory


@pytest.fixture(scope="module")
def p12(authority: Path) -> bytes:
    with costs.real():
        return issue_signer(authority, "person-7f3a", "Əli Şükürov", "Sədr", PASSPHRASE)


def opened(p12: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate_of(p12, PASSPHRASE))


def test_files_are_private_where_they_must_be(authority: Path) -> None:
    assert stat.S_IMODE(authority.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in authority.iterdir()}
    assert modes == {"root.pem": 0o644, "issuer.pem": 0o644, "issuer.key.pem": 0o600}


def test_what_the_holders_certificate_says(authority: Path, p12: bytes) -> None:
    certificate = opened(p12)
    subject = {attribute.oid: attribute.value for attribute in certificate.subject}
    assert subject == {
        NameOID.COMMON_NAME: "SINAQ / TRIAL: Əli Şükürov",
        NameOID.ORGANIZATION_NAME: CONFERENCE,
        NameOID.ORGANIZATIONAL_UNIT_NAME: "SINAQ / TRIAL",
        NameOID.TITLE: "Sədr",
        NameOID.SERIAL_NUMBER: "person-7f3a",
    }
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert not basic.value.ca
    assert certificate.serial_number.bit_length() > 64
    years = (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days / 365.25
    assert 1.99 < years < 2.01
    assert is_trial(certificate.public_bytes(Encoding.DER))
    assert all(is_trial(root) for root in load_trust_roots(authority))


def test_the_chain_holds_under_its_root_and_its_limits(authority: Path, p12: bytes) -> None:
    root = x509.load_pem_x509_certificate((authority / "root.pem").read_bytes())
    issuer = x509.load_pem_x509_certificate((authority / "issuer.pem").read_bytes())
    root.verify_directly_issued_by(root)
    issuer.verify_directly_issued_by(root)
    opened(p12).verify_directly_issued_by(issuer)
    lengths = [
        part.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length
        for part in (root, issuer)
    ]
    assert lengths == [1, 0]
    for part in (root, issuer):
        usage = part.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.key_cert_sign
        assert not usage.digital_signature


def test_the_roots_private_key_is_nowhere(authority: Path) -> None:
    root = x509.load_pem_x509_certificate((authority / "root.pem").read_bytes())
    issuer = x509.load_pem_x509_certificate((authority / "issuer.pem").read_bytes())
    assert root.public_key() != issuer.public_key()
    assert load_trust_roots(authority) == (root.public_bytes(Encoding.DER),)


def test_an_authority_is_made_once(authority: Path) -> None:
    before = (authority / "root.pem").read_bytes()
    with pytest.raises(Conflict, match="already"):
        create_trial_authority(authority, CONFERENCE)
    assert (authority / "root.pem").read_bytes() == before


def test_an_attempt_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "issuer.key.pem").write_text("half")
    made = create_trial_authority(tmp_path, CONFERENCE, now=NOW)
    root = x509.load_pem_x509_certificate((tmp_path / "root.pem").read_bytes())
    assert made.root_fingerprint == fingerprint(root)
    assert root.not_valid_before_utc == NOW - timedelta(minutes=5)


def test_two_holders_have_two_keys(authority: Path, p12: bytes) -> None:
    other = issue_signer(authority, "person-8", "Leyla Quliyeva", "Katib", PASSPHRASE)
    assert opened(p12).public_key() != opened(other).public_key()
    assert opened(p12).serial_number != opened(other).serial_number


def test_a_long_name_is_shortened_to_what_x509_allows(tmp_path: Path) -> None:
    create_trial_authority(tmp_path, "Konfransı " * 20)
    certificate = opened(issue_signer(tmp_path, "person-1", "Əəş " * 60, "", PASSPHRASE))
    names = [str(attribute.value) for attribute in certificate.subject]
    assert all(len(name.encode()) <= 64 for name in names)
    assert certificate.subject.get_attributes_for_oid(NameOID.TITLE) == []
    assert any(name.endswith("…") for name in names)


def test_a_holder_never_outlives_the_issuer(tmp_path: Path) -> None:
    create_trial_authority(tmp_path, CONFERENCE, now=NOW)
    issuer = x509.load_pem_x509_certificate((tmp_path / "issuer.pem").read_bytes())
    late = NOW + timedelta(days=9 * 365.25)
    certificate = opened(issue_signer(tmp_path, "person-1", "Ad", "", PASSPHRASE, now=late))
    assert certificate.not_valid_after_utc == issuer.not_valid_after_utc
    with pytest.raises(MissingOnMachine, match="has ended"):
        issue_signer(tmp_path, "person-1", "Ad", "", PASSPHRASE, now=NOW + timedelta(days=11 * 366))


def test_what_is_missing_is_told(tmp_path: Path, authority: Path) -> None:
    with pytest.raises(MissingOnMachine) as raised:
        issue_signer(tmp_path, "person-1", "Ad", "", PASSPHRASE)
    assert "ecar init" in raised.value.fix
    with pytest.raises(MissingOnMachine):
        load_trust_roots(tmp_path)
    for person, name, now in (
        ("", "Ad", NOW),
        ("person-1", " ", NOW),
        ("person-1", "Ad", NOW.replace(tzinfo=None)),
    ):
        with pytest.raises(InvalidInput):
            issue_signer(authority, person, name, "", PASSPHRASE, now=now)


# --- the holder's file ----------------------------------------------------------------------------------


def test_opens_with_its_passphrase_in_any_normal_form_and_no_other(p12: bytes) -> None:
    decomposed = PASSPHRASE.replace("ş", "s\u0327")
    assert decomposed != PASSPHRASE
    assert certificate_of(p12, decomposed) == certificate_of(p12, PASSPHRASE)
    for wrong in ("", "ən uzun şifrə", PASSPHRASE + " "):
        with pytest.raises(InvalidInput, match="does not open"):
            certificate_of(p12, wrong)


def test_a_short_passphrase_is_refused(authority: Path) -> None:
    with pytest.raises(InvalidInput, match="12 characters"):
        issue_signer(authority, "person-1", "Ad", "", "x" * 11)


def test_guessing_costs_as_much_at_the_mac_as_at_the_key(p12: bytes) -> None:
    archive = Pfx.load(p12)
    assert archive["mac_data"]["iterations"].native == 1_200_000
    assert archive["mac_data"]["mac"]["digest_algorithm"]["algorithm"].native == "sha256"
    shown = subprocess.run(
        ["openssl", "pkcs12", "-info", "-noout", "-passin", "env:P12"],
        input=p12,
        env={**os.environ, "P12": PASSPHRASE},
        capture_output=True,
        check=True,
    ).stderr.decode()
    assert "MAC: sha256, Iteration 1200000" in shown
    assert shown.count("PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256") == 2


def self_signed(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A trust service")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, SHA256())
    )


def test_key_files_given_become_the_same_kind_of_archive(tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = self_signed(key)
    encryption = BestAvailableEncryption(passphrase_bytes(PASSPHRASE))
    key_file, certificate_file, p12_file = tmp_path / "k.pem", tmp_path / "c.pem", tmp_path / "s.p12"
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    certificate_file.write_bytes(certificate.public_bytes(Encoding.PEM))
    p12_file.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, None, encryption))
    for path in (key_file, p12_file):
        path.chmod(0o600)

    der = certificate.public_bytes(Encoding.DER)
    packed = load_signer_files(
        PASSPHRASE, key=key_file, certificate=certificate_file, chain=[certificate_file]
    )
    assert certificate_of(packed, PASSPHRASE) == der
    assert not is_trial(der)
    assert len(pkcs12.load_pkcs12(packed, passphrase_bytes(PASSPHRASE)).additional_certs) == 1
    assert load_signer_files(PASSPHRASE, p12=p12_file) == p12_file.read_bytes()

    with pytest.raises(InvalidInput, match="does not open"):
        load_signer_files("a wrong passphrase", p12=p12_file)
    with pytest.raises(InvalidInput, match="does not open"):
        load_signer_files("a wrong passphrase", key=key_file, certificate=certificate_file)
    with pytest.raises(InvalidInput, match="either one"):
        load_signer_files(PASSPHRASE, key=key_file)
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_signer_files(PASSPHRASE, key=key_file, certificate=tmp_path / "none.pem")
    with pytest.raises(InvalidInput, match="not a certificate"):
        load_signer_files(PASSPHRASE, key=key_file, certificate=key_file)
    p12_file.chmod(0o644)
    with pytest.raises(MissingOnMachine, match="open to other users"):
        load_signer_files(PASSPHRASE, p12=p12_file)


def test_key_files_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    key, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    encryption = BestAvailableEncryption(passphrase_bytes(PASSPHRASE))
    key_file, certificate_file = tmp_path / "k.pem", tmp_path / "c.pem"
    certificate_file.write_bytes(self_signed(other).public_bytes(Encoding.PEM))
    for content, says in (
        (key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption), "not the certificate of"),
        (key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "not encrypted"),
        (b"nonsense", "does not open"),
    ):
        key_file.write_bytes(content)
        key_file.chmod(0o600)
        with pytest.raises(InvalidInput, match=says):
            load_signer_files(PASSPHRASE, key=key_file, certificate=certificate_file)
    certificates_alone = pkcs12.serialize_key_and_certificates(None, None, self_signed(key), None, encryption)
    with pytest.raises(InvalidInput, match="no EC or RSA key"):
        certificate_of(certificates_alone, PASSPHRASE)


# --- a signature, checked by others ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def signed_pdf(p12: bytes) -> bytes:
    blank = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(blank)
    signer = SimpleSigner.load_pkcs12_data(p12, [], passphrase_bytes(PASSPHRASE))
    metadata = PdfSignatureMetadata(
        field_name="chair", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    return bytes(sign_pdf(IncrementalPdfFileWriter(blank), metadata, signer=signer).getbuffer())


def test_pyhanko_trusts_the_chain_under_the_root_and_under_no_other(
    signed_pdf: bytes, authority: Path, tmp_path: Path
) -> None:
    create_trial_authority(tmp_path, "Another conference")
    for directory, trusted in ((authority, True), (tmp_path, False)):
        roots = [Asn1Certificate.load(der) for der in load_trust_roots(directory)]
        signature = PdfFileReader(io.BytesIO(signed_pdf)).embedded_signatures[0]
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots))
        assert (status.intact, status.valid) == (True, True)
        assert (status.trusted, status.bottom_line) == (trusted, trusted)


def test_pdfsig_finds_the_signature_valid_and_shows_that_it_is_a_trial(
    signed_pdf: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed_pdf)
    shown = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in shown
    assert "Total document signed" in shown
    assert f"Signer Certificate Common Name: {TRIAL_MARK}: Əli Şükürov" in shown
    at = signed_pdf.index(b"/MediaBox")
    path.write_bytes(signed_pdf[:at] + b"/mediaBox" + signed_pdf[at + 9 :])
    shown = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." not in shown
