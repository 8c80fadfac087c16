"""Every page in both languages: it answers, it is whole, it keeps the house's rules of markup and policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.house_tour import stops
from support.story_app import StoryPlace, story_place

from ecar_governance.web.application import handlers_of
from ecar_governance.web.form_pages import page_of_form

NAMES = {
    "not-found": 404,
    "link-invalid": 404,
    "forbidden": 403,
}
"""The pages that are refusals, with their status; all others answer 200."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoryPlace]:
    with story_place(tmp_path_factory.mktemp("tour")) as made:
        yield made


@pytest.mark.parametrize("language", ["az", "en"])
def test_every_page_answers_and_is_whole(house: StoryPlace, language: str) -> None:
    readers = {role: house.reader(role, language) for role in {stop.role for stop in stops(house.story)}}
    for stop in stops(house.story):
        seen = readers[stop.role].get(stop.path)
        assert seen.status == NAMES.get(stop.name, 200), (stop.name, seen.status, seen.text[:500])
        html = seen.html
        assert f'<html lang="{language}">' in html, stop.name
        assert len(re.findall(r"<h1[ >]", html)) == 1, stop.name
        assert re.search(r"<title>\s*\S", html), stop.name
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?! src=)", html), stop.name
        assert "{{" not in html
        assert "None" not in re.sub(r"<option.*?</option>", "", html, flags=re.DOTALL), stop.name
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), (stop.name, [one for one in ids if ids.count(one) > 1])


def test_a_link_on_any_page_leads_somewhere(house: StoryPlace) -> None:
    """No dead link: every address on every page answers its reader."""
    for role in {stop.role for stop in stops(house.story)}:
        reader = house.reader(role)
        paths = {
            link.partition("#")[0]
            for stop in stops(house.story)
            if stop.role == role
            for link in reader.get(stop.path).links
            if link.startswith("/") and not link.startswith("/language/")
        }
        for path in sorted(paths - {""}):
            if path.endswith(("minutes.pdf", "extract.pdf")):
                continue  # typeset on request: seconds each; tests/web/test_pages_sessions.py asks for one
            answer = reader.get(path)
            assert answer.status in (200, 303), (role, path, answer.status)


def test_the_language_switch_keeps_the_page(house: StoryPlace) -> None:
    reader = house.reader("rector", "az")
    seen = reader.get("/proposals?show=all")
    switch = next(link for link in seen.links if link.startswith("/language/en"))
    there = reader.follow(reader.get(switch))
    assert str(there.response.url).endswith("/proposals?show=all")
    assert '<html lang="en">' in there.html


def test_every_form_that_fails_can_be_read_in_the_other_language(house: StoryPlace) -> None:
    """After a form the switch leads to the form's page: every POST route has one that answers GET."""
    pages = {path for path, method, _ in handlers_of(house.app) if method == "GET"}
    forms = [path for path, method, _ in handlers_of(house.app) if method == "POST" and "/api/" not in path]
    assert len(forms) > 15
    for path in forms:
        for way in ("here", "outside", "paper", "key") if path.endswith("{way:str}") else ("",):
            here = page_of_form(path.replace("{way:str}", way))
            assert here in pages, path


def test_pages_of_members_are_kept_by_no_cache(house: StoryPlace) -> None:
    for stop in stops(house.story):
        if stop.role:
            seen = house.reader(stop.role).get(stop.path)
            assert seen.response.headers["cache-control"] == "no-store", stop.name


def test_the_navigation_shows_only_rooms_that_are_open(house: StoryPlace) -> None:
    assert 'href="/history"' not in house.reader("rector").get("/").html
    assert 'href="/history"' in house.reader("auditor").get("/").html
    public = house.reader().get("/resolutions").html
    assert 'href="/members"' not in public
    assert 'href="/verify"' in public


def test_a_folder_of_our_templates_has_no_page_that_nobody_visits() -> None:
    """Every page template is rendered by some handler."""
    root = Path(__file__).resolve().parents[2]
    named = {
        one
        for source in (root / "ecar_governance" / "web").rglob("*.py")
        for one in re.findall(r'"([a-z_/]+\.html)"', source.read_text(encoding="utf-8"))
    }
    folder = root / "templates" / "web"
    there = {str(one.relative_to(folder)) for one in folder.rglob("*.html")}
    assert {one for one in there if not one.startswith("parts/")} - {"base.html"} == named
