"""`ecar workflow diff`: changes by weight, and whether the new number is high enough."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ecar_governance.cli.main import main
from ecar_governance.definitions.library import bundled

TEXT = bundled()["membership"].read_text(encoding="utf-8")


def version(folder: Path, number: str, **swapped: str) -> str:
    """The membership procedure under another number, with some of its text replaced."""
    text = TEXT.replace("version: 1.0.0", f"version: {number}", 1)
    for old, new in swapped.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "new.yaml").write_text(text, encoding="utf-8")
    return str(folder / "new.yaml")


@pytest.mark.parametrize(
    ("number", "swapped", "told", "code"),
    [
        ("1.0.1", {}, "They say and mean the same.", 0),
        ("1.0.1", {"Admission": "Acceptance"}, "Cosmetic", 0),
        ("1.0.1", {"PT48H": "PT24H"}, "ask for 2.0.0 at least", 1),
        ("2.0.0", {"PT48H": "PT24H"}, "Breaking", 0),
    ],
)
def test_changes_are_told_by_weight(
    tmp_path: Path, number: str, swapped: dict[str, str], told: str, code: int
) -> None:
    new = version(tmp_path, number, **swapped)
    done = CliRunner().invoke(main, ["workflow", "diff", "membership", new])
    assert (done.exit_code, told in done.stdout) == (code, True), done.output
    answered = CliRunner().invoke(main, ["workflow", "diff", "membership", new, "--json"])
    assert answered.exit_code == code
    found = json.loads(answered.stdout)
    assert (found["old"]["meaning"] == found["new"]["meaning"]) == ("PT48H" not in swapped)
