"""Quorums and majorities that ask for more than can ever be there. Pure.

A share never does (`thresholds` refuses what does). A number may: more than a chamber names institutions,
each of which has one seat; or more than a body has seats, where somebody knows how many these are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ecar_governance.domain.flaws import Flaw
from ecar_governance.domain.organs import body_of_kind, seats_of
from ecar_governance.domain.state import Conference
from ecar_governance.domain.voting.electorate import Chamber, Electorate
from ecar_governance.domain.voting.thresholds import Quorum, Threshold
from ecar_governance.domain.workflow import State, VoteSpec, Workflow


def of_chambers(workflow: Workflow) -> Iterator[Flaw]:
    """What no chamber of named institutions can ever have."""
    for state, vote, one in _numbers(workflow):
        chamber = _chamber(vote, one)
        if chamber is not None and chamber.institutions and (one.number or 0) > len(chamber.institutions):
            able = len(chamber.institutions)
            message = (
                f"The {_asked(one)} of {state.name!r} asks for {one.number}, and the chamber "
                f"{chamber.name!r} names institutions with {able} seats."
            )
            fix = f"ask for {able} at most, or for a share"
            yield Flaw("vote.quorum_never", message, ("states", state.name, "vote"), fix, state.line)


def of_bodies(workflow: Workflow, seats: Mapping[str, int]) -> Iterator[Flaw]:
    """What the bodies cannot have with so many `seats`, by the name that a procedure gives them: warnings,
    since a body may grow."""
    for state, vote, one in _numbers(workflow):
        able = _most(vote, one, seats)
        if able is not None and (one.number or 0) > able:
            message = (
                f"The {_asked(one)} of {state.name!r} asks for {one.number}, "
                f"and {vote.body} has {able} seats now."
            )
            fix = f"ask for {able} at most, or for a share"
            where = ("states", state.name, "vote")
            yield Flaw("vote.quorum_never", message, where, fix, state.line, "warning")


def seats_now(conference: Conference, workflow: Workflow, at: datetime) -> dict[str, int]:
    """How many seats the bodies have at the instant to which the procedure puts a vote, or which are a
    chamber of one; those without any are left out, since a conference may be about to be founded."""
    found = {}
    for name in dict.fromkeys(name for _, vote, _ in _numbers(workflow) for name in _bodies(vote)):
        kind = name if name in ("plenary", "presidium") else None
        body = body_of_kind(conference, kind) if kind is not None else name.removeprefix("code:")  # type: ignore[arg-type]
        if count := len(seats_of(conference, body, at)):
            found[name] = count
    return found


def _numbers(workflow: Workflow) -> Iterator[tuple[State, VoteSpec, Threshold]]:
    """Every number of heads that a vote asks for."""
    for state in sorted(workflow.states.values(), key=lambda one: (one.rank, one.name)):
        if state.vote is not None:
            for one in state.vote.rule.asked:
                if one.number is not None and one.counting == "heads":
                    yield state, state.vote, one


def _asked(one: Threshold) -> str:
    return "quorum" if isinstance(one, Quorum) else "majority"


def _chamber(vote: VoteSpec, one: Threshold) -> Chamber | None:
    known = (vote.electorate or Electorate()).chambers
    return next((chamber for chamber in known if chamber.name == one.chamber), None)


def _bodies(vote: VoteSpec) -> tuple[str, ...]:
    """The bodies whose seats make up the electorate."""
    known = (vote.electorate or Electorate()).chambers
    return (vote.body, *(chamber.body for chamber in known if chamber.body))


def _most(vote: VoteSpec, one: Threshold, seats: Mapping[str, int]) -> int | None:
    """How many there can be of those it is asked of; None where that is not known."""
    chamber = _chamber(vote, one)
    names = (chamber.body,) if chamber is not None and chamber.body else _bodies(vote)
    known = [seats.get(name) for name in dict.fromkeys(names)]
    return None if None in known else sum(one for one in known if one is not None)
