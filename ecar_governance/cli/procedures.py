"""Which procedure a command means: a file, or one that ships with the project."""

from __future__ import annotations

from pathlib import Path

from ecar_governance.definitions import library
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import NotFound


def file_of(name: str) -> Path:
    """The file of that name or path. Raises NotFound."""
    path, bundled = Path(name), library.bundled()
    if not path.exists() and name not in bundled:
        raise NotFound(f"There is no file and no procedure {name}.", fix=f"say one of {', '.join(bundled)}")
    return path if path.exists() else bundled[name]


def load(name: str) -> Workflow:
    """The procedure, wholly checked. Raises NotFound, or DefinitionInvalid with every finding."""
    return library.load_file(file_of(name))
