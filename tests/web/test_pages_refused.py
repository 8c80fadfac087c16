"""The register of refused attempts on its page: for auditors and administrators alone, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.story_app import StoryPlace, story_place

from ecar_governance.domain import commands as c
from ecar_governance.domain.events import Actor
from ecar_governance.services.work import deciding

HERE = "/history/refused"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def refuse(house: StoryPlace, *, step: str = "withdraw", times: int = 1) -> str:
    """Somebody tries a step with a case and is refused; gives their id."""
    conference = house.desk.conference
    person = sorted(conference.persons)[0]
    case = sorted(conference.cases)[0]
    for _ in range(times):
        actor = Actor("person", person)
        house.desk.perform(deciding(c.TakeAction(case, step, 0), actor), actor=actor)
    return person


def test_it_tells_who_tried_what_and_why_not(house: StoryPlace) -> None:
    refuse(house, times=3)
    page = house.reader("auditor").get(HERE)
    assert page.status == 200
    assert "Take a step with a proposal" in page.text
    assert "3 times on that day" in page.text
    assert "it is kept for 90 days" in page.text
    told = house.reader("auditor", "az").get(HERE)
    assert "Təklif üzrə addım atmaq" in told.text
    assert "həmin gün 3 dəfə" in told.text
    assert "Rədd edilmiş cəhdlər" in house.reader("auditor", "az").get("/history").text


def test_it_is_empty_where_nobody_was_refused(house: StoryPlace) -> None:
    assert "Nobody has been refused anything." in house.reader("administrator").get(HERE).text


def test_it_is_of_one_person_and_leafed_through(house: StoryPlace) -> None:
    person = refuse(house)
    assert "Take a step" in house.reader("auditor").get(f"{HERE}?person={person}").text
    assert "Take a step" not in house.reader("auditor").get(f"{HERE}?person=nobody").text
    assert house.reader("auditor").get(f"{HERE}?before=2020-01-01T00:00:00%2B00:00").status == 200
    assert house.reader("auditor").get(f"{HERE}?before=nonsense").status == 200


@pytest.mark.parametrize("role", ["rector", "secretariat"])
def test_nobody_else_may_read_it(house: StoryPlace, role: str) -> None:
    assert house.reader(role).get(HERE).status == 403
    assert HERE not in house.reader(role).get("/").html
