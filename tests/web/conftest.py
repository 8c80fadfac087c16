"""The application for tests of the web, on SQLite: what differs by database is tested below the web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.web_kit import Place
from support.web_kit import place as make_place


@pytest.fixture
def place(sqlite_template: Path, tmp_path: Path, clock: Any, ids: Any) -> Iterator[Place]:
    """A conference on a loopback address, over http."""
    with make_place(sqlite_template, tmp_path, clock, ids) as made:
        yield made


@pytest.fixture
def secure_place(sqlite_template: Path, tmp_path: Path, clock: Any, ids: Any) -> Iterator[Place]:
    """The same behind https."""
    url = "https://ecar.example"
    with make_place(sqlite_template, tmp_path, clock, ids, public_url=url) as made:
        yield made
