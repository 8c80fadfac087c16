"""Adoption without a vote on pages and in the API: members object or let it pass with a reservation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.story import demo_text, must
from support.story_app import Reader, StoryPlace, story_place

from ecar_governance.services import proposals
from ecar_governance.services.minutes_items import item_of


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def put(house: StoryPlace) -> str:
    """A resolution on the agenda of the open session."""
    desk, story = house.desk, house.story
    rector = story.people["rector"]
    _, text = demo_text("credit-recognition")
    case = must(proposals.draft(desk, rector, text, workflow="resolution")).events[0].subject
    act(house, case, "submit", rector)
    act(house, case, "place_directly", story.people["secretariat"], session=story.sessions["second"])
    return case


def act(house: StoryPlace, case: str, name: str, person: str, **inputs: str) -> None:
    version = house.desk.conference.cases[case].version
    must(proposals.act(house.desk, person, case, name, version, inputs))


def take(reader: Reader, case: str, transition: str, **inputs: str) -> str:
    form = reader.get(f"/proposals/{case}/act/{transition}")
    return reader.follow(reader.submit(form, f"/act/{transition}", **inputs)).text


def test_a_member_objects_takes_it_back_with_a_reservation_and_the_result_says_so(house: StoryPlace) -> None:
    case = put(house)
    rector, office = house.reader("rector"), house.reader("secretariat")
    take(rector, case, "object", reason="The costs are *not* told.")
    seen = office.get(f"/proposals/{case}").text
    assert "On adopting it without a vote" in seen
    assert "The costs are not told." in seen
    refused = office.get(f"/proposals/{case}/act/adopt_without_vote")
    assert "Objections on record: 1." in refused.text
    take(rector, case, "reserve", reason="Its costs are not ours.")
    take(office, case, "enter_objection", institution="BBU", reason="Said aloud.")
    take(house.reader("chair"), case, "reserve", reason="Said in writing.")
    take(office, case, "adopt_without_vote")
    vote = house.desk.conference.cases[case].vote
    page = office.get(f"/votes/{vote}").text
    for told in (
        "Its costs are not ours.",
        "Said in writing.",
        "no part of the agreement",
        "Adopted without a vote",
    ):
        assert told in page
    assert "The costs are" not in page
    held = house.desk.conference.votes[vote]
    session = house.desk.conference.sessions[held.session]
    item = next(one for one in session.items if one.case == case)
    [taken] = item_of(house.desk, session, item).votes
    assert "no part of the agreement: “Its costs are not ours.”" in taken.result["en"]
    assert "razılığa qoşulmadığını bildirib: “Said in writing.”" in taken.result["az"]


def test_who_has_no_seat_cannot_object(house: StoryPlace) -> None:
    case = put(house)
    for role in ("assistant", "auditor"):
        form = house.reader(role).send(f"/proposals/{case}/act/object")
        assert form.status in (403, 404, 409), role
    assert house.desk.conference.cases[case].objections == ()
