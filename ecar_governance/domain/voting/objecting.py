"""What members say when the chair asks whether a question may be adopted without a vote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Said = Literal["objection", "reservation"]
"""A member objects to the adoption itself; or lets it pass and is on record as no part of the agreement."""


class Objected(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one seat said: `reason` is a digest, `entered` that the chair or the secretariat wrote it down."""

    seat: str
    said: Said
    reason: str = ""
    entered: bool = False


def seats_of(objections: Iterable[Objected], said: Said) -> tuple[str, ...]:
    """The seats that said so, sorted."""
    return tuple(sorted({one.seat for one in objections if one.said == said}))
