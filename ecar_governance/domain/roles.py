"""Who holds a role in a case: mandates in force, of the right kind, that lie where the role asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ecar_governance.domain.decision import Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.organs import body_of
from ecar_governance.domain.state import Case, Conference, Mandate
from ecar_governance.domain.workflow import MandateKind, Role

_GROUP_KINDS: tuple[MandateKind, ...] = ("wg_chair", "wg_member")


def in_force(conference: Conference, mandate: Mandate, at: datetime) -> bool:
    """Whether the mandate holds at `at`. A written authority holds, besides, only for its own session and
    until that is closed; a delegated one only while the one that was delegated does."""
    if not mandate.in_force(at):
        return False
    if mandate.of:
        given = conference.mandates.get(mandate.of)
        return given is not None and not given.of and in_force(conference, given, at)
    if mandate.kind == "written_authority":
        session = conference.sessions.get(mandate.session)
        return session is not None and not session.over
    return True


def active_mandates(conference: Conference, person: str, at: datetime) -> tuple[Mandate, ...]:
    """The person's mandates in force at `at`, in the order in which they were granted."""
    known = conference.persons.get(person)
    if known is None:
        return ()
    found = (conference.mandates.get(name) for name in known.mandates)
    return tuple(mandate for mandate in found if mandate is not None and in_force(conference, mandate, at))


def in_scope(conference: Conference, role: Role, case: Case, mandate: Mandate) -> bool:
    """Whether the mandate lies where the role asks (see `workflow.Scope`).

    `sponsor` means the institution that drafted or one that sponsors; a proposal drafted under a mandate of a
    body (a working group's chair) has that body for its drafter too.
    """
    match role.scope:
        case "any":
            return True
        case "body":
            named = conference.bodies.get(body_of(conference, mandate))
            return named is not None and role.body in (named.body, named.kind)
        case "case_body":
            return bool(case.body) and mandate.body == case.body
        case "case_institution":
            return bool(case.institution) and mandate.institution == case.institution
        case "region_body":
            return False
        case "field":
            return _named_by(conference, role.field, case, mandate)
        case "case_session":
            return bool(case.session) and mandate.session == case.session
        case "sponsor":
            if mandate.institution and mandate.institution in (case.institution, *case.sponsors):
                return True
            if mandate.mandate == case.drafter.mandate:
                return True
            drafted = conference.mandates.get(case.drafter.mandate)
            # Of a working group only: every rector sits in the plenary.
            if drafted is None or drafted.kind not in _GROUP_KINDS:
                return False
            return bool(drafted.body) and mandate.body == drafted.body


def _named_by(conference: Conference, field: str, case: Case, mandate: Mandate) -> bool:
    """Whether the field names the mandate's institution, its body or its person, as its kind says."""
    pinned = conference.workflows.get(case.workflow_hash)
    known = pinned.workflow.fields.get(field) if pinned is not None else None
    value = case.fields.get(field, "")
    if known is None or value == "":
        return False
    match known.kind:
        case "institution":
            return mandate.institution == value
        case "body":
            return mandate.body == value
        case "person":
            return mandate.person == value
        case _:
            return False


def fits(
    conference: Conference, role: Role, case: Case, mandate: Mandate, *, delegable: bool = False
) -> bool:
    """Whether the mandate gives the role in this case while it is in force; a delegated one only where that
    is `delegable`, and then what was delegated gives it."""
    if mandate.of:
        given = conference.mandates.get(mandate.of)
        return delegable and given is not None and fits(conference, role, case, given)
    return mandate.kind in role.mandates and in_scope(conference, role, case, mandate)


def _would_do(
    conference: Conference, role: Role, case: Case, mandate: Mandate, at: datetime, *, delegable: bool = False
) -> bool:
    held = in_force(conference, mandate, at)
    return held and fits(conference, role, case, mandate, delegable=delegable)


def holds(
    conference: Conference, role: Role, case: Case, actor: Actor, at: datetime, *, delegable: bool = False
) -> bool:
    """Whether the actor holds the role under the one mandate that they name: theirs, in force, of a kind that
    the role lists, in its scope, or delegated to them where that is `delegable`. The system and the installer
    hold no role."""
    mandate = conference.mandates.get(actor.mandate)
    return (
        actor.kind == "person"
        and mandate is not None
        and mandate.person == actor.person
        and _would_do(conference, role, case, mandate, at, delegable=delegable)
    )


def persons_of(conference: Conference, actor: Actor) -> frozenset[str]:
    """Who acts when the actor does: the person, and whoever delegated the mandate to them; nobody when it is
    the system or the installer."""
    mandate = conference.mandates.get(actor.mandate)
    given = conference.mandates.get(mandate.of) if mandate is not None and mandate.of else None
    return frozenset({actor.person, "" if given is None else given.person} - {""})


def mandate_reason(conference: Conference, actor: Actor, at: datetime) -> Reason | None:
    """Why the mandate that the actor names cannot be used by them at all, or None when it can."""
    if actor.kind != "person":
        return Reason("role.person_needed", {"actor": actor.kind})
    mandate = conference.mandates.get(actor.mandate)
    if mandate is None or mandate.person != actor.person:
        return Reason("role.not_your_mandate", {"mandate": actor.mandate})
    if not in_force(conference, mandate, at):
        begins = mandate.since if at < mandate.since else None
        return Reason("role.mandate_not_in_force", {"mandate": actor.mandate}, when=begins)
    return None


def mandates_for(
    conference: Conference, role: Role, case: Case, person: str, at: datetime, *, delegable: bool = False
) -> tuple[str, ...]:
    """Which of the person's mandates would do for the role in this case, by id."""
    return tuple(
        mandate.mandate
        for mandate in active_mandates(conference, person, at)
        if _would_do(conference, role, case, mandate, at, delegable=delegable)
    )


def begins(
    conference: Conference, roles: Iterable[Role], case: Case, person: str, at: datetime
) -> datetime | None:
    """From when the person will hold one of the roles under a mandate that they have been given and that is
    still to begin; None when there is none."""
    known = conference.persons.get(person)
    granted = (conference.mandates.get(name) for name in (known.mandates if known is not None else ()))
    return min(
        (
            mandate.since
            for mandate in granted
            if mandate is not None
            and mandate.since > at
            and mandate.in_force(mandate.since)
            and any(fits(conference, role, case, mandate) for role in roles)
        ),
        default=None,
    )


def who_could(conference: Conference, role: Role, case: Case, at: datetime) -> tuple[str, ...]:
    """Everybody who holds the role in this case at `at`: ids of people, sorted."""
    return tuple(
        sorted(
            {
                mandate.person
                for mandate in conference.mandates.values()
                if _would_do(conference, role, case, mandate, at)
            }
        )
    )
