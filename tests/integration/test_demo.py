"""The whole story on the real services: founded, voted, signed, checked, altered; on both databases."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, create_engine, func, make_url, select, text

from ecar_governance.bootstrap import open_for_audit, open_installation
from ecar_governance.cli.main import main
from ecar_governance.demonstration import plenary, questions, recognition, texts
from ecar_governance.demonstration.drive import Driven, drive
from ecar_governance.demonstration.folder import prepare, settings_in
from ecar_governance.demonstration.waiting import HAVE_VOTED
from ecar_governance.domain.paragraphs import bodies_of
from ecar_governance.services import accounts, auditing
from ecar_governance.services.records import texts_in
from ecar_governance.settings import Settings
from ecar_governance.storage.engine import open_database
from ecar_governance.storage.tables import METADATA


@dataclass
class Listener:
    """A teller that remembers."""

    told: list[str] = field(default_factory=list)

    def chapter(self, title: str) -> None:
        self.told.append(title)

    def step(self, what: str, who: str = "") -> None:
        self.told.append(f"{what} — {who}")


@dataclass
class Played:
    """A demo that was driven, and how to ask the command line about it."""

    settings: Settings
    driven: Driven
    told: list[str]

    @property
    def folder(self) -> Path:
        return self.settings.data_dir

    def ecar(self, *arguments: str) -> Result:
        env = {"ECAR_DATA_DIR": str(self.folder), "ECAR_DATABASE_URL": self.settings.database_url}
        return CliRunner().invoke(main, list(arguments), env=env)


@pytest.fixture(scope="module")
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A database of this module's own in this worker, empty: the demo migrates it itself."""
    name = f"ecar_demo_{os.getpid()}"
    admin = create_engine(
        make_url(postgresql_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(postgresql_server).set(drivername="postgresql+psycopg", database=name)
    yield url.render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo, driven once on each database."""
    folder = prepare(tmp_path_factory.mktemp("demo") / "folder")
    settings = settings_in(folder)
    if request.param == "postgresql":
        settings = settings.model_copy(update={"database_url": request.getfixturevalue("postgresql_url")})
    listener = Listener()
    return Played(settings, drive(settings, listener), listener.told)


def plain(words: str) -> str:
    """Words as they can be compared: no hyphens at line ends, one space between words."""
    joined = unicodedata.normalize("NFC", words).replace("\u00ad", "").replace("\f", " ")
    return re.sub(r"\s+", " ", re.sub(r"[-\u2010]\n\s*", "", joined))


def pdf_text(path: Path) -> str:
    return plain(subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout)


def test_the_verifier_finds_nothing_wrong(played: Played) -> None:
    assert played.driven.good
    assert played.driven.pdf.findings == played.driven.log.findings == ()
    assert played.driven.log.votes == 11
    assert any("14 for, 3 against, 1 abstained. Adopted." in line for line in played.told)


def test_pdfsig_calls_both_signatures_valid(played: Played) -> None:
    said = subprocess.run(
        ["pdfsig", "-nocert", played.driven.resolution], capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid.") == 2, said
    assert said.count("Total document signed") == 1, said  # the last; the first covers its revision


def test_the_pages_say_title_number_institutions_and_result_in_both_languages(played: Played) -> None:
    pages = pdf_text(played.driven.resolution)
    titles = texts.text("credit-recognition").titles
    with open_installation(played.settings) as installation:
        conf = installation.desk.conference
        seats = [conf.institutions[s.institution].names for s in conf.seats.values() if s.institution]
    assert len(seats) == 18
    for language in ("az", "en"):
        assert plain(titles[language]) in pages
        assert plain(played.driven.result[language]) in pages
        for names in seats:
            assert plain(names[language]) in pages
    assert "№ 2/1" in pages
    assert plain(recognition.REASON) in pages


def test_minutes_and_extract_tell_the_decision(played: Played) -> None:
    minutes, extract, _ = (pdf_text(path) for path in played.driven.papers)
    titles = texts.text("credit-recognition").titles
    for words in (minutes, extract):
        assert plain(titles["az"]) in words
        assert plain(titles["en"]) in words
    assert "Lehinə 14, əleyhinə 3, bitərəf 1." in minutes
    assert "14 for, 3 against, 1 abstained." in extract
    assert "№ 2/1" in extract
    assert "Əsli ilə düzdür" in extract


def test_minutes_of_a_whole_plenary_say_who_was_away_who_took_no_part_and_each_ballot(played: Played) -> None:
    minutes = pdf_text(played.driven.papers[2])
    with open_installation(played.settings) as installation:
        members = installation.desk.conference.institutions
        votes = installation.desk.conference.votes.values()
        results = [vote.outcome.election for vote in votes if vote.outcome and vote.outcome.election]
    for code in (plenary.AWAY, plenary.HOLDER, plenary.REMOTE, plenary.RECUSED):
        assert plain(members[code].names["en"]) in minutes, code
    assert sorted((result.ballot, len(result.elected), len(result.onward)) for result in results) == [
        (1, 0, 2),
        (2, 1, 0),
    ]


def test_the_plenary_voted_in_parts_and_on_two_items_as_one(played: Played) -> None:
    minutes = pdf_text(played.driven.papers[2])
    with open_installation(played.settings) as installation:
        conf = installation.desk.conference
        said = {case: texts_in(installation.desk, bodies_of(known)) for case, known in conf.cases.items()}
    [divided] = [case for case in conf.cases.values() if any(conf.votes[v].division for v in case.votes)]
    outcomes = [conf.votes[vote].outcome for vote in divided.votes]
    assert [one is not None and one.carried for one in outcomes] == [False, True, True]
    fallen = questions.EXCHANGES.bodies["en"].split("\n\n")[2]
    assert fallen.startswith("2. ")
    assert fallen not in said[divided.case]["en"]
    assert "3. Each university" in said[divided.case]["en"]
    together = [vote for vote in conf.votes.values() if vote.block]
    assert len(together) == len(questions.TOGETHER)
    assert len({vote.block for vote in together}) == 1
    assert [conf.cases[vote.case].state for vote in together] == [("adopted",)] * 2
    for put in (*questions.TOGETHER, questions.EXCHANGES):
        assert plain(put.titles["en"]) in minutes
    assert "Items 3-4 were put as one question" in minutes


def test_the_command_line_agrees_that_the_record_is_whole(played: Played) -> None:
    verified = played.ecar("audit", "verify")
    assert verified.exit_code == 0, verified.output
    assert "The record is whole." in verified.output


def test_the_command_line_agrees_on_the_pdf_and_sees_one_byte_changed(played: Played, tmp_path: Path) -> None:
    good = played.ecar("resolution", "verify", str(played.driven.resolution))
    assert good.exit_code == 0, good.output
    content = played.driven.resolution.read_bytes()
    for place in (9, len(content) // 3, 2 * len(content) // 3, len(content) - 8):
        altered = tmp_path / "altered.pdf"
        altered.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        verified = played.ecar("resolution", "verify", str(altered))
        assert verified.exit_code == 1, (place, verified.output)
        assert "NOT a good resolution" in verified.output
        assert "[" in verified.output, "it says what is wrong"


@contextmanager
def altered(played: Played, alter: Callable[[Connection], None]) -> Iterator[None]:
    """The log as somebody with the database's password left it; afterwards as it was."""
    log = METADATA.tables["log_event"]
    database = open_database(played.settings.database_url, durable=False)
    try:
        with database.writing() as connection:
            before = [dict(row) for row in connection.execute(select(log)).mappings()]
            alter(connection)
        yield
        with database.writing() as connection:
            connection.execute(log.delete())
            connection.execute(log.insert(), before)
    finally:
        database.close()


def flip(position: int, where: int) -> Callable[[Connection], None]:
    """One bit of one byte of one event, `where` of 1000 into it."""

    def alter(connection: Connection) -> None:
        log = METADATA.tables["log_event"]
        body = bytearray(
            connection.execute(select(log.c.body).where(log.c.position == position)).scalar_one()
        )
        body[len(body) * where // 1000] ^= 1
        connection.execute(log.update().where(log.c.position == position).values(body=bytes(body)))

    return alter


def remove(position: int) -> Callable[[Connection], None]:
    log = METADATA.tables["log_event"]
    return lambda connection: connection.execute(log.delete().where(log.c.position == position)) and None


def exchange(one: int, other: int) -> Callable[[Connection], None]:
    """Two events change places: all of each, but for position and act, under the position of the other."""

    def alter(connection: Connection) -> None:
        log = METADATA.tables["log_event"]
        query = select(log).where(log.c.position.in_([one, other])).order_by(log.c.position)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        for here, there in (rows, rows[::-1]):
            values = {name: value for name, value in there.items() if name not in ("position", "act")}
            connection.execute(log.update().where(log.c.position == here["position"]).values(values))

    return alter


def add(copied: int) -> Callable[[Connection], None]:
    """An event that was there once comes again, at the end."""

    def alter(connection: Connection) -> None:
        log = METADATA.tables["log_event"]
        row = dict(connection.execute(select(log).where(log.c.position == copied)).mappings().one())
        size = connection.execute(select(func.count()).select_from(log)).scalar_one()
        connection.execute(log.insert(), [{**row, "position": size}])

    return alter


def test_whatever_is_altered_in_the_log_is_found_and_named(played: Played) -> None:
    chance = random.Random(1)
    with open_for_audit(played.settings) as place:
        size = auditing.verify(place).size
    tampering = [flip(chance.randrange(size), chance.randrange(1000)) for _ in range(16)]
    tampering += [remove(size // 2), remove(size - 1), remove(0), add(size // 3)]
    tampering += [exchange(size // 2, size // 2 + 1), exchange(0, size - 1)]
    for number, alter in enumerate(tampering):
        with altered(played, alter), open_for_audit(played.settings) as place:
            findings = auditing.verify(place).findings
        assert findings, number
        assert findings[0].where, number
    with open_for_audit(played.settings) as place:
        assert auditing.verify(place).findings == ()


def test_a_recount_from_the_record_of_the_vote_alone_agrees(played: Played, tmp_path: Path) -> None:
    with open_installation(played.settings) as installation:
        (vote,) = (
            v.vote
            for v in installation.desk.conference.votes.values()
            if v.outcome is not None and (v.outcome.counts.for_, v.outcome.counts.against) == (14, 3)
        )
    shown = played.ecar("vote", "show", vote, "--json")
    assert shown.exit_code == 0, shown.output
    record = tmp_path / "vote.json"
    record.write_text(shown.output, encoding="utf-8")
    assert played.ecar("vote", "recount", str(record)).exit_code == 0
    record.write_text(shown.output.replace('"choice": "against"', '"choice": "for"', 1), encoding="utf-8")
    assert played.ecar("vote", "recount", str(record)).exit_code == 1


def test_the_secret_ballot_waits_and_tells_nothing(played: Played) -> None:
    with open_installation(played.settings) as installation:
        vote = installation.desk.conference.votes[played.driven.open_vote]
    assert (vote.ballot, vote.status, vote.papers, vote.outcome) == ("secret", "open", (), None)
    assert len(vote.marks) == len(HAVE_VOTED)


def test_no_secret_choice_lies_on_disk(played: Played) -> None:
    # The plaintext of a secret paper, as `docs/secrecy.md` writes it, sealed or not at all.
    secret = re.compile(rb'"choice": ?"(for|against|abstain)", ?"reason": ?null, ?"seat": ?null')
    reason = recognition.REASON.encode()
    files = [path for path in played.folder.rglob("*") if path.is_file()]
    holding = [path for path in files if reason in path.read_bytes()]
    # The search finds what is there: the log of the roll call, which is public, in the embedded database.
    assert bool(holding) == (played.settings.sqlite_path is not None)
    assert [path for path in files if secret.search(path.read_bytes())] == []
    log = played.folder / "log.jsonl"
    assert played.ecar("audit", "export", str(log)).exit_code == 0
    assert reason in log.read_bytes()
    assert secret.search(log.read_bytes()) is None


def test_who_was_said_to_sign_in_can(played: Played) -> None:
    with open_installation(played.settings) as installation:
        for visitor in played.driven.visitors:
            known = accounts.authenticate(installation.desk, visitor.email, played.driven.password, "test")
            assert known is not None, visitor.email
            assert known.names["en"] == visitor.name


def test_mails_of_a_demo_stay_in_its_folder(played: Played) -> None:
    assert played.settings.smtp_url == ""
    assert played.settings.outbox_dir.is_relative_to(played.folder)


def test_the_commands_of_the_readme_do_what_it_says(played: Played, tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    lines = "".join(re.findall(r"^```sh\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)).splitlines()
    # What sets up a machine is tried by `tests/unit/test_run_script.py`; the rest is run as it stands.
    setting_up = [line for line in lines if line.startswith("./run")]
    assert setting_up == ["./run demo", "./run test"]
    (tmp_path / "ecar-demo").symlink_to(played.folder)
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-eu", "-c", "\n".join(line for line in lines if line not in setting_up)],
        cwd=tmp_path,
        env={**os.environ, "PATH": programs, "ECAR_DATABASE_URL": played.settings.database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for said in ("This resolution is good.", "The record is whole.", "Signature is Valid."):
        assert said in done.stdout


def test_the_marked_folder_is_made_anew(played: Played, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(played.folder, copy)
    prepare(copy)
    assert [path.name for path in copy.iterdir()] == [".ecar-demo"]
