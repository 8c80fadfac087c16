"""Every page that a person can come to, with a role that sees it: for browser tests and pictures."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from msgspec import Struct

from ecar_governance.settings import Settings
from support.story import PASSWORD, PEOPLE, Story

CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]


class Stop(Struct, frozen=True):
    """One page: a name for its picture, who looks ("" is a visitor), its address."""

    name: str
    role: str
    path: str


def stops(story: Story) -> tuple[Stop, ...]:
    """Every page of the story, GET alone."""
    cases, votes, sessions, resolutions = story.cases, story.votes, story.sessions, story.resolutions
    seat = "seat-KHAZAR"
    founding, admission = resolutions["founding"], resolutions["membership"]
    return (
        Stop("sign-in", "", "/sign-in"),
        Stop("lost-password", "", "/lost-password"),
        Stop("link-invalid", "", "/invitation/none"),
        Stop("register-public", "", "/resolutions"),
        Stop("resolution-public", "", f"/resolutions/{founding}"),
        Stop("verify", "", "/verify"),
        Stop("verify-resolution", "", f"/verify/{founding}"),
        Stop("not-found", "", "/nowhere"),
        Stop("home-rector", "rector", "/"),
        Stop("home-secretariat", "secretariat", "/"),
        Stop("home-observer", "observer", "/"),
        Stop("account", "rector", "/account"),
        Stop("delegations", "rector", "/account/delegations"),
        Stop("proxies", "rector", "/account/proxies"),
        Stop("recusal", "chair", f"/proposals/{cases['recognition']}/recusal"),
        Stop("recusal-entered", "secretariat", f"/proposals/{cases['recognition']}/recusal"),
        Stop("session-proxies", "secretariat", f"/sessions/{sessions['second']}/proxies"),
        Stop("reauthenticate", "rector", "/reauthenticate"),
        Stop("proposals", "rector", "/proposals"),
        Stop("proposals-ended", "rector", "/proposals?show=decided"),
        Stop("proposal-voting", "rector", f"/proposals/{cases['recognition']}"),
        Stop("proposal-review", "group", f"/proposals/{cases['review']}"),
        Stop("proposal-draft", "assistant", f"/proposals/{cases['draft']}"),
        Stop("proposal-submitted", "secretariat", f"/proposals/{cases['submitted']}"),
        Stop("proposal-in-force", "rector", f"/proposals/{cases['founding']}"),
        Stop("action-submit", "rector", f"/proposals/{cases['draft']}/act/submit"),
        Stop("action-recommend", "group", f"/proposals/{cases['review']}/act/recommend"),
        Stop("action-refused", "secretariat", f"/proposals/{cases['submitted']}/act/place_directly"),
        Stop("action-divide", "rector", f"/proposals/{cases['divisible']}/act/ask_division"),
        Stop("proposal-parts", "rector", f"/proposals/{cases['parts']}"),
        Stop("draft", "assistant", "/proposals/new"),
        Stop("edit", "assistant", f"/proposals/{cases['draft']}/edit"),
        Stop("ballot", "rector", f"/ballots/{votes['recognition']}/{seat}"),
        Stop("ballot-substitute", "substitute", f"/ballots/{votes['recognition']}/seat-BHOS"),
        Stop("ballot-block", "rector", f"/ballots/{votes['block']}/{seat}"),
        Stop("ballot-part", "rector", f"/ballots/{votes['third-part']}/{seat}"),
        Stop("ballot-over", "rector", f"/ballots/{votes['founding']}"),
        Stop("vote-open", "secretariat", f"/votes/{votes['recognition']}"),
        Stop("vote-open-member", "rector", f"/votes/{votes['recognition']}"),
        Stop("vote-block", "secretariat", f"/votes/{votes['block-second']}"),
        Stop("vote-part", "secretariat", f"/votes/{votes['third-part']}"),
        Stop("result-part", "rector", f"/votes/{votes['second-part']}"),
        Stop("result-roll-call", "rector", f"/votes/{votes['founding']}"),
        Stop("result-secret", "auditor", f"/votes/{votes['membership']}"),
        Stop("candidates", "rector", f"/proposals/{cases['nominations']}/candidates"),
        Stop("candidates-listed", "observer", f"/proposals/{cases['election']}/candidates"),
        Stop("proposal-election", "rector", f"/proposals/{cases['election']}"),
        Stop("ballot-election", "rector", f"/ballots/{votes['second-ballot']}/{seat}"),
        Stop("ballot-ranking", "rector", f"/ballots/{votes['ranking']}/{seat}"),
        Stop("result-election", "rector", f"/votes/{votes['first-ballot']}"),
        Stop("result-alternatives", "rector", f"/votes/{votes['alternatives']}"),
        Stop("sessions", "rector", "/sessions"),
        Stop("session-open", "secretariat", f"/sessions/{sessions['second']}"),
        Stop("session-closed", "rector", f"/sessions/{sessions['first']}"),
        Stop("session-minutes", "chair", f"/sessions/{sessions['first']}"),
        Stop("session-control", "secretariat", f"/sessions/{sessions['second']}/control"),
        Stop("session-agenda", "secretariat", f"/sessions/{sessions['second']}/agenda"),
        Stop("session-agenda-member", "rector", f"/sessions/{sessions['second']}/agenda"),
        Stop("session-presence", "secretariat", f"/sessions/{sessions['second']}/presence"),
        Stop("session-attendance", "rector", f"/sessions/{sessions['second']}/attendance"),
        Stop("session-change", "secretariat", f"/sessions/{sessions['next']}/change"),
        Stop("session-next", "secretariat", f"/sessions/{sessions['next']}"),
        Stop("session-block", "chair", f"/sessions/{sessions['second']}/block"),
        Stop("session-block-member", "rector", f"/sessions/{sessions['second']}/block"),
        Stop("hall", "secretariat", f"/sessions/{sessions['second']}/hall"),
        Stop("hall-one-language", "secretariat", f"/sessions/{sessions['second']}/hall?lang=az"),
        Stop("session-convene", "secretariat", "/sessions/new"),
        Stop("register", "rector", "/resolutions"),
        Stop("resolution-signing", "chair", f"/resolutions/{admission}"),
        Stop("sign", "chair", f"/documents/{story.admission}/sign/chair"),
        Stop("sign-minutes", "chair", f"/documents/{story.minutes}/sign/chair"),
        Stop("history", "auditor", "/history"),
        Stop("history-subject", "auditor", f"/history?subject={cases['recognition']}"),
        Stop("event", "auditor", "/history/60"),
        Stop("refused", "auditor", "/history/refused"),
        Stop("members", "rector", "/members"),
        Stop("weights", "secretariat", "/members/weights"),
        Stop("weights-read", "rector", "/members/weights"),
        Stop("weights-enter", "secretariat", "/members/weights/new"),
        Stop("dues-enter", "secretariat", "/members/dues/new"),
        Stop("institution", "secretariat", "/members/BHOS"),
        Stop("mandate-grant", "secretariat", "/members/mandates/new"),
        Stop("mandate-end", "secretariat", f"/members/mandates/{story.mandate}/end"),
        Stop("people", "administrator", "/members/people"),
        Stop("procedures", "rector", "/procedures"),
        Stop("procedure", "rector", "/procedures/resolution"),
        Stop("what-if", "rector", "/procedures/statutes/what-if?for=10&against=5&abstain=1&entitled=18"),
        Stop("what-if-vote", "rector", f"/votes/{votes['founding']}/what-if"),
        Stop("what-if-ballots", "rector", f"/votes/{votes['founding']}/what-if?seat.seat-BHOS=against"),
        Stop("what-if-weights", "rector", "/procedures/double_majority/what-if"),
        Stop("what-if-consent", "rector", "/procedures/partnership/what-if"),
        Stop("new-version", "secretariat", "/procedures/new-version"),
        Stop("new-version-ruling", "administrator", "/procedures/new-version"),
        Stop("forbidden", "rector", "/members/people"),
    )


_SERVE = """
from ecar_governance import settings
from ecar_governance.bootstrap import open_installation
from ecar_governance.web.server import serve

with open_installation(settings.read()) as installation:
    serve(installation)
"""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[str]:
    """The real server on an installation, in a process of its own; gives its address."""
    environment = {
        **os.environ,
        "ECAR_DATA_DIR": str(settings.data_dir),
        "ECAR_HOST": "127.0.0.1",
        "ECAR_PORT": str(settings.port),
        "ECAR_FRESH_MINUTES": "60",
    }
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen([sys.executable, "-c", _SERVE], env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{settings.port}"
    try:
        _await(address, server, folder / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(log.read_text(encoding="utf-8"))
        try:
            httpx.get(f"{address}/healthz", timeout=2)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


def credentials(role: str) -> tuple[str, str]:
    """Address and password of one who holds the role in the story."""
    return PEOPLE[role], PASSWORD
