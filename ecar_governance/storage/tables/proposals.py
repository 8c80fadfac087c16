"""Projections of proposals: where each stands, the way it came, what was recommended, what is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from ecar_governance.storage.columns import Instant, Json, Position
from ecar_governance.storage.tables.base import Table, check, one_of
from ecar_governance.storage.tables.log import ACTORS


class ProposalRow(Table, table=True):
    """A case. `state` is the sorted list of its leaf states."""

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("drafter_kind", ACTORS),
        check("version", "version >= 0"),
        check("revision", "revision >= 0"),
        check("item", "(item IS NULL) = (session IS NULL)"),
    )

    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    workflow: str
    workflow_hash: str = Field(foreign_key="workflow_version.hash", index=True)
    state: Any = Field(sa_type=Json, nullable=False)
    version: int
    institution: str | None = Field(default=None, foreign_key="institution.id", index=True)
    drafter_kind: str
    drafter: str | None = Field(default=None, foreign_key="person_ref.id", index=True)
    drafter_mandate: str | None = Field(default=None, foreign_key="mandate.id")
    manifest: Any = Field(sa_type=Json, nullable=False)
    manifest_hash: str
    revision: int
    sponsors: Any = Field(sa_type=Json, nullable=False)
    body: str | None = Field(default=None, foreign_key="body.id", index=True)
    created: datetime = Field(sa_type=Instant)
    entered: datetime = Field(sa_type=Instant)
    session: str | None = Field(default=None, foreign_key="session.id", index=True)
    item: int | None = None
    vote: str | None = None
    votes: Any = Field(sa_type=Json, nullable=False)
    resolution: str | None = None
    inputs: Any = Field(sa_type=Json, nullable=False)
    linked: Any = Field(sa_type=Json, nullable=False)
    objections: Any = Field(sa_type=Json, nullable=False)
    origin: str
    fields: Any = Field(sa_type=Json, nullable=False)


class CaseStepRow(Table, table=True):
    """One transition that a case took, in order."""

    __tablename__ = "case_step"
    __table_args__ = (one_of("actor", ACTORS),)

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    ordinal: int = Field(primary_key=True)
    transition: str
    target: Any = Field(sa_type=Json, nullable=False)
    at: datetime = Field(sa_type=Instant)
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    position: int = Field(sa_type=Position)
    approved: Any = Field(sa_type=Json, nullable=False)


class ApprovalRow(Table, table=True):
    """Somebody has asked for a transition that needs several people; gone once it was taken, or the case left
    the state, or the text changed."""

    __tablename__ = "approval"
    __table_args__ = (one_of("actor", ACTORS),)

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    ordinal: int = Field(primary_key=True)
    transition: str
    source: str
    inputs: Any = Field(sa_type=Json, nullable=False)
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    at: datetime = Field(sa_type=Instant)
    position: int = Field(sa_type=Position)


class RecusalRow(Table, table=True):
    """Somebody declared that they take no part in the case, in order."""

    __tablename__ = "recusal"
    __table_args__ = (one_of("actor", ACTORS),)

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    ordinal: int = Field(primary_key=True)
    reason: str
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    at: datetime = Field(sa_type=Instant)
    recused: str | None = Field(default=None, foreign_key="person_ref.id")
    """On whose behalf it was entered."""
    for_institution: str | None = Field(default=None, foreign_key="institution.id")


class CandidateRow(Table, table=True):
    """Somebody, or an alternative, that was nominated on the case, in order."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("proposal", "option"), one_of("actor", ACTORS))

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    ordinal: int = Field(primary_key=True)
    option: str
    candidate: str | None = Field(default=None, foreign_key="person_ref.id")
    titles: Any = Field(sa_type=Json, nullable=False)
    stands_for: str | None = Field(default=None, foreign_key="institution.id")
    traits: Any = Field(sa_type=Json, nullable=False)
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    at: datetime = Field(sa_type=Instant)
    accepted: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn: datetime | None = Field(default=None, sa_type=Instant)


class AskingRow(Table, table=True):
    """Whose opinion was asked when a state was entered: ids of what `each` says, sorted."""

    __tablename__ = "asking"
    __table_args__ = (one_of("each", ("institution", "body", "person")),)

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    number: int = Field(primary_key=True)
    state: str
    each: str
    parties: Any = Field(sa_type=Json, nullable=False)
    at: datetime = Field(sa_type=Instant)


class OpinionRow(Table, table=True):
    """What a party said, by digest, and how it was used and why once it is answered."""

    __tablename__ = "opinion"
    __table_args__ = (
        one_of("actor", ACTORS),
        one_of("use", ("", "used", "partly", "not")),
        check("answered", "(use = '') = (answered IS NULL)"),
    )

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    number: int = Field(primary_key=True)
    asking: int
    party: str
    text: str
    file: str
    entered: bool
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    at: datetime = Field(sa_type=Instant)
    use: str
    reasons: str
    answered: datetime | None = Field(default=None, sa_type=Instant)
    answered_by: Any = Field(sa_type=Json, nullable=False)


class FilingRow(Table, table=True):
    """Something from outside on the proposal's file, in order: a letter, an answer, a report."""

    __tablename__ = "filing"
    __table_args__ = (one_of("actor", ACTORS), one_of("kind", ("letter", "answer", "execution")))

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    ordinal: int = Field(primary_key=True)
    kind: str
    dated: str
    text: str
    file: str
    sender: str | None = Field(default=None, foreign_key="institution.id")
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None
    at: datetime = Field(sa_type=Instant)


class RecommendationRow(Table, table=True):
    """What a working group recommended to the plenary, in order."""

    __tablename__ = "recommendation"
    __table_args__ = (
        one_of("recommendation", ("adopt", "adopt_amended", "reject")),
        one_of("actor", ACTORS),
    )

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    ordinal: int = Field(primary_key=True)
    body: str | None = Field(default=None, foreign_key="body.id")
    recommendation: str
    note: str
    at: datetime = Field(sa_type=Instant)
    actor: str
    person: str | None = None
    mandate: str | None = None
    institution: str | None = None


class DeadlineRow(Table, table=True):
    """A running deadline: an instant and the zone it was meant in, and what is still to be said before it. A
    row that is gone is lifted or past."""

    __tablename__ = "deadline"

    proposal: str = Field(primary_key=True, foreign_key="proposal.id")
    state: str = Field(primary_key=True)
    transition: str
    due: datetime = Field(sa_type=Instant, index=True)
    zone: str
    reminders: Any = Field(sa_type=Json, nullable=False)
    since: datetime | None = Field(default=None, sa_type=Instant)
    escalations: Any = Field(sa_type=Json, nullable=False)
    uncovered: Any = Field(sa_type=Json, nullable=False)
