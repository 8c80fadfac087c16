"""Events of meetings: convened, noticed, moved, their agenda, presence, course, and minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import field

from ecar_governance.domain.events.base import Attachment, Payload
from ecar_governance.domain.workflow import Names

SessionKind = Literal["room", "remote", "hybrid"]
"""How a meeting is held: all in one room, all from afar, or both."""

AttendanceMode = Literal["room", "remote"]
"""How whoever sits for a seat attends."""

ItemKind = Literal["proposal", "information", "discussion", "minutes", "other_business"]
"""What an item of an agenda is: a proposal, or something that no procedure governs."""


class SessionConvened(Payload, frozen=True, omit_defaults=True):
    """A meeting of a body with number, date and place; convocation is dated by the event itself.

    `link` is the digest of where those attend who are not in the room: it lets in, so it is no matter of
    the log."""

    session: str
    body: str
    number: int
    begins: datetime
    zone: str
    place: Names
    kind: SessionKind = "room"
    link: str = ""


class BlockAnnounced(Payload, frozen=True):
    """These items of the session, by their numbers, are to be put as one question; none: no block is."""

    session: str
    items: tuple[int, ...]


class ItemTakenOut(Payload, frozen=True):
    """A member asked that the item be voted on alone."""

    session: str
    item: int


class SessionMoved(Payload, frozen=True, omit_defaults=True):
    """The meeting is held at another time, elsewhere or otherwise: everything as it is from now on. Those who
    had notice are told, and have notice of this from now on."""

    session: str
    begins: datetime
    zone: str
    place: Names
    kind: SessionKind = "room"
    link: str = ""


class SessionCancelled(Payload, frozen=True):
    """The meeting is not held; `reason` is a digest."""

    session: str
    reason: str


class NoticeSent(Payload, frozen=True):
    """Proof of notice: the convocation was queued to these people."""

    session: str
    people: tuple[str, ...]


class AgendaItemPlaced(Payload, frozen=True):
    session: str
    item: int
    case: str


class TopicPlaced(Payload, frozen=True, omit_defaults=True):
    """An item that is no proposal is placed on the agenda. `titles` are digests by language (empty: the kind
    says it all); `minutes` names the session whose minutes are to be approved."""

    session: str
    item: int
    kind: ItemKind
    titles: dict[str, str] = field(default_factory=dict)
    minutes: str = ""


class AgendaItemLifted(Payload, frozen=True):
    """The item leaves the agenda; its number is not given again. `case` is empty for what is no proposal."""

    session: str
    item: int
    case: str


class AgendaReordered(Payload, frozen=True):
    """The items as they stand now, in their new order. `numbers` are theirs from now on: the same as before
    once notice has gone out; `cases` the proposal of each, empty for an item that is none."""

    session: str
    items: tuple[int, ...]
    numbers: tuple[int, ...]
    cases: tuple[str, ...]


class PaperAdded(Payload, frozen=True):
    """A paper lies before the meeting under an item."""

    session: str
    item: int
    paper: Attachment


class SessionOpened(Payload, frozen=True):
    session: str


class ItemCalled(Payload, frozen=True):
    """The chair calls the item up: it is before the meeting until another is."""

    session: str
    item: int


class SessionSuspended(Payload, frozen=True):
    """The meeting pauses; `until` is when it means to go on, if that was said."""

    session: str
    until: datetime | None


class SessionResumed(Payload, frozen=True):
    session: str


class SessionClosed(Payload, frozen=True):
    session: str


class AdmittedAtDoor(Payload, frozen=True):
    """Somebody with a written authority was let in for a seat. `office` is the digest of what they are at
    home, empty when nobody asked."""

    session: str
    seat: str
    mandate: str
    office: str


class PresenceRecorded(Payload, frozen=True, omit_defaults=True):
    """A seat's holder came or left; `mandate` says who sits for the seat, `mode` how."""

    session: str
    seat: str
    mandate: str
    present: bool
    mode: AttendanceMode = "room"


class MinutesApproved(Payload, frozen=True):
    """The meeting approved the `minutes` of an earlier one under an item of its agenda; `corrections` is the
    digest of what it corrected in them, empty when nothing was."""

    session: str
    item: int
    minutes: str
    corrections: str
