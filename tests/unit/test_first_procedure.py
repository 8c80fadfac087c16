"""docs/procedures/first.md is run as it stands: files written, changes made, answers of commands compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ecar_governance.cli.main import main

GUIDE = Path(__file__).parents[2] / "docs" / "procedures" / "first.md"
BLOCK = re.compile(r"<!-- (file|change|run|found)(?:: (\S+))? -->\n```\w*\n(.*?)\n```", re.S)


def blocks() -> list[tuple[str, str, str]]:
    """What the guide tells its reader to do, in order: the kind, the file's name, the text."""
    return [(m[1], m[2] or "", m[3]) for m in BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))]


def changed(text: str, told: str) -> str:
    """The file with the lines that `-` marks, which stand in it once, replaced by those that `+` marks; lines
    without a mark show where."""
    old = "".join(line[1:] + "\n" for line in told.splitlines() if line[0] in " -")
    new = "".join(line[1:] + "\n" for line in told.splitlines() if line[0] in " +")
    assert text.count(old) == 1, old
    return text.replace(old, new)


def commands(told: str) -> Iterator[tuple[str, str]]:
    """Each command line with the answer that is shown below it."""
    for part in re.split(r"^\$ ", told, flags=re.M)[1:]:
        line, _, answer = part.partition("\n")
        yield line, answer


def test_every_step_of_the_guide_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    seen = []
    for kind, name, text in blocks():
        seen.append(kind)
        if kind == "file":
            Path(name).write_text(text + "\n", encoding="utf-8")
        elif kind == "change":
            Path(name).write_text(changed(Path(name).read_text(encoding="utf-8"), text), encoding="utf-8")
        else:
            for line, answer in commands(text):
                asked, _, given = line.partition(" < ")
                program, *words = shlex.split(asked)
                assert program == "ecar"
                lines = Path(given).read_text(encoding="utf-8") if given else None
                done = CliRunner().invoke(main, words, input=lines)
                if kind == "found":  # the keys and the invitation that it tells are new each time
                    assert done.exit_code == 0, done.output
                else:
                    assert done.output.rstrip() == answer.rstrip(), line
    assert {*seen} == {"file", "change", "run", "found"}
