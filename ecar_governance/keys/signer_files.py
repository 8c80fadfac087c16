"""Signing keys as files: PKCS#12 under the holder's passphrase, however the key came here."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from asn1crypto.pkcs12 import Pfx  # type: ignore[import-untyped]  # comes with pyhanko, ships no types
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, load_pem_private_key, pkcs12

from ecar_governance.errors import InvalidInput
from ecar_governance.keys.files import read_private

LEAST_PASSPHRASE = 12
"""Characters. The file may be stolen and tried at leisure, so this is more than a password to a server."""

KDF_ROUNDS = 600_000
"""PBKDF2-HMAC-SHA-256, as OWASP's cheat sheet on password storage advises."""

MAC_ROUNDS = 1_200_000
"""Twice as many for the archive's MAC, whose rounds are one hash instead of two."""

SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def passphrase_bytes(passphrase: str) -> bytes:
    """The passphrase as PKCS#12 readers want it: NFC, so that ə and ö open from every keyboard; UTF-8.

    Give this, never `passphrase.encode()`, to `pyhanko`'s `SimpleSigner.load_pkcs12_data`.
    """
    return normalize("NFC", passphrase).encode()


def pack(
    key: SigningKey,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    passphrase: str,
    *,
    friendly_name: str,
) -> bytes:
    """PKCS#12 (RFC 7292) with PBES2, AES-256-CBC and PBKDF2; its MAC is HMAC-SHA-256.

    Raises InvalidInput when the passphrase is shorter than twelve characters.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise InvalidInput(f"A passphrase for a signing key has {LEAST_PASSPHRASE} characters or more.")
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(SHA256())
        .build(passphrase_bytes(passphrase))
    )
    name = normalize("NFC", friendly_name).encode()
    packed = pkcs12.serialize_key_and_certificates(name, key, certificate, chain, encryption)
    return _with_slow_mac(packed, normalize("NFC", passphrase))


def load_signer_files(
    passphrase: str,
    *,
    p12: Path | None = None,
    key: Path | None = None,
    certificate: Path | None = None,
    chain: Sequence[Path] = (),
) -> bytes:
    """A holder's key from files given in the settings, as PKCS#12 bytes that the same passphrase opens.

    Either `p12`, or `key` (encrypted PEM) with `certificate` and, in order, the PEM files of the `chain`. The
    files are opened, so a wrong passphrase shows here and not in the middle of signing.

    Raises:
        MissingOnMachine: a private file is absent or open to others.
        InvalidInput: the passphrase is wrong or too short, the files do not belong together, or the key is
            neither EC nor RSA.
    """
    if p12 is not None:
        data = read_private(p12, what="The signing key", fix="name the right file in the settings")
        _unpack(data, passphrase, str(p12))
        return data
    if key is None or certificate is None:
        raise InvalidInput("A signing key is either one .p12 file, or a key file with a certificate file.")
    pem = read_private(key, what="The signing key", fix="name the right file in the settings")
    try:
        private = load_pem_private_key(pem, password=passphrase_bytes(passphrase))
    except TypeError as error:
        raise InvalidInput(f"{key} is not encrypted.", fix=f"openssl pkcs8 -topk8 -in {key}") from error
    except ValueError as error:
        raise InvalidInput(f"{key} does not open: a wrong passphrase, or no private key.") from error
    certificates = [found for path in (certificate, *chain) for found in _certificates(path)]
    own, above = certificates[0], certificates[1:]
    if not isinstance(private, SigningKey) or private.public_key() != own.public_key():
        raise InvalidInput(f"{certificate} is not the certificate of {key}.")
    return pack(private, own, above, passphrase, friendly_name=own.subject.rfc4514_string())


def certificate_of(p12: bytes, passphrase: str) -> bytes:
    """The holder's certificate (DER) out of PKCS#12 bytes. Raises InvalidInput for a wrong passphrase."""
    return _unpack(p12, passphrase, "The signing key").public_bytes(Encoding.DER)


def _with_slow_mac(packed: bytes, passphrase: str) -> bytes:
    """The same archive under a MAC of `MAC_ROUNDS`.

    The library's own MAC takes 2,048 rounds, whatever the encryption takes: a thief would guess passphrases
    against the MAC, six hundred times quicker than against the key. The rest is RFC 7292 appendix B.2 where
    one block of SHA-256 is all that is asked for.
    """
    archive = Pfx.load(packed)
    salt = secrets.token_bytes(16)
    block = b"\x03" * 64 + _filled(salt) + _filled(passphrase.encode("utf-16-be") + b"\x00\x00")
    mac_key = sha256(block).digest()
    for _ in range(MAC_ROUNDS - 1):
        mac_key = sha256(mac_key).digest()
    content = archive["auth_safe"]["content"].native
    mac = archive["mac_data"]
    mac["mac_salt"], mac["iterations"] = salt, MAC_ROUNDS
    mac["mac"]["digest"] = hmac.digest(mac_key, content, "sha256")
    return bytes(archive.dump(force=True))


def _filled(text: bytes) -> bytes:
    """Repeated up to a multiple of 64 bytes, the block of SHA-256 (RFC 7292 appendix B.2, steps 2 and 3)."""
    length = -(-len(text) // 64) * 64
    return (text * length)[:length]


def _unpack(data: bytes, passphrase: str, what: str) -> x509.Certificate:
    try:
        opened = pkcs12.load_pkcs12(data, passphrase_bytes(passphrase))
    except ValueError as error:
        raise InvalidInput(f"{what} does not open: a wrong passphrase, or not PKCS#12.") from error
    if opened.cert is None or not isinstance(opened.key, SigningKey):
        raise InvalidInput(f"{what} holds no EC or RSA key with its certificate.")
    return opened.cert.certificate


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise InvalidInput(f"The certificate {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise InvalidInput(f"{path} is not a certificate in PEM.") from error
