"""Equals of whom not all can win: told apart as the rule says, each time written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ecar_governance.domain.voting.methods.lots import lot_order
from ecar_governance.domain.voting.methods.result import DecidedBy, Lot, Step
from ecar_governance.domain.voting.methods.rules import Tie


class Breaker:
    """Tells equals apart by lot or by casting vote, and remembers what it did.

    `lot` is what was drawn, for the result; `how` is the last way used, "" while none was.
    """

    def __init__(self, tie: Tie, seed: str, casting: Sequence[str]) -> None:
        self.tie = tie
        self.seed = seed
        self.casting = tuple(casting)
        self.drawn: set[str] = set()
        self.how: DecidedBy | None = None

    @property
    def lot(self) -> Lot | None:
        """The seed and the order of all who were told apart by it; None when no lot was needed."""
        return Lot(self.seed, lot_order(self.seed, self.drawn)) if self.drawn else None

    @property
    def left(self) -> DecidedBy:
        """What becomes of equals that were not told apart."""
        return {"second_ballot": "next_ballot", "chair": "chair_to_decide"}.get(self.tie, "tie")  # type: ignore[return-value]

    def order(self, equals: Sequence[str], places: int) -> tuple[tuple[str, ...], Step]:
        """The equals in order, the favoured first, and the step that says how; in no order (empty) when the
        rule has no way, or waits for a casting vote that does not reach over all the `places`.

        Raises InvalidInput when a lot is needed and no seed is fixed."""
        if self.tie == "lot":
            self.drawn.update(equals)
            self.how = "lot"
            order = lot_order(self.seed, equals)
            return order, Step("told_apart_by_lot", options=order, among=tuple(equals))
        if self.tie == "chair":
            chosen = tuple(one for one in dict.fromkeys(self.casting) if one in equals)
            if len(chosen) >= min(places, len(equals) - 1):
                self.how = "chair"
                rest = tuple(one for one in equals if one not in chosen)
                return (*chosen, *rest), Step("told_apart_by_chair", options=chosen, among=tuple(equals))
        return (), Step("not_told_apart", among=tuple(equals))


def by_earlier_rounds(
    equals: Iterable[str], history: Sequence[Mapping[str, Any]], *, highest: bool
) -> tuple[tuple[str, ...], int | None]:
    """Those still equal after looking back, and the number of the last round that told some apart.

    The most recent earlier round in which they differ counts: those with the most votes there (the fewest,
    unless `highest`) are kept; where several are, earlier rounds are looked at among them alone.
    (Scottish Local Government Elections Order 2007, schedule 1, rules 49(2) and 51(2); of several equals
    there the text says no more.)
    """
    left = tuple(equals)
    told: int | None = None
    for number in range(len(history), 0, -1):
        if len(left) == 1:
            break
        votes = history[number - 1]
        best = (max if highest else min)(votes[one] for one in left)
        kept = tuple(one for one in left if votes[one] == best)
        if len(kept) < len(left):
            left, told = kept, number
    return left, told


def one_of(
    equals: Sequence[str],
    history: Sequence[Mapping[str, Any]],
    breaker: Breaker,
    *,
    favoured: bool,
    votes: Fraction | None = None,
) -> tuple[str | None, tuple[Step, ...]]:
    """The one of equals that goes first: the favoured one, or (for an exclusion) the one least favoured.

    Looks back over `history`, then asks `breaker`. None when nothing tells them apart.
    """
    if len(equals) == 1:
        return equals[0], ()
    left, told = by_earlier_rounds(equals, history, highest=favoured)
    steps = []
    if told is not None:
        steps.append(Step("told_apart_earlier", options=left, among=tuple(equals), round=told, votes=votes))
    if len(left) == 1:
        return left[0], tuple(steps)
    # To exclude one, all the others must be told apart from them.
    order, step = breaker.order(left, 1 if favoured else len(left) - 1)
    steps.append(step)
    if not order:
        return None, tuple(steps)
    return order[0 if favoured else -1], tuple(steps)
