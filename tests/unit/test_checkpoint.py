"""Checkpoints and notes: the C2SP examples, strict forms, and what a verifier must and must not believe."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.domain.checkpoint import (
    ED25519,
    Checkpoint,
    NoteSignature,
    VerifierKey,
    open_note,
    parse_checkpoint,
    parse_vkey,
    render_checkpoint,
    render_note,
    render_vkey,
    split_note,
)
from ecar_governance.errors import InvalidInput, RecordBroken
from ecar_governance.keys.notes import NoteVerifier

GOLDEN = Path(__file__).parents[1] / "golden" / "log" / "checkpoint.txt"
ROOT = bytes(range(32))
ORIGIN = "rektorlar.example/log"

# The example of the reference implementation's documentation (golang.org/x/mod/sumdb/note).
REFERENCE_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
REFERENCE_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
REFERENCE_SIGNATURE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


class Stamp:
    """A verifier without cryptography: its signature is its own word before the message."""

    def __init__(self, name: str, key_hash: bytes = b"\x01\x02\x03\x04", word: bytes = b"signed:") -> None:
        self.name, self.key_hash, self.word = name, key_hash, word

    def verify(self, message: bytes, signature: bytes) -> bool:
        return signature == self.word + message

    def line(self, text: str) -> NoteSignature:
        return NoteSignature(self.name, self.key_hash, self.word + text.encode())


CHECKPOINT = Checkpoint(ORIGIN, 41, ROOT)
TEXT = render_checkpoint(CHECKPOINT)
LOG, WITNESS, STRANGER = Stamp(ORIGIN), Stamp("witness.example", b"abcd", b"w"), Stamp("stranger.example")


def test_the_text_of_a_checkpoint() -> None:
    assert render_checkpoint(CHECKPOINT) == f"rektorlar.example/log\n41\n{b64encode(ROOT).decode()}\n"
    assert parse_checkpoint(TEXT) == CHECKPOINT


def test_reads_the_example_of_the_specification() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = parse_checkpoint(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert render_checkpoint(checkpoint) == text


names = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="+"), min_size=1)


@given(names, st.integers(0, 2**62), st.binary(min_size=32, max_size=32))
def test_every_checkpoint_reads_back(origin: str, size: int, root: bytes) -> None:
    checkpoint = Checkpoint(origin, size, root)
    assert parse_checkpoint(render_checkpoint(checkpoint)) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "\n",
        TEXT + "extension\n",
        "\n" + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace(ORIGIN, ""),
        TEXT.replace(ORIGIN, "two words"),
        TEXT.replace(ORIGIN, "two\u00a0words"),
        TEXT.replace(ORIGIN, "one+one"),
        TEXT.replace("41", "041"),
        TEXT.replace("41", "+41"),
        TEXT.replace("41", "-41"),
        TEXT.replace("41", "4_1"),
        TEXT.replace("41", "４１"),
        TEXT.replace("41", " 41"),
        TEXT.replace("41", "0x29"),
        TEXT.replace("41", "1" * 30),
        TEXT.replace("AAEC", "AAE"),
        TEXT.replace("AAEC", "AA C"),
        TEXT.replace("=", ""),
        TEXT.replace("8=", "9="),  # the same bytes with stray bits
        f"{ORIGIN}\n41\n{b64encode(ROOT[:31]).decode()}\n",
        f"{ORIGIN}\n41\n\n",
    ],
)
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(RecordBroken):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 1, ROOT),
        Checkpoint("a b", 1, ROOT),
        Checkpoint("a", -1, ROOT),
        Checkpoint("a", 1, b"short"),
    ],
)
def test_a_checkpoint_that_could_not_be_read_is_not_written(checkpoint: Checkpoint) -> None:
    with pytest.raises(InvalidInput, match="cannot be written"):
        render_checkpoint(checkpoint)


def test_a_note_as_people_read_it() -> None:
    note = render_note(TEXT, [LOG.line(TEXT)])
    signature = b64encode(b"\x01\x02\x03\x04signed:" + TEXT.encode()).decode()
    assert note == f"{TEXT}\n— {ORIGIN} {signature}\n"
    assert split_note(note) == (TEXT, (LOG.line(TEXT),))


def test_the_reference_note_verifies() -> None:
    text, (line,) = split_note(f"{REFERENCE_TEXT}\n{REFERENCE_SIGNATURE}")
    verifier = NoteVerifier.from_vkey(REFERENCE_VKEY)
    assert (text, line.name, line.key_hash) == (REFERENCE_TEXT, "PeterNeumann", verifier.key_hash)
    assert verifier.verify(text.encode(), line.signature)
    assert render_note(text, [line]) == f"{REFERENCE_TEXT}\n{REFERENCE_SIGNATURE}"


def test_believes_one_known_signature_and_ignores_unknown_ones() -> None:
    impostor = NoteSignature(ORIGIN, b"\xff\xff\xff\xff", b"nonsense")
    note = render_note(TEXT, [STRANGER.line(TEXT), impostor, LOG.line(TEXT)])
    assert open_note(note, [LOG]) == open_note(note, [WITNESS, LOG]) == CHECKPOINT


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([STRANGER.line(TEXT)], "No trusted key signed"),
        ([NoteSignature(ORIGIN, b"\x01\x02\x03\x05", b"signed:" + TEXT.encode())], "No trusted key signed"),
        ([NoteSignature("other.example", LOG.key_hash, b"signed:" + TEXT.encode())], "No trusted key signed"),
        ([NoteSignature(ORIGIN, LOG.key_hash, b"nonsense")], "does not fit"),
        # One bad signature of a known key spoils the note, though another holds.
        ([WITNESS.line(TEXT), NoteSignature(ORIGIN, LOG.key_hash, b"nonsense")], "does not fit"),
        ([LOG.line(TEXT), NoteSignature(ORIGIN, LOG.key_hash, b"nonsense")], "does not fit"),
    ],
)
def test_what_is_not_believed(lines: list[NoteSignature], says: str) -> None:
    with pytest.raises(RecordBroken, match=says):
        open_note(render_note(TEXT, lines), [LOG, WITNESS])


def test_without_trusted_keys_nothing_is_believed() -> None:
    with pytest.raises(RecordBroken, match="No trusted key"):
        open_note(render_note(TEXT, [LOG.line(TEXT)]), [])


def test_a_key_given_twice_is_a_mistake() -> None:
    with pytest.raises(InvalidInput, match="once"):
        open_note(render_note(TEXT, [LOG.line(TEXT)]), [LOG, Stamp(ORIGIN)])


def test_a_well_signed_note_that_is_no_checkpoint_is_refused() -> None:
    text = "not a checkpoint\n"
    with pytest.raises(RecordBroken, match="three lines"):
        open_note(render_note(text, [LOG.line(text)]), [LOG])


NOTE = render_note(TEXT, [LOG.line(TEXT)])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        TEXT,
        TEXT + "\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE + "more\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—  "),
        NOTE.replace("— ", "—\t"),
        NOTE.replace(f"— {ORIGIN} ", "—  "),
        NOTE.replace(f"— {ORIGIN} ", "— a+b "),
        NOTE.replace("41", "4\x001"),
        NOTE.replace("41", "4\ud8001"),
        NOTE.replace("\n", "\r\n"),
        f"{TEXT}\n— {ORIGIN} {b64encode(b'1234').decode()}\n",
        f"{TEXT}\n— {ORIGIN} !!!!\n",
        TEXT + "\n" + f"— a {b64encode(b'12345').decode()}\n" * 101,
    ],
)
def test_a_bad_form_is_refused(note: str) -> None:
    with pytest.raises(RecordBroken):
        split_note(note)


def test_sixteen_signatures_are_read_as_the_specification_asks() -> None:
    lines = [NoteSignature(f"witness-{number}.example", b"abcd", b"w") for number in range(16)]
    assert len(split_note(render_note(TEXT, lines))[1]) == 16


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (TEXT, []),
        ("no newline", [LOG.line("")]),
        (TEXT, [NoteSignature("a b", b"abcd", b"w")]),
        (TEXT, [NoteSignature("a", b"abc", b"")]),
        (TEXT, [NoteSignature("a", b"abc", b"short hash")]),
        ("tab\there\n", [LOG.line("")]),
    ],
)
def test_a_note_that_could_not_be_read_is_not_written(text: str, lines: list[NoteSignature]) -> None:
    with pytest.raises(InvalidInput):
        render_note(text, lines)


def test_any_changed_character_of_the_golden_note_is_found() -> None:
    note = GOLDEN.read_text()
    verifier = NoteVerifier.from_vkey(json.loads((GOLDEN.parent / "log-keys.json").read_text())["old"])
    assert open_note(note, [verifier]).size == 8
    for at, char in enumerate(note):
        changed = note[:at] + ("x" if char != "x" else "y") + note[at + 1 :]
        with pytest.raises(RecordBroken):
            open_note(changed, [verifier])
        with pytest.raises(RecordBroken):
            open_note(note[:at] + note[at + 1 :], [verifier])


def test_verifier_key_reads_back() -> None:
    key = parse_vkey(REFERENCE_VKEY)
    assert (key.name, key.algorithm, key.key_hash.hex()) == ("PeterNeumann", ED25519, "c74f20a3")
    assert render_vkey(key) == REFERENCE_VKEY


@given(names, st.binary(min_size=32, max_size=32))
def test_every_verifier_key_reads_back(name: str, public: bytes) -> None:
    key = VerifierKey(name, ED25519, public)
    assert parse_vkey(render_vkey(key)) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a3+",
        "PeterNeumann+c74f20a3+AR",
        "PeterNeumann+c74f20a3+AQ==",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
        REFERENCE_VKEY.replace("c74f20a3", "C74F20A3"),
        REFERENCE_VKEY.replace("c74f20a3", "c74f20a4"),
        REFERENCE_VKEY.replace("Peter", "Petra"),
        REFERENCE_VKEY.replace("Peter", "Peter "),
        REFERENCE_VKEY + "=",
        REFERENCE_VKEY + "\n",
        " " + REFERENCE_VKEY,
    ],
)
def test_a_bad_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_vkey(text)


def test_an_unwritable_verifier_key_is_refused() -> None:
    with pytest.raises(InvalidInput):
        render_vkey(VerifierKey("a b", ED25519, bytes(32)))
    with pytest.raises(InvalidInput):
        render_vkey(VerifierKey("a", ED25519, bytes(31)))
