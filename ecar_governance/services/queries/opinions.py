"""The opinions on a proposal as one table: who said what, on whose behalf, and how it was used."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.consulting import awaited
from ecar_governance.domain.state import Asking, Case, Opinion
from ecar_governance.services.queries.directory import Directory, Office, Place


class OpinionView(Struct, frozen=True):
    """One opinion. `text` and `reasons` are Markdown, empty when erased or not given; `file` is a digest;
    `entered` says that `by` wrote it down on the party's behalf; `use` is empty until it is answered."""

    number: int
    party: str
    text: str
    file: str
    by: Office
    at: datetime
    entered: bool
    use: str
    reasons: str
    answered: datetime | None
    answered_by: Office | None


class Consulted(Struct, frozen=True):
    """One consultation: in which state, who was asked, what they said, who is still awaited.

    `over` says that the case has left the state, so that nobody is awaited any more."""

    state: str
    at: datetime
    over: bool
    opinions: tuple[OpinionView, ...]
    awaited: tuple[Place, ...]
    asked: int


def consultations(directory: Directory, case: Case) -> tuple[Consulted, ...]:
    """Every consultation on the case, the newest first."""
    directory.load_texts([one for x in case.opinions for one in (x.text, x.reasons)])
    people = [x.actor.person for x in case.opinions]
    people += [x.answered_by.person for x in case.opinions if x.answered_by is not None]
    people += [party for asking in case.asked if asking.each == "person" for party in asking.parties]
    directory.load_people(people)
    return tuple(_consulted(directory, case, asking) for asking in reversed(case.asked))


def _consulted(directory: Directory, case: Case, asking: Asking) -> Consulted:
    workflow = directory.conference.workflows[case.workflow_hash].workflow
    newest = asking.number == max(one.number for one in case.asked if one.state == asking.state)
    here = [one for one in case.opinions if one.asking == asking.number]
    return Consulted(
        directory.say(workflow.states[asking.state].title),
        asking.at,
        not newest or asking.state not in case.state,
        tuple(_view(directory, asking, one) for one in here),
        tuple(Place(party, party_name(directory, asking, party)) for party in awaited(case, asking)),
        len(asking.parties),
    )


def _view(directory: Directory, asking: Asking, one: Opinion) -> OpinionView:
    return OpinionView(
        one.number,
        party_name(directory, asking, one.party),
        directory.text(one.text),
        one.file,
        directory.actor(one.actor),
        one.at,
        one.entered,
        one.use,
        directory.text(one.reasons),
        one.answered,
        directory.actor(one.answered_by) if one.answered_by is not None else None,
    )


def party_name(directory: Directory, asking: Asking, party: str) -> str:
    """The name of one of those asked."""
    match asking.each:
        case "institution":
            return directory.institution(party)
        case "body":
            return directory.body(party)
        case "person":
            return directory.person(party)
