"""When a secret ballot hides little: told to the people concerned, before and after."""

from __future__ import annotations

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.sentences import Sentence

SMALLEST_SECRET_ELECTORATE = 5
"""Below this a secret vote is warned of. Among four voters, one who knows his own vote and hears of one more
knows half of the papers; five is also the smallest cell that official statistics commonly publish."""


def secrecy_warnings(
    entitled: int, counts: Counts | None = None, *, smallest: int = SMALLEST_SECRET_ELECTORATE
) -> list[Sentence]:
    """Warnings for a secret vote; empty when there is nothing to warn of.

    Args:
        entitled: how many may vote.
        counts: the counts, once the vote is closed: then also of a small turnout and of papers all alike.
        smallest: the number of voters from which a secret ballot is taken to hide who chose what.
    """
    if counts is None:
        if entitled < smallest:
            return [
                Sentence("warning", p.TINY_ELECTORATE, {"entitled": entitled, "smallest": smallest}),
            ]
        return []
    told = []
    if 0 < counts.cast < smallest:
        told.append(Sentence("warning", p.TINY_TURNOUT, {"cast": counts.cast, "smallest": smallest}))
    if counts.cast and counts.cast in (counts.for_, counts.against, counts.abstain):
        told.append(Sentence("warning", p.UNANIMOUS))
    return told
