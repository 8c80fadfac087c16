"""Processes that write are killed, or write at the same time: what was acknowledged is there, once."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from support.house import House

from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.events import BallotAccepted
from ecar_governance.services.ports import Done
from ecar_governance.storage.engine import Database
from ecar_governance.storage.projections import compare
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.vault import SqlVault
from ecar_governance.storage.writer import Writer

pytestmark = pytest.mark.faults

PROGRAM = str(Path(__file__).parent.parent / "support" / "writing.py")
SEATS = 24


@pytest.fixture
def opened(database: Database, clock) -> Database:
    """A database with a vote open to every seat, and nobody holding it."""
    with Writer(database, clock) as writer:
        house = House(writer, members=SEATS).found()
        house.draft("case-1")
        house.put("case-1", "vote-1")
    return database


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def acknowledged(output: str) -> list[tuple[int, int, str, int]]:
    """Seat, change, receipt, position of each act that the program was told is durable."""
    lines = [line.split() for line in output.splitlines() if line and line != "ready"]
    return [(int(seat), int(change), digest, int(at)) for seat, change, digest, at in lines]


def start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def holds(database: Database, clock) -> Writer:
    """Opens the record anew: gapless, rooted, projected; marks and envelopes are the same ballots."""
    writer = Writer(database, clock)  # folds every leaf and compares the root
    with database.reading() as connection:
        assert compare(connection, writer.conference) == []
    marks = writer.conference.votes["vote-1"].marks
    envelopes = {kept.seat: kept for kept in SqlVault(database, str.casefold).envelopes("vote-1")}
    assert {seat: mark.digest for seat, mark in marks.items()} == {
        seat: bytes_digest(kept.sealed) for seat, kept in envelopes.items()
    }
    assert all(kept.digest == bytes_digest(kept.sealed) for kept in envelopes.values())
    return writer


@pytest.mark.parametrize("after", [1, 60, 400])
def test_what_was_acknowledged_survives_a_kill_once(opened: Database, clock, python, after: int) -> None:
    process: subprocess.Popen[str] = python(PROGRAM, url_of(opened), "0", str(SEATS), "12", "100000")
    lines: list[str] = []
    start(process)
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if len(lines) > after:
            break
    process.send_signal(signal.SIGKILL)
    rest, errors = process.communicate()  # what was told before the kill and is still in the pipe
    complete = (("".join(lines)) + rest).rpartition("\n")[0]
    told = acknowledged(complete)
    assert len(told) >= after, errors
    with holds(opened, clock) as writer:
        events = {event.position: event for event in SqlRecord(opened).events(limit=1_000_000)}
        ballots = Counter(
            event.data.digest for event in events.values() if isinstance(event.data, BallotAccepted)
        )
        for _, _, digest, position in told:
            assert ballots[digest] == 1
            data = events[position].data
            assert isinstance(data, BallotAccepted)
            assert data.digest == digest
        assert max(ballots.values()) == 1
        # Whoever was not told asks again with the same key, and gets the receipt or casts now.
        house = House(writer, members=SEATS)
        latest = {seat: (change, digest) for seat, change, digest, _ in told}
        for seat, (change, digest) in latest.items():
            again = house.cast("vote-1", seat, f"paper {change}", key=f"{seat}/{change}")
            assert isinstance(again, Done)
            assert again.repeated
            assert again.events[-1].data.digest == digest  # type: ignore[union-attr]


def test_two_processes_interleave_without_a_gap(opened: Database, clock, python) -> None:
    half = SEATS // 2
    started = time.monotonic()
    processes = [python(PROGRAM, url_of(opened), str(first), str(half), "4", "30") for first in (0, half)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        start(process)
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    told = [acknowledged(output) for output, _ in outputs]
    assert [len(acts) for acts in told] == [half * 30] * 2
    with holds(opened, clock) as writer:
        assert {mark.count for mark in writer.conference.votes["vote-1"].marks.values()} == {30}
    positions = [sorted(position for *_, position in acts) for acts in told]
    assert not set(positions[0]) & set(positions[1])
    if not opened.is_sqlite:
        # They took turns, rather than one after the other. (SQLite's lock is taken by whoever asks at the
        # right moment, and promises no turns.)
        assert positions[0][0] < positions[1][-1]
        assert positions[1][0] < positions[0][-1]
    assert time.monotonic() - started < 120
