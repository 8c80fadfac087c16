"""What is wrong with the deadlines of a procedure besides the names in them. Pure.

`domain.references` and `domain.checks` ask; the core takes no procedure in force whose deadlines could not be
reckoned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from ecar_governance.domain.durations import zone_of
from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.workflow import State, Workflow
from ecar_governance.errors import InvalidInput

Path = tuple[str, ...]

_LONGER_THAN_DAYS = re.compile(r"P[^T]*[YMW]")


def instants(workflow: Workflow) -> Iterator[Flaw]:
    """Days, hours and zones that there are none of. A file cannot have these: its reader refuses them."""
    given: list[tuple[str, str, Path, int]] = [("", workflow.zone, ("zone",), 0)] if workflow.zone else []
    for state in workflow.states.values():
        if (deadline := state.deadline) is not None:
            place = ("states", state.name, "deadline")
            given.append((deadline.at, "", (*place, "at"), state.line))
            given.append(("", deadline.zone, (*place, "zone"), state.line))
    for wall, zone, path, line in given:
        try:
            zone_of(zone or "UTC")
            naive = datetime.fromisoformat(wall or "2000-01-01").tzinfo is None
        except (ValueError, InvalidInput):
            naive = False
        if not naive:
            message = f"{wall or zone!r} is no day and hour, or no time zone."
            yield Flaw("deadline.instant", message, path, "write 2026-12-31T18:00, and Asia/Baku", line)


def measures(state: State) -> Iterator[Flaw]:
    """What is no number of working days. Before a deadline hours may be told, but it ends with a day."""
    deadline = state.deadline
    if deadline is None or deadline.calendar != "working_days":
        return
    path = ("states", state.name, "deadline")
    given: list[tuple[str, Path]] = [(deadline.after, (*path, "after"))] if deadline.after else []
    given += [(one, (*path, "remind", str(index))) for index, one in enumerate(deadline.remind)]
    given += [
        (one.before, (*path, "escalate", str(index), "before")) for index, one in enumerate(deadline.escalate)
    ]
    for text, where in given:
        if _LONGER_THAN_DAYS.match(text) or ("T" in text and where[-1] == "after"):
            message = f"{text} is no number of working days."
            yield Flaw("deadline.working_days", message, where, "write it in days, as P10D", state.line)


def circles(workflow: Workflow) -> Iterator[Flaw]:
    """Deadlines on named days that lead back to themselves with nothing but such deadlines and what happens
    at once in between: all of it would happen again and again in the moment when the last day is past."""
    onward: dict[str, set[str]] = {name: set() for name in workflow.states}
    for state in workflow.states.values():
        onward[state.name].update(region.initial for region in state.regions)
        if state.parent:
            onward[state.name].add(state.parent)
        if state.deadline is not None and not state.deadline.after:
            onward[state.name].add(workflow.transitions[state.deadline.then].target)
    for rule in workflow.transitions.values():
        for source in rule.source if rule.trigger == "at_once" else ():
            onward[source].add(rule.target)
    for state in workflow.states.values():
        if state.deadline is None or state.deadline.after:
            continue
        rule = workflow.transitions[state.deadline.then]
        if rule.target and state.name in _reached(onward, rule.target):
            message = (
                f"Once its day is past, {state.name!r} is left by {rule.name!r} and entered again for ever."
            )
            path = ("states", state.name, "deadline")
            yield Flaw(
                "deadline.circle", message, path, "let somebody act on the way, or count days", state.line
            )


def _reached(onward: dict[str, set[str]], begin: str) -> set[str]:
    found, waiting = {begin}, [begin]
    while waiting:
        fresh = onward.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found
