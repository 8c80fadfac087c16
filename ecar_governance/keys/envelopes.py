"""Ballot envelopes: HPKE (RFC 9180) to the vote's own key, every envelope of a vote of one length.

Suite: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. An envelope is HPKE's
encapsulated key and then its ciphertext; vote and seat are its `info`, so that it opens for no other. The
plaintext is the paper's canonical JSON, then zero bytes up to the bucket.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ecar_governance.domain.canonical import bytes_digest, canonical, parse
from ecar_governance.domain.codec import plain, restore
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.errors import InvalidInput, KeyLost, RecordBroken

SECRET_BUCKET = 256
"""Bytes of every padded paper of a secret vote (no seat, no reason)."""

ROLL_CALL_BUCKET = 8448
"""The same in a roll call, where a reason may be given, whether it is or not: 33 times 256."""

ELECTION_BUCKET = 16_640
"""The same in an election, by roll call or secret: a paper may rank a hundred candidates."""

LONGEST_REASON = 2000
"""Characters of a reason. Each takes four bytes of canonical JSON at most, so the longest fits."""

LONGEST_CODE = 64
"""Characters of a choice's code, all printable ASCII."""

LONGEST_SEAT = 100
"""Characters of a seat's id, all printable ASCII: it may hold the codes of a body and of a person."""

OVERHEAD = 32 + 16
"""Bytes that HPKE adds: the encapsulated key and the tag."""

_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def generate() -> tuple[str, bytes]:
    """A key pair for one vote: the public key in base64 (for `VoteOpened`), the private one as 32 bytes."""
    private = X25519PrivateKey.generate()
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return public_of(raw), raw


def public_of(private: bytes) -> str:
    """The public key (base64) of a private one: at the close, proof that the stored key is the vote's.

    Raises KeyLost when `private` is no X25519 key."""
    key = _private(private).public_key()
    return b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def seal(public: str, paper: Paper, vote: str, seat: str, *, election: bool = False) -> bytes:
    """The paper in an envelope that only the vote's private key opens, and only as this seat's in this vote.

    The length tells the kind of vote and nothing else: 304 bytes for a paper without a seat (secret), 8,496
    for one with a seat (roll call), 16,688 in an election, whatever the choice and with or without a reason.
    Two envelopes of equal papers differ.

    Args:
        public: the vote's public key, base64, from `VoteOpened`.
        paper: in a roll call with its seat, even when no reason is given; in a secret vote without.
        vote, seat: the ids that the envelope is bound to.
        election: whether the vote is an election: then every paper has room for marks, blank ones too.

    Raises:
        InvalidInput: the key is none, or the paper does not fit: a reason without a seat, too long, not NFC
            or with control characters; another seat. The sentence never holds the choice or the reason.
    """
    padded = _padded(paper, seat, ELECTION_BUCKET if election else _bucket(paper))
    try:
        return _suite.encrypt(padded, _public(public), info=_info(vote, seat))
    except (ValueError, binascii.Error) as error:
        raise InvalidInput("The vote's public key is not an X25519 key in base64.") from error


def open_(private: bytes, envelope: bytes, vote: str, seat: str) -> Paper:
    """The paper in the envelope of this seat in this vote.

    Raises:
        RecordBroken: the envelope was changed, is of another seat, vote or key, or holds no paper.
        KeyLost: `private` is no X25519 key.
    """
    return _opened(_private(private), envelope, vote, seat, {})


def open_all(private: bytes, envelopes: Mapping[str, bytes], vote: str) -> dict[str, Paper]:
    """The papers of a vote by seat, in the order of the seats. Raises what `open_` raises."""
    key = _private(private)  # once: it costs nearly as much as opening an envelope
    alike: dict[bytes, Paper] = {}
    return {seat: _opened(key, envelopes[seat], vote, seat, alike) for seat in sorted(envelopes)}


def _opened(key: X25519PrivateKey, envelope: bytes, vote: str, seat: str, alike: dict[bytes, Paper]) -> Paper:
    """The paper; `alike` are those without a seat that were read already, by what their envelopes held: most
    of a secret vote say one of three things."""
    try:
        opened = _suite.decrypt(envelope, key, info=_info(vote, seat))
    except (InvalidTag, ValueError) as error:
        raise RecordBroken(f"The envelope of {seat} does not open for the vote {vote}.") from error
    if (known := alike.get(opened)) is not None:
        return known
    try:
        # JSON ends in a brace, so the zero bytes after it are none of its own.
        paper = restore(parse(opened.rstrip(b"\x00")), Paper)
        if len(opened) in (_bucket(paper), ELECTION_BUCKET) and _padded(paper, seat, len(opened)) == opened:
            if paper.seat is None:
                alike[opened] = paper
            return paper
    except (msgspec.ValidationError, ValueError, RecordBroken, InvalidInput):
        pass  # the cause may quote the choice: it must not travel on
    raise RecordBroken(f"The envelope of {seat} opens, but what it holds is not a paper of this seat.")


def digest(envelope: bytes) -> str:
    """The envelope's SHA-256 as "sha256:<hex>": what the log holds, and the voter's receipt."""
    return bytes_digest(envelope)


class HpkeSealing:
    """These functions as `services.ports.Sealing`."""

    def generate(self) -> tuple[str, bytes]:
        """See `generate`."""
        return generate()

    def seal(self, public: str, paper: Paper, *, vote: str, seat: str, election: bool = False) -> bytes:
        """See `seal`."""
        return seal(public, paper, vote, seat, election=election)

    def open_all(self, private: bytes, envelopes: Mapping[str, bytes], *, vote: str) -> dict[str, Paper]:
        """See `open_all`."""
        return open_all(private, envelopes, vote)

    def digest(self, envelope: bytes) -> str:
        """See `digest`."""
        return digest(envelope)


def _bucket(paper: Paper) -> int:
    return SECRET_BUCKET if paper.seat is None else ROLL_CALL_BUCKET


def _padded(paper: Paper, seat: str, size: int) -> bytes:
    if not _is_code(paper.choice):
        raise InvalidInput(f"A choice's code has 1 to {LONGEST_CODE} printable ASCII characters.")
    if paper.seat is None:
        if paper.reason is not None:
            raise InvalidInput("A secret vote takes no reasons.", fix="send the choice alone")
    elif paper.seat != seat or not _is_code(seat, LONGEST_SEAT):
        raise InvalidInput("The paper is of another seat than its envelope.")
    reason = paper.reason or ""
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(
            f"The reason has {len(reason)} characters; {LONGEST_REASON} are the most.", fix="shorten it"
        )
    if any(char < " " and char not in "\n\t" for char in reason):
        raise InvalidInput("The reason holds a control character.", fix="remove it")
    told: dict[str, Any] = {"choice": paper.choice, "reason": paper.reason, "seat": paper.seat}
    if paper.marks:
        told["marks"] = paper.marks
    if paper.parts:
        told["parts"] = plain(paper.parts)
    try:
        written = canonical(told)
    except InvalidInput:
        # The cause may quote the reason: it must not travel on.
        raise InvalidInput(
            "The reason is not Unicode in form NFC.", fix="apply nfc() on the way in"
        ) from None
    if len(written) > size:
        raise InvalidInput("The paper has more marks than fit into its envelope.", fix="mark fewer")
    return written.ljust(size, b"\x00")


def _is_code(text: str, longest: int = LONGEST_CODE) -> bool:
    return 0 < len(text) <= longest and text.isascii() and text.isprintable()


def _info(vote: str, seat: str) -> bytes:
    """HPKE `info`: parts with their lengths, so that no two pairs of vote and seat give the same bytes."""
    parts = (b"ecar/ballot/v1", vote.encode(), seat.encode())
    return b"".join(len(part).to_bytes(4) + part for part in parts)


@lru_cache(maxsize=16)
def _public(public: str) -> X25519PublicKey:
    """Remembered: all ballots of a vote are sealed to one key."""
    return X25519PublicKey.from_public_bytes(b64decode(public, validate=True))


def _private(private: bytes) -> X25519PrivateKey:
    try:
        return X25519PrivateKey.from_private_bytes(private)
    except ValueError as error:
        raise KeyLost("The vote's private key is damaged: it is not 32 bytes.") from error
