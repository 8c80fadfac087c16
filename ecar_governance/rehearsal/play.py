"""The play itself: one case of a procedure, moved by people of the cast, by votes and by time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import UNSET

from ecar_governance.domain import commands as c
from ecar_governance.domain.deciding.deadlines import reminding
from ecar_governance.domain.deciding.moving import overdue
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import due
from ecar_governance.errors import InvalidInput
from ecar_governance.rehearsal.balloting import Balloting
from ecar_governance.rehearsal.cast import (
    SYSTEM,
    ZONE,
)
from ecar_governance.rehearsal.values import Given, paragraphs


class Play(Balloting):
    """A case under way. Whatever happens goes through `decide`; a refusal changes nothing.

    Raises InvalidInput when the procedure cannot be put in force in the hall.
    """

    def act(
        self, person: str, transition: str, given: Mapping[str, Given] | None = None
    ) -> tuple[Reason, ...]:
        """Takes the action as the person; what time has brought about comes first."""
        self.settle()
        rule = self.workflow.transitions.get(transition)
        inputs = self.inputs(rule.inputs if rule is not None else (), given or {})
        divides = rule is not None and any(call.name == "move_division" for call in rule.effects)
        command = c.TakeAction(
            self.case_id,
            transition,
            self.case.version,
            inputs,
            self.fresh(),
            "rehearsal-key",
            paragraphs(self.case.manifest) if divides else UNSET,
        )
        reasons = self.do(command, self.actor(person, transition))
        if not reasons:
            self.typeset()
        return reasons

    def wait(self, duration: str) -> None:
        """Lets the time pass, on the conference's calendar; what falls due happens at its own instant."""
        self.pass_until(due(self.at, duration, ZONE))

    def pass_time(self) -> tuple[Reason, ...]:
        """Goes on to the next instant at which time moves the case, if there is one."""
        instant = self.next_due()
        if instant is not None:
            self.pass_until(max(self.at, instant))
        return ()

    def next_due(self) -> datetime | None:
        """When time next moves the case: a deadline, the end of a vote."""
        found = [one.due for one in self.case.deadlines]
        vote = self.open_vote
        if vote is not None and vote.closes is not None:
            found.append(vote.closes)
        return min(found, default=None)

    def pass_until(self, until: datetime) -> None:
        """What falls due on the way, reminders too, happens at its own instant."""
        for _ in range(1000):
            told = [at for one in self.case.deadlines for at in one.reminders]
            told += [telling.at for one in self.case.deadlines for telling in one.escalations]
            instant = min((one for one in (self.next_due(), *told) if one is not None), default=None)
            if instant is None or instant > until:
                break
            self.at = max(instant, self.at)
            self.settle()
        else:
            raise InvalidInput("Time alone moves the case in a circle.")
        self.at = until
        self.settle()

    def settle(self) -> None:
        """What is due now happens: a vote closes with nothing more, deadlines passed are followed, and of
        those that are near people are told."""
        vote = self.open_vote
        if vote is not None and vote.closes is not None and vote.closes <= self.at:
            self.close()
        for _ in range(100):
            late = overdue(self.case, self.at)
            if late is None or self.do(c.FireDeadline(self.case_id, late.state, self.fresh()), SYSTEM):
                break
        for one in self.case.deadlines:
            if reminding(one, self.at):
                self.do(c.Remind(self.case_id, one.state), SYSTEM)
