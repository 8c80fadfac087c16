"""Meetings: their agenda, their course, who was there, and what became of their minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct
from rpds import HashTrieMap

from ecar_governance.domain.events import Actor, Attachment, AttendanceMode, ItemKind, SessionKind
from ecar_governance.domain.workflow import Names


class AgendaItem(Struct, frozen=True):
    """An item of an agenda, under the number by which people call it; `place` is where it stands in the
    order. A lifted item keeps its number, which is not given again.

    A proposal has its `case`; anything else a `kind`, `titles` (digests) and, when minutes are to be
    approved, the session whose `minutes` they are."""

    item: int
    case: str = ""
    lifted: bool = False
    place: int = 0
    kind: ItemKind = "proposal"
    titles: dict[str, str] = {}
    minutes: str = ""
    papers: tuple[Attachment, ...] = ()


class Attendance(Struct, frozen=True):
    """Who sits for a seat in a session, since when, and how."""

    seat: str
    mandate: str
    since: datetime
    mode: AttendanceMode = "room"


class Movement(Struct, frozen=True):
    """Somebody came (`present`) or left, under a mandate, at an instant."""

    seat: str
    mandate: str
    present: bool
    at: datetime
    mode: AttendanceMode = "room"


class Call(Struct, frozen=True):
    """An item was called up."""

    item: int
    at: datetime


class Pause(Struct, frozen=True):
    """A suspension: since when, until when it was meant to last, and when the meeting went on."""

    since: datetime
    until: datetime | None = None
    resumed: datetime | None = None


class TakenOut(Struct, frozen=True):
    """A member asked that the item be voted on alone."""

    item: int
    actor: Actor
    at: datetime


class Block(Struct, frozen=True):
    """Several items put as one question: `items` are those that are in it now, none once it was given up;
    `taken` those that members asked to be voted on alone. It is `opened` with the first of its votes."""

    block: str
    items: tuple[int, ...]
    taken: tuple[TakenOut, ...] = ()
    opened: bool = False


class Approved(Struct, frozen=True):
    """The minutes of this session were approved in another one, under an item there; `corrections` is a
    digest."""

    session: str
    item: int
    at: datetime
    corrections: str = ""


class Session(Struct, frozen=True):
    """A meeting.

    `dated` is when its present time was set: convened, or moved to it. `noticed` says since when each person
    has notice of it. `agenda` has the items in the order of being placed, lifted ones too; `attendance` the
    seats present now; `movements` every coming and going. `sequence` counts how often what an invitation says
    has changed. `guests` are mandates admitted at the door, with the digest of what their holders are at
    home."""

    session: str
    body: str
    number: int
    begins: datetime
    zone: str
    place: Names
    status: Literal["convened", "open", "suspended", "closed", "cancelled"]
    convened: datetime
    noticed: dict[str, datetime] = {}
    opened: datetime | None = None
    closed: datetime | None = None
    agenda: tuple[AgendaItem, ...] = ()
    attendance: HashTrieMap[str, Attendance] = HashTrieMap()
    movements: tuple[Movement, ...] = ()
    kind: SessionKind = "room"
    link: str = ""
    moved: datetime | None = None
    sequence: int = 0
    current: int = 0
    calls: tuple[Call, ...] = ()
    pauses: tuple[Pause, ...] = ()
    guests: dict[str, str] = {}
    cancelled: datetime | None = None
    reason: str = ""
    approved: Approved | None = None
    blocks: tuple[Block, ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """The seats present, sorted."""
        return tuple(sorted(self.attendance))

    @property
    def dated(self) -> datetime:
        """When the time at which it begins was set."""
        return self.moved or self.convened

    @property
    def over(self) -> bool:
        """Whether nothing more will happen in it."""
        return self.status in ("closed", "cancelled")

    @property
    def items(self) -> tuple[AgendaItem, ...]:
        """What is on the agenda, in order."""
        return tuple(sorted((x for x in self.agenda if not x.lifted), key=lambda x: x.place))

    @property
    def next_item(self) -> int:
        """The number of the next item to be placed."""
        return max((x.item for x in self.agenda), default=0) + 1

    @property
    def ever_present(self) -> tuple[Attendance, ...]:
        """Who sat for each seat, each once, since they first came."""
        found: dict[tuple[str, str], Attendance] = {}
        for one in self.movements:
            if one.present:
                found.setdefault((one.seat, one.mandate), Attendance(one.seat, one.mandate, one.at, one.mode))
        return tuple(found.values())

    def item(self, number: int) -> AgendaItem | None:
        """The item on the agenda with this number."""
        return next((x for x in self.items if x.item == number), None)
