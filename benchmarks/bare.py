"""What the disk and the database can do with nothing of ours between: an UPDATE and an INSERT a commit."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import psycopg

_CASE = "CREATE TABLE bare_case (id INTEGER PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL)"
_HISTORY = (
    "CREATE TABLE bare_history (id {serial}, case_id INTEGER NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL)"
)
_TABLES = (_CASE, _HISTORY)
_AT = "2026-11-23T08:00:00.000000Z"


def sqlite_rate(folder: Path, seconds: float, sync: float = 0.0) -> float:
    """Commits a second of bare sqlite3 with the system's pragmas; each waits `sync` seconds more."""
    path = folder / "bare.db"
    fresh = not path.exists()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    if fresh:
        for table in _TABLES:
            connection.execute(table.format(serial="INTEGER PRIMARY KEY"))
        connection.execute("INSERT INTO bare_case VALUES (1, 's0', 0)")

    def one(number: int) -> None:
        state = f"s{number % 6}"
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE bare_case SET state = ?, version = version + 1 WHERE id = 1", (state,))
        connection.execute("INSERT INTO bare_history (case_id, state, at) VALUES (1, ?, ?)", (state, _AT))
        if sync:
            time.sleep(sync)
        connection.execute("COMMIT")

    rate = _rate(one, seconds)
    connection.close()
    return rate


def postgresql_rate(url: str, seconds: float, sync: float = 0.0) -> float:
    """Commits a second of bare psycopg on the server that the system uses; each waits `sync` seconds more."""
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT to_regclass('bare_case')").fetchone()[0]:  # type: ignore[index]
            for table in _TABLES:
                connection.execute(table.format(serial="SERIAL PRIMARY KEY"))
            connection.execute("INSERT INTO bare_case VALUES (1, 's0', 0)")

        def one(number: int) -> None:
            state = f"s{number % 6}"
            connection.execute("BEGIN")
            connection.execute(
                "UPDATE bare_case SET state = %s, version = version + 1 WHERE id = 1", (state,)
            )
            connection.execute(
                "INSERT INTO bare_history (case_id, state, at) VALUES (1, %s, %s)", (state, _AT)
            )
            if sync:
                time.sleep(sync)
            connection.execute("COMMIT")

        return _rate(one, seconds)


def _rate(one: Any, seconds: float) -> float:
    began, number = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        one(number)
        number += 1
    return number / (time.perf_counter() - began)
