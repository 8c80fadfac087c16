"""What members said of a question's being adopted without a vote, for a page."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecar_governance.domain.voting.objecting import Objected, Said
from ecar_governance.services.queries.directory import Directory


class Objecting(Struct, frozen=True):
    """What one seat said, with its reasons in words; `entered` by somebody on its behalf."""

    seat: str
    seat_name: str
    said: Said
    reason: str
    entered: bool


def objecting(directory: Directory, objections: Iterable[Objected]) -> tuple[Objecting, ...]:
    """Objections first, then reservations, each by the name of the seat."""
    found = tuple(objections)
    directory.load_texts([one.reason for one in found if one.reason])
    shown = [
        Objecting(one.seat, directory.seat(one.seat), one.said, directory.text(one.reason), one.entered)
        for one in found
    ]
    return tuple(sorted(shown, key=lambda one: (one.said, one.seat_name)))
