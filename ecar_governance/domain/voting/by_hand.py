"""What tellers counted by weight: the sums of each side, held against the electorate."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from ecar_governance.domain.voting.checks import check_counts
from ecar_governance.domain.voting.papers import NONE, Counts, Elector, Line, Tally, Weights
from ecar_governance.domain.voting.tally import step_of
from ecar_governance.errors import Finding, InvalidInput

SIDES = ("for", "against", "abstain", "blank", "invalid")


def weighed_by_hand(
    counts: Counts,
    sums: Mapping[str, Fraction],
    electors: Sequence[Elector],
    present: Collection[str],
    represented: Collection[str] = (),
) -> Tally:
    """The tally of a count by heads and by weights, of everybody together.

    Args:
        counts: the heads that the tellers counted.
        sums: what those on each side weigh, as the tellers added it up; left out, 0.
        electors: the seats and what they weigh.
        present: the seats that are there.
        represented: those that are not and that the holder of their proxy stood for.

    Raises:
        InvalidInput: with every finding: a side weighs something and nobody is on it, or weighs less than the
            lightest seats that could be on it or more than the heaviest; together more than those who are
            there.
    """
    weight = {row.seat: row.weight for row in electors}
    recused = {row.seat for row in electors if row.recused}
    taking_part = sorted(weight[seat] for seat in {*present, *represented} - recused if seat in weight)
    findings = []
    for side in SIDES:
        heads, told = getattr(counts, "for_" if side == "for" else side), sums.get(side, NONE)
        least = sum(taking_part[:heads], NONE)
        most = sum(taking_part[len(taking_part) - heads :], NONE) if heads <= len(taking_part) else None
        if told < least or (most is not None and told > most):
            message = f"“{side}” cannot weigh {told}: {heads} of those present weigh {least} to {most}."
            findings.append(Finding("weights_differ", message, where=side))
    cast = sum((sums.get(side, NONE) for side in SIDES), NONE)

    def of(seats: Collection[str]) -> Fraction:
        return sum((weight[seat] for seat in set(seats) if seat in weight), NONE)

    entitled = of(weight)
    weights = Weights(
        for_=sums.get("for", NONE),
        against=sums.get("against", NONE),
        abstain=sums.get("abstain", NONE),
        blank=sums.get("blank", NONE),
        invalid=sums.get("invalid", NONE),
        not_voted=entitled - cast,
        cast=cast,
        present=of(present),
        entitled=entitled,
        represented=of(represented),
        recused=of(recused),
        recused_present=of(recused & set(present)),
        unit=step_of([*weight.values(), *sums.values()]),
    )
    findings += check_counts(weights)
    if findings:
        raise InvalidInput("The weights cannot be right.", findings=findings)
    return Tally(counts, (Line("", counts, weights),))
