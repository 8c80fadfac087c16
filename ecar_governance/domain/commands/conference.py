"""The conference itself: its founding, who belongs to it and holds what, keys, procedures, registers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ecar_governance.domain import events as e
from ecar_governance.domain.commands.base import Command


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
