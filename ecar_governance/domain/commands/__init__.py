"""What someone wants. A command is decided by `domain.decide`; it is kept in the log with the act it began.

Ids are made outside the core and travel in the command, so that deciding again gives the same events.
Free text travels as a salted digest: the text itself is in the vault.
"""

from __future__ import annotations

from ecar_governance.domain.commands.base import (
    Command,
)
from ecar_governance.domain.commands.conference import (
    DelegateMandate,
    EndDelegation,
    EndMandate,
    FoundConference,
    GiveProxy,
    GrantMandate,
    ImportMembers,
    IssueInvitation,
    IssueSigningKey,
    PutWorkflowInForce,
    RecordDues,
    RegisterPerson,
    RenewOrigin,
    RevokeProxy,
    RotateLogKey,
    SetCalendar,
    SetCredential,
    SetWeights,
    WithdrawWorkflow,
)
from ecar_governance.domain.commands.documents import (
    RecordSignature,
    RecordTypeset,
)
from ecar_governance.domain.commands.proposals import (
    AcceptNomination,
    DeclareRecusal,
    DraftProposal,
    FireDeadline,
    MigrateCase,
    Nominate,
    Remind,
    RevertMigration,
    ReviseProposal,
    TakeAction,
    WithdrawCandidacy,
)
from ecar_governance.domain.commands.sessions import (
    AddPaper,
    AdmitAtDoor,
    AnnounceBlock,
    ApproveMinutes,
    CallItem,
    CancelSession,
    CloseSession,
    ConveneSession,
    LiftTopic,
    MoveSession,
    OpenSession,
    PlaceTopic,
    RecordPresence,
    ReorderAgenda,
    ResumeSession,
    SendNotice,
    SuspendSession,
    TakeOutOfBlock,
)
from ecar_governance.domain.commands.votes import (
    AskQuorum,
    CastBallot,
    CloseVote,
    GiveCastingVote,
    Opened,
    Sealed,
    VoidVote,
)

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
"""Every command there is."""

__all__ = [
    "AcceptNomination",
    "AddPaper",
    "AdmitAtDoor",
    "AnnounceBlock",
    "AnyCommand",
    "ApproveMinutes",
    "AskQuorum",
    "CallItem",
    "CancelSession",
    "CastBallot",
    "CloseSession",
    "CloseVote",
    "Command",
    "ConveneSession",
    "DeclareRecusal",
    "DelegateMandate",
    "DraftProposal",
    "EndDelegation",
    "EndMandate",
    "FireDeadline",
    "FoundConference",
    "GiveCastingVote",
    "GiveProxy",
    "GrantMandate",
    "ImportMembers",
    "IssueInvitation",
    "IssueSigningKey",
    "LiftTopic",
    "MigrateCase",
    "MoveSession",
    "Nominate",
    "OpenSession",
    "Opened",
    "PlaceTopic",
    "PutWorkflowInForce",
    "RecordDues",
    "RecordPresence",
    "RecordSignature",
    "RecordTypeset",
    "RegisterPerson",
    "Remind",
    "RenewOrigin",
    "ReorderAgenda",
    "ResumeSession",
    "RevertMigration",
    "ReviseProposal",
    "RevokeProxy",
    "RotateLogKey",
    "Sealed",
    "SendNotice",
    "SetCalendar",
    "SetCredential",
    "SetWeights",
    "SuspendSession",
    "TakeAction",
    "TakeOutOfBlock",
    "VoidVote",
    "WithdrawCandidacy",
    "WithdrawWorkflow",
]
