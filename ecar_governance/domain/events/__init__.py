"""The closed set of events: what is now true. Every one is a leaf of the log.

The payloads name people by id, texts by salted digest, files by digest. `Event` is the envelope that gives
position, instant and actor. `domain.evolve` folds them into a `Conference`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from ecar_governance.domain.events.base import (
    Actor,
    Attachment,
    Manifest,
    OfDivision,
    Paragraph,
    Payload,
)
from ecar_governance.domain.events.candidates import CandidacyWithdrawn, Nominated, NominationAccepted
from ecar_governance.domain.events.conference import (
    BodyKind,
    BodyRegistered,
    CalendarSet,
    ConferenceFounded,
    CredentialSet,
    EndReason,
    InstitutionChanged,
    InstitutionRegistered,
    InvitationIssued,
    LogKeyRotated,
    MandateDelegated,
    MandateEnded,
    MandateGranted,
    OriginRenewed,
    PersonChanged,
    PersonRegistered,
    ProxyGiven,
    ProxyRevoked,
    SeatCreated,
    SigningKeyIssued,
    WorkflowPutInForce,
    WorkflowWithdrawn,
)
from ecar_governance.domain.events.consulting import (
    OpinionAnswered,
    OpinionGiven,
    OpinionsAsked,
    OpinionUse,
)
from ecar_governance.domain.events.contacts import CaseLinked, FilingEntered, FilingKind, PartiesNotified
from ecar_governance.domain.events.proposals import (
    ApprovalGiven,
    BallotPolicy,
    CaseMigrated,
    CaseReferred,
    DeadlineLifted,
    DeadlinePolicy,
    DeadlineSet,
    DivisionMoved,
    FieldsSet,
    ProposalDrafted,
    ProposalRevised,
    RecommendationMade,
    RecommendationWord,
    RecusalDeclared,
    RemindersSent,
    Telling,
    TextReduced,
    TransitionTaken,
)
from ecar_governance.domain.events.registers import DuesRecorded, WeightTableSet
from ecar_governance.domain.events.resolutions import (
    DocumentSigned,
    DocumentTypeset,
    InstitutionAdmitted,
    ResolutionNumbered,
    ResolutionPublished,
    TypesettingRequested,
)
from ecar_governance.domain.events.sessions import (
    AdmittedAtDoor,
    AgendaItemLifted,
    AgendaItemPlaced,
    AgendaReordered,
    AttendanceMode,
    BlockAnnounced,
    ItemCalled,
    ItemKind,
    ItemTakenOut,
    MinutesApproved,
    NoticeSent,
    PaperAdded,
    PresenceRecorded,
    SessionCancelled,
    SessionClosed,
    SessionConvened,
    SessionKind,
    SessionMoved,
    SessionOpened,
    SessionResumed,
    SessionSuspended,
    TopicPlaced,
)
from ecar_governance.domain.events.votes import (
    AdoptedWithoutVote,
    BallotAccepted,
    CasterChanged,
    CastingVoteGiven,
    HandCountEntered,
    ObjectionMade,
    QuorumAsked,
    VoteClosed,
    VoteOpened,
    VoteVoided,
)

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
    | MandateDelegated
    | ProxyGiven
    | ProxyRevoked
    | InvitationIssued
    | CredentialSet
    | SigningKeyIssued
    | WorkflowPutInForce
    | WorkflowWithdrawn
    | CalendarSet
    | WeightTableSet
    | DuesRecorded
    | ProposalDrafted
    | ProposalRevised
    | DivisionMoved
    | TextReduced
    | FieldsSet
    | TransitionTaken
    | ApprovalGiven
    | RecusalDeclared
    | Nominated
    | NominationAccepted
    | CandidacyWithdrawn
    | CaseReferred
    | RecommendationMade
    | OpinionsAsked
    | OpinionGiven
    | OpinionAnswered
    | PartiesNotified
    | FilingEntered
    | CaseLinked
    | DeadlineSet
    | DeadlineLifted
    | RemindersSent
    | CaseMigrated
    | SessionConvened
    | SessionMoved
    | SessionCancelled
    | NoticeSent
    | AgendaItemPlaced
    | TopicPlaced
    | AgendaItemLifted
    | AgendaReordered
    | PaperAdded
    | SessionOpened
    | ItemCalled
    | SessionSuspended
    | SessionResumed
    | SessionClosed
    | AdmittedAtDoor
    | PresenceRecorded
    | BlockAnnounced
    | ItemTakenOut
    | MinutesApproved
    | VoteOpened
    | BallotAccepted
    | CasterChanged
    | QuorumAsked
    | CastingVoteGiven
    | VoteClosed
    | VoteVoided
    | HandCountEntered
    | AdoptedWithoutVote
    | ObjectionMade
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


__all__ = [
    "Actor",
    "AdmittedAtDoor",
    "AdoptedWithoutVote",
    "AgendaItemLifted",
    "AgendaItemPlaced",
    "AgendaReordered",
    "AnyPayload",
    "ApprovalGiven",
    "Attachment",
    "AttendanceMode",
    "BallotAccepted",
    "BallotPolicy",
    "BlockAnnounced",
    "BodyKind",
    "BodyRegistered",
    "CalendarSet",
    "CandidacyWithdrawn",
    "CaseLinked",
    "CaseMigrated",
    "CaseReferred",
    "CasterChanged",
    "CastingVoteGiven",
    "ConferenceFounded",
    "CredentialSet",
    "DeadlineLifted",
    "DeadlinePolicy",
    "DeadlineSet",
    "DivisionMoved",
    "DocumentSigned",
    "DocumentTypeset",
    "DuesRecorded",
    "EndReason",
    "Event",
    "FieldsSet",
    "FilingEntered",
    "FilingKind",
    "HandCountEntered",
    "InstitutionAdmitted",
    "InstitutionChanged",
    "InstitutionRegistered",
    "InvitationIssued",
    "ItemCalled",
    "ItemKind",
    "ItemTakenOut",
    "LogKeyRotated",
    "MandateDelegated",
    "MandateEnded",
    "MandateGranted",
    "Manifest",
    "MinutesApproved",
    "Nominated",
    "NominationAccepted",
    "NoticeSent",
    "ObjectionMade",
    "OfDivision",
    "OpinionAnswered",
    "OpinionGiven",
    "OpinionUse",
    "OpinionsAsked",
    "OriginRenewed",
    "PaperAdded",
    "Paragraph",
    "PartiesNotified",
    "Payload",
    "PersonChanged",
    "PersonRegistered",
    "PresenceRecorded",
    "ProposalDrafted",
    "ProposalRevised",
    "ProxyGiven",
    "ProxyRevoked",
    "QuorumAsked",
    "RecommendationMade",
    "RecommendationWord",
    "RecusalDeclared",
    "RemindersSent",
    "ResolutionNumbered",
    "ResolutionPublished",
    "SeatCreated",
    "SessionCancelled",
    "SessionClosed",
    "SessionConvened",
    "SessionKind",
    "SessionMoved",
    "SessionOpened",
    "SessionResumed",
    "SessionSuspended",
    "SigningKeyIssued",
    "Telling",
    "TextReduced",
    "TopicPlaced",
    "TransitionTaken",
    "TypesettingRequested",
    "VoteClosed",
    "VoteOpened",
    "VoteVoided",
    "WeightTableSet",
    "WorkflowPutInForce",
    "WorkflowWithdrawn",
]
