"""Tables of weights and paid dues."""

from __future__ import annotations

from msgspec.structs import replace
from rpds import HashTrieMap

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.state import Conference, WeightTable


def _weights(c: Conference, event: Event, d: e.WeightTableSet) -> Conference:
    row = WeightTable(d.table, d.since, d.weights, d.article, d.paper, event.at, event.actor, event.position)
    others = [one for one in c.weight_tables.get(d.table, ()) if one.since != d.since]
    versions = tuple(sorted((*others, row), key=lambda one: one.since))
    return replace(
        c, weight_tables=c.weight_tables.insert(d.table, versions), register_papers=_papers(c, event, d.paper)
    )


def dues_after(c: Conference, d: e.DuesRecorded) -> dict[str, str]:
    """The dues of the year once it is recorded."""
    told = {**c.dues.get(d.year, {}), **d.paid}
    return {institution: day for institution, day in told.items() if day}


def _dues(c: Conference, event: Event, d: e.DuesRecorded) -> Conference:
    return replace(
        c, dues=c.dues.insert(d.year, dues_after(c, d)), register_papers=_papers(c, event, d.paper)
    )


def _papers(c: Conference, event: Event, paper: str) -> HashTrieMap[str, tuple[str, ...]]:
    """The papers of all registers, with the one of the event."""
    known = c.register_papers.get(event.subject, ())
    return (
        c.register_papers.insert(event.subject, (*known, paper))
        if paper and paper not in known
        else c.register_papers
    )


FOLDS: dict[type, Fold] = {e.WeightTableSet: _weights, e.DuesRecorded: _dues}
