"""Fetches the third-party files that this project ships, from npm, and writes down where each came from.

    .venv/bin/python scripts/refresh_assets.py            # the versions below
    .venv/bin/python scripts/refresh_assets.py --check    # compares what is committed with the manifest

People who install the project need neither npm nor this script: the files are committed with their licences
and checksums (`ecar_governance/static/vendor/MANIFEST.json`). To take a newer version, change it below, run,
look, commit.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fonts import LETTERS, SANS_SIGNS, SIGNS, STAMP, cut, letters

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ecar_governance"
MANIFEST = PACKAGE / "static/vendor/MANIFEST.json"
TYPESET = "resources/fonts"
WEB = "static/fonts"


@dataclass(frozen=True)
class Package:
    """A release on npm; `files` maps a path in it to a path under `ecar_governance/`."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


@dataclass(frozen=True)
class Cut:
    """A file made from a shipped font by `fonts.cut`."""

    source: str
    target: str
    family: str
    style: str
    stamp: bool = False


PACKAGES = (
    Package(
        "htmx.org",
        "4.0.1",
        "0BSD",
        {
            "dist/htmx.min.js": "static/vendor/htmx.min.js",
            "dist/ext/hx-sse.min.js": "static/vendor/hx-sse.min.js",
            "LICENSE": "static/vendor/LICENSE-htmx.txt",
        },
    ),
    Package(
        "@picocss/pico",
        "2.1.1",
        "MIT",
        {
            "css/pico.min.css": "static/vendor/pico.min.css",
            "LICENSE.md": "static/vendor/LICENSE-pico.txt",
        },
    ),
    Package(
        "source-serif",
        "4.5.1",
        "OFL-1.1",
        {
            f"TTF/SourceSerif4-{style}.ttf": f"{TYPESET}/SourceSerif4-{style}.ttf"
            for style in ("Regular", "It", "Semibold", "Bold")
        }
        | {"LICENSE.md": f"{TYPESET}/LICENSE-SourceSerif4.txt"},
    ),
    Package(
        "source-sans",
        "3.52.0",
        "OFL-1.1",
        {
            f"TTF/SourceSans3-{style}.ttf": f"{TYPESET}/SourceSans3-{style}.ttf"
            for style in ("Regular", "Semibold", "Bold")
        }
        | {"LICENSE.md": f"{TYPESET}/LICENSE-SourceSans3.txt"},
    ),
)

CUTS = (
    Cut("SourceSerif4-Regular.ttf", f"{WEB}/ecar-serif-regular.woff2", "Ecar Serif", "Regular"),
    Cut("SourceSerif4-It.ttf", f"{WEB}/ecar-serif-italic.woff2", "Ecar Serif", "Italic"),
    Cut("SourceSerif4-Semibold.ttf", f"{WEB}/ecar-serif-semibold.woff2", "Ecar Serif", "Semibold"),
    Cut("SourceSans3-Regular.ttf", f"{WEB}/ecar-sans-regular.woff2", "Ecar Sans", "Regular"),
    Cut("SourceSans3-Semibold.ttf", f"{WEB}/ecar-sans-semibold.woff2", "Ecar Sans", "Semibold"),
    Cut("SourceSans3-Bold.ttf", f"{WEB}/ecar-sans-bold.woff2", "Ecar Sans", "Bold"),
    Cut("SourceSans3-Regular.ttf", f"{TYPESET}/EcarStamp-Regular.ttf", "Ecar Stamp", "Regular", stamp=True),
)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package, folder: Path) -> tuple[Path, str]:
    """Pack a release into `folder`; returns the archive and its integrity, which npm has checked."""
    run = subprocess.run(
        ["npm", "pack", "--json", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    told = json.loads(run.stdout)[0]
    archive = folder / told["filename"]
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != told["integrity"]:
        raise SystemExit(f"{package.name}: the archive does not match the integrity that npm tells")
    return archive, found


def unpack(package: Package, archive: Path) -> None:
    with tarfile.open(archive) as tar:
        for inside, target in package.files.items():
            member = tar.extractfile(f"package/{inside}")
            if member is None:
                raise SystemExit(f"{package.name} {package.version} has no {inside}")
            place = PACKAGE / target
            place.parent.mkdir(parents=True, exist_ok=True)
            content = member.read()
            if place.suffix == ".js":
                # A map that is not shipped would be asked for by every browser's tools.
                content = re.sub(rb"(?m)^//# sourceMappingURL=.*\n?", b"", content)
            place.write_bytes(content)


def refresh() -> None:
    """Fetch every package, make every cut, write the manifest.

    An archive that changed under a version already on record is refused.
    """
    known = {p["name"]: p for p in json.loads(MANIFEST.read_text())["packages"]} if MANIFEST.exists() else {}
    packages = []
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            archive, integrity = fetch(package, Path(folder))
            before = known.get(package.name)
            if before and before["version"] == package.version and before["integrity"] != integrity:
                raise SystemExit(f"{package.name} {package.version} is not the archive it was")
            unpack(package, archive)
            packages.append(
                {
                    "name": package.name,
                    "version": package.version,
                    "licence": package.licence,
                    "integrity": integrity,
                    "files": [
                        {"path": target, "from": inside, "sha256": sha256(PACKAGE / target)}
                        for inside, target in package.files.items()
                    ],
                }
            )
    for licence in (PACKAGE / TYPESET).glob("LICENSE-*"):
        (PACKAGE / WEB).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(licence, PACKAGE / WEB / licence.name)
    cuts = []
    for c in CUTS:
        signs = "" if c.stamp else SIGNS + (SANS_SIGNS if "Sans" in c.source else "")
        source = PACKAGE / TYPESET / c.source
        codes = letters(STAMP if c.stamp else LETTERS, "№–—„“”«»" if c.stamp else signs)
        cut(source, PACKAGE / c.target, family=c.family, style=c.style, codes=codes)
        cuts.append(
            {"path": c.target, "cut_from": f"{TYPESET}/{c.source}", "sha256": sha256(PACKAGE / c.target)}
        )
    MANIFEST.write_text(json.dumps({"packages": packages, "cuts": cuts}, indent=2) + "\n")


def check() -> int:
    """Compare the files with the manifest; returns how many differ and names each."""
    told = json.loads(MANIFEST.read_text())
    files = [f for p in told["packages"] for f in p["files"]] + told["cuts"]
    wrong = [
        f["path"]
        for f in files
        if not (PACKAGE / f["path"]).exists() or sha256(PACKAGE / f["path"]) != f["sha256"]
    ]
    for path in wrong:
        print(f"{path}: not the file that the manifest names")
    return len(wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, fetch nothing")
    if parser.parse_args().check:
        sys.exit(min(check(), 1))
    refresh()
