"""What if: a rule of a procedure, or of a vote that is over, asked of typed numbers or of other ballots.

Nothing is written, and of a vote nothing is answered before it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.hands import in_hands
from ecar_governance.domain.in_force import in_force
from ecar_governance.domain.organs import body_of_kind, seats_of
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.flipping import ABSENT, NOT_VOTED, tally_if
from ecar_governance.domain.voting.papers import Counts, Tally
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.domain.voting.sentences import render
from ecar_governance.domain.voting.tally import side_of
from ecar_governance.domain.voting.thresholds import Counting
from ecar_governance.domain.voting.whatif import what_if
from ecar_governance.domain.workflow import VoteSpec
from ecar_governance.errors import Finding, InvalidInput, NotFound, TooEarly
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.naming import called, called_in
from ecar_governance.services.queries.typed_numbers import (
    MEMBER,
    NUMBERS,
    groups,
    members_asked,
    tally_typed,
    written,
)

SEAT = "seat."
"""Begins the name under which a seat's other choice is given."""


class Question(Struct, frozen=True):
    """A rule that can be asked: in which state of the procedure its question is put, in words."""

    state: str
    title: str
    rule: str
    entitled: int


class SeatBallot(Struct, frozen=True):
    """What a seat did in a roll call that is over, and what it might have done instead. `by` is the seat in
    whose hands its vote was, by name, "" for none."""

    seat: str
    name: str
    choice: str
    instead: tuple[str, ...]
    by: str = ""


class Changed(Struct, frozen=True):
    """A seat's ballot that was taken to be another. Where it follows from what the holder of its proxy is
    taken to have done, `through` is that seat, by name."""

    seat: str
    name: str
    was: str
    instead: str
    through: str = ""


class Group(Struct, frozen=True):
    """What was counted in a chamber, or ("") of everybody, by heads or by weights: exact numbers, written."""

    chamber: str
    counting: Counting
    numbers: dict[str, str]


class Supposed(Struct, frozen=True):
    """What the numbers come to: the verdict, how far it is from the other one, and why, in sentences.

    `missing`: so many further votes for, from those who have not voted, would carry it. `turned`: so many
    votes against would, had they been for. `spare`: so many votes for might go against. None where it is not
    so, and where chambers, weights or consent decide. `groups` are the numbers by chamber and by weight;
    `changed` the ballots that were taken to be others, and `was` whether the vote itself was carried."""

    rule: str
    carried: bool
    decided_by: str
    counts: Counts
    missing: int | None
    turned: int | None
    spare: int | None
    explanation: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    changed: tuple[Changed, ...] = ()
    was: bool | None = None


Called = Mapping[str, str | dict[str, str]]


def questions(directory: Directory, name: str, at: datetime) -> tuple[Question, ...]:
    """The questions that the version in force puts to the vote. Raises NotFound when there are none."""
    found = in_force(directory.conference, name, at)
    if found is None:
        raise NotFound("There is no such procedure in force.")
    states = sorted(found.workflow.states.values(), key=lambda one: (one.rank, one.name))
    asked = tuple(
        Question(
            one.name,
            directory.say(one.title),
            _in_words(directory, one.vote.rule, called_in(directory.conference, one.vote, one.vote.rule)),
            _entitled(directory, one.vote.body, at),
        )
        for one in states
        if one.vote is not None and one.vote.rule.election is None
    )
    if not asked:
        raise NotFound("This procedure puts no motion to the vote.")
    return asked


def _entitled(directory: Directory, body: str, at: datetime) -> int:
    """How many seats the body has; 0 where only a case says which body it is."""
    conference = directory.conference
    match body:
        case "plenary" | "presidium":
            meant = body_of_kind(conference, body)
        case _:
            meant = body.removeprefix("code:")
    return len(seats_of(conference, meant, at)) if meant in conference.bodies else 0


def question_of(directory: Directory, name: str, state: str, at: datetime) -> VoteSpec:
    """The state's question, in the version in force. Raises NotFound when it puts none."""
    found = in_force(directory.conference, name, at)
    known = found.workflow.states.get(state) if found is not None else None
    if known is None or known.vote is None or known.vote.rule.election is not None:
        raise NotFound("No motion is put to the vote in this state.")
    return known.vote


def over(vote: Vote) -> Tally:
    """What was counted in a vote, once it is closed.

    Raises TooEarly while it is open, whoever asks, and NotFound when it came to nothing or was an election.
    """
    if vote.status == "open":
        message = "Until the vote is closed nobody is told how it stands, nor what would change it."
        raise TooEarly(message, findings=(Finding("vote_not_closed", message),))
    if vote.outcome is None or vote.rule.election is not None:
        raise NotFound("Numbers are tried on motions that were decided alone.")
    outcome = vote.outcome
    return Tally(outcome.counts, outcome.lines)


def numbers_of(vote: Vote) -> dict[str, str]:
    """What was counted in a closed vote, as it may be typed. Raises what `over` does."""
    counted = over(vote)
    typed: dict[str, str] = {}
    for group in groups(vote.rule):
        numbers = counted.numbers(group.chamber, group.counting)
        for name in NUMBERS:
            value = getattr(numbers, "for_" if name == "for" else name)
            if value or name in ("for", "against", "abstain", "entitled"):
                typed[group.prefix + name] = written(value)
    chosen = {paper.seat: paper.choice for paper in vote.papers if paper.seat is not None}
    seats = {row.institution: row.seat for row in vote.electorate}
    for member in members_asked(vote.rule):
        choice = chosen.get(seats.get(member, member), ABSENT)
        typed[MEMBER + member] = "abstain" if choice in ("blank", "invalid") else choice
    return typed


def seat_ballots(directory: Directory, vote: Vote) -> tuple[SeatBallot, ...]:
    """How each seat voted in a roll call that is over, by name, without those that take no part; empty of
    any other vote: nothing joins its papers to seats."""
    over(vote)
    if not _by_seat(vote):
        return ()
    hands = in_hands(directory.conference, vote)
    # In writing, too, a holder may hand in nothing of its own and cast for others.
    silent = {row.seat for row in vote.electorate if vote.session} | {one.holder for one in hands.values()}
    rows = [
        SeatBallot(
            row.seat,
            directory.seat(row.seat),
            _did(vote, row.seat),
            (*vote.rule.choices, *((NOT_VOTED,) if row.seat in silent else ()), ABSENT),
            directory.seat(hands[row.seat].holder) if row.seat in hands else "",
        )
        for row in vote.electorate
        if not row.recused
    ]
    return tuple(sorted(rows, key=lambda one: one.name))


def _by_seat(vote: Vote) -> bool:
    return vote.obtained == "ballots" and vote.ballot == "roll_call"


def _did(vote: Vote, seat: str) -> str:
    """What a seat did: its paper; with none, whether it was there."""
    paper = next((one for one in vote.papers if one.seat == seat), None)
    if paper is not None:
        return side_of(paper) if paper.parts else paper.choice
    return NOT_VOTED if seat in vote.present or seat in vote.represented else ABSENT


def changes_in(given: Mapping[str, str]) -> dict[str, str]:
    """The seats of which it is said what they did instead, by what `given` names."""
    return {name.removeprefix(SEAT): said for name, said in given.items() if name.startswith(SEAT) and said}


def suppose_ballots(directory: Directory, vote: Vote, changes: Mapping[str, str]) -> Supposed:
    """What the vote would have come to, had some seats done something else (of `flipping.INSTEAD`).

    Raises:
        TooEarly: while it is open.
        InvalidInput: of a secret vote and of any whose papers belong to no seat; and with every finding of
            `flipping.tally_if`.
    """
    over(vote)
    if not _by_seat(vote):
        message = "Nothing joins these papers to seats: only numbers can be tried."
        raise InvalidInput(message, findings=(Finding("papers_of_no_seat", message),))
    did = {row.seat: _did(vote, row.seat) for row in vote.electorate}
    other = {seat: said for seat, said in changes.items() if did.get(seat) != said}
    try:
        supposed = tally_if(
            vote.rule,
            vote.electorate,
            vote.papers,
            vote.present if vote.session else None,
            vote.represented,
            other,
            in_hands(directory.conference, vote),
        )
    except InvalidInput as error:
        found = [Finding(one.code, one.message, SEAT + one.where, one.fix) for one in error.findings]
        raise InvalidInput(error.message, findings=found) from error
    changed = [Changed(seat, directory.seat(seat), did[seat], said) for seat, said in other.items()]
    for seats, since in ((supposed.lost, ABSENT), (supposed.gained, NOT_VOTED)):
        changed += [
            Changed(seat, directory.seat(seat), did[seat], since, directory.seat(holder))
            for seat, holder in seats.items()
        ]
    changed.sort(key=lambda one: one.seat)
    told = _called(directory, vote)
    return _answer(directory, vote.rule, supposed.tally, told, vote=vote, changed=tuple(changed))


def suppose_numbers(directory: Directory, vote: Vote, given: Mapping[str, str]) -> Supposed:
    """What the rule of a closed vote makes of other numbers. Raises what `over` and `suppose` do."""
    over(vote)
    counted = tally_typed(vote.rule, given)
    return _answer(directory, vote.rule, counted, _called(directory, vote), vote=vote)


def suppose(directory: Directory, question: VoteSpec, given: Mapping[str, str]) -> Supposed:
    """What the rule of a question makes of the numbers, as typed (`typed_numbers.names`).

    Raises InvalidInput with every finding of `typed_numbers.tally_typed`."""
    counted = tally_typed(question.rule, given)
    return _answer(
        directory, question.rule, counted, called_in(directory.conference, question, question.rule)
    )


def _groups(rule: VoteRule, counted: Tally) -> tuple[Group, ...]:
    if not counted.lines:
        return ()
    found = []
    for group in groups(rule):
        numbers = counted.numbers(group.chamber, group.counting)
        typed = {name: written(getattr(numbers, "for_" if name == "for" else name)) for name in NUMBERS}
        found.append(Group(group.chamber, group.counting, typed))
    return tuple(found)


def _called(directory: Directory, vote: Vote) -> Called:
    return called(directory.conference, vote)


def _answer(
    directory: Directory,
    rule: VoteRule,
    counted: Tally,
    how: Called,
    *,
    vote: Vote | None = None,
    changed: tuple[Changed, ...] = (),
) -> Supposed:
    answer = what_if(rule, counted, called=how, quorum_asked=vote is not None and vote.quorum_asked)
    return Supposed(
        _in_words(directory, rule, how, counted.counts.entitled),
        answer.outcome.carried,
        answer.outcome.decided_by,
        counted.counts,
        answer.missing,
        answer.turned,
        answer.spare,
        tuple(render(answer.sentences, directory.lang)),
        _groups(rule, counted),
        changed,
        vote.outcome.carried if vote is not None and vote.outcome is not None else None,
    )


def _in_words(directory: Directory, rule: VoteRule, how: Called, entitled: int | None = None) -> str:
    names = {one: directory.say(by) if isinstance(by, dict) else by for one, by in how.items()}
    return rule_sentence(rule, directory.lang, entitled=entitled, called=names)
