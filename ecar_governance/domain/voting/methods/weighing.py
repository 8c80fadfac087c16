"""Elections by weights: what the seats weigh is added up instead of papers, exactly.

Every weight is a whole number of times their common step (`tally.step_of`). So papers are counted as that
many, by the same code as heads, and what comes out is told in weights again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.voting.methods.checks import pile_of
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Option, PaperCounts, Pile
from ecar_governance.domain.voting.methods.result import (
    ElectionResult,
    Round,
    Standing,
    Step,
    WeightCounts,
    WeightNeeded,
)
from ecar_governance.domain.voting.methods.rules import Approval, BlockVote, Majority, Plurality
from ecar_governance.errors import Finding, InvalidInput


class Attendance(Struct, frozen=True):
    """What those weigh who are present and entitled, None where nobody said; the common step of all."""

    present: Fraction | None
    entitled: Fraction | None
    unit: Fraction


def count_weighed(
    rule: Plurality | Approval | BlockVote | Majority,
    options: Sequence[Option],
    papers: Iterable[MarkedPaper],
    heads: PaperCounts,
    attendance: Attendance,
    judge: Callable[[Pile], ElectionResult],
) -> ElectionResult:
    """The result by weights.

    Args:
        papers: as `pile_of` takes them, and looked at by it already.
        heads: how many papers there are of each kind.
        judge: what counts a pile.

    Raises:
        InvalidInput: when a paper weighs less than nothing, or no whole number of steps (`paper_weight`).
    """
    unit = attendance.unit
    steps = []
    for number, paper in enumerate(papers, 1):
        times = paper.weight / unit * paper.times if unit > 0 else Fraction(-1)
        if paper.weight < 0 or times.denominator != 1:
            message = f"Paper {number} weighs {paper.weight}, which is no number of steps of {unit}."
            raise InvalidInput(message, findings=[Finding("paper_weight", message, f"paper {number}")])
        if times:
            steps.append(replace(paper, times=int(times), weight=Fraction(1)))
    pile = pile_of(
        rule,
        options,
        steps,
        entitled=_in(attendance.entitled, unit),
        present=_in(attendance.present, unit),
    )
    return _weighed(judge(pile), heads, unit)


def _in(weight: Fraction | None, unit: Fraction) -> int | None:
    return None if weight is None else int(weight / unit)


def _weighed(result: ElectionResult, heads: PaperCounts, unit: Fraction) -> ElectionResult:
    """The result of so many steps, as weights."""
    steps, needed = result.counts, result.needed
    return replace(
        result,
        counts=heads,
        needed=None,
        weights=WeightCounts(
            valid=steps.valid * unit,
            cast=steps.cast * unit,
            unit=unit,
            present=None if steps.present is None else steps.present * unit,
            entitled=None if steps.entitled is None else steps.entitled * unit,
        ),
        weight_needed=None
        if needed is None
        else WeightNeeded(needed.base_count * unit, needed.exact * unit, needed.smallest * unit, needed.rule),
        rounds=tuple(_round(one, unit) for one in result.rounds),
        margin=None if result.margin is None else result.margin * unit,
    )


def _round(one: Round, unit: Fraction) -> Round:
    def of(value: Fraction | None) -> Fraction | None:
        return None if value is None else value * unit

    def step(told: Step) -> Step:
        return replace(told, votes=of(told.votes), against=of(told.against), needed=of(told.needed))

    held = tuple(Standing(row.option, row.votes * unit, of(row.spare)) for row in one.standings)
    return Round(one.number, tuple(step(told) for told in one.steps), held)
