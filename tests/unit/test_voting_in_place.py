"""Majorities of which one does in the place of another: the voting rule of the Council of the European Union,
by every step from the YAML to the recount; and against each of them alone."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ecar_governance.definitions import reading_votes
from ecar_governance.definitions.findings import Findings
from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import compose
from ecar_governance.definitions.values import Values
from ecar_governance.domain.proving.monitors import decides
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, read_records
from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import from_hand_count, tally
from ecar_governance.domain.voting.thresholds import Majority, majority_of
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import DefinitionInvalid, InvalidInput

# Millions of people, to a tenth, as Eurostat rounds them for 2022; only their sums matter here.
PEOPLE = {
    "DE": "83.2", "FR": "67.9", "IT": "59.0", "ES": "47.4", "PL": "37.7", "RO": "19.0", "NL": "17.6",
    "BE": "11.6", "CZ": "10.5", "SE": "10.5", "EL": "10.5", "PT": "10.4", "HU": "9.7", "AT": "9.0",
    "BG": "6.8", "DK": "5.9", "FI": "5.5", "SK": "5.4", "IE": "5.1", "HR": "3.9", "LT": "2.8", "SI": "2.1",
    "LV": "1.9", "EE": "1.3", "CY": "0.9", "LU": "0.6", "MT": "0.5",
}  # fmt: skip
WRITTEN = """
- {at_least: 11/20, of: entitled}
- {number: 15}
- at_least: 13/20
  of: entitled
  counting: weights
  or: [{number: 24}]
"""


def read(majority: str) -> VoteRule:
    """The rule of a vote with these majorities, as a procedure is read."""
    vote = {"body": "plenary", "ballot": "roll_call", "majority": yaml.safe_load(majority)}
    text = yaml.safe_dump({"vote": vote})
    findings = Findings("council", text)
    node = compose(text, findings)
    assert node is not None
    spec = reading_votes.read_vote(Keys(Values(findings), node, ("council",), ("vote",)))
    findings.refuse()
    assert spec is not None
    return spec.rule


COUNCIL = read(WRITTEN)


def council(not_for: str, *, abstaining: bool = False) -> Outcome:
    """The outcome when those members do not vote for it and all others do."""
    apart = not_for.split()
    electors = [Elector(name, name, (), Fraction(people)) for name, people in PEOPLE.items()]
    word = "abstain" if abstaining else "against"
    papers = [Paper(word if name in apart else "for", name) for name in PEOPLE]
    return decide_outcome(COUNCIL, tally(COUNCIL, electors, papers))


SMALL = "MT LU CY EE LV SI LT HR IE SK FI DK"


@pytest.mark.parametrize(
    ("not_for", "carried", "met"),
    [
        ("", True, (True, True, True)),
        ("DE FR IT", True, (True, True, False)),  # 47 in 100 people, and only three members
        ("DE FR IT MT", False, (True, True, False)),
        ("DE FR MT", True, (True, True, True)),
        ("DE FR ES PL", False, (True, True, False)),
        (SMALL, True, (True, True, True)),  # fifteen for, with more than nine people in ten
        (f"{SMALL} BG", False, (False, False, True)),
    ],
)
@pytest.mark.parametrize("abstaining", [False, True])
def test_a_blocking_minority_of_the_council_takes_four_members(
    not_for: str, carried: bool, met: tuple[bool, ...], abstaining: bool
) -> None:
    """Treaty on European Union, article 16(4): abstaining helps nothing there."""
    outcome = council(not_for, abstaining=abstaining)
    assert outcome.carried is carried
    assert tuple(test.passed for test in outcome.tests) == met
    assert outcome.decided_by == ("majority" if carried else "majority_missed")


def test_what_does_in_its_place_is_tested_beside_it() -> None:
    people = council("DE FR IT").tests[2]
    assert not people.passed
    assert people.met
    assert [(way.reached, way.smallest, way.passed) for way in people.or_] == [(24, 24, True)]


def test_a_record_says_it_in_the_same_words_and_is_counted_again() -> None:
    rule = {
        "majority": [
            {"at_least": "11/20"},
            {"number": 15},
            {"at_least": "13/20", "counting": "weights", "or": [{"number": 24}]},
        ]
    }
    electors = [{"seat": name, "institution": name, "weight": people} for name, people in PEOPLE.items()]
    against = ["DE", "FR", "IT"]
    ballots = {"for": [name for name in PEOPLE if name not in against], "against": against}
    for result, agrees in (("adopted", True), ("rejected", False)):
        told = {"id": "x", "rule": rule, "electorate": electors, "ballots": ballots, "result": result}
        [(_line, record)] = read_records(json.dumps(told).encode())
        assert isinstance(record, VoteRecord)
        assert record.rule == VoteRule(COUNCIL.majorities)
        assert (recount(record).findings == ()) is agrees


# --- against each of them alone ---

shares = st.fractions(min_value=Fraction(1, 9), max_value=1, max_denominator=9)
ways = st.one_of(
    st.builds(
        lambda share, base, strict: majority_of(share, base, strict=strict and share < 1),
        shares,
        st.sampled_from(["for_and_against", "cast", "present", "entitled"]),
        st.booleans(),
    ),
    st.builds(lambda number: Majority(number=number), st.integers(1, 9)),
)
houses = st.tuples(*[st.integers(0, 5)] * 5).filter(any)


@given(ways, st.lists(ways, min_size=1, max_size=3), houses)
def test_one_of_them_carries_what_any_of_them_carries_alone(
    first: Majority, others: list[Majority], house: tuple[int, int, int, int, int]
) -> None:
    yes, no, abstain, silent, away = house
    there = yes + no + abstain + silent
    counts = from_hand_count(yes, no, abstain, 0, there, there + away)
    together = VoteRule((replace(first, or_=tuple(others)),))
    alone = [VoteRule((one,)) for one in (first, *others)]
    assert decide_outcome(together, counts).carried is any(
        decide_outcome(one, counts).carried for one in alone
    )
    assert without_vote(together, there, there + away).carried is any(
        without_vote(one, there, there + away).carried for one in alone
    )


def test_what_would_be_enough_by_votes_alone_is_not_left_to_the_chair() -> None:
    """4 to 4 misses the half, but not the four votes that do in its place: nothing is equal about that."""
    half = majority_of(Fraction(1, 2), "for_and_against", strict=True)
    counts = from_hand_count(4, 4, 0, 0, 8, 8)
    due = decide_outcome(VoteRule((half,), tie="chair"), counts)
    assert due.decided_by == "casting_vote_due"
    for enough, decided_by in ((4, "majority"), (5, "casting_vote_due")):
        rule = VoteRule((replace(half, or_=(Majority(number=enough),)),), tie="chair")
        assert decide_outcome(rule, counts).decided_by == decided_by


# --- how it is written ---


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{at_least: 2/3, of: cast, or: [{at_least: 1/2}]}", "does not say what it is a share of"),
        ("{at_least: 2/3, of: cast, or: [{number: 3, or: [{number: 4}]}]}", "or"),
        ("{at_least: 2/3, of: cast, or: [{number: 3, more_than: 1/2, of: cast}]}", "says one of"),
    ],
)
def test_what_is_wrong_in_it_is_found(written: str, said: str) -> None:
    with pytest.raises(DefinitionInvalid) as caught:
        read(written)
    assert any(said in finding.message for finding in caught.value.findings)


def test_nothing_does_in_the_place_of_what_does_in_a_place() -> None:
    with pytest.raises(InvalidInput, match="nothing in its own place"):
        Majority(number=1, or_=(Majority(number=2, or_=(Majority(number=3),)),))


@pytest.mark.parametrize(
    ("other", "proven"),
    [
        ({"at_least": Fraction(1, 2), "of": "entitled"}, True),
        ({"at_least": Fraction(2, 3), "of": "cast"}, False),
    ],
)
def test_a_few_cannot_carry_it_only_where_no_way_lets_them(other: dict[str, Any], proven: bool) -> None:
    first = majority_of(Fraction(2, 3), "entitled", strict=False)
    assert decides(VoteRule((replace(first, or_=(Majority(**other),)),))) is proven
