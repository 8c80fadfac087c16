"""Votes as people see them: the ballot paper, who has voted, and the result explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from ecar_governance.domain.candidates import chosen_of
from ecar_governance.domain.deciding.casters import rank_of
from ecar_governance.domain.one_word import Result, result_of
from ecar_governance.domain.organs import seat_of_mandate
from ecar_governance.domain.state import Case, Mark, Vote
from ecar_governance.domain.voting.explain import Sentence
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import Counts, Elector
from ecar_governance.domain.voting.secrecy import secrecy_warnings
from ecar_governance.domain.voting.tally import side_of
from ecar_governance.domain.voting.told import in_words, rule_in_words
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.services.queries.blocks import BlockVote, block_vote
from ecar_governance.services.queries.cases import title_of
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.division import Bar, bar
from ecar_governance.services.queries.divisions import Asked, asked_of
from ecar_governance.services.queries.elections import BallotForm, ElectionView, ballot_form, election_view
from ecar_governance.services.queries.electorate import (
    Left,
    LeftOut,
    SeatWeight,
    TextPut,
    parts_of,
    proxies_left_out,
    seat_weights,
    seats_left_out,
    texts_put,
)
from ecar_governance.services.queries.naming import called, marked, named, told_of
from ecar_governance.services.queries.objecting import Objecting, objecting

CHOICES = ("for", "marked", "against", "abstain", "blank", "invalid")
"""The kinds of papers, in the order in which they are told."""


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
    """Nothing but its deadline closes it before then."""


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


class RollRow(Struct, frozen=True):
    """How a seat voted in a roll call; `choice` is `not_voted` when it handed in no paper. `by_proxy` names
    the seat that cast for it; in an election `chose` says whom; by weights `weight` what it weighs."""

    seat: str
    institution: str
    seat_name: str
    choice: str
    reason: str
    by: Office | None
    by_proxy: str = ""
    chose: str = ""
    weight: str = ""
    chamber: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    """Of a seat that divided its vote, how many are on each side; `choice` is then that of the seat whole."""


class ResultPage(Struct, frozen=True):
    """A vote that is over, explained."""

    view: VoteView
    carried: bool
    result: Result | None
    """The outcome in one word."""
    decided_by: str
    counts: Counts | None
    sentences: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    roll: tuple[RollRow, ...]
    tellers: tuple[str, ...]
    entered_by: Office | None
    protocol: str
    present: int
    turnout: tuple[SeatTurnout, ...]
    resolution: str
    resolution_number: str
    position: int
    opened_position: int
    margin: tuple[str, ...] = ()
    """What would have changed it."""
    election: ElectionView | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The sentences in paragraphs: what was counted, the quorum, each majority, the verdict."""
        of = {"obtained": "counts", "base": "majority", "article": "verdict"}
        grouped = groupby(self.sentences, key=lambda one: of.get(one[0], one[0]))
        return tuple(" ".join(text for _, text in group) for _, group in grouped)


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
        entitled,
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


def _holder(directory: Directory, seat: str, mandate: str) -> str:
    """The name of the seat whose mandate it is, where that is another one."""
    known = directory.conference.mandates.get(mandate)
    theirs = "" if known is None else seat_of_mandate(directory.conference, known)
    return directory.seat(theirs) if theirs and theirs != seat else ""


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
        bool(_holder(directory, seat, mandate)),
    )


def _rank(directory: Directory, seat: str, mandate: str) -> tuple[bool, int]:
    return rank_of(directory.conference, seat, mandate)


def _marked(directory: Directory, mark: Mark) -> Marked:
    return Marked(mark.digest, mark.at, directory.office(mark.mandate), mark.count, mark.position)


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
        return _holder(directory, elector.seat, mark.mandate)
    return directory.seat(elector.proxy) if elector.proxy else ""


def result(directory: Directory, vote: Vote) -> ResultPage:
    """The page of a vote that is closed or void."""
    conference = directory.conference
    case: Case = conference.cases[vote.case]
    outcome = vote.outcome
    tellers = tuple(name for name in (directory.person(one) for one in vote.tellers) if name)
    sentences: tuple[tuple[str, str], ...] = ()
    if outcome is not None:
        told = told_of(directory.shelf, conference, vote, tellers)
        words = in_words(told, directory.lang)
        sentences = tuple((one.kind, text) for one, text in zip(told, words, strict=True))
    resolution = conference.resolutions.get(case.resolution)
    decided_here = resolution is not None and resolution.numbered.vote == vote.vote
    return ResultPage(
        vote_view(directory, vote),
        outcome is not None and outcome.carried,
        None if outcome is None else result_of(vote.rule, outcome, chosen_of(conference, vote)),
        outcome.decided_by if outcome is not None else "",
        outcome.counts if outcome is not None else None,
        sentences,
        _bars(outcome),
        _roll(directory, vote),
        tellers,
        directory.actor(vote.entered_by) if vote.entered_by is not None else None,
        vote.protocol,
        outcome.counts.present if outcome is not None else len(vote.present),
        turnout(directory, vote),
        case.resolution if decided_here else "",
        resolution.numbered.number if decided_here and resolution is not None else "",
        vote.decided_at,
        vote.opened_at,
        tuple(in_words(_margin(directory, vote, outcome), directory.lang)) if outcome is not None else (),
        election_view(directory, vote),
    )


def _margin(directory: Directory, vote: Vote, outcome: Outcome) -> tuple[Sentence, ...]:
    return would_change(vote.rule, outcome, called=called(directory.conference, vote))


def _bars(outcome: Outcome | None) -> tuple[Bar, ...]:
    """A picture of each majority; none where nobody voted."""
    if outcome is None or outcome.obtained == "without_vote":
        return ()
    return tuple(
        bar(
            way,
            outcome.numbers(way.majority.chamber, way.majority.counting),
            instead=way is not test,
        )
        for test in outcome.tests
        for way in test.ways
    )


def _roll(directory: Directory, vote: Vote) -> tuple[RollRow, ...]:
    if vote.ballot != "roll_call" or vote.status != "closed":
        return ()
    handed_in = {paper.seat: paper for paper in vote.papers if paper.seat is not None}
    options = named(directory.shelf, directory.conference, vote)
    rows = []
    for elector in vote.electorate:
        paper = handed_in.get(elector.seat)
        mark = vote.marks.get(elector.seat)
        rows.append(
            RollRow(
                elector.seat,
                elector.institution,
                directory.seat(elector.seat),
                "not_voted" if paper is None else side_of(paper) if paper.parts else paper.choice,
                (paper.reason or "") if paper is not None else "",
                directory.office(mark.mandate) if mark is not None else None,
                _holder(directory, elector.seat, mark.mandate) if mark is not None else "",
                marked(options, paper.marks, directory.lang) if paper is not None and paper.marks else "",
                str(figure(elector.weight)) if vote.rule.weighs else "",
                elector.chamber,
                parts_of(paper),
            )
        )
    order = (*CHOICES, "not_voted")
    return tuple(sorted(rows, key=lambda one: (order.index(one.choice), one.seat_name)))
