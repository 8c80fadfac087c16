"""Members and mandates on their pages: as of any day, granted, ended; people registered and invited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.story_app import StoryPlace, story_place

from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.members import institution_line


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def test_who_held_the_office_is_shown_as_of_any_day(house: StoryPlace) -> None:
    reader = house.reader("rector")
    assert "Rector, Khazar University" in reader.get("/members").text
    before = reader.get("/members?asof=2020-01-01").text
    assert "Rector, Khazar University" not in before
    assert "nobody holds this seat" in before
    assert "Nobody is in office on that day." in reader.get("/members/KHAZAR?asof=2020-01-01").text


def test_a_written_authority_is_admitted_at_the_door(house: StoryPlace) -> None:
    reader, session = house.reader("secretariat"), house.story.sessions["second"]
    person = house.story.people["assistant"]
    seen = reader.get(f"/members/mandates/new?kind=written_authority&session={session}")
    files = {"paper": ("etibarnamə.pdf", b"%PDF-1.7 sketch", "application/pdf")}
    page = reader.follow(
        reader.submit(seen, "/mandates/new", files=files, person=person, institution="KHAZAR")
    )
    assert f"/sessions/{session}" in str(page.response.url)
    assert "Written authorities" in page.text
    assert "scan missing" not in page.text
    institution = reader.get("/members/KHAZAR")
    assert "Holder of a written authority (Plenary session, № 2)" in institution.text
    link = next(one for one in institution.links if one.endswith("/paper"))
    assert reader.get(link).response.content == b"%PDF-1.7 sketch"


def test_a_mandate_without_person_and_office_is_asked_for_again(house: StoryPlace) -> None:
    reader = house.reader("secretariat", "az")
    answer = reader.submit(reader.get("/members/mandates/new"), "/mandates/new", since="dünən")
    assert answer.status == 422
    for sentence in (
        "Zəhmət olmasa, şəxsi seçin.",
        "Zəhmət olmasa, vəzifəni seçin.",
        "Zəhmət olmasa, günü göstərin.",
    ):
        assert sentence in answer.text


def test_a_second_rector_is_refused_with_the_reason(house: StoryPlace) -> None:
    reader = house.reader("secretariat")
    answer = reader.submit(
        reader.get("/members/mandates/new"),
        "/mandates/new",
        person=house.story.people["assistant"],
        kind="rector",
        institution="KHAZAR",
    )
    assert answer.status == 409
    assert "The rector&#39;s place of Khazar University" in answer.html


def test_a_mandate_is_ended_for_a_reason_and_bites_at_once(house: StoryPlace) -> None:
    reader, mandate = house.reader("secretariat"), house.story.mandate
    substitute = house.reader("substitute")
    assert substitute.get("/proposals").status == 200
    seen = reader.get(f"/members/mandates/{mandate}/end")
    assert reader.submit(seen, "/end").status == 422
    page = reader.follow(reader.submit(seen, "/end", reason="resigned"))
    assert "/members/BHOS" in str(page.response.url)
    assert substitute.get("/proposals").status == 403


def test_a_person_is_registered_and_invited(house: StoryPlace) -> None:
    reader = house.reader("administrator")
    seen = reader.get("/members/people")
    wrong = reader.submit(seen, "/members/people", name_az="Nigar Həsənova", email="nigar")
    assert wrong.status == 422
    assert "Please give the name." in wrong.text
    answer = reader.submit(
        wrong, "/members/people", name_en="Nigar Hasanova", email="nigar@example.org", locale="az"
    )
    page = reader.follow(answer)
    assert "Nigar Hasanova" in page.text
    person = house.desk.vault.person_with_email("nigar@example.org")
    assert person is not None
    invited = reader.follow(reader.submit(page, f"/{person.person}/invite"))
    assert "An invitation to Nigar Hasanova is on its way by mail." in invited.text


def test_members_see_names_and_no_mail_addresses(house: StoryPlace) -> None:
    for path in ("/members", "/members/KHAZAR"):
        assert "@example.org" not in house.reader("rector").get(path).html
    assert house.reader("rector").get("/members/mandates/new").status == 403


def test_a_procedure_is_shown_in_words_and_as_a_picture(house: StoryPlace) -> None:
    page = house.reader("rector").get("/procedures/resolution")
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="procedure"' in page.html
    assert "30 days" in page.text
    assert "more votes are for than against" in page.text
    assert house.reader("rector").get("/procedures/none").status == 404


def test_a_rector_delegates_and_the_delegate_gives_it_back(house: StoryPlace) -> None:
    rector, assistant = house.reader("rector"), house.reader("assistant")
    assert "/account/delegations" in rector.get("/account").links
    form = rector.get("/account/delegations")
    answer = rector.submit(form, "/account/delegations", mandate="m-none", person="", until="dünən")
    assert answer.status == 422
    for sentence in ("Please choose one of your offices.", "Please choose a person.", "Please give a day."):
        assert sentence in answer.text
    person = house.story.people["assistant"]
    held = next(
        one.mandate
        for one in house.desk.conference.mandates.values()
        if one.person == house.story.people["rector"] and one.kind == "rector"
    )
    done = rector.follow(rector.submit(form, "/account/delegations", mandate=held, person=person))
    assert "Delegated by you" in done.text
    again = rector.submit(done, "/account/delegations", mandate=held, person=person)
    assert "This was delegated to the person already." in again.text
    received = assistant.get("/account/delegations")
    assert "Delegated to you" in received.text
    back = assistant.follow(assistant.submit(received, "/end"))
    assert "Delegated to you" not in back.text
    assert "Delegated by you" not in rector.get("/account/delegations").text


def test_a_new_name_is_borne_from_midnight_where_the_conference_is(house: StoryPlace) -> None:
    """Baku is four hours ahead of Greenwich."""
    known = house.desk.conference.institutions["KHAZAR"]
    new = replace(known.history[-1], since="2027-03-02", names={"az": "Yeni ad", "en": "A new name"})
    renamed = replace(known, history=(*known.history, new))
    directory = Directory(house.desk.conference, house.desk.vault, "en")
    conference = replace(
        directory.conference, institutions=directory.conference.institutions.insert("KHAZAR", renamed)
    )
    directory = Directory(conference, house.desk.vault, "en")
    told = [
        institution_line(directory, renamed, datetime(2027, 3, 1, hour, minute, tzinfo=UTC)).name
        for hour, minute in ((19, 59), (20, 0))
    ]
    assert told[0] != "A new name"
    assert told[1] == "A new name"
