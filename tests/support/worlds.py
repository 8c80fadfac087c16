"""Two conferences that are the same to the last id, but for who chose what: a choice gone astray shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import text

from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.storage.tables import METADATA
from support.desks import Chamber, Moulds, SteadyClock
from tests.conftest import FakeIds


class CountedIds(FakeIds):
    """Ids that count, so that two worlds are made of the same; apart from those of the mould."""

    def new(self, kind: str) -> str:
        return super().new(f"{kind}-counted")


class Opaque:
    """Envelopes that hold nothing: the papers stay in this test. A true one hides its paper as well, but no
    two of them are equal, so two worlds could not be compared."""

    def __init__(self) -> None:
        self._papers: dict[bytes, Paper] = {}
        self._keys = 0

    def generate(self) -> tuple[str, bytes]:
        self._keys += 1
        return f"public-{self._keys}", self._keys.to_bytes(32, "big")

    def seal(self, public: str, paper: Paper, *, vote: str, seat: str, election: bool = False) -> bytes:
        envelope = f"{public}/{vote}/{seat}/{len(self._papers)}".encode().ljust(304, b".")
        self._papers[envelope] = paper
        return envelope

    def open_all(self, private: bytes, envelopes: Mapping[str, bytes], *, vote: str) -> dict[str, Paper]:
        return {seat: self._papers[envelopes[seat]] for seat in sorted(envelopes)}

    def digest(self, envelope: bytes) -> str:
        return bytes_digest(envelope)


@contextmanager
def world(moulds: Moulds, folder: Path) -> Iterator[Chamber]:
    """One of two worlds: all that is left to chance counts instead."""
    with moulds.cast(5, folder, SteadyClock()) as hall:
        hall.desk = replace(hall.desk, ids=CountedIds(), sealing=Opaque())  # type: ignore[arg-type]
        publisher = hall.installation.writer._publisher
        assert publisher is not None
        publisher.stop()  # when one is published is a matter of time; what is, of the leaves alone
        yield hall


def kept(hall: Chamber) -> dict[str, Any]:
    """Everything that is kept, row by row and file by file."""
    found: dict[str, Any] = {}
    with hall.installation.database.reading() as connection:
        for name in METADATA.tables:
            rows = connection.execute(text(f"SELECT * FROM {name}"))  # noqa: S608  # reason: names of our own
            found[name] = sorted(repr(tuple(map(plain, row))) for row in rows)
    for file in sorted(hall.settings.data_dir.rglob("*")):
        name = str(file.relative_to(hall.settings.data_dir))
        if file.is_file() and not name.startswith("ecar.db"):
            found[name] = file.read_bytes()
    return found


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def same(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert one.keys() == two.keys()
    for name in one:
        assert one[name] == two[name], name
