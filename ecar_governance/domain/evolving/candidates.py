"""Candidates of an election: named, accepted, withdrawn."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.events import Event
from ecar_governance.domain.evolving import Fold
from ecar_governance.domain.evolving.case import put_case
from ecar_governance.domain.state import Candidacy, Conference


def _nominated(c: Conference, event: Event, d: e.Nominated) -> Conference:
    case = c.cases[d.case]
    accepted = event.at if d.consents else None
    named = Candidacy(d.option, d.person, d.titles, d.institution, d.traits, event.actor, event.at, accepted)
    # Who was withdrawn and is named again has the place of the new nomination.
    others = tuple(one for one in case.candidacies if one.option != d.option)
    return put_case(c, replace(case, candidacies=(*others, named)))


def _accepted(c: Conference, event: Event, d: e.NominationAccepted) -> Conference:
    return _changed(c, d.case, d.option, accepted=event.at)


def _withdrawn(c: Conference, event: Event, d: e.CandidacyWithdrawn) -> Conference:
    return _changed(c, d.case, d.option, withdrawn=event.at)


def _changed(c: Conference, case_id: str, option: str, **fields: Any) -> Conference:
    case = c.cases[case_id]
    candidacies = tuple(replace(one, **fields) if one.option == option else one for one in case.candidacies)
    return put_case(c, replace(case, candidacies=candidacies))


FOLDS: dict[type, Fold] = {
    e.Nominated: _nominated,
    e.NominationAccepted: _accepted,
    e.CandidacyWithdrawn: _withdrawn,
}
