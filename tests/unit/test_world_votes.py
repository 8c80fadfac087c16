"""Real votes beside the sets of the public record: `tests/data/world/votes.jsonl`, each with its source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from ecar_governance.cli.main import main
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import VoteRecord, json_schema, read_records
from ecar_governance.errors import InvalidInput

FILE = Path(__file__).parents[1] / "data" / "world" / "votes.jsonl"
RAW: dict[str, dict[str, Any]] = {
    told["id"]: told for told in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
}
SIMPLE: dict[str, Any] = {"majority": {"more_than": "1/2", "of": "for_and_against"}}
BALLOTS: dict[str, Any] = {"ballots": {"for": ["A", "B"], "against": ["C"]}}
ELECTION: dict[str, Any] = {
    "rule": {"election": {"method": "plurality"}},
    "candidates": [{"id": "x"}, {"id": "y"}],
    "marks": {"votes": {"x": 5, "y": 3}, "valid": 8},
}


def read(told: dict[str, Any]) -> VoteRecord:
    [(_, record)] = read_records(json.dumps({"id": "v"} | told).encode())
    assert isinstance(record, VoteRecord), record
    return record


def test_every_vote_has_its_source_and_its_result() -> None:
    assert len(RAW) > 80
    for told in RAW.values():
        assert told["source"]
        assert told["title"]
        assert told["result"]


@pytest.mark.parametrize("name", sorted(RAW))
def test_the_vote_comes_out_as_on_record(name: str) -> None:
    again = recount(read(RAW[name]))
    assert again.findings == ()
    assert again.result == RAW[name]["result"]


def test_the_command_says_so(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["vote", "recount", str(FILE)])
    assert run.exit_code == 0, run.output
    assert f"{len(RAW)} as on record, 0 otherwise; 0 cannot be counted." in run.output
    wrong = RAW["us-impeachment-1936-ritter-7"] | {"result": "rejected"}
    (tmp_path / "v.json").write_text(json.dumps(wrong), encoding="utf-8")
    run = CliRunner().invoke(main, ["vote", "recount", str(tmp_path / "v.json")])
    assert run.exit_code == 1
    assert "On record it was rejected; by its own rule it is adopted (majority)." in run.output


def test_the_schema_describes_each() -> None:
    validator = Draft202012Validator(json_schema())
    for name, told in RAW.items():
        assert [error.message for error in validator.iter_errors(told)] == [], name


OTHERWISE: list[tuple[str, dict[str, Any]]] = [
    # More than two thirds for two thirds, more than three fifths for three fifths.
    ("us-impeachment-1936-ritter-7", {"majority": {"more_than": "2/3", "of": "present"}}),
    ("us-cloture-2009-12-23", {"majority": {"more_than": "3/5", "of": "entitled"}}),
    # Of the entitled where those present, or those voting, are meant.
    ("us-impeachment-1936-ritter-7", {"majority": {"at_least": "2/3", "of": "entitled"}}),
    ("unga-181-1947", {"majority": {"at_least": "2/3", "of": "cast"}}),
    # The rule of the plenary in its committee: one vote short.
    ("unga-181-committee", {"majority": {"at_least": "2/3", "of": "for_and_against"}}),
    # Of those voting where the members are meant.
    ("bundestag-1972-barzel", SIMPLE),
    ("bundestag-2025-merz-1", SIMPLE),
    ("commons-2019-09-04", {"majority": {"at_least": "2/3", "of": "for_and_against"}}),
    ("scotland-1979", SIMPLE),
    # The veto left out, or an abstention taken for one.
    ("unsc-1956-s3710", {"majority": {"number": 7}}),
    ("unsc-1947-corfu", {"majority": {"number": 7}}),
    (
        "unsc-1973-2011",
        {
            "majority": {"number": 9},
            "consent": {"members": ["China", "Russian Federation"], "withheld_by": ["against", "abstain"]},
        },
    ),
    (
        "unsc-82-1950",
        {"majority": {"number": 7}, "consent": {"members": ["USSR"], "withheld_by": ["absent"]}},
    ),
    # An equal division that nobody decides.
    ("us-casting-2022-ira", {"majority": {"more_than": "1/2", "of": "for_and_against"}}),
    # One of two majorities.
    ("ch-1975-03-02", {"majority": {"more_than": "1/2", "of": "for_and_against", "chamber": "people"}}),
]


@pytest.mark.parametrize(("name", "rule"), OTHERWISE)
def test_another_rule_would_have_made_it_another_result(name: str, rule: dict[str, Any]) -> None:
    again = recount(read(RAW[name] | {"rule": rule, "claimed": {}}))
    assert again.result != RAW[name]["result"]
    assert "recount.differs" in {one.code for one in again.findings}


CANTONS = [f"c{number}" for number in range(20)] + [f"h{number}" for number in range(6)]
STATES: dict[str, Any] = {
    "rule": {
        "majority": [
            {"more_than": "1/2", "of": "for_and_against", "chamber": "people"},
            {"more_than": "1/2", "of": "entitled", "counting": "weights", "chamber": "cantons"},
        ]
    },
    "electorate": [
        {"seat": one, "institution": one, "chamber": "cantons", "weight": "1" if one[0] == "c" else "1/2"}
        for one in CANTONS
    ],
}


@pytest.mark.parametrize(
    ("people", "whole", "half", "decided_by"),
    [
        ((101, 100), 10, 3, "tie"),  # 11 1/2 to 11 1/2
        ((101, 100), 10, 4, "majority"),  # 12 to 11
        ((101, 100), 11, 2, "majority"),
        ((100, 100), 11, 3, "tie"),  # exactly half of the people
        ((100, 101), 20, 6, "majority_missed"),
        ((101, 100), 10, 2, "majority_missed"),
    ],
)
def test_people_and_cantons_at_the_edge(
    people: tuple[int, int], whole: int, half: int, decided_by: str
) -> None:
    yes = CANTONS[:whole] + CANTONS[20 : 20 + half]
    no = [one for one in CANTONS if one not in yes]
    counts = {"people": {"for": people[0], "against": people[1]}}
    again = recount(read(STATES | {"counts": counts, "ballots": {"for": yes, "against": no}}))
    assert again.outcome.decided_by == decided_by


IDLE: list[tuple[dict[str, Any], list[str]]] = [
    ({"rule": SIMPLE, **BALLOTS, "marks": ELECTION["marks"]}, ["marks"]),
    (
        {"rule": SIMPLE, **BALLOTS, "candidates": [{"id": "x"}], "preferred": ["x"]},
        ["candidates", "preferred"],
    ),
    ({"rule": SIMPLE, "held": [{}]}, ["held"]),
    ({"rule": SIMPLE, **BALLOTS, "voted": ["A"]}, ["voted"]),
    ({"rule": SIMPLE, **BALLOTS, "obtained": "without_vote", "entitled": 5, "present": 4}, ["ballots"]),
    (ELECTION | BALLOTS | {"counts": {"": {"for": 1, "against": 9}}}, ["ballots", "counts"]),
    (ELECTION | {"casting_vote": "for"}, ["casting_vote"]),
    (ELECTION | {"preferred": ["x"]}, ["preferred"]),
    (ELECTION | {"candidates": [{"id": "x", "ratio": 3}, {"id": "y"}]}, ["x"]),
    (ELECTION | {"marks": None, "bundles": [{"marks": [["x"]], "weight": 2}]}, ["bundles"]),
    (
        {k: v for k, v in ELECTION.items() if k != "marks"}
        | {"held": [{"marks": ELECTION["marks"], "preferred": ["x"]}]},
        ["ballot 1 preferred"],
    ),
]


@pytest.mark.parametrize(("told", "fields"), IDLE)
def test_a_field_that_says_nothing_is_refused(told: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        recount(read(told))
    assert [(one.code, one.where) for one in caught.value.findings] == [
        ("record.field_idle", field) for field in fields
    ]


@pytest.mark.parametrize(
    ("tie", "numbers", "told"),
    [
        ("chair", (5, 5), []),
        ("chair", (6, 5), ["recount.casting"]),
        ("rejected", (5, 5), ["recount.casting"]),
    ],
)
def test_a_casting_vote_that_nobody_had_is_told(tie: str, numbers: tuple[int, int], told: list[str]) -> None:
    record = {
        "rule": SIMPLE | {"tie": tie},
        "counts": {"": {"for": numbers[0], "against": numbers[1]}},
        "casting_vote": "for",
    }
    assert [one.code for one in recount(read(record)).findings] == told
