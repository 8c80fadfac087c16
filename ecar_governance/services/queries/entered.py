"""What several people enter who must enter the same: whose numbers each may see, and what a form begins with.

Two people who enter what tellers counted do so each for themselves: a form filled in with the first one's
numbers would be confirmed unread.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ecar_governance.domain.candidates import ballot_due, on_paper
from ecar_governance.domain.paper_counts import marks_of, written
from ecar_governance.domain.state import Approval, Case
from ecar_governance.domain.voting.methods.counting import ADDED_UP
from ecar_governance.domain.voting.methods.papers import AGAINST
from ecar_governance.domain.workflow import Transition
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.naming import with_names

COUNTED = ("integer", "weight", "tally")
"""Kinds of fields that say what somebody counted: where several must enter the same, each does so unseen."""


class Entered(Struct, frozen=True):
    """What each of those who asked gave for one field; `differ` when they do not give the same."""

    label: str
    values: tuple[str, ...]

    @property
    def differ(self) -> bool:
        return len(set(self.values)) > 1


def sees_counts(person: str, given: Sequence[Approval]) -> bool:
    """Whether the person sees what was counted: whoever is still to enter it does so without the first one's
    numbers in view, until two have entered theirs."""
    return len(given) > 1 or any(one.actor.person == person for one in given)


def side_by_side(
    directory: Directory, case: Case, rule: Transition, given: Sequence[Approval]
) -> tuple[Entered, ...]:
    """What each of them counted, a row a field, and of a tally one for every paper or candidate."""
    found: list[Entered] = []
    for field in rule.inputs:
        if field.kind in ("integer", "weight"):
            values = tuple(str(one.inputs.get(field.name, "")) for one in given)
            found.append(Entered(directory.say(field.title), values))
        elif field.kind == "tally":
            typed = [_numbers(directory, case, rule, one.inputs.get(field.name, ())) for one in given]
            papers = dict.fromkeys(paper for numbers in typed for paper in numbers)
            found += [
                Entered(label, tuple(numbers.get((one, label), "0") for numbers in typed))
                for one, label in papers
            ]
    return tuple(found)


def begun_with(
    directory: Directory, case: Case, rule: Transition, given: Sequence[Approval], person: str
) -> dict[str, tuple[str, ...]]:
    """What the newest approval gave, as its form would show it; but no file, and of what is counted only the
    person's own numbers, to be corrected."""
    own = next((one for one in reversed(given) if one.actor.person == person), None)
    found: dict[str, tuple[str, ...]] = {}
    for field in rule.inputs:
        source = own if field.kind in COUNTED else given[-1] if given else None
        if source is None or field.kind == "file":
            continue
        value = source.inputs.get(field.name, "")
        if field.kind == "text" and isinstance(value, str):
            found[field.name] = (directory.text(value),)
        elif field.kind == "tally" and isinstance(value, tuple):
            found[field.name] = _typed(directory, case, rule, value)
        else:
            found[field.name] = value if isinstance(value, tuple) else (str(value),)
    return found


def _typed(directory: Directory, case: Case, rule: Transition, rows: tuple[str, ...]) -> tuple[str, ...]:
    """The rows as they are typed: a number for each on the list where marks are added up, else line by line
    with everybody's number on the list."""
    ballot = ballot_due(directory.conference, case, rule.target)
    if ballot is None:
        return rows
    listed = on_paper(ballot)
    split = [row.partition(" ") for row in rows]
    if isinstance(ballot.rule.election, ADDED_UP):
        numbers = {one: number for number, _, one in split}
        return tuple(numbers.get(one, "0") for one in listed)
    places = {one: str(number) for number, one in enumerate(listed, 1)}
    return tuple(f"{number} {written(marks_of(paper, places))}" for number, _, paper in split)


def _numbers(directory: Directory, case: Case, rule: Transition, rows: object) -> dict[tuple[str, str], str]:
    """How many of each, by what it is and its label: of candidates by name where marks are added up (against
    all of them is "", worded by the page), else of papers as they are typed."""
    ballot = ballot_due(directory.conference, case, rule.target)
    if ballot is None or not isinstance(rows, tuple):
        return {}
    typed = _typed(directory, case, rule, rows)
    if not isinstance(ballot.rule.election, ADDED_UP):
        return {(paper, paper): number for number, _, paper in (row.partition(" ") for row in typed)}
    named = with_names(directory.shelf, directory.conference, case, ballot.candidates)
    names = {one.id: directory.say(one.name) for one in named} | {AGAINST: ""}
    return {(one, names.get(one, one)): number for one, number in zip(on_paper(ballot), typed, strict=True)}
