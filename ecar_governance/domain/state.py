"""The conference as the log tells it: one immutable value, made by `domain.evolve`, read by `domain.decide`.

Maps are persistent (`rpds.HashTrieMap`): a change shares what it does not touch, so the writer may drop a
batch by forgetting it, and readers keep a whole and consistent value without locks.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from rpds import HashTrieMap

from ecar_governance.domain.events import (
    Actor,
    BodyKind,
    DocumentSigned,
    FilingKind,
    Manifest,
    ResolutionNumbered,
    Telling,
)
from ecar_governance.domain.voting.rule import Elector, Outcome, Paper, VoteRule
from ecar_governance.domain.workflow import MandateKind, Names, Workflow
from ecar_governance.domain.working_days import WEEKENDS, Calendar


class Founding(Struct, frozen=True):
    """The conference's own particulars."""

    origin: str
    names: Names
    zone: str
    place: Names
    log_key: str
    trial: bool
    at: datetime


class InstitutionName(Struct, frozen=True):
    since: str
    names: Names


class Institution(Struct, frozen=True):
    """A member, partner or stakeholder; `history` has its names by date, oldest first."""

    institution: str
    kind: str
    country: str
    city: str
    history: tuple[InstitutionName, ...]

    @property
    def names(self) -> Names:
        """Its names today: the last of its history."""
        return self.history[-1].names


class Body(Struct, frozen=True):
    body: str
    kind: BodyKind
    names: Names


class Seat(Struct, frozen=True):
    """An institution's or, in the presidium and the working groups, a person's own."""

    seat: str
    institution: str
    body: str
    weight: Fraction
    person: str = ""


class Mandate(Struct, frozen=True):
    """Why a person may act. In force from `since` until `until` (exclusive) unless ended earlier. `of` is the
    mandate that was delegated, of which it has the place."""

    mandate: str
    person: str
    kind: MandateKind
    institution: str
    seat: str
    body: str
    session: str
    since: datetime
    until: datetime | None
    ended: datetime | None = None
    paper: str = ""
    of: str = ""

    def in_force(self, at: datetime) -> bool:
        """Whether it holds at the instant."""
        if self.ended is not None and at >= self.ended:
            return False
        return self.since <= at and (self.until is None or at < self.until)


class Person(Struct, frozen=True):
    person: str
    digest: str
    mandates: tuple[str, ...] = ()
    fingerprint: str = ""
    has_password: bool = False


class WorkflowVersion(Struct, frozen=True):
    """A procedure put in force: the compiled form and what the log holds of it. It is in force from `since`,
    decided at `put` by `actor`, under `resolution` if one is named, in the act at `position`."""

    hash: str
    name: str
    version: str
    engine: int
    since: datetime
    workflow: Workflow
    put: datetime
    actor: Actor
    position: int
    resolution: str = ""


class Step(Struct, frozen=True):
    """One transition that a case took. `approved` are those who had asked for it before the actor did."""

    transition: str
    target: tuple[str, ...]
    at: datetime
    actor: Actor
    position: int
    approved: tuple[Actor, ...] = ()


class Approval(Struct, frozen=True):
    """Somebody asks for a transition that needs several people, out of `source`, with these inputs. It is
    gone as soon as the case leaves that state or the text changes."""

    transition: str
    source: str
    inputs: dict[str, str | int | tuple[str, ...]]
    actor: Actor
    at: datetime
    position: int


class Recusal(Struct, frozen=True):
    """Somebody declared that they take no part in the case; `reason` is a digest."""

    actor: Actor
    reason: str
    at: datetime


class Recommendation(Struct, frozen=True):
    body: str
    recommendation: str
    note: str
    at: datetime
    actor: Actor


class Asking(Struct, frozen=True):
    """Whose opinion was asked, when a state was entered; `number` counts in the case, from 1. `parties` are
    ids of institutions, bodies or persons, as `each` says, sorted."""

    number: int
    state: str
    each: Literal["institution", "body", "person"]
    parties: tuple[str, ...]
    at: datetime


class Opinion(Struct, frozen=True):
    """What a party said when it was asked, and what became of it: `use` is empty until it is answered.

    `text`, `file` and `reasons` are digests; `entered` says that the actor wrote it down on the party's
    behalf."""

    number: int
    asking: int
    party: str
    text: str
    file: str
    entered: bool
    actor: Actor
    at: datetime
    use: str = ""
    reasons: str = ""
    answered: datetime | None = None
    answered_by: Actor | None = None


class Filing(Struct, frozen=True):
    """Something from outside on the case's file; `text` and `file` are digests, `dated` a day."""

    kind: FilingKind
    dated: str
    text: str
    file: str
    sender: str
    actor: Actor
    at: datetime


class Due(Struct, frozen=True):
    """A running deadline of a case's state: what `DeadlineSet` says, field by field, less the reminders and
    escalations that have been sent."""

    state: str
    transition: str
    due: datetime
    zone: str
    reminders: tuple[datetime, ...] = ()
    since: datetime | None = None
    escalations: tuple[Telling, ...] = ()
    uncovered: tuple[int, ...] = ()


class Migration(Struct, frozen=True):
    """That a case went over to another version of its procedure, and where it was before. `version` is the
    case's afterwards: as long as it stays, the migration can be taken back. One that was, or that takes
    another one back, is `reverted`."""

    position: int
    at: datetime
    actor: Actor
    resolution: str
    version: int
    previous: str
    state: tuple[str, ...]
    states: dict[str, str]
    fields: dict[str, str | int]
    memory: dict[str, tuple[str, ...]]
    deadlines: tuple[Due, ...]
    reverted: bool = False


class Case(Struct, frozen=True):
    """A proposal and where it stands. `state` is a set of leaf states, sorted; `version` counts changes;
    `memory` says where each region with a history last was (`configuration.Memory`)."""

    case: str
    reference: str
    workflow: str
    workflow_hash: str
    state: tuple[str, ...]
    version: int
    institution: str
    drafter: Actor
    manifest: Manifest
    manifest_hash: str
    revision: int
    sponsors: tuple[str, ...]
    body: str
    created: datetime
    entered: datetime
    steps: tuple[Step, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    deadlines: tuple[Due, ...] = ()
    session: str = ""
    item: int = 0
    vote: str = ""
    votes: tuple[str, ...] = ()
    resolution: str = ""
    inputs: dict[str, str | int | tuple[str, ...]] = {}
    approvals: tuple[Approval, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    asked: tuple[Asking, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    filings: tuple[Filing, ...] = ()
    linked: tuple[str, ...] = ()
    """The cases that it started, and the one that started it (`origin`)."""
    origin: str = ""
    memory: dict[str, tuple[str, ...]] = {}
    fields: dict[str, str | int] = {}
    migrations: tuple[Migration, ...] = ()

    def pinned_at(self, position: int) -> str:
        """The hash of the version under which it was at that position of the log."""
        later = (one.previous for one in self.migrations if position < one.position)
        return next(later, self.workflow_hash)

    since: dict[str, datetime] = {}
    """When each state that the case is in, composites too, was entered."""


class AgendaItem(Struct, frozen=True):
    """A number on the agenda; a lifted item keeps its number, which is not given again."""

    item: int
    case: str
    lifted: bool = False


class Attendance(Struct, frozen=True):
    """Who sits for a seat in a session, since when."""

    seat: str
    mandate: str
    since: datetime


class Session(Struct, frozen=True):
    """A meeting. `attendance` has the seats present now; `ever_present` those that came at all."""

    session: str
    body: str
    number: int
    begins: datetime
    zone: str
    place: Names
    status: Literal["convened", "open", "closed"]
    convened: datetime
    noticed: tuple[str, ...] = ()
    opened: datetime | None = None
    closed: datetime | None = None
    agenda: tuple[AgendaItem, ...] = ()
    attendance: HashTrieMap[str, Attendance] = HashTrieMap()
    ever_present: tuple[Attendance, ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """The seats present, sorted."""
        return tuple(sorted(self.attendance))


class Mark(Struct, frozen=True):
    """That a seat has voted: the digest of its envelope, and under which mandate it was cast."""

    seat: str
    digest: str
    mandate: str
    at: datetime
    position: int
    count: int


class Vote(Struct, frozen=True):
    """A question put, or a result had otherwise. Papers are empty until it is closed."""

    vote: str
    case: str
    state: str
    session: str
    body: str
    obtained: Literal["ballots", "without_vote", "hand_count"]
    ballot: Literal["roll_call", "secret", "show_of_hands"]
    options: tuple[str, ...]
    rule: VoteRule
    electorate: tuple[Elector, ...]
    manifest_hash: str
    status: Literal["open", "closed", "void"]
    opened: datetime
    public_key: str = ""
    closes: datetime | None = None
    zone: str = ""
    casters: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    marks: HashTrieMap[str, Mark] = HashTrieMap()
    closed: datetime | None = None
    how: str = ""
    papers: tuple[Paper, ...] = ()
    present: tuple[str, ...] = ()
    outcome: Outcome | None = None
    tellers: tuple[str, ...] = ()
    protocol: str = ""
    entered_by: Actor | None = None
    opened_at: int = 0
    decided_at: int = 0
    ends_early: bool = False

    @property
    def all_voted(self) -> bool:
        """Whether it is open, ends with the last seat's ballot, and every seat has voted."""
        return self.status == "open" and self.ends_early and len(self.marks) == len(self.electorate)


class Resolution(Struct, frozen=True):
    """What was adopted, under its number. `document` is the current PDF's id; `published` its digest."""

    numbered: ResolutionNumbered
    position: int
    typesetting_requested: bool = False
    document: str = ""
    published: datetime | None = None
    published_sha256: str = ""
    in_force: datetime | None = None


class Document(Struct, frozen=True):
    """A PDF of the record: `current` is the digest of its newest bytes, `signatures` in order."""

    document: str
    kind: Literal["resolution", "minutes"]
    subject: str
    typeset: str
    record: str
    current: str
    at: datetime
    signatures: tuple[DocumentSigned, ...] = ()
    signed_by: tuple[Actor, ...] = ()
    signed_at: tuple[datetime, ...] = ()


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
