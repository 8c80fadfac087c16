"""Who was told, what came in, which case it led to."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.evolving.case import put_case
from ecar_governance.domain.state import Conference, Filing


def _notified(c: Conference, _: Event, __: e.PartiesNotified) -> Conference:
    return c


def _filed(c: Conference, event: Event, d: e.FilingEntered) -> Conference:
    case = c.cases[d.case]
    filing = Filing(d.kind, d.dated, d.text, d.file, d.sender, event.actor, event.at)
    return put_case(c, replace(case, filings=(*case.filings, filing)))


def _linked(c: Conference, _: Event, d: e.CaseLinked) -> Conference:
    first, second = c.cases[d.case], c.cases[d.linked]
    put = put_case(c, replace(first, linked=(*first.linked, d.linked)))
    return put_case(put, replace(second, origin=d.case))


FOLDS: dict[type, Fold] = {
    e.PartiesNotified: _notified,
    e.FilingEntered: _filed,
    e.CaseLinked: _linked,
}
