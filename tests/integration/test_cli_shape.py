"""Every command: a help that says what it does, an example that is one, and no surprise for wrong use."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ecar_governance.cli.common import commands_of
from ecar_governance.cli.main import main

PROMISED = {
    "ecar demo",
    "ecar init",
    "ecar serve",
    "ecar doctor",
    "ecar upgrade",
    "ecar members import",
    "ecar members list",
    "ecar workflow check",
    "ecar workflow list",
    "ecar workflow schema",
    "ecar workflow show",
    "ecar workflow diagram",
    "ecar workflow diff",
    "ecar workflow migrate",
    "ecar workflow put-in-force",
    "ecar workflow simulate",
    "ecar workflow test",
    "ecar workflow withdraw",
    "ecar calendar set",
    "ecar calendar show",
    "ecar weights import",
    "ecar weights list",
    "ecar weights show",
    "ecar dues import",
    "ecar dues list",
    "ecar proposal list",
    "ecar proposal show",
    "ecar proposal new",
    "ecar proposal act",
    "ecar vote show",
    "ecar vote recount",
    "ecar vote whatif",
    "ecar vote belenios export",
    "ecar vote belenios import",
    "ecar audit log",
    "ecar audit export",
    "ecar audit verify",
    "ecar audit rebuild",
    "ecar audit refused",
    "ecar resolution list",
    "ecar resolution issue",
    "ecar resolution verify",
    "ecar backup",
    "ecar restore",
    "ecar user invite",
    "ecar key rotate",
}
"""Stable from the first release on."""

ANSWERS = {
    "ecar doctor",
    "ecar upgrade",
    "ecar vote whatif",
    "ecar members list",
    "ecar workflow check",
    "ecar workflow diff",
    "ecar workflow list",
    "ecar workflow migrate",
    "ecar workflow show",
    "ecar workflow simulate",
    "ecar workflow test",
    "ecar calendar show",
    "ecar weights list",
    "ecar weights show",
    "ecar dues list",
    "ecar proposal list",
    "ecar proposal show",
    "ecar proposal act",
    "ecar vote show",
    "ecar vote recount",
    "ecar audit log",
    "ecar audit verify",
    "ecar audit rebuild",
    "ecar audit refused",
    "ecar audit check-file",
    "ecar resolution list",
    "ecar resolution verify",
}
"""Those that answer a question, and so answer it as JSON too."""


def walk(group: click.Group, above: str = "ecar") -> Iterator[tuple[str, click.Command]]:
    for name, command in commands_of(group).items():
        if isinstance(command, click.Group):
            yield from walk(command, f"{above} {name}")
        else:
            yield f"{above} {name}", command


COMMANDS = dict(walk(main))


def run(line: str, **env: str) -> Result:
    return CliRunner().invoke(main, shlex.split(line)[1:], env=env)


def test_what_was_promised_is_there() -> None:
    assert set(COMMANDS) >= PROMISED


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_it_does_with_an_example(name: str) -> None:
    asked = run(f"{name} --help")
    assert asked.exit_code == 0
    first = (COMMANDS[name].help or "").splitlines()[0]
    assert first.endswith("."), first
    assert "Example:" in asked.output
    assert run(f"{name} -h").output == asked.output


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_is_a_call_of_the_command(name: str) -> None:
    example = (COMMANDS[name].epilog or "").removeprefix("Example:").strip()
    assert example.startswith(name)
    words = shlex.split(example.partition(" > ")[0])[len(name.split()) :]
    # Parsed and not run: files that an example names need not be there.
    command = COMMANDS[name]
    given, left, _ = command.make_parser(click.Context(command, **main.context_settings)).parse_args(words)
    assert left == []
    assert {parameter.name for parameter in command.params if parameter.required} <= set(given)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_json_is_offered_where_a_question_is_answered(name: str) -> None:
    offered = any("--json" in parameter.opts for parameter in COMMANDS[name].params)
    assert offered == (name in ANSWERS)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_option_is_wrong_use(name: str) -> None:
    asked = run(f"{name} --no-such-option")
    assert asked.exit_code == 2
    assert "--no-such-option" in asked.output
    assert "Traceback" not in asked.output


@pytest.mark.parametrize("name", [n for n, c in COMMANDS.items() if any(p.required for p in c.params)])
def test_what_is_needed_and_missing_is_named(name: str) -> None:
    asked = run(name)
    assert asked.exit_code == 2
    assert "Missing" in asked.output


NEEDING = [
    "ecar serve",
    "ecar upgrade",
    "ecar members list",
    "ecar calendar set --country AZ --years 2026",
    "ecar calendar show",
    "ecar weights list",
    "ecar dues list",
    "ecar proposal list",
    "ecar proposal show 2026-001",
    "ecar vote show vote-1",
    "ecar audit log",
    "ecar audit verify",
    "ecar audit rebuild",
    "ecar audit refused",
    "ecar audit export log.jsonl",
    "ecar resolution list",
    "ecar resolution issue resolution-1",
    "ecar backup copy.tar",
    "ecar user invite rector@example.org",
    "ecar key rotate",
]


@pytest.mark.parametrize("line", NEEDING)
def test_without_a_conference_the_command_that_founds_one_is_named(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = run(line, ECAR_DATA_DIR=str(tmp_path / "nothing"))
    assert asked.exit_code == 3, asked.output
    assert "ecar init" in asked.output
    assert list(tmp_path.iterdir()) == [], "asking leaves nothing behind"


def test_a_setting_that_cannot_be_used_is_wrong_and_named() -> None:
    asked = run("ecar members list", ECAR_PORT="eight thousand")
    assert asked.exit_code in (1, 2)
    assert "ECAR_PORT" in asked.output
    assert "Traceback" not in asked.output


def test_the_version_is_told() -> None:
    assert run("ecar --version").output.startswith("ecar, version 0.")
