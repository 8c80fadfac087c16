"""The demo's texts and files, as they travel with the project."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from msgspec import Struct

from ecar_governance import resources
from ecar_governance.services.texts import ProposalText, Upload


class DemoText(Struct, frozen=True):
    """A proposal of the demo: its words in both languages, its procedure, and who stands behind it."""

    workflow: str
    institutions: tuple[str, ...]
    body: str
    titles: dict[str, str]
    bodies: dict[str, str]

    def words(self, *attachments: Upload) -> ProposalText:
        """The text as somebody hands it in."""
        return ProposalText(self.titles, self.bodies, "az", attachments)


def file(name: str) -> bytes:
    """A file of the demo."""
    return (resources.demo_dir() / name).read_bytes()


@cache
def text(name: str) -> DemoText:
    """A text by its id in `titles.yaml`."""
    index: dict[str, list[dict[str, Any]]] = yaml.safe_load(file("titles.yaml"))
    found = next(one for one in index["texts"] if one["id"] == name)
    return DemoText(
        found["workflow"],
        (found["institution"], *found["sponsors"]),
        found["body"],
        found["titles"],
        {lang: file(where).decode() for lang, where in found["files"].items()},
    )
