"""What nobody types by hand but somebody will send: days at the calendar's ends, numbers of any length."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.story_app import StoryPlace, story_place

LONG = "9" * 5000
HUGE = "9" * 20


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoryPlace]:
    folder: Path = tmp_path_factory.mktemp("extremes")
    with story_place(folder) as made:
        yield made


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0001-01-02"])
@pytest.mark.parametrize("path", ["/members?asof={}", "/history?asof={}"])
def test_a_day_at_the_end_of_the_calendar_is_shown_or_passed_over(
    house: StoryPlace, path: str, day: str
) -> None:
    assert house.reader("auditor").get(path.format(day)).status == 200


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59%2B00:00", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"]
)
def test_an_instant_at_the_end_of_the_calendar_is_passed_over(house: StoryPlace, at: str) -> None:
    assert house.reader("auditor").get(f"/history/refused?until={at}&skip=1").status == 200


@pytest.mark.parametrize("path", [f"/history/{HUGE}", f"/api/v1/audit/events/{HUGE}"])
def test_a_position_beyond_every_log_is_not_there(house: StoryPlace, path: str) -> None:
    assert house.reader("auditor").get(path).status == 404


@pytest.mark.parametrize(
    "query",
    [
        f"after={HUGE}",
        f"before={HUGE}",
        f"after=-{HUGE}",
        "until=0001-01-01T00:00:00%2B14:00",
        "until=9999-12-31T23:59:59-14:00",
    ],
)
def test_the_log_is_asked_for_what_it_cannot_hold(house: StoryPlace, query: str) -> None:
    assert house.reader("auditor").get(f"/api/v1/audit/events?{query}").status < 500


@pytest.mark.parametrize("field", ["until", "begins"])
def test_the_api_names_the_field_of_an_instant_beyond_the_calendar(house: StoryPlace, field: str) -> None:
    office, at = house.reader("secretariat"), "0001-01-01T00:00:00+14:00"
    seat = sorted(house.desk.conference.seats)[0]
    path, data = {
        "until": ("/api/v1/proxies", {"seat": seat, "holder": seat, "until": at}),
        "begins": ("/api/v1/sessions", {"begins": at, "place": {"az": "B", "en": "B"}}),
    }[field]
    answer = office.browser.post(path, json=data, headers={"X-CSRF-Token": office.csrf})
    assert answer.status_code == 422
    assert field in answer.text


def test_a_session_before_the_calendar_is_refused_with_its_field(house: StoryPlace) -> None:
    office = house.reader("secretariat")
    seen = office.submit(office.get("/sessions/new"), "/sessions/new", begins="0001-01-01T00:00")
    assert seen.status == 422
    assert "Please give day and hour." in seen.text


@pytest.mark.parametrize("field", ["since", "until"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_mandate_at_the_end_of_the_calendar_is_no_error(house: StoryPlace, field: str, day: str) -> None:
    office = house.reader("secretariat")
    form = office.get("/members/mandates/new")
    seen = office.submit(form, "/members/mandates/new", kind="observer", **{field: day})
    assert seen.status in (303, 409, 422)
    assert office.get("/members").status == 200


@pytest.mark.parametrize("version", [LONG, HUGE])
def test_a_version_of_any_length_is_another_version(house: StoryPlace, version: str) -> None:
    case = sorted(house.desk.conference.cases)[0]
    office = house.reader("rector")
    assert office.send(f"/proposals/{case}/edit", version=version).status < 500
    rules = house.desk.conference.workflows[house.desk.conference.cases[case].workflow_hash].workflow
    for name in sorted(rules.transitions):
        assert office.send(f"/proposals/{case}/act/{name}", version=version).status < 500
