"""`docs/settings.md` lists every setting, with its default and its meaning, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecar_governance.settings import PREFIX, Settings

TEXT = (Path(__file__).resolve().parents[2] / "docs/settings.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` (\|.*)$", TEXT, flags=re.MULTILINE))


def shown(name: str) -> str:
    """The default as the page writes it; one that follows from another setting is told in words."""
    field = Settings.model_fields[name]
    extra = field.json_schema_extra
    default = extra["shown"] if isinstance(extra, dict) else field.default
    return f"`{default}`" if default not in ("", ()) else "(empty)"


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_a_setting_has_its_row(name: str) -> None:
    meaning = Settings.model_fields[name].description
    assert meaning
    assert ROWS[PREFIX + name.upper()] == f"| {shown(name)} | {meaning} |"


def test_the_page_names_no_setting_that_is_not() -> None:
    assert list(ROWS) == [PREFIX + name.upper() for name in Settings.model_fields]
    named = set(re.findall(r"\bECAR_[A-Z_]*[A-Z]", TEXT))
    assert named - set(ROWS) == set()
