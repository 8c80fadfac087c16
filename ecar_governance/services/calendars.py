"""The calendar of working days: set by whoever holds the machine, or by the office."""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain.events import CalendarSet
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome
from ecar_governance.services.work import deciding


def set_calendar(desk: Desk, calendar: CalendarSet) -> Outcome:
    """Puts the days off of some years on record, by whoever holds the machine.

    Refused with `nothing.changes` when all of it is on record already."""
    return desk.perform(deciding(c.SetCalendar(calendar), INSTALLER), actor=INSTALLER)
