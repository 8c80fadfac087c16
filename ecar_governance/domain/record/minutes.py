"""What the minutes of a session say, and an extract of them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ecar_governance.domain.record.parts import Instant, LogPlace, Names, SessionRef, Signer, to_utc


class Attendee(Struct, frozen=True):
    """A seat in the session: its institution, who sat for it and in what capacity, and the seats that held
    its proxy while nobody did. Absent when there is neither."""

    institution: str
    names: Names
    person: str = ""
    capacity: Names = {}
    represented_by: tuple[Names, ...] = ()


class Stay(Struct, frozen=True):
    """That somebody sat for a seat, in what capacity and how, from an instant to another; to the close when
    no other is given."""

    names: Names
    person: str
    capacity: Names
    mode: Names
    came: Instant
    left: Instant | None = None

    def __post_init__(self) -> None:
        to_utc(self, "came", "left")


class Pause(Struct, frozen=True):
    """A suspension of the session."""

    since: Instant
    until: Instant

    def __post_init__(self) -> None:
        to_utc(self, "since", "until")


class Approval(Struct, frozen=True):
    """Where the minutes were approved: the session, its item, the instant; and what was corrected in them,
    as it was said there."""

    session: SessionRef
    item: str
    at: Instant
    corrections: str = ""

    def __post_init__(self) -> None:
        to_utc(self, "at")


MinutesStanding = Literal["draft", "for_signature", "approved"]
"""What the minutes are: made from the record alone; made to be signed; approved by a later session."""


class Represented(Struct, frozen=True):
    """A seat that was not there itself, and the seat that held its proxy."""

    names: Names
    by: Names


class NoVote(Struct, frozen=True):
    """A seat that had no vote, and why, in words."""

    names: Names
    why: Names


class VoteTaken(Struct, frozen=True):
    """One vote on an item: how it was obtained and what it came to, in sentences; and where an item had
    several, what the `question` was."""

    result: Names
    question: Names = {}


class MinutesItem(Struct, frozen=True):
    """One item of the minutes. `heard`, `spoke` and `decided` are Markdown by language. `called_at` is when
    the chair first called it up; `recused` are the persons and institutions that took no part in it, having
    declared why; `represented` the seats whose vote on it was in another seat's hands; `excluded` those that
    had no vote on it. `votes` are in the order in which they were taken.

    They stand under DİNLƏNİLDİ, ÇIXIŞ ETDİLƏR and QƏRARA ALINDI; an empty one is left out.
    """

    number: str
    title: Names
    heard: Names = {}
    spoke: Names = {}
    decided: Names = {}
    votes: tuple[VoteTaken, ...] = ()
    resolution: str = ""
    called_at: Instant | None = None
    recused: tuple[Names, ...] = ()
    represented: tuple[Represented, ...] = ()
    excluded: tuple[NoVote, ...] = ()

    def __post_init__(self) -> None:
        to_utc(self, "called_at")


class MinutesRecord(Struct, frozen=True, kw_only=True):
    """The minutes of one session: attendance, quorum, what came of each item, who came and left when, and
    where they were approved."""

    schema: Literal["ecar-minutes-record/1"] = "ecar-minutes-record/1"
    origin: str
    conference: Names
    body: Names
    session: SessionRef
    zone: str
    opened_at: Instant
    closed_at: Instant
    attendance: tuple[Attendee, ...]
    quorum: Names
    items: tuple[MinutesItem, ...]
    signers: tuple[Signer, ...]
    prevailing: str
    verify_url: str
    log: LogPlace
    trial: bool
    invited: tuple[Names, ...] = ()
    held: Names = {}
    stays: tuple[Stay, ...] = ()
    pauses: tuple[Pause, ...] = ()
    standing: MinutesStanding = "draft"
    approval: Approval | None = None

    def __post_init__(self) -> None:
        to_utc(self, "opened_at", "closed_at")


class ExtractRecord(Struct, frozen=True, kw_only=True):
    """One item of signed minutes, certified as a true copy (Əsli ilə düzdür)."""

    schema: Literal["ecar-extract-record/1"] = "ecar-extract-record/1"
    minutes: MinutesRecord
    item: str
    certifier: str
    certifier_office: Names
    certified_at: Instant

    def __post_init__(self) -> None:
        to_utc(self, "certified_at")
