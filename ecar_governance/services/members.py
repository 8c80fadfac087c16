"""Mandates granted and ended one by one. Whole files come in by `services.importing`."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import MEMBERSHIP
from ecar_governance.domain.events import EndReason, MandateGranted
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.people import register_rows
from ecar_governance.services.ports import Outcome
from ecar_governance.services.texts import Upload, keep_file
from ecar_governance.services.work import deciding


class MandateForm(Struct, frozen=True):
    """A mandate as somebody gives it: for a person, of a kind, where, from when to when, on what paper."""

    person: str
    kind: MandateKind
    institution: str = ""
    body: str = ""
    session: str = ""
    since: datetime | None = None
    until: datetime | None = None
    paper: Upload | None = None


def grant(desk: Desk, person: str, form: MandateForm, *, key: str | None = None) -> Outcome:
    """Grants a mandate; `person` acts ("" is the installer). A scanned authority is stored first."""
    paper = keep_file(desk, form.paper, desk.clock.now()) if form.paper is not None else ""
    wanted = MandateGranted(
        mandate=desk.ids.new("mandate"),
        person=form.person,
        kind=form.kind,
        institution=form.institution,
        body=form.body,
        session=form.session,
        since=form.since,
        until=form.until,
        paper=paper,
    )
    return _do(desk, person, c.GrantMandate(wanted), key)


def end(
    desk: Desk, person: str, mandate: str, reason: EndReason = "revoked", *, key: str | None = None
) -> Outcome:
    """Ends a mandate now."""
    return _do(desk, person, c.EndMandate(mandate, reason), key)


def register(
    desk: Desk, person: str, names: dict[str, str], email: str, locale: str, *, key: str | None = None
) -> tuple[str, Outcome]:
    """Registers somebody; gives the new person's id beside the outcome. Raises InvalidInput."""
    new = desk.ids.new("person")
    registered, row = register_rows(desk, new, names, email, locale)
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=MEMBERSHIP) if person else INSTALLER
    outcome = desk.perform(deciding(c.RegisterPerson(registered), actor, (row,)), actor=actor, key=key)
    return new, outcome


def _do(desk: Desk, person: str, command: c.AnyCommand, key: str | None) -> Outcome:
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=MEMBERSHIP) if person else INSTALLER
    return desk.perform(deciding(command, actor), actor=actor, key=key)
