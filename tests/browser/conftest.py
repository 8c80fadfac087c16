"""A real browser before a real server: started once a run, on a copy of the story."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from support.house_tour import ARGUMENTS, CHROMIUM, credentials, free_port, serving
from support.story import Story, settings_in
from support.story_app import template

Sitting = Callable[..., Page]
"""Makes a page in a browser of its own: `sit(role, width=…, scripts=…, language=…)`."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Story]]:
    """The address of a server that tests only read from, and the story that it serves."""
    folder = tmp_path_factory.mktemp("served")
    with _copy_served(folder) as address:
        yield address, template()[1]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[str, Story]]:
    """The same for one test alone, which may change things."""
    with _copy_served(tmp_path) as address:
        yield address, template()[1]


def _copy_served(folder: Path):  # type: ignore[no-untyped-def]
    shutil.copytree(template()[0], folder / "data")
    return serving(settings_in(folder / "data", port=free_port()), folder)


@pytest.fixture
def sit(browser: Browser) -> Iterator[Sitting]:
    contexts: list[BrowserContext] = []

    def sitting(
        address: str, role: str = "", *, width: int = 1280, scripts: bool = True, language: str = "az"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="en-GB" if language == "en" else "az-AZ",
        )
        contexts.append(context)
        page = context.new_page()
        if role:
            email, password = credentials(role)
            page.goto(f"{address}/sign-in")
            page.fill("#email", email)
            page.fill("#password", password)
            page.click("main button[type=submit]")
        page.goto(f"{address}/language/{language}?next=/verify")
        return page

    yield sitting
    for context in contexts:
        context.close()
