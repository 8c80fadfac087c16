"""`ecar demo` as people run it: from another folder, over a stranger's settings, served, ended by Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

BOGUS = {
    "ECAR_DATABASE_URL": "postgresql://ecar:secret@127.0.0.1:1/nowhere",
    "ECAR_DATA_DIR": "/nonexistent/data",
    "ECAR_KEY_DIR": "/nonexistent/keys",
    "ECAR_CHECKPOINT_DIR": "/nonexistent/checkpoints",
    "ECAR_SMTP_URL": "smtp://127.0.0.1:1",
}
"""Settings of an installation that a demo must not touch, and could not."""


def ecar(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-c", "from ecar_governance.cli.main import main; main()", *arguments],
        cwd=cwd,
        env={**os.environ, **BOGUS},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(url: str, seconds: float = 20.0) -> str:
    """What the server says, once it answers."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as page:  # noqa: S310  # reason: our own http server
                return str(page.read().decode())
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_a_demo_is_served_from_its_own_folder_and_ends_in_order(tmp_path: Path) -> None:
    port = free_port()
    process = ecar("demo", "--quick", "--port", str(port), cwd=tmp_path)
    try:
        told: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line)
            if line.startswith("Serving on"):
                break
        words = "".join(told)
        assert f"Serving on http://127.0.0.1:{port}" in words, words
        assert answered(f"http://127.0.0.1:{port}/healthz")
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[0]
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, rest
    assert "Traceback" not in words + rest
    assert [path.name for path in tmp_path.iterdir()] == ["ecar-demo"]
    assert str(tmp_path / "ecar-demo" / "resolution-2-1.pdf") in words
    assert (tmp_path / "ecar-demo" / "resolution-2-1.pdf").read_bytes().startswith(b"%PDF-")
    for said in (
        "Lehinə 14, əleyhinə 3, bitərəf 1.",
        "14 for, 3 against, 1 abstained.",
        "The PDF is good",
        "The log is whole.",
        "rector.khazar@example.org",
    ):
        assert said in words, said
    assert re.search(r"password +\w+(-\w+){4}\n", words)
    assert "\x1b[" not in words, "plain when nobody looks on"


def test_a_taken_port_is_told_before_the_work_with_another_to_choose(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        process = ecar("demo", "--port", str(port), cwd=tmp_path)
        said = process.communicate(timeout=60)[0]
    assert process.returncode == 3, said
    assert f"port {port}" in said
    assert f"ecar demo --port {port + 1}" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["thesis.odt", "ecar.db"])
def test_a_folder_with_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    process = ecar("demo", "--no-serve", "--dir", ".", cwd=tmp_path)
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 1, said
    assert "no demo put there" in said
    assert [path.name for path in tmp_path.iterdir()] == [name]
