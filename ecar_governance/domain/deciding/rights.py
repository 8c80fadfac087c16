"""Who may give which command, apart from the actions that a procedure's own roles govern.

One row a command. A mandate kind in `kinds` suffices while it is in force; `installer` is whoever holds the
machine (`ecar init`, `ecar key rotate`), `system` the timers and jobs, `own` the person whom the command is
about. Deny unless allowed: a command without a row is refused to everybody, and a test asks for the row.
"""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import OFFICES, MandateKind


class Right(Struct, frozen=True):
    """Who may: holders of `kinds`, the installer, the system, the person concerned; `procedure` leaves the
    question to the roles of the case's procedure or to the vote's electorate (a recusal is anybody's).
    Officers of a session have their rights in that session alone."""

    kinds: tuple[MandateKind, ...] = ()
    installer: bool = False
    system: bool = False
    own: bool = False
    procedure: bool = False


SECRETARIAT: tuple[MandateKind, ...] = ("secretariat", "secretary_general")
MEMBERSHIP: tuple[MandateKind, ...] = (*SECRETARIAT, "administrator")
CONVENING: tuple[MandateKind, ...] = ("president", *SECRETARIAT)
PRESIDING: tuple[MandateKind, ...] = ("session_chair", "session_secretary", "president", *SECRETARIAT)
SESSION_OFFICES: tuple[MandateKind, ...] = ("session_chair", "session_secretary")
"""Offices of one session: they give rights there and nowhere else."""
HEADS: tuple[MandateKind, ...] = (
    "rector",
    "acting_rector",
    "president",
    "presidium_member",
    "wg_chair",
    "wg_member",
)
"""Who holds a seat and may give its vote into other hands; substitutes do not."""
MEMBERS: tuple[MandateKind, ...] = (*HEADS, "vice_rector", "written_authority", "student_representative")
"""Who may sit in a body, themselves or for its head."""
PROXIES: tuple[MandateKind, ...] = (*HEADS, "session_secretary", *SECRETARIAT)
DRAFTING: tuple[MandateKind, ...] = (
    "rector",
    "acting_rector",
    "vice_rector",
    "assistant",
    "wg_chair",
    "president",
    *SECRETARIAT,
)

RIGHTS: dict[type, Right] = {
    c.FoundConference: Right(installer=True),
    c.ImportMembers: Right(MEMBERSHIP, installer=True),
    c.GrantMandate: Right(MEMBERSHIP, installer=True),
    c.RegisterPerson: Right(MEMBERSHIP, installer=True),
    c.EndMandate: Right(MEMBERSHIP, installer=True),
    c.DelegateMandate: Right(OFFICES),
    c.EndDelegation: Right(get_args(MandateKind)),
    c.GiveProxy: Right(PROXIES),
    c.RevokeProxy: Right((*PROXIES, "vice_rector", "written_authority")),
    c.IssueInvitation: Right(MEMBERSHIP, installer=True, system=True),
    c.SetCredential: Right(own=True),
    c.IssueSigningKey: Right(own=True),
    c.RotateLogKey: Right(installer=True),
    c.RenewOrigin: Right(installer=True),
    c.PutWorkflowInForce: Right(("administrator", "secretary_general"), installer=True),
    c.WithdrawWorkflow: Right(("administrator", "secretary_general"), installer=True),
    c.SetCalendar: Right(MEMBERSHIP, installer=True),
    c.SetWeights: Right(MEMBERSHIP, installer=True),
    c.RecordDues: Right(MEMBERSHIP, installer=True),
    c.DraftProposal: Right(DRAFTING),
    c.ReviseProposal: Right(DRAFTING),
    c.TakeAction: Right(procedure=True),
    c.DeclareRecusal: Right(procedure=True),
    c.Nominate: Right(procedure=True),
    c.AcceptNomination: Right(procedure=True),
    c.WithdrawCandidacy: Right(procedure=True),
    c.FireDeadline: Right(system=True),
    c.Remind: Right(system=True),
    c.MigrateCase: Right(("administrator", "secretary_general"), installer=True),
    c.RevertMigration: Right(("administrator", "secretary_general"), installer=True),
    c.ConveneSession: Right(CONVENING),
    c.MoveSession: Right(CONVENING),
    c.CancelSession: Right(CONVENING),
    c.SendNotice: Right(CONVENING),
    c.PlaceTopic: Right(PRESIDING),
    c.LiftTopic: Right(PRESIDING),
    c.ReorderAgenda: Right(PRESIDING),
    c.AddPaper: Right(PRESIDING),
    c.OpenSession: Right(PRESIDING),
    c.CallItem: Right(PRESIDING),
    c.SuspendSession: Right(PRESIDING),
    c.ResumeSession: Right(PRESIDING),
    c.CloseSession: Right(PRESIDING),
    c.AdmitAtDoor: Right(SECRETARIAT),
    c.RecordPresence: Right(PRESIDING),
    c.AnnounceBlock: Right(PRESIDING),
    c.TakeOutOfBlock: Right(MEMBERS),
    c.ApproveMinutes: Right(PRESIDING),
    c.CastBallot: Right(procedure=True),
    c.CloseVote: Right(PRESIDING, system=True),
    c.AskQuorum: Right(procedure=True),
    c.GiveCastingVote: Right(("session_chair", "president")),
    c.VoidVote: Right(("session_chair", "president", "secretary_general"), system=True),
    c.RecordTypeset: Right(PRESIDING, system=True),
    c.RecordSignature: Right(("session_chair", "session_secretary", "president", "secretary_general")),
}


def actor_reasons(conference: Conference, command: c.AnyCommand, context: Context) -> list[Reason]:
    """Why the actor may not give this command at all; empty when they may.

    A person acts under one mandate, theirs and in force at the instant; only a ballot leaves that to the
    vote, whose rule may let a frozen caster finish (`on_vacancy`)."""
    right = RIGHTS.get(type(command), Right())
    actor = context.actor
    if actor.kind == "installer":
        return [] if right.installer else [_refusal(right, conference, context)]
    if actor.kind == "system":
        return [] if right.system else [_refusal(right, conference, context)]
    if actor.person not in conference.persons:
        return [Reason("actor.unknown", {"person": actor.person})]
    own = right.own and getattr(command, "person", None) == actor.person
    if own and not actor.mandate and not actor.institution:
        return []
    mandate = conference.mandates.get(actor.mandate)
    if mandate is None or mandate.person != actor.person:
        return [Reason("actor.no_mandate", who=right.kinds, when=_begins(right, conference, context))]
    if mandate.institution != actor.institution:
        return [Reason("actor.institution_differs", {"institution": actor.institution})]
    if own or isinstance(command, c.CastBallot):
        return []
    if not mandate.in_force(context.at):
        begins = mandate.since if context.at < mandate.since else None
        return [Reason("actor.mandate_not_in_force", {"mandate": mandate.mandate}, when=begins)]
    if right.procedure:
        return []
    if mandate.kind not in right.kinds:
        return [_refusal(right, conference, context)]
    session = _session_of(conference, command)
    if mandate.kind in SESSION_OFFICES and session not in (None, mandate.session):
        return [Reason("actor.other_session", who=right.kinds)]
    return []


def _session_of(conference: Conference, command: c.AnyCommand) -> str | None:
    """The session that the command is about, None when it is about none that is known."""
    match command:
        case (
            c.PlaceTopic(session=session)
            | c.LiftTopic(session=session)
            | c.ReorderAgenda(session=session)
            | c.AddPaper(session=session)
            | c.OpenSession(session=session)
            | c.CallItem(session=session)
            | c.SuspendSession(session=session)
            | c.ResumeSession(session=session)
            | c.CloseSession(session=session)
            | c.RecordPresence(session=session)
            | c.AnnounceBlock(session=session)
            | c.ApproveMinutes(session=session)
        ):
            return session if session in conference.sessions else None
        case c.GiveProxy(proxy=given):
            return given.session
        case c.RevokeProxy(proxy=name):
            return conference.proxies[name].session if name in conference.proxies else None
        case c.RecordTypeset(kind="minutes", subject=session):
            return session if session in conference.sessions else None
        case c.CloseVote(vote=vote) | c.VoidVote(vote=vote) | c.GiveCastingVote(vote=vote):
            known = conference.votes.get(vote)
            return None if known is None else known.session
        case _:
            return None


def _refusal(right: Right, conference: Conference, context: Context) -> Reason:
    return Reason("actor.not_allowed", who=right.kinds, when=_begins(right, conference, context))


def _begins(right: Right, conference: Conference, context: Context) -> datetime | None:
    """From when the actor may, under a mandate that they have been given and is to begin."""
    known = conference.persons.get(context.actor.person)
    granted = (conference.mandates.get(name) for name in (known.mandates if known is not None else ()))
    to_come = (
        one.since
        for one in granted
        if one is not None and one.kind in right.kinds and one.since > context.at and one.in_force(one.since)
    )
    return min(to_come, default=None)
