"""A procedure played many times at random: which ways cases take, and how long they take for it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from msgspec import Struct

from ecar_governance.domain.workflow import Workflow
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.moves import begin, hall_for, moves
from ecar_governance.rehearsal.play import Play

MOST_STEPS = 80
"""A run that is not over after so many steps is given up, and counted as such."""


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
    """So many random cases in the hall, or in one that suits the procedure; the same seed gives the same
    cases for ever.

    Raises InvalidInput when the procedure cannot be put in force.
    """
    hall = hall or hall_for(workflow)
    begun = Play(workflow, hall)
    return Runs(tuple(_run(begun.copy(), _dice(seed, number), hall) for number in range(runs)))


def _dice(seed: int, number: int) -> random.Random:
    return random.Random(f"{seed}/{number}")  # noqa: S311 chance in a play guards nothing


def _run(play: Play, dice: random.Random, hall: Hall) -> Run:
    begin(play, dice, hall)
    began = play.at
    acts = 0
    for _ in range(MOST_STEPS):
        if play.ended or not play.case_id:
            break
        move = dice.choices(*zip(*moves(play, dice, hall), strict=True))[0]
        acts += not move()
        # Whoever opens a vote of two hours does not leave for days.
        play.at += timedelta(minutes=dice.randint(1, 60 if play.open_vote is not None else 3 * 24 * 60))
        play.settle()
    last = play.case.steps[-1].at if play.case.steps else play.at
    outcomes = [play.workflow.states[name].outcome for name in play.case.state]
    outcome = next((one for one in outcomes if one), "") if play.ended else ""
    return Run(tuple(step.transition for step in play.case.steps), outcome, last - began, acts)
