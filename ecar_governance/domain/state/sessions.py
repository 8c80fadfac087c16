"""Meetings: their agenda and who was there."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct
from rpds import HashTrieMap

from ecar_governance.domain.workflow import Names


class AgendaItem(Struct, frozen=True):
    """A number on the agenda; a lifted item keeps its number, which is not given again."""

    item: int
    case: str
    lifted: bool = False


class Attendance(Struct, frozen=True):
    """Who sits for a seat in a session, since when."""

    seat: str
    mandate: str
    since: datetime


class Session(Struct, frozen=True):
    """A meeting. `attendance` has the seats present now; `ever_present` those that came at all."""

    session: str
    body: str
    number: int
    begins: datetime
    zone: str
    place: Names
    status: Literal["convened", "open", "closed"]
    convened: datetime
    noticed: tuple[str, ...] = ()
    opened: datetime | None = None
    closed: datetime | None = None
    agenda: tuple[AgendaItem, ...] = ()
    attendance: HashTrieMap[str, Attendance] = HashTrieMap()
    ever_present: tuple[Attendance, ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """The seats present, sorted."""
        return tuple(sorted(self.attendance))
