"""What time brings about: deadlines, closings, reminders. Due ones come before any other act on a case.

Any process may notice first; the core lets each happen once. `tick` is called about once a second by every
server; `settle` by every act on a case.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.deadlines import reminding
from ecar_governance.domain.deciding.moving import overdue
from ecar_governance.domain.state import Conference
from ecar_governance.errors import GovernanceError
from ecar_governance.services import ending
from ecar_governance.services.accounts_port import Outbox
from ecar_governance.services.acting import SYSTEM
from ecar_governance.services.desk import Desk
from ecar_governance.services.mailing import Mail, closes_soon_for
from ecar_governance.services.opening import fresh_ids, perform, pinned_of, vote_by_itself
from ecar_governance.services.ports import Done
from ecar_governance.services.work import deciding

CLOSES_SOON = timedelta(hours=24)
"""How long before its automatic close those who have not voted in a vote are reminded; a vote that lasts no
longer than twice this was announced recently enough."""


def settle(desk: Desk, case: str) -> None:
    """Does what is due on a case: closes a vote whose time is over, takes the way out of passed deadlines."""
    now = desk.clock.now()
    known = desk.conference.cases[case]
    vote = desk.conference.votes.get(known.vote)
    if vote is not None and vote.status == "open" and _past(vote.closes, now):
        ending.close_due(desk, vote.vote)
    elif vote is not None and vote.ends_now(now):
        ending.close_complete(desk, vote.vote)
    while (late := overdue(desk.conference.cases[case], now)) is not None:
        fresh = fresh_ids(desk)
        fresh |= vote_by_itself(desk, pinned_of(desk.conference, case), ("deadline",), fresh["vote"])
        command = c.FireDeadline(case, late.state, fresh)
        outcome = perform(desk, deciding(command, SYSTEM), fresh, actor=SYSTEM)
        if not isinstance(outcome, Done):
            return  # another server was first, or something stands in its way until somebody acts


def settled(desk: Desk, case: str) -> Conference:
    """The conference in which nothing is due on the case any more: mostly as it is, and looked at once."""
    conf, now = desk.conference, desk.clock.now()
    known = conf.cases.get(case)
    if known is None:
        return conf
    vote = conf.votes.get(known.vote)
    closing = vote is not None and vote.status == "open" and _past(vote.closes, now)
    if not closing and overdue(known, now) is None:
        return conf
    settle(desk, case)
    return desk.conference


def tick(desk: Desk) -> int:
    """Does all that is due now; gives how many things were. Never raises for a thing done meanwhile.

    Raises what one case raised (its envelopes are not those of the log), after all others were seen to: one
    broken vote must not keep the rest from closing."""
    now = desk.clock.now()
    conf = desk.conference
    due = {
        vote.case
        for vote in map(conf.votes.__getitem__, conf.open_votes)
        if _past(vote.closes, now) or vote.ends_now(now)
    }
    due |= {k for k in conf.running_deadlines if overdue(conf.cases[k], now) is not None}
    broken: GovernanceError | None = None
    for case in sorted(due):
        try:
            settle(desk, case)
        except GovernanceError as error:
            broken = broken or error
    try:
        told = remind(desk, now)
    except GovernanceError as error:
        raise broken or error from error
    if broken is not None:
        raise broken
    return len(due) + told


def _past(closes: datetime | None, now: datetime) -> bool:
    return closes is not None and closes <= now


def remind(desk: Desk, now: datetime) -> int:
    """Reminds of what is due soon; gives of how many deadlines people were told now.

    Of a deadline by an act, whose event in the log is what makes it once. Of a vote that closes soon in the
    outbox alone, which keeps each mail once: its id is made of what it is about and for whom. Raises what one
    of them raised, after all the others."""
    conf = desk.conference
    for vote_id in sorted(conf.open_votes):
        vote = conf.votes[vote_id]
        if vote.closes is None or vote.closes - vote.opened <= 2 * CLOSES_SOON:
            continue
        if vote.closes - CLOSES_SOON <= now < vote.closes:
            _queue(desk, closes_soon_for(vote, conf), now)
    near = [
        c.Remind(case_id, due.state)
        for case_id in sorted(conf.running_deadlines)
        for due in conf.cases[case_id].deadlines
        if reminding(due, now)
    ]
    told, broken = 0, None
    for command in near:
        try:
            # Refused where another server was first, or time went on meanwhile.
            told += isinstance(desk.perform(deciding(command, SYSTEM), actor=SYSTEM), Done)
        except GovernanceError as error:
            broken = broken or error
    if broken is not None:
        raise broken
    return told


def _queue(desk: Desk, mails: tuple[Mail, ...], now: datetime) -> None:
    queued = _QUEUED.setdefault(desk.outbox, set())
    for mail in mails:
        name = mail.id_at(0)
        if name not in queued:
            desk.outbox.queue({"id": name, **mail.row(now)})
            queued.add(name)


_QUEUED: WeakKeyDictionary[Outbox, set[str]] = WeakKeyDictionary()
"""What this process has queued already: asking the database again every second would cost it a write each."""
