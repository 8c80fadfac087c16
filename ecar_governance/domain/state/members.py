"""Who makes the conference up: institutions, organs, seats, mandates, persons; and its procedures."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.events import Actor, BodyKind
from ecar_governance.domain.workflow import MandateKind, Names, Workflow


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
    mandate that was delegated, of which it has the place; `election` the vote that gave the office."""

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
    election: str = ""

    def in_force(self, at: datetime) -> bool:
        """Whether it holds at the instant."""
        if self.ended is not None and at >= self.ended:
            return False
        return self.since <= at and (self.until is None or at < self.until)


class Proxy(Struct, frozen=True):
    """The vote of `seat` in the hands of `holder`, a seat of the same body (of one `person` there, if named).

    It holds in one session, for one case, or from `since` until `until` (exclusive), until it is `revoked`.
    `paper` is the digest of the scanned authority; `position` orders those given to one holder."""

    proxy: str
    seat: str
    holder: str
    person: str
    session: str
    case: str
    since: datetime
    until: datetime | None
    paper: str
    by: Actor
    given: datetime
    position: int
    revoked: datetime | None = None
    revoked_by: Actor | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is in force at the instant, as far as its own dates tell."""
        if self.revoked is not None and at >= self.revoked:
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
    decided at `put` by `actor`, under `resolution` if one is named, in the act at `position`. `text` is the
    digest of the file as it was written, if it was kept."""

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
    text: str = ""
