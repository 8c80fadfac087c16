"""Rules of votes changed as somebody might get them wrong, one word at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from msgspec.structs import fields, replace

from ecar_governance.domain.durations import parse
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.methods.rules import ElectionRule, Plurality
from ecar_governance.domain.voting.methods.rules import Majority as ElectionMajority
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum
from ecar_governance.domain.workflow import VoteSpec
from ecar_governance.errors import InvalidInput


def of_vote(vote: VoteSpec) -> Iterator[tuple[str, VoteSpec]]:
    """Every mutant of the vote, with what was changed."""
    for what, rule in _of_rule(vote.rule):
        yield what, replace(vote, rule=rule)
    yield (
        "secret instead of open" if vote.ballot == "roll_call" else "open instead of secret",
        replace(vote, ballot="secret" if vote.ballot == "roll_call" else "roll_call"),
    )
    if vote.rule.proxies is not None:
        yield "nobody votes by proxy", replace(vote, rule=replace(vote.rule, proxies=None))
    if vote.electorate is not None:
        for what, electorate in _of_electorate(vote.electorate):
            yield what, replace(vote, electorate=electorate)
    if vote.lasts is not None:
        yield "never closed by itself", replace(vote, lasts=None)
    if vote.ends_early:
        yield "not closed when all have voted", replace(vote, ends_early=False)
    if (least := vote.rule.open_at_least) is not None:
        yield "closed at any time", replace(vote, rule=replace(vote.rule, open_at_least=None))
        half = f"PT{max(1, int(parse(least).nominal.total_seconds()) // 2)}S"
        yield "open for half as long", replace(vote, rule=replace(vote.rule, open_at_least=half))


def _of_electorate(electorate: Electorate) -> Iterator[tuple[str, Electorate]]:
    """Each condition of it left out, and one chamber less."""
    told = {
        "role": "everybody's seat votes, whatever the role",
        "each": "every seat votes, not every institution",
        "dues_paid_by": "dues need not be paid",
        "seniority": "seats need not be held for long",
    }
    ordinary = Electorate()
    for name, what in told.items():
        if getattr(electorate, name) != getattr(ordinary, name):
            yield what, replace(electorate, **{name: getattr(ordinary, name)})
    for index, chamber in enumerate(electorate.chambers):
        left = electorate.chambers[:index] + electorate.chambers[index + 1 :]
        yield f"without the chamber {chamber.name}", replace(electorate, chambers=left)


def _of_rule(rule: VoteRule) -> Iterator[tuple[str, VoteRule]]:
    if rule.indicative:
        return  # nothing follows from how a poll turns out: by another rule the case goes the same way
    for index, majority in enumerate(rule.majorities):
        for what, other in _other_ways(majority):
            yield what, replace(rule, majorities=_with(rule.majorities, index, other))
        if len(rule.majorities) > 1:
            left = rule.majorities[:index] + rule.majorities[index + 1 :]
            yield f"without the majority of {majority.of}", replace(rule, majorities=left)
    if (by := rule.chosen_by) is not None:
        yield "no earlier vote chooses the majority", replace(rule, chosen_by=None)
        for index, majority in enumerate(by.carried):
            for what, other in _other_ways(majority):
                chosen = replace(by, carried=_with(by.carried, index, other))
                yield f"chosen: {what}", replace(rule, chosen_by=chosen)
    if rule.quorum is not None:
        yield "without a quorum", replace(rule, quorum=None)
        yield "a larger quorum", replace(rule, quorum=_larger(rule.quorum))
    for index, consent in enumerate(rule.consent):
        left_consents = rule.consent[:index] + rule.consent[index + 1 :]
        yield f"without the consent of {', '.join(consent.members)}", replace(rule, consent=left_consents)
    if rule.election is not None:
        for what, election in _of_election(rule.election):
            yield what, replace(rule, election=election)
    if rule.tie != "rejected":
        yield "an equal division is rejected", replace(rule, tie="rejected")
    elif any(one.share == HALF for one in rule.majorities):
        # That equal votes adopt no word of a rule says; that the chair may have them adopt, one does.
        yield "the chair decides an equal division", replace(rule, tie="chair")
    if rule.abstention != "cast":
        yield "abstentions are cast", replace(rule, abstention="cast")
    if rule.absent != "nothing":
        yield "silence is nothing", replace(rule, absent="nothing")
    if rule.recused != "counted":
        yield "those recused are counted", replace(rule, recused="counted")
    if rule.compulsory:
        yield "nobody must vote", replace(rule, compulsory=False)


def _of_election(election: ElectionRule) -> Iterator[tuple[str, ElectionRule]]:
    """The method with one word changed, and counted by another method."""
    ordinary = type(election)(**_needed(election))
    for field in fields(election):
        value, usual = getattr(election, field.name), getattr(ordinary, field.name)
        if value != usual and field.name not in _needed(election):
            yield from _possible(f"{field.name} as usual", election, field.name, usual)
    if (seats := getattr(election, "seats", 1)) > 1:
        yield from _possible("one seat fewer", election, "seats", seats - 1)
    if isinstance(election, ElectionMajority) and election.ballots != 1:
        yield "one ballot alone", replace(election, ballots=1)
        yield "the most votes are enough", Plurality(tie=election.tie)


def _possible(
    what: str, election: ElectionRule, name: str, value: object
) -> Iterator[tuple[str, ElectionRule]]:
    """The method with one word changed, unless it cannot be so: as fewer seats than are reserved."""
    try:
        other = replace(election, **{name: value})
    except InvalidInput:
        return
    yield what, other


def _needed(election: ElectionRule) -> dict[str, Any]:
    """What its method cannot be without."""
    names = [field.name for field in fields(election) if field.required]
    return {name: getattr(election, name) for name in names}


def _with(majorities: tuple[Majority, ...], index: int, other: Majority) -> tuple[Majority, ...]:
    return (*majorities[:index], other, *majorities[index + 1 :])


def _other_ways(majority: Majority) -> Iterable[tuple[str, Majority]]:
    """The majority changed, and each that does in its place; and one of them alone."""
    yield from _other_majorities(majority)
    for index, way in enumerate(majority.or_):
        left = majority.or_[:index] + majority.or_[index + 1 :]
        yield f"nothing in its place by {way.of}", replace(majority, or_=left)
        for what, other in _other_majorities(way):
            yield f"in its place: {what}", replace(majority, or_=_with(majority.or_, index, other))
    if majority.or_:
        yield "what does in its place alone", replace(majority.or_[0], or_=majority.or_[1:])


def _other_majorities(majority: Majority) -> Iterable[tuple[str, Majority]]:
    share = majority.share
    if share is None:
        yield "one vote more needed", replace(majority, number=(majority.number or 0) + 1)
        return
    # An equal division is settled by the rule of ties before any majority is looked at: no other rule there.
    settled = majority.of == "for_and_against" and share == HALF
    if share < 1 and not settled:
        told = "at least instead of more than" if majority.strict else "more than instead of at least"
        yield told, _by(majority, share, strict=not majority.strict)
    lower = share / 2
    yield f"a majority of {lower}", _by(majority, lower, strict=majority.strict)
    if majority.of != "for_and_against":
        yield "counted of for and against", replace(majority, of="for_and_against")
    else:
        yield "abstentions counted", replace(majority, of="cast")
    if majority.counting == "weights":
        yield "counted by heads", replace(majority, counting="heads")


def _by(majority: Majority, share: Fraction, *, strict: bool) -> Majority:
    at_least, more_than = (None, share) if strict else (share, None)
    return replace(majority, at_least=at_least, more_than=more_than)


def _larger(quorum: Quorum) -> Quorum:
    share = quorum.share
    if share is None:
        return replace(quorum, number=(quorum.number or 0) + 1)
    larger = min(Fraction(1), share + (1 - share) / 2)
    if quorum.strict and larger < 1:
        return replace(quorum, more_than=larger)
    return replace(quorum, more_than=None, at_least=larger)
