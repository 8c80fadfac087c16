"""Projections of votes and what comes of them: electorate, marks, results, resolutions, documents.

A choice is nowhere here before the close; afterwards `vote_result.papers` has what the log has.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from ecar_governance.storage.columns import Instant, Json, Position
from ecar_governance.storage.tables.base import Table, check, one_of
from ecar_governance.storage.tables.log import ACTORS


class VoteRow(Table, table=True):
    """A question put, or a result had otherwise. A case has at most one open vote in a state."""

    __tablename__ = "vote"
    __table_args__ = (
        one_of("obtained", ("ballots", "without_vote", "hand_count")),
        one_of("ballot", ("roll_call", "secret", "show_of_hands")),
        one_of("status", ("open", "closed", "void")),
        Index(
            "uq_vote_open",
            "proposal",
            "state",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: str = Field(primary_key=True)
    proposal: str = Field(foreign_key="proposal.id", index=True)
    state: str
    session: str | None = Field(default=None, foreign_key="session.id", index=True)
    body: str = Field(foreign_key="body.id")
    obtained: str
    ballot: str
    options: Any = Field(sa_type=Json, nullable=False)
    rule: Any = Field(sa_type=Json, nullable=False)
    manifest_hash: str
    division: Any = Field(sa_type=Json, nullable=False)
    block: str
    status: str = Field(index=True)
    opened: datetime = Field(sa_type=Instant)
    public_key: str
    closes: datetime | None = Field(default=None, sa_type=Instant)
    zone: str
    ends_early: bool
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    unused: Any = Field(sa_type=Json, nullable=False)
    excluded: Any = Field(sa_type=Json, nullable=False)
    weights: str
    weights_since: str
    candidates: Any = Field(sa_type=Json, nullable=False)
    number: int
    preferred: Any = Field(sa_type=Json, nullable=False)
    quorum_asked: bool
    closed: datetime | None = Field(default=None, sa_type=Instant)
    how: str
    present: Any = Field(sa_type=Json, nullable=False)
    tellers: Any = Field(sa_type=Json, nullable=False)
    protocol: str
    objections: Any = Field(sa_type=Json, nullable=False)
    entered_kind: str | None = None
    entered_by: str | None = Field(default=None, foreign_key="person_ref.id")
    entered_mandate: str | None = Field(default=None, foreign_key="mandate.id")
    opened_at: int = Field(sa_type=Position)
    decided_at: int = Field(sa_type=Position)


class ElectorRow(Table, table=True):
    """One seat of the frozen electorate, and the mandates that may cast for it now, in order."""

    __tablename__ = "elector"
    __table_args__ = (check("weight", "weight LIKE '%/%'"),)

    vote: str = Field(primary_key=True, foreign_key="vote.id")
    seat: str = Field(primary_key=True, foreign_key="seat.id")
    institution: str | None = Field(default=None, foreign_key="institution.id")
    frozen_casters: Any = Field(sa_type=Json, nullable=False)
    casters: Any = Field(sa_type=Json, nullable=False)
    weight: str
    chamber: str
    recused: bool
    proxy: str | None = None
    """The seat that holds its vote."""


class BallotMarkRow(Table, table=True):
    """That a seat of the electorate has voted: one mark a seat, never a choice."""

    __tablename__ = "ballot_mark"
    __table_args__ = (
        ForeignKeyConstraint(["vote", "seat"], ["elector.vote", "elector.seat"]),
        check("count", "count > 0"),
    )

    vote: str = Field(primary_key=True)
    seat: str = Field(primary_key=True)
    digest: str
    mandate: str = Field(foreign_key="mandate.id")
    at: datetime = Field(sa_type=Instant)
    position: int = Field(sa_type=Position)
    count: int


class VoteResultRow(Table, table=True):
    """The outcome of a closed vote, whole, and what tables sort by."""

    __tablename__ = "vote_result"
    __table_args__ = (
        check("counts", "for_count >= 0 AND against >= 0 AND abstain >= 0 AND blank >= 0 AND invalid >= 0"),
        check("cast_count", "cast_count = for_count + against + abstain + blank + invalid"),
        check("entitled", "entitled >= cast_count"),
    )

    vote: str = Field(primary_key=True, foreign_key="vote.id")
    carried: bool
    quorate: bool
    for_count: int
    against: int
    abstain: int
    blank: int
    invalid: int
    cast_count: int
    present: int
    entitled: int
    decided_by: str
    outcome: Any = Field(sa_type=Json, nullable=False)
    papers: Any = Field(sa_type=Json, nullable=False)


class ResolutionRow(Table, table=True):
    """What was adopted: one number a body, year and sequence, one resolution a vote."""

    __tablename__ = "resolution"
    __table_args__ = (
        UniqueConstraint("body", "year", "sequence"),
        UniqueConstraint("vote"),
        check("sequence", "sequence > 0"),
    )

    id: str = Field(primary_key=True)
    proposal: str = Field(foreign_key="proposal.id", index=True)
    vote: str = Field(foreign_key="vote.id")
    body: str = Field(foreign_key="body.id")
    session: str | None = Field(default=None, foreign_key="session.id", index=True)
    item: int
    kind: str
    year: int
    sequence: int
    number: str
    manifest_hash: str
    adopted: datetime = Field(sa_type=Instant)
    position: int = Field(sa_type=Position)
    typesetting_requested: bool
    document: str | None = None
    published: datetime | None = Field(default=None, sa_type=Instant)
    published_sha256: str
    in_force: datetime | None = Field(default=None, sa_type=Instant)


class DocumentRow(Table, table=True):
    """A PDF of the record; `current` is the digest of its newest bytes, which the vault keeps."""

    __tablename__ = "document"
    __table_args__ = (one_of("kind", ("resolution", "minutes")),)

    id: str = Field(primary_key=True)
    kind: str
    subject: str = Field(index=True)
    typeset: str
    record: str
    current: str = Field(index=True)
    at: datetime = Field(sa_type=Instant)


class SignatureRow(Table, table=True):
    """One signature on a document: one a field."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("document", "field"),
        one_of("field", ("chair", "secretary")),
        one_of("method", ("here", "outside", "paper")),
        one_of("actor", ACTORS),
    )

    document: str = Field(primary_key=True, foreign_key="document.id")
    ordinal: int = Field(primary_key=True)
    field: str
    method: str
    before: str
    sha256: str
    fingerprint: str
    signer: str
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    at: datetime = Field(sa_type=Instant)
