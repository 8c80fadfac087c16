"""Weights and dues on their page and in the API."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import closing
from fractions import Fraction
from sqlite3 import connect

import pytest
from support.desks import must
from support.web_kit import Place

from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.events import DuesRecorded, WeightTableSet
from ecar_governance.services.registers import record_dues, set_weights


def test_weights_and_dues_are_read_by_whoever_reads_the_members(place: Place) -> None:
    empty = place.as_("observer").get("/members/weights")
    assert "Qüvvədə olan cədvəl yoxdur." in empty.text
    desk = place.desk
    weights, article = {"U001": Fraction(5, 2), "U002": Fraction(1)}, {"az": "Maddə 17", "en": "Article 17"}
    for since in ("2025-01-01", "2026-01-01", "2999-01-01"):
        must(set_weights(desk, WeightTableSet("students", since, weights, article)))
    must(record_dues(desk, [DuesRecorded(2026, {"U001": "2026-02-01"})]))
    page = place.as_("observer").get("/members/weights").text
    assert page.count("2 1/2") == 3
    assert page.index('<p><time datetime="2026-01-01">') < page.index("2999-01-01")
    assert "Maddə 17" in page
    assert "71.4 %" in page
    assert page.count("ödənilməyib") == 3
    assert "ecar weights import" not in page
    assert "ecar weights import" in place.as_("secretariat").get("/members/weights").text
    api = place.api("observer")
    told = api.get("/api/v1/weights").json()
    assert [(one["since"], one["current"]) for one in told] == [
        ("2999-01-01", False),
        ("2026-01-01", True),
        ("2025-01-01", False),
    ]
    assert told[0]["lines"][0]["weight"] == "5/2"
    assert api.get("/api/v1/dues").json()[0]["lines"][0]["paid"] == "2026-02-01"


CENSUS = b"%PDF-1 points"
TYPED = {
    "table": "points",
    "since": "2026-09-01",
    "article_az": "Maddə 17",
    "article_en": "Article 17",
    "weight.U001": "12,5",
    "weight.U002": "25/2",
    "weight.U003": "",
}


def values(html: str) -> dict[str, str]:
    """What the fields of the page's form hold."""
    return dict(re.findall(r'<input [^>]*name="([^"]+)" value="([^"]*)"', html))


def test_a_table_is_typed_looked_over_and_put_on_record(place: Place) -> None:
    office = place.as_("secretariat")
    office.headers["Accept-Language"] = "en"
    empty = office.get("/members/weights/new")
    assert empty.status_code == 200
    assert 'name="weight.U001"' in empty.text
    document = {"document": ("points.pdf", CENSUS, "application/pdf")}
    size = place.desk.conference.size
    seen = office.post("/members/weights/new", data={**TYPED, "step": "review"}, files=document)
    assert (seen.status_code, place.desk.conference.size) == (200, size), "looking over records nothing"
    carried = values(seen.text)
    assert (carried["weight.U001"], carried["table"]) == ("12,5", "points")
    assert carried["paper"] == bytes_digest(CENSUS)
    forged = office.post("/members/weights/new", data={**carried, "paper": scan(place), "step": "record"})
    assert (forged.status_code, place.desk.conference.size) == (422, size), "a digest alone names no document"
    again = office.post("/members/weights/new", data={**carried, "step": "change"})
    assert values(again.text)["weight.U001"] == "12,5", "nothing typed is lost"
    sent = office.post("/members/weights/new", data={**carried, "step": "record"})
    assert (sent.status_code, sent.headers["location"].partition("?")[0]) == (303, "/members/weights")
    assert office.post("/members/weights/new", data={**carried, "step": "record"}).status_code == 303
    (table,) = place.desk.conference.weight_tables["points"]
    assert table.weights == {"U001": Fraction(25, 2), "U002": Fraction(25, 2)}
    assert (table.paper, table.by.person, table.article["az"]) == (
        carried["paper"],
        "person-secretariat",
        "Maddə 17",
    )
    assert place.desk.conference.size == size + 1, "sent twice, recorded once"
    filled = values(office.get("/members/weights/new?table=points").text)
    place.clock.advance(days=400)
    assert filled["weight.U001"] in ("12.5", "")
    fresh = place.as_("secretariat")
    assert values(fresh.get("/members/weights/new?table=points").text)["weight.U001"] == "12.5"
    seen = fresh.post("/members/weights/new", data={**TYPED, "step": "review"}).text
    assert "həmin gündən olan cədvəli əvəz edir" in seen


WRONG = {
    # what is typed otherwise, and the fields that are named
    "a table": ({"table": "My table"}, ["table"]),
    "a day": ({"since": "1.9.2026"}, ["since"]),
    "no article": ({"article_az": " ", "article_en": ""}, ["article_en"]),
    "numbers": ({"weight.U001": "1e3", "weight.U002": "-1"}, ["weight.U001", "weight.U002"]),
    "a stranger": ({"weight.NOBODY": "1"}, ["weight.NOBODY"]),
    "nothing": ({"weight.U001": "0", "weight.U002": ""}, [""]),
    "all at once": (
        {"table": "", "since": "", "weight.U001": "<b>"},
        ["table", "since", "weight.U001"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_every_wrong_row_of_a_table_is_named_and_nothing_recorded(place: Place, name: str) -> None:
    typed, wrong = WRONG[name]
    size = place.desk.conference.size
    for step in ("review", "record"):
        seen = place.as_("secretariat").post("/members/weights/new", data={**TYPED, **typed, "step": step})
        assert seen.status_code == 422
        summary = seen.text[seen.text.index('id="error-summary"') :].partition("</ul>")[0]
        assert re.findall(r'href="#([^"]*)"|<strong>', summary) == wrong
        assert "<b>" not in seen.text
        assert values(seen.text)["weight.U002"] == {**TYPED, **typed}["weight.U002"]
    body = {"table": "t", "since": "2026-01-01", "article": {"en": "x"}, "weights": {"U001": "x", "Z": "1"}}
    told = place.api("secretariat").post("/api/v1/weights", json=body)
    assert told.status_code == 422
    assert [one["where"] for one in told.json()["reasons"]] == ["weight.U001", "weight.Z"]
    assert place.desk.conference.size == size


def test_dues_are_typed_looked_over_and_put_on_record(place: Place) -> None:
    office = place.as_("secretary_general")
    must(record_dues(place.desk, [DuesRecorded(2026, {"U001": "2026-02-01", "U002": "2026-02-02"})]))
    filled = values(office.get("/members/dues/new?year=2026").text)
    assert (filled["paid.U001"], filled["paid.U003"]) == ("2026-02-01", "")
    typed = {**filled, "paid.U001": "", "paid.U003": "2026-03-01"}
    seen = office.post("/members/dues/new", data={**typed, "step": "review"})
    rows = re.findall(r'<th scope="row">', seen.text)
    assert (seen.status_code, len(rows)) == (200, 2), "what changes alone is listed"
    for _ in range(2):  # sent twice, recorded once
        sent = office.post("/members/dues/new", data={**values(seen.text), "step": "record"})
        assert sent.status_code == 303
    assert place.desk.conference.dues[2026] == {"U002": "2026-02-02", "U003": "2026-03-01"}
    for wrong, fields in (
        ({"year": "26"}, ["year"]),
        ({"paid.U001": "2999-01-01", "paid.U002": "soon"}, ["paid.U001", "paid.U002"]),
        ({}, [""]),
    ):
        stands = values(office.get("/members/dues/new?year=2026").text)
        seen = office.post("/members/dues/new", data={**stands, **wrong, "step": "review"})
        assert seen.status_code == 422
        summary = seen.text[seen.text.index('id="error-summary"') :].partition("</ul>")[0]
        assert re.findall(r'href="#([^"]*)"|<strong>', summary) == fields


def test_the_api_enters_weights_and_dues(place: Place) -> None:
    office = place.api("secretariat")
    wanted = {"since": "2026-01-01", "article": {"en": "Article 17"}, "weights": {"U001": "2.5"}}
    made = office.post(
        "/api/v1/weights", json={"table": "points", **wanted}, headers={"Idempotency-Key": "k"}
    )
    assert (made.status_code, made.json()["events"]) == (201, ["WeightTableSet"])
    again = office.post(
        "/api/v1/weights", json={"table": "points", **wanted}, headers={"Idempotency-Key": "k"}
    )
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    unchanged = office.post("/api/v1/weights", json={"table": "points", **wanted})
    assert [one["code"] for one in unchanged.json()["reasons"]] == ["nothing.changes"]
    once = {"Idempotency-Key": "dues"}
    made = office.post("/api/v1/dues", json={"year": 2026, "paid": {"U001": "2026-02-01"}}, headers=once)
    assert (made.status_code, made.json()["events"]) == (201, ["DuesRecorded"])
    again = office.post("/api/v1/dues", json={"year": 2026, "paid": {"U001": "2026-02-01"}}, headers=once)
    assert again.json()["repeated"]
    assert office.post("/api/v1/dues", json={"year": 2026, "paid": {"Z": "x"}}).status_code == 422
    told = office.get("/api/v1/weights").json()[0]
    assert told["by"]["kind"] == "secretariat"


@pytest.mark.parametrize("role", ["anonymous", "observer", "rector", "auditor", "president", "session_chair"])
def test_nobody_else_enters_them(place: Place, role: str) -> None:
    size = place.desk.conference.size
    browser = place.as_(role)
    for path in ("/members/weights/new", "/members/dues/new"):
        assert browser.get(path).status_code in (303, 403)
        assert browser.post(path, data={**TYPED, "step": "record"}).status_code in (303, 403)
    assert place.api(role).post("/api/v1/weights", json={}).status_code in (401, 403)
    assert place.api(role).post("/api/v1/dues", json={}).status_code in (401, 403)
    if role == "observer":
        assert "/members/weights/new" not in browser.get("/members/weights").text
    assert place.desk.conference.size == size


def scan(place: Place) -> str:
    """A file that is kept for something else."""
    kept = place.desk.vault.put_blob(b"x", media_type="image/png", filename="x", at=place.clock.now())
    return kept.sha256


OPENS = ("secretariat", "secretary_general", "administrator", "president", "session_chair", "auditor")


def recorded(place: Place) -> str:
    """Weights and dues put on record by programs, with their papers; the digest of the first."""
    office, paper = place.api("secretariat"), {"name": "siyahı.pdf", "media_type": "application/pdf"}
    content = b64encode(CENSUS).decode()
    table = {"table": "points", "since": "2026-01-01", "article": {"en": "x"}, "weights": {"U001": "2"}}
    made = office.post("/api/v1/weights", json={**table, "paper": {**paper, "content": content}})
    assert made.status_code == 201, made.text
    year = {"year": 2026, "paid": {"U001": "2026-02-01"}, "paper": {**paper, "content": content}}
    assert office.post("/api/v1/dues", json=year).status_code == 201
    wrong = office.post("/api/v1/dues", json={**year, "paper": {**paper, "content": "%"}})
    assert [one["where"] for one in wrong.json()["reasons"]] == ["paper.content"]
    return bytes_digest(CENSUS)


@pytest.mark.parametrize("role", ["anonymous", "observer", "rector", *OPENS])
def test_the_papers_are_opened_by_whom_the_table_of_permissions_names(place: Place, role: str) -> None:
    digest = recorded(place)
    address = f"/members/papers/{digest.removeprefix('sha256:')}"
    browser = place.as_(role)
    page = browser.get("/members/weights").text
    opened, sent = browser.get(address), place.api(role).get(f"/api/v1/registers/papers/{digest}")
    if role not in OPENS:
        assert (opened.status_code, sent.status_code) in ((303, 401), (403, 403))
        assert address not in page
        return
    assert page.count(address) == 2, "beside the table, and beside the dues"
    assert (opened.status_code, opened.content, sent.content) == (200, CENSUS, CENSUS)
    assert opened.headers["content-disposition"].startswith('attachment; filename="siyah')
    assert opened.headers["cache-control"] == "no-store"
    other = scan(place)
    assert browser.get(f"/members/papers/{other.removeprefix('sha256:')}").status_code == 404
    assert place.api(role).get(f"/api/v1/registers/papers/{other}").status_code == 404


def test_an_altered_paper_is_said_to_be_so_in_both_languages(place: Place) -> None:
    digest = recorded(place)
    with closing(connect(place.settings.data_dir / "ecar.db")) as connection, connection:
        connection.execute("UPDATE blob SET content = ?", (CENSUS[:-1] + b"X",))
    page = place.as_("auditor").get(f"/members/papers/{digest.removeprefix('sha256:')}")
    assert (page.status_code, "Bu fayl dəyişdirilib" in page.text) == (500, True)
    for language, said in (("az", "Bu fayl dəyişdirilib"), ("en", "This file was altered")):
        given = {"Accept-Language": language}
        told = place.api("auditor").get(f"/api/v1/registers/papers/{digest}", headers=given)
        problem = told.json()
        assert (told.status_code, problem["code"], problem["title"]) == (500, "file_altered", said)
