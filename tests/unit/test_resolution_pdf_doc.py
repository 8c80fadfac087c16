"""The page on documents names every finding that a check can give, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "resolution-pdf.md").read_text(encoding="utf-8")
MODULES = ("verify", "signature_check", "attached")
GIVEN = re.compile(r'(?:wrong|note|differs)\(\s*"([a-z_]+)"')


def test_every_finding_is_documented_and_none_besides() -> None:
    sources = [(ROOT / "ecar_governance" / "documents" / f"{name}.py").read_text() for name in MODULES]
    given = {code for source in sources for code in GIVEN.findall(source)}
    table = DOC[DOC.index("| finding | means |") : DOC.index("## Checked by others")]
    assert set(re.findall(r"`([a-z_]+)`", table)) == given
    assert len(given) > 25
