"""The log's key: its file, its signatures in C2SP's form, and its passing on."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ecar_governance.domain.checkpoint import Checkpoint, VerifierKey, open_note
from ecar_governance.errors import Conflict, InvalidInput, MissingOnMachine, RecordBroken
from ecar_governance.keys.notes import LogSigner, NoteVerifier, endorse, load_signer, verify_endorsement

GOLDEN = Path(__file__).parents[1] / "golden" / "log"
FROZEN = json.loads((GOLDEN / "log-keys.json").read_text())
ORIGIN = "rektorlar.example/log"
CHECKPOINT = Checkpoint(
    ORIGIN, 8, bytes.fromhex(json.loads((GOLDEN / "rfc6962.json").read_text())["roots"][8])
)


def signer(first: int, name: str = ORIGIN) -> LogSigner:
    return LogSigner(name, Ed25519PrivateKey.from_private_bytes(bytes(range(first, first + 32))))


def test_signs_the_frozen_note_again_and_verifies_it() -> None:
    note = (GOLDEN / "checkpoint.txt").read_text()
    assert signer(0).sign(CHECKPOINT) == note
    assert open_note(note, [NoteVerifier.from_vkey(FROZEN["old"])]) == CHECKPOINT
    with pytest.raises(RecordBroken, match="No trusted key"):
        open_note(note, [NoteVerifier.from_vkey(FROZEN["new"])])


def test_verifier_keys_are_frozen() -> None:
    assert (signer(0).vkey, signer(1).vkey) == (FROZEN["old"], FROZEN["new"])


def test_create_then_load_is_the_same_key_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.key.pem"
    created = LogSigner.create(path, ORIGIN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert LogSigner.load(path, ORIGIN).vkey == created.vkey
    assert LogSigner.load(path, ORIGIN).sign(CHECKPOINT) == created.sign(CHECKPOINT)
    assert load_signer(path, ORIGIN, created.vkey).vkey == created.vkey
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")


def test_a_log_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "log.key.pem"
    first = LogSigner.create(path, ORIGIN)
    with pytest.raises(Conflict):
        LogSigner.create(path, ORIGIN)
    assert LogSigner.load(path, ORIGIN).vkey == first.vkey


def test_another_key_than_the_log_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.key.pem"
    LogSigner.create(path, ORIGIN)
    with pytest.raises(MissingOnMachine, match="is not the log's key"):
        load_signer(path, ORIGIN, FROZEN["old"])


def test_a_missing_or_open_file_says_what_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "log.key.pem"
    with pytest.raises(MissingOnMachine, match="cannot be read") as raised:
        LogSigner.load(path, ORIGIN)
    assert raised.value.fix
    LogSigner.create(path, ORIGIN)
    path.chmod(0o644)
    with pytest.raises(MissingOnMachine, match="open to other users"):
        LogSigner.load(path, ORIGIN)


def _pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey, passphrase: bytes = b"") -> bytes:
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"nonsense",
        _pem(ec.generate_private_key(ec.SECP256R1())),
        _pem(Ed25519PrivateKey.generate(), b"passphrase"),
    ],
)
def test_a_file_that_is_no_log_key_is_refused(tmp_path: Path, pem: bytes) -> None:
    path = tmp_path / "log.key.pem"
    path.write_bytes(pem)
    path.chmod(0o600)
    with pytest.raises(InvalidInput):
        LogSigner.load(path, ORIGIN)


def test_signs_for_its_own_log_alone() -> None:
    with pytest.raises(InvalidInput, match=r"does not sign for other\.example"):
        signer(0).sign(Checkpoint("other.example", 8, CHECKPOINT.root))
    with pytest.raises(InvalidInput):
        signer(0, name="two words")


def test_verifies_its_own_message_alone() -> None:
    verifier = NoteVerifier.from_vkey(signer(0).vkey)
    signature = signer(0).sign_bytes(b"message")
    assert verifier.verify(b"message", signature)
    assert not verifier.verify(b"massage", signature)
    assert not verifier.verify(b"message", signature[:-1])
    assert not verifier.verify(b"message", b"")
    assert not verifier.verify(b"message", signer(1).sign_bytes(b"message"))


def test_another_type_of_signature_is_refused() -> None:
    with pytest.raises(InvalidInput, match="type 4"):
        NoteVerifier(VerifierKey("witness.example", 4, bytes(32)))


# --- rotation -------------------------------------------------------------------------------------------


def test_the_old_key_endorses_the_new_one_as_frozen() -> None:
    assert endorse(signer(0), signer(1).vkey) == FROZEN["endorsement"]
    verify_endorsement(FROZEN["old"], FROZEN["new"], FROZEN["endorsement"])


@pytest.mark.parametrize(
    ("old", "new", "signature"),
    [
        (FROZEN["new"], FROZEN["old"], FROZEN["endorsement"]),
        (FROZEN["old"], signer(2).vkey, FROZEN["endorsement"]),
        (signer(2).vkey, FROZEN["new"], FROZEN["endorsement"]),
        (FROZEN["old"], FROZEN["new"], endorse(signer(2), FROZEN["new"])),
        (FROZEN["old"], FROZEN["new"], endorse(signer(0), signer(2).vkey)),
        (FROZEN["old"], FROZEN["new"], ""),
        (FROZEN["old"], FROZEN["new"], "!!"),
        (FROZEN["old"], FROZEN["new"], FROZEN["endorsement"].replace("tQ", "tR")),
    ],
)
def test_another_endorsement_is_refused(old: str, new: str, signature: str) -> None:
    with pytest.raises(RecordBroken):
        verify_endorsement(old, new, signature)


def test_a_key_does_not_follow_itself_and_nonsense_follows_nothing() -> None:
    with pytest.raises(InvalidInput, match="nothing to rotate"):
        endorse(signer(0), signer(0).vkey)
    with pytest.raises(InvalidInput):
        endorse(signer(0), "nonsense")
    with pytest.raises(InvalidInput):
        verify_endorsement("nonsense", FROZEN["new"], FROZEN["endorsement"])


def test_a_checkpoints_signature_is_no_endorsement() -> None:
    note = (GOLDEN / "checkpoint.txt").read_text()
    line = note.rstrip("\n").rpartition(" ")[2]
    with pytest.raises(RecordBroken):
        verify_endorsement(FROZEN["old"], FROZEN["new"], line)
