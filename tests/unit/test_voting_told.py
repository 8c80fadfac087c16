"""Votes as they are told, motions and elections alike: the rule beforehand, the outcome afterwards."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest

from ecar_governance.domain.voting.electing import elect
from ecar_governance.domain.voting.explain import explain
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.methods import phrases
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    Debian,
    ElectionRule,
    Majority,
    Plurality,
    Schulze,
    Share,
)
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.domain.voting.tally import count
from ecar_governance.domain.voting.thresholds import HALF, Quorum
from ecar_governance.domain.voting.told import in_words, rule_in_words, tell

GOLDEN = Path(__file__).parents[1] / "golden" / "voting"
ARTICLE = {"az": "Nizamnamənin 9-cu maddəsi", "en": "Article 9 of the Statutes"}
NAMES = {"a": "Aygün", "b": "Bəhruz", "c": "Cəmilə"}
PEOPLE = tuple(Option(one, {"az": name, "en": name}) for one, name in NAMES.items())
PRESENT = Quorum(more_than=HALF, counted="represented")
ELECTORS = tuple(Elector(f"s{n}", f"U{n}", recused=n == 7) for n in range(8))

RULES: tuple[ElectionRule, ...] = (
    Majority(),
    Plurality(),
    Plurality(threshold=Share(at_least=Fraction(2, 3), of="cast")),
    Approval(2, threshold=Share(at_least=HALF, of="present")),
    Majority(Share(more_than=HALF, of="entitled"), ballots="until_elected"),
    Schulze(),
    Debian(default="a"),
)
VOTES: dict[str, tuple[VoteRule, tuple[str, ...], tuple[str, ...], int]] = {
    "a first ballot": (
        VoteRule(election=Majority(), quorum=PRESENT, article=ARTICLE),
        ("a", "a", "b", "c", "b"),
        (),
        1,
    ),
    "a second ballot, one of them represented": (
        VoteRule(election=Majority(), quorum=PRESENT),
        ("a", "b", "b", "", "b"),
        ("s4",),
        2,
    ),
    "no quorum": (VoteRule(election=Majority(), quorum=PRESENT, article=ARTICLE), ("a", "b"), (), 1),
    "no rule of quorum": (VoteRule(election=Plurality()), ("a", "against"), (), 1),
}


def paper(text: str) -> Paper:
    return Paper("marked", marks=((text,),)) if text else Paper("abstain")


def told(lang: str) -> str:
    lines = ["# Votes told", ""]
    for rule in RULES:
        for number in (1, 2):
            whole = VoteRule(election=rule, quorum=PRESENT)
            lines.append(f"* {rule_in_words(whole, lang, options=PEOPLE, number=number)}")
            lines.append(f"* {rule_in_words(whole, lang, options=PEOPLE, number=number, of='texts')}")
    for name, (rule, papers, represented, number) in VOTES.items():
        seats = tuple(elector.seat for elector in ELECTORS)[: len(papers)]
        outcome = elect(
            rule,
            PEOPLE,
            ELECTORS,
            map(paper, papers),
            (),
            marks=seats,
            represented=represented,
            number=number,
            seed="s",
        )
        lines += ["", f"## {name}", "", *in_words(tell(rule, outcome, PEOPLE), lang)]
        lines += ["", "Of texts:", "", *in_words(tell(rule, outcome, PEOPLE, of="texts"), lang)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("lang", ["az", "en"])
def test_every_sentence_is_golden(lang: str) -> None:
    golden = GOLDEN / f"told.{lang}.md"
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        golden.write_text(told(lang), encoding="utf-8")
    assert told(lang) == golden.read_text(encoding="utf-8")


def test_every_sentence_around_a_count_is_told_there() -> None:
    text = told("en")
    wanted = [phrases.NO_QUORUM, phrases.HANDED_IN, *phrases.ASKED.values(), phrases.QUORUM_ASKED]
    assert [one for one in wanted if one.split("{")[0] not in text] == []


@pytest.mark.parametrize("lang", ["az", "en"])
def test_a_motion_is_told_as_ever(lang: str) -> None:
    rule = VoteRule.two_thirds(quorum=PRESENT, article=ARTICLE)
    assert rule_in_words(rule, lang, entitled=8) == rule_sentence(rule, lang, entitled=8)
    papers = [Paper("for", "s0"), Paper("against", "s1")]
    outcome = decide_outcome(rule, count(ELECTORS, papers))
    assert tell(rule, outcome, names=("T",)) == explain(rule, outcome, ("T",))


def test_other_languages_are_refused() -> None:
    with pytest.raises(LookupError):
        rule_in_words(VoteRule(election=Plurality()), "de")
