"""The log: its events, its one head, its checkpoints, and the idempotency keys that point into it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from ecar_governance.storage.columns import Instant, Position
from ecar_governance.storage.tables.base import Table, check, one_of

ACTORS = ("person", "system", "installer")


class LogEvent(Table, table=True):
    """One leaf. `body` is the truth, in canonical bytes; the other columns are indexes into it and are
    compared with it by `ecar audit verify`."""

    __tablename__ = "log_event"
    __table_args__ = (
        check("position", "position >= 0"),
        check("act", "act >= 0 AND act <= position"),
        one_of("actor", ACTORS),
        check("leaf_hash", "length(leaf_hash) = 32"),
        Index(None, "subject", "position"),
        Index(None, "person", "position"),
    )

    position: int = Field(primary_key=True, sa_type=Position, sa_column_kwargs={"autoincrement": False})
    type: str
    subject: str
    act: int = Field(sa_type=Position)
    at: datetime = Field(sa_type=Instant)
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    body: bytes = Field(sa_type=LargeBinary)
    leaf_hash: bytes = Field(sa_type=LargeBinary)


class LogHead(Table, table=True):
    """The one row that every batch locks: how long the log is and what its tree's frontier is."""

    __tablename__ = "log_head"
    __table_args__ = (
        check("one", "id = 1"),
        check("size", "size >= 0"),
        check("root", "length(root) = 32"),
        check("frontier", "length(frontier) % 32 = 0"),
    )

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    size: int = Field(sa_type=Position)
    frontier: bytes = Field(sa_type=LargeBinary)
    root: bytes = Field(sa_type=LargeBinary)
    at: datetime | None = Field(default=None, sa_type=Instant)


class LogCheckpoint(Table, table=True):
    """A signed statement of size and root, also kept in a file outside the database."""

    __tablename__ = "log_checkpoint"
    __table_args__ = (check("size", "size > 0"), check("root", "length(root) = 32"))

    size: int = Field(primary_key=True, sa_type=Position, sa_column_kwargs={"autoincrement": False})
    root: bytes = Field(sa_type=LargeBinary)
    note: str


class Idempotency(Table, table=True):
    """That a key was used by a person, and which events came of it: `count` of them from `position` on."""

    __tablename__ = "idempotency"
    __table_args__ = (check("count", "count >= 0"), check("position", "position >= 0"))

    key: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    position: int = Field(sa_type=Position)
    count: int
