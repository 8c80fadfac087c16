"""Who may come where: the one table of permissions, and who may see whose drafts.

A permission opens a route. Whether an act is allowed on a case at a moment is not decided here but by
`domain.decide`, which explains itself; this table is the coarse fence in front of it. A route without a
permission keeps the application from starting.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, get_args

from ecar_governance.domain.commands import PutWorkflowInForce, RecordSignature
from ecar_governance.domain.deciding.rights import DRAFTING, MEMBERSHIP, PRESIDING, RIGHTS
from ecar_governance.domain.organs import VOTING_KINDS
from ecar_governance.domain.roles import active_mandates
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.workflow import MandateKind

Role = Literal["public", "signed_in"] | MandateKind
"""Anybody; anybody signed in, with or without a mandate; or the holder of a mandate of this kind in force."""

KINDS: Final[tuple[MandateKind, ...]] = get_args(MandateKind)


class Permission(StrEnum):
    """`scope:resource:action`. The scope says whose things they are: everybody's, one's own, the
    conference's, a voting member's, the auditor's, the administration's."""

    HEALTH = "public:health:read"
    STATIC = "public:static:read"
    ENTER = "public:account:enter"
    LANGUAGE = "public:language:set"
    START = "public:start:read"
    REGISTER = "public:resolutions:read"
    VERIFY = "public:documents:verify"
    CHECKPOINT = "public:checkpoint:read"

    ACCOUNT = "account:self:use"

    HOME = "conference:home:read"
    PROPOSALS = "conference:proposals:read"
    DRAFT = "conference:proposals:draft"
    ACT = "conference:proposals:act"
    SESSIONS = "conference:sessions:read"
    RUN_SESSION = "conference:sessions:run"
    VOTES = "conference:votes:read"
    ELECTORATE = "conference:electorate:read"
    RUN_VOTE = "conference:votes:run"
    DOCUMENTS = "conference:documents:read"
    SIGN = "conference:documents:sign"
    MEMBERS = "conference:members:read"
    REGISTER_PAPERS = "conference:registers:evidence"
    WORKFLOWS = "conference:workflows:read"
    CHECK_WORKFLOW = "conference:workflows:check"
    PUT_WORKFLOW = "conference:workflows:put"
    API_SCHEMA = "conference:api:describe"

    CAST = "member:ballot:cast"

    AUDIT = "audit:events:read"
    AUDIT_EXPORT = "audit:events:export"
    REFUSALS = "audit:refusals:read"

    PEOPLE = "administration:people:manage"
    MANDATES = "administration:mandates:manage"
    INVITE = "administration:invitations:issue"
    REGISTERS = "administration:registers:manage"


ANYBODY: Final[frozenset[Role]] = frozenset({"public"})
SIGNED_IN: Final[frozenset[Role]] = frozenset({"signed_in"})
HOLDERS: Final[frozenset[Role]] = frozenset(KINDS)
"""Whoever holds any mandate in force: guests of the conference (observer) included."""

_VOTING: Final[frozenset[Role]] = frozenset(VOTING_KINDS)
_DRAFTING: Final[frozenset[Role]] = frozenset(DRAFTING)
_OFFICE: Final[frozenset[Role]] = frozenset(PRESIDING)
_SIGNING: Final[frozenset[Role]] = frozenset(RIGHTS[RecordSignature].kinds)
_RULING: Final[frozenset[Role]] = frozenset(RIGHTS[PutWorkflowInForce].kinds)
_ACTING: Final[frozenset[Role]] = HOLDERS - {"observer", "auditor"}
_AUDITING: Final[frozenset[Role]] = frozenset({"auditor", "administrator"})
_ADMINISTERING: Final[frozenset[Role]] = frozenset(MEMBERSHIP)

TABLE: Final[dict[Permission, frozenset[Role]]] = {
    Permission.HEALTH: ANYBODY,
    Permission.STATIC: ANYBODY,
    Permission.ENTER: ANYBODY,
    Permission.LANGUAGE: ANYBODY,
    Permission.START: ANYBODY,
    Permission.REGISTER: ANYBODY,
    Permission.VERIFY: ANYBODY,
    Permission.CHECKPOINT: ANYBODY,
    Permission.ACCOUNT: SIGNED_IN,
    Permission.HOME: SIGNED_IN,
    Permission.PROPOSALS: HOLDERS,
    Permission.DRAFT: _DRAFTING,
    Permission.ACT: _ACTING,
    Permission.SESSIONS: HOLDERS,
    Permission.RUN_SESSION: _OFFICE,
    Permission.VOTES: HOLDERS,
    Permission.ELECTORATE: _OFFICE | {"auditor"},
    Permission.RUN_VOTE: _OFFICE,
    Permission.DOCUMENTS: HOLDERS,
    Permission.SIGN: _SIGNING,
    Permission.MEMBERS: HOLDERS,
    Permission.REGISTER_PAPERS: _OFFICE | _ADMINISTERING | {"auditor"},
    Permission.WORKFLOWS: HOLDERS,
    Permission.CHECK_WORKFLOW: _ADMINISTERING,
    Permission.PUT_WORKFLOW: _RULING,
    Permission.API_SCHEMA: HOLDERS,
    Permission.CAST: _VOTING,
    Permission.AUDIT: _AUDITING,
    Permission.AUDIT_EXPORT: _AUDITING,
    Permission.REFUSALS: _AUDITING,
    Permission.PEOPLE: _ADMINISTERING,
    Permission.MANDATES: _ADMINISTERING,
    Permission.INVITE: _ADMINISTERING,
    Permission.REGISTERS: _ADMINISTERING,
}
"""The table. `docs/security.md` prints it; a test holds the two together."""


def allowed(permission: Permission, *, signed_in: bool, kinds: Iterable[MandateKind]) -> bool:
    """Whether somebody may pass: `signed_in` or not, holding mandates of these kinds in force."""
    roles = TABLE[permission]
    if "public" in roles:
        return True
    return signed_in and ("signed_in" in roles or not roles.isdisjoint(kinds))


def sees_case(conference: Conference, case: Case, person: str, at: datetime) -> bool:
    """Whether the person may know of the case.

    A case that was submitted is known to every holder of a mandate. A draft is known to whoever drafted it,
    to the people of its institution and of its sponsors, and to the auditor; to all others it does not
    exist."""
    held = active_mandates(conference, person, at)
    if not held:
        return False
    if case.steps or case.drafter.person == person:
        return True
    homes = {case.institution, *case.sponsors} - {""}
    return any(
        mandate.kind == "auditor"
        or (mandate.institution in homes)
        or (bool(case.body) and mandate.kind == "wg_chair" and mandate.body == case.body)
        for mandate in held
    )
