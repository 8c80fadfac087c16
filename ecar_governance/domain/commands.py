"""What someone wants. A command is decided by `domain.decide`; it is kept in the log with the act it began.

Ids are made outside the core and travel in the command, so that deciding again gives the same events.
Free text travels as a salted digest: the text itself is in the vault.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from ecar_governance.domain import events as e
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.verdict import Side


class Command(Struct, frozen=True, tag_field="type", tag=True):
    """Root of all commands; the tag is the class name."""


class FoundConference(Command, frozen=True):
    """The first act, by the installer; names the first administrator."""

    founded: e.ConferenceFounded
    bodies: tuple[e.BodyRegistered, ...]
    workflows: tuple[e.WorkflowPutInForce, ...]
    administrator: e.PersonRegistered
    mandate: str


class ImportMembers(Command, frozen=True):
    """A whole import in one act: what the file says of institutions, seats, people and mandates.

    Only differences become events, so a re-import changes nothing twice. A seat's id is made for a member
    that has none; a mandate equal in person, kind and scope to one in force is left alone."""

    institutions: tuple[e.InstitutionRegistered, ...] = ()
    bodies: tuple[e.BodyRegistered, ...] = ()
    people: tuple[e.PersonRegistered, ...] = ()
    mandates: tuple[e.MandateGranted, ...] = ()


class GrantMandate(Command, frozen=True):
    mandate: e.MandateGranted


class RegisterPerson(Command, frozen=True):
    person: e.PersonRegistered


class EndMandate(Command, frozen=True):
    mandate: str
    reason: e.EndReason


class DelegateMandate(Command, frozen=True):
    """The holder of the mandate `of` lets somebody act under it, until an instant at most; `mandate` is the
    new one's id."""

    mandate: str
    of: str
    person: str
    until: datetime | None = None


class EndDelegation(Command, frozen=True):
    """Whoever delegated a mandate, or was given it, ends that."""

    mandate: str


class GiveProxy(Command, frozen=True):
    """Whoever holds a seat lets another one cast its vote; the secretariat enters it from a paper."""

    proxy: e.ProxyGiven


class RevokeProxy(Command, frozen=True):
    """By the seat that gave it, by the one that holds it, or entered by the secretariat."""

    proxy: str


class IssueInvitation(Command, frozen=True):
    person: str
    purpose: Literal["invitation", "lost_password"]


class SetCredential(Command, frozen=True):
    """By the person themselves, proven by the link's secret."""

    person: str
    kind: Literal["password"]


class IssueSigningKey(Command, frozen=True):
    person: str
    fingerprint: str
    trial: bool


class RotateLogKey(Command, frozen=True):
    old: str
    new: str
    endorsement: str


class RenewOrigin(Command, frozen=True):
    origin: str
    previous_size: int
    previous_root: str
    log_key: str = ""
    endorsement: str = ""


class PutWorkflowInForce(Command, frozen=True, omit_defaults=True):
    """At once, or from the beginning of `day` ("2027-01-01") where the conference is; the instant is worked
    out by the core, so `workflow.since` is empty here."""

    workflow: e.WorkflowPutInForce
    day: str = ""


class WithdrawWorkflow(Command, frozen=True):
    """Takes an announced version back before it comes into force."""

    hash: str


class SetCalendar(Command, frozen=True):
    """The days off of some years, whole; deadlines that wait for them are reckoned again."""

    calendar: e.CalendarSet


class SetWeights(Command, frozen=True):
    """A table of weights, whole, from a day on."""

    table: e.WeightTableSet


class RecordDues(Command, frozen=True):
    """Whose dues of a year were paid when."""

    dues: e.DuesRecorded


class DraftProposal(Command, frozen=True):
    """`fields` are values of the procedure's fields (texts and files as salted digests)."""

    case: str
    workflow: str
    manifest: e.Manifest
    sponsors: tuple[str, ...] = ()
    body: str = ""
    fields: dict[str, str | int] = {}


class ReviseProposal(Command, frozen=True):
    """The text, sponsors and working group as they shall be; of the fields those that change alone, since
    not everybody sees all of them: an empty text takes a value away."""

    case: str
    version: int
    manifest: e.Manifest
    sponsors: tuple[str, ...] = ()
    body: str = ""
    fields: dict[str, str | int] = {}


class TakeAction(Command, frozen=True):
    """Take a transition of the case's procedure, or be one of the people whom it needs. `version` is the
    case's version that the person saw.

    `inputs` are the form's values: free text as digest, sessions and institutions by id, files by digest.
    `fresh` are ids made for what the effects will create: vote, resolution, document, seat.
    `public_key` is that of the vote's key pair, for a transition that opens a vote; `paragraphs` are those of
    the text, for one that moves to divide it; `block` is the block of items with which the vote is put."""

    case: str
    transition: str
    version: int
    inputs: dict[str, str | int | tuple[str, ...]] = {}
    fresh: dict[str, str] = {}
    public_key: str = ""
    paragraphs: tuple[e.Paragraph, ...] | UnsetType = UNSET
    block: str | UnsetType = UNSET


class DeclareRecusal(Command, frozen=True, omit_defaults=True):
    """The person takes no part in the case; `reason` is the digest of why. With `institution`, which they
    head, nobody votes for that one; `person` is the one on whose behalf an officer enters it."""

    case: str
    reason: str
    person: str = ""
    institution: str = ""


class Nominate(Command, frozen=True, omit_defaults=True):
    """Names a candidate: a registered `person`, who is the `option` under their own id; or an alternative
    with its `titles` (digests by language), under an id that was made for it."""

    case: str
    option: str
    person: str = ""
    titles: dict[str, str] = {}
    traits: dict[str, str] = {}


class AcceptNomination(Command, frozen=True):
    """Whoever was nominated agrees to stand."""

    case: str
    option: str


class WithdrawCandidacy(Command, frozen=True):
    """The candidate stands no longer; the secretariat enters it from a paper. An alternative is withdrawn by
    whoever named it."""

    case: str
    option: str


class FireDeadline(Command, frozen=True):
    """By the system: the deadline of a state has passed."""

    case: str
    state: str
    fresh: dict[str, str] = {}


class MigrateCase(Command, frozen=True):
    """The case goes on under the version `target` (a hash) of its procedure, by authority of a resolution.

    `states` says what a state becomes, `fields` how a field is called now (empty: its value is given up);
    whatever is not named keeps its name. `deadlines` that run keep their instant, begin anew, or are reckoned
    by the new version from when the state was entered; an open vote is carried over or declared void."""

    case: str
    target: str
    resolution: str
    states: dict[str, str] = {}
    fields: dict[str, str] = {}
    deadlines: e.DeadlinePolicy = "keep"
    ballots: e.BallotPolicy = "carry"
    fresh: dict[str, str] = {}


class RevertMigration(Command, frozen=True):
    """The case's last migration is taken back, before anything else has happened to it."""

    case: str
    resolution: str


class Remind(Command, frozen=True):
    """By the system: reminders or escalations of a state's deadline have come due."""

    case: str
    state: str


class ConveneSession(Command, frozen=True):
    session: e.SessionConvened


class MoveSession(Command, frozen=True):
    """Another time or place, or another way of being held, before the meeting is opened."""

    session: e.SessionMoved


class CancelSession(Command, frozen=True):
    """The meeting is not held; `reason` is the digest of why."""

    session: str
    reason: str


class SendNotice(Command, frozen=True):
    session: str
    people: tuple[str, ...]


class PlaceTopic(Command, frozen=True, omit_defaults=True):
    """Something that is no proposal goes on the agenda, after what is there. Titles are digests."""

    session: str
    kind: e.ItemKind
    titles: dict[str, str] = {}
    minutes: str = ""


class LiftTopic(Command, frozen=True):
    """Takes it off again. A proposal leaves the agenda by a step of its procedure."""

    session: str
    item: int


class ReorderAgenda(Command, frozen=True):
    """Every item by its number, in the order in which they shall be dealt with."""

    session: str
    items: tuple[int, ...]


class AddPaper(Command, frozen=True):
    """Lays a paper before the meeting, under an item."""

    session: str
    item: int
    paper: e.Attachment


class OpenSession(Command, frozen=True):
    session: str


class CallItem(Command, frozen=True):
    """The chair calls an item up."""

    session: str
    item: int


class SuspendSession(Command, frozen=True):
    """A pause, until an instant if one is said."""

    session: str
    until: datetime | None = None


class ResumeSession(Command, frozen=True):
    session: str


class CloseSession(Command, frozen=True):
    session: str


class AdmitAtDoor(Command, frozen=True, omit_defaults=True):
    """A written authority is shown at the door: whoever bears it gets a mandate for this session under the id
    `mandate` and sits for the seat at once. `register` has them if nobody knows them yet; `paper` is the
    digest of the scan, `office` of what they are at home."""

    session: str
    seat: str
    person: str
    mandate: str
    mode: e.AttendanceMode = "room"
    paper: str = ""
    office: str = ""
    register: e.PersonRegistered | None = None


class RecordPresence(Command, frozen=True, omit_defaults=True):
    """A seat's holder came or left. `mandate` is the one under which the seat is filled, `mode` how."""

    session: str
    seat: str
    mandate: str
    present: bool
    mode: e.AttendanceMode = "room"


class AnnounceBlock(Command, frozen=True):
    """These items of the session, by their numbers, are to be put as one question; with none, no block is."""

    session: str
    items: tuple[int, ...]


class TakeOutOfBlock(Command, frozen=True):
    """A member asks that an item of the block be voted on alone."""

    session: str
    item: int


class ApproveMinutes(Command, frozen=True, omit_defaults=True):
    """The meeting approved the minutes that an item of its agenda is about. `corrections` is a digest."""

    session: str
    item: int
    corrections: str = ""


class CastBallot(Command, frozen=True):
    """An envelope for a seat, by digest. `manifest_hash` is the hash that the form showed; `replaces` names
    the receipt (digest) of the ballot it changes, empty for the first."""

    vote: str
    seat: str
    digest: str
    manifest_hash: str
    replaces: str = ""


class CloseVote(Command, frozen=True):
    """The envelopes, opened. The count of papers must equal the marks."""

    vote: str
    how: Literal["by_hand", "deadline", "all_voted"]
    papers: tuple[Paper, ...]
    fresh: dict[str, str] = {}


class AskQuorum(Command, frozen=True):
    """A member asks for the quorum to be checked at the close."""

    vote: str


class GiveCastingVote(Command, frozen=True):
    """The chair decides an equal division: for or against, or in an election whom it prefers among the
    equals, the first first."""

    vote: str
    choice: Side | None
    fresh: dict[str, str] = {}
    preferred: tuple[str, ...] = ()


class VoidVote(Command, frozen=True):
    vote: str
    cause: Literal["by_hand", "key_lost"]
    reason: str
    fresh: dict[str, str] = {}


class RecordTypeset(Command, frozen=True):
    document: str
    kind: Literal["resolution", "minutes"]
    subject: str
    sha256: str
    record: str


class RecordSignature(Command, frozen=True):
    """The file was signed and its bytes are stored. `fingerprint` is the certificate's (empty on paper)."""

    document: str
    field: Literal["chair", "secretary"]
    method: Literal["here", "outside", "paper"]
    before: str
    sha256: str
    fingerprint: str = ""


AnyCommand = (
    FoundConference
    | ImportMembers
    | GrantMandate
    | RegisterPerson
    | EndMandate
    | DelegateMandate
    | EndDelegation
    | GiveProxy
    | RevokeProxy
    | IssueInvitation
    | SetCredential
    | IssueSigningKey
    | RotateLogKey
    | RenewOrigin
    | PutWorkflowInForce
    | WithdrawWorkflow
    | SetCalendar
    | SetWeights
    | RecordDues
    | DraftProposal
    | ReviseProposal
    | TakeAction
    | DeclareRecusal
    | Nominate
    | AcceptNomination
    | WithdrawCandidacy
    | FireDeadline
    | Remind
    | MigrateCase
    | RevertMigration
    | ConveneSession
    | MoveSession
    | CancelSession
    | SendNotice
    | PlaceTopic
    | LiftTopic
    | ReorderAgenda
    | AddPaper
    | OpenSession
    | CallItem
    | SuspendSession
    | ResumeSession
    | CloseSession
    | AdmitAtDoor
    | RecordPresence
    | AnnounceBlock
    | TakeOutOfBlock
    | ApproveMinutes
    | CastBallot
    | CloseVote
    | AskQuorum
    | GiveCastingVote
    | VoidVote
    | RecordTypeset
    | RecordSignature
)
