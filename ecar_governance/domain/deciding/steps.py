"""An act under construction: its events so far and the conference after them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ecar_governance.domain.codec import plain
from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decision import Context
from ecar_governance.domain.events import AnyPayload, Event
from ecar_governance.domain.evolve import evolve
from ecar_governance.domain.state import Conference
from ecar_governance.errors import InvalidInput


class Steps:
    """Collects an act's events. Each is folded at once, so that the next step sees what it changed."""

    def __init__(self, conference: Conference, command: AnyCommand, context: Context) -> None:
        self.conference = conference
        self.context = context
        self.events: list[Event] = []
        self._act = conference.size
        self._command = command

    @property
    def at(self) -> datetime:
        """The instant of the act."""
        return self.context.at

    @property
    def zone(self) -> str:
        """The conference's own time zone."""
        founding = self.conference.founding
        return "UTC" if founding is None else founding.zone

    @property
    def year(self) -> int:
        """The calendar year of the act where the conference is."""
        return self.at.astimezone(ZoneInfo(self.zone)).year

    def emit(self, subject: str, payload: AnyPayload) -> None:
        """One event more, filed under `subject`. The act's first carries the command."""
        event = Event(
            position=self.conference.size,
            at=self.at,
            act=self._act,
            actor=self.context.actor,
            subject=subject,
            data=payload,
            command=None if self.events else plain(self._command),
        )
        self.conference = evolve(self.conference, event)
        self.events.append(event)


def fresh(command_ids: dict[str, str], kind: str) -> str:
    """The id that the caller made for a thing this act creates; raises InvalidInput when it made none."""
    try:
        return command_ids[kind]
    except KeyError:
        raise InvalidInput(f"This act creates a {kind} and was given no id for it.") from None
