"""`./run` on machines that lack something: what it installs, and the one sentence when it may not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SYSTEM = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
LINE = "apt-get install -y --no-install-recommends"


class Machine:
    """A folder with `run` in it and a PATH whose first programs are played."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        shutil.copy(ROOT / "run", folder / "run")
        self.play("dpkg-query", "true")
        self.play("sudo", "exit 1")
        self.play("apt-get", f'echo "$@" >>{folder}/asked')
        self.play("chromium", "true")

    def play(self, name: str, body: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": str(self.folder)}
        return subprocess.run(
            ["sh", "./run", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(name="machine")
def _machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("arguments", [(), ("dance",)])
def test_anything_else_tells_the_two_commands(arguments: tuple[str, ...], machine: Machine) -> None:
    run = machine.run(*arguments)
    assert run.returncode == 2
    assert [line.split("  ")[0] for line in run.stderr.splitlines()] == [
        "./run demo [--no-serve]",
        "./run test [pytest arguments]",
    ]


@pytest.mark.parametrize(
    ("word", "lacking"), [("demo", SYSTEM), ("test", [*SYSTEM, "poppler-utils", "libatomic1"])]
)
def test_who_may_not_install_is_told_the_exact_line(word: str, lacking: list[str], machine: Machine) -> None:
    machine.play("id", "echo 1000")
    run = machine.run(word)
    assert run.returncode == 3
    [sentence] = run.stderr.splitlines()
    assert f"sudo {LINE} {' '.join(lacking)}  and then ./run {word} again." in sentence
    assert not (machine.folder / "asked").exists()
    assert not (machine.folder / ".venv").exists()


def test_only_what_is_lacking_is_named(machine: Machine) -> None:
    machine.play("id", "echo 1000")
    machine.play("dpkg-query", "printf 'installed %s\\n' libpango-1.0-0 libharfbuzz-subset0")
    assert f"{LINE} libpangoft2-1.0-0  and" in machine.run("demo").stderr


@pytest.mark.parametrize(("user", "sudo"), [("0", "exit 1"), ("1000", 'shift; exec "$@"')])
def test_who_may_install_does_and_a_failure_is_told(user: str, sudo: str, machine: Machine) -> None:
    machine.play("id", f"echo {user}")
    machine.play("sudo", sudo)
    machine.play("apt-get", f'echo "$@" >>{machine.folder}/asked; echo no route; exit 100')
    run = machine.run("demo")
    assert run.returncode == 3
    assert (machine.folder / "asked").read_text().splitlines() == [
        "update -qq",
        f"install -y --no-install-recommends {' '.join(SYSTEM)} -qq",
    ]
    assert "no route" in run.stderr
    assert f"Please run  sudo apt-get update && sudo {LINE} {' '.join(SYSTEM)}  and" in run.stderr


def test_without_a_python_that_fits_it_is_asked_for(machine: Machine) -> None:
    machine.play("id", "echo 1000")
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        machine.play(name, "exit 1")
    assert f"{LINE} python3 python3-venv {SYSTEM[0]}" in machine.run("demo").stderr


def test_a_build_robot_calls_the_same_command() -> None:
    assert "./run test" in (ROOT / ".ci/run").read_text("utf-8")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert os.access(ROOT / "run", os.X_OK)
