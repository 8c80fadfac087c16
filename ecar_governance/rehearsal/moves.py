"""What may be done next in a play, at random: forms and fields filled in as people do, sometimes not at all;
votes as they are cast, mostly by nearly everybody; time that passes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import get_args

from ecar_governance.domain.candidates import ballot_due, nominating_now, on_paper
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.options import options
from ecar_governance.domain.paper_counts import rows_of
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.verdict import Side
from ecar_governance.domain.workflow import CaseField, Field, Transition, Workflow
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.values import Given

Move = Callable[[], tuple[Reason, ...]]

ONWARD, STAYING, TO_AN_END, WAITING = 16, 4, 1, 2
"""How often the way on is taken against an action that leaves the case where it is, against a way straight to
an end (a withdrawal), and against waiting."""

FILLED = 0.85
"""How often a field is filled in at the start, and something optional in a form."""


def hall_for(workflow: Workflow) -> Hall:
    """A hall in which the procedure's votes can be carried: as many members as any of them asks for by
    number, and three more, all present."""
    votes = [state.vote.rule for state in workflow.states.values() if state.vote is not None]
    numbers = [one.number or 0 for rule in votes for one in rule.asked if one.counting == "heads"]
    members = min(60, max(Hall().members, 3 + max(numbers, default=0)))
    return Hall(members=members, present=members)


def begin(
    play: Play,
    dice: random.Random,
    hall: Hall,
    drafter: str = "rector_1",
    text: tuple[str, ...] = ("az", "en"),
) -> None:
    """Drafts the case: for a working group or none, with or without sponsors, its fields filled in mostly."""
    body = dice.choice(["", *hall.groups])
    sponsors = tuple(f"U{n}" for n in range(2, 2 + dice.randint(0, hall.members - 1)))
    play.draft(drafter, text=text, body=body, sponsors=sponsors, fields=fields_for(play, dice, hall))


def fields_for(play: Play, dice: random.Random, hall: Hall) -> dict[str, Given]:
    """Values for the procedure's fields, now and then without one."""
    rows = sorted(play.workflow.fields.values(), key=lambda one: (one.rank, one.name))
    return drawn((one for one in rows if dice.random() < FILLED), play, dice, hall)


def drawn(
    fields: Iterable[CaseField], play: Play, dice: random.Random, hall: Hall, before: Mapping[str, Given] = {}
) -> dict[str, Given]:
    """Something that each field could hold, beside what the case has `before`; a field that there is nothing
    for is left out. A date that has its place after another one is drawn so."""
    found: dict[str, Given] = {}
    for one in fields:
        first = str({**before, **found}.get(one.not_before, "")) if one.not_before else ""
        since = date.fromisoformat(first) if first else play.at.date()
        value = field_value(one, play, dice, hall, since)
        if value != "":
            found[one.name] = value
    return found


def field_value(field: CaseField, play: Play, dice: random.Random, hall: Hall, since: date) -> Given:
    """Something that the field could hold, a day after `since`; an empty text when there is nothing."""
    values: Mapping[str, Callable[[], Given]] = {
        "money": lambda: f"{dice.randint(1, 900)}.00 AZN",
        "date": lambda: (since + timedelta(days=dice.randint(1, 900))).isoformat(),
        "institution": lambda: dice.choice(["PARTNER", "MINISTRY", "U2"]),
        "person": lambda: f"rector_{dice.randint(1, 3)}",
        "body": lambda: dice.choice([*hall.groups, "plenary"]),
        "choice": lambda: dice.choice(field.choices),
        "resolution": lambda: "earlier",
        "integer": lambda: dice.randint(0, 6),
    }
    return values.get(field.kind, lambda: f"words {dice.randint(1, 99)}")()


def moves(play: Play, dice: random.Random, hall: Hall | None = None) -> Iterator[tuple[Move, int]]:
    """What can be done now, each with its weight. Waiting is always possible."""
    yield play.pass_time, WAITING
    yield partial(_days_pass, play, dice.randint(1, 15)), WAITING
    vote = play.open_vote
    if vote is not None:
        if vote.not_before is not None and play.at < vote.not_before:
            yield partial(_the_day_comes, play, vote.not_before), ONWARD
        else:
            yield _votes(play, vote, dice), ONWARD
        yield play.void, TO_AN_END
    if play.waits_for_the_chair:
        yield partial(play.casting, "session_chair", dice.choice(get_args(Side))), ONWARD
    if play.to_sign:
        yield play.sign, ONWARD
    yield from _nominations(play, dice)
    yield from _revisions(play, dice, hall or Hall())
    # One chance a transition, whoever may take it: else what many may do (withdraw) would drown the rest.
    open_to: dict[str, list[str]] = {}
    days: set[datetime] = set()
    for person in sorted(play.conference.persons):
        context = Context(Actor("person", person), play.at)
        for one in options(play.workflow, play.conference, play.case, context):
            days |= {reason.when for reason in one.reasons if reason.when is not None}
            if not one.reasons:
                open_to.setdefault(one.transition.name, []).append(person)
    if days:
        yield partial(_the_day_comes, play, min(days)), WAITING
    for name, people in open_to.items():
        rule = play.workflow.transitions[name]
        given = form_for(rule, play, dice)
        begun = any(one.transition == name for one in play.case.approvals)
        yield (
            partial(play.act, dice.choice(people), name, given),
            ONWARD if begun else _weight(play.workflow, rule),
        )


def _weight(workflow: Workflow, rule: Transition) -> int:
    if not rule.target:
        return STAYING
    return TO_AN_END if workflow.states[rule.target].final else ONWARD


def _days_pass(play: Play, days: int) -> tuple[Reason, ...]:
    play.wait(f"P{days}D")
    return ()


def _the_day_comes(play: Play, day: datetime) -> tuple[Reason, ...]:
    """Somebody was told that they may from then on, or a vote may end, and it is waited for."""
    play.pass_until(max(play.at, day))
    return ()


def form_for(rule: Transition, play: Play, dice: random.Random) -> dict[str, Given]:
    """The form filled in; mostly as whoever approved the same before filled it in."""
    before = [one for one in play.case.approvals if one.transition == rule.name]
    found = {field.name: value_for(rule, field, play, dice) for field in rule.inputs}
    if before and dice.random() < FILLED:
        # A text is the same already, and is kept as its digest.
        written = {field.name for field in rule.inputs if field.kind in ("text", "file")}
        told = {name: one for name, one in before[-1].inputs.items() if name not in written}
        found |= {name: [*one] if isinstance(one, tuple) else one for name, one in told.items()}
    return {name: value for name, value in found.items() if value != "" and value != []}


def _votes(play: Play, vote: Vote, dice: random.Random) -> Move:
    """Ballots of nearly everybody mostly, of few now and then; equal sides more often than chance has it."""
    seats = sum(bool(row.casters) for row in vote.electorate)
    taking_part = seats if dice.random() < 0.7 else dice.randint(0, seats)
    if vote.rule.election is not None:
        standing = [one.id for one in vote.candidates]
        favourite = dice.choice(standing) if standing else "abstain"
        told = (
            favourite if dice.random() < 0.5 else dice.choice([*standing, "abstain"])
            for _ in range(taking_part)
        )
        return partial(play.elected, Counter(told))
    for_ = taking_part // 2 if dice.random() < 0.1 else dice.randint(0, taking_part)
    for_ = taking_part if dice.random() < 0.5 else for_
    against = taking_part - for_ if dice.random() < 0.7 else dice.randint(0, taking_part - for_)
    return partial(play.ballots, {"for": for_, "against": against})


def _nominations(play: Play, dice: random.Random) -> Iterator[tuple[Move, int]]:
    state = nominating_now(play.conference, play.case)
    if state is None or state.nominations is None:
        return
    named = {one.option for one in play.case.candidacies}
    left = [one for one in ("rector_1", "rector_2", "rector_3") if one not in named]
    whom = dice.choice(left or ["rector_4"])
    traits: dict[str, Given] = {
        name: dice.choice([*values]) for name, values in state.nominations.traits.items()
    }
    if left:
        yield partial(play.nominate, whom, whom, traits), ONWARD // 2
    for one in play.case.candidacies:
        if not one.stands:
            yield partial(play.accept, one.person or whom, one.option), ONWARD // 2


def _revisions(play: Play, dice: random.Random, hall: Hall) -> Iterator[tuple[Move, int]]:
    """Where the text may be revised, the drafter fills in what is left, and finds a group and sponsors."""
    case, drafter = play.case, play.case.drafter.person
    if not any(play.workflow.states[name].editable for name in case.state):
        return
    rows = sorted(play.workflow.fields.values(), key=lambda one: (one.rank, one.name))
    empty = [one for one in rows if one.name not in case.fields]
    if empty:
        told = drawn(empty, play, dice, hall, before=case.fields)
        yield partial(play.set_fields, drafter, told), ONWARD // 2
    if not case.body or len(case.sponsors) < hall.members - 1:
        body = case.body or dice.choice(["", *hall.groups])
        sponsors = tuple(f"U{n}" for n in range(2, 2 + dice.randint(len(case.sponsors), hall.members - 1)))
        yield partial(play.gather, drafter, sponsors, body), ONWARD // 4


def value_for(rule: Transition, field: Field, play: Play, dice: random.Random) -> Given:
    """Something that the form's field could hold, at random; an empty text when there is nothing."""
    match field.kind:
        case "text" | "file":
            return f"{rule.name} {field.name}"
        case "choice":
            return dice.choice(field.choices)
        case "session":
            of_presidium = any(call.params.get("body") == "presidium" for call in rule.require)
            return "presidium" if of_presidium else "current"
        case "integer":
            return dice.randint(0, 6)
        case "weight":
            return str(dice.randint(0, 6))
        case "institution":
            return "CANDIDATE"
        case "date":
            return play.at.date().isoformat()
        case "party":
            return dice.choice(play.case.asked[-1].parties or ("",)) if play.case.asked else ""
        case "opinion":
            return str(dice.choice(play.case.opinions).number) if play.case.opinions else ""
        case "paragraphs":
            return dice.choice(("", "1", "2, 3-4"))
        case "persons":
            return ["rector_2", "rector_3"]
        case "tally":
            ballot = ballot_due(play.conference, play.case, rule.target)
            return list(rows_of(f"{dice.randint(0, 3)} {one}" for one in on_paper(ballot)) if ballot else ())
        case _:
            return ""
