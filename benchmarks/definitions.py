"""Checking procedures: a hundred of them read, checked and compiled, against ruamel.yaml parsing them.

    python -m benchmarks.definitions

Both keep where everything stands. ruamel.yaml only parses; ours also resolves every name, walks every way
through, makes the canonical form with its hash and the machine that runs it. The pair alternates, file by
file.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from ruamel.yaml import YAML

from ecar_governance.definitions import bundled, canonical, load_file
from ecar_governance.domain.machine import Procedure
from ecar_governance.domain.workflow import hash_of

FILES = 100
ROUNDS = 5


def written(folder: Path) -> list[Path]:
    """A hundred procedures after those that ship, each of a name of its own, their parts beside them."""
    parts = next(iter(bundled().values())).parent / "parts"
    (folder / "parts").mkdir()
    for part in parts.glob("*.yaml"):
        (folder / "parts" / part.name).write_text(part.read_text())
    texts = [path.read_text() for path in bundled().values()]
    found = []
    for number in range(FILES):
        text = texts[number % len(texts)].replace("workflow: ", f"workflow: p{number}_", 1)
        path = folder / f"p{number}.yaml"
        path.write_text(text)
        found.append(path)
    return found


def ours(path: Path) -> None:
    """Checked with positions, hashed, and ready to run; raises when anything is wrong with it."""
    workflow = load_file(path)
    Procedure(workflow)
    assert hash_of(canonical.definition_of(workflow)).startswith("sha256:")


def theirs(path: Path) -> None:
    """Parsed with positions by ruamel.yaml: the file, and each part as often as it is included."""
    reader = YAML(typ="rt")
    data = reader.load(path.read_text())
    assert data.lc.line >= 0
    for item in data.get("include", ()):
        reader.load((path.parent / "parts" / f"{item['part']}.yaml").read_text())


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        paths = written(Path(name))
        lines = sum(path.read_text().count("\n") for path in paths)
        pairs = []
        for _ in range(ROUNDS):
            mine = other = 0.0
            for path in paths:
                began = time.process_time()
                ours(path)
                between = time.process_time()
                theirs(path)
                mine += between - began
                other += time.process_time() - between
            pairs.append((mine, other))
    print(f"{FILES} procedures, {lines} lines without their parts, {ROUNDS} rounds")
    print(f"ours, checked and compiled  {statistics.median(mine for mine, _ in pairs) * 1000:7.0f} ms")
    print(f"ruamel.yaml, parsed         {statistics.median(other for _, other in pairs) * 1000:7.0f} ms")
    print(f"ratio                       {statistics.median(mine / other for mine, other in pairs):7.2f}")


if __name__ == "__main__":
    main()
