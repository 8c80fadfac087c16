"""The core stands alone: it imports and decides where no library but its own three is to be had.

The rules between packages are import-linter's (`pyproject.toml`); this one is run, not read.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

GUARD = """
import sys

allowed = sys.stdlib_module_names | {{"ecar_governance", "msgspec", "rpds", "transitions", "six"}}


class Absent:
    def find_spec(self, name, path=None, target=None):
        root = name.partition(".")[0]
        ours = root in allowed or root.startswith("_sysconfigdata")  # a build names the latter
        if not ours or name.startswith({blocked!r}):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Absent())
"""

ABOVE = tuple(
    f"ecar_governance.{package}"
    for package in (
        "almanac", "bootstrap", "cli",
        "definitions", "documents", "identity", "keys", "machine", "notices", "resources",
        "services", "settings", "storage", "verifier", "web", "wording",
    )
)  # fmt: skip


def alone(code: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process in which everything but the domain and its libraries is absent."""
    program = GUARD.format(blocked=ABOVE) + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["sqlmodel", "litestar", "weasyprint", "yaml", "ecar_governance.storage"])
def test_the_guard_bites(name: str) -> None:
    run = alone(f"import {name}")
    assert run.returncode == 1
    assert f"No module named '{name}'" in run.stderr


def test_every_module_of_the_domain_imports_alone() -> None:
    run = alone(
        """
        import importlib, pkgutil
        import ecar_governance.domain as domain
        names = [m.name for m in pkgutil.walk_packages(domain.__path__, "ecar_governance.domain.")]
        for name in names:
            importlib.import_module(name)
        print(len(names))
        """
    )
    assert run.stderr == ""
    assert int(run.stdout) > 10


def test_the_core_decides_alone() -> None:
    run = alone(
        """
        from datetime import UTC, datetime
        from ecar_governance.domain import commands as c, events as e
        from ecar_governance.domain.decide import decide
        from ecar_governance.domain.decision import Accepted, Context, Refused
        from ecar_governance.domain.evolve import evolve
        from ecar_governance.domain.state import Conference

        names = {"az": "Konfrans", "en": "Conference"}
        found = c.FoundConference(
            founded=e.ConferenceFounded("ecar.example", names, "Asia/Baku", names, "key", True),
            bodies=(e.BodyRegistered("plenary", "plenary", names),),
            workflows=(),
            administrator=e.PersonRegistered("person-1", "sha256:00"),
            mandate="mandate-1",
        )
        context = Context(e.Actor("installer"), datetime(2026, 11, 23, tzinfo=UTC))
        first = decide(Conference(), found, context)
        assert isinstance(first, Accepted), first
        conference = Conference()
        for event in first.events:
            conference = evolve(conference, event)
        again = decide(conference, found, context)
        assert isinstance(again, Refused), again
        print(len(first.events), again.reasons[0].code)
        """
    )
    assert run.stderr == ""
    assert run.stdout.split() == ["4", "conference.founded_already"]


def test_an_installation_opens_without_what_handles_documents_and_pages() -> None:
    """Most commands touch no PDF and serve no page; the libraries for these take a second to load."""
    code = """
        import sys
        for name in ("aiohttp", "fontTools", "litestar", "pyhanko", "weasyprint"):
            sys.modules[name] = None
        import ecar_governance.bootstrap
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
