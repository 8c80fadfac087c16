"""An outcome told in sentences: what was counted, what the rule asked, what each abstention did, the verdict.

Sentences are data (a message id and its parameters), so that screen, mail, PDF and API say the same words,
each through its own gettext; `sentences.render` needs none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting import phrases_apart as apart
from ecar_governance.domain.voting.explain_counts import beside, counts_told, division, listed, place_of
from ecar_governance.domain.voting.judge import equal_ways
from ecar_governance.domain.voting.measuring import read, silent_of
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import Numbers, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.sentences import NAMELESS, Kind, Params, Sentence
from ecar_governance.domain.voting.thresholds import Base
from ecar_governance.domain.voting.verdict import MajorityTest, Outcome, QuorumTest


def explain(
    rule: VoteRule,
    outcome: Outcome,
    names: Sequence[str] = (),
    *,
    called: Mapping[str, str | dict[str, str]] = NAMELESS,
    papers: Sequence[Paper] = (),
) -> list[Sentence]:
    """Every sentence of the explanation, in reading order, the verdict last.

    Args:
        rule: the rule the vote was held under.
        outcome: what `judge.decide_outcome` or `judge.without_vote` gave.
        names: the tellers, for a count by hand; as they are to be shown.
        called: how chambers, and members whose consent is asked, are called; by their ids, where not given.
        papers: those of a roll call, where what a seat divided is to be told.
    """
    told: list[Sentence] = []
    if rule.question:
        told.append(Sentence("question", p.QUESTION, {"question": dict(rule.question)}))
    if outcome.obtained != "without_vote":
        told += counts_told(rule, outcome, called, papers)
    told.append(how_obtained(outcome, names))
    if outcome.obtained == "without_vote":
        told += [*objected_told(rule, outcome, called), *beside(rule, outcome.counts)]
    told += quorum_told(outcome.quorum, called)
    # Without a quorum the division decides nothing: telling that it was "enough" would mislead.
    if outcome.quorate and rule.chosen_by is not None and rule.chosen_by.result:
        told.append(Sentence("majority", p.CHOSEN[rule.chosen_by.result]))
    told += _majorities(rule, outcome, called) if outcome.quorate else []
    told += _consents(outcome, called) if outcome.quorate and outcome.obtained != "without_vote" else []
    if outcome.lot is not None:
        told.append(_equal("majority", rule, outcome, "drawn", called))
    if rule.article:
        told.append(Sentence("article", p.ARTICLE, {"article": dict(rule.article)}))
    told.append(_verdict(rule, outcome, called))
    return told


def _verdict(rule: VoteRule, outcome: Outcome, called: Mapping[str, str | dict[str, str]]) -> Sentence:
    if rule.indicative:
        return Sentence("verdict", p.POLL[outcome.carried])
    key = f"{outcome.decided_by}{'+' if outcome.carried else ''}"
    if key not in apart.EQUAL:
        return Sentence("verdict", p.VERDICT[outcome.decided_by])
    return _equal("verdict", rule, outcome, key, called)


def _equal(
    kind: Kind, rule: VoteRule, outcome: Outcome, key: str, called: Mapping[str, str | dict[str, str]]
) -> Sentence:
    """A sentence of an equal division, which says where it was: in chambers, by weight, or of everybody."""
    params: Params = {"seed": outcome.lot.seed} if key == "drawn" and outcome.lot is not None else {}
    equal = [way.majority for way in equal_ways(rule, outcome.tests, outcome.numbers)]
    chambers = tuple(sorted({one.chamber for one in equal}))
    if chambers and all(chambers):
        messages = apart.EQUAL_IN_CHAMBERS if len(chambers) > 1 else apart.EQUAL_IN_CHAMBER
        return Sentence(kind, messages[key], {"chamber": listed(chambers, called), **params})
    weighed = bool(equal) and all(one.counting == "weights" for one in equal)
    return Sentence(kind, (apart.EQUAL_BY_WEIGHT if weighed else apart.EQUAL)[key], params)


def how_obtained(outcome: Outcome, names: Sequence[str]) -> Sentence:
    """How the result came about; `names` are the tellers."""
    counts = outcome.counts
    if outcome.obtained == "without_vote":
        put = p.PUT_OBJECTED if outcome.objections else p.NO_VOTE_ASKED
        return Sentence("obtained", put, {"present": counts.present, "entitled": counts.entitled})
    if outcome.obtained == "ballots":
        return Sentence("obtained", p.BALLOTS)
    if names:
        return Sentence("obtained", p.HAND_COUNT_BY, {"tellers": "; ".join(names)})
    return Sentence("obtained", p.HAND_COUNT)


def objected_told(
    rule: VoteRule, outcome: Outcome, called: Mapping[str, str | dict[str, str]]
) -> list[Sentence]:
    """Who objected, and what that did; and who let it pass with a reservation."""
    told = []
    if outcome.objections:
        params: Params = {"members": listed(outcome.objections, called)}
        if rule.objections is None:
            said = p.OBJECTED_RECORDED
        else:
            said = p.OBJECTED_ENOUGH if outcome.decided_by == "objected" else p.OBJECTED_TOO_FEW
            params["needed"] = rule.objections
        told.append(Sentence("counts", said, params))
    if outcome.reservations:
        members = listed(outcome.reservations, called)
        told.append(Sentence("counts", p.RESERVED, {"members": members}))
    return told


def quorum_told(test: QuorumTest | None, called: Mapping[str, str | dict[str, str]]) -> list[Sentence]:
    """Whether there was a quorum, and what it took."""
    if test is None:
        return [Sentence("quorum", p.NO_QUORUM_RULE)]
    quorum = test.quorum
    if not test.checked:
        return [Sentence("quorum", p.QUORUM_NOT_ASKED)]
    numbers: Params = {"smallest": figure(test.smallest), "reached": figure(test.reached)}
    weighed = quorum.counting == "weights"
    if quorum.share is None:
        number = apart.QUORUM_NUMBER if weighed else p.QUORUM_NUMBER
        asked = Sentence("quorum", number[quorum.counted], numbers)
    else:
        asked = Sentence(
            "quorum",
            (apart.QUORUM if weighed else p.QUORUM)[quorum.counted],
            {"entitled": figure(test.entitled), **numbers},
            {"threshold": p.threshold_term(quorum.share, strict=quorum.strict)},
        )
    place = [Sentence("quorum", one.message, one.params) for one in place_of(quorum, called)]
    return [*place, asked, Sentence("quorum", p.QUORUM_MET if test.met else p.QUORUM_MISSED)]


def _majorities(
    rule: VoteRule, outcome: Outcome, called: Mapping[str, str | dict[str, str]]
) -> list[Sentence]:
    told: list[Sentence] = []
    bases: set[tuple[str, str, str]] = set()
    consent = outcome.obtained == "without_vote"
    for test in outcome.tests:
        found = []
        for way in test.ways:
            majority = way.majority
            base = majority.of
            # Of no votes no share can be told; of people who all agree only "of all members" says anything.
            if majority.share is not None and (way.base_count == 0 or (consent and base != "entitled")):
                continue
            numbers = outcome.numbers(majority.chamber, majority.counting)
            place = place_of(majority, called, beside=test.majority)
            sentences = list(place)
            if place and not consent and not majority.chamber:  # a chamber's numbers are told before
                sentences.append(Sentence("majority", p.COUNTS, division(numbers)))
            sentences += _majority(way, consent=consent)
            key = (base, majority.chamber, majority.counting)
            if key not in bases and not consent and majority.share is not None:
                sentences += _what_the_rest_did(rule, base, numbers)
                bases.add(key)
            found.append(sentences)
        told += _one_of(found, met=test.met)
    return told


def _one_of(ways: list[list[Sentence]], *, met: bool) -> list[Sentence]:
    """The ways in which a majority may be met, one after the other, and whether one of them was."""
    told = [sentence for way in ways[:1] for sentence in way]
    for way in ways[1:]:
        told += [Sentence("majority", p.OR_INSTEAD), *way]
    if len(ways) > 1:
        told.append(Sentence("majority", p.ONE_MET if met else p.NONE_MET))
    return told


def _majority(test: MajorityTest, *, consent: bool) -> list[Sentence]:
    majority = test.majority
    said = apart if majority.counting == "weights" else p
    if majority.share is None:
        asked = Sentence("majority", said.NUMBER, {"smallest": figure(test.smallest)})
    elif majority.share == 1 and said is p:
        asked = Sentence("majority", p.EVERY[majority.of], {"base_count": figure(test.base_count)})
    else:
        shares: Mapping[Base, str] = said.MORE_THAN if majority.strict else said.AT_LEAST
        asked = Sentence(
            "majority",
            shares[majority.of],
            {
                "base_count": figure(test.base_count),
                "needed": figure(test.needed),
                "smallest": figure(test.smallest),
            },
            {"share": p.share_term(majority.share)},
        )
    if consent:
        message = p.CONSENT_REACHED if test.passed else p.CONSENT_NOT_REACHED
    else:
        message = p.REACHED if test.passed else p.NOT_REACHED
    return [asked, Sentence("majority", message, {"reached": figure(test.reached)})]


def _what_the_rest_did(rule: VoteRule, base: Base, numbers: Numbers) -> list[Sentence]:
    """What abstentions, spoilt papers and silence did to a majority of this base."""
    told = _as_the_rule_reads(rule, numbers)
    seen = read(rule, numbers)
    if base in ("for_and_against", "cast"):
        out = base == "for_and_against"
        abstained = numbers.abstain if rule.abstention == "cast" else 0
        spoilt = (numbers.blank if rule.blank == "cast" else 0) + (
            numbers.invalid if rule.invalid == "cast" else 0
        )
        if abstained:
            message = p.ABSTENTIONS_OUT if out else p.ABSTENTIONS_IN
            told.append(Sentence("base", message, {"abstentions": figure(abstained)}))
        if spoilt:
            message = p.SPOILT_OUT if out else p.SPOILT_IN
            told.append(Sentence("base", message, {"spoilt": figure(spoilt)}))
        return told
    silent = seen.base(base) - seen.for_ - seen.against
    message = {
        "present": p.SILENT_PRESENT,
        "represented": p.SILENT_REPRESENTED,
        "entitled": p.SILENT_ENTITLED,
    }[base]
    return [*told, Sentence("base", message, {"silent": figure(silent)})] if silent > 0 else told


def _as_the_rule_reads(rule: VoteRule, numbers: Numbers) -> list[Sentence]:
    told = []
    if numbers.abstain and rule.abstention in ("against", "not_cast"):
        message = p.ABSTENTIONS_AGAINST if rule.abstention == "against" else p.ABSTENTIONS_NOT_CAST
        told.append(Sentence("base", message, {"abstentions": figure(numbers.abstain)}))
    if numbers.blank and rule.blank != "cast":
        message = p.BLANK_ABSTENTION if rule.blank == "abstention" else p.BLANK_NOT_CAST
        told.append(Sentence("base", message, {"blank": figure(numbers.blank)}))
    if numbers.invalid and rule.invalid == "not_cast":
        told.append(Sentence("base", p.INVALID_NOT_CAST, {"invalid": figure(numbers.invalid)}))
    if (silent := silent_of(numbers)) and rule.absent != "nothing":
        told.append(Sentence("base", p.SILENCE[rule.absent], {"silent": figure(silent)}))
    return told


def _consents(outcome: Outcome, called: Mapping[str, str | dict[str, str]]) -> list[Sentence]:
    told = []
    for test in outcome.consents:
        members: Params = {"members": listed(test.consent.members, called)}
        if test.given:
            told.append(Sentence("majority", p.CONSENT_GIVEN, members))
        else:
            withheld = listed(test.withheld, called)
            told.append(Sentence("majority", p.CONSENT_WITHHELD, {**members, "withheld": withheld}))
    return told
