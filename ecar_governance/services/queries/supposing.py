"""What if: a rule of a procedure, or of a vote that is over, asked of typed numbers. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ecar_governance.domain.in_force import in_force
from ecar_governance.domain.organs import body_of_kind, seats_of
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.explain import render
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.domain.voting.tally import from_hand_count
from ecar_governance.domain.voting.whatif import what_if
from ecar_governance.errors import Finding, InvalidInput, NotFound
from ecar_governance.services.queries.directory import Directory

CHOICES = ("for", "against", "abstain", "blank", "invalid")
NUMBERS = (*CHOICES, "present", "represented", "recused", "recused_present", "entitled")
"""What may be typed; what is left out is 0, but `present`: then those who voted were."""

MOST = 10_000_000
"""So large a number is taken."""


class Question(Struct, frozen=True):
    """A rule that can be asked: in which state of the procedure its question is put, in words."""

    state: str
    title: str
    rule: str
    entitled: int


class Supposed(Struct, frozen=True):
    """What the numbers come to: the verdict, how far it is from the other one, and why, in sentences.

    `missing`: so many further votes for, from those who have not voted, would carry it. `turned`: so many
    votes against would, had they been for. `spare`: so many votes for might go against. None where it is not
    so."""

    rule: str
    carried: bool
    decided_by: str
    counts: Counts
    missing: int | None
    turned: int | None
    spare: int | None
    explanation: tuple[str, ...]


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
            rule_sentence(one.vote.rule, directory.lang),
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


def rule_of(directory: Directory, name: str, state: str, at: datetime) -> VoteRule:
    """The rule of the state's question, in the version in force. Raises NotFound when it puts none."""
    found = in_force(directory.conference, name, at)
    known = found.workflow.states.get(state) if found is not None else None
    if known is None or known.vote is None or known.vote.rule.election is not None:
        raise NotFound("No motion is put to the vote in this state.")
    return known.vote.rule


def counts_of(vote: Vote) -> Counts:
    """What was counted in a vote, once it is closed. Raises NotFound while it is open, whoever asks."""
    if vote.status != "closed" or vote.outcome is None:
        raise NotFound("There is no result: the vote is not closed.")
    if vote.rule.election is not None:
        raise NotFound("Numbers are tried on motions alone.")
    return vote.outcome.counts


def suppose(directory: Directory, rule: VoteRule, given: Mapping[str, str]) -> Supposed:
    """What the rule makes of the numbers, as typed.

    Raises:
        InvalidInput: with every finding, `where` naming the number: it is none, or they contradict each
            other; or the rule asks for chambers or weights, and numbers by heads are not enough.
    """
    numbers = _numbers(given)
    for_, against, abstain, blank, invalid = (numbers.get(name, 0) for name in CHOICES)
    represented = numbers.get("represented", 0)
    cast = for_ + against + abstain + blank + invalid
    counts = from_hand_count(
        for_,
        against,
        abstain,
        invalid,
        numbers.get("present", max(0, cast - represented)),
        numbers.get("entitled", 0),
        blank=blank,
        represented=represented,
        recused=numbers.get("recused", 0),
        recused_present=numbers.get("recused_present", 0),
    )
    answer = what_if(rule, counts)
    return Supposed(
        rule_sentence(rule, directory.lang, entitled=counts.entitled),
        answer.outcome.carried,
        answer.outcome.decided_by,
        counts,
        answer.missing,
        answer.turned,
        answer.spare,
        tuple(render(answer.sentences, directory.lang)),
    )


def _numbers(given: Mapping[str, str]) -> dict[str, int]:
    found, findings = {}, []
    for name in NUMBERS:
        typed = given.get(name, "").strip()
        if not typed:
            continue
        if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and int(typed) <= MOST):
            message = f"“{name}” is a whole number from 0 up, not {typed[:40]!r}."
            findings.append(Finding("count_not_whole", message, where=name))
        else:
            found[name] = int(typed)
    if findings:
        raise InvalidInput("These are no numbers.", findings=findings)
    return found
