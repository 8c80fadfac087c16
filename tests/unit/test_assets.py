"""What the project ships from elsewhere: whole, licensed, and able to print what a conference writes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parents[2] / "ecar_governance"
MANIFEST = json.loads((PACKAGE / "static/vendor/MANIFEST.json").read_text("utf-8"))
TOLD = {f["path"]: f for p in MANIFEST["packages"] for f in p["files"]} | {
    f["path"]: f for f in MANIFEST["cuts"]
}

AZERBAIJANI = "abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ"
SIGNS = "№–—„“”«»½⅔≥≤✓■§…·×−←→↑↓"

SERIF = [
    *(f"resources/fonts/SourceSerif4-{style}.ttf" for style in ("Regular", "It", "Semibold", "Bold")),
    *(f"static/fonts/ecar-serif-{style}.woff2" for style in ("regular", "italic", "semibold")),
]
SANS = [
    *(f"resources/fonts/SourceSans3-{style}.ttf" for style in ("Regular", "Semibold", "Bold")),
    *(f"static/fonts/ecar-sans-{style}.woff2" for style in ("regular", "semibold", "bold")),
]


def characters(path: str) -> set[str]:
    with TTFont(PACKAGE / path) as font:
        return {chr(code) for code in font.getBestCmap()}


@pytest.mark.parametrize(
    ("path", "needed"),
    [(path, AZERBAIJANI + SIGNS) for path in SERIF]
    + [(path, AZERBAIJANI + SIGNS + "□") for path in SANS]
    + [("resources/fonts/EcarStamp-Regular.ttf", AZERBAIJANI + "№–—„“”«»")],
)
def test_each_font_alone_prints_every_letter(path: str, needed: str) -> None:
    assert sorted(set(needed) - characters(path)) == []


@pytest.mark.parametrize("path", [f["path"] for f in MANIFEST["cuts"]])
def test_a_cut_font_does_not_carry_the_reserved_name(path: str) -> None:
    with TTFont(PACKAGE / path) as font:
        names = {i: font["name"].getDebugName(i) or "" for i in (1, 2, 3, 4, 6, 16, 17)}
        copyright_ = font["name"].getDebugName(0)
    assert not [i for i, name in names.items() if "Source" in name]
    assert "Adobe" in copyright_


def test_every_shipped_file_is_the_one_on_record() -> None:
    assert {path: hashlib.sha256((PACKAGE / path).read_bytes()).hexdigest() for path in TOLD} == {
        path: told["sha256"] for path, told in TOLD.items()
    }


def test_nothing_is_shipped_without_a_record() -> None:
    folders = ("static/vendor", "static/fonts", "resources/fonts")
    found = {
        str(path.relative_to(PACKAGE))
        for folder in folders
        for path in (PACKAGE / folder).iterdir()
        if path.is_file()
    }
    beside = {path for path in found if Path(path).name.startswith("LICENSE-")} | {
        "static/vendor/MANIFEST.json"
    }
    assert found - beside - set(TOLD) == set()


@pytest.mark.parametrize("package", MANIFEST["packages"], ids=lambda p: p["name"])
def test_each_package_comes_with_its_licence(package: dict[str, object]) -> None:
    files = package["files"]
    assert isinstance(files, list)
    [licence] = [f["path"] for f in files if "LICENSE" in f["path"]]
    opening = {
        "0BSD": "Zero-Clause BSD",
        "MIT": "MIT License",
        "OFL-1.1": "SIL Open Font License, Version 1.1",
    }[str(package["licence"])]
    assert opening in (PACKAGE / licence).read_text("utf-8")


def test_stylesheets_and_scripts_ask_no_other_site() -> None:
    for path in (PACKAGE / "static/vendor").glob("*.css"):
        assert "@import" not in path.read_text("utf-8")
    for path in (PACKAGE / "static/vendor").glob("*.js"):
        assert "sourceMappingURL" not in path.read_text("utf-8")
