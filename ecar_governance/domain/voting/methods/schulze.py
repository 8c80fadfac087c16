"""Schulze's method with winning votes: M. Schulze, "A new monotonic, clone-independent, reversal symmetric,
and Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011), 267-303.

A path is as strong as its weakest step, a step as strong as the papers that win it. One option is ahead of
another when its strongest path there is stronger than the strongest path back; those nobody is ahead of win.
"""

from __future__ import annotations

from collections.abc import Sequence

from ecar_governance.domain.voting.methods.breaking import Breaker
from ecar_governance.domain.voting.methods.pairwise import duels_of, preferences
from ecar_governance.domain.voting.methods.papers import Option, Pile
from ecar_governance.domain.voting.methods.result import DecidedBy, ElectionResult, Path, Round, Step
from ecar_governance.domain.voting.methods.rules import Schulze
from ecar_governance.domain.voting.methods.seating import fill


def strongest(prefers: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """The strength of the strongest path of every pair (0: none), and the option before the last on it."""
    size = len(prefers)
    strength = [
        [prefers[a][b] if prefers[a][b] > prefers[b][a] else 0 for b in range(size)] for a in range(size)
    ]
    before = [[a] * size for a in range(size)]
    for via in range(size):
        onward, last = strength[via], before[via]
        for a in range(size):
            row = strength[a]
            reach = row[via]
            if not reach or a == via:
                continue
            came = before[a]
            for b in range(size):
                here = onward[b]
                if here > reach:
                    here = reach
                if here > row[b] and a != b:
                    row[b] = here
                    came[b] = last[b]
    return strength, before


def path(names: Sequence[str], strength: list[list[int]], before: list[list[int]], a: int, b: int) -> Path:
    """The strongest path from a to b, told option by option."""
    if not strength[a][b]:
        return Path((names[a], names[b]), 0)
    back = [b]
    while back[-1] != a:
        back.append(before[a][back[-1]])
    return Path(tuple(names[one] for one in reversed(back)), strength[a][b])


def ranking_of(names: Sequence[str], strength: list[list[int]]) -> tuple[tuple[str, ...], ...]:
    """Groups: nobody left is ahead of those in the first, and so on. Those in one are not told apart; two of
    different groups may be equal too, when a third stands between one of them and the top."""
    left = list(range(len(names)))
    groups = []
    while left:
        top = [a for a in left if all(strength[a][b] >= strength[b][a] for b in left)]
        groups.append(tuple(names[a] for a in top))
        left = [a for a in left if a not in top]
    return tuple(groups)


def strongest_paths(
    rule: Schulze, options: Sequence[Option], pile: Pile, ballot: int, breaker: Breaker
) -> ElectionResult:
    """Ranks the options and fills the seats from the top."""
    names = pile.names
    prefers = preferences(pile)
    strength, before = strongest(prefers)
    decided: DecidedBy
    common = {
        "method": "schulze",
        "ballot": ballot,
        "seats": rule.seats,
        "counts": pile.counts,
        "duels": duels_of(names, prefers),
    }
    if not names or not pile.counts.valid:
        decided = "no_votes" if names else "no_candidates"
        return ElectionResult(**common, elected=(), open=rule.seats, decided_by=decided)  # type: ignore[arg-type]
    ranking = ranking_of(names, strength)
    seating = fill(
        ranking, options, rule.seats, breaker, cap=rule.cap, reserved=rule.reserved, unmet=rule.unmet
    )
    open_ = rule.seats - len(seating.elected)
    decided = breaker.left if seating.tied else "places_unfilled" if open_ else breaker.how or "votes"
    onward = (*seating.tied, *seating.beside) if decided == "next_ballot" else ()
    steps = seating.steps
    beats = [
        a
        for a in range(len(names))
        if all(prefers[a][b] > prefers[b][a] for b in range(len(names)) if b != a)
    ]
    if beats and len(names) > 1:
        steps = (Step("beats_all", options=(names[beats[0]],)), *steps)
    return ElectionResult(
        **common,  # type: ignore[arg-type]
        elected=seating.elected,
        open=open_,
        decided_by=decided,
        rounds=(Round(1, steps),),
        ranking=ranking,
        onward=onward,
        tied=seating.tied,
        paths=tuple(
            path(names, strength, before, a, b)
            for a in range(len(names))
            for b in range(len(names))
            if a != b
        ),
        lot=breaker.lot,
    )
