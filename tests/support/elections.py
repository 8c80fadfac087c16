"""Elections written short: "4 a>b=c" is four papers that put a first, and then b and c equally."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ecar_governance.domain.voting.methods.papers import MarkedPaper, Marks, Option
from ecar_governance.domain.voting.methods.rules import HALF, Share, ShareBase


def options(ids: str | Sequence[str]) -> tuple[Option, ...]:
    """Options by id alone: of "abc" a, b and c."""
    return tuple(Option(one) for one in ids)


def marks(text: str) -> Marks:
    """The marks of "a>b=c"."""
    return tuple(tuple(one.strip() for one in group.split("=")) for group in text.split(">"))


def papers(*lines: str) -> tuple[MarkedPaper, ...]:
    """Bundles: "4 a>b", "a" for one paper, "2 blank", "abstain" or "invalid"."""
    found = []
    for line in lines:
        times, _, rest = line.rpartition(" ")
        number = int(times) if times else 1
        if rest in ("blank", "abstain", "invalid"):
            found.append(MarkedPaper(state=rest, times=number))
        else:
            found.append(MarkedPaper(marks(rest), times=number))
    return tuple(found)


def from_ranks(ids: Sequence[str], ranks: Sequence[int | None]) -> MarkedPaper:
    """The paper that gives each option a number: equal numbers are equal ranks, None is not ranked."""
    groups: dict[int, list[str]] = {}
    for one, rank in zip(ids, ranks, strict=True):
        if rank is not None:
            groups.setdefault(rank, []).append(one)
    if not groups:
        return MarkedPaper(state="blank")
    return MarkedPaper(tuple(tuple(groups[rank]) for rank in sorted(groups)))


def share(part: Fraction = HALF, of: ShareBase = "valid", *, strict: bool = True) -> Share:
    """More than half of the valid papers, or what else is said."""
    return Share(more_than=part, of=of) if strict else Share(at_least=part, of=of)
