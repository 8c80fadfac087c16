"""The page of a vote that is over: its result explained, and the roll call seat by seat."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from ecar_governance.domain.candidates import chosen_of
from ecar_governance.domain.one_word import Result, result_of
from ecar_governance.domain.state import Case, Vote
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.opened import OpenTest, open_test
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.sentences import Sentence
from ecar_governance.domain.voting.tally import side_of
from ecar_governance.domain.voting.told import in_words
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.division import Bar, bar
from ecar_governance.services.queries.elections import ElectionView, election_view
from ecar_governance.services.queries.electorate import parts_of
from ecar_governance.services.queries.naming import called, marked, named, told_of
from ecar_governance.services.queries.turnout import voting_for
from ecar_governance.services.queries.votes import VoteView, vote_view

CHOICES = ("for", "marked", "against", "abstain", "blank", "invalid")
"""The kinds of papers, in the order in which they are told."""


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
    resolution: str
    resolution_number: str
    position: int
    margin: tuple[str, ...] = ()
    """What would have changed it."""
    open: OpenTest | None = None
    """When it was open, held against its rule."""
    election: ElectionView | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The sentences in paragraphs: what was counted, the quorum, each majority, when it was open, the
        verdict."""
        of = {"obtained": "counts", "base": "majority", "article": "verdict"}
        grouped = groupby(self.sentences, key=lambda one: of.get(one[0], one[0]))
        return tuple(" ".join(text for _, text in group) for _, group in grouped)


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
        case.resolution if decided_here else "",
        resolution.numbered.number if decided_here and resolution is not None else "",
        vote.decided_at,
        tuple(in_words(_margin(directory, vote, outcome), directory.lang)) if outcome is not None else (),
        open_test(vote.rule, vote.when, vote.obtained),
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
                voting_for(directory, elector.seat, mark.mandate) if mark is not None else "",
                marked(options, paper.marks, directory.lang) if paper is not None and paper.marks else "",
                str(figure(elector.weight)) if vote.rule.weighs else "",
                elector.chamber,
                parts_of(paper),
            )
        )
    order = (*CHOICES, "not_voted")
    return tuple(sorted(rows, key=lambda one: (order.index(one.choice), one.seat_name)))
