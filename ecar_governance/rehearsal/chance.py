"""A procedure played many times at random: which ways cases take, and how long they take for it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import get_args

from msgspec import Struct

from ecar_governance.domain.candidates import ballot_due, nominating_now, on_paper
from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.options import options
from ecar_governance.domain.paper_counts import rows_of
from ecar_governance.domain.voting.verdict import Side
from ecar_governance.domain.workflow import Field, Transition, Workflow
from ecar_governance.rehearsal.cast import Hall, digest
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.values import Given

MOST_STEPS = 80
"""A run that is not over after so many steps is given up, and counted as such."""


Move = Callable[[], tuple[Reason, ...]]


class Run(Struct, frozen=True):
    """One random case: the transitions it took, where it ended ("" when it was given up), how long it
    lasted."""

    path: tuple[str, ...]
    outcome: str
    lasted: timedelta
    acts: int


class Runs(Struct, frozen=True):
    """Many random cases of one procedure."""

    runs: tuple[Run, ...]

    @property
    def outcomes(self) -> dict[str, int]:
        """How often each outcome was reached, the commonest first; "" counts those given up."""
        return dict(Counter(run.outcome for run in self.runs).most_common())

    @property
    def paths(self) -> dict[tuple[str, ...], int]:
        """How often each way was taken, the commonest first."""
        return dict(Counter(run.path for run in self.runs).most_common())

    def lasted(self, outcome: str) -> tuple[timedelta, timedelta, timedelta]:
        """The shortest, middle and longest time to the outcome. ValueError when it was never reached."""
        times = sorted(run.lasted for run in self.runs if run.outcome == outcome)
        if not times:
            raise ValueError(f"no run ended in {outcome}")
        return times[0], times[len(times) // 2], times[-1]


def simulate(workflow: Workflow, runs: int, seed: int = 0, hall: Hall | None = None) -> Runs:
    """So many random cases; the same seed gives the same cases for ever.

    Raises InvalidInput when the procedure cannot be put in force.
    """
    hall = hall or Hall()
    begun = Play(workflow, hall)
    return Runs(tuple(_run(begun.copy(), _dice(seed, number), hall) for number in range(runs)))


def _dice(seed: int, number: int) -> random.Random:
    return random.Random(f"{seed}/{number}")  # noqa: S311 chance in a play guards nothing


def _run(play: Play, dice: random.Random, hall: Hall) -> Run:
    body = dice.choice(["", *hall.groups])
    sponsors = tuple(f"U{n}" for n in range(2, 2 + dice.randint(0, hall.members - 1)))
    play.draft(body=body, sponsors=sponsors)
    began = play.at
    acts = 0
    for _ in range(MOST_STEPS):
        if play.ended or not play.case_id:
            break
        move = dice.choices(*zip(*moves(play, dice), strict=True))[0]
        acts += not move()
        play.at += timedelta(minutes=dice.randint(1, 3 * 24 * 60))
        play.settle()
    last = play.case.steps[-1].at if play.case.steps else play.at
    outcomes = [play.workflow.states[name].outcome for name in play.case.state]
    outcome = next((one for one in outcomes if one), "") if play.ended else ""
    return Run(tuple(step.transition for step in play.case.steps), outcome, last - began, acts)


def moves(play: Play, dice: random.Random) -> Iterator[tuple[Move, int]]:
    """What can be done now, each with its weight. Waiting is always possible."""
    yield play.pass_time, 1
    if play.open_vote is not None:
        seats = [row for row in play.open_vote.electorate if row.casters]
        if play.open_vote.rule.election is not None:
            standing = [one.id for one in play.open_vote.candidates]
            papers = Counter(dice.choice([*standing, "abstain"]) for _ in range(dice.randint(0, len(seats))))
            yield partial(play.elected, papers), 8
            yield play.void, 1
            return
        for_ = dice.randint(0, len(seats))
        against = dice.randint(0, len(seats) - for_)
        yield partial(play.ballots, {"for": for_, "against": against}), 8
        yield play.void, 1
        return
    if play.waits_for_the_chair:
        sides = get_args(Side)
        yield partial(play.casting, "session_chair", dice.choice(sides)), 8
    if play.to_sign:
        yield play.sign, 8
    state = nominating_now(play.conference, play.case)
    if state is not None and state.nominations is not None:
        whom = dice.choice(["rector_1", "rector_2", "rector_3"])
        traits = {name: dice.choice([*values]) for name, values in state.nominations.traits.items()}
        yield partial(play.nominate, whom, whom, traits), 4
    # One chance a transition, whoever may take it: else what many may do (withdraw) would drown the rest.
    open_to: dict[str, list[str]] = {}
    for person in sorted(play.conference.persons):
        context = Context(Actor("person", person), play.at)
        for one in options(play.workflow, play.conference, play.case, context):
            if not one.reasons:
                open_to.setdefault(one.transition.name, []).append(person)
    for name, people in open_to.items():
        rule = play.workflow.transitions[name]
        given = {field.name: value for field in rule.inputs if (value := value_for(rule, field, play, dice))}
        target = play.workflow.states.get(play.workflow.transitions[name].target)
        # A way straight to the end (a withdrawal) is taken now and then, the way on mostly.
        yield partial(play.act, dice.choice(people), name, given), 1 if target and target.final else 4


def value_for(rule: Transition, field: Field, play: Play, dice: random.Random) -> Given:
    """Something that the form's field could hold, at random; an empty text when there is nothing."""
    match field.kind:
        case "text" | "file":
            return digest(f"text {dice.random()}")
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
