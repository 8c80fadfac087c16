"""Elections and ranked votes that really took place give the result on record."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ecar_governance.domain.voting.methods.counting import count_election, judge_tally
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Option
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.methods.rules import Approval, Cap, Debian, TransferableVote
from tests.support.elections import from_ranks
from tests.support.stv_by_hand import counted

FOLDER = Path(__file__).parents[1] / "data" / "rollcalls"


def load(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


WARDS = load("stv_glasgow_2007_sample.jsonl")
DEBIAN = load("debian_sample.jsonl")
COUNCILS = load("python_steering_council.jsonl")
FIRST_DAY_OF_RATIO_MET = "2015-12-13"
"""Version 1.6 of the constitution: a ratio of 3 is met by exactly three times as many."""


# --- the single transferable vote ---


def ward(record: dict[str, Any]) -> ElectionResult:
    names = record["options"]
    papers = [
        MarkedPaper(tuple((names[number - 1],) for number in order), times=times)
        for times, order in record["ballots"]
    ]
    return count_election(TransferableVote(record["seats"]), [Option(name) for name in names], papers)


@pytest.mark.parametrize("record", WARDS, ids=lambda record: record["id"])
def test_a_ward_elects_as_the_reference_count(record: dict[str, Any]) -> None:
    result = ward(record)
    assert result.needed is not None
    assert result.needed.smallest == record["reference_result"]["quota"]
    assert set(result.elected) == set(record["reference_result"]["elected"])
    assert (result.decided_by, result.open, result.lot) == ("votes", 0, None)


@pytest.mark.parametrize("record", WARDS, ids=lambda record: record["id"])
def test_every_stage_of_a_ward_is_that_of_a_count_paper_by_paper(record: dict[str, Any]) -> None:
    names = record["options"]
    papers = [[names[n - 1] for n in order] for times, order in record["ballots"] for _ in range(times)]
    sheet = counted(names, papers, record["seats"], sorted)
    result = ward(record)
    assert list(result.elected) == sheet.elected
    assert len(result.rounds) >= len(sheet.stages)
    for stage, ours in zip(sheet.stages, result.rounds, strict=False):
        assert {one: Fraction(votes) for one, votes in stage.items() if votes} == {
            one.option: one.votes for one in ours.standings if one.votes
        }


# --- Debian ---


def debian(record: dict[str, Any], **changed: Any) -> ElectionResult:
    ids = [str(option["n"]) for option in record["options"]]
    era = "1.0" if record["rule"]["era"].startswith("pre-2003") else "1.1"
    if record["date"] >= FIRST_DAY_OF_RATIO_MET:
        era = "1.6"
    settings = {"text": era, "quorum_root": Fraction(3, 2), **changed}
    return count_election(
        Debian(str(record["default_option"]), **settings),
        [
            Option(str(option["n"]), ratio=Fraction(option["majority"].split(":")[0]))
            for option in record["options"]
        ],
        [from_ranks(ids, paper["ranks"]) for paper in record["ballots"]],
        entitled=record["entitled"],
    )


@pytest.mark.parametrize("record", DEBIAN, ids=lambda record: record["id"])
def test_debian_decides_as_on_record(record: dict[str, Any]) -> None:
    result, official = debian(record), record["official_result"]
    assert list(result.elected) == [str(number) for number in official["winners"]]
    assert result.needed is not None
    assert result.needed.smallest - 1 < official["quorum_printed"] <= result.needed.smallest
    matrix = {f"{duel.one}>{duel.other}": duel.votes for duel in result.duels}
    matrix |= {f"{duel.other}>{duel.one}": duel.against for duel in result.duels}
    if official["beat_matrix"]:
        assert matrix == official["beat_matrix"]
    (steps,) = [one.steps for one in result.rounds]
    dropped = [step.options[0] for step in steps if step.kind == "below_ratio"]
    assert dropped == [str(number) for number in official["dropped_by_majority"]]


def test_all_versions_of_the_text_agree_where_their_differences_do_not_matter() -> None:
    for record in DEBIAN:
        winners = {debian(record, text=text).elected for text in ("1.0", "1.1", "1.6")}
        assert winners == {tuple(str(number) for number in record["official_result"]["winners"])}


def test_without_its_ratio_the_option_that_was_dropped_stays_in() -> None:
    (record,) = [one for one in DEBIAN if one["official_result"]["dropped_by_majority"]]
    plain = {**record, "options": [{**option, "majority": "1:1"} for option in record["options"]]}
    (steps,) = [one.steps for one in debian(plain).rounds]
    assert [step.options for step in steps if step.kind == "below_ratio"] == [("3",)]  # 133 to 205


# --- the Python Steering Council ---


@pytest.mark.parametrize("record", COUNCILS, ids=lambda record: record["id"])
def test_a_council_is_elected_as_on_record(record: dict[str, Any]) -> None:
    votes = record["ballots"]["approvals"]
    rule = Approval(record["seats"], cap=Cap(2), max_choices=record["rule"]["max_choices"])
    result = judge_tally(
        rule, [Option(name) for name in votes], votes, valid=record["cast"], entitled=record["entitled"]
    )
    assert set(result.elected) == set(record["official_result"]["elected"])
    assert (result.decided_by, result.open) == ("votes", 0)


def test_were_three_of_one_employer_ahead_the_lowest_of_them_would_be_passed_over() -> None:
    record = COUNCILS[2]
    votes = record["ballots"]["approvals"]
    first_three = [*votes][:3]
    named = [Option(name, group="one employer" if name in first_three else name) for name in votes]
    result = judge_tally(Approval(5, cap=Cap(2)), named, votes, valid=record["cast"])
    assert result.elected == (*first_three[:2], "Brett Cannon", "Thomas Wouters", "Christian Heimes")
    passed = [step.options for step in result.rounds[0].steps if step.kind == "over_cap"]
    assert passed == [(first_three[2],)]
