"""A meeting on its pages: run by the chair, the door, moved, cancelled, minuted, shown in the hall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from support.story_app import StoryPlace, story_place

from ecar_governance.services import sessions


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def held(house: StoryPlace, name: str = "second"):  # type: ignore[no-untyped-def]
    return house.desk.conference.sessions[house.story.sessions[name]]


def test_items_are_called_up_and_the_session_is_suspended_and_goes_on(house: StoryPlace) -> None:
    reader, place = house.reader("secretariat"), f"/sessions/{house.story.sessions['second']}/control"
    seen = reader.get(place)
    assert "Call up item 2" in seen.text
    assert "15 of 19 present" in seen.text
    seen = reader.follow(reader.submit(seen, "/call", item="2"))
    assert held(house).current == 2
    again = reader.submit(seen, "/call", item="2")
    assert (again.status, "Item 2 is before the session already." in again.text) == (409, True)
    refused = reader.submit(seen, "/suspend")
    assert (refused.status, "The vote on item 4 is still open." in refused.text) == (409, True)
    wrong = reader.submit(seen, "/suspend", until="later")
    assert (wrong.status, "Please give day and hour." in wrong.text) == (422, True)


def test_the_agenda_is_kept_on_its_page(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["next"]
    place = f"/sessions/{session}/agenda"
    seen = reader.get(place)
    seen = reader.follow(
        reader.submit(seen, "/topics", kind="discussion", title_az="Büdcə", title_en="The budget")
    )
    assert "2. The budget" in seen.text
    file = {"paper": ("büdcə.txt", b"1 AZN", "text/plain")}
    seen = reader.follow(reader.submit(seen, "/papers", files=file, item="2"))
    (paper,) = held(house, "next").item(2).papers
    fetched = reader.get(f"/sessions/{session}/items/2/papers/{paper.sha256.split(':')[1]}")
    assert fetched.response.content == b"1 AZN"
    assert reader.get(f"/sessions/{session}/items/1/papers/{paper.sha256.split(':')[1]}").status == 404
    up = next(form for form in seen.forms if form["action"].endswith("/order"))
    seen = reader.follow(reader.send(up["action"], **up["values"]))
    assert [one.item for one in held(house, "next").items] == [2, 1]  # notice is out: numbers stay
    lift = next(form for form in seen.forms if form["action"].endswith("/topics/lift"))
    seen = reader.follow(reader.send(lift["action"], **lift["values"]))
    assert [one.item for one in held(house, "next").items] == [1]
    nothing = reader.submit(seen, "/topics", kind="information")
    assert (nothing.status, "Please give the item a title." in nothing.text) == (409, True)
    assert reader.submit(seen, "/topics", kind="").status == 422


def test_one_press_records_who_comes_and_who_leaves(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["second"]
    place = f"/sessions/{session}/presence"
    form = next(one for one in reader.get(place).forms if one["action"].endswith("/presence"))
    reader.follow(reader.send(f"/sessions/{session}/seat", **form["values"], press="seat-AzTU|come"))
    assert "seat-AzTU" in held(house).attendance
    reader.follow(reader.send(f"/sessions/{session}/seat", **form["values"], press="seat-AzTU|left"))
    assert "seat-AzTU" not in held(house).attendance
    listed = reader.get(f"/sessions/{session}/attendance").text
    assert listed.count("Azerbaijan Technical University") == 8


def test_a_written_authority_is_let_in_by_one_form(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["second"]
    seen = reader.get(f"/sessions/{session}/presence")
    asked = reader.submit(seen, "/door", seat="", guest="")
    assert asked.status == 422
    assert "Please say who it is." in asked.text
    scan = {"paper": ("paper.jpg", b"\xff\xd8\xff scan", "image/jpeg")}
    seen = reader.follow(
        reader.submit(
            seen, "/door", files=scan, seat="seat-NU", guest="Leyla Məmmədova", office="Baş hüquqşünas"
        )
    )
    there = held(house).attendance["seat-NU"]
    mandate = house.desk.conference.mandates[there.mandate]
    assert (mandate.kind, mandate.session, mandate.institution) == ("written_authority", session, "NU")
    assert mandate.paper
    assert "Leyla Məmmədova" in seen.text
    assert "Baş hüquqşünas" in seen.text
    taken = reader.submit(seen, "/door", seat="seat-NU", guest="Kimsə")
    assert (taken.status, "is represented already" in taken.text) == (409, True)


def test_a_session_is_moved_and_cancelled(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["next"]
    seen = reader.get(f"/sessions/{session}/change")
    moved = reader.follow(reader.submit(seen, "/move", begins="2027-02-01T10:00", kind="room", link=""))
    assert "Moved to this time" in moved.text
    assert held(house, "next").kind == "room"
    assert reader.submit(seen, "/move", begins="soon").status == 422
    unexplained = reader.submit(seen, "/cancel", reason="")
    assert (unexplained.status, "Please say why" in unexplained.text) == (409, True)
    over = reader.follow(reader.submit(seen, "/cancel", reason="Snow"))
    assert "Cancelled on" in over.text
    assert "Snow" in over.text
    assert "can be moved or cancelled until" in reader.get(f"/sessions/{session}/change").text


def test_the_calendar_entry_keeps_its_identifier_and_counts_changes(house: StoryPlace) -> None:
    session = house.story.sessions["next"]
    place = f"/sessions/{session}/invitation.ics"
    first = Calendar.from_ical(house.reader("rector").get(place).response.content)
    later = house.desk.clock.now() + timedelta(days=40)
    sessions.move(house.desk, house.story.people["secretariat"], session, begins=later)
    second = Calendar.from_ical(house.reader("rector", "az").get(place).response.content)
    (before,), (after,) = first.events, second.events
    assert before["uid"] == after["uid"] == f"{session}@example.org"
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert {zone.tz_name for zone in second.timezones} == {"Asia/Baku"}
    assert after["conference"] == "https://meet.example.org/plenary"
    assert "method" not in first


def test_minutes_say_that_they_were_approved_and_how(house: StoryPlace) -> None:
    seen = house.reader("chair").get(f"/sessions/{house.story.sessions['first']}")
    assert "Approved on" in seen.text
    assert "Bakı Biznes Universiteti” oxunsun" in seen.text


def test_the_hall_sees_the_item_the_quorum_and_how_many_have_voted(house: StoryPlace) -> None:
    session = house.story.sessions["second"]
    seen = house.reader("secretariat").get(f"/sessions/{session}/hall")
    for words in ("Item 4", "7 of 19 have voted", "15 of 19 present", "19 yerdən 15 yer təmsil olunur"):
        assert words in seen.text, words
    assert seen.html.count('<section class="half"') == 2
    for choice in ("For ", "Against", "Lehinə", "Əleyhinə"):
        assert choice not in seen.text
    one = house.reader("rector").get(f"/sessions/{session}/hall?lang=az")
    assert one.html.count('<section class="half"') == 1


@pytest.mark.parametrize("page", ["control", "presence", "change"])
def test_who_runs_no_session_does_not_come_to_its_desk(house: StoryPlace, page: str) -> None:
    session = house.story.sessions["second"]
    assert house.reader("rector").get(f"/sessions/{session}/{page}").status == 403


def test_a_link_is_shown_to_whom_it_lets_in_alone(house: StoryPlace) -> None:
    place = f"/sessions/{house.story.sessions['next']}"
    assert "meet.example.org" in house.reader("rector").get(place).text
    assert "meet.example.org" not in house.reader("administrator").get(place).text
