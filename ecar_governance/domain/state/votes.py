"""Questions put to a vote, and their results."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct
from rpds import HashTrieMap

from ecar_governance.domain.events import Actor, OfDivision
from ecar_governance.domain.voting.electorate import Excluded
from ecar_governance.domain.voting.methods.papers import MarkedPaper, MarksCounted, Option
from ecar_governance.domain.voting.objecting import Objected
from ecar_governance.domain.voting.opened import Opened
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.proxies import Unused
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Outcome


class Mark(Struct, frozen=True):
    """That a seat has voted: the digest of its envelope, and under which mandate it was cast."""

    seat: str
    digest: str
    mandate: str
    at: datetime
    position: int
    count: int


class Vote(Struct, frozen=True):
    """A question put, or a result had otherwise. Papers are empty until it is closed."""

    vote: str
    case: str
    state: str
    session: str
    body: str
    obtained: Literal["ballots", "without_vote", "hand_count"]
    ballot: Literal["roll_call", "secret", "show_of_hands"]
    options: tuple[str, ...]
    rule: VoteRule
    electorate: tuple[Elector, ...]
    manifest_hash: str
    status: Literal["open", "closed", "void"]
    opened: datetime
    public_key: str = ""
    closes: datetime | None = None
    zone: str = ""
    casters: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    marks: HashTrieMap[str, Mark] = HashTrieMap()
    closed: datetime | None = None
    how: str = ""
    papers: tuple[Paper, ...] = ()
    present: tuple[str, ...] = ()
    represented: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    """The seats that take no part."""
    outcome: Outcome | None = None
    tellers: tuple[str, ...] = ()
    protocol: str = ""
    entered_by: Actor | None = None
    objections: tuple[Objected, ...] = ()
    """What seats said where it was put without a vote."""
    opened_at: int = 0
    decided_at: int = 0
    ends_early: bool = False
    not_before: datetime | None = None
    """Nothing closes it before then."""
    unused: tuple[Unused, ...] = ()
    proxied: dict[str, tuple[str, ...]] = {}
    """By the seat that holds proxies, the seats whose vote it holds."""
    voters: int = 0
    """How many seats may hand in a paper: all of the electorate but those that take no part."""
    quorum_asked: bool = False
    candidates: tuple[Option, ...] = ()
    """In an election, those who stand in this ballot, which is the `number`th."""
    number: int = 1
    counted: MarksCounted | None = None
    bundles: tuple[MarkedPaper, ...] = ()
    """What tellers counted in an election: sums of marks, or papers marked alike together."""
    preferred: tuple[str, ...] = ()
    """Whom the chair preferred among equals, once it has spoken."""
    excluded: tuple[Excluded, ...] = ()
    """The seats of the body that do not vote, and why."""
    weights: str = ""
    """The table that the weights are from, and the day from which it holds."""
    weights_since: str = ""
    block: str = ""
    """The block of items that it was put with, "" where it was put alone."""
    division: OfDivision | None = None
    fields: dict[str, str] = {}
    """The texts that the case's fields held beside its text when it was put, by digest."""
    """What it is on, where that is not the whole text."""

    @property
    def decides(self) -> bool:
        """Whether the whole text stands or falls with it: it is no poll, and on no part."""
        return self.division is None and not self.rule.indicative

    @property
    def when(self) -> Opened | None:
        """When it was open; None while it is, and where nobody cast a ballot in the system."""
        if self.obtained != "ballots" or self.closed is None:
            return None
        return Opened(self.opened, self.closed, self.zone)

    @property
    def all_voted(self) -> bool:
        """Whether it is open, ends with the last seat's ballot, and every seat has voted."""
        return self.status == "open" and self.ends_early and len(self.marks) == self.voters

    def ends_now(self, at: datetime) -> bool:
        """Whether all have voted and it may end with that at the instant."""
        return self.all_voted and (self.not_before is None or at >= self.not_before)

    @property
    def waits_for_chair(self) -> bool:
        """Whether the ballots divided equally and the chair has not decided yet."""
        due = self.outcome is not None and self.outcome.decided_by == "casting_vote_due"
        return self.status == "closed" and due
