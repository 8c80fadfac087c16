"""A trial certificate authority, so that a conference can sign before it has certificates of a trust service.

Everything it issues says SINAQ / TRIAL in the name that a reader of the PDF is shown: it proves to whom the
conference gave the key, and has no legal weight of its own (for that: `signer_files`, or signing outside).
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from msgspec import Struct

from ecar_governance.errors import Conflict, InvalidInput, MissingOnMachine
from ecar_governance.keys.files import make_private_directory, read_private, write_new
from ecar_governance.keys.signer_files import pack

TRIAL_MARK = "SINAQ / TRIAL"
"""Begins the common name of every certificate of a trial authority."""

AUTHORITY_YEARS = 10
SIGNER_YEARS = 2
CLOCK_SKEW = timedelta(minutes=5)
"""Certificates begin a little early, for readers whose clock is behind."""

_ROOT, _ISSUER, _ISSUER_KEY = "root.pem", "issuer.pem", "issuer.key.pem"
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_LONGEST_NAME = 64  # X.520's upper bound, which the library counts in bytes of UTF-8


class TrialAuthority(Struct, frozen=True):
    """What was made: the folder, and the root's SHA-256 over its DER bytes as "sha256:<hex>"."""

    directory: Path
    root_fingerprint: str


def create_trial_authority(
    directory: Path, conference_name: str, *, now: datetime | None = None
) -> TrialAuthority:
    """Makes a root and one issuing authority under it, valid ten years (RFC 5280; ECDSA P-256, SHA-256).

    Files: `root.pem`, `issuer.pem` and, 0600, `issuer.key.pem`. The root's own private key is forgotten as
    soon as it has signed the issuer: nothing else can ever be put under this root.

    Args:
        directory: made, for its owner alone, if absent; keep it out of backups as any key.
        conference_name: the organisation in every name; shortened to 64 bytes.
        now: aware; the machine's clock if none is given.

    Raises Conflict when there is an authority here already.
    """
    begins = _aware(now)
    make_private_directory(directory)
    if (directory / _ROOT).exists():
        raise Conflict(f"{directory} holds a trial authority already; it was left as it was.")
    for name in (_ISSUER, _ISSUER_KEY):  # of an attempt that was cut short: the root is written last
        (directory / name).unlink(missing_ok=True)
    ends = begins + timedelta(days=round(365.25 * AUTHORITY_YEARS))
    root_key, issuer_key = _new_key(), _new_key()
    root_name = _name(f"{TRIAL_MARK}: root", conference_name)
    root = _authority(root_name, root_key.public_key(), root_name, root_key, (begins, ends), path_length=1)
    issuer_name = _name(f"{TRIAL_MARK}: issuer", conference_name)
    issuer = _authority(
        issuer_name, issuer_key.public_key(), root_name, root_key, (begins, ends), path_length=0, above=root
    )
    pem = issuer_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_new(directory / _ISSUER_KEY, pem)
    write_new(directory / _ISSUER, issuer.public_bytes(Encoding.PEM), mode=0o644)
    write_new(
        directory / _ROOT, root.public_bytes(Encoding.PEM), mode=0o644
    )  # last: its presence means whole
    return TrialAuthority(directory, fingerprint(root))


def issue_signer(
    directory: Path,
    person_id: str,
    common_name: str,
    office: str,
    passphrase: str,
    *,
    now: datetime | None = None,
) -> bytes:
    """A fresh signing key and certificate for one holder, as PKCS#12 that their passphrase alone opens.

    The certificate (two years, never past its issuer) is for signatures on documents: digitalSignature and
    nonRepudiation (RFC 5280 section 4.2.1.3), documentSigning (RFC 9336) and emailProtection, which NSS asks
    of signers. The key itself is kept nowhere else, and nobody can recover it without the passphrase.

    Args:
        directory: of `create_trial_authority`.
        person_id: the id in the log; becomes the subject's serialNumber.
        common_name: as a reader of the PDF shall see it, after the trial mark.
        office: becomes the subject's title; may be empty.
        passphrase: at least twelve characters, the holder's own (see `signer_files.passphrase_bytes`).

    Raises:
        MissingOnMachine: there is no authority in the folder, or it has ended.
        InvalidInput: a name is empty, or the passphrase too short.
    """
    begins = _aware(now)
    if not common_name.strip() or not person_id.strip():
        raise InvalidInput("A certificate needs the holder's name and id.")
    fix = "make a trial authority with `ecar init`, or name key files in the settings"
    issuer = _certificate(directory / _ISSUER, fix)
    pem = read_private(directory / _ISSUER_KEY, what="The trial authority's private key", fix=fix)
    issuer_key = load_pem_private_key(pem, password=None)
    if (
        not isinstance(issuer_key, ec.EllipticCurvePrivateKey)
        or issuer_key.public_key() != issuer.public_key()
    ):
        raise MissingOnMachine(f"{directory / _ISSUER_KEY} is not the key of {_ISSUER}.", fix=fix)
    ends = min(begins + timedelta(days=round(365.25 * SIGNER_YEARS)), issuer.not_valid_after_utc)
    if begins >= ends:
        raise MissingOnMachine(f"The trial authority in {directory} has ended.", fix=fix)
    conference = str(issuer.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)
    key = _new_key()
    certificate = (
        _builder(
            _name(f"{TRIAL_MARK}: {common_name}", conference, title=office, serial=person_id),
            key.public_key(),
            issuer.subject,
            (begins, ends),
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_documents=True), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(_issued_by(issuer), critical=False)
        .sign(issuer_key, SHA256())
    )
    return pack(key, certificate, (issuer,), passphrase, friendly_name=common_name)


def load_trust_roots(directory: Path) -> tuple[bytes, ...]:
    """The DER bytes of the certificates that chains may end in: `*.pem` in the folder that sign themselves.

    A conference adds the root of a trust service by putting its PEM here. Raises MissingOnMachine when there
    is none.
    """
    roots = []
    for path in sorted(directory.glob("*.pem")):
        if path.name.endswith(".key.pem"):
            continue
        certificate = _certificate(path, "put the root of the certificates there as PEM")
        if certificate.issuer == certificate.subject:
            roots.append(certificate.public_bytes(Encoding.DER))
    if not roots:
        raise MissingOnMachine(f"{directory} holds no root certificate.", fix="run `ecar init`")
    return tuple(roots)


def is_trial(certificate_der: bytes) -> bool:
    """True when the certificate bears the trial mark: what is signed with it must show SINAQ / TRIAL."""
    certificate = x509.load_der_x509_certificate(certificate_der)
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return any(str(name.value).startswith(TRIAL_MARK) for name in names)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the DER bytes, as "sha256:<hex>": how the log names a certificate."""
    return "sha256:" + certificate.fingerprint(SHA256()).hex()


def _authority(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    validity: tuple[datetime, datetime],
    *,
    path_length: int,
    above: x509.Certificate | None = None,
) -> x509.Certificate:
    builder = (
        _builder(subject, public, issuer, validity)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(signs_documents=False), critical=True)
    )
    if above is not None:
        builder = builder.add_extension(_issued_by(above), critical=False)
    return builder.sign(key, SHA256())


def _builder(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    validity: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    begins, ends = validity
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - CLOCK_SKEW)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    """RFC 5280 section 4.2.1.3: a holder signs documents, an authority signs certificates; nothing more."""
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,  # nonRepudiation
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        encipher_only=False,
        decipher_only=False,
    )


def _issued_by(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _name(common: str, organisation: str, *, title: str = "", serial: str = "") -> x509.Name:
    parts = [
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TRIAL_MARK),
        (NameOID.TITLE, title),
        (NameOID.SERIAL_NUMBER, serial),
        (NameOID.COMMON_NAME, common),
    ]
    return x509.Name([x509.NameAttribute(oid, _shortened(text)) for oid, text in parts if text.strip()])


def _shortened(text: str) -> str:
    """NFC, single spaces, and cut between two letters where it must be."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(text.encode()) <= _LONGEST_NAME:
        return text
    return text.encode()[: _LONGEST_NAME - len("…".encode())].decode(errors="ignore") + "…"


def _certificate(path: Path, fix: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except OSError as error:
        raise MissingOnMachine(
            f"The certificate {path} cannot be read: {error.strerror}.", fix=fix
        ) from error
    except ValueError as error:
        raise MissingOnMachine(f"{path} is not a certificate in PEM.", fix=fix) from error


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _aware(now: datetime | None) -> datetime:
    if now is None:
        now = datetime.now(UTC)
    if now.tzinfo is None:
        raise InvalidInput("A certificate begins at an instant with a zone.")
    return now.astimezone(UTC).replace(microsecond=0)
