"""What the API takes and gives of a meeting's course: its agenda, suspensions, the door, its minutes."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from ecar_governance.domain.events import AttendanceMode, ItemKind, SessionKind
from ecar_governance.services.queries.attendance import MovementView, NoticeView
from ecar_governance.services.queries.blocks import BlockView
from ecar_governance.services.queries.sessions import ApprovalView
from ecar_governance.services.sitting import Need
from ecar_governance.web.api.shapes import FileIn


class Course(Struct, frozen=True):
    """How a session goes: what is before it (`current`, 0 for nothing), suspensions, what its items need of
    those present, who came and left, whether notice was in time, what became of its minutes, and which items
    are put together as one question."""

    current: int
    moved: datetime | None
    cancelled: datetime | None
    reason: str
    link: str
    suspended_since: datetime | None
    suspended_until: datetime | None
    needs: tuple[Need, ...]
    movements: tuple[MovementView, ...]
    notice: NoticeView
    minutes: str
    approval: ApprovalView | None
    block: BlockView


class Move(Struct, frozen=True, forbid_unknown_fields=True):
    """What shall be otherwise; what is not named stays."""

    begins: datetime | UnsetType = UNSET
    place: dict[str, str] | UnsetType = UNSET
    kind: SessionKind | UnsetType = UNSET
    link: str | UnsetType = UNSET


class Cancellation(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the session is not held."""

    reason: str


class Suspension(Struct, frozen=True, forbid_unknown_fields=True):
    """Until when, if it is known: with its offset from UTC."""

    until: datetime | None = None


class Items(Struct, frozen=True, forbid_unknown_fields=True):
    """Items of the agenda by their numbers."""

    items: tuple[int, ...]


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """An item that is no proposal: titles by language; for minutes, the session whose they are."""

    kind: ItemKind
    titles: dict[str, str] = {}
    minutes: str = ""


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """An item by its number."""

    item: int


class Order(Struct, frozen=True, forbid_unknown_fields=True):
    """Every item's number, in the order in which they shall be dealt with."""

    items: tuple[int, ...]


class PaperIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper for an item."""

    item: int
    file: FileIn


class Guest(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody with a written authority for a seat: a registered person's id, or a name."""

    seat: str
    person: str = ""
    name: str = ""
    office: str = ""
    mode: AttendanceMode | None = None
    paper: FileIn | None = None


class MinutesIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The item that is about the minutes, and what was corrected in them."""

    item: int
    corrections: str = ""
