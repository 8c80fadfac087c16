"""What the tests of documents share: sample records, typesetting, a small certificate authority.

Keys here open with few rounds: the tests are about documents, not about how slow a passphrase is to guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from ecar_governance.documents.sign import sign_here
from ecar_governance.documents.typeset import typeset_extract, typeset_minutes, typeset_resolution
from ecar_governance.domain.record import DecisionRecord, ExtractRecord, MinutesRecord, read_record

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "ecar_governance" / "resources" / "fonts"
TEMPLATES = ROOT / "templates" / "documents"
SAMPLES = ROOT / "tests" / "data" / "documents"
GOLDEN = ROOT / "tests" / "golden" / "documents"

PASSPHRASE = "düzgün parol ifadəsi"
BAKU = timezone(timedelta(hours=4))
CHAIR_SIGNS = datetime(2026, 11, 23, 14, 50, tzinfo=BAKU)
SECRETARY_SIGNS = datetime(2026, 11, 23, 15, 2, tzinfo=BAKU)
CHECKED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = datetime(2028, 1, 1, tzinfo=UTC)

CHAIR = {"az": "İclasın sədri", "en": "Session chair"}
SECRETARY = {"az": "İclasın katibi", "en": "Session secretary"}
CHAIR_NAME = "Xəzər Universitetinin rektoru"
SECRETARY_NAME = "Gəncə Dövlət Universitetinin rektoru"

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def resolution(name: str = "roll-call") -> DecisionRecord:
    return read_record((SAMPLES / f"{name}.json").read_bytes(), DecisionRecord)


def minutes() -> MinutesRecord:
    return read_record((SAMPLES / "minutes.json").read_bytes(), MinutesRecord)


def extract() -> ExtractRecord:
    return read_record((SAMPLES / "extract.json").read_bytes(), ExtractRecord)


@cache
def unsigned(name: str = "roll-call") -> bytes:
    """The sample's document; each is typeset once a run."""
    if name == "minutes":
        return typeset_minutes(minutes(), fonts_dir=FONTS, templates_dir=TEMPLATES)
    if name == "extract":
        return typeset_extract(extract(), fonts_dir=FONTS, templates_dir=TEMPLATES)
    return typeset_resolution(resolution(name), fonts_dir=FONTS, templates_dir=TEMPLATES)


@dataclass(frozen=True)
class Authority:
    """A root and its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def holder(
        self,
        name: str,
        *,
        begins: datetime = BEGINS,
        ends: datetime = ENDS,
        key: Key | None = None,
        more: tuple[x509.Certificate, ...] = (),
    ) -> bytes:
        """A PKCS#12 file for a holder, opened by `PASSPHRASE`; `more` travels with its chain."""
        own = key or ec.generate_private_key(ec.SECP256R1())
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        certificate = (
            _builder(name, own, self.certificate.subject, begins, ends)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, SHA256())
        )
        encryption = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1000).build(PASSPHRASE.encode())
        return pkcs12.serialize_key_and_certificates(
            name.encode(), own, certificate, [self.certificate, *more], encryption
        )


def authority(name: str = "Sınaq kökü") -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    certificate = (
        _builder(name, key, subject, BEGINS, ENDS + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    return Authority(certificate, key)


def _builder(
    name: str, key: Key, issuer: x509.Name, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


@dataclass(frozen=True)
class Signed:
    """A resolution before, between and after its two signatures, and who signed."""

    root: Authority
    chair: bytes
    secretary: bytes
    unsigned: bytes
    by_chair: bytes
    by_both: bytes


def chair_signs(pdf: bytes, key: bytes, at: datetime = CHAIR_SIGNS) -> bytes:
    return sign_here(pdf, "chair", key, PASSPHRASE, name=CHAIR_NAME, office=CHAIR, at=at)


def secretary_signs(pdf: bytes, key: bytes, at: datetime = SECRETARY_SIGNS) -> bytes:
    return sign_here(pdf, "secretary", key, PASSPHRASE, name=SECRETARY_NAME, office=SECRETARY, at=at)


@cache
def signed() -> Signed:
    """One signed sample for all tests of a run; they read it and never change it."""
    root = authority()
    chair, secretary = root.holder(CHAIR_NAME), root.holder(SECRETARY_NAME)
    pdf = unsigned()
    first = chair_signs(pdf, chair)
    return Signed(root, chair, secretary, pdf, first, secretary_signs(first, secretary))
