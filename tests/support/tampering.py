"""A conference with something in every table, and hands that change one value behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Column, Connection, Engine, LargeBinary, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from ecar_governance.domain.events import ProxyGiven
from ecar_governance.services import (
    accounts,
    ending,
    importing,
    members,
    nominating,
    proposals,
    proxies,
    resolutions,
    sessions,
)
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.proxies import ProxyForm
from ecar_governance.services.texts import Upload
from ecar_governance.storage.columns import Instant
from ecar_governance.storage.tables import METADATA
from support.correspondence import enquiry
from support.desks import (
    CHAIR,
    GROUP_CHAIR,
    SCRIBE,
    SECRETARY,
    Chamber,
    mandate_line,
    mandates_csv,
    must,
    text_of,
)
from support.hearing import hearing

SCAN = b"\xff\xd8\xff\xe0 scan "
_PLAIN = Upload("elave.txt", "text/plain", "Əlavə".encode())


class Printer:
    """Documents in no time; what they look like is tested elsewhere."""

    def resolution(self, record: Any) -> bytes:
        return b"%PDF-1.7 " + record.resolution.encode()


def finish(hall: Chamber) -> None:
    """Drives a conference with five members through everything that leaves a row somewhere."""
    desk = hall.desk
    must(accounts.issue_invitation(desk, INSTALLER, SECRETARY)[1])
    renamed = "code,name_en,name_az,kind,country,city\nU002,Renamed,Yeni ad,member,AZ,Bakı\n"
    must(importing.import_csv(desk, "", "i.csv", renamed.encode()))
    term = mandates_csv(mandate_line("vice", "vice_rector", "U003", until="2027-09-01"))
    must(importing.import_csv(desk, "", "m.csv", term))
    session = hall.session()
    must(sessions.send_notice(desk, SECRETARY, session))
    must(sessions.record_presence(desk, SECRETARY, session, "seat-U005", present=False))
    scan = Upload("etibarname.jpg", "image/jpeg", SCAN)
    form = members.MandateForm("person-observer", "written_authority", "U005", session=session, paper=scan)
    must(members.grant(desk, SECRETARY, form))
    absent = ProxyForm("seat-U004", "seat-U002", session=session, paper=scan)
    given = must(proxies.give(desk, SECRETARY, absent)).events[0].data
    assert isinstance(given, ProxyGiven)
    must(proxies.revoke(desk, SECRETARY, given.proxy))
    must(proxies.give(desk, SECRETARY, absent))

    reviewed = hall.draft(body="recognition", sponsors=("U002",), text=text_of(attachments=(_PLAIN,)))
    hall.act(CHAIR, reviewed, "submit")
    hall.act(SECRETARY, reviewed, "refer")
    hall.act(GROUP_CHAIR, reviewed, "recommend", recommendation="adopt", note="Uyğundur.")
    election = hall.draft(workflow="election")
    hall.act(SECRETARY, election, "open_nominations")
    must(nominating.nominate(desk, "person-rector-002", election, "person-rector-002"))
    must(nominating.nominate(desk, "person-rector-002", election, "person-rector-003"))
    must(nominating.withdraw(desk, "person-rector-002", election, "person-rector-002"))
    waiting = hall.draft(body="recognition")
    hall.act(CHAIR, waiting, "submit")
    hall.act(SECRETARY, waiting, "refer")

    _hear(hall)
    adopted = hall.adopted(session, text=text_of(attachments=(_PLAIN,)))
    resolutions.make_due(replace(desk, documents=Printer()))  # type: ignore[arg-type]
    document = hall.conference.resolutions[hall.case(adopted).resolution].document
    must(resolutions.sign_on_paper(desk, CHAIR, document, "chair", SCAN + b"1"))
    must(resolutions.sign_on_paper(desk, SCRIBE, document, "secretary", SCAN + b"2"))
    hall.act(SECRETARY, adopted, "publish")
    _, admission = hall.open_secret_vote(session)
    hall.cast_all(admission, "for", "for", "for", "against")
    hall.close(admission)
    counted = hall.on_agenda(session)
    numbers = {"for": "2", "against": "1", "abstain": "1", "invalid": "0"}
    hall.act(CHAIR, counted, "enter_hand_count", **numbers, tellers=["person-vice"], protocol=scan)
    hall.act(SECRETARY, counted, "enter_hand_count", **numbers, tellers=["person-vice"])
    _, void = hall.open_vote(session)
    hall.cast_all(void, "for")
    must(ending.void(desk, CHAIR, void, "Mətn səhv paylanıb.", key="key-void"))
    _, still_open = hall.open_vote(session)
    first, second = hall.seats()[:2]
    must(hall.cast(still_open, first, "for", key="key-first"))
    must(hall.cast(still_open, second, "against", key="key-second"))


def _hear(hall: Chamber) -> None:
    """A case with opinions asked, given and answered, an approval that waits for a second one, a recusal."""
    flow = hearing()
    finish = structs.replace(flow.transitions["finish"], approvals=2)
    flow = structs.replace(flow, transitions={**flow.transitions, "finish": finish})
    must(put_in_force(hall.desk, flow))
    case = hall.draft(workflow="hearing")
    hall.act(SECRETARY, case, "ask")
    for number in range(1, 6):
        person = f"person-rector-{number:03}"
        hall.act(person, case, "give", text=f"Rəy {number}", file=Upload("rəy.jpg", "image/jpeg", SCAN))
        hall.act(SECRETARY, case, "answer", opinion=str(number), use="partly", reasons="Qismən.")
    must(proposals.recuse(hall.desk, SCRIBE, case, "Qohumumdur."))
    hall.act(SECRETARY, case, "finish")
    must(put_in_force(hall.desk, enquiry()))
    asked = hall.draft(workflow="enquiry")
    given = {"date": "2026-10-01", "text": "Sorğu", "sender": "U002"}
    hall.act(SECRETARY, asked, "request", **given)


def hands_on(url: str) -> Engine:
    """An engine that heeds no foreign key and, on SQLite, no CHECK."""
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def careless(connection: Any, record: Any) -> None:
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA ignore_check_constraints=ON")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.close()
        connection.commit()

    return engine


class Change(Struct, frozen=True):
    """One value that was changed: where, and what it was and is."""

    table: str
    column: str
    key: dict[str, Any]
    before: Any
    after: Any

    @property
    def shown(self) -> str:
        """The row as an audit names it, by the key it had."""
        return f"{self.table}[{', '.join(str(value) for value in self.key.values())}]"

    @property
    def now(self) -> dict[str, Any]:
        """The part of the row's key that was changed, as it is now; empty for another column."""
        return {self.column: self.after} if self.column in self.key else {}


def columns_of(tables: Sequence[str]) -> list[tuple[str, str]]:
    """Every column of the tables."""
    return [(name, column.name) for name in sorted(tables) for column in METADATA.tables[name].columns]


def primary_key(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in METADATA.tables[table].primary_key)


def change(connection: Connection, table: str, column: str, *, at: int = 0) -> Change | None:
    """Changes one value of the row number `at` that has one, else of one without; None when the database
    itself does not take it."""
    keys = primary_key(table)
    order = ", ".join(keys)
    rows = connection.execute(
        text(f"SELECT * FROM {table} ORDER BY {column} IS NULL, {order} LIMIT 1 OFFSET :at"),  # noqa: S608  # reason: names of our own
        {"at": at},
    ).mappings()
    row = rows.first()
    assert row is not None, f"nothing in {table}"
    before = _value(row[column])
    made = Change(
        table,
        column,
        {k: row[k] for k in keys},
        before,
        other(METADATA.tables[table].columns[column], before),
    )
    try:
        with connection.begin_nested():
            put(connection, made, made.after, dict(made.key))
    except DBAPIError:
        return None
    return made


def undo(connection: Connection, made: Change) -> None:
    """Puts the value back."""
    key = dict(made.key)
    if made.column in key:
        key[made.column] = made.after
    put(connection, made, made.before, key)


def put(connection: Connection, made: Change, value: Any, key: dict[str, Any]) -> None:
    where = " AND ".join(f"{name} = :key_{name}" for name in key)
    done = connection.execute(
        text(f"UPDATE {made.table} SET {made.column} = :value WHERE {where}"),  # noqa: S608  # reason: names of our own
        {"value": value, **{f"key_{name}": one for name, one in key.items()}},
    )
    assert done.rowcount == 1


def _value(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def other(column: Column[Any], value: Any) -> Any:
    """Another value of the same kind, as little another as can be."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:] if value else b"x"
        case str() if isinstance(column.type, Instant):
            return value[:-2] + ("1" if value[-2] != "1" else "2") + "Z"
        case str():
            return value[:-1] + ("x" if value[-1] != "x" else "y") if value else "x"
        case _:
            return _something(column)


def _something(column: Column[Any]) -> Any:
    if isinstance(column.type, Instant):
        return "2001-01-01T00:00:00.000000Z"
    if isinstance(column.type, LargeBinary):
        return b"x"
    return 7 if column.type.python_type is int else "x"


@contextmanager
def changed(engine: Engine, places: Sequence[tuple[str, str]]) -> Iterator[list[Change]]:
    """Those values changed and committed, for the length of a `with`; given are those that were taken."""
    made: list[Change] = []
    try:
        with engine.begin() as connection:
            for table, column in places:
                one = change(connection, table, column)
                if one is not None:
                    made.append(one)
        yield made
    finally:
        with engine.begin() as connection:
            for one in reversed(made):
                undo(connection, one)
