"""Register, signing and verification: what is public, what is signed by whom, what a file is worth."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.story import PASSPHRASE
from support.story_app import StoryPlace, story_place

from ecar_governance.domain.log import leaf_hash, verify_inclusion
from ecar_governance.domain.workflow import CaseField
from ecar_governance.services import members
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.resolutions import register
from ecar_governance.services.vault_port import VaultPerson, VaultText


def paper(house: StoryPlace, name: str) -> str:
    """Where the document of a resolution is signed."""
    return f"/documents/{house.desk.conference.resolutions[name].document}"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def test_what_is_not_published_is_not_named_on_the_first_page_of_somebody_without_a_mandate(
    house: StoryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"az": "Kənar Şəxs", "en": "An Outsider"}
    person, _ = members.register(house.desk, "", names, "outsider@elsewhere.example", "en")
    monkeypatch.setitem(house.story.people, "outsider", person)
    first = house.reader("outsider").get("/")
    assert "On the founding" in first.text
    assert "Sample University" not in first.text
    assert "Sample University" in house.reader("rector").get("/").text


def test_the_register_is_public_and_shows_what_is_published(house: StoryPlace) -> None:
    public = house.reader().get("/resolutions")
    assert "On the founding" in public.text
    assert "Sample University" not in public.text
    assert "Sample University" in house.reader("rector").get("/resolutions").text
    assert "No resolution fits these words." in house.reader().get("/resolutions?q=kitabxana").text
    assert "On the founding" in house.reader().get("/resolutions?q=FOUNDING&year=2026").text


def test_what_is_not_published_does_not_exist_for_strangers(house: StoryPlace) -> None:
    name = house.story.resolutions["membership"]
    for path in (f"/resolutions/{name}", f"/resolutions/{name}/resolution.pdf", f"/verify/{name}"):
        assert house.reader().get(path).status == 404
        assert house.reader("observer").get(path).status == 200


def test_the_signed_file_is_what_the_page_says(house: StoryPlace) -> None:
    name = house.story.resolutions["founding"]
    content = house.reader().get(f"/resolutions/{name}/resolution.pdf").response.content
    page = house.reader().get(f"/verify/{name}").text
    assert hashlib.sha256(content).hexdigest() in page
    assert "It was signed and published on" in page
    assert "This installation is a trial" in page


def test_a_good_file_verifies_and_an_altered_one_does_not(house: StoryPlace) -> None:
    reader, name = house.reader("rector"), house.story.resolutions["founding"]
    content = reader.get(f"/resolutions/{name}/resolution.pdf").response.content
    good = reader.send("/verify", files={"pdf": ("qərar.pdf", content, "application/pdf")})
    assert "The document is genuine and unchanged" in good.text
    altered = content.replace(b"/Producer", b"/Producfr", 1) if b"/Producer" in content else content + b"\n"
    bad = house.reader("rector", "az")
    answer = bad.send("/verify", files={"pdf": ("qərar.pdf", altered, "application/pdf")})
    assert "Bu sənədə etibar etməyin" in answer.text
    assert "Bu fayl tarixçədə qeydə alınmayıb." in answer.text


def test_what_is_no_pdf_is_asked_for_again(house: StoryPlace) -> None:
    answer = house.reader("rector").send("/verify", files={"pdf": ("a.txt", b"hello", "text/plain")})
    assert answer.status == 422
    assert "Please choose a PDF." in answer.text


def test_both_officers_sign_and_the_secretariat_publishes(house: StoryPlace) -> None:
    story = house.story
    name, case = story.resolutions["membership"], story.cases["membership"]
    chair, secretary = house.reader("chair"), house.reader("secretariat")
    page = chair.get(f"{paper(house, name)}/sign/chair")
    wrong = chair.submit(page, "/here", passphrase="başqa bir söz olsun")
    assert wrong.status == 422
    assert "This passphrase does not open your signing key." in wrong.text
    early = secretary.get(f"{paper(house, name)}/sign/secretary")
    assert early.status == 303, "the chair signs first"
    signed = chair.follow(chair.submit(page, "/here", passphrase=PASSPHRASE))
    assert "signed here" in signed.text
    page = secretary.get(f"{paper(house, name)}/sign/secretary")
    secretary.follow(secretary.submit(page, "/here", passphrase=PASSPHRASE))
    publish = secretary.get(f"/proposals/{case}/act/publish")
    secretary.follow(secretary.submit(publish, "/act/publish"))
    assert "Signed resolution (PDF)" in house.reader().get(f"/resolutions/{name}").text


def test_a_file_signed_outside_must_be_the_file_given_out(house: StoryPlace) -> None:
    name = house.story.resolutions["membership"]
    chair = house.reader("chair", "az")
    page = chair.get(f"{paper(house, name)}/sign/chair")
    given = chair.get(f"/resolutions/{name}/resolution.pdf").response.content
    answer = chair.submit(page, "/outside", files={"returned": ("q.pdf", given, "application/pdf")})
    assert answer.status == 422
    assert "Qaytarılan fayl verilmiş faylın özüdür: imzalanmayıb." in answer.text
    nothing = chair.submit(page, "/paper", files={"scan": ("", b"", "application/pdf")})
    assert nothing.status == 422
    assert "Zəhmət olmasa, fayl seçin." in nothing.text


def test_a_signature_on_paper_is_kept_with_its_scan(house: StoryPlace) -> None:
    name, chair = house.story.resolutions["membership"], house.reader("chair")
    scan = b"%PDF-1.4 ink, seal, scan"
    page = chair.get(f"{paper(house, name)}/sign/chair")
    signed = chair.follow(chair.submit(page, "/paper", files={"scan": ("s.pdf", scan, "application/pdf")}))
    assert "signed on paper, scan attached" in signed.text
    assert house.reader("rector").get(f"{paper(house, name)}/scans/chair").response.content == scan
    assert house.reader().get(f"{paper(house, name)}/scans/chair").status == 303
    assert house.reader("rector").get(f"{paper(house, name)}/scans/secretary").status == 404


def test_nobody_signs_in_anothers_place(house: StoryPlace) -> None:
    name = house.story.resolutions["membership"]
    assert house.reader("rector").get(f"{paper(house, name)}/sign/chair").status == 403
    seen = house.reader("secretariat").get(f"{paper(house, name)}/sign/chair")
    assert (seen.status, seen.leads_to) == (303, f"/resolutions/{name}")


def test_an_entry_of_the_history_proves_itself(house: StoryPlace) -> None:
    """What the page shows is enough to compute the root again, without this program's page."""
    reader = house.reader("auditor")
    page = reader.get("/history/177")
    body = re.search(r'<pre class="plain hash"[^>]*>(.*?)</pre>', page.html, re.DOTALL)
    assert body is not None
    leaf = leaf_hash(unescape(body.group(1)).encode())
    proof = re.findall(r"<li>([0-9a-f]{64})</li>", page.html)
    shown = re.findall(r'<span class="hash">([0-9a-f]{64})</span>', page.html)
    assert shown[0] == leaf.hex()
    size = house.desk.record.state().size
    verify_inclusion(leaf, 177, size, [bytes.fromhex(one) for one in proof], bytes.fromhex(shown[1]))


def test_the_export_is_the_log(house: StoryPlace) -> None:
    answer = house.reader("auditor").get("/history/export.jsonl").response
    assert answer.content == b"".join(leaf + b"\n" for leaf in house.desk.record.leaves())
    assert house.reader("rector").get("/history/export.jsonl").status == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=2026-003", "On the recognition of credits"),
        ("?q=1/1", "On the founding"),
        ("?q=khazar", "Khazar University"),
        ("?type=VoteClosed", "The vote was closed and counted"),
        ("?asof=2020-01-01", "No entry fits."),
        ("?q=nothing-like-this", "No entry fits."),
    ],
)
def test_the_auditor_finds(house: StoryPlace, asked: str, found: str) -> None:
    assert found in house.reader("auditor").get(f"/history{asked}").text


def test_the_history_goes_on_from_page_to_page(house: StoryPlace) -> None:
    reader, path, seen = house.reader("auditor"), "/history", set()
    while path:
        page = reader.get(path)
        seen |= {int(one) for one in re.findall(r'href="/history/(\d+)"', page.html)}
        path = next((one for one in page.links if "before=" in one), "")
    assert seen == set(range(house.desk.record.state().size))


FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"summary_en": ("markdown", ())}, "In **short**."),
    ({"summary": ("text", ())}, "In **short**."),
    ({"summary_az": ("text", ())}, ""),  # in another language than the reader's
    ({"summary": ("text", ("secretariat",))}, ""),  # not everybody's
    ({"summary": ("choice", ())}, ""),
    ({}, ""),
]


class Shelf:
    """A vault that knows one text."""

    def people(self, people: Iterable[str]) -> dict[str, VaultPerson]:
        return {}

    def texts(self, digests: Iterable[str]) -> dict[str, VaultText]:
        kept = VaultText("sha256:summary", "In **short**.", "", b"", datetime.now(UTC))
        return {one: kept for one in digests if one == kept.digest}


def test_the_register_shows_the_summary_that_is_for_everybody(house: StoryPlace) -> None:
    told = house.desk.conference
    adopted = next(one for one in told.resolutions.values() if one.published is not None)
    case = told.cases[adopted.numbered.case]
    known = told.workflows[case.workflow_hash]
    for fields, said in FIELDS:
        asked = {name: CaseField(name, kind, shown_to=roles) for name, (kind, roles) in fields.items()}
        version = replace(known, workflow=replace(known.workflow, fields=asked))
        filled = replace(case, fields=dict.fromkeys(fields, "sha256:summary"))
        conference = replace(
            told,
            workflows=told.workflows.insert(known.hash, version),
            cases=told.cases.insert(case.case, filled),
        )
        lines = register(Directory(conference, Shelf(), "en"))
        found = {line.resolution: line.summary for line in lines}
        assert found[adopted.numbered.resolution] == said, fields
