"""In whose hands the votes of seats were when a vote closed."""

from __future__ import annotations

from ecar_governance.domain.organs import seat_of_mandate
from ecar_governance.domain.proxies import stood
from ecar_governance.domain.state import Conference, Vote
from ecar_governance.domain.voting.flipping import InHands


def in_hands(conference: Conference, vote: Vote) -> dict[str, InHands]:
    """By seat: who held its proxy in a vote that is closed, whether that seat's people cast its ballot, and
    whether the proxy stood until the close. One revoked after the casting no longer stands, its ballot does.
    """
    at = vote.closed or vote.opened
    return {
        row.seat: InHands(row.proxy, _cast(conference, vote, row.seat), stood(conference, vote, row.seat, at))
        for row in vote.electorate
        if row.proxy and not row.recused
    }


def _cast(conference: Conference, vote: Vote, seat: str) -> bool:
    mark = vote.marks.get(seat)
    return mark is not None and seat_of_mandate(conference, conference.mandates[mark.mandate]) != seat
