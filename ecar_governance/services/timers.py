"""What time brings about: deadlines, closings, reminders. Due ones come before any other act on a case.

Any process may notice first; the core lets each happen once. `tick` is called about once a second by every
server; `settle` by every act on a case.
"""

from __future__ import annotations

from datetime import datetime

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.moving import overdue
from ecar_governance.services import ballots
from ecar_governance.services.acting import SYSTEM
from ecar_governance.services.desk import Desk
from ecar_governance.services.mailing import queue_reminders
from ecar_governance.services.work import deciding


def settle(desk: Desk, case: str) -> None:
    """Does what is due on a case: closes a vote whose deadline passed, takes a passed deadline's way out."""
    now = desk.clock.now()
    known = desk.conference.cases[case]
    vote = desk.conference.votes.get(known.vote)
    if vote is not None and vote.status == "open" and vote.closes is not None and vote.closes <= now:
        ballots.close_due(desk, vote.vote)
        known = desk.conference.cases[case]
    late = overdue(known, now)
    if late is not None:
        fresh = {"vote": desk.ids.new("vote"), "resolution": desk.ids.new("resolution")}
        command = c.FireDeadline(case, late.state, fresh)
        desk.perform(deciding(command, SYSTEM), actor=SYSTEM)


def tick(desk: Desk) -> int:
    """Does all that is due now; gives how many things were. Never raises for a thing done meanwhile."""
    now = desk.clock.now()
    conf = desk.conference
    due = {conf.votes[v].case for v in conf.open_votes if _past(conf.votes[v].closes, now)}
    due |= {k for k in conf.running_deadlines if overdue(conf.cases[k], now) is not None}
    for case in sorted(due):
        settle(desk, case)
    queue_reminders(desk.outbox, desk.conference, now)
    return len(due)


def _past(closes: datetime | None, now: datetime) -> bool:
    return closes is not None and closes <= now
