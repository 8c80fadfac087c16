"""The server as a process: serves, does its routines, refuses a taken port, and ends in order on a signal."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from ecar_governance import bootstrap
from ecar_governance.errors import Unavailable
from ecar_governance.services import accounts
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.ports import Done
from ecar_governance.settings import Settings
from ecar_governance.web.routine import Routine
from ecar_governance.web.server import refuse_taken_port

PROGRAM = "from ecar_governance.cli.main import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def founded(folder: Path) -> Settings:
    settings = Settings(data_dir=folder / "data", port=free_port())
    _, outcome = bootstrap.found(
        settings, administrator={"az": "İlk İdarəçi", "en": "First"}, email="first@test.ecar.example"
    )
    assert isinstance(outcome, Done)
    return settings


def serving(settings: Settings, *, workers: int = 1) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "ECAR_DATA_DIR": str(settings.data_dir),
        "ECAR_PORT": str(settings.port),
        "ECAR_WORKERS": str(workers),
    }
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", PROGRAM, "serve"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"Serving on {settings.public_url} (Ctrl-C ends it)\n"
    return process


def answered(url: str, seconds: float = 20.0) -> httpx.Response:
    """The first answer that comes; the address is told a moment before the port is open."""
    until = time.monotonic() + seconds
    while True:
        try:
            return httpx.get(url)
        except httpx.ConnectError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def ended(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, list[dict[str, object]]]:
    process.send_signal(how)
    _, told = process.communicate(timeout=60)
    return process.returncode, [json.loads(line) for line in told.splitlines()]


def test_it_serves_sends_mail_and_ends_in_order(tmp_path: Path) -> None:
    settings = founded(tmp_path)
    with bootstrap.open_installation(settings) as installation:
        desk = installation.desk
        person = next(iter(desk.conference.persons.values())).person
        accounts.issue_invitation(desk, INSTALLER, person)
    process = serving(settings)
    try:
        ready = answered(f"{settings.public_url}/readyz")
        assert (ready.status_code, ready.json()) == (200, {"ready": True, "failed": []})
        assert answered(f"{settings.public_url}/sign-in").status_code == 200
        until = time.monotonic() + 20
        while not list(settings.outbox_dir.glob("*-invitation-*.eml")):
            assert time.monotonic() < until, "the mail was not sent"
            time.sleep(0.05)
    finally:
        code, lines = ended(process, signal.SIGTERM)
    assert code == 0
    events = [line["event"] for line in lines]
    assert events[-2:] == ["stopping", "stopped"]
    assert "routine_failed" not in events


def test_several_processes_serve_one_port_and_end_together(tmp_path: Path) -> None:
    settings = founded(tmp_path)
    process = serving(settings, workers=2)
    try:
        assert answered(f"{settings.public_url}/readyz").status_code == 200
        with pytest.raises(Unavailable, match="Address already in use"):
            refuse_taken_port(settings.host, settings.port)
        until = time.monotonic() + 40
        while len(_children(process.pid)) < 1:
            assert time.monotonic() < until
            time.sleep(0.1)
        (child,) = _children(process.pid)
        # It must have come as far as minding signals before it is asked to end.
        assert process.stderr is not None
        while '"pid": ' + str(child) not in process.stderr.readline():
            assert time.monotonic() < until
    finally:
        code, _ = ended(process, signal.SIGINT)
    assert code == 0
    assert not Path(f"/proc/{child}").exists()


def _children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def test_a_port_that_is_taken_is_refused_before_anything_begins() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Unavailable, match="port"):
            refuse_taken_port("127.0.0.1", other.getsockname()[1])
    refuse_taken_port("127.0.0.1", free_port())


def test_a_routine_outlives_its_failures_and_ends_when_asked() -> None:
    calls: list[int] = []
    third = threading.Event()

    def work() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("once")
        if len(calls) == 3:
            third.set()

    routine = Routine("test", 0.01, work)
    routine.start()
    assert third.wait(10)
    routine.stop()
    assert routine.join(5)
    seen = len(calls)
    time.sleep(0.05)
    assert len(calls) == seen
