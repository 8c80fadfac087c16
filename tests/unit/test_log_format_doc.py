"""The page of Python in docs/log-format.md, run as it stands on a good log and on changed ones."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
DOC = (HERE / "docs" / "log-format.md").read_text(encoding="utf-8")
GOLDEN = HERE / "tests" / "golden" / "log"
LEAVES = (GOLDEN / "sample-leaves.jsonl").read_bytes()
NOTE = (GOLDEN / "sample-checkpoint.txt").read_text(encoding="utf-8")
KEYS = json.loads((GOLDEN / "log-keys.json").read_text())


def recompute(folder: Path, leaves: bytes, note: str, vkey: str) -> subprocess.CompletedProcess[str]:
    (script,) = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
    for name, content in (("recompute.py", script.encode()), ("leaves", leaves), ("note", note.encode())):
        (folder / name).write_bytes(content)
    command = [sys.executable, "-I", "recompute.py", "leaves", "note", vkey]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_good_log_is_found_good(tmp_path: Path) -> None:
    done = recompute(tmp_path, LEAVES, NOTE, KEYS["old"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("rektorlar.example/log: 8 events, 1 votes counted again, ")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (b'"choice":"against"', b'"choice":"abstain"', "another root"),
        (b'"number":"3/2"', b'"number": "3/2"', "event 7 is not canonical"),
        (b'"position":3', b'"position":4', "event 3 is out of place"),
        (b"T10:00:00Z", b"T07:00:00Z", "event 6 is out of time"),
        (LEAVES[LEAVES.rindex(b'{"act"') :], b"", "of 8 events, the file holds 7"),
    ],
)
def test_a_changed_log_is_found_out(tmp_path: Path, before: bytes, after: bytes, says: str) -> None:
    assert before in LEAVES
    done = recompute(tmp_path, LEAVES.replace(before, after, 1), NOTE, KEYS["old"])
    assert done.returncode == 1
    assert says in done.stderr


def test_another_key_and_a_changed_note_are_found_out(tmp_path: Path) -> None:
    assert "did not sign" in recompute(tmp_path, LEAVES, NOTE, KEYS["new"]).stderr
    flipped = NOTE[:-10] + ("A" if NOTE[-10] != "A" else "B") + NOTE[-9:]
    assert "InvalidSignature" in recompute(tmp_path, LEAVES, flipped, KEYS["old"]).stderr


def test_the_note_shown_in_the_document_is_the_frozen_one() -> None:
    assert (GOLDEN / "checkpoint.txt").read_text(encoding="utf-8") in DOC
