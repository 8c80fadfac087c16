"""The conference as the log tells it: one immutable value, made by `domain.evolve`, read by `domain.decide`.

Maps are persistent (`rpds.HashTrieMap`): a change shares what it does not touch, so the writer may drop a
batch by forgetting it, and readers keep a whole and consistent value without locks.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from rpds import HashTrieMap

from ecar_governance.domain.state.cases import (
    Approval,
    Asking,
    Candidacy,
    Case,
    Division,
    Due,
    Filing,
    Migration,
    Objection,
    Opinion,
    Recommendation,
    Recusal,
    Step,
)
from ecar_governance.domain.state.members import (
    Body,
    Founding,
    Institution,
    InstitutionName,
    Mandate,
    Person,
    Proxy,
    Seat,
    WorkflowVersion,
)
from ecar_governance.domain.state.registers import WeightTable
from ecar_governance.domain.state.resolutions import Document, Resolution
from ecar_governance.domain.state.sessions import (
    AgendaItem,
    Approved,
    Attendance,
    Block,
    Call,
    Movement,
    Pause,
    Session,
    TakenOut,
)
from ecar_governance.domain.state.votes import Mark, Vote
from ecar_governance.domain.working_days import WEEKENDS, Calendar


class Conference(Struct, frozen=True):
    """Everything that the log tells, at one position. `size` is the number of events folded in."""

    size: int = 0
    at: datetime | None = None
    founding: Founding | None = None
    institutions: HashTrieMap[str, Institution] = HashTrieMap()
    bodies: HashTrieMap[str, Body] = HashTrieMap()
    seats: HashTrieMap[str, Seat] = HashTrieMap()
    persons: HashTrieMap[str, Person] = HashTrieMap()
    mandates: HashTrieMap[str, Mandate] = HashTrieMap()
    seat_mandates: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    """Every mandate ever granted for a seat, in the order of granting: a ballot reads no other."""
    proxies: HashTrieMap[str, Proxy] = HashTrieMap()
    seat_proxies: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    """Every proxy that a seat ever gave, in the order of giving."""
    workflows: HashTrieMap[str, WorkflowVersion] = HashTrieMap()
    workflow_order: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    """The versions of each procedure by their hashes, in the order in which they come into force."""
    cases: HashTrieMap[str, Case] = HashTrieMap()
    sessions: HashTrieMap[str, Session] = HashTrieMap()
    votes: HashTrieMap[str, Vote] = HashTrieMap()
    resolutions: HashTrieMap[str, Resolution] = HashTrieMap()
    documents: HashTrieMap[str, Document] = HashTrieMap()
    references: HashTrieMap[int, int] = HashTrieMap()
    sequences: HashTrieMap[str, int] = HashTrieMap()
    open_votes: HashTrieMap[str, None] = HashTrieMap()
    running_deadlines: HashTrieMap[str, None] = HashTrieMap()
    calendar: Calendar = WEEKENDS
    weight_tables: HashTrieMap[str, tuple[WeightTable, ...]] = HashTrieMap()
    """The versions of each table of weights, in the order of the days from which they hold."""
    dues: HashTrieMap[int, dict[str, str]] = HashTrieMap()
    """By year, when each institution's dues of it were paid; those of whom nothing is known are absent."""
    register_papers: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    """By register ("weights-students", "dues-2026") the digests of all papers that it was taken from."""


__all__ = [
    "AgendaItem",
    "Approval",
    "Approved",
    "Asking",
    "Attendance",
    "Block",
    "Body",
    "Call",
    "Candidacy",
    "Case",
    "Conference",
    "Division",
    "Document",
    "Due",
    "Filing",
    "Founding",
    "Institution",
    "InstitutionName",
    "Mandate",
    "Mark",
    "Migration",
    "Movement",
    "Objection",
    "Opinion",
    "Pause",
    "Person",
    "Proxy",
    "Recommendation",
    "Recusal",
    "Resolution",
    "Seat",
    "Session",
    "Step",
    "TakenOut",
    "Vote",
    "WeightTable",
    "WorkflowVersion",
]
