"""A mandate delegated by its holder, and the end of that."""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain import commands as c
from ecar_governance.services.acting import actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome
from ecar_governance.services.work import deciding


def delegate(
    desk: Desk, person: str, mandate: str, to: str, until: datetime | None = None, *, key: str | None = None
) -> Outcome:
    """Lets somebody act under the person's mandate where procedures allow it, until an instant at most."""
    actor = actor_for(desk.conference, person, desk.clock.now(), mandate=mandate)
    command = c.DelegateMandate(desk.ids.new("mandate"), mandate, to, until)
    return desk.perform(deciding(command, actor), actor=actor, key=key)


def end(desk: Desk, person: str, mandate: str, *, key: str | None = None) -> Outcome:
    """Ends a delegation that the person gave or was given."""
    actor = actor_for(desk.conference, person, desk.clock.now())
    return desk.perform(deciding(c.EndDelegation(mandate), actor), actor=actor, key=key)
