"""What the register of refused attempts promises, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from support.house import INSTALLER

from ecar_governance.services.ports import Act, VaultWrite
from ecar_governance.services.refusals_port import RefusedAttempt
from ecar_governance.storage.engine import Database
from ecar_governance.storage.refusals import SqlRefusals
from ecar_governance.storage.writer import Writer

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = AT.replace(hour=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def book(database: Database, clock) -> Iterator[SqlRefusals]:
    with Writer(database, clock) as writer:

        def work(act: Act) -> None:
            for name in ("p-1", "p-2"):
                act.vault(VaultWrite("person", {"id": name}, PERSON))

        writer.perform(work, actor=INSTALLER)
        yield SqlRefusals(database)


PERSON = {
    "name_az": "Gülşən Əliyeva",
    "name_en": "Gulshan Aliyeva",
    "email": None,
    "email_folded": None,
    "locale": "az",
    "salt": b"s" * 16,
    "digest": "sha256:d",
    "created": AT,
}


def attempt(number: int = 1, at: datetime = AT, **given: object) -> RefusedAttempt:
    one = RefusedAttempt(
        f"refusal-{number}",
        "p-1",
        "m-1",
        "TakeAction",
        "open_vote",
        "case-1",
        ("role.missing", "guard.text_in"),
        at,
        at,
    )
    return replace(one, **given)


def note(book: SqlRefusals, one: RefusedAttempt, most: int = 3) -> None:
    book.note(one, day=one.last.replace(hour=0, minute=0), most=most)


def test_the_same_on_one_day_is_counted_and_another_day_is_another_row(book: SqlRefusals) -> None:
    note(book, attempt(1))
    note(book, attempt(2, AT + HOUR))
    note(book, attempt(3, AT + 24 * HOUR))
    assert book.newest(limit=10) == [
        attempt(3, AT + 24 * HOUR),
        attempt(1, AT, last=AT + HOUR, times=2),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"person": "p-2"},
        {"mandate": "m-2"},
        {"command": "CloseVote"},
        {"step": "withdraw"},
        {"about": "case-2"},
        {"reasons": ("role.missing",)},
    ],
)
def test_what_differs_in_anything_is_another_one(book: SqlRefusals, other: dict[str, object]) -> None:
    note(book, attempt(1))
    note(book, attempt(2, **other))
    assert {one.times for one in book.newest(limit=10)} == {1}
    assert len(book.newest(limit=10)) == 2


def test_a_flood_of_one_person_fills_nothing(book: SqlRefusals) -> None:
    """Beyond so many different ones on a day they are counted in one row, and others' are kept as before."""
    for number in range(50):
        note(book, attempt(number, AT + timedelta(seconds=number), about=f"case-{number}"))
    note(book, attempt(99, AT + HOUR, person="p-2"))
    mine = book.newest(person="p-1", limit=100)
    assert len(mine) == 4
    assert (mine[0].command, mine[0].about, mine[0].reasons, mine[0].times) == ("", "", (), 47)
    assert [one.about for one in mine[1:]] == ["case-2", "case-1", "case-0"]
    # What was kept before is still counted to.
    note(book, attempt(100, AT + 2 * HOUR, about="case-1"))
    assert book.newest(person="p-1", limit=1)[0].times == 2
    assert len(book.newest(person="p-2", limit=100)) == 1


def test_the_newest_come_first_and_are_leafed_through(book: SqlRefusals) -> None:
    for number in range(3):
        note(book, attempt(number, AT + number * HOUR, about=f"case-{number}"))
    first = book.newest(limit=2)
    assert [one.about for one in first] == ["case-2", "case-1"]
    assert [one.about for one in book.newest(limit=2, until=first[-1].last, skip=1)] == ["case-0"]


def test_those_of_one_instant_are_leafed_through_whole(book: SqlRefusals) -> None:
    for number in range(5):
        note(book, attempt(number, about=f"case-{number}"), most=9)
    instant = book.newest(limit=1)[0].last
    pages = [book.newest(until=instant, skip=skip, limit=2) for skip in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {one.about for page in pages for one in page} == {f"case-{number}" for number in range(5)}


def test_they_are_forgotten_after_a_time_and_with_the_person(book: SqlRefusals, database: Database) -> None:
    note(book, attempt(1))
    note(book, attempt(2, AT + 48 * HOUR, person="p-2"))
    assert book.forget(AT + HOUR) == 1
    assert [one.person for one in book.newest(limit=10)] == ["p-2"]
    with database.writing() as connection:
        connection.execute(text("DELETE FROM person WHERE id = 'p-2'"))
    assert book.newest(limit=10) == []


def test_a_note_that_cannot_be_kept_troubles_nobody(book: SqlRefusals) -> None:
    note(book, attempt(1, person="p-unknown"))
    note(book, attempt(2, times=0))
    assert book.newest(limit=10) == []
