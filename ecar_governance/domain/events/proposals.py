"""Events of a proposal's life."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from ecar_governance.domain.events.base import Actor, Manifest, Paragraph, Payload


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


class DivisionMoved(Payload, frozen=True):
    """Somebody moved that the text of `manifest_hash` be voted on in parts. It has these `paragraphs`; each
    of the `parts` is the numbers of one or several, in the order of the text."""

    case: str
    manifest_hash: str
    paragraphs: tuple[Paragraph, ...]
    parts: tuple[tuple[int, ...], ...]


class TextReduced(Payload, frozen=True):
    """The parts that were not adopted fell out of the text; it is now these `paragraphs`, and `fallen` are
    the numbers of the others. Each body of the manifest is the digest of the list of its paragraphs' digests
    (`domain.paragraphs.joined`)."""

    case: str
    revision: int
    manifest: Manifest
    manifest_hash: str
    paragraphs: tuple[Paragraph, ...]
    fallen: tuple[int, ...]


class FieldsSet(Payload, frozen=True):
    """What the case says of itself from now on, by field; an empty text takes a value away. Fields that are
    not named stay as they are. Texts and files are salted digests."""

    case: str
    fields: dict[str, str | int]


class TransitionTaken(Payload, frozen=True):
    """The case moved. `inputs` are what the action's form gave (free text as digests); `approved` are those
    who had asked for it before, where it needs several people; `left` are the states that it left, composites
    too, the inner ones first (none when it stays)."""

    case: str
    transition: str
    origin: tuple[str, ...]
    target: tuple[str, ...]
    version: int
    inputs: dict[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    approved: tuple[Actor, ...] = ()
    left: tuple[str, ...] = ()


class ApprovalGiven(Payload, frozen=True):
    """One of the people whom the transition out of `source` needs has asked for it, with these inputs."""

    case: str
    transition: str
    source: str
    version: int
    inputs: dict[str, str | int | tuple[str, ...]] = field(default_factory=dict)


class RecusalDeclared(Payload, frozen=True, omit_defaults=True):
    """The actor takes no part in the case, or `person` on whose behalf it is entered; with `institution`
    nobody votes for that one, either. `reason` is the digest of why."""

    case: str
    reason: str
    person: str = ""
    institution: str = ""


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


class Telling(Struct, frozen=True, omit_defaults=True):
    """At that instant the holders of these roles of the procedure are told that a deadline is near."""

    at: datetime
    to: tuple[str, ...]


class DeadlineSet(Payload, frozen=True, omit_defaults=True):
    """The case must leave `state` by `due` (an instant meant in `zone`), else `transition` is taken.

    At the instants of `reminders` those who may act are reminded, at those of `escalations` others are told.
    `since` is when the state was entered, from which it was reckoned; `uncovered` are the years of which the
    calendar of working days knew nothing then, so that weekends alone were left out."""

    case: str
    state: str
    transition: str
    due: datetime
    zone: str
    reminders: tuple[datetime, ...]
    since: datetime | None = None
    escalations: tuple[Telling, ...] = ()
    uncovered: tuple[int, ...] = ()


class RemindersSent(Payload, frozen=True):
    """People were told that the deadline of `state` is near: those who may act, for the reminders that had
    come due at `reminders`; the holders of the roles `to`, for the escalations that had at `escalations`.
    None of them is sent again. Each person gets one mail, whatever the number of instants."""

    case: str
    state: str
    reminders: tuple[datetime, ...] = ()
    escalations: tuple[datetime, ...] = ()
    to: tuple[str, ...] = ()


class DeadlineLifted(Payload, frozen=True):
    case: str
    state: str


DeadlinePolicy = Literal["keep", "restart", "recompute"]
BallotPolicy = Literal["carry", "void"]


class CaseMigrated(Payload, frozen=True):
    """The case goes on under another version of its procedure, by authority of `resolution`.

    `origin` and `target` are its leaf states before and after; `states` says of every state that was active
    what it is called now; `fields` and `memory` are as they are from now on; `vote` is the open one that goes
    over with it. `reverts` is the position of the migration that this one takes back."""

    case: str
    version: int
    workflow_hash: str
    previous: str
    origin: tuple[str, ...]
    target: tuple[str, ...]
    resolution: str
    states: dict[str, str]
    fields: dict[str, str | int] = field(default_factory=dict)
    memory: dict[str, tuple[str, ...]] = field(default_factory=dict)
    vote: str = ""
    reverts: int | None = None
