"""An act under construction: its events so far and the conference after them."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from zoneinfo import ZoneInfo

from ecar_governance.domain.codec import plain
from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.durations import zone_of
from ecar_governance.domain.events import AnyPayload, Event
from ecar_governance.domain.evolve import evolve
from ecar_governance.domain.state import Conference
from ecar_governance.errors import InvalidInput


class Steps:
    """Collects an act's events. Each is folded at once, so that the next step sees what it changed.

    Raises InvalidInput when the command holds what the log cannot (an instant without a zone)."""

    def __init__(self, conference: Conference, command: AnyCommand, context: Context) -> None:
        self.conference = conference
        self.context = context
        self.events: list[Event] = []
        self._act = conference.size
        self._command = plain(command)

    @property
    def at(self) -> datetime:
        """The instant of the act."""
        return self.context.at

    @property
    def zone(self) -> str:
        """The conference's own time zone."""
        founding = self.conference.founding
        return "UTC" if founding is None else founding.zone

    def year_of(self, instant: datetime) -> int:
        """The calendar year of the instant where the conference is."""
        return instant.astimezone(ZoneInfo(self.zone)).year

    def emit(self, subject: str, payload: AnyPayload) -> None:
        """One event more, filed under `subject`. The act's first carries the command."""
        event = Event(
            position=self.conference.size,
            at=self.at,
            act=self._act,
            actor=self.context.actor,
            subject=subject,
            data=payload,
            command=None if self.events else self._command,
        )
        self.conference = evolve(self.conference, event)
        self.events.append(event)

    def mark(self) -> tuple[Conference, int]:
        """The place reached, to go `back` to."""
        return self.conference, len(self.events)

    def back(self, mark: tuple[Conference, int]) -> None:
        """What came after the mark has not happened."""
        self.conference = mark[0]
        del self.events[mark[1] :]


def zone_reasons(zone: str) -> list[Reason]:
    """Why the name is no time zone's: later acts count days in it and must never fail to."""
    try:
        zone_of(zone)
    except InvalidInput:
        return [Reason("zone.unknown", {"zone": zone})]
    return []


def fresh(command_ids: dict[str, str], kind: str, taken: Container[str]) -> str:
    """The id that the caller made for a thing this act creates.

    Raises InvalidInput when it made none, or one that is `taken`: what is on record is never overwritten."""
    made = command_ids.get(kind, "")
    if not made:
        raise InvalidInput(f"This act creates a {kind} and was given no id for it.")
    if made in taken:
        raise InvalidInput(f"This act creates a {kind}; the id {made} is taken.")
    return made
