"""Checkpoints and signed notes as text (C2SP tlog-checkpoint and signed-note); the signing is done outside.

A checkpoint says in three lines what the log holds: its origin, its size, its root. A note adds a blank line
and signatures. Any C2SP tool reads both, and so does a person.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

from msgspec import Struct

from ecar_governance.domain.log import HASH_BYTES
from ecar_governance.errors import InvalidInput, RecordBroken

ED25519 = 0x01
"""Signature type of signed-note: Ed25519 (RFC 8032) over the note's text."""

MOST_SIGNATURES = 100
"""signed-note asks verifiers for a limit, of at least 16."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_KEY_HASH = re.compile(r"[0-9a-f]{8}", re.ASCII)


class Checkpoint(Struct, frozen=True):
    """What the log is at one moment: `size` leaves under `root` (32 bytes), in the log named `origin`."""

    origin: str
    size: int
    root: bytes


class VerifierKey(Struct, frozen=True):
    """A public key as signed-note writes it: `name`, one byte of signature type, the key's own bytes."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_hash(self) -> bytes:
        """SHA-256(name || 0x0A || type || public key)[:4]: tells keys apart, proves nothing."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]


class NoteSignature(Struct, frozen=True):
    """One line of signature: who says to have signed, with which key, and the signature's bytes."""

    name: str
    key_hash: bytes
    signature: bytes


class Verifier(Protocol):
    """One trusted key (see `keys.notes.NoteVerifier`)."""

    @property
    def name(self) -> str:
        """The key's name, as in the signature line."""

    @property
    def key_hash(self) -> bytes:
        """Its four bytes, as in the signature line."""

    def verify(self, message: bytes, signature: bytes) -> bool:
        """True when the key signed exactly this message."""


def render_checkpoint(checkpoint: Checkpoint) -> str:
    """The note text of a checkpoint: three lines. Raises InvalidInput if it could not be read back."""
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{b64encode(checkpoint.root).decode()}\n"
    try:
        parse_checkpoint(text)
    except RecordBroken as error:
        raise InvalidInput(f"This checkpoint cannot be written: {error}") from error
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note text states, strictly: one spelling for each.

    Extension lines, which tlog-checkpoint allows and advises against, are not ours and are refused.
    Raises RecordBroken.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise RecordBroken(
            "A checkpoint has three lines: origin, size and root hash, each ending in a newline."
        )
    origin, size, root_text = lines[:3]
    if not _is_name(origin):
        raise RecordBroken(
            "The checkpoint's first line is not an origin: it is empty or holds a space or a plus."
        )
    if not _SIZE.fullmatch(size):
        raise RecordBroken(
            f"The checkpoint's size {size[:40]!r} is not a decimal number without leading zeros."
        )
    root_hash = _base64(root_text, "root hash")
    if len(root_hash) != HASH_BYTES:
        raise RecordBroken(f"The checkpoint's root hash has {len(root_hash)} bytes, not {HASH_BYTES}.")
    return Checkpoint(origin, int(size), root_hash)


def render_note(text: str, signatures: Sequence[NoteSignature]) -> str:
    """The signed note: the text, a blank line, one line a signature.

    Raises InvalidInput when the text or a name cannot be in a note, or nobody signed."""
    lines = "".join(
        f"— {line.name} {b64encode(line.key_hash + line.signature).decode()}\n" for line in signatures
    )
    note = f"{text}\n{lines}"
    try:
        if split_note(note) != (text, tuple(signatures)):
            raise InvalidInput("This note would not read back as it was written.")
    except RecordBroken as error:
        raise InvalidInput(f"This note cannot be written: {error}") from error
    return note


def split_note(note: str) -> tuple[str, tuple[NoteSignature, ...]]:
    """The text and the signature lines of a note, nothing verified yet. Raises RecordBroken on bad form."""
    if any((char < " " and char != "\n") or "\ud800" <= char <= "\udfff" for char in note):
        raise RecordBroken("The note holds a control character, or half of a surrogate pair.")
    body, blank, tail = note.rpartition("\n\n")  # the last empty line parts text from signatures
    if not blank or not tail.endswith("\n"):
        raise RecordBroken("The note has no signatures: a blank line and signature lines must end it.")
    lines = tail.split("\n")[:-1]
    if len(lines) > MOST_SIGNATURES:
        raise RecordBroken(f"The note has {len(lines)} signatures; {MOST_SIGNATURES} are the most allowed.")
    return body + "\n", tuple(_signature_line(line) for line in lines)


def open_note(note: str, verifiers: Sequence[Verifier]) -> Checkpoint:
    """The checkpoint of a note that a trusted key signed.

    As signed-note asks: signatures of unknown keys are ignored, every one of a known key must hold, and at
    least one must be there. Nothing of the text is believed before.

    Raises:
        RecordBroken: the note's form is bad, a known key's signature fails, or no known key signed.
        InvalidInput: two verifiers have the same name and key hash.
    """
    text, signatures = split_note(note)
    trusted = {(verifier.name, verifier.key_hash): verifier for verifier in verifiers}
    if len(trusted) != len(verifiers):
        raise InvalidInput("Two verifier keys have the same name and key hash; give each key once.")
    message = text.encode()
    verified = False
    for line in signatures:
        verifier = trusted.get((line.name, line.key_hash))
        if verifier is None:
            continue
        if not verifier.verify(message, line.signature):
            raise RecordBroken(
                f"The signature of {line.name} does not fit the note: one of them was changed."
            )
        verified = True
    if not verified:
        signers = ", ".join(sorted({line.name for line in signatures}))
        raise RecordBroken(f"No trusted key signed the note; it names: {signers}.")
    return parse_checkpoint(text)


def render_vkey(key: VerifierKey) -> str:
    """`name+hash+base64(type || public)`. Raises InvalidInput when it could not be read back."""
    text = f"{key.name}+{key.key_hash.hex()}+{b64encode(bytes([key.algorithm]) + key.public).decode()}"
    parse_vkey(text)
    return text


def parse_vkey(text: str) -> VerifierKey:
    """The verifier key that the text states. Raises InvalidInput when its form or its hash is wrong."""
    name, _, rest = text.partition("+")
    key_hash, _, encoded = rest.partition("+")
    try:
        data = _base64(encoded, "verifier key")
    except RecordBroken as error:
        raise InvalidInput(str(error)) from error
    if not _is_name(name) or not _KEY_HASH.fullmatch(key_hash) or len(data) < 2:
        raise InvalidInput("A verifier key is name+hash+base64, as `ecar init` printed it.")
    key = VerifierKey(name, data[0], data[1:])
    if key.algorithm == ED25519 and len(key.public) != 32:
        raise InvalidInput(f"An Ed25519 public key has 32 bytes, not {len(key.public)}.")
    if key.key_hash.hex() != key_hash:
        raise InvalidInput(
            f"The verifier key of {name} is damaged: its hash is {key.key_hash.hex()}, not {key_hash}."
        )
    return key


def _signature_line(line: str) -> NoteSignature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "—" or not _is_name(name):
        raise RecordBroken("A line after the note's last blank line is not a signature (— name base64).")
    data = _base64(encoded, "signature")
    if len(data) <= 4:
        raise RecordBroken(f"The signature line of {name} holds no signature.")
    return NoteSignature(name, data[:4], data[4:])


def _base64(text: str, what: str) -> bytes:
    """Standard Base 64 of RFC 4648 section 4 in its one canonical spelling (padding, no stray bits)."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RecordBroken(f"The {what} is not base64.") from error
    if b64encode(data).decode() != text:
        raise RecordBroken(f"The {what} is not canonical base64.")
    return data


def _is_name(text: str) -> bool:
    """signed-note: not empty, no Unicode space, no plus. Ours: no control character either."""
    return (
        bool(text) and "+" not in text and not any(char.isspace() or not char.isprintable() for char in text)
    )
