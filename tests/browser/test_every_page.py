"""Every page in a real browser: accessible by axe-core, no wider than a phone, silent in the console."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from support.house_tour import stops
from support.story import PEOPLE

from ecar_governance.resources import workflows_dir

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # `ui.md` asks for 7:1, which is the AAA rule of contrast.
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    # What passed is not described, which takes as long as the looking.
    "resultTypes": ["violations"],
}

CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]},
    "resultTypes": ["violations"],
}

REFUSALS = ("not-found", "link-invalid", "forbidden")
"""Pages whose status the console reports by itself."""


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "az")])
@pytest.mark.parametrize("role", ["", *PEOPLE])
def test_every_page_is_accessible_fits_and_is_silent(
    served: Any, sit: Any, role: str, width: int, language: str
) -> None:
    """axe-core finds nothing, text has 7:1, nothing scrolls sideways, and the console is told nothing: no
    breach of the content policy, no missing file, no error of a script, no request elsewhere."""
    address, story = served
    axe, found = Axe(), []
    page = sit(address, role, width=width, language=language)
    said: list[str] = []
    page.on("console", lambda message: _heard(message, said))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: _asked(request.url, address, said))
    of_role = [one for one in stops(story) if one.role == role]
    assert of_role, "every role has pages of its own"
    for stop in of_role:
        said.clear()
        page.goto(address + stop.path)
        if stop.name not in REFUSALS:
            found += [(stop.name, one) for one in said]
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            found.append((stop.name, f"{across} pixels wide"))
        results = axe.run(page, options=RULES)
        found += [
            (stop.name, f"{one['id']}: {one['nodes'][0]['html'][:160]}")
            for one in results.response["violations"]
        ]
    assert found == []


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "az")])
def test_a_checked_version_with_its_lines_is_accessible_and_fits(
    served: Any, sit: Any, width: int, language: str
) -> None:
    address, _ = served
    page = sit(address, "administrator", width=width, language=language)
    page.goto(f"{address}/procedures/new-version")
    text = (workflows_dir() / "resolution.yaml").read_text(encoding="utf-8")
    page.fill("textarea[name=text]", text.replace("version: 1.0.0", f"version: 1.0.1 # {'ə' * 200}"))
    page.locator("main form button[type=submit]").last.click()
    assert page.locator("table.diff ins").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in violations] == []


def _heard(message: Any, said: list[str]) -> None:
    if message.type == "error":
        said.append(message.text)


def _asked(url: str, address: str, said: list[str]) -> None:
    if not url.startswith((address, "data:")):
        said.append(f"asks {url}")


def test_targets_are_large_enough_for_a_thumb(served: Any, sit: Any) -> None:
    """Buttons and choices of the ballot are at least 44 pixels high on a phone."""
    address, story = served
    page = sit(address, "rector", width=390)
    page.goto(f"{address}/ballots/{story.votes['recognition']}/seat-KHAZAR")
    for selector in (".choices .pick", "main button"):
        for box in page.locator(selector).all():
            measured = box.bounding_box()
            assert measured is not None
            assert measured["height"] >= 44, selector


def test_the_dark_and_the_contrast_theme_keep_their_contrast(served: Any, sit: Any) -> None:
    address, story = served
    page = sit(address, "rector")
    for scheme, contrast in (("dark", "no-preference"), ("light", "more"), ("dark", "more")):
        page.emulate_media(color_scheme=scheme, contrast=contrast)
        for path in ("/", f"/proposals/{story.cases['recognition']}", f"/votes/{story.votes['founding']}"):
            page.goto(address + path)
            results = Axe().run(page, options=CONTRAST)
            assert [
                (scheme, contrast, one["nodes"][0]["html"][:160]) for one in results.response["violations"]
            ] == []
