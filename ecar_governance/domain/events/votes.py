"""Events of votes: opened, cast, closed, voided, or had without ballots."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import field

from ecar_governance.domain.events.base import OfDivision, Payload
from ecar_governance.domain.voting.electorate import Excluded
from ecar_governance.domain.voting.methods.papers import MarkedPaper, MarksCounted, Option
from ecar_governance.domain.voting.objecting import Objected, Said
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.proxies import Unused
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Outcome, Side


class VoteOpened(Payload, frozen=True, omit_defaults=True):
    """The question is put: electorate frozen, text bound by hash, rule whole, key public. With `ends_early`
    it is closed with the ballot of the last seat; nothing closes it before `not_before`. `unused` are the
    proxies that the rule does not allow.

    `excluded` are the seats of the body that do not vote, and why; the weights are those of the table
    `weights`, which holds from the day `weights_since`.

    In an election `candidates` stand, in the order of the paper, and it is ballot `number` of it. `division`
    says what it is on, where that is not the whole text; `manifest_hash` is then that of the part. `fields`
    are the texts that the case's fields held beside it, by digest: an amendment is one of them."""

    vote: str
    case: str
    state: str
    session: str
    body: str
    ballot: Literal["roll_call", "secret"]
    options: tuple[str, ...]
    rule: VoteRule
    electorate: tuple[Elector, ...]
    manifest_hash: str
    public_key: str
    closes: datetime | None
    zone: str
    ends_early: bool = False
    unused: tuple[Unused, ...] = ()
    candidates: tuple[Option, ...] = ()
    number: int = 1
    excluded: tuple[Excluded, ...] = ()
    weights: str = ""
    weights_since: str = ""
    division: OfDivision | None = None
    block: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    not_before: datetime | None = None


class BallotAccepted(Payload, frozen=True):
    """The seat's envelope, by digest; never a choice. `replaces` is the digest of the earlier one."""

    vote: str
    seat: str
    digest: str
    replaces: str
    mandate: str


class CasterChanged(Payload, frozen=True):
    """A mandate ended or began during the vote: who may now cast for the seat (rule's `on_vacancy`)."""

    vote: str
    seat: str
    casters: tuple[str, ...]


class VoteClosed(Payload, frozen=True, omit_defaults=True):
    """All papers opened together and sorted: a multiset for a secret vote, by seat for a roll call.

    `closed` is the instant that counts (the deadline, when that closed it); `present`, the seats present;
    `represented`, those that were not and that the holder of their proxy stood for."""

    vote: str
    how: Literal["by_hand", "deadline", "all_voted"]
    closed: datetime
    papers: tuple[Paper, ...]
    present: tuple[str, ...]
    outcome: Outcome
    represented: tuple[str, ...] = ()


class QuorumAsked(Payload, frozen=True):
    """A member asked for the quorum to be checked, under a rule that checks it only then."""

    vote: str


class CastingVoteGiven(Payload, frozen=True, omit_defaults=True):
    """What the chair said of an equal division that the rule leaves to the chair, and what it comes to: a
    `choice`, or in an election whom it `preferred`, the first first."""

    vote: str
    choice: Side | None
    outcome: Outcome
    preferred: tuple[str, ...] = ()


class VoteVoided(Payload, frozen=True):
    """The vote counts for nothing; `reason` is a digest of the free text, `cause` a closed word."""

    vote: str
    cause: Literal["by_hand", "key_lost", "migrated", "edited", "stopped"]
    reason: str


class HandCountEntered(Payload, frozen=True, omit_defaults=True):
    """A show of hands or paper ballots, counted by tellers, entered by the actor. `represented` are the seats
    that were not there and that the holder of their proxy stood for, `recused` those that took no part;
    `division` and `fields` as of a vote opened.

    Of an election: who stood in the ballot, which is the `number`th, and the `marks` or the `bundles` of
    papers that were counted."""

    vote: str
    case: str
    session: str
    body: str
    rule: VoteRule
    entitled: int
    present: tuple[str, ...]
    manifest_hash: str
    tellers: tuple[str, ...]
    protocol: str
    outcome: Outcome
    represented: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    candidates: tuple[Option, ...] = ()
    number: int = 1
    marks: MarksCounted | None = None
    bundles: tuple[MarkedPaper, ...] = ()
    division: OfDivision | None = None
    fields: dict[str, str] = field(default_factory=dict)


class ObjectionMade(Payload, frozen=True, omit_defaults=True):
    """The seat objects to the text of `manifest_hash` being adopted without a vote in the question of
    `state`, or lets it pass with a reservation; its last word counts. `reason` is a digest; `entered` says
    that somebody else wrote it down on the seat's behalf."""

    case: str
    state: str
    session: str
    manifest_hash: str
    seat: str
    said: Said
    reason: str = ""
    entered: bool = False


class AdoptedWithoutVote(Payload, frozen=True, omit_defaults=True):
    """The chair put it, and no more objected than the rule allows (`objections` names them, and those with a
    reservation); in an election all `candidates` are elected by acclamation. `electorate` is there where the
    rule looks at more than heads: at consent, chambers or weights. The rest as of a count by hand."""

    vote: str
    case: str
    session: str
    body: str
    rule: VoteRule
    entitled: int
    present: tuple[str, ...]
    manifest_hash: str
    outcome: Outcome
    represented: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    candidates: tuple[Option, ...] = ()
    number: int = 1
    division: OfDivision | None = None
    fields: dict[str, str] = field(default_factory=dict)
    objections: tuple[Objected, ...] = ()
    electorate: tuple[Elector, ...] = ()
