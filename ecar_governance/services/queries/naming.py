"""Candidates and alternatives by their names, and a vote's result told with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from ecar_governance.domain.blocks import votes_of
from ecar_governance.domain.candidates import chosen_of
from ecar_governance.domain.events import OfDivision
from ecar_governance.domain.organs import sitting
from ecar_governance.domain.paragraphs import said
from ecar_governance.domain.state import Case, Conference, Vote
from ecar_governance.domain.voting.methods.papers import AGAINST, Marks, Option
from ecar_governance.domain.voting.methods.phrases import gettext_for
from ecar_governance.domain.voting.phrases import ON_BLOCK, ON_DIVISION, ON_PART
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.sentences import Params, Sentence
from ecar_governance.domain.voting.told import tell
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.domain.workflow import VoteSpec
from ecar_governance.services.queries.directory import Shelf
from ecar_governance.wording import translations


def named(shelf: Shelf, conference: Conference, vote: Vote) -> tuple[Option, ...]:
    """The options of the vote with their names by language, people and alternatives by the vault; what was
    erased there has its id for a name."""
    return with_names(shelf, conference, conference.cases[vote.case], vote.candidates)


def with_names(
    shelf: Shelf, conference: Conference, case: Case, options: Iterable[Option]
) -> tuple[Option, ...]:
    options = tuple(options)
    titles = {one.option: one.titles for one in case.candidacies if one.titles}
    people = shelf.people([one.id for one in options if one.id in conference.persons])
    texts = shelf.texts([digest for found in titles.values() for digest in found.values()])
    found = []
    for one in options:
        names = dict(one.name)
        if one.id in people:
            names = dict(people[one.id].names)
        elif one.id in titles:
            kept = {lang: texts[d].content for lang, d in titles[one.id].items() if d in texts}
            names = kept or names
        found.append(replace(one, name=names or {"en": one.id}))
    return tuple(found)


def called(conference: Conference, vote: Vote) -> dict[str, str | dict[str, str]]:
    """How people call the vote's chambers, the members whose consent is asked, and the seats that are told of
    one by one: by id, by language."""
    flow = conference.workflows.get(conference.cases[vote.case].workflow_hash)
    state = None if flow is None else flow.workflow.states.get(vote.state)
    found = called_in(conference, None if state is None else state.vote, vote.rule)
    divided = [paper.seat for paper in vote.papers if paper.parts and paper.seat is not None]
    for seat in (*(one.seat for one in vote.objections), *divided):
        institution = conference.institutions.get(institution_of(conference, seat, vote.opened))
        if institution is not None:
            found[seat] = institution.names
    return found


def institution_of(conference: Conference, seat: str, at: datetime) -> str:
    """The institution that the seat speaks for then, be it by whoever sits on it; "" when there is none."""
    known = conference.seats.get(seat)
    if known is None or known.institution:
        return "" if known is None else known.institution
    return next((one.institution for one in sitting(conference, known, at) if one.institution), "")


def called_in(
    conference: Conference, question: VoteSpec | None, rule: VoteRule
) -> dict[str, str | dict[str, str]]:
    """The same under the rule of a question that a procedure puts."""
    asked = question.electorate if question is not None else None
    found: dict[str, str | dict[str, str]] = {}
    for chamber in asked.chambers if asked is not None else ():
        if chamber.title:
            found[chamber.name] = chamber.title
    for member in {member for consent in rule.consent for member in consent.members}:
        seat = conference.seats.get(member)
        institution = conference.institutions.get(member if seat is None else seat.institution)
        if institution is not None:
            found[member] = institution.names
    return found


def told_of(
    shelf: Shelf,
    conference: Conference,
    vote: Vote,
    tellers: tuple[str, ...] = (),
    outcome: Outcome | None = None,
) -> list[Sentence]:
    """The result of the vote in sentences; of another `outcome` than its last one, where one is given."""
    counted = outcome or vote.outcome
    if counted is None:
        return []
    options = named(shelf, conference, vote) if vote.rule.election is not None else ()
    of = chosen_of(conference, vote)
    told = tell(
        vote.rule,
        counted,
        options,
        tellers,
        called=called(conference, vote),
        of=of,
        papers=vote.papers,
        when=vote.when,
    )
    return [*block_told(conference, vote), *division_told(vote.division), *told]


def block_told(conference: Conference, vote: Vote) -> list[Sentence]:
    """Which items were put as one question with it."""
    items = (
        [conference.cases[one.case].item for one in votes_of(conference, vote.block)] if vote.block else []
    )
    return [Sentence("question", ON_BLOCK, {"items": said(sorted(items))})] if items else []


def block_named(conference: Conference, vote: Vote, lang: str) -> str:
    """The items that one ballot on it stands for, as a heading."""
    items = sorted(conference.cases[one.case].item for one in votes_of(conference, vote.block))
    return translations(lang).gettext("One vote on items %(numbers)s") % {"numbers": said(items)}


def division_told(asked: OfDivision | None) -> list[Sentence]:
    """What the vote is on, where that is not the whole text."""
    if asked is None:
        return []
    if asked.what == "motion":
        return [Sentence("question", ON_DIVISION)]
    told: Params = {"number": asked.number, "parts": asked.parts, "paragraphs": said(asked.paragraphs)}
    return [Sentence("question", ON_PART, told)]


def division_named(asked: OfDivision, lang: str) -> str:
    """What the vote is on, as a heading."""
    gettext = translations(lang).gettext
    if asked.what == "motion":
        return gettext("Is the text to be voted on in parts?")
    told = {"number": asked.number, "parts": asked.parts, "paragraphs": said(asked.paragraphs)}
    return gettext("Part %(number)s of %(parts)s (§ %(paragraphs)s)") % told


def marked(options: Iterable[Option], marks: Marks, lang: str) -> str:
    """What a paper says, in words: names, the most preferred first; equals joined by "="."""
    names = {one.id: one.name.get(lang) or one.name.get("en") or one.id for one in options}
    names[AGAINST] = gettext_for(lang)(AGAINST)
    if len(marks) == 1:
        return ", ".join(names.get(one, one) for one in marks[0])
    groups = (" = ".join(names.get(one, one) for one in group) for group in marks)
    return "; ".join(f"{place}. {group}" for place, group in enumerate(groups, 1))
