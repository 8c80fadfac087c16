"""Sessions: convened, run, their agenda, who is there, their minutes."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from ecar_governance.domain import events as e
from ecar_governance.domain.commands.base import Command


class ConveneSession(Command, frozen=True):
    session: e.SessionConvened


class MoveSession(Command, frozen=True):
    """Another time or place, or another way of being held, before the meeting is opened."""

    session: e.SessionMoved


class CancelSession(Command, frozen=True):
    """The meeting is not held; `reason` is the digest of why."""

    session: str
    reason: str


class SendNotice(Command, frozen=True):
    session: str
    people: tuple[str, ...]


class PlaceTopic(Command, frozen=True, omit_defaults=True):
    """Something that is no proposal goes on the agenda, after what is there. Titles are digests."""

    session: str
    kind: e.ItemKind
    titles: dict[str, str] = field(default_factory=dict)
    minutes: str = ""


class LiftTopic(Command, frozen=True):
    """Takes it off again. A proposal leaves the agenda by a step of its procedure."""

    session: str
    item: int


class ReorderAgenda(Command, frozen=True):
    """Every item by its number, in the order in which they shall be dealt with."""

    session: str
    items: tuple[int, ...]


class AddPaper(Command, frozen=True):
    """Lays a paper before the meeting, under an item."""

    session: str
    item: int
    paper: e.Attachment


class OpenSession(Command, frozen=True):
    session: str


class CallItem(Command, frozen=True):
    """The chair calls an item up."""

    session: str
    item: int


class SuspendSession(Command, frozen=True):
    """A pause, until an instant if one is said."""

    session: str
    until: datetime | None = None


class ResumeSession(Command, frozen=True):
    session: str


class CloseSession(Command, frozen=True):
    session: str


class AdmitAtDoor(Command, frozen=True, omit_defaults=True):
    """A written authority is shown at the door: whoever bears it gets a mandate for this session under the id
    `mandate` and sits for the seat at once. `register` has them if nobody knows them yet; `paper` is the
    digest of the scan, `office` of what they are at home."""

    session: str
    seat: str
    person: str
    mandate: str
    mode: e.AttendanceMode = "room"
    paper: str = ""
    office: str = ""
    register: e.PersonRegistered | None = None


class RecordPresence(Command, frozen=True, omit_defaults=True):
    """A seat's holder came or left. `mandate` is the one under which the seat is filled, `mode` how."""

    session: str
    seat: str
    mandate: str
    present: bool
    mode: e.AttendanceMode = "room"


class AnnounceBlock(Command, frozen=True):
    """These items of the session, by their numbers, are to be put as one question; with none, no block is."""

    session: str
    items: tuple[int, ...]


class TakeOutOfBlock(Command, frozen=True):
    """A member asks that an item of the block be voted on alone."""

    session: str
    item: int


class ApproveMinutes(Command, frozen=True, omit_defaults=True):
    """The meeting approved the minutes that an item of its agenda is about. `corrections` is a digest."""

    session: str
    item: int
    corrections: str = ""
