"""Events of the conference itself: founding, keys, institutions, people, mandates, procedures."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from ecar_governance.domain.events.base import Payload
from ecar_governance.domain.workflow import MandateKind, Names


class ConferenceFounded(Payload, frozen=True):
    """The log begins. `origin` names it in every checkpoint; `log_key` is the verifier key of its signer."""

    origin: str
    names: Names
    zone: str
    place: Names
    log_key: str
    trial: bool
    engine: int = 1


class LogKeyRotated(Payload, frozen=True):
    """A new log key, endorsed by a signature of the old one over both."""

    old: str
    new: str
    endorsement: str


class OriginRenewed(Payload, frozen=True):
    """After a restore that could not be joined to the newest checkpoint: a new origin that names the old.

    `previous_size` and `previous_root` are what had been published of the old; a key bears its origin's name,
    so the new origin has a new `log_key`, endorsed by the old one."""

    origin: str
    previous_origin: str
    previous_size: int
    previous_root: str
    log_key: str = ""
    endorsement: str = ""


class InstitutionRegistered(Payload, frozen=True):
    institution: str
    kind: Literal["member", "partner", "stakeholder", "candidate"]
    names: Names
    country: str
    city: str
    since: str


class InstitutionChanged(Payload, frozen=True):
    """Names or particulars from a date on; earlier names stay with their dates."""

    institution: str
    kind: Literal["member", "partner", "stakeholder", "candidate"]
    names: Names
    country: str
    city: str
    since: str


BodyKind = Literal["plenary", "working_group", "presidium"]


class BodyRegistered(Payload, frozen=True):
    """An organ: the plenary, a working group, the presidium. `body` is its code, unique."""

    body: str
    kind: BodyKind
    names: Names


class SeatCreated(Payload, frozen=True):
    """One seat of a member institution in the plenary, or of a `person` in the presidium or a working group
    (`institution` is then empty); `weight` is exact."""

    seat: str
    institution: str
    body: str
    weight: Fraction
    person: str = ""


class PersonRegistered(Payload, frozen=True):
    """A person by id; the digest holds the vault row (name, mail) to the log."""

    person: str
    digest: str


class PersonChanged(Payload, frozen=True):
    person: str
    digest: str


class MandateGranted(Payload, frozen=True):
    """A person may act: in an institution, for its seat, in a body or a session, from an instant to another.

    `paper` is the digest of the scanned authority, if any; `election` the vote by which the person was
    elected."""

    mandate: str
    person: str
    kind: MandateKind
    institution: str = ""
    seat: str = ""
    body: str = ""
    session: str = ""
    since: datetime | None = None
    until: datetime | None = None
    paper: str = ""
    election: str | UnsetType = UNSET


EndReason = Literal["resigned", "revoked", "succeeded", "term_ended", "mistake"]


class MandateEnded(Payload, frozen=True):
    """A mandate ends now, or at the later instant `at`, when somebody succeeds its holder."""

    mandate: str
    reason: EndReason
    at: datetime | UnsetType = UNSET


class MandateDelegated(Payload, frozen=True):
    """A person may act under the mandate `of` of somebody else, where a procedure lets delegates act, for as
    long as that one is in force and until `until` at most."""

    mandate: str
    of: str
    person: str
    until: datetime | None = None


class ProxyGiven(Payload, frozen=True, omit_defaults=True):
    """The vote of `seat` may be cast by the holders of `holder`, another seat of the same body, or by
    `person` among them alone: in one session, for one case, or from an instant until another.

    `paper` is the digest of the scanned authority, if any."""

    proxy: str
    seat: str
    holder: str
    person: str = ""
    session: str = ""
    case: str = ""
    since: datetime | None = None
    until: datetime | None = None
    paper: str = ""


class ProxyRevoked(Payload, frozen=True):
    """It is of no use for any ballot that has not been cast."""

    proxy: str
    seat: str


class InvitationIssued(Payload, frozen=True):
    """A link to set a password was put in the outbox (its secret is nowhere but in that mail)."""

    person: str
    purpose: Literal["invitation", "lost_password"]


class CredentialSet(Payload, frozen=True):
    person: str
    kind: Literal["password"]


class SigningKeyIssued(Payload, frozen=True):
    """A certificate for signing resolutions, by its SHA-256 fingerprint; the key is opened by its holder."""

    person: str
    fingerprint: str
    trial: bool


class CalendarSet(Payload, frozen=True):
    """When nobody works in the years named, of one country (and subdivision, by its ISO 3166-2 code, if any);
    for other years of that country what was known stays. Days are ISO dates, `weekend` ISO weekdays (Sunday
    is 7), `working` the days of a weekend on which people work. `source` says what they were taken from."""

    country: str
    subdivision: str
    years: tuple[int, ...]
    days_off: tuple[str, ...]
    working: tuple[str, ...]
    weekend: tuple[int, ...]
    source: str


class WorkflowPutInForce(Payload, frozen=True, omit_defaults=True):
    """A version of a procedure, whole, so that the log replays without any file.

    In force from `since`, or at once; `resolution` is the one that decided it, if any is named. `text` is the
    salted digest of the file as it was written, "" where none was kept."""

    workflow: str
    version: str
    hash: str
    definition: dict[str, Any]
    engine: int
    since: datetime | None = None
    resolution: str = ""
    text: str = ""


class WorkflowWithdrawn(Payload, frozen=True):
    """An announced version does not come into force."""

    workflow: str
    hash: str
