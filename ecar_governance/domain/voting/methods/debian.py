"""Debian's rule, constitution A.6 from version 1.1 (June 2003) on: each option against the default option,
then the Schwartz set, its weakest defeats dropped. Version 1.0 is in `debian_first`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, isqrt

from ecar_governance.domain.voting.methods.breaking import Breaker
from ecar_governance.domain.voting.methods.pairwise import duels_of, preferences
from ecar_governance.domain.voting.methods.papers import Option, Pile
from ecar_governance.domain.voting.methods.result import (
    DecidedBy,
    Duel,
    ElectionResult,
    Needed,
    Round,
    Step,
)
from ecar_governance.domain.voting.methods.rules import Debian
from ecar_governance.errors import Finding, InvalidInput


def quorum_of(rule: Debian, pile: Pile) -> int | None:
    """The smallest number of papers that make the quorum, None when there is none.

    "At least f times the root of n" is v*v*d*d >= c*c*n for f = c/d: whole numbers decide it.
    Raises InvalidInput when it follows from those entitled and nobody said how many there are.
    """
    if rule.quorum_votes is not None:
        return rule.quorum_votes
    if rule.quorum_root is None:
        return None
    if pile.counts.entitled is None:
        message = "The quorum follows from those entitled, and how many there are is not known."
        raise InvalidInput(message, findings=[Finding("base_unknown", message, where="entitled")])
    square = ceil(rule.quorum_root**2 * pile.counts.entitled)
    root = isqrt(square)
    return root if root * root == square else root + 1


def drop_unfit(
    rule: Debian, options: Sequence[Option], prefers: Sequence[Sequence[int]], quorum: int | None
) -> tuple[list[int], list[Step]]:
    """A.6(2) and (3): the numbers of the options that stay in, and a step for each that does not."""
    stand = [option for option in options if not option.withdrawn]
    default = next(place for place, option in enumerate(stand) if option.id == rule.default)
    inside, steps = [], []
    for place, option in enumerate(stand):
        over, under = prefers[place][default], prefers[default][place]
        if place == default:
            inside.append(place)
        elif quorum is not None and over < quorum:
            steps.append(
                Step("below_quorum", options=(option.id,), votes=Fraction(over), needed=Fraction(quorum))
            )
        elif not (over > under and over >= option.ratio * under) or (
            rule.text == "1.1" and over == option.ratio * under
        ):
            steps.append(
                Step(
                    "below_ratio",
                    options=(option.id,),
                    votes=Fraction(over),
                    against=Fraction(under),
                    needed=option.ratio,
                )
            )
        else:
            inside.append(place)
    return inside, steps


def schwartz(inside: Sequence[int], defeats: set[tuple[int, int]]) -> list[int]:
    """A.6(5) and (6): those who defeat, transitively, everybody that so defeats them."""
    reach = {a: {b for c, b in defeats if c == a} for a in inside}
    for via in inside:
        for a in inside:
            if via in reach[a]:
                reach[a] |= reach[via]
    return [a for a in inside if all(b in reach[a] or a not in reach[b] for b in inside if b != a)]


def drop_weakest(
    names: Sequence[str], inside: Sequence[int], prefers: Sequence[Sequence[int]]
) -> tuple[list[int], list[Step]]:
    """A.6(4) to (8): the Schwartz set once no defeat is left within it, and what was dropped on the way."""
    defeats = {(a, b) for a in inside for b in inside if prefers[a][b] > prefers[b][a]}
    steps = []
    while True:
        top = schwartz(inside, defeats)
        steps.append(Step("schwartz", options=tuple(names[a] for a in top)))
        within = [(a, b) for a, b in sorted(defeats) if a in top and b in top]
        if not within:
            return top, steps
        # A.6(7.1): weaker by fewer votes, and of equal votes by more against it.
        weakest = min((prefers[a][b], -prefers[b][a]) for a, b in within)
        gone = [(a, b) for a, b in within if (prefers[a][b], -prefers[b][a]) == weakest]
        defeats.difference_update(gone)
        duels = tuple(Duel(names[a], names[b], prefers[a][b], prefers[b][a]) for a, b in gone)
        steps.append(Step("defeats_dropped", duels=duels))


def against_default(
    rule: Debian, options: Sequence[Option], pile: Pile, ballot: int, breaker: Breaker
) -> ElectionResult:
    """The whole of A.6; one option wins, which may be the default option."""
    names = pile.names
    prefers = preferences(pile)
    quorum = quorum_of(rule, pile)
    inside, steps = drop_unfit(rule, options, prefers, quorum)
    top, found = drop_weakest(names, inside, prefers)
    return concluded(
        rule, names, pile, ballot, breaker, quorum, prefers, [names[a] for a in top], [*steps, *found]
    )


def concluded(
    rule: Debian,
    names: Sequence[str],
    pile: Pile,
    ballot: int,
    breaker: Breaker,
    quorum: int | None,
    prefers: Sequence[Sequence[int]],
    top: Sequence[str],
    steps: Sequence[Step],
) -> ElectionResult:
    """The result once only `top` can win: of several of them one by the casting vote (A.6(8))."""
    winner: tuple[str, ...] = tuple(top[:1])
    tied: tuple[str, ...] = ()
    steps = list(steps)
    decided: DecidedBy = "votes"
    if len(top) > 1:
        order, step = breaker.order(top, 1)
        steps.append(step)
        winner = order[:1]
        decided = breaker.how or breaker.left
        tied = () if winner else tuple(top)
    if not top:
        decided = "cycle"
    if winner:
        steps.append(Step("elected", options=winner))
        if winner[0] == rule.default and decided == "votes":
            decided = "default_option"
    return ElectionResult(
        method="debian",
        ballot=ballot,
        seats=1,
        elected=winner,
        open=1 - len(winner),
        decided_by=decided,
        counts=pile.counts,
        needed=None if quorum is None else Needed(pile.counts.entitled or 0, Fraction(quorum), quorum),
        rounds=(Round(1, tuple(steps)),),
        onward=tied if decided == "next_ballot" else (),
        tied=tied,
        duels=duels_of(names, prefers),
        lot=breaker.lot,
    )
