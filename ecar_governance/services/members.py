"""Mandates granted and ended one by one. Whole files come in by `services.importing`."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.rights import MEMBERSHIP
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import EndReason, MandateGranted
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.acting import INSTALLER, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.instants import taken
from ecar_governance.services.people import register_rows
from ecar_governance.services.ports import Act, Done, Outcome
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
    """Grants a mandate; `person` acts ("" is the installer). A scanned authority is stored first.

    Raises InvalidInput for a scan of another kind, or a term without a time zone."""
    for field, at in (("since", form.since), ("until", form.until)):
        if at is not None:
            taken(at, field, "The term of a mandate needs its time zone.")
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
    """Registers somebody; gives the new person's id beside the outcome. Raises InvalidInput.

    The same key again gives the same person."""
    new = desk.ids.new("person")
    registered, row = register_rows(desk, new, names, email, locale)
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=MEMBERSHIP) if person else INSTALLER
    deciding_it = deciding(c.RegisterPerson(registered), actor, (row,))

    def work(act: Act) -> Refused | None:
        folded = row.values["email_folded"]
        if folded is not None and act.read("person", {"email_folded": folded}):
            findings = [Finding("person.address", "Somebody else has this address.", "email")]
            raise InvalidInput("The person cannot be registered like this.", findings=findings)
        return deciding_it(act)

    outcome = desk.perform(work, actor=actor, key=key)
    return (outcome.events[0].subject if isinstance(outcome, Done) else new), outcome


def _do(desk: Desk, person: str, command: c.AnyCommand, key: str | None) -> Outcome:
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=MEMBERSHIP) if person else INSTALLER
    return desk.perform(deciding(command, actor), actor=actor, key=key)
