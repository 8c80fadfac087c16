"""The list of candidates of a case, and the form of whoever may nominate."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.candidates import may_name, nominating_now
from ecar_governance.domain.deciding.rights import SECRETARIAT
from ecar_governance.domain.roles import active_mandates, fits
from ecar_governance.domain.state import Case
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.services.queries.directory import Directory, Office, Place
from ecar_governance.services.queries.naming import with_names


class CandidateLine(Struct, frozen=True):
    """Somebody, or an alternative, on the list. `status` is `stands`, `asked` (to accept) or `withdrawn`."""

    option: str
    name: str
    institution: str
    traits: tuple[str, ...]
    status: str
    by: Office
    at: datetime
    may_accept: bool = False
    may_withdraw: bool = False


class Trait(Struct, frozen=True):
    """Something that is asked of every candidate, with what may be answered."""

    name: str
    values: tuple[Place, ...]


class Nominating(Struct, frozen=True):
    """What the form asks of whoever may nominate now: people to choose from, or an alternative's titles."""

    texts: bool
    people: tuple[Place, ...]
    traits: tuple[Trait, ...]
    consent: bool
    most: int


def candidates(directory: Directory, case: Case, person: str, at: datetime) -> tuple[CandidateLine, ...]:
    """The list of the case, in the order of nomination, with what the person may do."""
    conference = directory.conference
    options = [Option(one.option) for one in case.candidacies]
    names = {one.id: one.name for one in with_names(directory.shelf, conference, case, options)}
    office = any(one.kind in SECRETARIAT for one in active_mandates(conference, person, at))
    vote = conference.votes.get(case.vote)
    moving = vote is None or vote.status != "open"
    workflow = conference.workflows[case.workflow_hash].workflow
    asked = [one.nominations.traits for one in workflow.states.values() if one.nominations is not None]
    found = []
    for one in case.candidacies:
        status = "withdrawn" if one.withdrawn else "stands" if one.accepted else "asked"
        mine = person == (one.person or one.by.person)
        traits = (
            directory.say(told[value])
            for name, value in one.traits.items()
            for told in (traits.get(name, {}) for traits in asked)
            if value in told
        )
        found.append(
            CandidateLine(
                one.option,
                directory.say(names[one.option]),
                directory.institution(one.institution) if one.institution else "",
                tuple(dict.fromkeys(traits)),
                status,
                directory.actor(one.by),
                one.at,
                may_accept=moving and status == "asked" and person == one.person,
                may_withdraw=moving and status != "withdrawn" and (mine or office),
            )
        )
    return tuple(found)


def nominating(directory: Directory, case: Case, person: str, at: datetime) -> Nominating | None:
    """The form for whoever may nominate on the case now; None for others."""
    conference = directory.conference
    state = nominating_now(conference, case)
    if state is None or state.nominations is None or not may_name(conference, case, person, at):
        return None
    asked = state.nominations
    traits = tuple(
        Trait(name, tuple(Place(value, directory.say(names)) for value, names in values.items()))
        for name, values in asked.traits.items()
    )
    people: tuple[Place, ...] = ()
    if asked.of == "persons":
        people = _eligible(directory, case, asked.eligible, at)
    return Nominating(asked.of == "texts", people, traits, asked.consent, asked.most)


def _eligible(directory: Directory, case: Case, roles: tuple[str, ...], at: datetime) -> tuple[Place, ...]:
    """Everybody who may be named and is not on the list, by name."""
    conference = directory.conference
    workflow = conference.workflows[case.workflow_hash].workflow
    wanted = [workflow.roles[name] for name in roles]
    listed = {one.option for one in case.candidacies if one.withdrawn is None}
    found: dict[str, str] = {}
    for known in conference.persons.values():
        if known.person in listed:
            continue
        for mandate in active_mandates(conference, known.person, at):
            if not wanted or any(fits(conference, role, case, mandate) for role in wanted):
                found[known.person] = mandate.institution
                break
    directory.load_people(found)
    lines = []
    for person, code in found.items():
        parts = (directory.person(person), directory.institution(code) if code else "")
        lines.append(Place(person, ", ".join(filter(None, parts))))
    return tuple(sorted((one for one in lines if directory.person(one.id)), key=lambda one: one.name))
