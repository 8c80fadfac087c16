"""Votes as people see them: the ballot paper, who has voted, and the result explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from ecar_governance.domain.organs import VOTING_KINDS
from ecar_governance.domain.state import Case, Mark, Vote
from ecar_governance.domain.voting.explain import explain, render
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.domain.voting.secrecy import secrecy_warnings
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.services.queries.cases import title_of
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.division import Bar, bar

CHOICES = ("for", "against", "abstain", "blank", "invalid")
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
    higher office stands and this person's would be refused; `overrides` that this one would replace it."""

    seat: str
    institution: str
    seat_name: str
    office: Office
    others: tuple[Office, ...]
    marked: Marked | None
    prevails: bool = False
    overrides: bool = False


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


class SeatTurnout(Struct, frozen=True):
    """Whether a seat has voted; `office` who cast, or who may."""

    seat: str
    seat_name: str
    voted: bool
    office: Office | None
    at: datetime | None = None


class RollRow(Struct, frozen=True):
    """How a seat voted in a roll call; `choice` is `not_voted` when it handed in no paper."""

    seat: str
    institution: str
    seat_name: str
    choice: str
    reason: str
    by: Office | None


class ResultPage(Struct, frozen=True):
    """A vote that is over, explained."""

    view: VoteView
    carried: bool
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

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The sentences in paragraphs: what was counted, the quorum, each majority, the verdict."""
        of = {"obtained": "counts", "base": "majority", "article": "verdict"}
        grouped = groupby(self.sentences, key=lambda one: of.get(one[0], one[0]))
        return tuple(" ".join(text for _, text in group) for _, group in grouped)


def vote_view(directory: Directory, vote: Vote) -> VoteView:
    """What every page of the vote shows."""
    case = directory.conference.cases[vote.case]
    entitled = len(vote.electorate)
    if vote.outcome is not None:
        entitled = vote.outcome.counts.entitled
    warnings: Sequence[str] = ()
    if vote.ballot == "secret":
        counts = vote.outcome.counts if vote.outcome is not None else None
        warnings = render(secrecy_warnings(entitled, counts), directory.lang)
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
        rule_sentence(vote.rule, directory.lang, entitled=entitled or None),
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
    )


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
        mine, theirs = _rank(directory, mandate), _rank(directory, mark.mandate)
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
    )


def _rank(directory: Directory, mandate: str) -> int:
    known = directory.conference.mandates.get(mandate)
    if known is None or known.kind not in VOTING_KINDS:
        return len(VOTING_KINDS)
    return VOTING_KINDS.index(known.kind)


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
            )
        )
    return tuple(sorted(rows, key=lambda one: (one.voted, one.seat_name)))


def result(directory: Directory, vote: Vote) -> ResultPage:
    """The page of a vote that is closed or void."""
    conference = directory.conference
    case: Case = conference.cases[vote.case]
    outcome = vote.outcome
    tellers = tuple(name for name in (directory.person(one) for one in vote.tellers) if name)
    sentences: tuple[tuple[str, str], ...] = ()
    if outcome is not None:
        told = explain(vote.rule, outcome, tellers)
        words = render(told, directory.lang)
        sentences = tuple((one.kind, text) for one, text in zip(told, words, strict=True))
    resolution = conference.resolutions.get(case.resolution)
    decided_here = resolution is not None and resolution.numbered.vote == vote.vote
    return ResultPage(
        vote_view(directory, vote),
        outcome is not None and outcome.carried,
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
    )


def _bars(outcome: Outcome | None) -> tuple[Bar, ...]:
    """A picture of each majority; none where nobody voted."""
    if outcome is None or outcome.obtained == "without_vote":
        return ()
    numbers = (outcome.numbers(one.majority.chamber, one.majority.counting) for one in outcome.tests)
    return tuple(bar(test, counted) for test, counted in zip(outcome.tests, numbers, strict=True))


def _roll(directory: Directory, vote: Vote) -> tuple[RollRow, ...]:
    if vote.ballot != "roll_call" or vote.status != "closed":
        return ()
    handed_in = {paper.seat: paper for paper in vote.papers if paper.seat is not None}
    rows = []
    for elector in vote.electorate:
        paper = handed_in.get(elector.seat)
        mark = vote.marks.get(elector.seat)
        rows.append(
            RollRow(
                elector.seat,
                elector.institution,
                directory.seat(elector.seat),
                paper.choice if paper is not None else "not_voted",
                (paper.reason or "") if paper is not None else "",
                directory.office(mark.mandate) if mark is not None else None,
            )
        )
    order = (*CHOICES, "not_voted")
    return tuple(sorted(rows, key=lambda one: (order.index(one.choice), one.seat_name)))
