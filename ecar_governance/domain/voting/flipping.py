"""A roll call that is over, with some of its seats' ballots other than they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from ecar_governance.domain.voting.papers import Elector, Paper, Tally
from ecar_governance.domain.voting.rule import CHOICES, VoteRule
from ecar_governance.domain.voting.tally import tally
from ecar_governance.errors import Finding, InvalidInput

NOT_VOTED = "not_voted"
ABSENT = "absent"
INSTEAD = (*CHOICES, NOT_VOTED, ABSENT)
"""What a seat may have done instead: voted otherwise; been there and handed in nothing; or not been there."""


class InHands(Struct, frozen=True):
    """A seat's vote in the hands of another when the vote closed: whether the `holder` cast the ballot, and
    whether the proxy still `stands`, so that the holder's presence represents the seat."""

    holder: str
    cast: bool
    stands: bool = True


class Supposition(Struct, frozen=True):
    """What would have been counted, and what follows for seats of which nothing was said: `lost`, by seat,
    the holder whose absence takes its representation, and the ballot that it cast for it; `gained`, the
    holder whose coming represents it."""

    tally: Tally
    lost: dict[str, str]
    gained: dict[str, str]


def tally_if(
    rule: VoteRule,
    electors: Sequence[Elector],
    papers: Sequence[Paper],
    present: Collection[str] | None,
    represented: Collection[str],
    changes: Mapping[str, str],
    held: Mapping[str, InHands] | None = None,
) -> Supposition:
    """What would have been counted, had the seats in `changes` done what it says of each (of `INSTEAD`).

    A seat's ballot and those that it casts by proxy are votes apart, and no rule makes them one: another
    choice of the holder leaves theirs as they are. Its absence does not: a holder who is not there casts for
    nobody and represents nobody; one who comes represents those who are not there. A seat that did something
    was there, or is represented where the holder of its proxy is.

    Args:
        rule: the rule the vote was held under.
        electors: its frozen electorate.
        papers: its papers, with their seats.
        present: seats recorded as present; None when no presence was taken, as in writing: then whoever votes
            takes part, and a seat is represented only by a ballot that its holder cast.
        represented: the seats that were represented.
        changes: by seat, what it did instead.
        held: by seat, in whose hands its vote was; of none, where not given.

    Raises:
        InvalidInput: with every finding, `where` the seat: it is not in the electorate, takes no part, does
            something unknown, or abstains under a rule that bars it.
    """
    _refuse(electors, changes)
    case = _Case(frozenset(one.seat for one in papers), present, represented, changes, held or {})
    kept = [one for one in papers if one.seat not in changes and not case.lost(one.seat, cast=True)]
    cast = [Paper(instead, seat) for seat, instead in sorted(changes.items()) if instead in CHOICES]
    seats = sorted(one.seat for one in electors if not one.recused)
    through = {seat for seat in seats if case.represented(seat)}
    counted = tally(
        rule,
        electors,
        (*kept, *cast),
        case.present(seats, through),
        marks=[one.seat for one in (*kept, *cast) if one.seat is not None],
        represented=through,
    )
    hands = case.held
    return Supposition(
        counted,
        {seat: hands[seat].holder for seat in seats if case.lost(seat)},
        {seat: hands[seat].holder for seat in sorted(through - set(represented)) if seat not in changes},
    )


class _Case(Struct, frozen=True):
    """What is known of the vote, and supposed: asked of one seat after the other."""

    voted: frozenset[str | None]
    recorded: Collection[str] | None
    was_represented: Collection[str]
    changes: Mapping[str, str]
    held: Mapping[str, InHands]

    def without_holder(self, seat: str) -> bool:
        """Whether the holder of its proxy is supposed away."""
        hand = self.held.get(seat)
        return hand is not None and self.changes.get(hand.holder) == ABSENT

    def lost(self, seat: str | None, *, cast: bool = False) -> bool:
        """Whether the absence of its holder takes something from the seat, of which nothing is said; with
        `cast`, the ballot."""
        if seat is None or seat in self.changes or not self.without_holder(seat):
            return False
        return self.held[seat].cast or (not cast and seat in self.was_represented)

    def represented(self, seat: str) -> bool:
        if self.changes.get(seat) == ABSENT or self.without_holder(seat):
            return False
        if seat in self.was_represented:
            return True
        hand = self.held.get(seat)
        if hand is None or not hand.stands or seat in self.voted or self.recorded is None:
            return False
        return seat not in self.recorded and self._here(hand.holder)

    def _here(self, seat: str) -> bool:
        """Whether it is there where presence is taken. Who voted without being on record as present is not,
        and does not come by voting otherwise."""
        instead = self.changes.get(seat)
        if instead == ABSENT:
            return False
        if self.recorded is not None and seat in self.recorded:
            return True
        return instead == NOT_VOTED or (instead is not None and seat not in self.voted)

    def present(self, seats: Sequence[str], through: Collection[str]) -> set[str] | None:
        """Who is there, recused seats as they were; None where no presence was taken."""
        if self.recorded is None:
            return None
        came = {seat for seat in seats if self.changes.get(seat, ABSENT) != ABSENT and seat not in through}
        away = {seat for seat, instead in self.changes.items() if instead == ABSENT}
        return (set(self.recorded) | came) - away


def _refuse(electors: Sequence[Elector], changes: Mapping[str, str]) -> None:
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
