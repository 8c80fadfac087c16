"""Proposals on their pages: drafted, previewed, revised, acted on; each refusal says why and who can."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.correspondence import enquiry
from support.desks import must
from support.hearing import hearing
from support.story_app import Reader, Seen, StoryPlace, story_place

from ecar_governance.services import members
from ecar_governance.services.procedures import put_in_force


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


TEXT = {
    "title_az": "Birgə kitabxana haqqında",
    "body_az": "1. Üzvlər kitabxanalarını **bir-birinə** açırlar.",
    "title_en": "On a shared library",
    "body_en": "1. Members open their libraries **to each other**.",
}


def test_a_proposal_is_drafted_from_the_form(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    seen = reader.get("/proposals/new")
    answer = reader.submit(
        seen, "/proposals/new", do="save", sponsors=["AU", "NU"], body="recognition", **TEXT
    )
    drafted = reader.follow(answer)
    assert "On a shared library" in drafted.text
    assert "It stands in the history under position" in drafted.text
    assert "Azerbaijan University, Nakhchivan University" in drafted.text
    assert "<strong>to each other</strong>" in drafted.html


def test_an_attachment_is_kept_and_handed_back_as_it_was(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    seen = reader.get("/proposals/new")
    files = {"attachments": ("siyahı.txt", b"bir\niki\n", "text/plain")}
    drafted = reader.follow(reader.submit(seen, "/proposals/new", files=files, do="save", **TEXT))
    link = next(one for one in drafted.links if "/attachments/" in one)
    answer = reader.get(link).response
    assert answer.content == b"bir\niki\n"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert house.reader("observer").get(link).status == 404, "a draft is known to its institutions alone"


def test_a_file_of_a_kind_that_is_not_kept_is_refused_in_words(house: StoryPlace) -> None:
    reader = house.reader("assistant", "az")
    seen = reader.get("/proposals/new")
    files = {"attachments": ("a.html", b"<script>", "text/html")}
    answer = reader.submit(seen, "/proposals/new", files=files, do="save", **TEXT)
    assert answer.status == 422
    assert "Bu növ faylı əlavə etmək olmaz: a.html." in answer.text
    assert "Birgə kitabxana haqqında" in answer.html, "what was typed is not lost"


def test_the_error_summary_leads_to_the_field(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    seen = reader.get("/proposals/new")
    answer = reader.submit(seen, "/proposals/new", do="save", **{**TEXT, "title_en": ""})
    assert answer.status == 422
    assert '<a href="#title_en">There is a text without a title.</a>' in answer.html
    assert 'id="title_en-error"' in answer.html
    assert 'aria-invalid="true"' in answer.html


def test_a_preview_saves_nothing(house: StoryPlace) -> None:
    reader, before = house.reader("assistant"), house.desk.conference.size
    answer = reader.submit(reader.get("/proposals/new"), "/proposals/new", do="preview", **TEXT)
    assert answer.status == 200
    assert "Nothing has been saved yet." in answer.text
    assert "<strong>bir-birinə</strong>" in answer.html
    assert house.desk.conference.size == before


def test_hostile_text_stays_text(house: StoryPlace) -> None:
    reader = house.reader("assistant")
    hostile = {**TEXT, "title_en": "<img src=x onerror=alert(1)>", "body_en": "<script>alert(1)</script>"}
    drafted = reader.follow(
        reader.submit(reader.get("/proposals/new"), "/proposals/new", do="save", **hostile)
    )
    assert "<img src=x" not in drafted.html
    assert "<script>alert" not in drafted.html


def test_a_revision_keeps_what_was_not_touched(house: StoryPlace) -> None:
    reader, case = house.reader("assistant"), house.story.cases["draft"]
    seen = reader.get(f"/proposals/{case}/edit")
    assert "xartiya.txt" in seen.text
    revised = reader.follow(reader.submit(seen, "/edit", do="save", title_en="On the Charter"))
    assert "On the Charter" in revised.text
    assert "xartiya.txt" in revised.text
    assert house.desk.conference.cases[case].revision == 2


def test_who_comes_late_is_told_and_loses_nothing(house: StoryPlace) -> None:
    reader, case = house.reader("assistant"), house.story.cases["draft"]
    first, second = (reader.get(f"/proposals/{case}/edit") for _ in range(2))
    reader.submit(first, "/edit", do="save", title_en="First")
    late = reader.submit(second, "/edit", do="save", title_en="Second")
    assert late.status == 409
    assert "has changed since you opened the page" in late.text
    assert 'value="Second"' in late.html


def test_an_action_says_what_it_does_and_proves_it_afterwards(house: StoryPlace) -> None:
    reader, case = house.reader("rector"), house.story.cases["draft"]
    page = reader.get(f"/proposals/{case}")
    assert "Its text cannot be changed unless they return it." in page.text
    seen = reader.get(f"/proposals/{case}/act/submit")
    after = reader.follow(reader.submit(seen, "/act/submit"))
    assert "Submitted" in after.text
    assert "Done." in after.text
    again = reader.submit(seen, "/act/submit")
    assert again.status == 303, "the same form twice acts once"
    assert len(house.desk.conference.cases[case].steps) == 1


def test_what_is_not_possible_says_why_and_who_can(house: StoryPlace) -> None:
    case = house.story.cases["submitted"]
    page = house.reader("rector").get(f"/proposals/{case}")
    assert "You hold no mandate that allows this here." in page.text
    assert "Who can:" in page.text
    assert f"/proposals/{case}/act/refer" not in page.html, "never a dead button"
    secretariat = house.reader("secretariat")
    page = secretariat.get(f"/proposals/{case}/act/place_directly")
    assert "The proposal names a working group, which must review it first." in page.text
    assert not any(form["action"].endswith("place_directly") for form in page.forms)
    assert "Who can:" not in page.text, "they hold the office; the guard would stop anybody"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "Possible from Friday, 1 January 2100, 04:00"),
        ("az", "cümə, 1 yanvar 2100, 04:00 tarixindən mümkündür."),
    ],
)
def test_from_when_it_will_be_possible(house: StoryPlace, lang: str, told: str) -> None:
    people, case = house.story.people, house.story.cases["submitted"]
    since = datetime(2100, 1, 1, tzinfo=UTC)
    wanted = members.MandateForm(people["rector"], "secretariat", since=since)
    must(members.grant(house.desk, people["administrator"], wanted))
    reader = house.reader("rector", lang)
    for place in ("", "/act/refer"):
        assert told in reader.get(f"/proposals/{case}{place}").text, place


def test_a_form_of_an_action_asks_again_for_what_is_missing(house: StoryPlace) -> None:
    reader, case = house.reader("group"), house.story.cases["review"]
    seen = reader.get(f"/proposals/{case}/act/recommend")
    answer = reader.submit(seen, "/act/recommend", note="Yaxşıdır.")
    assert answer.status == 422
    assert '<a href="#recommendation">This must be given.</a>' in answer.html
    assert "Yaxşıdır." in answer.html
    done = reader.follow(reader.submit(answer, "/act/recommend", recommendation="adopt_amended"))
    assert "Recommends adoption with amendments" in done.text
    assert "Yaxşıdır." in done.text


def test_drafts_of_others_do_not_exist(house: StoryPlace) -> None:
    case = house.story.cases["draft"]
    for path in (f"/proposals/{case}", f"/proposals/{case}/edit", f"/proposals/{case}/act/submit"):
        assert house.reader("group").get(path).status == 404
    assert house.reader("auditor").get(f"/proposals/{case}").status == 200


def test_the_home_page_knows_whose_turn_it_is(house: StoryPlace) -> None:
    rector = house.reader("rector").get("/").text
    assert "Cast your vote · for the seat of Khazar University" in rector
    assert "Make a recommendation" in house.reader("group").get("/").text
    assert "Sign the resolution" in house.reader("chair").get("/").text
    assert "Nothing waits for you." in house.reader("observer").get("/").text
    assert "Refer to the working group" in house.reader("secretariat").get("/").text


def test_opinions_stand_in_one_table_with_what_became_of_them(house: StoryPlace) -> None:
    """Asked, given, entered for somebody else, answered: on the pages alone, in both languages."""
    must(put_in_force(house.desk, hearing()))
    drafting = house.reader("assistant")
    seen = drafting.get("/proposals/new?workflow=hearing")
    page = drafting.submit(seen, "/proposals/new", do="save", workflow="hearing", **TEXT)
    place = drafting.follow(page).response.url.path
    office, rector = house.reader("secretariat"), house.reader("rector")

    def act(reader: Reader, transition: str, **given: Any) -> Seen:
        return reader.follow(
            reader.submit(reader.get(f"{place}/act/{transition}"), f"{place}/act/{transition}", **given)
        )

    asked = act(rector, "ask")
    assert "Still awaited:" in asked.text
    assert "hearing" not in rector.get("/").text
    assert "On a shared library" in rector.get("/").text, "the opinion that is awaited is a task"
    file = {"file": ("rəy.pdf", b"%PDF-1 view", "application/pdf")}
    given = act(rector, "give", text="We agree, **but** <b>later</b>.", files=file)
    assert "<strong>but</strong> &lt;b&gt;later&lt;/b&gt;" in given.html
    link = next(one for one in given.links if "/attachments/" in one)
    assert office.get(link).response.content == b"%PDF-1 view"
    by_api = "/api/v1" + link.replace("/attachments/", "/attachments/sha256:")
    assert office.get(by_api).response.content == b"%PDF-1 view"
    assert office.get(by_api[:-1] + "x").status == 404
    assert "not answered yet" in given.text
    form = office.get(f"{place}/act/enter")
    assert "Azerbaijan University" in form.text
    entered = act(office, "enter", party="AU", text="By post.")
    assert "Entered on their behalf by" in entered.text
    bad = office.submit(office.get(f"{place}/act/answer"), f"{place}/act/answer", opinion="1", use="not")
    assert bad.status == 409
    assert "Please say why the opinion was not used" in bad.text
    answered = act(office, "answer", opinion="1", use="partly", reasons="Not this year.")
    assert "Used in part" in answered.text
    assert "Not this year." in answered.text
    azeri = house.reader("observer", "az").get(place)
    assert "Qismən nəzərə alındı" in azeri.text
    assert "Hələ gözlənilir:" in azeri.text


def test_a_letter_its_answer_and_what_followed_stand_on_the_page(house: StoryPlace) -> None:
    flow = enquiry()
    follow_up = replace(flow.transitions["follow_up"], source=("answered",))
    must(put_in_force(house.desk, replace(flow, transitions={**flow.transitions, "follow_up": follow_up})))
    drafting = house.reader("assistant")
    page = drafting.submit(
        drafting.get("/proposals/new?workflow=enquiry"),
        "/proposals/new",
        do="save",
        workflow="enquiry",
        **TEXT,
    )
    place = drafting.follow(page).response.url.path
    office, rector = house.reader("secretariat"), house.reader("rector")

    def act(reader: Reader, transition: str, **given: Any) -> Seen:
        form = reader.get(f"{place}/act/{transition}")
        return reader.follow(reader.submit(form, f"{place}/act/{transition}", **given))

    assert 'type="date"' in rector.get(f"{place}/act/request").html
    act(rector, "request", date="2026-01-15", text="The **ministry** asks.", sender="AU")
    act(rector, "send")
    scan = {"file": ("cavab.pdf", b"%PDF-1 answer", "application/pdf")}
    seen = act(office, "answer", date="2026-01-20", text="Agreed.", files=scan)
    assert "Letter, 15 January 2026 : Azerbaijan University" in seen.text
    assert "<strong>ministry</strong>" in seen.html
    assert "Answer, 20 January 2026" in seen.text
    link = next(one for one in seen.links if "/attachments/" in one)
    for one in (link, "/api/v1" + link.replace("/attachments/", "/attachments/sha256:")):
        assert rector.get(one).response.content == b"%PDF-1 answer"
    seen = act(office, "follow_up")
    other = next(one for one in seen.links if one.endswith("-1") and one.startswith("/proposals/"))
    assert "Led to" in seen.text
    begun = rector.get(other)
    assert "Began from" in begun.text
    assert "On a shared library" in begun.text
    assert place in begun.links
    assert house.reader("observer").get(other).status == 404, "a draft is its institutions' alone"
    azeri = house.reader("observer", "az").get(place)
    assert "Məktub, 15 yanvar 2026" in azeri.text
