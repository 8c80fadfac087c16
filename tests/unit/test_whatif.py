"""What if: other ballots of a roll call, and typed numbers for rules of every kind."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.voting.flipping import ABSENT, INSTEAD, NOT_VOTED, InHands, tally_if
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.papers import Counts, Elector, Paper, Tally
from ecar_governance.domain.voting.phrases import PROXIES_APART
from ecar_governance.domain.voting.rule import Consent, VoteRule
from ecar_governance.domain.voting.sentences import render
from ecar_governance.domain.voting.tally import tally
from ecar_governance.domain.voting.thresholds import HALF, Majority, Quorum
from ecar_governance.domain.voting.whatif import what_if
from ecar_governance.errors import InvalidInput
from ecar_governance.services.queries.typed_numbers import NUMBERS, groups, names, tally_typed, written

SIMPLE = VoteRule.simple()
BOTH = VoteRule((
    Majority(at_least=Fraction(2, 3), of="present"),
    Majority(more_than=HALF, of="for_and_against", counting="weights"),
))  # fmt: skip
CHAMBERS = VoteRule((
    Majority(more_than=HALF, of="for_and_against", chamber="people"),
    Majority(more_than=HALF, of="for_and_against", chamber="cantons", counting="weights"),
))  # fmt: skip
VETO = VoteRule(
    (Majority(number=3),), consent=(Consent(("BSU", "KHAZAR"), ("against",)), Consent(("GSU",), ("absent",)))
)
HALL = VoteRule.simple(Quorum(more_than=HALF, counted="present"))

SEATS = tuple(Elector(f"seat-{n}", f"U{n}", weight=Fraction(n, 2), chamber="people") for n in range(1, 6))
VOTED = tuple(
    Paper(choice, f"seat-{n}") for n, choice in enumerate(("for", "for", "against", "against"), start=1)
)
THERE = tuple(f"seat-{n}" for n in range(1, 5))


# --- other ballots -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # what seats did instead; for, against, abstained, cast, present, carried
        ({}, (2, 2, 0, 4, 4, False)),
        ({"seat-3": "for"}, (3, 1, 0, 4, 4, True)),
        ({"seat-3": "abstain"}, (2, 1, 1, 4, 4, True)),
        ({"seat-3": "not_voted"}, (2, 1, 0, 3, 4, True)),
        ({"seat-3": "absent"}, (2, 1, 0, 3, 3, True)),
        ({"seat-5": "for"}, (3, 2, 0, 5, 5, True)),  # who votes was there
        ({"seat-5": "not_voted"}, (2, 2, 0, 4, 5, False)),  # was there, and silent
        ({"seat-1": "absent", "seat-3": "absent"}, (1, 1, 0, 2, 2, False)),  # and no quorum any more
    ],
)
def test_a_seat_may_have_done_something_else(
    changes: dict[str, str], expected: tuple[int, int, int, int, int, bool]
) -> None:
    counted = tally_if(HALL, SEATS, VOTED, THERE, (), changes).tally
    c = counted.counts
    carried = what_if(HALL, counted).outcome.carried
    assert (c.for_, c.against, c.abstain, c.cast, c.present, carried) == expected


@given(
    st.lists(st.sampled_from(("for", "against", "abstain", "")), min_size=5, max_size=5),
    st.dictionaries(st.sampled_from([one.seat for one in SEATS]), st.sampled_from(INSTEAD)),
    st.sampled_from((SIMPLE, BOTH, HALL)),
)
def test_changed_ballots_count_as_if_they_had_been_cast(
    chosen: list[str], changes: dict[str, str], rule: VoteRule
) -> None:
    did = {row.seat: choice for row, choice in zip(SEATS, chosen, strict=True)}
    papers = [Paper(choice, seat) for seat, choice in did.items() if choice]
    after = did | {seat: "" if said in ("absent", "not_voted") else said for seat, said in changes.items()}
    there = {*THERE, *(seat for seat, said in changes.items())}
    there -= {seat for seat, said in changes.items() if said == "absent"}
    expected = tally(rule, SEATS, [Paper(choice, seat) for seat, choice in after.items() if choice], there)
    assert tally_if(rule, SEATS, papers, THERE, (), changes).tally == expected


class World(Struct, frozen=True):
    """Three seats: A, B whose vote A holds, and C. Of each, whether it was there and what its own people
    handed in; and what A cast for B."""

    a: str
    b: str
    c: str
    for_b: str = ""

    def counted(self, rule: VoteRule, *, taken: bool) -> Tally:
        """Counted from the beginning, by what a presence and a proxy mean."""
        own = {"A": self.a, "B": self.b, "C": self.c}
        did = own | ({"B": self.for_b} if self.for_b else {})
        papers = [Paper(choice, seat) for seat, choice in did.items() if choice not in (ABSENT, NOT_VOTED)]
        there = {seat for seat, choice in own.items() if choice != ABSENT} if taken else None
        return tally(rule, HANDS, papers, there, represented=self.represented(taken=taken))

    def represented(self, *, taken: bool) -> tuple[str, ...]:
        by_presence = taken and self.b == ABSENT and self.a != ABSENT
        return ("B",) if by_presence or (not taken and self.for_b) else ()

    def after(self, changes: dict[str, str], *, taken: bool) -> World:
        """The same world, had the seats in `changes` done what is said of them."""
        a, c = changes.get("A", self.a), changes.get("C", self.c)
        if "B" not in changes:
            return World(a, self.b, c, "" if a == ABSENT else self.for_b)
        said, holder_can = changes["B"], a != ABSENT
        if said == ABSENT:
            # It gave no proxy either, or the holder would have represented it.
            return World(a, "gone", c)
        through = self.b == ABSENT and holder_can and (taken or bool(self.for_b))
        if through:
            return World(a, ABSENT, c, "" if said == NOT_VOTED else said)
        return World(a, said, c)


HANDS = tuple(Elector(seat, seat, proxy="A" if seat == "B" else "") for seat in "ABC")
OWN = (ABSENT, NOT_VOTED, "for", "against")
WORLDS = [
    World(a, b, c, for_b)
    for a, b, c, for_b in product(OWN, OWN, (ABSENT, "against"), ("", "for", "against"))
    if not for_b or (a != ABSENT and b in (ABSENT, NOT_VOTED))
]
QUORATE = VoteRule.simple(Quorum(at_least=Fraction(2, 3), counted="represented"))


@pytest.mark.parametrize(
    ("world", "taken"),
    [(one, taken) for one in WORLDS for taken in (True, False) if taken or one.b != NOT_VOTED],
    ids=lambda one: "-".join((one.a, one.b, one.c, one.for_b)) if isinstance(one, World) else str(one),
)
def test_a_proxy_follows_its_holder_and_no_ballot_another(world: World, taken: bool) -> None:
    own = {"A": world.a, "B": world.for_b or world.b, "C": world.c}
    papers = [Paper(choice, seat) for seat, choice in own.items() if choice not in (ABSENT, NOT_VOTED)]
    there = [one for one, did in zip("ABC", (world.a, world.b, world.c), strict=True) if did != ABSENT]
    held = {"B": InHands("A", cast=bool(world.for_b))}
    for said in product(("", *INSTEAD), repeat=3):
        changes = {seat: one for seat, one in zip("ABC", said, strict=True) if one}
        if not taken and NOT_VOTED in said[1:]:
            continue  # in writing nobody is there and silent, but a holder casting for another
        after = world.after(changes, taken=taken)
        expected = replace(after, b=ABSENT) if after.b == "gone" else after
        represented = world.represented(taken=taken)
        found = tally_if(QUORATE, HANDS, papers, there if taken else None, represented, changes, held)
        counted = expected.counted(QUORATE, taken=taken)
        if after.b == "gone" and counted.counts.represented:
            counted = Tally(replace(counted.counts, represented=0))
        assert found.tally == counted, changes
        kept = "B" not in changes
        lost = kept and changes.get("A") == ABSENT and bool(represented or world.for_b)
        assert (found.lost == {"B": "A"}) is lost
        assert (found.gained == {"B": "A"}) is (kept and not represented and bool(counted.counts.represented))


def test_a_proxy_that_was_revoked_brings_nobody_and_leaves_the_ballot_cast_under_it() -> None:
    for cast in (True, False):
        held = {"B": InHands("A", cast=cast, stands=False)}
        papers = [Paper("for", "B")] if cast else []
        came = tally_if(QUORATE, HANDS, papers, ("C",), (), {"A": "for"}, held)
        assert (came.gained, came.tally.counts.cast, came.tally.counts.represented) == ({}, 1 + cast, 0)
        away = tally_if(QUORATE, HANDS, papers, ("A", "C"), (), {"A": ABSENT}, held)
        assert (away.lost == {"B": "A"}, away.tally.counts.cast) == (cast, 0)


def test_who_votes_without_being_on_record_as_present_comes_by_no_other_choice() -> None:
    held = {"B": InHands("A", cast=False)}
    found = tally_if(QUORATE, HANDS, [Paper("for", "A")], ("C",), (), {"A": "against"}, held)
    assert (found.gained, found.tally.counts.present, found.tally.counts.represented) == ({}, 2, 0)


RULES = (
    VoteRule.simple(),
    QUORATE,
    HALL,
    VoteRule((Majority(at_least=Fraction(2, 3), of="present"),), Quorum(more_than=HALF)),
    VoteRule((Majority(at_least=Fraction(3, 4), of="represented"),), Quorum(more_than=HALF)),
    VoteRule((Majority(more_than=HALF, of="entitled"),)),
)


@pytest.mark.parametrize("rule", RULES)
def test_a_margin_is_the_fewest_ballots_that_were_others(rule: VoteRule) -> None:
    """Five seats, of which D and E are in the hands of A, who is there: by trying every set of changes."""
    rows = tuple(Elector(seat, seat, proxy="A" if seat in "DE" else "") for seat in "ABCDE")
    held = {seat: InHands("A", cast=True) for seat in "DE"}
    for did in product(
        ("for", "against", ""), ("for", "against", "", ABSENT), ("", ABSENT), *[("for", "against", "")] * 2
    ):
        own = dict(zip("ABCDE", did, strict=True))
        there = [seat for seat in "ABC" if own[seat] != ABSENT]
        papers = [Paper(choice, seat) for seat, choice in own.items() if choice in ("for", "against")]
        given = (rule, rows, papers, there, ("D", "E"))
        answer = what_if(rule, tally_if(*given, {}, held).tally)

        def fewest(seats: list[str], to: str, *, given: Any = given) -> int | None:
            for many in range(1, len(seats) + 1):
                for chosen in combinations(seats, many):
                    counted = tally_if(*given, dict.fromkeys(chosen, to), held).tally
                    if decide_outcome(rule, counted).carried is (to == "for"):
                        return many
            return None

        def who(*said: str, own: dict[str, str] = own) -> list[str]:
            return [seat for seat, choice in own.items() if choice in said]

        if answer.outcome.carried:
            assert (answer.spare or 0) + 1 == (fewest(who("for"), "against") or len(who("for")) + 1)
        else:
            assert answer.missing == fewest(who("", ABSENT), "for")
            assert answer.turned == fewest(who("against"), "for")
        assert answer.sentences[-1].message == PROXIES_APART or not answer.outcome.quorate


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (
            SIMPLE,
            {"seat-9": "for", "seat-1": "blank"},
            [("choice_unknown", "seat-1"), ("seat_not_entitled", "seat-9")],
        ),
        (SIMPLE, {"seat-2": "for"}, [("seat_recused", "seat-2")]),
        (replace(SIMPLE, abstention="barred"), {"seat-1": "abstain"}, [("abstention_barred", "seat-1")]),
    ],
)  # fmt: skip
def test_what_no_seat_can_have_done_is_refused(
    rule: VoteRule, changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    rows = (SEATS[0], replace(SEATS[1], recused=True), *SEATS[2:])
    papers = tuple(one for one in VOTED if one.seat != "seat-2")
    with pytest.raises(InvalidInput) as error:
        tally_if(rule, rows, papers, THERE, (), changes)
    assert [(one.code, one.where) for one in error.value.findings] == expected


# --- typed numbers -----------------------------------------------------------------------------------------


def test_what_is_asked_follows_from_the_rule() -> None:
    assert [one.prefix for one in groups(SIMPLE)] == [""]
    assert [one.prefix for one in groups(BOTH)] == ["", "weights."]
    assert [one.prefix for one in groups(CHAMBERS)] == ["in.cantons.", "in.cantons.weights.", "in.people."]
    one_for_all = replace(CHAMBERS, quorum=Quorum(at_least=HALF))
    assert groups(one_for_all)[0].prefix == ""
    assert names(VETO)[-3:] == ("member.BSU", "member.KHAZAR", "member.GSU")


TWELVE = "for=12 against=3 entitled=18"
NINE = "for=9 against=6 entitled=18"
CANTONS = (
    "in.cantons.for=12 in.cantons.against=14 in.cantons.entitled=26 in.cantons.weights.for=11.5"
    " in.cantons.weights.against=11.5 in.cantons.weights.entitled=23"
)


@pytest.mark.parametrize(
    ("rule", "typed", "carried", "decided_by"),
    [
        (BOTH, f"{TWELVE} weights.for=30.5 weights.against=30 weights.entitled=70", True, "majority"),
        (BOTH, f"{TWELVE} weights.for=61/2 weights.against=30,5 weights.entitled=70", False, "tie"),
        (BOTH, f"{NINE} weights.for=50 weights.against=1 weights.entitled=70", False, "majority_missed"),
        (CHAMBERS, f"{CANTONS} in.people.for=51 in.people.against=49 in.people.entitled=100", False, "tie"),
        (VETO, "for=5 entitled=9", True, "majority"),
        (VETO, "for=5 against=1 entitled=9 member.BSU=against", False, "consent_withheld"),
        (VETO, "for=5 abstain=1 entitled=9 member.BSU=abstain", True, "majority"),
        (VETO, "for=5 entitled=9 member.GSU=absent", False, "consent_withheld"),
        (VETO, "for=2 entitled=9 member.GSU=absent", False, "majority_missed"),
        (SIMPLE, "for=3 against=3 entitled=9", False, "tie"),
    ],
)  # fmt: skip
def test_numbers_decide_as_ballots_would(rule: VoteRule, typed: str, carried: bool, decided_by: str) -> None:
    told = dict(one.split("=") for one in typed.split())
    answer = what_if(rule, tally_typed(rule, told))
    assert (answer.outcome.carried, answer.outcome.decided_by) == (carried, decided_by)
    for lang in ("az", "en"):
        assert all(sentence.endswith((".", ":")) for sentence in render(answer.sentences, lang))


@pytest.mark.parametrize(
    ("rule", "typed", "expected"),
    [
        (SIMPLE, "for=x against=-1 entitled=1.5", ["for", "against", "entitled"]),
        (SIMPLE, "for=12 entitled=9", ["entitled"]),
        (SIMPLE, "for=12", ["entitled"]),
        (SIMPLE, "for=99999999 entitled=1", ["for"]),
        (BOTH, "for=1 entitled=2 weights.for=1e3", ["weights.for"]),
        (BOTH, "for=1 entitled=2", ["weights.entitled"]),
        (BOTH, "for=1 entitled=2 weights.against=3 weights.for=1 weights.entitled=9", ["weights.against"]),
        (VETO, "for=5 entitled=9 member.BSU=perhaps", ["member.BSU"]),
        (VETO, "for=5 against=1 entitled=9 member.BSU=against member.KHAZAR=against", ["member.KHAZAR"]),
        (
            replace(CHAMBERS, majorities=CHAMBERS.majorities[:1], quorum=Quorum(at_least=HALF)),
            "for=5 entitled=9 in.people.for=6 in.people.entitled=9",
            ["for", "present"],
        ),
    ],
)
def test_numbers_that_cannot_be_are_refused_all_at_once(
    rule: VoteRule, typed: str, expected: list[str]
) -> None:
    with pytest.raises(InvalidInput) as error:
        tally_typed(rule, dict(one.split("=") for one in typed.split()))
    assert sorted({one.where for one in error.value.findings}) == sorted(set(expected))


def typed_of(rule: VoteRule, counted: Tally) -> dict[str, str]:
    """What was counted, as somebody would type it."""
    return {
        group.prefix + name: written(value)
        for group in groups(rule)
        for name in NUMBERS
        for numbers in [counted.numbers(group.chamber, group.counting)]
        for value in [getattr(numbers, "for_" if name == "for" else name)]
    }


@given(
    st.lists(st.sampled_from(("for", "against", "abstain", "blank", "invalid", "")), min_size=6, max_size=6),
    st.lists(st.fractions(Fraction(1, 12), 9, max_denominator=12), min_size=6, max_size=6),
    st.sampled_from((SIMPLE, BOTH, CHAMBERS, HALL, replace(CHAMBERS, quorum=Quorum(at_least=HALF)))),
)
def test_what_was_counted_typed_again_decides_the_same(
    chosen: list[str], weights: list[Fraction], rule: VoteRule
) -> None:
    rows = [
        Elector(f"seat-{n}", f"U{n}", weight=weight, chamber=("people", "cantons")[n % 2])
        for n, weight in enumerate(weights)
    ]
    papers = [Paper(choice, f"seat-{n}") for n, choice in enumerate(chosen) if choice]
    counted = tally(rule, rows, papers, THERE)
    typed = typed_of(rule, counted)
    again = what_if(rule, tally_typed(rule, typed)).outcome
    held = decide_outcome(rule, counted)
    assert (again.carried, again.decided_by, again.quorate) == (held.carried, held.decided_by, held.quorate)


@pytest.mark.parametrize(
    ("number", "text"),
    [(12, "12"), (Fraction(53, 2), "26.5"), (Fraction(1, 3), "1/3"), (0, "0"), (Fraction(1, 20), "0.05")],
)
def test_numbers_are_written_so_that_they_can_be_typed(number: int | Fraction, text: str) -> None:
    assert written(number) == text


def test_one_number_measures_heads_alone() -> None:
    counts = Counts(9, 6, 0, 0, 3, 15, 15, 18)
    assert what_if(VoteRule.two_thirds(), counts).missing == 3
    composite = what_if(VETO, tally_typed(VETO, {"for": "2", "entitled": "9"}))
    assert (composite.missing, composite.turned, composite.spare) == (None, None, None)
    assert composite.sentences[-1].kind == "what_if"
