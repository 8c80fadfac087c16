"""Projections of the conference and its members: institutions, organs, seats, people by id, mandates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from ecar_governance.domain.events import AttendanceMode, ItemKind, SessionKind
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.storage.columns import Instant, Json, Position
from ecar_governance.storage.tables.base import Table, check, one_of
from ecar_governance.storage.tables.log import ACTORS


class ConferenceRow(Table, table=True):
    """The one row of the conference's own particulars."""

    __tablename__ = "conference"
    __table_args__ = (check("one", "id = 1"),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    origin: str
    names: Any = Field(sa_type=Json, nullable=False)
    zone: str
    place: Any = Field(sa_type=Json, nullable=False)
    log_key: str
    trial: bool
    founded: datetime = Field(sa_type=Instant)


class InstitutionRow(Table, table=True):
    """A member, candidate, partner or stakeholder."""

    __tablename__ = "institution"
    __table_args__ = (one_of("kind", ("member", "partner", "stakeholder", "candidate")),)

    id: str = Field(primary_key=True)
    kind: str
    country: str
    city: str


class InstitutionNameRow(Table, table=True):
    """What it was called since a date; the greatest ordinal is today's name."""

    __tablename__ = "institution_name"

    institution: str = Field(primary_key=True, foreign_key="institution.id")
    ordinal: int = Field(primary_key=True)
    since: str
    names: Any = Field(sa_type=Json, nullable=False)


class BodyRow(Table, table=True):
    """An organ of the conference."""

    __tablename__ = "body"
    __table_args__ = (one_of("kind", ("plenary", "working_group", "presidium")),)

    id: str = Field(primary_key=True)
    kind: str
    names: Any = Field(sa_type=Json, nullable=False)


class SeatRow(Table, table=True):
    """One seat of an institution, or a person's own, in a body, with its exact weight ("1/1")."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("institution", "body"),
        UniqueConstraint("person", "body"),
        check("weight", "weight LIKE '%/%'"),
        check("holder", "(institution IS NULL) <> (person IS NULL)"),
    )

    id: str = Field(primary_key=True)
    institution: str | None = Field(default=None, foreign_key="institution.id")
    person: str | None = Field(default=None, foreign_key="person_ref.id")
    body: str = Field(foreign_key="body.id", index=True)
    weight: str


class PersonRefRow(Table, table=True):
    """A person as the log knows them: an id and a digest, never a name."""

    __tablename__ = "person_ref"

    id: str = Field(primary_key=True)
    digest: str
    fingerprint: str
    has_password: bool


class MandateRow(Table, table=True):
    """Why a person may act, and where."""

    __tablename__ = "mandate"
    __table_args__ = (one_of("kind", MandateKind), check("until", "until IS NULL OR until > since"))

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person_ref.id", index=True)
    kind: str
    institution: str | None = Field(default=None, foreign_key="institution.id", index=True)
    seat: str | None = Field(default=None, foreign_key="seat.id", index=True)
    body: str | None = Field(default=None, foreign_key="body.id", index=True)
    session: str | None = Field(default=None, foreign_key="session.id", index=True)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)
    ended: datetime | None = Field(default=None, sa_type=Instant)
    paper: str
    of: str | None = None
    """The mandate that was delegated."""
    election: str | None = None
    """The vote by which the person was elected."""


class ProxyRow(Table, table=True):
    """The vote of a seat in the hands of another seat of the same body; kept when it is revoked."""

    __tablename__ = "proxy"
    __table_args__ = (one_of("by_kind", ACTORS), check("holder", "holder <> seat"))

    id: str = Field(primary_key=True)
    seat: str = Field(foreign_key="seat.id", index=True)
    holder: str = Field(foreign_key="seat.id", index=True)
    person: str | None = Field(default=None, foreign_key="person_ref.id")
    session: str | None = Field(default=None, foreign_key="session.id", index=True)
    proposal: str | None = Field(default=None, foreign_key="proposal.id", index=True)
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)
    paper: str
    by_kind: str
    by_person: str | None = Field(default=None, foreign_key="person_ref.id")
    by_mandate: str | None = Field(default=None, foreign_key="mandate.id")
    given: datetime = Field(sa_type=Instant)
    position: int = Field(sa_type=Position)
    revoked: datetime | None = Field(default=None, sa_type=Instant)
    revoked_by: str | None = Field(default=None, foreign_key="person_ref.id")


class WorkflowVersionRow(Table, table=True):
    """A version of a procedure, in force from `since` until a later one is."""

    __tablename__ = "workflow_version"
    __table_args__ = (UniqueConstraint("name", "version"),)

    hash: str = Field(primary_key=True)
    name: str
    version: str
    engine: int
    since: datetime = Field(sa_type=Instant)


class SessionRow(Table, table=True):
    """A meeting of a body."""

    __tablename__ = "session"
    __table_args__ = (
        one_of("status", ("convened", "open", "suspended", "closed", "cancelled")),
        one_of("kind", SessionKind),
        check("opened", "(opened IS NULL) = (status IN ('convened', 'cancelled'))"),
        check("closed", "(closed IS NULL) = (status <> 'closed')"),
        check("cancelled", "(cancelled IS NULL) = (status <> 'cancelled')"),
        check("sequence", "sequence >= 0"),
    )

    id: str = Field(primary_key=True)
    body: str = Field(foreign_key="body.id", index=True)
    number: int
    begins: datetime = Field(sa_type=Instant)
    zone: str
    place: Any = Field(sa_type=Json, nullable=False)
    kind: str
    link: str
    status: str
    convened: datetime = Field(sa_type=Instant)
    moved: datetime | None = Field(default=None, sa_type=Instant)
    sequence: int
    noticed: Any = Field(sa_type=Json, nullable=False)
    opened: datetime | None = Field(default=None, sa_type=Instant)
    current: int
    calls: Any = Field(sa_type=Json, nullable=False)
    pauses: Any = Field(sa_type=Json, nullable=False)
    guests: Any = Field(sa_type=Json, nullable=False)
    closed: datetime | None = Field(default=None, sa_type=Instant)
    cancelled: datetime | None = Field(default=None, sa_type=Instant)
    reason: str
    approved: Any = Field(sa_type=Json, nullable=False)


class AgendaItemRow(Table, table=True):
    """An item that was placed on the agenda of a session; a case is on it at most once at a time. A lifted
    item keeps its number, unless numbers were given anew before anybody had notice."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        Index(
            "uq_agenda_item_once",
            "session",
            "proposal",
            unique=True,
            sqlite_where=text("lifted = false"),
            postgresql_where=text("lifted = false"),
        ),
        one_of("kind", ItemKind),
        check("item", "item > 0 OR lifted"),
        check("proposal", "(proposal IS NULL) = (kind <> 'proposal')"),
    )

    session: str = Field(primary_key=True, foreign_key="session.id")
    ordinal: int = Field(primary_key=True)
    item: int
    place: int
    kind: str
    proposal: str | None = Field(default=None, foreign_key="proposal.id", index=True)
    titles: Any = Field(sa_type=Json, nullable=False)
    minutes: str | None = Field(default=None, foreign_key="session.id")
    papers: Any = Field(sa_type=Json, nullable=False)
    lifted: bool


class AttendanceRow(Table, table=True):
    """Who sits for a seat now, and how: one mandate a seat and session."""

    __tablename__ = "attendance"
    __table_args__ = (one_of("mode", AttendanceMode),)

    session: str = Field(primary_key=True, foreign_key="session.id")
    seat: str = Field(primary_key=True, foreign_key="seat.id")
    mandate: str = Field(foreign_key="mandate.id", index=True)
    since: datetime = Field(sa_type=Instant)
    mode: str


class MovementRow(Table, table=True):
    """Every coming and going, in order."""

    __tablename__ = "movement"
    __table_args__ = (one_of("mode", AttendanceMode),)

    session: str = Field(primary_key=True, foreign_key="session.id")
    ordinal: int = Field(primary_key=True)
    seat: str = Field(foreign_key="seat.id")
    mandate: str | None = Field(default=None, foreign_key="mandate.id")
    present: bool
    at: datetime = Field(sa_type=Instant)
    mode: str
