"""What was counted, in sentences: of everybody, or of each chamber in its own unit; and who took part how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting import phrases_apart as apart
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import NONE, Counts, Numbers, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.sentences import Params, Sentence, in_language
from ecar_governance.domain.voting.tally import side_of
from ecar_governance.domain.voting.thresholds import Threshold
from ecar_governance.domain.voting.verdict import Outcome


def counts_told(
    rule: VoteRule, outcome: Outcome, called: Mapping[str, str | dict[str, str]], papers: Sequence[Paper] = ()
) -> list[Sentence]:
    """The numbers; where chambers decide, those of each by itself, since people and cantons do not add up.
    What seats divided is told seat by seat."""
    asked = _asked(outcome)
    chambers = list(dict.fromkeys(one.chamber for one in asked if one.chamber))
    told = []
    if not chambers:
        told += _of(rule, outcome.counts, outcome.counts)
    elif any(not one.chamber and one.counting == "heads" for one in asked):
        told += [Sentence("counts", apart.EVERYBODY), *_of(rule, outcome.counts, outcome.counts)]
    for chamber in chambers:
        told += [
            Sentence("counts", p.IN_CHAMBER, {"chamber": called.get(chamber, chamber)}),
            *_in_chamber(rule, outcome, chamber, {one.counting for one in asked if one.chamber == chamber}),
        ]
    return told + list(_divided(rule, outcome, papers, called))


def _asked(outcome: Outcome) -> list[Threshold]:
    asked: list[Threshold] = [way.majority for test in outcome.tests for way in test.ways]
    return asked if outcome.quorum is None else [*asked, outcome.quorum.quorum]


def _in_chamber(rule: VoteRule, outcome: Outcome, chamber: str, asked: set[str]) -> list[Sentence]:
    heads = next(line.heads for line in outcome.lines if line.chamber == chamber)
    weights = outcome.numbers(chamber, "weights")
    told = [] if asked == {"weights"} else [Sentence("counts", p.COUNTS, division(heads))]
    if "weights" in asked:
        told += [Sentence("counts", p.BY_WEIGHT), Sentence("counts", p.COUNTS, division(weights))]
    return told + _besides(rule, heads)


def _of(rule: VoteRule, numbers: Numbers, counts: Counts) -> list[Sentence]:
    return [Sentence("counts", p.COUNTS, division(numbers)), *_besides(rule, counts)]


def _besides(rule: VoteRule, counts: Counts) -> list[Sentence]:
    told = []
    if counts.blank:
        told.append(Sentence("counts", p.BLANK, {"blank": counts.blank}))
    if counts.invalid:
        told.append(Sentence("counts", p.INVALID, {"invalid": counts.invalid}))
    return told + taking_part(rule, counts)


def _divided(
    rule: VoteRule, outcome: Outcome, papers: Iterable[Paper], called: Mapping[str, str | dict[str, str]]
) -> Iterable[Sentence]:
    split = rule.parts == "split"
    by_heads = any(one.counting == "heads" for one in _asked(outcome))
    for paper in sorted((one for one in papers if one.parts and one.seat), key=lambda one: one.seat or ""):
        seat, parts = paper.seat or "", paper.parts
        side = side_of(paper) if by_heads or not split else ""
        yield Sentence(
            "counts",
            (apart.SPLIT_SEAT if split else apart.UNIT_SEAT)[side],
            {
                "seat": called.get(seat, seat),
                "votes_for": figure(parts.get("for", NONE)),
                "votes_against": figure(parts.get("against", NONE)),
                "abstentions": figure(parts.get("abstain", NONE)),
            },
        )


def taking_part(rule: VoteRule, counts: Counts) -> list[Sentence]:
    """Who was represented, handed in nothing, or took no part; nothing where there is nobody."""
    told = []
    if counts.represented:
        told.append(Sentence("counts", p.REPRESENTED, {"represented": counts.represented}))
    if counts.not_voted:
        params: Params = {"entitled": counts.entitled, "not_voted": counts.not_voted}
        told.append(Sentence("counts", p.NOT_VOTED, params))
    if counts.recused:
        told.append(Sentence("counts", p.RECUSED[rule.recused], {"recused": counts.recused}))
    return told


def beside(rule: VoteRule, counts: Counts) -> list[Sentence]:
    """Who was represented, and who took no part, where nobody voted."""
    told = []
    if counts.represented:
        told.append(Sentence("counts", p.REPRESENTED, {"represented": counts.represented}))
    if counts.recused:
        told.append(Sentence("counts", p.RECUSED[rule.recused], {"recused": counts.recused}))
    return told


def division(numbers: Numbers) -> Params:
    return {
        "votes_for": figure(numbers.for_),
        "votes_against": figure(numbers.against),
        "abstentions": figure(numbers.abstain),
    }


def place_of(
    threshold: Threshold,
    called: Mapping[str, str | dict[str, str]],
    beside: Threshold | None = None,
) -> list[Sentence]:
    """In which chamber it is, and that it is by weight; nothing when it is of all heads, unless what it
    stands `beside` is not."""
    told = []
    if threshold.chamber:
        chamber = called.get(threshold.chamber, threshold.chamber)
        told.append(Sentence("majority", p.IN_CHAMBER, {"chamber": chamber}))
    if threshold.counting == "weights":
        told.append(Sentence("majority", p.BY_WEIGHT))
    if not told and beside is not None and (beside.chamber or beside.counting == "weights"):
        told.append(Sentence("majority", p.BY_HEADS))
    return told


def listed(members: Iterable[str], called: Mapping[str, str | dict[str, str]]) -> str | dict[str, str]:
    """The members' names in a row, by language where they have names by language."""
    found = [called.get(member, member) for member in members]
    languages = {lang for one in found if isinstance(one, dict) for lang in one}
    if not languages:
        return ", ".join(str(one) for one in found)
    return {
        lang: ", ".join(in_language(one, lang) if isinstance(one, dict) else one for one in found)
        for lang in sorted(languages)
    }
