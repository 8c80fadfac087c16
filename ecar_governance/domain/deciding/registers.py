"""Tables of weights and paid dues, put on record by the office: a vote reads them at its opening alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.evolving.registers import dues_after
from ecar_governance.domain.registers import is_day
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import NAME

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_FIRST, _LAST = 1900, 2999


def _set_weights(steps: Steps, command: c.SetWeights) -> list[Reason]:
    """The same table from the same day again takes its place. Votes that are open keep what they froze."""
    told = command.table
    if reasons := list(_table_flaws(steps.conference, told)):
        return reasons
    for one in steps.conference.weight_tables.get(told.table, ()):
        if one.since == told.since and (one.weights, one.article, one.paper) == (
            told.weights,
            told.article,
            told.paper,
        ):
            return []
    steps.emit(f"weights-{told.table}", told)
    return []


def _table_flaws(conference: Conference, told: e.WeightTableSet) -> Iterator[Reason]:
    if NAME.fullmatch(told.table) is None:
        yield Reason("weights.name", {"table": told.table})
    if not is_day(told.since):
        yield Reason("weights.since", {"day": told.since})
    if not any(told.weights.values()):
        yield Reason("weights.empty")
    for key, weight in sorted(told.weights.items()):
        if key not in conference.institutions and key not in conference.seats:
            yield Reason("weights.unknown", {"member": key})
        if weight < 0:
            yield Reason("weights.negative", {"member": key})
    if not any(text.strip() for text in told.article.values()):
        yield Reason("weights.article")
    if told.paper and _DIGEST.fullmatch(told.paper) is None:
        yield Reason("weights.paper")


def _record_dues(steps: Steps, command: c.RecordDues) -> list[Reason]:
    told = command.dues
    if reasons := list(_dues_flaws(steps.conference, told)):
        return reasons
    if dues_after(steps.conference, told) != steps.conference.dues.get(told.year, {}):
        steps.emit(f"dues-{told.year}", told)
    return []


def _dues_flaws(conference: Conference, told: e.DuesRecorded) -> Iterator[Reason]:
    if not _FIRST <= told.year <= _LAST:
        yield Reason("dues.year", {"year": str(told.year)})
    for institution, day in sorted(told.paid.items()):
        if institution not in conference.institutions:
            yield Reason("dues.unknown", {"institution": institution})
        if day and not is_day(day):
            yield Reason("dues.day", {"day": day})
    if told.paper and _DIGEST.fullmatch(told.paper) is None:
        yield Reason("weights.paper")


HANDLERS: dict[type, Handler] = {c.SetWeights: _set_weights, c.RecordDues: _record_dues}
