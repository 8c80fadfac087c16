"""The wheel alone, in an empty folder, is the whole program: procedures, templates, fonts, wording, pages."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Each folder of the checkout that travels, and where it lies in the wheel.
TRAVELS = {
    "workflows": "ecar_governance/resources/workflows",
    "templates": "ecar_governance/resources/templates",
    "ecar_governance": "ecar_governance",
}


@pytest.fixture(scope="module", name="wheel")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the locked hatchling, without network and without a second environment."""
    folder = tmp_path_factory.mktemp("dist")
    build = (
        "import os, sys; from hatchling.build import build_wheel; "
        "os.chdir(sys.argv[1]); print(build_wheel(sys.argv[2]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", build, str(ROOT), str(folder)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return folder / run.stdout.split()[-1]


@pytest.fixture(scope="module", name="site")
def _site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, as an installer does with one that has no scripts of its own."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def away(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `folder` with the unpacked wheel before anything else and nothing of the checkout."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("ECAR_", "PYTHON"))
    }
    environment |= {"PYTHONPATH": str(site), "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def tracked(folder: str) -> set[str]:
    """The files of a folder of the checkout that are to travel."""
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".mo")
    }


@pytest.mark.parametrize("folder", TRAVELS)
def test_every_file_travels(folder: str, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert tracked(folder)
    assert {name for name in tracked(folder) if f"{TRAVELS[folder]}/{name}" not in packed} == set()


def test_nothing_else_travels(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.split("/")[0] for name in archive.namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"ecar_governance"}
    assert wheel.stat().st_size < 5 * 1024**2


def test_its_resources_are_its_own(site: Path, tmp_path: Path) -> None:
    code = (
        "from ecar_governance import resources as r, wording\n"
        "for folder in (r.workflows_dir, r.templates_dir, r.fonts_dir, r.static_dir, r.locale_dir):\n"
        "    print(folder())\n"
        "assert all((r.fonts_dir() / name).is_file() for name in r.FONTS)\n"
        "assert wording.translations('az').gettext('')\n"
    )
    run = away(site, tmp_path, "-c", code)
    assert run.returncode == 0, run.stderr
    assert [line for line in run.stdout.split() if not line.startswith(str(site))] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--help",), "workflow"),
        (("workflow", "list"), "statutes"),
        (("doctor", "--help"), "--json"),
    ],
)
def test_the_program_runs_in_an_empty_folder(
    arguments: tuple[str, ...], said: str, site: Path, tmp_path: Path
) -> None:
    run = away(site, tmp_path, "-c", "from ecar_governance.cli.main import main; main()", *arguments)
    assert run.returncode == 0, run.stderr
    assert said in run.stdout
    assert "Traceback" not in run.stderr
    assert list(tmp_path.iterdir()) == []
