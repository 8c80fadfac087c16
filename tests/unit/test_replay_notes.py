"""Signed checkpoints held against a replayed log: a cut end, a rewritten history, a stranger's signature."""

from __future__ import annotations

from pathlib import Path

import pytest
from story import begun

from ecar_governance.domain.checkpoint import Checkpoint
from ecar_governance.domain.log import EMPTY_ROOT
from ecar_governance.keys.notes import LogSigner, NoteVerifier
from ecar_governance.verifier.replay import Replay, check_notes, replay, sizes_of

STORY = begun()
LEAVES = STORY.leaves
SIZES = range(len(LEAVES) + 1)


@pytest.fixture
def signer(tmp_path: Path) -> LogSigner:
    return LogSigner.create(tmp_path / "log.key", "story.example/log")


def noted(signer: LogSigner, size: int, root: bytes) -> str:
    return signer.sign(Checkpoint("story.example/log", size, root))


def found(leaves: list[bytes] = LEAVES) -> Replay:
    return replay(leaves, roots_at=SIZES)


def codes(notes: list[str], against: Replay, signer: LogSigner) -> list[str]:
    verifiers = [NoteVerifier.from_vkey(signer.vkey)]
    return [f.code for f in check_notes(notes, against, verifiers, where="notes.txt")]


def test_every_size_of_the_log_is_held_by_its_checkpoint(signer: LogSigner) -> None:
    good = found()
    assert sorted(good.roots) == list(SIZES)
    notes = [noted(signer, size, good.roots[size]) for size in SIZES]
    assert codes(notes, good, signer) == []
    assert sizes_of(notes) == set(SIZES)


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
    stranger = LogSigner.create(tmp_path / "other.key", "story.example/log")
    note = noted(stranger, 5, found().roots[5])
    assert codes([note, "no note", note[:-20]], found(), signer) == ["checkpoint.signature"] * 3


def test_the_place_of_a_finding_names_the_note(signer: LogSigner) -> None:
    notes = [noted(signer, 5, found().roots[5]), noted(signer, 6, EMPTY_ROOT)]
    (finding,) = check_notes(notes, found(), [NoteVerifier.from_vkey(signer.vkey)], where="notes.txt")
    assert finding.where == "notes.txt, checkpoint 2"


def test_sizes_are_read_without_trust() -> None:
    assert sizes_of(["", "a\nb\nc", "origin\n12\nroot", "origin\n٣\nroot", "o\n" + "9" * 30 + "\nr"]) == {12}
