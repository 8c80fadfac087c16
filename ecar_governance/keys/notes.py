"""The log's own key: Ed25519 signatures on checkpoints (C2SP signed-note), and the passing on of that key."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ecar_governance.domain.checkpoint import (
    ED25519,
    Checkpoint,
    NoteSignature,
    VerifierKey,
    parse_vkey,
    render_checkpoint,
    render_note,
    render_vkey,
)
from ecar_governance.errors import InvalidInput, MissingOnMachine, RecordBroken
from ecar_governance.keys.files import read_private, write_new

_ENDORSEMENT = "ecar/log-key-rotation/v1"


class LogSigner:
    """The private half of the log's key. It lives in one file, 0600, outside the database and its backups.

    `name` is the origin of the log, as tlog-checkpoint advises.
    """

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self._key = VerifierKey(
            name, ED25519, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        )
        self.vkey = render_vkey(self._key)

    @classmethod
    def create(cls, path: Path, name: str) -> LogSigner:
        """A fresh key, in a new PKCS#8 PEM file that is on disk before this returns.

        Raises Conflict when the file exists (a log key is never overwritten), InvalidInput for a bad name.
        """
        signer = cls(name, Ed25519PrivateKey.generate())
        pem = signer._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_new(path, pem)
        return signer

    @classmethod
    def load(cls, path: Path, name: str) -> LogSigner:
        """The key from its file.

        Raises MissingOnMachine when the file is absent, unreadable or open to others, InvalidInput when it is
        no Ed25519 key in PEM.
        """
        pem = read_private(
            path, what="The log's private key", fix="restore the key file, or `ecar key rotate`"
        )
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            raise InvalidInput(f"{path} is not an unencrypted private key in PEM.") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise InvalidInput(f"{path} is not an Ed25519 key.")
        return cls(name, private)

    @property
    def name(self) -> str:
        """The key's name in signature lines."""
        return self._key.name

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note; the same one gives the same text (RFC 8032 is deterministic).

        Raises InvalidInput when the checkpoint is of another origin: this key speaks for one log.
        """
        if checkpoint.origin != self.name:
            raise InvalidInput(f"The key of {self.name} does not sign for {checkpoint.origin}.")
        text = render_checkpoint(checkpoint)
        signature = self.sign_bytes(text.encode())
        return render_note(text, [NoteSignature(self.name, self._key.key_hash, signature)])

    def sign_bytes(self, message: bytes) -> bytes:
        """The 64 bytes of the signature over `message`, which must name its own purpose."""
        return self._private.sign(message)


class NoteVerifier:
    """The public half: a `domain.checkpoint.Verifier`."""

    def __init__(self, key: VerifierKey) -> None:
        if key.algorithm != ED25519:
            raise InvalidInput(
                f"The key of {key.name} has signature type {key.algorithm}; only Ed25519 (1) is used."
            )
        self._key = key
        self._public = Ed25519PublicKey.from_public_bytes(key.public)

    @classmethod
    def from_vkey(cls, text: str) -> NoteVerifier:
        """From the text that `LogSigner.vkey` gave. Raises InvalidInput when it is none."""
        return cls(parse_vkey(text))

    @property
    def name(self) -> str:
        """The key's name."""
        return self._key.name

    @property
    def key_hash(self) -> bytes:
        """Its four bytes in signature lines."""
        return self._key.key_hash

    def verify(self, message: bytes, signature: bytes) -> bool:
        """True when the key signed exactly this message."""
        try:
            self._public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def endorse(old: LogSigner, new_vkey: str) -> str:
    """The old key's word that the new one follows it: base64 of a signature over both, and the purpose.

    Raises InvalidInput when `new_vkey` is no key, or the old one itself.
    """
    return b64encode(old.sign_bytes(_statement(old.vkey, new_vkey))).decode()


def verify_endorsement(old_vkey: str, new_vkey: str, signature: str) -> None:
    """Passes in silence if the old key endorsed the new one.

    Raises RecordBroken otherwise, InvalidInput when a key is not one.
    """
    verifier = NoteVerifier.from_vkey(old_vkey)
    try:
        raw = b64decode(signature, validate=True)
    except ValueError as error:
        raise RecordBroken("The endorsement of the new log key is not base64.") from error
    if not verifier.verify(_statement(old_vkey, new_vkey), raw):
        raise RecordBroken(f"The old key of {verifier.name} did not endorse the new one.")


def load_signer(path: Path, name: str, vkey: str) -> LogSigner:
    """`LogSigner.load`, held to the key that the log names.

    Raises MissingOnMachine, with the mend, when the file holds another key than the log's current one.
    """
    signer = LogSigner.load(path, name)
    if signer.vkey != vkey:
        raise MissingOnMachine(
            f"{path} is not the log's key: the log names {vkey}, the file is {signer.vkey}.",
            fix="restore the right key file",
        )
    return signer


def _statement(old_vkey: str, new_vkey: str) -> bytes:
    """What is signed. No checkpoint has these three lines, so neither signature can pass for the other."""
    old, new = parse_vkey(old_vkey), parse_vkey(new_vkey)
    if old == new:
        raise InvalidInput("The new log key is the old one: there is nothing to rotate.")
    return f"{_ENDORSEMENT}\n{render_vkey(old)}\n{render_vkey(new)}\n".encode()
