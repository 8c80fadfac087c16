"""The documentation says what is so: commands, columns, promises with their tests, links that lead on."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import get_args

import click
import pytest

import ecar_governance
from ecar_governance.cli.common import commands_of
from ecar_governance.cli.main import main
from ecar_governance.domain.workflow import MandateKind
from ecar_governance.services.importing import BODY_COLUMNS, INSTITUTION_COLUMNS, MANDATE_COLUMNS
from ecar_governance.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def fenced(text: str, kind: str) -> Iterator[str]:
    """The lines of fenced blocks of a kind, continued lines joined, comments left out."""
    for block in re.findall(rf"^```{kind}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.partition(" #")[0].strip()
            if words and not words.startswith("#"):
                yield words


@cache
def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- links ---


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    found = set()
    for heading in re.findall(r"^#+ +(.+)$", without_code(text), flags=re.MULTILINE):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        found.add(re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(read(name))):
        if re.match(r"[a-z]+:", target):
            assert target.startswith("https://"), target
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.is_relative_to(ROOT), target
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_named_is_there(name: str) -> None:
    named = re.findall(r"`((?:docs|tests|scripts|workflows|templates|ecar_governance)/[\w./-]+)`", read(name))
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    todo = [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)\s#]+)", without_code(page.read_text(encoding="utf-8"))):
            if ":" not in target:
                todo.append((page.parent / target).resolve())
    assert {str(p.relative_to(ROOT)) for p in PAGES if p not in seen} == set()


# --- commands ---


def test_the_page_of_commands_is_that_of_these_commands() -> None:
    made = script("document_commands").page()
    assert read("docs/commands.md") == made, "run: python scripts/document_commands.py"


def test_the_pages_of_procedures_are_those_of_these_procedures() -> None:
    made = script("document_procedures").pages()
    folder = ROOT / "docs" / "procedures"
    for place, text in made.items():
        assert (folder / place).read_text(encoding="utf-8") == text, "run scripts/document_procedures.py"
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there == {*made, "first.md"}


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = main
    while isinstance(command, click.Group):
        assert words, "a group is no command"
        known = commands_of(command)
        assert words[0] in known, words[0]
        command, words = known[words[0]], words[1:]
    return command, words


CALLS = [
    (name, line)
    for name in NAMES
    for kind in ("sh", "console", "ini")
    for line in fenced(read(name), kind)
    if re.search(r"(^|bin/)ecar [a-z-]", line)
]


@pytest.mark.parametrize(("name", "line"), CALLS)
def test_a_call_in_the_documentation_is_one(name: str, line: str) -> None:
    words = shlex.split(line.partition(" > ")[0].removeprefix("$ "))
    while words and not words[0].endswith("ecar"):
        words.pop(0)
    command, rest = command_of(words[1:])
    given, left, _ = command.make_parser(click.Context(command, **main.context_settings)).parse_args(rest)
    assert left == []
    assert {parameter.name for parameter in command.params if parameter.required} <= set(given)


# --- settings, columns, kinds ---


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_named_is_one(name: str) -> None:
    named = set(re.findall(r"\bECAR_[A-Z_]*[A-Z]\b", read(name)))
    assert named <= {PREFIX + field.upper() for field in Settings.model_fields} | {"ECAR_TEST_DATABASE_URL"}


def table(text: str, heading: str) -> list[str]:
    """The first column, unquoted, of the tables under a heading of the second level."""
    (part,) = re.findall(rf"^## {heading}$(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| `(\w+)` \|", part, flags=re.MULTILINE)


def test_the_columns_of_imports_are_those_that_are_read() -> None:
    page = read("docs/members.md")
    assert table(page, "Institutions") == [*INSTITUTION_COLUMNS, "since"]
    assert table(page, "Bodies") == list(BODY_COLUMNS)
    people = table(page, "People and mandates")
    assert tuple(people[: len(MANDATE_COLUMNS)]) == MANDATE_COLUMNS
    by_hand = {"session_chair", "session_secretary", "written_authority", "delegate"}
    assert set(people[len(MANDATE_COLUMNS) :]) == set(get_args(MandateKind)) - by_hand
    assert all(f"`{kind}`" in page for kind in by_hand)


# --- promises ---

PROMISES = re.findall(
    r"^\| (?!promise \|)(?!-)(.+?) \| (`tests/.+`) \|$", read("docs/promises.md"), flags=re.MULTILINE
)


def test_every_row_of_promises_is_read() -> None:
    rows = [line for line in read("docs/promises.md").splitlines() if line.startswith("| ")]
    headings = [line for line in rows if line.startswith("| promise |")]
    assert len(PROMISES) == len(rows) - len(headings) > 40


@pytest.mark.parametrize(("promise", "tests"), PROMISES, ids=[promise[:60] for promise, _ in PROMISES])
def test_a_promise_is_held_by_tests_that_exist(promise: str, tests: str) -> None:
    for one in re.findall(r"`([^`]+)`", tests):
        path, _, function = one.partition("::")
        assert (ROOT / path).is_file(), one
        assert re.search(rf"^(async )?def {function}\(", read(path), flags=re.MULTILINE), one


# --- the rest ---


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert version == ecar_governance.__version__
    first = re.search(r"^## (\S+),", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert first is not None
    assert first[1] == version


def test_every_decision_is_listed() -> None:
    listed = re.findall(
        r"^\| \[([\w-]+)\]\(\1\.md\) \|", read("docs/decisions/README.md"), flags=re.MULTILINE
    )
    there = {page.stem for page in (ROOT / "docs/decisions").glob("*.md")} - {"README"}
    assert set(listed) == there
    for name in listed:
        text = read(f"docs/decisions/{name}.md")
        assert "**Decided.**" in text
        assert re.search(r"^\*\*Why", text, flags=re.MULTILINE)
