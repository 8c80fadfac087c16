"""The closed set of events: what is now true. Every one is a leaf of the log.

The payloads name people by id, texts by salted digest, files by digest. `Event` is the envelope that gives
position, instant and actor. `domain.evolve` folds them into a `Conference`.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from msgspec import Struct

from ecar_governance.domain.voting.rule import Elector, Outcome, Paper, VoteRule
from ecar_governance.domain.workflow import MandateKind, Names


class Actor(Struct, frozen=True, omit_defaults=True):
    """Who acts: a person under one mandate and for an institution, the system, or the installer."""

    kind: Literal["person", "system", "installer"]
    person: str = ""
    mandate: str = ""
    institution: str = ""


class Attachment(Struct, frozen=True):
    """A file beside a text: its name in the case and the SHA-256 of its bytes ("sha256:<hex>")."""

    name: str
    sha256: str


class Manifest(Struct, frozen=True):
    """What the hash of a text covers: titles and bodies in each language (salted digests), the prevailing
    language, the attachments. `hash` of its canonical bytes is what a ballot is bound to."""

    titles: dict[str, str]
    bodies: dict[str, str]
    prevailing: str
    attachments: tuple[Attachment, ...] = ()


class Payload(Struct, frozen=True, tag_field="type", tag=True):
    """Root of all payloads; the tag is the class name."""


# --- the conference and its members ---------------------------------------------------------------------


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
    """One seat a member in the plenary; `weight` is exact."""

    seat: str
    institution: str
    body: str
    weight: Fraction


class PersonRegistered(Payload, frozen=True):
    """A person by id; the digest holds the vault row (name, mail) to the log."""

    person: str
    digest: str


class PersonChanged(Payload, frozen=True):
    person: str
    digest: str


class MandateGranted(Payload, frozen=True):
    """A person may act: in an institution, for its seat, in a body or a session, from an instant to another.

    `paper` is the digest of the scanned authority, if any."""

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


EndReason = Literal["resigned", "revoked", "succeeded", "term_ended", "mistake"]


class MandateEnded(Payload, frozen=True):
    mandate: str
    reason: EndReason


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


# --- procedures ------------------------------------------------------------------------------------------


class WorkflowPutInForce(Payload, frozen=True):
    """A version of a procedure, whole, so that the log replays without any file."""

    workflow: str
    version: str
    hash: str
    definition: dict[str, Any]
    engine: int


# --- a proposal's life -----------------------------------------------------------------------------------


class ProposalDrafted(Payload, frozen=True):
    """A case begins under one pinned version of a procedure."""

    case: str
    reference: str
    workflow: str
    workflow_hash: str
    state: tuple[str, ...]
    institution: str
    manifest: Manifest
    manifest_hash: str
    sponsors: tuple[str, ...]
    body: str = ""


class ProposalRevised(Payload, frozen=True):
    case: str
    revision: int
    manifest: Manifest
    manifest_hash: str
    sponsors: tuple[str, ...]
    body: str = ""


class TransitionTaken(Payload, frozen=True):
    """The case moved. `inputs` are what the action's form gave (free text as digests)."""

    case: str
    transition: str
    origin: tuple[str, ...]
    target: tuple[str, ...]
    version: int
    inputs: dict[str, str | int | tuple[str, ...]] = {}


class CaseReferred(Payload, frozen=True):
    """The case is before this body from now on."""

    case: str
    body: str


RecommendationWord = Literal["adopt", "adopt_amended", "reject"]


class RecommendationMade(Payload, frozen=True):
    """What the working group recommends to the plenary; `note` is the digest of its reasons."""

    case: str
    body: str
    recommendation: RecommendationWord
    note: str = ""


class DeadlineSet(Payload, frozen=True):
    """The case must leave `state` by `due` (an instant meant in `zone`), else `transition` is taken."""

    case: str
    state: str
    transition: str
    due: datetime
    zone: str
    reminders: tuple[datetime, ...] = ()


class DeadlineLifted(Payload, frozen=True):
    case: str
    state: str


# --- sessions --------------------------------------------------------------------------------------------


class SessionConvened(Payload, frozen=True):
    """A meeting of a body with number, date and place; convocation is dated by the event itself."""

    session: str
    body: str
    number: int
    begins: datetime
    zone: str
    place: Names


class NoticeSent(Payload, frozen=True):
    """Proof of notice: the convocation was queued to these people."""

    session: str
    people: tuple[str, ...]


class AgendaItemPlaced(Payload, frozen=True):
    session: str
    item: int
    case: str


class AgendaItemLifted(Payload, frozen=True):
    """The item leaves the agenda; its number is not given again."""

    session: str
    item: int
    case: str


class SessionOpened(Payload, frozen=True):
    session: str


class SessionClosed(Payload, frozen=True):
    session: str


class PresenceRecorded(Payload, frozen=True):
    """A seat's holder came or left; `mandate` says who sits for the seat."""

    session: str
    seat: str
    mandate: str
    present: bool


# --- votes -----------------------------------------------------------------------------------------------


class VoteOpened(Payload, frozen=True):
    """The question is put: electorate frozen, text bound by hash, rule whole, key public."""

    vote: str
    case: str
    state: str
    session: str
    body: str
    ballot: Literal["roll_call", "secret"]
    options: tuple[str, ...]
    rule: VoteRule
    electorate: tuple[Elector, ...]
    manifest_hash: str
    public_key: str
    closes: datetime | None
    zone: str


class BallotAccepted(Payload, frozen=True):
    """The seat's envelope, by digest; never a choice. `replaces` is the digest of the earlier one."""

    vote: str
    seat: str
    digest: str
    replaces: str
    mandate: str


class CasterChanged(Payload, frozen=True):
    """A mandate ended or began during the vote: who may now cast for the seat (rule's `on_vacancy`)."""

    vote: str
    seat: str
    casters: tuple[str, ...]


class VoteClosed(Payload, frozen=True):
    """All papers opened together and sorted: a multiset for a secret vote, by seat for a roll call.

    `closed` is the instant that counts (the deadline, when that closed it); `present`, the seats present."""

    vote: str
    how: Literal["by_hand", "deadline", "all_voted"]
    closed: datetime
    papers: tuple[Paper, ...]
    present: tuple[str, ...]
    outcome: Outcome


class VoteVoided(Payload, frozen=True):
    """The vote counts for nothing; `reason` is a digest of the free text, `cause` a closed word."""

    vote: str
    cause: Literal["by_hand", "key_lost"]
    reason: str


class HandCountEntered(Payload, frozen=True):
    """A show of hands or paper ballots, counted by tellers, entered by the actor."""

    vote: str
    case: str
    session: str
    body: str
    rule: VoteRule
    entitled: int
    present: tuple[str, ...]
    manifest_hash: str
    tellers: tuple[str, ...]
    protocol: str
    outcome: Outcome


class AdoptedWithoutVote(Payload, frozen=True):
    """The chair put it, nobody asked for a vote."""

    vote: str
    case: str
    session: str
    body: str
    rule: VoteRule
    entitled: int
    present: tuple[str, ...]
    manifest_hash: str
    outcome: Outcome


# --- resolutions -----------------------------------------------------------------------------------------


class ResolutionNumbered(Payload, frozen=True):
    """The number, given in the act that adopts: gapless per body and year."""

    resolution: str
    case: str
    vote: str
    body: str
    session: str
    item: int
    kind: str
    year: int
    sequence: int
    number: str
    manifest_hash: str
    adopted: datetime


class TypesettingRequested(Payload, frozen=True):
    """The PDF of this resolution is to be made: slow work, done between two events."""

    resolution: str


class DocumentTypeset(Payload, frozen=True):
    """A PDF was made from the record: digests of the file and of the record in it."""

    document: str
    kind: Literal["resolution", "minutes"]
    subject: str
    sha256: str
    record: str


class DocumentSigned(Payload, frozen=True):
    """One signature more. `sha256` is the file after it; `before` the file it extends.

    `method`: here (with the holder's key), outside (signed file brought back), paper (ink; a scan)."""

    document: str
    field: Literal["chair", "secretary"]
    method: Literal["here", "outside", "paper"]
    before: str
    sha256: str
    fingerprint: str
    signer: str


class ResolutionPublished(Payload, frozen=True):
    resolution: str
    sha256: str


class InstitutionAdmitted(Payload, frozen=True):
    """A candidate became a member by a decision of the plenary."""

    institution: str
    case: str
    seat: str


AnyPayload = (
    ConferenceFounded
    | LogKeyRotated
    | OriginRenewed
    | InstitutionRegistered
    | InstitutionChanged
    | BodyRegistered
    | SeatCreated
    | PersonRegistered
    | PersonChanged
    | MandateGranted
    | MandateEnded
    | InvitationIssued
    | CredentialSet
    | SigningKeyIssued
    | WorkflowPutInForce
    | ProposalDrafted
    | ProposalRevised
    | TransitionTaken
    | CaseReferred
    | RecommendationMade
    | DeadlineSet
    | DeadlineLifted
    | SessionConvened
    | NoticeSent
    | AgendaItemPlaced
    | AgendaItemLifted
    | SessionOpened
    | SessionClosed
    | PresenceRecorded
    | VoteOpened
    | BallotAccepted
    | CasterChanged
    | VoteClosed
    | VoteVoided
    | HandCountEntered
    | AdoptedWithoutVote
    | ResolutionNumbered
    | TypesettingRequested
    | DocumentTypeset
    | DocumentSigned
    | ResolutionPublished
    | InstitutionAdmitted
)


class Event(Struct, frozen=True):
    """The envelope. `act` is the position of the act's first event; `command` is set on that one alone.

    `subject` is the id the event is about (case, session, vote's case, person, ...): a history's key."""

    position: int
    at: datetime
    act: int
    actor: Actor
    subject: str
    data: AnyPayload
    command: dict[str, Any] | None = None
