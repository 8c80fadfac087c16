"""The judge made wrong on purpose, one place at a time: the tables notice every one.

Each mutant is the module's own source with one piece of it changed. A piece that is not there any more fails the
test as well, so that a mutant never silently stops meaning anything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.second_judge import as_papers, reference, small_houses
from support.verdicts import QUORUMS, VERDICTS, WITHOUT_VOTE

from ecar_governance.domain.voting import judge, measuring, tally, thresholds
from ecar_governance.domain.voting.objecting import Objected
from ecar_governance.domain.voting.papers import Elector
from ecar_governance.domain.voting.rule import Consent, VoteRule
from ecar_governance.domain.voting.tally import from_hand_count
from ecar_governance.domain.voting.thresholds import Base, Majority, Quorum, majority_of, quorum_of
from ecar_governance.errors import InvalidInput

HALF = Fraction(1, 2)
WORDS = {
    "f": "for", "a": "against", "b": "abstain", "x": "blank", "i": "invalid", "s": "silent", "-": "absent",
    "r": "recused", "p": "proxy_for", "q": "proxy_silent",
}  # fmt: skip


def simple(of: Base = "for_and_against", **words: Any) -> VoteRule:
    return VoteRule((majority_of(HALF, of, strict=True),), **words)


VETO = Consent(("s0",))
ALL_OF_IT = Consent(("s0",), ("against", "abstain", "absent"))
WEIGHED = VoteRule((Majority(more_than=HALF, of="for_and_against", counting="weights"),))
HEAVY = VoteRule((Majority(more_than=HALF, of="entitled", counting="weights"),))
BOTH = VoteRule((*simple().majorities, Majority(number=4)), tie="chair")
CHAMBERS = VoteRule((Majority(more_than=HALF, of="for_and_against", chamber="first"),))
OR = VoteRule((Majority(at_least=Fraction(3, 4), of="entitled", or_=(Majority(number=3),)),))

HOUSES: list[tuple[str, VoteRule, str, dict[str, Any], str]] = [
    ("an equal division", simple(), "ffaa", {}, "tie"),
    ("the chair is waited for", simple(tie="chair"), "ffaa", {}, "casting_vote_due"),
    ("the chair is for", simple(tie="chair"), "ffaa", {"casting_vote": "for"}, "casting_vote+"),
    ("the chair is against", simple(tie="chair"), "ffaa", {"casting_vote": "against"}, "casting_vote"),
    ("a second ballot", simple(tie="second_ballot"), "ffaa", {}, "second_ballot"),
    ("a lot that is for", simple(tie="lot"), "ffaa", {"seed": "a"}, "lot+"),
    ("a lot that is against", simple(tie="lot"), "ffaa", {"seed": "c"}, "lot"),
    ("a vote more for is no tie", simple(tie="chair"), "fffaa", {"casting_vote": "against"}, "majority+"),
    ("abstentions are no votes for", simple("cast"), "ffbbb", {}, "majority_missed"),
    ("nor for and against", simple(), "ffabbb", {}, "majority+"),
    ("an abstention that is against", simple(abstention="against"), "ffabb", {}, "majority_missed"),
    ("an abstention that is not cast", simple("cast", abstention="not_cast"), "ffabb", {}, "majority+"),
    ("a blank paper is cast", simple("cast"), "ffaxx", {}, "majority_missed"),
    ("a blank paper that is not cast", simple("cast", blank="not_cast"), "ffaxx", {}, "majority+"),
    (
        "a blank paper that abstains and so is against",
        simple(blank="abstention", abstention="against"),
        "ffaxx",
        {},
        "majority_missed",
    ),
    ("an invalid paper is cast", simple("cast"), "ffaii", {}, "majority_missed"),
    ("an invalid paper that is not cast", simple("cast", invalid="not_cast"), "ffaii", {}, "majority+"),
    ("silence is nothing", simple(), "fa--", {}, "tie"),
    ("silence is for", simple(absent="for"), "fa--", {}, "majority+"),
    ("silence is against", simple(absent="against"), "ffa--", {}, "majority_missed"),
    ("silence abstains and is cast", simple("cast", absent="abstention"), "ffa-", {}, "majority_missed"),
    ("those who take no part stay in the base", simple("entitled"), "ffrr", {}, "majority_missed"),
    ("those who take no part leave the base", simple("entitled", recused="out_of_base"), "ffrr", {}, "majority+"),
    ("those who take no part leave those present", simple("present", recused="out_of_both"), "ffrr", {}, "majority+"),
    ("proxies are represented", simple("represented"), "ffpqq", {}, "majority+"),
    ("and are not present", simple("present"), "ffs", {}, "majority+"),
    ("silent proxies are of those represented", simple("represented"), "ffqq", {}, "majority_missed"),
    ("a veto", simple(consent=(VETO,)), "affff", {}, "consent_withheld"),
    ("a veto is none by abstaining", simple(consent=(VETO,)), "bffff", {}, "majority+"),
    ("consent is withheld by abstaining", simple(consent=(ALL_OF_IT,)), "bffff", {}, "consent_withheld"),
    ("by a blank paper", simple(consent=(ALL_OF_IT,)), "xffff", {}, "consent_withheld"),
    ("by staying away", simple(consent=(ALL_OF_IT,)), "-ffff", {}, "consent_withheld"),
    (
        "a veto stands against the chair's casting vote",
        simple(tie="chair", consent=(VETO,)),
        "affa",
        {"casting_vote": "for"},
        "consent_withheld",
    ),
    ("a veto stands against a lot", simple(tie="lot", consent=(VETO,)), "affa", {"seed": "a"}, "consent_withheld"),
    ("a floor", VoteRule((Majority(number=3),)), "ff---", {}, "majority_missed"),
    ("a floor that is reached", VoteRule((Majority(number=3),)), "fffaaaa", {}, "majority+"),
    ("a second majority", VoteRule((*simple().majorities, Majority(number=4))), "fffa", {}, "majority_missed"),
    ("what does in its place", OR, "fff--", {}, "majority+"),
    ("a quorum missed", simple(quorum=quorum_of(HALF)), "fff----", {}, "no_quorum"),
    ("a chamber's quorum missed", simple(quorum=Quorum(number=2, chamber="first")), "f--ff", {}, "no_quorum"),
    (
        "an equal division above half of a base without proxies",
        VoteRule((majority_of(HALF, "present", strict=False),)),
        "faap",
        {},
        "tie",
    ),
    ("a quorum of papers", simple(quorum=quorum_of(HALF, "cast")), "ffsss", {}, "no_quorum"),
    ("a quorum of those represented", simple(quorum=quorum_of(HALF, "represented")), "fqq--", {}, "majority+"),
    ("a quorum without those who take no part", simple(quorum=quorum_of(HALF), recused="out_of_quorum"), "ff--rrr", {}, "majority+"),
    ("nor are they there for it", simple(quorum=Quorum(number=4), recused="out_of_quorum"), "ffarrr", {}, "no_quorum"),
    ("a quorum that nobody asked for", simple(quorum=Quorum(at_least=HALF, checked="if_asked")), "f---", {}, "majority+"),
    (
        "a quorum that somebody asked for",
        simple(quorum=Quorum(at_least=HALF, checked="if_asked")),
        "f---",
        {"quorum_asked": True},
        "no_quorum",
    ),
    # Each seat weighs one more than the one before.
    ("weights decide", WEIGHED, "fffa", {}, "majority+"),
    ("the heavy outweigh the many", WEIGHED, "fffaa", {}, "majority_missed"),
    ("half of the weight is not more than half", HEAVY, "--f", {}, "majority_missed"),
    ("more than half of the weight", HEAVY, "f-f", {}, "majority+"),
    ("equal, and a floor missed besides", BOTH, "ffaa", {"casting_vote": "for"}, "majority_missed"),
    # The first three seats are the chamber.
    ("a chamber decides", CHAMBERS, "faaff", {}, "majority_missed"),
    ("a chamber carries", CHAMBERS, "ffaaa", {}, "majority+"),
]  # fmt: skip


class Judging:
    """The functions of the judge, whichever made them."""

    def __init__(self, judged: ModuleType, counted: ModuleType) -> None:
        self.decide: Callable[..., Any] = judged.decide_outcome
        self.speak: Callable[..., Any] = judged.with_casting_vote
        self.put: Callable[..., Any] = judged.without_vote
        self.tally: Callable[..., Any] = counted.tally
        self.withheld: Callable[..., Any] = counted.withheld_without_vote
        self.lines: Callable[..., Any] = counted.present_lines


def seats(choices: str) -> tuple[list[Elector], Any]:
    made = as_papers([WORDS[one] for one in choices])
    rows = [
        Elector(one.seat, one.seat, (), Fraction(n), "first" if n <= 3 else "second", recused=one.recused)
        for n, one in enumerate(made.electors, 1)
    ]
    return rows, made


def verdict(outcome: Any) -> str:
    return f"{outcome.decided_by}{'+' if outcome.carried else ''}"


def _of_houses(by: Judging) -> Iterator[bool]:
    for _, rule, choices, given, wanted in HOUSES:
        rows, made = seats(choices)
        counted = by.tally(
            rule, rows, made.papers, made.present, marks=made.marks, represented=made.represented
        )
        yield verdict(by.decide(rule, counted, **given)) == wanted
        if "casting_vote" in given and rule.tie == "chair" and "+" not in wanted.replace("casting_vote+", ""):
            waiting = by.decide(rule, counted)
            if waiting.decided_by == "casting_vote_due":
                yield verdict(by.speak(rule, waiting, given["casting_vote"])) == wanted


def _of_counts(by: Judging) -> Iterator[bool]:
    for _, rule, numbers, carried, decided_by, smallest in VERDICTS:
        found = by.decide(rule, from_hand_count(*numbers))
        yield (found.carried, found.decided_by, found.tests[0].smallest) == (carried, decided_by, smallest)
    for _, quorum, numbers, met, _ in QUORUMS:
        found = by.decide(VoteRule.simple(quorum), from_hand_count(*numbers))
        yield found.quorate is met


def _without_votes(by: Judging) -> Iterator[bool]:
    for _, rule, present, carried, decided_by in WITHOUT_VOTE:
        found = by.put(rule, present, 18)
        yield (found.carried, found.decided_by) == (carried, decided_by)
    said = (Objected("s0", "objection"), Objected("s1", "reservation"))
    of_all = VoteRule.two_thirds()
    table: list[tuple[VoteRule, int, tuple[Objected, ...], str]] = [
        (simple(), 9, said, "objected"),
        (simple(), 9, said[1:], "consensus"),
        (simple(objections=2), 9, said, "consensus"),
        (VoteRule(of_all.majorities, objections=2), 12, said, "majority_missed"),
        (VoteRule(of_all.majorities, objections=2), 13, said, "consensus"),
        (simple(objections=None, quorum=quorum_of(HALF, "cast")), 9, said, "consensus"),
    ]
    for rule, present, objections, wanted in table:
        yield by.put(rule, present, 18, objections=objections).decided_by == wanted
    yield by.put(simple(), 2, 4, recused=2, recused_present=2).decided_by == "no_votes"
    rows = [Elector("s0", "s0"), Elector("s1", "s1")]
    rule = simple(consent=(ALL_OF_IT,))
    yield by.withheld(rule, rows, ["s1"], []) == ("s0",)
    yield by.withheld(rule, rows, ["s0"], []) == ()
    yield by.withheld(rule, rows, ["s0", "s1"], [], ["s0"]) == ("s0",)
    yield by.put(rule, 1, 2, withheld=("s0",)).decided_by == "consent_withheld"
    weighed, _ = seats("ffff")
    heavy = VoteRule((Majority(at_least=HALF, of="entitled", counting="weights"),), objections=None)
    lines = by.lines(heavy, weighed, ["s0", "s3"], (), ["s3"])
    yield (
        by.put(heavy, 2, 4, lines, objections=(Objected("s3", "objection"),)).decided_by == "majority_missed"
    )


def _of_small_houses(by: Judging) -> Iterator[bool]:
    """Every division of up to three seats, against the second implementation."""
    houses = [votes for votes in small_houses() if len(votes) <= 3]
    for base in ("for_and_against", "cast", "present", "entitled"):
        for strict in (True, False):
            rule = VoteRule((majority_of(HALF, base, strict=strict),), quorum_of(HALF))  # type: ignore[arg-type]
            for votes in houses:
                made = as_papers(votes)
                counted = by.tally(rule, made.electors, made.papers, made.present, marks=made.marks)
                yield by.decide(rule, counted).carried is reference(rule, votes)[0]


TABLES = (_of_houses, _of_counts, _without_votes, _of_small_houses)


def noticed(by: Judging) -> bool:
    """Whether one of the tables comes out otherwise than it should; falling over is noticed, too."""
    try:
        return any(not well for table in TABLES for well in table(by))
    except (InvalidInput, ArithmeticError, LookupError, TypeError):
        return True


JUDGE: list[tuple[str, str, str]] = [
    ("veto ignored", 'return "majority" if all(one.given for one in consents) else "consent_withheld"', 'return "majority"'),
    ("consent withheld after a casting vote or a lot, ignored", "if carried and not all(one.given for one in consents):", "if False:"),
    ("casting vote ignored", 'return ("casting_vote" if casting else "casting_vote_due"), casting == "for", None', 'return "casting_vote_due", False, None'),
    ("casting vote turned round", 'casting == "for", None', 'casting == "against", None'),
    ("casting vote adopts always", 'casting == "for", None', "bool(casting), None"),
    ("a casting vote lost when it is given later", "seed: str = \"\",\n) -> Outcome:", "seed: str = \"\",\n) -> Outcome:\n    casting_vote = None"),
    ("a second ballot that decides", 'return "second_ballot", False, None', 'return "second_ballot", True, None'),
    ("a lot that is turned round", 'return "lot", side == "for"', 'return "lot", side == "against"'),
    ("tie adopts", 'carried = decided_by == "majority"', 'carried = decided_by in ("majority", "tie")'),
    ("tie never seen", "if tied and all(test.met or test in tied for test in tests):", "if False:"),
    ("tie breaks every missed majority", "if tied and all(test.met or test in tied for test in tests):", "if tied:"),
    ("a tie that more than half of the base meets, unseen", "return lacking or (majority.share >= HALF and test.passed)", "return lacking"),
    ("the rule's tie ignored", 'if decided_by == "tie" and rule.tie != "rejected":', "if False:"),
    ("no votes adopt", "if read(rule, tally.counts).base(\"for_and_against\") == 0 and not any(", "if False and not any("),
    ("one majority of several is enough", "if not all(test.met for test in tests):", "if not any(test.met for test in tests):"),
    ("majority ignored", "if not all(test.met for test in tests):", "if False:"),
    ("objection ignored", "if rule.objections is not None and len(objecting) >= rule.objections:", "if False:"),
    ("any objection stops it", "len(objecting) >= rule.objections:", "len(objecting) >= 1:"),
    ("a reservation is an objection", 'seats_of(objections, "objection"), seats_of(', 'seats_of(objections, "reservation"), seats_of('),
    ("consent withheld by absence, ignored", "    elif withheld:\n", "    elif False:\n"),
    ("quorum without a vote, ignored", "    if quorum is not None and not quorum.met:\n        decided_by", "    if False:\n        decided_by"),
    ("majority without a vote, ignored", "    elif not all(test.met for test in tests):\n        decided_by", "    elif False:\n        decided_by"),
]  # fmt: skip

MEASURING: list[tuple[str, str, str]] = [
    ("strict for non-strict", "above // below + 1 if threshold.strict", "above // below + 1 if True"),
    ("non-strict for strict", "above // below + 1 if threshold.strict", "above // below + 1 if False"),
    ("nothing passes by no votes", "Fraction(max(1, above // below", "Fraction(max(0, above // below"),
    ("non-strict for strict by weights", "floor(steps) + 1 if threshold.strict else", "ceil(steps) if True else"),
    ("reached is not enough", "passed=reached >= smallest,", "passed=reached > smallest,"),
    ("the base is for and against alone", 'if base == "for_and_against":', "if True:"),
    ("the base leaves those against out", "return self.for_ + self.against", "return self.for_"),
    ("abstentions counted for", 'elif rule.absent == "abstention":', "if True:\n        for_ += abstain\n    if False:"),
    ("an abstention is never against", 'if rule.abstention == "against":', "if False:"),
    ("an abstention is always cast", 'elif rule.abstention == "not_cast":', "elif False:"),
    ("a blank paper never abstains", 'if rule.blank == "abstention":', "if False:"),
    ("a blank paper is always cast", 'elif rule.blank == "not_cast":', "elif False:"),
    ("a blank paper is never cast", 'elif rule.blank == "not_cast":', 'elif rule.blank == "cast":'),
    ("an invalid paper is always cast", 'if rule.invalid == "not_cast":', "if False:"),
    ("an invalid paper is never cast", 'if rule.invalid == "not_cast":', "if True:"),
    ("silence is never for", 'if rule.absent == "for":', "if False:"),
    ("silence is never against", 'elif rule.absent == "against":', "elif False:"),
    ("silence is never cast", 'if rule.absent != "nothing":\n        cast', "if False:\n        cast"),
    ("recusal leaves the base always", 'out = rule.recused in ("out_of_base", "out_of_both")', "out = True"),
    ("recusal leaves the base never", 'out = rule.recused in ("out_of_base", "out_of_both")', "out = False"),
    ("proxies are not represented", "represented=present + numbers.represented,", "represented=present,"),
    ("recusal leaves the quorum never", 'out = rule.recused in ("out_of_quorum", "out_of_both")', "out = False"),
    ("quorum ignored", "met=not checked or reached >= smallest,", "met=True,"),
    ("a chamber's quorum ignored", "numbers = tally.numbers(quorum.chamber, quorum.counting)", "numbers = tally.counts"),
    ("quorum by more", "met=not checked or reached >= smallest,", "met=not checked or reached > smallest,"),
    ("quorum of presence for one of papers", 'elif quorum.counted == "cast":', "elif False:"),
    ("quorum without proxies", "reached = present + numbers.represented", "reached = present"),
    ("quorum always checked", 'checked = quorum.checked == "always" or asked', "checked = True"),
    ("quorum never checked on demand", 'checked = quorum.checked == "always" or asked', 'checked = quorum.checked == "always"'),
    ("weights ignored", "numbers = tally.numbers(majority.chamber, majority.counting)\n    told", 'numbers = tally.numbers(majority.chamber, "heads")\n    told'),
    ("chambers ignored", "numbers = tally.numbers(majority.chamber, majority.counting)\n    told", "numbers = tally.counts\n    told"),
    ("any consent is enough", "yield ConsentTest(consent, missing, given=not missing)", "yield ConsentTest(consent, missing, given=True)"),
    ("what does in its place ignored", "or_=tuple(majority_test(rule, way, tally, consent=consent) for way in majority.or_),", "or_=(),"),
    ("whoever objects agrees", "- numbers.recused_present - numbers.against", "- numbers.recused_present"),
    ("whoever takes no part agrees", "return numbers.present + numbers.represented - numbers.recused_present - numbers.against", "return numbers.present + numbers.represented - numbers.against"),
    ("whoever objects is not there for the quorum", "reached = agreeing(numbers) + numbers.against", "reached = agreeing(numbers)"),
]  # fmt: skip
# ruff: noqa: E501 (reason: a row of a table is read as one line)

TALLY: list[tuple[str, str, str]] = [
    ("a veto withheld by nobody", "if said in consent.withheld_by and member not in found:", "if False:"),
    ("staying away never withholds", 'chosen.get(seat_of[member], "absent")', 'chosen.get(seat_of[member], "for")'),
    ("a blank paper gives consent", 'said = "abstain" if choice in ("blank", "invalid") else choice', "said = choice"),
    ("absence without a vote gives consent", 'away = "absent" in consent.withheld_by and seat not in there', "away = False"),
    ("an objection gives consent", 'if away or ("against" in consent.withheld_by and seat in objecting):', "if away:"),
    ("blank counted as abstention", 'blank=by_choice["blank"],', "blank=0,"),
    ("the chamber is the whole", "heads = whole if not name else _heads(rows, handed, there, rule.parts)", "heads = whole"),
    ("every seat weighs one", "weight = {elector.seat: elector.weight for elector in electors}", "weight = {elector.seat: Fraction(1) for elector in electors}"),
    ("objections weigh nothing", 'Paper("against", seat) for seat in sorted(objecting)', 'Paper("against", seat) for seat in ()'),
]  # fmt: skip

THRESHOLDS: list[tuple[str, str, str]] = [
    ("a number is no floor", "return Fraction(self.number or 0)", "return Fraction(1)"),
    ("the share is ignored", "return share * base", "return base"),
    ("strict is never", "return self.more_than is not None", "return False"),
]


def mutated(module: ModuleType, old: str, new: str) -> ModuleType:
    """The module with one piece of its source changed, made anew under another name."""
    source = Path(module.__file__ or "").read_text(encoding="utf-8")
    assert old in source, f"the mutant has nothing to change any more: {old!r}"
    made = ModuleType(f"{module.__name__}_mutant")
    sys.modules[made.__name__] = made
    exec(compile(source.replace(old, new), module.__file__ or "", "exec"), made.__dict__)  # noqa: S102
    return made


def test_the_tables_hold_for_the_judge_as_it_is() -> None:
    by = Judging(judge, tally)
    wrong = [
        (name, verdict(by.decide(rule, by.tally(rule, *_taken(choices)[0], **_taken(choices)[1]), **given)))
        for name, rule, choices, given, wanted in HOUSES
        if verdict(by.decide(rule, by.tally(rule, *_taken(choices)[0], **_taken(choices)[1]), **given))
        != wanted
    ]
    assert wrong == []
    assert [table.__name__ for table in TABLES if not all(table(by))] == []


def _taken(choices: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    rows, made = seats(choices)
    return (rows, made.papers, made.present), {"marks": made.marks, "represented": made.represented}


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in JUDGE], ids=[row[0] for row in JUDGE])
def test_a_judge_that_is_wrong_is_noticed(old: str, new: str) -> None:
    assert noticed(Judging(mutated(judge, old, new), tally))


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in MEASURING], ids=[row[0] for row in MEASURING])
def test_a_measure_that_is_wrong_is_noticed(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = mutated(measuring, old, new)
    for name in set(vars(judge)) & set(vars(made)):
        if getattr(vars(made)[name], "__module__", "") == made.__name__:
            monkeypatch.setattr(judge, name, vars(made)[name])
    assert noticed(Judging(judge, tally))


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in TALLY], ids=[row[0] for row in TALLY])
def test_a_count_that_is_wrong_is_noticed(old: str, new: str) -> None:
    assert noticed(Judging(judge, mutated(tally, old, new)))


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in THRESHOLDS], ids=[row[0] for row in THRESHOLDS])
def test_a_threshold_that_is_wrong_is_noticed(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = mutated(thresholds, old, new)
    for name in ("needed", "strict"):
        monkeypatch.setattr(thresholds.Threshold, name, made.Threshold.__dict__[name])
    assert noticed(Judging(judge, tally))
