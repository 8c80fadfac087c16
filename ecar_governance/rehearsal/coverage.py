"""What test cases have seen of a procedure: states entered, transitions taken, guards met and failed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from ecar_governance.domain.workflow import Workflow

if TYPE_CHECKING:
    from ecar_governance.rehearsal.play import Play


class Seen(Struct, frozen=True):
    """So many of so many, and the names of what was not seen."""

    seen: int
    all: int
    missing: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """How much was seen; of nothing, all."""
        return Fraction(self.seen, self.all) if self.all else Fraction(1)


class Covered(Struct, frozen=True):
    """The coverage of one procedure. A guard counts twice: once met, once failed."""

    states: Seen
    transitions: Seen
    guards: Seen


class Coverage:
    """Collects what plays have seen."""

    def __init__(self) -> None:
        self._states: set[str] = set()
        self._transitions: set[str] = set()
        self._guards: set[tuple[str, int, bool]] = set()

    def saw(self, play: Play) -> None:
        """Notes where the play's case has been."""
        case = play.case
        self._states.add(play.workflow.initial)
        self._states.update(case.state)
        for step in case.steps:
            self._transitions.add(step.transition)
            self._states.update(step.target)

    def guard(self, transition: str, index: int, met: bool) -> None:
        """Notes what a guard, by its place in the transition's list, said."""
        self._guards.add((transition, index, met))

    def of(self, workflow: Workflow) -> Covered:
        """What was seen of the procedure, and what was not."""
        calls = {
            f"{rule.name}: {call.name} {'met' if met else 'failed'}": (rule.name, index, met)
            for rule in workflow.transitions.values()
            if rule.trigger == "person"
            for index, call in enumerate(rule.require)
            for met in (True, False)
        }
        leaves = [name for name, state in workflow.states.items() if not state.regions]
        return Covered(
            _seen(leaves, self._states),
            _seen(workflow.transitions, self._transitions),
            _seen(calls, {name for name, key in calls.items() if key in self._guards}),
        )


def _seen(names: Iterable[str], found: set[str]) -> Seen:
    everything = list(names)
    missing = tuple(name for name in everything if name not in found)
    return Seen(len(everything) - len(missing), len(everything), missing)
