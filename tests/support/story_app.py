"""The story behind the real application: told once a process, copied for whoever wants to change it."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from litestar import Litestar

from ecar_governance.bootstrap import open_installation
from ecar_governance.services.desk import Desk
from ecar_governance.settings import Settings
from ecar_governance.web.application import create_app
from ecar_governance.web.csrf import token_for
from ecar_governance.web.sessions import LANGUAGE_COOKIE, SESSION_COOKIE
from support.story import Story, settings_in, told
from support.web_kit import Browser


@lru_cache(maxsize=1)
def template() -> tuple[Path, Story]:
    """The folder of a conference in which the story has been told, for this process."""
    folder = Path(tempfile.mkdtemp(prefix="ecar-story-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # In a thread of its own: where a browser is driven, this one has an event loop that signing cannot share.
    with ThreadPoolExecutor(1) as pool:
        return folder / "data", pool.submit(_tell, folder / "data").result()


def _tell(folder: Path) -> Story:
    with told(settings_in(folder)) as (_installation, story):
        return story


@dataclass
class StoryPlace:
    """A running application on a copy of the story."""

    app: Litestar
    desk: Desk
    settings: Settings
    story: Story
    portal: BlockingPortal

    def reader(self, role: str = "", language: str = "en") -> Reader:
        """A browser in which somebody of the role has just signed in; with no role, nobody."""
        raw = self.app.state.sessions.begin(self.story.people[role]) if role else ""
        browser = Browser(self.app, self.settings.public_url, self.portal, "127.0.0.1")
        browser.headers["Origin"] = self.settings.public_url
        browser.headers["Accept"] = "text/html"
        if raw:
            browser.set_cookie(self.app.state.cookies.name(SESSION_COOKIE), raw)
        browser.set_cookie(self.app.state.cookies.name(LANGUAGE_COOKIE), language)
        return Reader(browser, token_for(raw) if raw else "")


@contextmanager
def story_place(folder: Path) -> Iterator[StoryPlace]:
    """The application on a copy of the story in the folder."""
    source, story = template()
    shutil.copytree(source, folder / "data")
    settings = settings_in(folder / "data")
    with open_installation(settings) as installation, start_blocking_portal() as portal:
        yield StoryPlace(create_app(installation.desk, settings), installation.desk, settings, story, portal)


class Reader:
    """Somebody who reads pages and sends their forms, as a browser without any script does."""

    def __init__(self, browser: Browser, csrf: str) -> None:
        self.browser = browser
        self.csrf = csrf

    def get(self, path: str) -> Seen:
        return Seen(self.browser.get(path))

    def send(self, path: str, files: Any = None, **fields: Any) -> Seen:
        """Posts fields to a path, with the token; a list sends a field several times."""
        data = {"csrf": self.csrf, **fields}
        return Seen(self.browser.post(path, data=data, files=files))

    def submit(self, seen: Seen, action: str, files: Any = None, **fields: Any) -> Seen:
        """Fills in the form of the page whose address ends with `action`, and sends it as the page would."""
        form = next(one for one in seen.forms if one["action"].endswith(action))
        return self.send(form["action"], files=files, **{**form["values"], **fields})

    def follow(self, seen: Seen) -> Seen:
        """The page that an answer leads to."""
        assert seen.status == 303, (seen.status, seen.text[:2000])
        return self.get(seen.leads_to)


class Seen:
    """An answer as a person sees it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code

    @property
    def html(self) -> str:
        return self.response.text

    @property
    def text(self) -> str:
        """The words of the page's main part, spaces as one."""
        main = re.search(r"<main.*?</main>", self.html, re.DOTALL)
        whole = main.group() if main else self.html
        plain = re.sub(r"<(style|script|desc|title).*?</\1>", " ", whole, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).split())

    @property
    def leads_to(self) -> str:
        return self.response.headers["location"]

    @property
    def forms(self) -> list[dict[str, Any]]:
        """Its forms: address, and the values that a browser would send untouched."""
        parser = _Forms()
        parser.feed(self.html)
        return parser.found

    @property
    def links(self) -> list[str]:
        return [unescape(one) for one in re.findall(r'<a [^>]*href="([^"]+)"', self.html)]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self._open = False
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({"action": given.get("action", ""), "values": {}})
            self._open = True
        if not self._open:
            return
        values = self.found[-1]["values"]
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                values.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "input" and name and given.get("type") != "file":
            values[name] = given.get("value", "")
        elif tag == "select":
            self._select = name
            values[name] = None
        elif tag == "option" and self._select and ("selected" in given or values[self._select] is None):
            values[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            values[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1]["values"][self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
