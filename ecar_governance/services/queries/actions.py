"""What may be done with a proposal now: each action with its form, or why not and who could."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from ecar_governance.domain.approving import standing
from ecar_governance.domain.candidates import ballot_due, on_paper
from ecar_governance.domain.consulting import asking_of, awaited, party_of
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor, BodyKind
from ecar_governance.domain.options import Candidate, options
from ecar_governance.domain.state import Case, Conference
from ecar_governance.domain.voting.methods.counting import ADDED_UP
from ecar_governance.domain.voting.methods.papers import AGAINST
from ecar_governance.domain.workflow import Field, Transition, Workflow
from ecar_governance.services.instead import instead_of
from ecar_governance.services.queries.cases import (
    active_in,
    is_forward,
    is_way_out,
    likeliness,
    workflow_of,
)
from ecar_governance.services.queries.directory import Directory, Office, Place
from ecar_governance.services.queries.divisions import paragraphs
from ecar_governance.services.queries.entered import COUNTED, Entered, begun_with, sees_counts, side_by_side
from ecar_governance.services.queries.naming import with_names
from ecar_governance.services.queries.opinions import party_name

_COUNTS = (*COUNTED, "papers", "sums")

_BEGINS = 80  # characters of an opinion that tell it from the others in a form

Telling = Callable[[Reason], str]
"""Words a reason for the reader."""


class Choice(Struct, frozen=True):
    """One thing to choose, by the value that the form sends."""

    value: str
    label: str


class FieldView(Struct, frozen=True):
    """A field of an action's form. `choices` are filled for choices, sessions, institutions and persons; of a
    count of paper ballots they are what stands on the paper, and its kind is `sums` where each gets a number,
    or `papers` where papers are entered row by row; for paragraphs those of the text."""

    name: str
    kind: str
    label: str
    required: bool
    max_length: int
    choices: tuple[Choice, ...] = ()


class ActionView(Struct, frozen=True):
    """An action as one person sees it; possible when `reasons` is empty.

    `mandates` are those that would do, to choose from when there are several; `roles` and `people` say who
    could act instead, if anybody, and `when` from when; `way_out` marks a withdrawal and its like. Where
    `needed` people must ask for it alike, `approved` are those who have, and `asked` is what the newest of
    them gave, by field, to begin with, but for what each counts for themselves; `entered` are the numbers
    that they gave, a row a field, side by side in the order of `approved`, once the person has entered theirs
    or two others have."""

    transition: str
    title: str
    consequence: str
    fields: tuple[FieldView, ...]
    mandates: tuple[Office, ...]
    reasons: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    when: datetime | None = None
    way_out: bool = False
    needed: int = 1
    approved: tuple[Office, ...] = ()
    asked: dict[str, tuple[str, ...]] = {}
    entered: tuple[Entered, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether others have entered numbers that the person is to enter unseen."""
        kinds = {one.kind for one in self.fields}
        return bool(self.approved) and not self.entered and not kinds.isdisjoint(_COUNTS)

    @property
    def possible(self) -> bool:
        """Whether the person may act now."""
        return not self.reasons


def actions(
    directory: Directory, case: Case, person: str, at: datetime, tell: Telling
) -> tuple[ActionView, ...]:
    """Everything that people can do with the case from here, the person's own possibilities first."""
    conference = directory.conference
    workflow = workflow_of(conference, case)
    here = active_in(workflow, case)
    asked = options(workflow, conference, case, Context(Actor("person", person), at))
    ordered = sorted(asked, key=lambda one: likeliness(workflow, one.transition, here))
    views = [_view(directory, workflow, case, candidate, person, at, tell) for candidate in ordered]
    return tuple(sorted(views, key=lambda one: not one.possible))


def action(
    directory: Directory, case: Case, transition: str, person: str, at: datetime, tell: Telling
) -> ActionView | None:
    """One of them by name; None when the case is not where it leads from."""
    found = (one for one in actions(directory, case, person, at, tell) if one.transition == transition)
    return next(found, None)


def waits_for(conference: Conference, case: Case, person: str, at: datetime) -> tuple[Transition, ...]:
    """The steps forward that the person may take with the case at this instant, the likeliest first; the
    opinion that is awaited from those for whom they speak is one."""
    workflow = workflow_of(conference, case)
    here = active_in(workflow, case)
    asked = options(workflow, conference, case, Context(Actor("person", person), at))
    found = [
        one.transition
        for one in asked
        if not one.reasons
        and (is_forward(workflow, one.transition, here) or _is_awaited(conference, case, one))
    ]
    return tuple(sorted(found, key=lambda one: likeliness(workflow, one, here)))


def _is_awaited(conference: Conference, case: Case, one: Candidate) -> bool:
    """Whether this is how the person gives an opinion that somebody still waits for."""
    rule = one.transition
    asking = asking_of(case, rule.source)
    if asking is None or all(call.name != "record_opinion" for call in rule.effects):
        return False
    waiting = awaited(case, asking)
    return any(party_of(conference, asking.each, conference.mandates[m]) in waiting for m in one.mandates)


def _view(
    directory: Directory,
    workflow: Workflow,
    case: Case,
    candidate: Candidate,
    person: str,
    at: datetime,
    tell: Telling,
) -> ActionView:
    rule = candidate.transition
    conference = directory.conference
    found = instead_of(conference, candidate.reasons, at, directory.lang, case=case, rule=rule, person=person)
    directory.load_people(found.people)
    given = standing(workflow, conference, case, rule, candidate.source, at)
    return ActionView(
        rule.name,
        directory.say(rule.title),
        directory.say(rule.consequence),
        tuple(
            # A file is not sent twice: the one handed in with the first asking is meant.
            _counted(directory, case, rule, field)
            if field.kind == "tally"
            else field_view(directory, case, field, optional=bool(given) and field.kind == "file")
            for field in rule.inputs
        ),
        tuple(directory.office(mandate) for mandate in candidate.mandates),
        tuple(tell(reason) for reason in candidate.reasons),
        found.roles,
        tuple(sorted(name for name in (directory.person(one) for one in found.people) if name)),
        found.when,
        is_way_out(workflow, rule),
        rule.approvals,
        tuple(directory.actor(one.actor) for one in given),
        begun_with(directory, case, rule, given, person),
        side_by_side(directory, case, rule, given) if sees_counts(person, given) else (),
    )


def _counted(directory: Directory, case: Case, rule: Transition, field: Field) -> FieldView:
    """The field in which tellers enter what they counted on the paper ballots that would be held now."""
    ballot = ballot_due(directory.conference, case, rule.target)
    choices: tuple[Choice, ...] = ()
    kind = "papers"
    if ballot is not None:
        kind = "sums" if isinstance(ballot.rule.election, ADDED_UP) else kind
        named = with_names(directory.shelf, directory.conference, case, ballot.candidates)
        names = {one.id: directory.say(one.name) for one in named}
        names[AGAINST] = ""  # worded by the page
        choices = tuple(Choice(str(n), names[one]) for n, one in enumerate(on_paper(ballot), 1))
    return FieldView(field.name, kind, directory.say(field.title), field.required, field.max_length, choices)


def field_view(directory: Directory, case: Case, field: Field, *, optional: bool = False) -> FieldView:
    """The field with its label and what there is to choose; `optional` says that it may be left out."""
    return FieldView(
        field.name,
        field.kind,
        directory.say(field.title),
        field.required and not optional,
        field.max_length,
        _choices(directory, case, field),
    )


def _choices(directory: Directory, case: Case, field: Field) -> tuple[Choice, ...]:
    conference = directory.conference
    match field.kind:
        case "choice":
            return tuple(
                Choice(word, directory.say(field.choice_titles.get(word, {})) or word)
                for word in field.choices
            )
        case "session":
            open_ones = [one for one in conference.sessions.values() if not one.over]
            open_ones.sort(key=lambda one: one.begins)
            return tuple(
                Choice(
                    one.session,
                    f"{directory.session(one.session)}, {one.begins.astimezone(ZoneInfo(one.zone)):%d.%m.%Y}",
                )
                for one in open_ones
            )
        case "institution":
            found = [Choice(code, directory.institution(code)) for code in conference.institutions]
            return tuple(sorted(found, key=lambda one: one.label))
        case "party":
            return _parties(directory, case)
        case "opinion":
            return _opinions(directory, case)
        case "paragraphs":
            return tuple(Choice(str(number), text) for number, text in paragraphs(directory, case))
        case "persons":
            people = tuple(conference.persons)
            directory.load_people(people)
            named = [Choice(person, directory.person(person)) for person in people]
            return tuple(sorted((one for one in named if one.label), key=lambda one: one.label))
        case _:
            return ()


def _parties(directory: Directory, case: Case) -> tuple[Choice, ...]:
    """Those whom the newest consultation asked, by name."""
    asking = asking_of(case, case.state)
    if asking is None:
        return ()
    found = [Choice(one, party_name(directory, asking, one)) for one in asking.parties]
    return tuple(sorted(found, key=lambda one: one.label))


def _opinions(directory: Directory, case: Case) -> tuple[Choice, ...]:
    """The opinions given, those first that have no answer yet, each with how it begins."""
    found = []
    for one in sorted(case.opinions, key=lambda one: (bool(one.use), one.number)):
        asking = case.asked[one.asking - 1]
        begins = " ".join(directory.text(one.text).split())[:_BEGINS]
        label = f"{one.number}. {party_name(directory, asking, one.party)}: {begins}"
        found.append(Choice(str(one.number), label))
    return tuple(found)


def bodies(directory: Directory, *kinds: BodyKind) -> tuple[Place, ...]:
    """The bodies of these kinds, by name."""
    found = [
        Place(one.body, directory.say(one.names))
        for one in directory.conference.bodies.values()
        if one.kind in kinds
    ]
    return tuple(sorted(found, key=lambda one: one.name))
