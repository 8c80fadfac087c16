"""Sessions on their pages: convened, noticed, opened, presence recorded, closed; minutes and extracts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.story import PASSPHRASE
from support.story_app import StoryPlace, story_place

from ecar_governance.domain.deciding.documents import minutes_of


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def test_a_session_from_convocation_to_its_opening(house: StoryPlace) -> None:
    reader = house.reader("secretariat")
    begins = (house.desk.clock.now() + timedelta(days=20)).astimezone(ZoneInfo("Asia/Baku"))
    seen = reader.get("/sessions/new")
    answer = reader.submit(seen, "/sessions/new", begins=begins.strftime("%Y-%m-%dT%H:%M"))
    page = reader.follow(answer)
    assert "Plenary session, № 4" in page.text
    assert "Notice has not been sent yet." in page.text
    page = reader.follow(reader.submit(page, "/notice"))
    assert "Notice went to" in page.text
    assert "Send the notice" not in page.text
    page = reader.follow(reader.submit(page, "/open"))
    assert "In session" in page.text


def test_a_session_without_day_and_place_is_asked_for_again(house: StoryPlace) -> None:
    reader = house.reader("secretariat", "az")
    seen = reader.get("/sessions/new")
    answer = reader.submit(seen, "/sessions/new", begins="sabah", place_az=" ", number="iki")
    assert answer.status == 422
    for sentence in (
        "Zəhmət olmasa, gün və saatı göstərin.",
        "Zəhmət olmasa, yeri göstərin.",
        "Zəhmət olmasa, tam ədəd yazın.",
    ):
        assert sentence in answer.text


def test_a_number_used_before_is_refused_with_the_reason(house: StoryPlace) -> None:
    reader = house.reader("secretariat")
    answer = reader.submit(
        reader.get("/sessions/new"), "/sessions/new", begins="2027-01-15T10:00", number="1"
    )
    assert answer.status == 409
    assert "already has a session number 1" in answer.text


def test_presence_is_recorded_in_one_form(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["second"]
    assert "15 of 19 seats are present" in reader.get(f"/sessions/{session}").text
    seen = reader.get(f"/sessions/{session}/presence")
    form = next(one for one in seen.forms if one["action"].endswith("/presence"))
    vice = next(
        m.mandate
        for m in house.desk.conference.mandates.values()
        if m.person == house.story.people["substitute"] and m.kind == "vice_rector"
    )
    before = set(house.desk.conference.sessions[session].attendance)
    changes = {"seat.seat-BHOS": vice, "seat.seat-KHAZAR": ""}
    assert set(changes) <= set(form["values"])
    after = reader.follow(reader.submit(seen, "/presence", **changes))
    held = house.desk.conference.sessions[session]
    assert held.attendance["seat-BHOS"].mandate == vice
    assert before - set(held.attendance) == {"seat-KHAZAR"}
    assert "Done." in after.text


def test_members_read_presence_and_record_none(house: StoryPlace) -> None:
    reader, session = house.reader("rector"), house.story.sessions["second"]
    seen = reader.get(f"/sessions/{session}")
    assert [form["action"] for form in seen.forms] == ["/sign-out"]
    answer = reader.send(f"/sessions/{session}/presence", **{"seat.seat-KHAZAR": ""})
    assert answer.status == 403


def test_a_session_with_an_open_vote_cannot_be_closed(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["second"]
    answer = reader.submit(reader.get(f"/sessions/{session}"), "/close")
    assert answer.status == 409
    assert "The vote on item 4 is still open." in answer.text


def test_minutes_and_extract_come_from_the_closed_session(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["first"]
    for path in ("minutes.pdf", "items/1/extract.pdf"):
        answer = reader.get(f"/sessions/{session}/{path}").response
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(b"%PDF-")
    assert reader.get(f"/sessions/{session}/items/9/extract.pdf").status == 404
    running = house.story.sessions["second"]
    assert reader.get(f"/sessions/{running}/minutes.pdf").status == 404


def test_minutes_are_made_and_signed_in_three_ways(house: StoryPlace) -> None:
    """From the page of the closed session, without a script; the second session's by hand from the start."""
    story, session = house.story, house.story.sessions["second"]
    secretary, chair = house.reader("secretariat"), house.reader("chair")
    assert "Make the minutes" not in secretary.get(f"/sessions/{session}").text, "it is not closed yet"
    for name in ("recognition", "second-ballot", "ranking", "third-part", "block", "block-second"):
        chair.submit(chair.get(f"/votes/{story.votes[name]}"), "/void", reason="Növbəti iclasda")
    closed = secretary.follow(secretary.submit(secretary.get(f"/sessions/{session}"), "/close"))
    rector = house.reader("rector")
    assert "The minutes have not been made for signature yet." in rector.get(f"/sessions/{session}").text
    assert rector.send(f"/sessions/{session}/minutes").status == 403
    made = secretary.follow(secretary.submit(closed, "/minutes"))
    assert "Chair and secretary of the session sign them" in made.text
    again = secretary.submit(closed, "/minutes", key="another")
    assert (again.status, "The document is made already." in again.text) == (409, True), again.text

    minutes = minutes_of(house.desk.conference, session)
    assert minutes is not None
    asked = next(link for link in chair.get("/").links if link.startswith(f"/documents/{minutes.document}"))
    page = chair.get(asked)
    assert "Sign the minutes" in page.text
    given = chair.get(f"/sessions/{session}/minutes.pdf").response.content
    unsigned = chair.submit(page, "/outside", files={"returned": ("p.pdf", given, "application/pdf")})
    assert (unsigned.status, "it was not signed" in unsigned.text) == (422, True), unsigned.text
    signed = chair.follow(chair.submit(page, "/here", passphrase=PASSPHRASE))
    assert "Session chair · signed here" in signed.text
    mine = next(link for link in signed.links if link.endswith("/minutes.pdf"))
    assert rector.get(mine).response.content != given
    early = rector.get(f"/documents/{minutes.document}/sign/secretary")
    assert early.status == 403
    page = secretary.get(f"/documents/{minutes.document}/sign/secretary")
    secretary.follow(secretary.submit(page, "/here", passphrase=PASSPHRASE))
    whole = rector.get(mine).response.content
    report = rector.send("/verify", files={"pdf": ("p.pdf", whole, "application/pdf")})
    assert "The document is genuine and unchanged" in report.text

    # Those of the first session are signed in ink.
    first, scan = story.minutes, b"%PDF-1.4 ink, seal, scan"
    page = chair.get(f"/documents/{first}/sign/chair")
    ink = chair.follow(chair.submit(page, "/paper", files={"scan": ("s.pdf", scan, "application/pdf")}))
    assert "signed on paper, scan attached" in ink.text
    assert rector.get(f"/documents/{first}/scans/chair").response.content == scan
    assert house.reader().get(f"/documents/{first}/scans/chair").status == 303


def test_a_count_by_hand_is_entered_with_its_tellers(house: StoryPlace) -> None:
    """The vote under way is voided; the hall raises hands instead."""
    chair, story = house.reader("chair"), house.story
    vote, case = story.votes["recognition"], story.cases["recognition"]
    chair.submit(chair.get(f"/votes/{vote}"), "/void", reason="Zalda əl qaldırılacaq")
    seen = chair.get(f"/proposals/{case}/act/enter_hand_count")
    assert "counted by the tellers" in seen.text
    numbers = {"for": "12", "against": "2", "abstain": "1", "invalid": "0"}
    missing = chair.submit(seen, "/enter_hand_count", **numbers)
    assert missing.status == 422
    tellers = [story.people["rector"], story.people["substitute"]]
    chair.follow(chair.submit(missing, "/enter_hand_count", tellers=tellers, **numbers))
    office = house.reader("secretariat")
    page = office.get(f"/proposals/{case}/act/enter_hand_count")
    assert "2 different people must ask for this, alike." in page.text
    # Each counts for themselves: neither the form nor what stands beside it has the first one's numbers.
    assert "Enter the numbers yourself" in page.text
    assert 'name="for"' in page.html
    assert 'value="12"' not in page.html
    assert ">12<" not in page.html
    assert 'value="12"' in chair.get(f"/proposals/{case}/act/enter_hand_count").html
    other = {**numbers, "for": "11", "against": "3"}
    office.follow(office.submit(page, "/enter_hand_count", tellers=tellers, **other))
    differing = office.get(f"/proposals/{case}/act/enter_hand_count")
    assert "The numbers differ, and do not count until two people enter the same" in differing.text
    assert not house.desk.conference.votes[house.desk.conference.cases[case].vote].outcome
    office.follow(office.submit(differing, "/enter_hand_count", tellers=tellers, **numbers))
    result = chair.get(f"/votes/{house.desk.conference.cases[case].vote}")
    assert "Counted by hand" in result.text
    assert "12 for, 2 against, 1 abstained" in result.text
    assert "Rector, Khazar University" in result.text
