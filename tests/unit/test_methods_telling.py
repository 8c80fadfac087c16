"""Elections as they are told, held to golden files in both languages (ECAR_WRITE_GOLDEN=1 writes them)."""

from __future__ import annotations

import os
import string
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest

from ecar_governance.domain.one_word import ChosenOf
from ecar_governance.domain.voting.methods import phrases
from ecar_governance.domain.voting.methods.counting import count_election
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.phrases_of_texts import AZERBAIJANI, OF_TEXTS
from ecar_governance.domain.voting.methods.result import DecidedBy, ElectionResult, StepKind
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Reserved,
    Schulze,
    TransferableVote,
)
from ecar_governance.domain.voting.methods.telling import explain_election, told_in
from tests.support.elections import papers, share

GOLDEN = Path(__file__).parents[1] / "golden" / "voting"
ARTICLE = {"az": "Nizamnamənin 9-cu maddəsi", "en": "Article 9 of the Statutes"}
NAMES = {"a": "Aygün", "b": "Bəhruz", "c": "Cəmilə", "d": "Davud", "e": "Elnurə"}
GROUPS = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"}
PEOPLE = [
    Option(
        one,
        {"az": name, "en": name},
        group=GROUPS[one],
        traits={"gender": "woman" if one in "ace" else "man"},
        ratio=Fraction(3) if one == "d" else Fraction(1),
    )
    for one, name in NAMES.items()
]
TEXTS = [Option("a"), Option("b"), Option("c"), Option("x", {"az": "Müzakirə davam etsin", "en": "Talk on"})]
TWO_THIRDS = Fraction(2, 3)

CASES: dict[str, tuple[ElectionRule, list[Option], tuple[str, ...], dict[str, Any]]] = {
    "plurality": (Plurality(article=ARTICLE), PEOPLE, ("4 a", "3 b", "2 blank", "invalid"), {}),
    "plurality, a tie": (Plurality(), PEOPLE, ("4 a", "4 b"), {}),
    "plurality, one candidate and more against": (Plurality(), PEOPLE[:1], ("4 a", "5 against"), {}),
    "approval, two of a group": (Approval(3, cap=Cap(1)), PEOPLE, ("4 a=b", "3 d", "a", "2 c"), {}),
    "approval, a lot": (Approval(2, tie="lot"), PEOPLE, ("4 a", "3 b=c"), {"seed": "4 17 23 31"}),
    "block vote, a woman's place": (
        BlockVote(
            2, threshold=share(strict=False), reserved=(Reserved("gender", "man"),), cap=Cap(1, "gender")
        ),
        PEOPLE,
        ("4 a=c", "3 c=b"),
        {},
    ),
    "block vote, a place reserved": (
        BlockVote(2, reserved=(Reserved("gender", "man"),)),
        PEOPLE,
        ("4 a=c", "3 a=b"),
        {},
    ),
    "block vote, missed": (
        BlockVote(2, threshold=share(TWO_THIRDS, "cast")),
        PEOPLE,
        ("4 a=b", "3 c", "a"),
        {},
    ),
    "majority, first round": (Majority(share(of="cast")), PEOPLE[:3], ("4 a", "3 b", "2 c", "blank"), {}),
    "majority, second round": (Majority(), PEOPLE[:2], ("4 a", "5 b"), {"ballot": 2}),
    "majority of all": (
        Majority(share(of="entitled", strict=False)),
        PEOPLE[:2],
        ("9 a", "b"),
        {"entitled": 18},
    ),
    "majority of the present": (
        Majority(share(of="present"), ballots=1, last="threshold"),
        PEOPLE[:2],
        ("4 a", "b"),
        {"present": 10, "entitled": 18},
    ),
    "majority, the casting vote": (Majority(tie="chair"), PEOPLE[:2], ("4 a", "4 b"), {"ballot": 2}),
    "majority, the casting vote given": (
        Majority(tie="chair"),
        PEOPLE[:2],
        ("4 a", "4 b"),
        {"ballot": 2, "casting": ("b",)},
    ),
    "instant runoff": (InstantRunoff(), PEOPLE[:4], ("4 a", "3 b>c", "2 c>b", "d", "d>b"), {"seed": "4 17"}),
    "single transferable vote": (
        TransferableVote(2, article=ARTICLE),
        PEOPLE[:4],
        ("6 a>b", "2 b>c", "3 c>d", "2 d>c", "2 a>c", "a"),
        {},
    ),
    "single transferable vote, equals": (
        TransferableVote(1),
        PEOPLE,
        ("6 a", "2 b", "3 c", "d>b", "5 e"),
        {},
    ),
    "single transferable vote, too few": (TransferableVote(3), PEOPLE[:2], ("3 a", "b"), {}),
    "schulze, a circle": (Schulze(), PEOPLE[:4], ("4 a>b>c", "3 b>c>a", "2 c>a>b"), {}),
    "schulze, one beats all": (Schulze(2), PEOPLE[:3], ("5 a>b=c", "3 b>a", "c>b"), {}),
    "debian, dropped": (
        Debian("b", quorum_root=Fraction(3, 2)),
        [PEOPLE[3], PEOPLE[0], PEOPLE[2], PEOPLE[1]],
        ("8 d>a>b>c", "4 b>d>a", "3 a>b"),
        {"entitled": 17},
    ),
    "debian, dropped by the older text": (
        Debian("b", text="1.1"),
        [PEOPLE[3], PEOPLE[0], PEOPLE[1]],
        ("6 d>a>b", "2 b>d>a"),
        {},
    ),
    "debian, a circle": (Debian("x"), TEXTS, ("8 a>b>c>x", "7 b>c>a>x", "6 c>a>b>x"), {}),
    "debian, talk on": (Debian("x"), TEXTS, ("3 x>a>b>c", "2 a>x"), {}),
    "debian, the first text": (Debian("x", text="1.0"), TEXTS, ("4 a>b>x", "2 b>a>x"), {}),
    "debian, the first text, a circle": (
        Debian("x", text="1.0"),
        TEXTS,
        ("2 a>b>c>x", "2 b>c>a>x", "2 c>a>b>x"),
        {},
    ),
    "at least half of all papers": (
        Plurality(threshold=share(of="cast", strict=False)),
        PEOPLE[:2],
        ("4 a", "3 b", "blank"),
        {},
    ),
    "at least half of the present": (
        Plurality(threshold=share(of="present", strict=False)),
        PEOPLE[:2],
        ("4 a", "3 b"),
        {"present": 8},
    ),
    "more than half of all": (
        Plurality(threshold=share(of="entitled")),
        PEOPLE[:2],
        ("9 a", "3 b"),
        {"entitled": 18},
    ),
    "more than half of valid papers": (Plurality(threshold=share()), PEOPLE[:2], ("4 a", "3 b", "blank"), {}),
    "nobody stands": (Plurality(), [], (), {}),
    "nobody votes": (Plurality(2), PEOPLE, ("2 blank",), {}),
    "places unfilled": (Plurality(3), PEOPLE, ("3 a", "2 b"), {}),
}


def results() -> dict[str, tuple[ElectionRule, list[Option], ElectionResult]]:
    return {
        name: (rule, listed, count_election(rule, listed, papers(*given), **more))
        for name, (rule, listed, given, more) in CASES.items()
    }


def told(lang: str) -> str:
    parts = []
    for name, (rule, listed, result) in results().items():
        parts += [f"## {name}", *told_in(explain_election(rule, listed, result), lang), ""]
    for name, (rule, listed, result) in results().items():
        if not isinstance(rule, Debian):  # of texts as it is
            said = told_in(explain_election(rule, listed, result, "texts"), lang)
            parts += [f"## {name}, of texts", *said, ""]
    return "\n".join(parts)


@pytest.mark.parametrize("lang", ["az", "en"])
def test_elections_are_told_as_approved(lang: str) -> None:
    golden = GOLDEN / f"elections.{lang}.txt"
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        golden.write_text(told(lang), encoding="utf-8")
    assert told(lang) == golden.read_text(encoding="utf-8")


def test_every_sentence_is_in_the_golden_cases() -> None:
    used = {
        sentence.message
        for rule, listed, result in results().values()
        for of in get_args(ChosenOf)
        for sentence in explain_election(rule, listed, result, of)
    }
    of_texts = set(AZERBAIJANI) - {OF_TEXTS[one] for one in (phrases.NO_QUORUM, *phrases.ASKED.values())}
    # What is told of the vote around the count is in the golden files of `test_voting_told`.
    around = {phrases.AGAINST, phrases.NO_QUORUM, phrases.HANDED_IN, phrases.QUORUM_ASKED}
    around |= {*phrases.ASKED.values(), phrases.VERDICT["acclamation"], phrases.BY_WEIGHTS}
    assert used == set(phrases.AZERBAIJANI) - around | {phrases.ARTICLE} | of_texts


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("elect", "seat", "nobody")), ("az", ("seçild", "Heç kim"))]
)
def test_nobody_is_elected_among_texts(lang: str, words: tuple[str, ...]) -> None:
    """Of texts no sentence speaks of people, and every sentence that would is said of texts."""
    said = {
        sentence
        for rule, listed, result in results().values()
        for sentence in told_in(explain_election(rule, listed, result, "texts"), lang)
    }
    assert [one for one in said for word in words if word in one] == []


def test_debian_never_elects_and_says_a_thing_once() -> None:
    for rule, listed, result in results().values():
        said = told_in(explain_election(rule, listed, result), "en")
        named = [one for one in said if one.startswith(("Elected", "Adopted"))]
        if len(result.rounds) == 1:
            assert len(named) == len(set(named))
        if isinstance(rule, Debian):
            assert not [one for one in said if "lected" in one]


def test_every_kind_of_step_and_verdict_has_its_sentence() -> None:
    assert set(phrases.STEP) == set(get_args(StepKind)) - {"defeats_dropped"}
    assert set(phrases.VERDICT) == set(get_args(DecidedBy)) - {"votes"}


def test_both_languages_have_the_same_placeholders() -> None:
    def fields(text: str) -> set[str]:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}

    for english, azerbaijani in (*phrases.AZERBAIJANI.items(), *AZERBAIJANI.items()):
        assert fields(english) == fields(azerbaijani), english
    for people, texts in OF_TEXTS.items():
        assert fields(people) == fields(texts), people


def test_other_languages_are_refused() -> None:
    with pytest.raises(LookupError):
        told_in([], "de")
