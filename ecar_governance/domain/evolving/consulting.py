"""Opinions asked, given and answered."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.evolving.case import put_case
from ecar_governance.domain.state import Asking, Conference, Opinion


def _asked(c: Conference, event: Event, d: e.OpinionsAsked) -> Conference:
    case = c.cases[d.case]
    asking = Asking(len(case.asked) + 1, d.state, d.each, d.parties, event.at)
    return put_case(c, replace(case, asked=(*case.asked, asking)))


def _given(c: Conference, event: Event, d: e.OpinionGiven) -> Conference:
    case = c.cases[d.case]
    asking = next(one.number for one in reversed(case.asked) if one.state == d.state)
    opinion = Opinion(d.number, asking, d.party, d.text, d.file, d.entered, event.actor, event.at)
    return put_case(c, replace(case, opinions=(*case.opinions, opinion)))


def _answered(c: Conference, event: Event, d: e.OpinionAnswered) -> Conference:
    case = c.cases[d.case]
    opinions = tuple(
        replace(one, use=d.use, reasons=d.reasons, answered=event.at, answered_by=event.actor)
        if one.number == d.number
        else one
        for one in case.opinions
    )
    return put_case(c, replace(case, opinions=opinions))


FOLDS: dict[type, Fold] = {
    e.OpinionsAsked: _asked,
    e.OpinionGiven: _given,
    e.OpinionAnswered: _answered,
}
