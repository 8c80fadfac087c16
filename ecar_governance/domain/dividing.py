"""What can be wrong with a procedure that lets a text be voted on in parts."""

from __future__ import annotations

from collections.abc import Iterator

from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.workflow import State, Transition, Workflow

_ABOUT_PARTS = ("part_undecided", "no_part_left", "reduce_text")


def of_divisions(workflow: Workflow) -> Iterator[Flaw]:
    """A division must be moved before anything is about it; what falls whole goes its own way; and a
    resolution rests on the whole text alone."""
    rules = tuple(workflow.transitions.values())
    moved = any(call.name == "move_division" for rule in rules for call in rule.effects)
    for state in workflow.states.values():
        if state.vote is not None and state.vote.division:
            yield from _of_vote(state, moved=moved)
    for rule in rules:
        if not moved and (rule.require or rule.effects):
            yield from _idle(rule)
        if rule.effects:
            yield from _reducing(workflow, rule)
            yield from _numbering(workflow, rule)


def _of_vote(state: State, *, moved: bool) -> Iterator[Flaw]:
    where = ("states", state.name, "vote", "division")
    if not moved:
        message = f"The vote of {state.name!r} is about a division of the text, and nothing moves one."
        yield Flaw(
            "division.never_moved", message, where, "give an action the effect move_division", state.line
        )
    if state.vote is not None and state.vote.rule.election is not None:
        message = f"The election of {state.name!r} is on no part of a text."
        yield Flaw("vote.election", message, where, "remove `division:`", state.line)


def _idle(rule: Transition) -> Iterator[Flaw]:
    """Guards and effects about parts, where there are none."""
    for key, calls in (("require", rule.require), ("effects", rule.effects)):
        for index, call in enumerate(calls):
            if call.name in _ABOUT_PARTS:
                message = f"{call.name!r} is about a division of the text, and nothing moves one."
                where = ("transitions", rule.name, key, str(index))
                fix = "give an action the effect move_division"
                yield Flaw("division.never_moved", message, where, fix, rule.line)


def _reducing(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    """Where the system reduces the text, a text that fell whole must have been led elsewhere before."""
    at = next((i for i, call in enumerate(rule.effects) if call.name == "reduce_text"), None)
    if at is None or rule.trigger == "person":
        return
    for source in rule.source:
        before = (
            other
            for other in workflow.transitions.values()
            if other.trigger == "at_once" and source in other.source and other.rank < rule.rank
        )
        if not any(call.name == "no_part_left" for other in before for call in other.require):
            message = f"{rule.name!r} reduces the text, and nothing is said of one that fell whole."
            where = ("transitions", rule.name, "effects", str(at))
            fix = f"let {source} be left at once under no_part_left before it"
            yield Flaw("division.all_fall", message, where, fix, rule.line)


def _numbering(workflow: Workflow, rule: Transition) -> Iterator[Flaw]:
    """A vote on a part, or on whether to divide, adopts no resolution."""
    at = next((i for i, call in enumerate(rule.effects) if call.name == "number_resolution"), None)
    if at is None or rule.trigger != "vote_carried":
        return
    for source in rule.source:
        vote = workflow.states[source].vote
        if vote is not None and vote.division:
            message = f"{rule.name!r} numbers a resolution, and {source!r} votes on no whole text."
            where = ("transitions", rule.name, "effects", str(at))
            yield Flaw(
                "vote.not_on_text", message, where, "put the whole text to the vote after it", rule.line
            )
