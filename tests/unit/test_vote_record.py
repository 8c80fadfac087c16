"""A vote as a file: recounted from its papers, whatever way the result was had; a touched one is named."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from story import Story, met
from support.rollcalls import MOTIONS, converted

from ecar_governance.domain.canonical import canonical
from ecar_governance.domain.recounting import Recounted, recount
from ecar_governance.domain.state import Vote
from ecar_governance.domain.vote_record import VoteRecord, from_plain, json_schema, record_of, to_plain
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.errors import InvalidInput

COUNTED = {"for": 3, "against": 1, "abstain": 1, "invalid": 1}


def by_ballots(choices: str = "ffab--", leaving: Iterable[int] = ()) -> Vote:
    story, session = met()
    vote = story.open_vote(story.on_agenda(session))
    for number in leaving:
        story.attend(session, number, there=False)
    story.ballots(vote, choices)
    return story.close(vote)


def by_secret_ballots(choices: str = "ffffab", leaving: Iterable[int] = ()) -> Vote:
    story, session = met()
    case = story.draft("membership")
    story.act(case, "apply", story.by("r0"), institution="NEW")
    story.act(case, "confirm")
    story.act(case, "place_on_agenda", session=session)
    vote = story.open_vote(case)
    for number in leaving:
        story.attend(session, number, there=False)
    story.ballots(vote, choices)
    return story.close(vote)


def without_ballots(way: str, **inputs: Any) -> Vote:
    story, session = met()
    case = story.on_agenda(session)
    if way == "enter_hand_count":
        story.count(case, **inputs)
    else:
        story.act(case, way, **inputs)
    return story.vote(story.case(case).vote)


VOTES = {
    "roll_call": by_ballots,
    "secret": by_secret_ballots,
    "hand_count": lambda: without_ballots("enter_hand_count", **COUNTED, tellers=("r3",)),
    "without_vote": lambda: without_ballots("adopt_without_vote"),
}


def record(way: str) -> VoteRecord:
    return record_of(VOTES[way]())


@pytest.mark.parametrize("way", sorted(VOTES))
def test_a_record_goes_through_a_file_and_counts_again(way: str) -> None:
    made = record(way)
    written = canonical(to_plain(made))
    again = from_plain(json.loads(written))
    assert again == made
    assert recount(again) == Recounted(made.outcome, "adopted", ())
    assert made.schema == "ecar-vote-record/1"


@settings(max_examples=60)
@given(st.text("fab-", min_size=6, max_size=6), st.sets(st.integers(0, 5)), st.booleans())
def test_any_vote_counts_again(choices: str, leaving: set[int], secret: bool) -> None:
    """Also when some who are recorded as gone have voted: they count as present."""
    made = record_of((by_secret_ballots if secret else by_ballots)(choices, leaving))
    assert made.outcome.counts.present == len(
        {n for n in range(6) if n not in leaving} | {n for n, x in enumerate(choices) if x != "-"}
    )
    assert recount(from_plain(to_plain(made))) == Recounted(made.outcome, made.result, ())


@pytest.mark.parametrize("way", ["roll_call", "secret"])
def test_every_paper_turned_changes_the_result_claimed(way: str) -> None:
    made = record(way)
    for place, paper in enumerate(made.papers):
        for choice in ("for", "against", "abstain", "blank", "invalid"):
            if choice == paper.choice:
                continue
            turned = replace(paper, choice=choice)
            papers = (*made.papers[:place], turned, *made.papers[place + 1 :])
            findings = recount(replace(made, papers=papers)).findings
            assert [f.code for f in findings] == ["recount.differs"]


def test_a_paper_more_or_fewer_than_marks_is_named() -> None:
    made = record("secret")
    for papers in (made.papers[1:], (*made.papers[:3], *made.papers[4:])):
        findings = recount(replace(made, papers=papers)).findings
        assert "recount.marks" in [f.code for f in findings]
    findings = recount(replace(made, papers=made.papers[:0], voted=())).findings
    assert [f.code for f in findings] == ["recount.differs"]


def test_papers_that_cannot_be_counted_are_refused_with_each_fault() -> None:
    made = record("roll_call")
    wrong = (Paper("for", "seat-NOWHERE"), Paper("for", "seat-U0"), Paper("perhaps", "seat-U0"))
    with pytest.raises(InvalidInput) as raised:
        recount(replace(made, papers=wrong))
    assert {f.code for f in raised.value.findings} >= {"choice_unknown", "paper_twice", "seat_not_entitled"}


@pytest.mark.parametrize("way", sorted(VOTES))
def test_a_verdict_claimed_otherwise_differs(way: str) -> None:
    made = record(way)
    claimed = replace(made.outcome, carried=not made.outcome.carried)
    findings = recount(replace(made, outcome=claimed)).findings
    assert [f.code for f in findings] == ["recount.differs"]


def test_fewer_present_than_claimed_differs() -> None:
    made = record("without_vote")
    findings = recount(replace(made, present=made.present[:2])).findings
    assert [f.code for f in findings] == ["recount.differs"]


def test_an_open_vote_has_no_record() -> None:
    story: Story
    story, session = met()
    vote = story.open_vote(story.on_agenda(session))
    with pytest.raises(InvalidInput, match="no result yet"):
        record_of(story.vote(vote))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"schema": "ecar-vote-record/2"}, "schema"),
        ({"obtained": "by_magic"}, "obtained"),
        ({"papers": [{"choice": 1}]}, "papers"),
        ({"electorate": None}, "electorate"),
        ({"rule": {"majority": []}}, "majority"),
        ({"rule": {"majority": [{"more_than": "3/2", "of": "cast"}]}}, "3/2"),
        ({"rule": {"majority": [{"more_than": "half", "of": "cast"}]}}, "fraction"),
    ],
)
def test_what_is_no_record_is_refused_with_the_place(change: dict[str, Any], place: str) -> None:
    plain = {**json.loads(canonical(to_plain(record("roll_call")))), **change}
    with pytest.raises(InvalidInput, match=place):
        from_plain(plain)


@pytest.mark.parametrize("way", sorted(VOTES))
def test_the_schema_describes_every_record(way: str) -> None:
    validator = Draft202012Validator(json_schema())
    told = json.loads(json.dumps(to_plain(record(way))))
    assert [error.message for error in validator.iter_errors(told)] == []
    assert not validator.is_valid({**told, "colour": "red"})
    assert not validator.is_valid({key: one for key, one in told.items() if key != "rule"})


@pytest.mark.parametrize("name", MOTIONS)
def test_the_schema_describes_every_set_of_the_public_record(name: str) -> None:
    validator = Draft202012Validator(json_schema())
    for raw in list(converted(name))[:20]:
        assert [error.message for error in validator.iter_errors(raw)] == [], raw["id"]


def test_nothing_at_all_is_no_record() -> None:
    for value in (None, [], {}, "x", 1):
        with pytest.raises(InvalidInput, match="not a vote record"):
            from_plain(value)


def test_the_papers_of_a_secret_record_name_no_seat() -> None:
    made = record("secret")
    assert all(paper.seat is None and paper.reason is None for paper in made.papers)
    assert list(made.papers) == sorted(made.papers, key=lambda paper: paper.choice)
