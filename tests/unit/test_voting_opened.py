"""The least time that a vote is open: exact, by the clock of its zone, whoever has voted; in a record, in
what is told of it, and in what the system itself decides."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from story import SYSTEM, Story, met
from support.opened_votes import SIMPLE, WEEK, by_secret_ballot, in_writing, said

from ecar_governance.cli.main import main
from ecar_governance.definitions.az import in_azerbaijani
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import (
    VoteRecord,
    from_plain,
    json_schema,
    read_records,
    record_of,
    series_of,
    to_plain,
)
from ecar_governance.domain.voting.opened import Opened, open_test
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.told import in_words, rule_in_words, tell
from ecar_governance.errors import InvalidInput

BAKU, BERLIN = "Asia/Baku", "Europe/Berlin"

YEARS = (datetime(2020, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001  # made aware below

KEPT, MISSED = True, False
TABLE: list[tuple[str, str, str, str, str, bool]] = [
    # what it is, the least time, opened, closed, the zone, whether it was kept
    ("the limit", "P7D", "2026-11-23T12:00:00+04:00", "2026-11-30T12:00:00+04:00", BAKU, KEPT),
    ("before it", "P7D", "2026-11-23T12:00:00+04:00", "2026-11-30T11:59:59.999999+04:00", BAKU, MISSED),
    ("after it", "P7D", "2026-11-23T12:00:00+04:00", "2026-11-30T12:00:00.000001+04:00", BAKU, KEPT),
    ("other offsets", "P7D", "2026-11-23T08:00:00Z", "2026-11-30T12:00:00+04:00", BAKU, KEPT),
    ("other offsets, missed", "P7D", "2026-11-23T12:00:00+04:00", "2026-11-30T11:00:00+05:00", BAKU, MISSED),
    ("to a microsecond", "PT1H", "2026-11-23T12:00:00.5+04:00", "2026-11-23T13:00:00.5+04:00", BAKU, KEPT),
    ("just missed", "PT1H", "2026-11-23T12:00:00.5+04:00", "2026-11-23T13:00:00.499999+04:00", BAKU, MISSED),
    ("at once", "PT1S", "2026-11-23T12:00:00+04:00", "2026-11-23T12:00:00+04:00", BAKU, MISSED),
    # Clocks go back in Berlin on 25 October 2026: a week is 169 hours there, and 168 hours are no week.
    ("back, the limit", "P7D", "2026-10-20T12:00:00+02:00", "2026-10-27T12:00:00+01:00", BERLIN, KEPT),
    ("back, before", "P7D", "2026-10-20T12:00:00+02:00", "2026-10-27T11:59:59.999999+01:00", BERLIN, MISSED),
    ("back, 168 hours", "P7D", "2026-10-20T12:00:00+02:00", "2026-10-27T11:00:00+01:00", BERLIN, MISSED),
    ("back, elapsed", "PT168H", "2026-10-20T12:00:00+02:00", "2026-10-27T11:00:00+01:00", BERLIN, KEPT),
    # They go forward on 29 March 2026: a week is 167 hours, and 168 hours are more.
    ("forward, the limit", "P7D", "2026-03-24T12:00:00+01:00", "2026-03-31T12:00:00+02:00", BERLIN, KEPT),
    ("forward, before", "P7D", "2026-03-24T12:00:00+01:00", "2026-03-31T11:59:59+02:00", BERLIN, MISSED),
    ("forward, elapsed", "PT168H", "2026-03-24T12:00:00+01:00", "2026-03-31T12:00:00+02:00", BERLIN, MISSED),
    # Baku has no such change.
    ("no change in Baku", "P7D", "2026-10-20T12:00:00+04:00", "2026-10-27T12:00:00+04:00", BAKU, KEPT),
    ("168 hours in Baku", "PT168H", "2026-10-20T12:00:00+04:00", "2026-10-27T12:00:00+04:00", BAKU, KEPT),
    # The hour that is skipped, and the one that comes twice.
    ("into a gap", "P1D", "2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", BERLIN, KEPT),
    ("the first of two", "P1D", "2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", BERLIN, KEPT),
    ("a month", "P1M", "2026-01-31T12:00:00+04:00", "2026-02-28T12:00:00+04:00", BAKU, KEPT),
    ("a month, missed", "P1M", "2026-01-31T12:00:00+04:00", "2026-02-28T11:59:00+04:00", BAKU, MISSED),
    ("no zone", "P7D", "2026-11-23T12:00:00+04:00", "2026-11-30T12:00:00+04:00", "", KEPT),
    ("no zone, missed", "P7D", "2026-11-23T12:00:00+04:00", "2026-11-30T11:59:00+04:00", "", MISSED),
    ("no zone, hours", "PT168H", "2026-10-20T12:00:00+02:00", "2026-10-27T11:00:00+01:00", "", KEPT),
]


def read(told: dict[str, Any]) -> VoteRecord:
    [(_, record)] = read_records(json.dumps(told).encode())
    assert isinstance(record, VoteRecord), record
    return record


@pytest.mark.parametrize(
    ("least", "opened", "closed", "zone", "kept"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_time_that_it_was_open_is_held_against_the_rule(
    least: str, opened: str, closed: str, zone: str, kept: bool
) -> None:
    told = said(rule={**SIMPLE, "open_at_least": least}, opened_at=opened, closed_at=closed, zone=zone)
    assert Draft202012Validator(json_schema()).is_valid(told)
    record = read(told)
    assert from_plain(told) == record == from_plain(to_plain(record))
    assert open_test(record.rule, record.when).kept is kept
    again = recount(record)
    assert [one.code for one in again.findings] == ([] if kept else ["recount.open_at_least"])
    assert again.result == "adopted"


@given(
    st.datetimes(*YEARS),
    st.integers(1, 40),
    st.sampled_from([BAKU, BERLIN, "America/St_Johns", ""]),
)
def test_a_microsecond_less_than_the_limit_is_too_early(opened: datetime, days: int, zone: str) -> None:
    rule = VoteRule(VoteRule.simple().majorities, open_at_least=f"P{days}D")
    begun = opened.replace(tzinfo=UTC)
    until = open_test(rule, Opened(begun, begun, zone)).until
    assert until is not None
    assert abs(until - begun - timedelta(days=days)) <= timedelta(hours=1)
    for moved, kept in ((0, True), (-1, False), (1, True)):
        closed = until + timedelta(microseconds=moved)
        assert open_test(rule, Opened(begun, closed, zone)).kept is kept


# --- what a record does not say ----------------------------------------------------------------------------


UNCHECKED = {
    "en_US": "The rule asks for it to be open for 7 days at least. Not checked: when it was open is not on "
    "record.",
    "az_AZ": "Qaydaya görə səsvermə ən azı 7 gün açıq qalmalıdır. Yoxlanılmayıb: səsvermənin nə vaxt açıq "
    "olduğu qeydə alınmayıb.",
}


@pytest.mark.parametrize(("lang", "told"), UNCHECKED.items())
def test_without_instants_it_is_not_checked_and_says_so(lang: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "vote.json"
    file.write_text(json.dumps(said()), encoding="utf-8")
    run = CliRunner().invoke(main, ["vote", "recount", str(file)], env={"LANG": lang, "LC_ALL": ""})
    assert run.exit_code == 0, run.output
    assert told in run.output
    assert open_test(read(said()).rule, None).kept is None


def test_nothing_is_said_where_nothing_is_asked_nor_known() -> None:
    kinds = {one.kind for one in tell(VoteRule.simple(), recount(read(said(rule=SIMPLE))).outcome)}
    assert "open" not in kinds


def test_what_is_adopted_without_a_vote_was_never_open() -> None:
    record = read(
        {"id": "x", "rule": WEEK, "obtained": "without_vote", "entitled": 3, "present": ["A", "B", "C"]}
    )
    again = recount(record)
    assert again.findings == ()
    told = tell(record.rule, again.outcome, when=record.when)
    assert [one for one in told if one.kind == "open"] == []


# --- what the command says ---------------------------------------------------------------------------------

TOO_EARLY = {
    "opened_at": "2026-11-23T12:00:00+04:00",
    "closed_at": "2026-11-30T11:59:59.999999+04:00",
    "zone": BAKU,
}
SAYS = (
    "Closed at 2026-11-30T11:59:59.999999+04:00; the rule has it open for P7D, "
    "until 2026-11-30T12:00:00+04:00."
)


def test_a_vote_closed_too_early_ends_the_command_with_1_and_tells_the_contradiction(tmp_path: Path) -> None:
    file = tmp_path / "vote.json"
    file.write_text(json.dumps(said(**TOO_EARLY)), encoding="utf-8")
    run = CliRunner().invoke(main, ["vote", "recount", str(file)], env={"LANG": "en_US", "LC_ALL": ""})
    assert run.exit_code == 1
    assert SAYS in run.output
    assert "it was closed too early." in run.output
    azerbaijani = CliRunner().invoke(
        main, ["vote", "recount", str(file)], env={"LANG": "az_AZ", "LC_ALL": ""}
    )
    assert azerbaijani.exit_code == 1
    assert in_azerbaijani(SAYS) != SAYS
    assert "Səsvermə vaxtından əvvəl bağlanıb." in azerbaijani.output
    as_json = CliRunner().invoke(main, ["vote", "recount", "--json", str(file)])
    [test] = json.loads(as_json.stdout)["open"]
    assert (test["open_at_least"], test["kept"]) == ("P7D", False)


def test_each_ballot_of_an_election_is_held_against_the_rule() -> None:
    papers = [{"marks": [["a"]], "times": 2}, {"marks": [["b"]], "times": 2}]
    rule = {"election": {"method": "majority", "ballots": 2, "onward": "all"}, "open_at_least": "PT2H"}
    held = [
        {"bundles": papers, "opened_at": "2026-11-23T10:00:00Z", "closed_at": "2026-11-23T12:00:00Z"},
        {
            "bundles": [{"marks": [["a"]], "times": 3}, papers[1]],
            "opened_at": "2026-11-23T13:00:00Z",
            "closed_at": "2026-11-23T14:59:59Z",
        },
    ]
    record = read({"id": "x", "rule": rule, "candidates": [{"id": "a"}, {"id": "b"}], "held": held})
    assert [(one.code, one.where) for one in recount(record).findings] == [
        ("recount.open_at_least", "x, ballot 2")
    ]


# --- what the system decides, and writes -------------------------------------------------------------------


@pytest.mark.parametrize("early", [True, False])
def test_its_own_record_says_when_it_was_open_and_holds(early: bool) -> None:
    story, vote = in_writing(ends_early=early)
    story.ballots(vote, "ffaabf")
    for actor, how in ((SYSTEM, "all_voted"), (story.office, "by_hand")):
        assert story.refused(story.closing(vote, how), actor) == ["vote.open_at_least"]
    story.wait(days=1)
    closed = story.close(vote, "all_voted" if early else "by_hand", by=SYSTEM if early else story.office)
    record = record_of(closed)
    plain = json.loads(json.dumps(to_plain(record)))
    assert plain["zone"] == BAKU
    assert plain["opened_at"].endswith("+04:00")
    assert plain["closed_at"].endswith("+04:00")
    assert read(plain) == from_plain(plain) == record
    assert recount(record).findings == ()
    test = open_test(record.rule, record.when)
    assert (test.until, test.kept) == (closed.not_before, True)


def test_what_the_system_refuses_the_recount_names() -> None:
    """All have voted, and the rule asks for a day: the system closes it not before, nor is it held after."""
    story, vote = in_writing(ends_early=True)
    story.ballots(vote, "ffaabf")
    story.wait(days=1)
    plain = to_plain(record_of(story.close(vote, "all_voted", by=SYSTEM)))
    opened = datetime.fromisoformat(plain["opened_at"])
    for moved, codes in ((timedelta(days=1), []), (timedelta(hours=3), ["recount.open_at_least"])):
        plain["closed_at"] = (opened + moved).isoformat()
        assert [one.code for one in recount(from_plain(plain)).findings] == codes
    # A rule without a least time lets it be over with the last ballot.
    plain["rule"] = {key: value for key, value in plain["rule"].items() if key != "open_at_least"}
    assert recount(from_plain(plain)).findings == ()


def test_no_deadline_ends_it_before_the_least_time() -> None:
    """A week in which clocks are set back is longer than 168 hours; the deadline waits for it."""
    story, vote = in_writing(lasts="PT23H", open_at_least="P1D")
    opened = story.vote(vote)
    assert opened.closes == opened.not_before == opened.opened + timedelta(days=1)


def test_a_secret_record_has_no_other_instants() -> None:
    closed = by_secret_ballot()
    plain = to_plain(record_of(closed))

    def instants(value: Any) -> set[str]:
        if isinstance(value, dict):
            return {one for inner in value.values() for one in instants(inner)}
        if isinstance(value, list | tuple):
            return {one for inner in value for one in instants(inner)}
        try:
            return {value} if isinstance(value, str) and datetime.fromisoformat(value) else set()
        except ValueError:
            return set()

    assert instants(plain) == {plain["opened_at"], plain["closed_at"]}
    cast = {mark.at for mark in closed.marks.values()}
    assert len(cast) > 1
    assert not {one.isoformat() for one in cast} & instants(plain) - {plain["opened_at"], plain["closed_at"]}


def test_a_series_has_the_instants_of_each_ballot() -> None:
    closed = by_secret_ballot()
    whole = series_of([closed, closed])
    assert (whole.opened_at, whole.closed_at, whole.zone) == (None, None, BAKU)
    assert {(one.opened_at, one.closed_at) for one in whole.held} == {(closed.opened, closed.closed)}
    assert from_plain(json.loads(json.dumps(to_plain(whole)))) == whole


@pytest.mark.parametrize("way", ["adopt_without_vote", "enter_hand_count"])
def test_where_nobody_cast_a_ballot_nothing_was_open(way: str) -> None:
    story: Story
    story, session = met()
    case = story.on_agenda(session)
    if way == "enter_hand_count":
        story.count(case, **{"for": 3, "against": 1, "abstain": 1, "invalid": 1, "tellers": ("r3",)})
    else:
        story.act(case, way)
    record = record_of(story.vote(story.case(case).vote))
    assert (record.opened_at, record.closed_at, record.zone) == (None, None, "")


def test_before_anybody_votes_the_rule_says_how_long_it_stays_open() -> None:
    motion = VoteRule(VoteRule.simple().majorities, open_at_least="P3D")
    assert rule_in_words(motion, "en").endswith("It stays open for 3 days at least, whoever has voted.")
    assert rule_in_words(motion, "az").endswith(
        "Kimin səs verib-verməməsindən asılı olmayaraq, səsvermə ən azı 3 gün açıq qalır."
    )


def test_the_least_time_is_a_duration() -> None:
    for wrong in ("7 days", "P0D", "", "P1000Y"):
        with pytest.raises(InvalidInput):
            VoteRule(VoteRule.simple().majorities, open_at_least=wrong)


def test_the_sentences_stand_before_the_verdict() -> None:
    record = read(said(**TOO_EARLY))
    told = tell(record.rule, recount(record).outcome, when=record.when)
    assert [one.kind for one in told][-3:] == ["open", "open", "verdict"]
    opened, least, verdict = in_words(told, "en")[-3:]
    assert opened == (
        "Open from 23 November 2026, 12:00 (UTC+04:00) to 30 November 2026, 11:59 (UTC+04:00), "
        "by the clock of Asia/Baku."
    )
    assert least.endswith("here until 30 November 2026, 12:00 (UTC+04:00): it was closed too early.")
    assert verdict == "Adopted."
