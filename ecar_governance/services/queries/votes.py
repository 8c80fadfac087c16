"""A vote as every page of it shows it: what is asked, by which rule, of whom, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.candidates import chosen_of
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.secrecy import secrecy_warnings
from ecar_governance.domain.voting.told import in_words, rule_in_words
from ecar_governance.services.queries.blocks import BlockVote, block_vote
from ecar_governance.services.queries.cases import title_of
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.divisions import Asked, asked_of
from ecar_governance.services.queries.elections import BallotForm, ballot_form
from ecar_governance.services.queries.electorate import (
    Left,
    LeftOut,
    SeatWeight,
    TextPut,
    proxies_left_out,
    seat_weights,
    seats_left_out,
    texts_put,
)
from ecar_governance.services.queries.naming import called, named
from ecar_governance.services.queries.objecting import Objecting, objecting


class VoteView(Struct, frozen=True):
    """What is common to every page of a vote."""

    vote: str
    case: str
    reference: str
    title: str
    ballot: str
    obtained: str
    status: str
    body: str
    session: str
    options: tuple[str, ...]
    rule: str
    article: str
    manifest_hash: str
    opened: datetime
    closes: datetime | None
    closed: datetime | None
    how: str
    entitled: int
    """As long as it is open the seats that may cast a ballot, afterwards all that were in the electorate."""
    voted: int
    warnings: tuple[str, ...] = ()
    ends_early: bool = False
    quorum_waits: bool = False
    quorum_asked: bool = False
    recused: tuple[str, ...] = ()
    """The names of the seats that take no part."""
    left_out: tuple[Left, ...] = ()
    election: BallotForm | None = None
    """Of an election, who stands and how a paper is marked."""
    indicative: bool = False
    excluded: tuple[LeftOut, ...] = ()
    weights: str = ""
    """The table that weights were read from at the opening, and the day from which it holds."""
    weights_since: str = ""
    seats: tuple[SeatWeight, ...] = ()
    """What each seat weighs, and its chamber, where the rule asks for either."""
    block: BlockVote | None = None
    """The items with which it was put as one question."""
    division: Asked | None = None
    """What it is on, where that is not the whole text."""
    chambers: dict[str, str] = {}
    """How the chambers that the rule names are called, by id."""
    question: str = ""
    """What is asked, where it is not whether the proposal be adopted."""
    fields: tuple[TextPut, ...] = ()
    """The texts beside the proposal's own that the ballots are bound to, such as an amendment."""
    objections: tuple[Objecting, ...] = ()
    """What members said where it was put without a vote."""
    not_before: datetime | None = None
    """Nothing closes it before then."""


def vote_view(directory: Directory, vote: Vote) -> VoteView:
    """What every page of the vote shows."""
    case = directory.conference.cases[vote.case]
    how = called(directory.conference, vote)
    entitled = len(vote.electorate)
    if vote.outcome is not None:
        entitled = vote.outcome.counts.entitled
    warnings: Sequence[str] = ()
    if vote.ballot == "secret":
        counts = vote.outcome.counts if vote.outcome is not None else None
        warnings = in_words(secrecy_warnings(entitled, counts), directory.lang)
    names = {one: directory.say(by) if isinstance(by, dict) else by for one, by in how.items()}
    return VoteView(
        vote.vote,
        vote.case,
        case.reference,
        title_of(directory, case),
        vote.ballot,
        vote.obtained,
        vote.status,
        directory.body(vote.body),
        vote.session,
        vote.options,
        rule_in_words(
            vote.rule,
            directory.lang,
            entitled=entitled or None,
            options=named(directory.shelf, directory.conference, vote),
            number=vote.number,
            called=names,
            of=chosen_of(directory.conference, vote),
        ),
        directory.say(vote.rule.article or {}),
        vote.manifest_hash,
        vote.opened,
        vote.closes,
        vote.closed,
        vote.how,
        vote.voters if vote.status == "open" else entitled,
        len(vote.marks),
        tuple(warnings),
        vote.ends_early,
        vote.rule.quorum is not None and vote.rule.quorum.checked == "if_asked",
        vote.quorum_asked,
        tuple(sorted(directory.seat(seat) for seat in vote.recused)),
        tuple(proxies_left_out(directory, vote)),
        ballot_form(directory, vote),
        vote.rule.indicative,
        tuple(seats_left_out(directory, vote)),
        vote.weights,
        vote.weights_since,
        seat_weights(directory, vote),
        block_vote(directory, vote),
        asked_of(directory, vote, texts=True),
        {one: names.get(one, one) for one in vote.rule.chambers},
        directory.say(vote.rule.question or {}),
        texts_put(directory, vote),
        objecting(directory, vote.objections),
        vote.not_before,
    )
