"""A proposal on its way: what it is, where it has been, and what was asked, said and filed about it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.events import Actor, FilingKind, Manifest, Paragraph, Telling
from ecar_governance.domain.voting.objecting import Objected


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
    """That somebody takes no part in the case; `reason` is a digest. It was declared by the actor for
    themselves, for their whole `institution`, or entered by the actor on behalf of `person`."""

    actor: Actor
    reason: str
    at: datetime
    person: str = ""
    institution: str = ""

    @property
    def who(self) -> str:
        """Whose recusal it is."""
        return self.person or self.actor.person


class Candidacy(Struct, frozen=True):
    """Somebody, or an alternative, that was nominated; see `Nominated`. It stands once it was `accepted` and
    until it is `withdrawn`."""

    option: str
    person: str
    titles: dict[str, str]
    institution: str
    traits: dict[str, str]
    by: Actor
    at: datetime
    accepted: datetime | None = None
    withdrawn: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether it may be chosen."""
        return self.accepted is not None and self.withdrawn is None


class Objection(Struct, frozen=True):
    """What a seat said of a text's being adopted without a vote: `ObjectionMade`, with who recorded it."""

    state: str
    session: str
    manifest_hash: str
    said: Objected
    actor: Actor
    at: datetime


class Division(Struct, frozen=True):
    """That the text of `manifest_hash` is voted on in parts, as `DivisionMoved` says; `position` is where."""

    manifest_hash: str
    paragraphs: tuple[Paragraph, ...]
    parts: tuple[tuple[int, ...], ...]
    actor: Actor
    at: datetime
    position: int


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
    candidacies: tuple[Candidacy, ...] = ()
    asked: tuple[Asking, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    filings: tuple[Filing, ...] = ()
    objections: tuple[Objection, ...] = ()
    linked: tuple[str, ...] = ()
    """The cases that it started, and the one that started it (`origin`)."""
    origin: str = ""
    memory: dict[str, tuple[str, ...]] = {}
    fields: dict[str, str | int] = {}
    migrations: tuple[Migration, ...] = ()
    divisions: tuple[Division, ...] = ()
    """The divisions that were moved of its text, the newest last."""
    remaining: tuple[Paragraph, ...] = ()
    """The paragraphs that the text is made of, once parts of it have fallen; none of a text that is whole."""

    def objected(self, state: str) -> tuple[Objected, ...]:
        """What seats said, in the session that the case is in, of the text as it stands being adopted without
        a vote in that state; sorted by seat."""
        here = (state, self.session, self.manifest_hash)
        found = (one for one in self.objections if (one.state, one.session, one.manifest_hash) == here)
        return tuple(sorted((one.said for one in found), key=lambda one: one.seat))

    def pinned_at(self, position: int) -> str:
        """The hash of the version under which it was at that position of the log."""
        later = (one.previous for one in self.migrations if position < one.position)
        return next(later, self.workflow_hash)

    since: dict[str, datetime] = {}
    """When each state that the case is in, composites too, was entered."""
