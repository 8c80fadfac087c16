"""How many papers prefer each option to each other: what Schulze's method and Debian's rule begin with.

Equal ranks on a paper prefer neither; what is not ranked is below everything ranked, and equal among itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from ecar_governance.domain.voting.methods.papers import Pile
from ecar_governance.domain.voting.methods.result import Duel


def preferences(pile: Pile) -> list[list[int]]:
    """`result[a][b]`: papers that prefer option number a to number b.

    A row is kept as one big integer with a lane for each option, wide enough for all papers, so that a paper
    costs one addition for each option that it ranks.
    """
    size = len(pile.names)
    width = pile.counts.valid.bit_length() + 1
    lane = [1 << (place * width) for place in range(size)]
    rows = [0] * size
    everybody = sum(lane)
    for order, times in pile.orders:
        below = everybody if times == 1 else everybody * times
        for one in order:
            below -= lane[one] * times
            rows[one] += below
    for groups, times in pile.grouped:
        below = everybody
        for group in groups:
            for one in group:
                below -= lane[one]
            for one in group:
                rows[one] += below * times
    mask = (1 << width) - 1
    return [[row >> (place * width) & mask for place in range(size)] for row in rows]


def duels_of(names: Sequence[str], prefers: Sequence[Sequence[int]]) -> tuple[Duel, ...]:
    """Every pair once, in the order of the options."""
    return tuple(
        Duel(names[a], names[b], prefers[a][b], prefers[b][a])
        for a in range(len(names))
        for b in range(a + 1, len(names))
    )
