"""What the hall sees: the item, who is there, the clock of a vote, its result. Never a partial tally."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.state import Session, Vote
from ecar_governance.services.queries.blocks import block_vote
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.divisions import Asked, asked_of
from ecar_governance.services.queries.elections import ElectionView, election_view
from ecar_governance.services.queries.sessions import ItemView, session
from ecar_governance.services.sitting import Need


class Running(Struct, frozen=True):
    """A vote that is open. `voted` counts ballots, which anybody may know; no choice is looked at. `entitled`
    are the seats that may cast one: who takes no part is not waited for."""

    ballot: str
    closes: datetime | None
    voted: int
    entitled: int
    division: Asked | None = None
    items: str = ""
    """The numbers of the items that it is on together."""

    def left(self, now: datetime) -> str:
        """What is left of its time: "1:05:09", "4:30"; empty without an end, "0:00" once it has passed."""
        if self.closes is None:
            return ""
        seconds = max(0, int((self.closes - now).total_seconds()))
        hours, rest = divmod(seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class Verdict(Struct, frozen=True):
    """A vote that is over."""

    carried: bool
    obtained: str
    counts: tuple[tuple[str, int], ...]
    resolution: str
    election: ElectionView | None = None
    elects: bool = False
    """Whether it was an election, also one that was not counted for want of a quorum."""
    indicative: bool = False
    division: Asked | None = None
    items: str = ""
    decided_by: str = ""


class HallView(Struct, frozen=True):
    """The hall in one language."""

    body: str
    number: int
    begins: datetime
    status: str
    until: datetime | None
    item: ItemView | None
    present: int
    seats: int
    need: Need | None
    vote: Running | None
    verdict: Verdict | None
    asked: str = ""
    """What the vote asks, where it is not whether the proposal be adopted."""


def hall(directory: Directory, held: Session, at: datetime) -> HallView:
    """What is shown of the session at the instant, in the directory's language."""
    view = session(directory, held, at)
    item = view.now
    case = directory.conference.cases.get(item.case) if item is not None else None
    vote = directory.conference.votes.get(case.vote) if case is not None else None
    if vote is not None and vote.session != held.session:
        vote = None
    return HallView(
        view.line.body,
        view.line.number,
        view.line.begins,
        view.line.status,
        view.pause.until if view.pause is not None else None,
        item,
        view.line.present,
        view.line.seats,
        item.need if item is not None and item.need is not None else _hardest(view.needs),
        _running(directory, vote),
        _verdict(directory, vote, item),
        "" if vote is None else directory.say(vote.rule.question or {}),
    )


def _hardest(needs: tuple[Need, ...]) -> Need | None:
    return max(needs, key=lambda one: one.needed, default=None)


def _running(directory: Directory, vote: Vote | None) -> Running | None:
    if vote is None or vote.status != "open":
        return None
    return Running(
        vote.ballot,
        vote.closes,
        len(vote.marks),
        vote.voters,
        asked_of(directory, vote),
        _items(directory, vote),
    )


def _items(directory: Directory, vote: Vote) -> str:
    block = block_vote(directory, vote)
    return block.numbers if block is not None else ""


def _verdict(directory: Directory, vote: Vote | None, item: ItemView | None) -> Verdict | None:
    if vote is None or vote.status != "closed" or vote.outcome is None:
        return None
    counts = vote.outcome.counts
    told: tuple[tuple[str, int], ...] = ()
    if vote.obtained != "without_vote":
        told = (("for", counts.for_), ("against", counts.against), ("abstain", counts.abstain))
    number = item.resolution_number if item is not None else ""
    elects = vote.rule.election is not None
    shown = () if elects else told
    found = election_view(directory, vote)
    indicative = vote.rule.indicative
    asked = asked_of(directory, vote)
    number = number if vote.decides else ""
    return Verdict(
        vote.outcome.carried,
        vote.obtained,
        shown,
        number,
        found,
        elects,
        indicative,
        asked,
        _items(directory, vote),
        vote.outcome.decided_by,
    )
