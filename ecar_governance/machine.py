"""What this machine lacks or does badly, each with the exact command that mends it: `ecar doctor`'s findings.

Looking changes nothing: no folder is made, no file written.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ecar_governance.errors import Finding, MissingOnMachine
from ecar_governance.resources import FONTS, fonts_dir
from ecar_governance.settings import Settings, unknown

# What typesetting loads, and the Debian and Ubuntu package that has it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}

PYTHON = (3, 11)
FREE_BYTES = 1024**3
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""The project is younger than its clock may say."""

NETWORK_FILE_SYSTEMS = frozenset(
    {"afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "gfs2", "lustre", "nfs", "nfs4", "ocfs2", "smb3"}
)

MISSING = frozenset({"python_old", "library_missing", "font_missing"})
"""Codes of findings that mean: something is missing on this machine (exit 3)."""

ADVICE = frozenset({"sqlite_wal_reset", "proxies_untrusted", "setting_unknown"})
"""Codes of findings that forbid nothing; a person decides."""


def examine(settings: Settings, *, now: datetime | None = None) -> list[Finding]:
    """Everything found, most hindering first; empty on a machine that suits.

    `now` is an aware instant, by default the clock's. `exit_code` says what the findings amount to.
    """
    found = [*python(sys.version_info[:3]), *libraries(), *fonts()]
    found += [*folders(settings), *settings.check_serving()]
    found += space(settings.data_dir)
    found += clock(now or datetime.now(UTC), settings.checkpoint_dir)
    if settings.sqlite_path is not None:
        found += [*file_system(settings.sqlite_path), *sqlite(sqlite3.sqlite_version_info)]
    if settings.secure and not settings.trusted_proxies:
        found.append(
            Finding(
                code="proxies_untrusted",
                message="Behind a reverse proxy that is not named, all people seem to come from one address.",
                where="ECAR_TRUSTED_PROXIES",
                fix="set ECAR_TRUSTED_PROXIES to the proxy's address, for instance 127.0.0.1/32",
            )
        )
    return found + unknown()


def exit_code(findings: Iterable[Finding]) -> int:
    """3 when something is missing on this machine, 1 on another fault, 0 on none or on advice alone."""
    codes = {finding.code for finding in findings} - ADVICE
    return 3 if codes & MISSING else min(len(codes), 1)


def python(version: tuple[int, ...]) -> list[Finding]:
    """A finding for a Python older than the oldest supported."""
    if version >= PYTHON:
        return []
    return [
        Finding(
            code="python_old",
            message=f"Python {'.'.join(map(str, version))} is too old; 3.11 is the oldest that serves.",
            fix="sudo apt-get install -y python3 python3-venv",
        )
    ]


def libraries(load: Callable[[str], object] = ctypes.CDLL) -> list[Finding]:
    """A finding for each shared library that cannot be loaded; each fix installs all that are missing."""
    missing = []
    for name in LIBRARIES:
        try:
            load(name)
        except OSError:
            missing.append(name)
    packages = " ".join(LIBRARIES[name] for name in missing)
    return [
        Finding(
            code="library_missing",
            message=f"{name} cannot be loaded; documents cannot be typeset without it.",
            where=name,
            fix=f"sudo apt-get install -y --no-install-recommends {packages}",
        )
        for name in missing
    ]


def fonts(folder: Path | None = None) -> list[Finding]:
    """A finding for each font that the installation lacks."""
    try:
        folder = folder or fonts_dir()
    except MissingOnMachine as error:
        return [Finding(code="font_missing", message=error.message, where="fonts", fix=error.fix)]
    return [
        Finding(
            code="font_missing",
            message=f"The font {name} is missing; documents would be printed in another.",
            where=str(folder / name),
            fix="pip install --force-reinstall --no-deps ecar-governance",
        )
        for name in FONTS
        if not (folder / name).is_file()
    ]


def folders(settings: Settings) -> list[Finding]:
    """Findings on the data folder that cannot be written and on private keys that others may read."""
    found = []
    place = nearest(settings.data_dir)
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        data = shlex.quote(str(settings.data_dir))
        found.append(
            Finding(
                code="data_dir_unwritable",
                message=f"The data folder {settings.data_dir} cannot be written.",
                where="ECAR_DATA_DIR",
                fix=f'sudo mkdir -p {data} && sudo chown "$(id -un)" {data}',
            )
        )
    keys = settings.key_dir
    if keys.is_dir():
        for path, mode in [
            (keys, "700"),
            *((file, "600") for file in sorted(keys.rglob("*")) if file.is_file()),
        ]:
            if path.stat().st_mode & 0o077:
                found.append(
                    Finding(
                        code="keys_readable",
                        message=f"Others on this machine may read {path}, where private keys are kept.",
                        where=str(path),
                        fix=f"chmod {mode} {shlex.quote(str(path))}",
                    )
                )
    return found


def space(data_dir: Path, free: int | None = None) -> list[Finding]:
    """A finding when the disk of the data folder has less than 1 GiB free; `free` is in bytes."""
    left = shutil.disk_usage(nearest(data_dir)).free if free is None else free
    if left >= FREE_BYTES:
        return []
    return [
        Finding(
            code="disk_nearly_full",
            message=f"The disk of {data_dir} has {left // 1024**2} MiB left.",
            where=str(data_dir),
            fix=f"free 1 GiB there; df -h {shlex.quote(str(nearest(data_dir)))} tells what is left",
        )
    ]


def clock(now: datetime, checkpoint_dir: Path) -> list[Finding]:
    """A finding when the clock stands before this project's time or before the last checkpoint written."""
    earliest = EARLIEST
    newest = checkpoint_dir / "latest"
    if newest.is_file():
        written = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
        earliest = max(earliest, written - timedelta(minutes=1))
    if now >= earliest:
        return []
    return [
        Finding(
            code="clock_wrong",
            message=f"The clock says {now:%Y-%m-%d %H:%M} UTC, which is past; deadlines would be wrong.",
            fix="sudo timedatectl set-ntp true",
        )
    ]


def sqlite(version: tuple[int, ...]) -> list[Finding]:
    """Advice when this SQLite has the WAL-reset fault (mended in 3.44.6, 3.50.7 and 3.51.3)."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    if mended:
        return []
    return [
        Finding(
            code="sqlite_wal_reset",
            message=(
                f"SQLite {'.'.join(map(str, version))} can, very rarely, damage a database that several "
                "processes write (fixed in 3.51.3)."
            ),
            where="ECAR_DATABASE_URL",
            fix="keep ECAR_WORKERS=1 and back up daily, or set ECAR_DATABASE_URL to a PostgreSQL",
        )
    ]


def file_system(database: Path, mounts: str | None = None) -> list[Finding]:
    """A finding when an SQLite database lies on a network file system, where its log of writes is not safe.

    `mounts` is the text of /proc/self/mounts; a system without it is not judged.
    """
    if mounts is None:
        table = Path("/proc/self/mounts")
        mounts = table.read_text("utf-8", "replace") if table.is_file() else ""
    kind, length = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ")
        if database.is_relative_to(point) and len(point) >= length:
            kind, length = fields[2], len(point)
    if kind not in NETWORK_FILE_SYSTEMS:
        return []
    return [
        Finding(
            code="database_on_network",
            message=f"{database} lies on a network file system ({kind}), where SQLite loses writes.",
            where="ECAR_DATABASE_URL",
            fix="move the data folder to a local disk, or set ECAR_DATABASE_URL to a PostgreSQL",
        )
    ]


def nearest(path: Path) -> Path:
    """`path`, or the closest folder above it that exists."""
    while not path.exists():
        path = path.parent
    return path
