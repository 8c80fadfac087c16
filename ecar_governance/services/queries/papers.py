"""The ballot papers that a person may hand in, and what is known of those handed in: never a choice."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.deciding.casters import rank_of
from ecar_governance.domain.state import Mark, Vote
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.turnout import voting_for


class Marked(Struct, frozen=True):
    """That a ballot was accepted for a seat: its receipt, by whom and when. Never a choice."""

    digest: str
    at: datetime
    by: Office
    count: int
    position: int


class PaperView(Struct, frozen=True):
    """One ballot paper that the person may hand in: for which seat, under which mandate.

    `others` are further offices that may cast for the seat; `prevails` says that an earlier ballot of a
    higher office stands and this person's would be refused; `overrides` that this one would replace it. With
    `by_proxy` the seat gave its vote into the hands of the person's own."""

    seat: str
    institution: str
    seat_name: str
    office: Office
    others: tuple[Office, ...]
    marked: Marked | None
    prevails: bool = False
    overrides: bool = False
    by_proxy: bool = False


def papers(directory: Directory, vote: Vote, person: str) -> tuple[PaperView, ...]:
    """The ballot papers of a person in an open vote, one for each seat that they may cast for."""
    conference = directory.conference
    mine = set(conference.persons[person].mandates) if person in conference.persons else set()
    found = []
    for elector in vote.electorate:
        casters = vote.casters.get(elector.seat, elector.casters)
        held = [mandate for mandate in casters if mandate in mine]
        if held:
            found.append(_paper(directory, vote, elector.seat, elector.institution, held[0], casters))
    return tuple(sorted(found, key=lambda one: one.seat_name))


def _paper(
    directory: Directory, vote: Vote, seat: str, institution: str, mandate: str, casters: tuple[str, ...]
) -> PaperView:
    mark = vote.marks.get(seat)
    prevails = overrides = False
    if mark is not None and mark.mandate != mandate:
        mine, theirs = _rank(directory, seat, mandate), _rank(directory, seat, mark.mandate)
        prevails, overrides = theirs < mine, mine < theirs
    return PaperView(
        seat,
        institution,
        directory.seat(seat),
        directory.office(mandate),
        tuple(directory.office(other) for other in casters if other != mandate),
        _marked(directory, mark) if mark is not None else None,
        prevails,
        overrides,
        bool(voting_for(directory, seat, mandate)),
    )


def _rank(directory: Directory, seat: str, mandate: str) -> tuple[bool, int]:
    return rank_of(directory.conference, seat, mandate)


def _marked(directory: Directory, mark: Mark) -> Marked:
    return Marked(mark.digest, mark.at, directory.office(mark.mandate), mark.count, mark.position)
