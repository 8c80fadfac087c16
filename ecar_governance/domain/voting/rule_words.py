"""A rule in words, before anybody votes: what it takes, and what everything else than a vote for is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from ecar_governance.domain.durations import length
from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.measuring import smallest_passing
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.phrases_az import gettext_for
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum, Threshold

Gettext = Callable[[str], str]
NAMELESS: Mapping[str, str] = {}


def rule_sentence(
    rule: VoteRule, lang: str, *, entitled: int | None = None, called: Mapping[str, str] = NAMELESS
) -> str:
    """The rule in a sentence or a few, for the ballot page; with `entitled` also the number a share of all
    means. `called` has the names, in this language, of chambers and of members whose consent is asked.

    Raises:
        LookupError: for a language other than "az" and "en".
    """
    gettext = gettext_for(lang)
    clauses = []
    if rule.quorum is not None:
        clauses.append(_placed(rule.quorum, quorum_clause(rule.quorum, gettext), gettext, called))
    clauses += [_either(one, gettext, entitled, called) for one in rule.majorities]
    for consent in rule.consent:
        members = ", ".join(called.get(member, member) for member in consent.members)
        clauses.append(gettext(p.CLAUSE_CONSENT).format(members=members))
    told = [gettext(p.POLL_IF if rule.indicative else p.ADOPTED_IF).format(clauses=_joined(clauses, gettext))]
    if rule.chosen_by is not None and not rule.chosen_by.result:
        carried = rule.chosen_by.carried
        chosen = [_either(one, gettext, entitled, called) for one in carried]
        told.append(gettext(p.CLAUSE_CHOSEN).format(clauses=_joined(chosen, gettext)))
    if rule.objections is None:
        told.append(gettext(p.CLAUSE_OBJECTIONS_RECORDED))
    elif rule.objections > 1:
        told.append(gettext(p.CLAUSE_OBJECTIONS).format(needed=rule.objections))
    further = [
        p.CLAUSE_TIE.get(rule.tie),
        p.CLAUSE_ABSTENTION.get(rule.abstention),
        p.CLAUSE_ABSENT.get(rule.absent),
        p.CLAUSE_COMPULSORY if rule.compulsory else None,
    ]
    told += [gettext(one) for one in further if one is not None]
    return " ".join([*told, *least_clause(rule, lang)])


def least_clause(rule: VoteRule, lang: str) -> list[str]:
    """For how long it is open at least, in a sentence, where the rule says so."""
    if rule.open_at_least is None:
        return []
    return [gettext_for(lang)(p.CLAUSE_LEAST).format(least=length(rule.open_at_least, lang))]


def _joined(clauses: list[str], gettext: Gettext) -> str:
    joined = clauses[0]
    for clause in clauses[1:]:
        joined = gettext(p.AND).format(first=joined, second=clause)
    return joined


def _either(majority: Majority, gettext: Gettext, entitled: int | None, called: Mapping[str, str]) -> str:
    """The majority, or what does in its place."""
    ways = [_placed(way, _majority(way, gettext, entitled), gettext, called) for way in majority.ways]
    return ways[0] if len(ways) == 1 else gettext(p.ONE_OF).format(clauses="; ".join(ways))


def _placed(threshold: Threshold, clause: str, gettext: Gettext, called: Mapping[str, str]) -> str:
    if threshold.counting == "weights":
        clause = gettext(p.CLAUSE_WEIGHT).format(clause=clause)
    if threshold.chamber:
        chamber = called.get(threshold.chamber, threshold.chamber)
        clause = gettext(p.CLAUSE_CHAMBER).format(chamber=chamber, clause=clause)
    return clause


def quorum_clause(quorum: Quorum, gettext: Gettext) -> str:
    """What a quorum takes, as a clause without a full stop."""
    if quorum.share is None:
        return gettext(p.QUORUM_CLAUSE_NUMBER[quorum.counted]).format(smallest=quorum.number)
    if quorum.share == 1:
        return gettext(p.QUORUM_CLAUSE_OF_EVERY[quorum.counted])
    threshold = gettext(p.threshold_term(quorum.share, strict=quorum.strict))
    return gettext(p.QUORUM_CLAUSE[quorum.counted]).format(threshold=threshold)


def _majority(majority: Majority, gettext: Gettext, entitled: int | None) -> str:
    if majority.share is None:
        return gettext(p.CLAUSE_NUMBER).format(smallest=majority.number)
    if majority.of == "for_and_against" and majority.strict and majority.share == HALF:
        return gettext(p.CLAUSE_SIMPLE)
    if majority.share == 1:
        return gettext(p.CLAUSE_OF_EVERY[majority.of])
    threshold = gettext(p.threshold_term(majority.share, strict=majority.strict))
    plainly = majority.counting == "heads" and not majority.chamber
    if majority.of == "entitled" and entitled is not None and plainly:
        smallest = figure(smallest_passing(majority, Fraction(entitled)))
        return gettext(p.CLAUSE_OF_ALL).format(threshold=threshold, smallest=smallest, entitled=entitled)
    return gettext(p.CLAUSE[majority.of]).format(threshold=threshold)
