"""What deciding gives: events, or every reason why not."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.events import Actor, Event
from ecar_governance.domain.state import Conference


class Context(Struct, frozen=True):
    """Who acts and when. `at` is aware UTC, sampled once an act inside the log's lock."""

    actor: Actor
    at: datetime


class Reason(Struct, frozen=True, omit_defaults=True):
    """Why not: a stable documented code, what fills its sentence, who could act instead, from when."""

    code: str
    params: dict[str, str] = {}
    who: tuple[str, ...] = ()
    when: datetime | None = None


class Accepted(Struct, frozen=True):
    """The act's events, in order, whole (positions, instant, actor; the first carries the command), and the
    conference after them, so that nobody need fold them again. Never empty."""

    events: tuple[Event, ...]
    after: Conference


class Refused(Struct, frozen=True):
    """All reasons, never fewer than one. Nothing has happened."""

    reasons: tuple[Reason, ...]


Decision = Accepted | Refused
