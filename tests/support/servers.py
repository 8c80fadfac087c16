"""Real servers (`ecar serve` in processes of their own, loopback alone) and people who vote over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

from ecar_governance.settings import Settings
from ecar_governance.web.csrf import token_for
from ecar_governance.web.sessions import SESSION_COOKIE, Sessions
from support.desks import Chamber

_PROGRAM = "from ecar_governance.cli.main import main; main()"
_READY = 90.0
"""Seconds that a server may take to answer: the machine may be busy with other tests."""


class Ticket(Struct, frozen=True):
    """A browser of somebody who has just signed in."""

    person: str
    cookie: str

    def headers(self, address: str) -> dict[str, str]:
        """What the browser sends, as a page of the site itself would."""
        return {
            "Cookie": f"{SESSION_COOKIE}={self.cookie}",
            "X-CSRF-Token": token_for(self.cookie),
            "Origin": address,
            "Accept": "application/json",
        }


def sign_in(hall: Chamber, *people: str) -> dict[str, Ticket]:
    """A ticket for each of these people."""
    sessions = Sessions(hall.desk.accounts, hall.desk.clock, hall.settings)
    return {person: Ticket(person, sessions.begin(person)) for person in people}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process on an installation. What it tells on standard error is kept in a file."""

    def __init__(self, settings: Settings, log: Path, **more: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ECAR_")},
            "ECAR_DATA_DIR": str(settings.data_dir),
            "ECAR_DATABASE_URL": settings.database_url,
            "ECAR_PORT": str(self.port),
            "ECAR_FRESH_MINUTES": "60",
            **more,
        }
        with log.open("ab") as told:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, "serve"],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=told,
            )

    def ready(self) -> Server:
        """Waits until it answers."""
        until = time.monotonic() + _READY
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError(self.log.read_text(encoding="utf-8"))
            try:
                if httpx.get(f"{self.address}/readyz", timeout=5).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.1)
        self.kill()
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """Ends it at once, as a power cut would end the process."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait(30)

    def stop(self) -> int:
        """Asks it to end; gives its exit code."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            return self._process.wait(40)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


@contextmanager
def servers(settings: Settings, log: Path, count: int) -> Iterator[list[Server]]:
    """So many servers on one installation, each with a port of its own."""
    started = [Server(settings, log.with_suffix(f".{number}.log")) for number in range(count)]
    try:
        for server in started:
            server.ready()
        yield started
    finally:
        for server in started:
            server.kill()


class Question(Struct, frozen=True):
    """A vote and the hash of its text."""

    vote: str
    manifest_hash: str


class Answer(Struct, frozen=True):
    """What the API said: its status and its body; status 0 when the connection broke."""

    status: int
    body: Any

    @property
    def receipt(self) -> str:
        return str(self.body["receipt"])

    @property
    def codes(self) -> list[str]:
        """The reasons of a refusal."""
        return [reason["code"] for reason in self.body["reasons"]]


async def cast(
    client: httpx.AsyncClient,
    address: str,
    ticket: Ticket,
    question: Question,
    seat: str,
    choice: str,
    *,
    key: str,
    replaces: str = "",
    reason: str = "",
) -> Answer:
    """Sends a ballot."""
    body = {
        "seat": seat,
        "choice": choice,
        "manifest_hash": question.manifest_hash,
        "replaces": replaces,
        "reason": reason,
    }
    headers = {**ticket.headers(address), "Idempotency-Key": key}
    try:
        answer = await client.post(
            f"{address}/api/v1/votes/{question.vote}/ballots", json=body, headers=headers
        )
    except httpx.TransportError:
        return Answer(0, None)
    return Answer(answer.status_code, answer.json())


def call(server: Server, ticket: Ticket, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """One request to the API, from a program that has nothing else to do."""
    answer = httpx.request(
        method,
        f"{server.address}/api/v1{path}",
        json=body,
        headers={**ticket.headers(server.address), **headers},
        timeout=30,
    )
    return Answer(answer.status_code, answer.json())


def crowd(connections: int = 120) -> httpx.AsyncClient:
    """A client for many at once."""
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    return httpx.AsyncClient(limits=limits, timeout=60)


async def together(*calls: Any) -> list[Answer]:
    """All at once."""
    return list(await asyncio.gather(*calls))
