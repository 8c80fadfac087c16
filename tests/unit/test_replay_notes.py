"""Signed checkpoints held against a replayed log: a cut end, a rewritten history, a stranger's signature."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from story import INSTALLER, begun

from ecar_governance.domain import commands as c
from ecar_governance.domain.checkpoint import Checkpoint
from ecar_governance.domain.log import EMPTY_ROOT
from ecar_governance.keys.notes import LogSigner, NoteVerifier
from ecar_governance.verifier.notes import check_notes, sizes_of
from ecar_governance.verifier.replay import LogKey, Replay, replay

ORIGIN = "story.example/log"
STORY = begun()
LEAVES = STORY.leaves
SIZES = range(len(LEAVES) + 1)


@pytest.fixture
def signer(tmp_path: Path) -> LogSigner:
    return LogSigner.create(tmp_path / "log.key", ORIGIN)


def noted(signer: LogSigner, size: int, root: bytes) -> str:
    return signer.sign(Checkpoint(signer.name, size, root))


def found(leaves: list[bytes] = LEAVES) -> Replay:
    return replay(leaves, roots_at=range(len(leaves) + 1))


def codes(notes: list[str], against: Replay, signer: LogSigner) -> list[str]:
    """What is found when the log had named the signer's key from its first event on."""
    known = structs.replace(against, keys=(LogKey(signer.vkey, ORIGIN, 0),))
    return told(notes, known)


def told(notes: list[str], against: Replay) -> list[str]:
    return [f.code for f in check_notes(notes, against, NoteVerifier.from_vkey, where="notes.txt")]


def test_every_size_of_the_log_is_held_by_its_checkpoint(signer: LogSigner) -> None:
    good = found()
    assert sorted(good.roots) == list(SIZES)
    notes = [noted(signer, size, good.roots[size]) for size in SIZES[1:]]
    assert codes(notes, good, signer) == []
    assert sizes_of(notes) == set(SIZES[1:])


def test_a_log_cut_off_is_told_by_an_outside_checkpoint(signer: LogSigner) -> None:
    note = noted(signer, len(LEAVES), found().root)
    short = found(without_last_act(LEAVES))
    assert short.good
    assert codes([note], short, signer) == ["checkpoint.truncated"]


def without_last_act(leaves: list[bytes]) -> list[bytes]:
    """The leaves without the last act."""
    return leaves[: STORY.events[-1].act]


def test_a_history_rewritten_is_told(signer: LogSigner) -> None:
    note = noted(signer, 5, EMPTY_ROOT)
    assert codes([note], found(), signer) == ["checkpoint.root"]


def test_a_strangers_signature_and_what_is_no_note(signer: LogSigner, tmp_path: Path) -> None:
    stranger = LogSigner.create(tmp_path / "other.key", ORIGIN)
    note = noted(stranger, 5, found().roots[5])
    assert codes([note, "no note", note[:-20]], found(), signer) == ["checkpoint.signature"] * 3


def test_the_place_of_a_finding_names_the_note(signer: LogSigner) -> None:
    notes = [noted(signer, 5, found().roots[5]), noted(signer, 6, EMPTY_ROOT)]
    known = structs.replace(found(), keys=(LogKey(signer.vkey, ORIGIN, 0),))
    (finding,) = check_notes(notes, known, NoteVerifier.from_vkey, where="notes.txt")
    assert finding.where == "notes.txt, checkpoint 2"


@pytest.fixture
def key(tmp_path: Path) -> Callable[..., LogSigner]:
    """Makes a key of its own file, for an origin."""
    return lambda name, origin=ORIGIN: LogSigner.create(tmp_path / name, origin)


def test_a_key_signs_nothing_from_before_the_log_named_it(key: Callable[..., LogSigner]) -> None:
    first, second = key("first"), key("second")
    story = begun()
    (one,) = story.do(c.RotateLogKey("key-1", first.vkey, "x"), INSTALLER)
    (two,) = story.do(c.RotateLogKey(first.vkey, second.vkey, "x"), INSTALLER)
    good = found(story.leaves)
    assert good.keys[1:] == (
        LogKey(first.vkey, ORIGIN, one.position),
        LogKey(second.vkey, ORIGIN, two.position),
    )
    for signer, since in ((first, one.position), (second, two.position)):
        for size in range(1, good.size + 1):
            wanted = [] if size > since else ["checkpoint.key_early"]
            assert told([noted(signer, size, good.roots[size])], good) == wanted, (size, since)


def test_a_key_signs_for_the_origin_that_it_was_named_for(key: Callable[..., LogSigner]) -> None:
    renewed = f"{ORIGIN}#2"
    before, after = key("before"), key("after", renewed)
    story = begun()
    story.do(c.RotateLogKey("key-1", before.vkey, "x"), INSTALLER)
    size = story.conference.size
    lost = found(story.leaves).roots[size]
    story.do(c.RenewOrigin(renewed, size, lost.hex(), after.vkey, "x"), INSTALLER)
    good = found(story.leaves)
    signed = noted(after, good.size, good.root)
    assert told([noted(before, size, lost), signed], good) == []
    # The same bytes of a key under another name: it signs for that name, which the log never had.
    elsewhere = LogSigner("other.example/log", after._private)
    keys = (*good.keys, LogKey(elsewhere.vkey, renewed, good.size - 1))
    named = structs.replace(good, keys=keys)
    assert told([noted(elsewhere, good.size, good.root)], named) == ["checkpoint.origin"]
    # Named for the old origin, and signing for the new one.
    swapped = structs.replace(good, keys=(*good.keys[:-1], LogKey(after.vkey, ORIGIN, 0)))
    assert told([signed], swapped) == ["checkpoint.origin"]
    both = structs.replace(good, keys=(*swapped.keys, LogKey(before.vkey, renewed, 0)))
    assert told([signed], both) == ["checkpoint.key_early"]


def test_what_the_log_names_and_is_no_key_verifies_nothing(signer: LogSigner) -> None:
    assert [one.vkey for one in found().keys] == ["key-1"]
    assert told([noted(signer, 5, found().roots[5])], found()) == ["checkpoint.signature"]


def test_sizes_are_read_without_trust() -> None:
    assert sizes_of(["", "a\nb\nc", "origin\n12\nroot", "origin\n٣\nroot", "o\n" + "9" * 30 + "\nr"]) == {12}
