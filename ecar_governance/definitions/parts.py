"""Where the parts of procedures are found: in `parts/` beside a file, then among those that ship."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ecar_governance.definitions.loader import MOST_BYTES
from ecar_governance.resources import workflows_dir

FOLDER = "parts"


class Parts(Struct, frozen=True):
    """The folders in which a part is looked for, the first that has it; no file outside of them is read."""

    folders: tuple[Path, ...]

    def read(self, name: str) -> tuple[str, bytes] | None:
        """Its path as messages name it, and its bytes; None when no folder has it. `name` is a checked name,
        without any path in it."""
        for folder in self.folders:
            path = folder / f"{name}.yaml"
            try:
                if path.resolve(strict=True).parent != folder.resolve():
                    continue  # a link that leads elsewhere
                with path.open("rb") as file:
                    return str(path), file.read(MOST_BYTES + 1)
            except OSError:
                continue
        return None

    def names(self) -> list[str]:
        """All that there are, sorted."""
        return sorted({path.stem for folder in self.folders for path in folder.glob("*.yaml")})


def parts_of(file: Path | None) -> Parts:
    """The parts that a procedure in `file` may include, or one that is no file."""
    beside: tuple[Path, ...] = ()
    if file is not None:
        # A part finds the others in its own folder.
        beside = (file.parent if file.parent.name == FOLDER else file.parent / FOLDER,)
    return Parts((*beside, workflows_dir() / FOLDER))
