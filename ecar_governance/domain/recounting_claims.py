"""What a record claims, held against what was counted: every difference by itself, with where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from ecar_governance.domain.election_record import Claimed
from ecar_governance.domain.one_word import ChosenOf, Result, result_of
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.numerals import mixed
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import Finding

MOST_PLACES = 6
"""Of a whole outcome that differs, so many places are told."""

_BELOW = ("below_quorum", "below_ratio")


def differences(
    again: Outcome,
    where: str,
    *,
    rule: VoteRule,
    outcome: Outcome | None = None,
    result: Result | None = None,
    of: ChosenOf = "persons",
    elected: tuple[str, ...] | None = None,
    claimed: Claimed | None = None,
    before: tuple[str, ...] = (),
) -> list[Finding]:
    """`recount.differs` for everything claimed that is another.

    Args:
        again: what was counted.
        where: which record, and which ballot of it.
        rule, of: what the one word rests on (`one_word.result_of`).
        outcome, result, elected, claimed: what the record claims. A whole outcome that differs is told alone:
            whatever else is claimed is part of it.
        before: those whom earlier ballots of the same election elected.
    """
    if outcome is not None and outcome != again:
        places = list(_unlike(outcome, again, ""))
        told = "; ".join(places[:MOST_PLACES]) + ("; and more" if len(places) > MOST_PLACES else "")
        message = f"Counted again, the result is another than the one claimed: {told}."
        return [Finding("recount.differs", message, where)]
    counted = again.election
    said = []
    now = (*before, *(counted.elected if counted is not None else ()))
    if elected is not None and sorted(elected) != sorted(now):
        said.append(f"On record elected: {_names(elected)}; by its own rule: {_names(now)}.")
    if claimed is not None and rule.election is None:
        said += _of_motion(claimed, again)
    elif claimed is not None and counted is not None:
        said += _of_count(claimed, counted, now)
    elif claimed is not None and claimed != Claimed(decided_by=again.decided_by):
        said.append("The record claims a count, and there was no quorum for one.")
    if result is not None and result != (word := result_of(rule, again, of, before)):
        said.append(f"On record it was {result}; by its own rule it is {word} ({again.decided_by}).")
    return [Finding("recount.differs", one, where) for one in said]


def _of_motion(claimed: Claimed, again: Outcome) -> Iterator[str]:
    """How what settled a motion, or was enough, is another than claimed; and what only elections have."""
    enough = sorted({way.smallest for test in again.tests for way in test.ways})
    if claimed.needed is not None and claimed.needed not in enough:
        yield f"On record {claimed.needed} were needed; counted: {', '.join(map(mixed, enough))}."
    if claimed.decided_by is not None and claimed.decided_by != again.decided_by:
        yield f"On record decided by {claimed.decided_by}; counted: {again.decided_by}."
    for name in ("order", "ranking", "rounds", "duels", "dropped"):
        if getattr(claimed, name):
            yield f"“{name}” is claimed, and a motion has no such thing."


def _of_count(claimed: Claimed, counted: ElectionResult, elected: tuple[str, ...]) -> Iterator[str]:
    """How the count of an election is another than claimed."""
    if claimed.order is not None and claimed.order != elected:
        yield f"On record elected in this order: {_names(claimed.order)}; counted: {_names(elected)}."
    if claimed.ranking is not None and _sorted(claimed.ranking) != _sorted(counted.ranking):
        yield f"On record ranked {_ranked(claimed.ranking)}; counted: {_ranked(counted.ranking)}."
    asked = counted.needed or counted.weight_needed
    needed = asked.smallest if asked is not None else None
    if claimed.needed is not None and claimed.needed != needed:
        yield f"On record {claimed.needed} were needed; counted: {'none' if needed is None else needed}."
    yield from _of_rounds(claimed, counted)
    yield from _of_duels(claimed, counted)
    dropped = [
        option
        for one in counted.rounds
        for step in one.steps
        if step.kind in _BELOW
        for option in step.options
    ]
    if claimed.dropped is not None and sorted(claimed.dropped) != sorted(dropped):
        yield f"On record dropped: {_names(claimed.dropped)}; counted: {_names(dropped)}."
    if claimed.decided_by is not None and claimed.decided_by != counted.decided_by:
        yield f"On record decided by {claimed.decided_by}; counted: {counted.decided_by}."


def _of_rounds(claimed: Claimed, counted: ElectionResult) -> Iterator[str]:
    if len(claimed.rounds) > len(counted.rounds):
        yield f"On record there were {len(claimed.rounds)} rounds; counted: {len(counted.rounds)}."
    for told, one in zip(claimed.rounds, counted.rounds, strict=False):
        had = {standing.option: standing.votes for standing in one.standings}
        for option, votes in told.items():
            if votes != had.get(option, Fraction(0)):
                yield (
                    f"In round {one.number} {option} had {mixed(votes)} on record; "
                    f"counted: {mixed(had.get(option, Fraction(0)))}."
                )


def _of_duels(claimed: Claimed, counted: ElectionResult) -> Iterator[str]:
    found = {(duel.one, duel.other): duel.votes for duel in counted.duels}
    found |= {(duel.other, duel.one): duel.against for duel in counted.duels}
    for one, others in claimed.duels.items():
        for other, votes in others.items():
            now = found.get((one, other))
            if now != votes:
                told = "nobody counted it" if now is None else f"counted: {now}"
                yield f"On record {votes} put {one} before {other}; {told}."


def _names(ids: Iterable[str]) -> str:
    return ", ".join(ids) or "nobody"


def _ranked(groups: Iterable[tuple[str, ...]]) -> str:
    return " > ".join(" = ".join(group) for group in groups) or "nobody"


def _sorted(groups: Iterable[tuple[str, ...]]) -> list[list[str]]:
    """Equals stand in no order."""
    return [sorted(group) for group in groups]


def _unlike(claimed: Any, again: Any, place: str) -> Iterator[str]:
    """Where two outcomes differ, as paths to the fields."""
    kind = type(claimed)
    if kind is type(again) and hasattr(kind, "__struct_fields__"):
        for name in kind.__struct_fields__:
            yield from _unlike(getattr(claimed, name), getattr(again, name), f"{place}.{name}".strip("."))
    elif isinstance(claimed, tuple) and isinstance(again, tuple) and len(claimed) == len(again):
        for index, (one, other) in enumerate(zip(claimed, again, strict=True)):
            yield from _unlike(one, other, f"{place}[{index}]")
    elif claimed != again:
        yield f"{place.replace('for_', 'for')} ({again} instead of {claimed})"
