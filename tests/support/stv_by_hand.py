"""The Scottish count again, paper by paper with decimals, as a hall of counters would do it: no code is
shared with the one that it is held against, and nothing is bundled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import NamedTuple

FIVE = Decimal("0.00001")


class Sheet(NamedTuple):
    """What the returning officer reads out."""

    quota: int
    elected: list[str]
    stages: list[dict[str, Decimal]]


class Paper:
    """A sheet of paper in somebody's parcel, with the value that is written on it."""

    def __init__(self, order: Sequence[str]) -> None:
        self.order = list(order)
        self.value = Decimal(1)

    def next_for(self, continuing: set[str], holder: str) -> str | None:
        after = self.order[self.order.index(holder) + 1 :]
        return next((name for name in after if name in continuing), None)


def counted(
    names: Sequence[str],
    papers: Sequence[Sequence[str]],
    seats: int,
    lot: Callable[[Sequence[str]], list[str]],
) -> Sheet:
    """Counts by the Order. `lot` puts names in the order of the lot, the favoured first."""
    with localcontext() as context:
        context.prec = 60
        return _counted(names, papers, seats, lot)


def _counted(
    names: Sequence[str],
    papers: Sequence[Sequence[str]],
    seats: int,
    lot: Callable[[Sequence[str]], list[str]],
) -> Sheet:
    quota = len(papers) // (seats + 1) + 1
    parcels: dict[str, list[Paper]] = {name: [] for name in names}
    for order in papers:
        parcels[order[0]].append(Paper(order))
    credit = {name: sum((paper.value for paper in parcels[name]), Decimal(0)) for name in names}
    continuing, elected, waiting = set(names), [], []
    stages: list[dict[str, Decimal]] = []

    def differ(tied: list[str], *, top: bool) -> str:
        for stage in reversed(stages[:-1]):
            wanted = (max if top else min)(stage[name] for name in tied)
            tied = [name for name in tied if stage[name] == wanted]
        order = lot(tied)
        return order[0] if top else order[-1]

    while True:
        for name in sorted(continuing, key=lambda n: (-credit[n], names.index(n))):
            if credit[name] >= quota:
                continuing.discard(name)
                elected.append(name)
                if credit[name] > quota:
                    waiting.append(name)
        stages.append(dict(credit))
        if len(elected) == seats:
            break
        if len(continuing) <= seats - len(elected):
            elected += sorted(continuing, key=lambda n: (-credit[n], names.index(n)))
            break
        if waiting:
            most = max(credit[name] for name in waiting)
            mover = differ([name for name in names if name in waiting and credit[name] == most], top=True)
            waiting.remove(mover)
            surplus = credit[mover] - quota
            for paper in parcels[mover]:
                worth = surplus * paper.value / credit[mover]
                paper.value = worth.quantize(FIVE, rounding=ROUND_DOWN)
            left = Decimal(quota)
        else:
            least = min(credit[name] for name in continuing)
            mover = differ(
                [name for name in names if name in continuing and credit[name] == least], top=False
            )
            continuing.discard(mover)
            if len(continuing) == seats - len(elected):
                continue
            left = Decimal(0)
        for paper in parcels.pop(mover):
            goes = paper.next_for(continuing, mover)
            if goes is not None:
                parcels[goes].append(paper)
                credit[goes] += paper.value
        credit[mover] = left
    return Sheet(quota, elected, stages)
