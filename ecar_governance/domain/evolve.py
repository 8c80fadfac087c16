"""Folding: a conference and the next event give the next conference. Total over the closed set of events.

`evolve` trusts its events (they were decided) and checks only their order; whether they were right to happen
is `decide`'s to say, and the verifier asks it again.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import (
    Fold,
    candidates,
    case,
    consulting,
    contacts,
    membership,
    registers,
    resolution,
    session,
    vote,
)
from ecar_governance.domain.state import Conference
from ecar_governance.errors import RecordBroken

_FOLDS: dict[type, Fold] = {
    **membership.FOLDS,
    **registers.FOLDS,
    **case.FOLDS,
    **candidates.FOLDS,
    **consulting.FOLDS,
    **contacts.FOLDS,
    **session.FOLDS,
    **vote.FOLDS,
    **resolution.FOLDS,
}


def evolve(conference: Conference, event: Event) -> Conference:
    """The conference after the event.

    Raises RecordBroken when the event is not the next one: its position must be the conference's size, and
    its instant not before that of the event before it.
    """
    if event.position != conference.size:
        raise RecordBroken(
            f"Event {event.position} follows event {conference.size - 1}: one is missing or twice."
        )
    if conference.at is not None and event.at < conference.at:
        raise RecordBroken(f"Event {event.position} is dated before the event that precedes it.")
    after = _FOLDS[type(event.data)](conference, event, event.data)
    return replace(after, size=event.position + 1, at=event.at)


def fold(events: Iterable[Event], conference: Conference | None = None) -> Conference:
    """The conference after all the events, from the empty one unless another is given."""
    current = Conference() if conference is None else conference
    for event in events:
        current = evolve(current, event)
    return current


def folded_types() -> frozenset[type]:
    """The payloads that `evolve` knows: the whole closed set (a test holds it)."""
    return frozenset(_FOLDS)
