"""The locks hold what `pyproject.toml` asks for, all of it hashed, and name no address."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
ASKED = {
    "requirements.txt": [*PROJECT["project"]["dependencies"], *GROUPS["build"]],
    "requirements-dev.txt": [*PROJECT["project"]["dependencies"], *GROUPS["build"], *GROUPS["dev"]],
}
STALE = "run scripts/lock"


def locked(name: str) -> list[tuple[Requirement, int]]:
    """Each entry of a lock with the number of its hashes."""
    lines = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    return [
        (Requirement(line.split(" --hash=")[0]), line.count("--hash=sha256:"))
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def applying(name: str) -> dict[str, str]:
    """What the lock installs on this machine: name and version."""
    return {
        canonicalize_name(entry.name): next(iter(entry.specifier)).version
        for entry, _ in locked(name)
        if entry.marker is None or entry.marker.evaluate()
    }


def needed(roots: list[str]) -> set[str]:
    """All that `roots` need on this machine, told by what is installed."""
    found: set[str] = set()
    waiting = [Requirement(root) for root in roots]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if (name, frozenset(one.extras)) in seen:
            continue
        seen.add((name, frozenset(one.extras)))
        found.add(name)
        for text in requires(name) or ():
            below = Requirement(text)
            for extra in ("", *one.extras):
                if below.marker is None or below.marker.evaluate({"extra": extra}):
                    waiting.append(below)
                    break
    return found


@pytest.mark.parametrize("name", ASKED)
def test_no_address_and_every_entry_hashed(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--(extra-)?index-url|--find-links|-e|-f)\b", text, flags=re.MULTILINE)
    assert [str(entry) for entry, hashes in locked(name) if not hashes] == []
    assert [str(e) for e, _ in locked(name) if [s.operator for s in e.specifier] != ["=="]] == []


@pytest.mark.parametrize("name", ASKED)
def test_what_the_project_asks_for_is_locked_within_its_bounds(name: str) -> None:
    held = applying(name)
    for text in ASKED[name]:
        asked = Requirement(text)
        assert canonicalize_name(asked.name) in held, STALE
        assert asked.specifier.contains(held[canonicalize_name(asked.name)]), (text, STALE)


@pytest.mark.parametrize("name", ASKED)
def test_the_lock_is_what_is_needed_no_less_and_no_more(name: str) -> None:
    try:
        assert set(applying(name)) == needed(ASKED[name]), STALE
    except PackageNotFoundError as error:
        pytest.fail(f"{error} is not installed: ./run test sets this up, or run uv sync --all-groups")


def test_the_two_locks_agree() -> None:
    small, large = applying("requirements.txt"), applying("requirements-dev.txt")
    assert {name: large.get(name) for name in small} == small


def test_what_runs_here_is_what_is_locked() -> None:
    held = applying("requirements-dev.txt")
    assert {name: version(name) for name in held} == held
