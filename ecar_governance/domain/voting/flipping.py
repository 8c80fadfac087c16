"""A roll call that is over, with some of its seats' ballots other than they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ecar_governance.domain.voting.papers import Elector, Paper, Tally
from ecar_governance.domain.voting.rule import CHOICES, VoteRule
from ecar_governance.domain.voting.tally import tally
from ecar_governance.errors import Finding, InvalidInput

NOT_VOTED = "not_voted"
ABSENT = "absent"
INSTEAD = (*CHOICES, NOT_VOTED, ABSENT)
"""What a seat may have done instead: voted otherwise; handed in nothing; or not been there at all."""


def tally_if(
    rule: VoteRule,
    electors: Sequence[Elector],
    papers: Sequence[Paper],
    present: Collection[str],
    represented: Collection[str],
    changes: Mapping[str, str],
) -> Tally:
    """What would have been counted, had the seats in `changes` done what it says of each (of `INSTEAD`).

    Each seat is changed by itself: those whose proxy an absent one held stay as they were. A seat that votes
    counts as present, as in any count.

    Raises:
        InvalidInput: with every finding, `where` the seat: it is not in the electorate, takes no part, does
            something unknown, or abstains under a rule that bars it.
    """
    rows = {one.seat: one for one in electors}
    findings = []
    for seat, instead in sorted(changes.items()):
        if seat not in rows:
            findings.append(Finding("seat_not_entitled", f"Seat {seat} is not in the electorate.", seat))
        elif rows[seat].recused:
            findings.append(Finding("seat_recused", f"Seat {seat} takes no part.", seat))
        elif instead not in INSTEAD:
            findings.append(Finding("choice_unknown", f"It is one of {', '.join(INSTEAD)}.", seat))
    if findings:
        raise InvalidInput(findings[0].message, findings=findings)
    away = {seat for seat, instead in changes.items() if instead == ABSENT}
    kept = [one for one in papers if one.seat not in changes]
    cast = [Paper(instead, seat) for seat, instead in sorted(changes.items()) if instead in CHOICES]
    return tally(
        rule,
        electors,
        (*kept, *cast),
        set(present) - away,
        marks=[one.seat for one in (*kept, *cast) if one.seat is not None],
        represented=set(represented) - away,
    )
