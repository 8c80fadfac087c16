"""Who has voted, seat by seat, and who votes for whom."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.organs import seat_of_mandate
from ecar_governance.domain.state import Mark, Vote
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.services.queries.directory import Directory, Office


class SeatTurnout(Struct, frozen=True):
    """Whether a seat has voted; `office` who cast, or who may; `by_proxy` the name of the seat that holds its
    vote, if one does and its own people have not cast."""

    seat: str
    seat_name: str
    voted: bool
    office: Office | None
    at: datetime | None = None
    by_proxy: str = ""
    recused: bool = False


def voting_for(directory: Directory, seat: str, mandate: str) -> str:
    """The name of the seat whose mandate votes for this one, where that is another seat."""
    known = directory.conference.mandates.get(mandate)
    theirs = "" if known is None else seat_of_mandate(directory.conference, known)
    return directory.seat(theirs) if theirs and theirs != seat else ""


def turnout(directory: Directory, vote: Vote) -> tuple[SeatTurnout, ...]:
    """Every seat of the electorate, those that have not voted first."""
    rows = []
    for elector in vote.electorate:
        mark = vote.marks.get(elector.seat)
        casters = vote.casters.get(elector.seat, elector.casters)
        mandate = mark.mandate if mark is not None else next(iter(casters), "")
        rows.append(
            SeatTurnout(
                elector.seat,
                directory.seat(elector.seat),
                mark is not None,
                directory.office(mandate) if mandate else None,
                mark.at if mark is not None and vote.ballot != "secret" else None,
                _proxy(directory, elector, mark),
                elector.recused,
            )
        )
    return tuple(sorted(rows, key=lambda one: (one.voted, one.seat_name)))


def _proxy(directory: Directory, elector: Elector, mark: Mark | None) -> str:
    """The seat that cast for it; before that, the one that holds its vote."""
    if mark is not None:
        return voting_for(directory, elector.seat, mark.mandate)
    return directory.seat(elector.proxy) if elector.proxy else ""
