"""Checkpoints follow the commits, coalesced, signed, and kept outside the database first."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support.house import ORIGIN, House

from ecar_governance.domain.checkpoint import Checkpoint, open_note
from ecar_governance.domain.log import frontier_of, root
from ecar_governance.keys.notes import LogSigner, NoteVerifier
from ecar_governance.storage.checkpoints import CheckpointFiles, Publisher, stated
from ecar_governance.storage.engine import Database
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.writer import Writer


@pytest.fixture
def signer(tmp_path: Path) -> LogSigner:
    return LogSigner.create(tmp_path / "log.key.pem", ORIGIN)


@pytest.fixture
def files(tmp_path: Path) -> CheckpointFiles:
    return CheckpointFiles(tmp_path / "outside" / "checkpoints")


def soon(condition) -> bool:
    """Whether it becomes true within five seconds."""
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return bool(condition())


def published(files: CheckpointFiles) -> int:
    """The size that the newest note states; 0 when there is none."""
    note = files.latest()
    return 0 if note is None else stated(note).size


def test_the_last_checkpoint_is_of_the_whole_log(
    database: Database, clock, signer: LogSigner, files: CheckpointFiles
) -> None:
    with Writer(database, clock, publisher=Publisher(signer, files, seconds=60)) as writer:
        House(writer).found().draft("case-1")
        size = writer.conference.size
    record = SqlRecord(database)
    note = files.latest()
    assert note is not None
    assert note == record.checkpoint()
    wanted = Checkpoint(ORIGIN, size, root(frontier_of(record.leaf_hashes())))
    assert open_note(note, [NoteVerifier.from_vkey(signer.vkey)]) == wanted


def test_a_quiet_log_is_published_at_once(
    database: Database, clock, signer: LogSigner, files: CheckpointFiles
) -> None:
    with Writer(database, clock, publisher=Publisher(signer, files, seconds=0.01)) as writer:
        house = House(writer).found()
        for number in range(3):
            house.draft(f"case-{number}")
            size = writer.conference.size
            assert soon(lambda wanted=size: published(files) == wanted)
    sizes = [stated(note).size for note in files.all()]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == size


def test_a_busy_log_is_published_seldom(
    database: Database, clock, signer: LogSigner, files: CheckpointFiles
) -> None:
    with Writer(database, clock, publisher=Publisher(signer, files, seconds=60)) as writer:
        house = House(writer).found()
        for number in range(20):
            house.draft(f"case-{number}")
    # One may go out while the first act stands alone; the last goes out at the close.
    assert 1 <= len(files.all()) <= 3
    assert len(SqlRecord(database).checkpoints()) == len(files.all())


def test_every_checkpoint_is_of_a_prefix(
    database: Database, clock, signer: LogSigner, files: CheckpointFiles
) -> None:
    with Writer(database, clock, publisher=Publisher(signer, files, seconds=0.001)) as writer:
        house = House(writer).found()
        for number in range(30):
            house.draft(f"case-{number}")
    hashes = SqlRecord(database).leaf_hashes()
    for note in files.all():
        checkpoint = stated(note)
        assert checkpoint.root == root(frontier_of(hashes[: checkpoint.size]))


def test_what_a_crash_left_unpublished_is_published_at_the_next_start(
    database: Database, clock, signer: LogSigner, files: CheckpointFiles
) -> None:
    with Writer(database, clock) as silent:
        House(silent).found()
        size = silent.conference.size
    with Writer(database, clock, publisher=Publisher(signer, files, seconds=60)):
        assert soon(lambda: files.latest() is not None)
    assert published(files) == size


def test_a_disk_that_fails_stops_no_act_and_no_later_checkpoint(
    database: Database, clock, signer: LogSigner, tmp_path: Path
) -> None:
    (tmp_path / "blocked").write_text("a file where a folder should be")
    files = CheckpointFiles(tmp_path / "blocked")
    publisher = Publisher(signer, files, seconds=0.01)
    with capture_logs() as logs, Writer(database, clock, publisher=publisher) as writer:
        house = House(writer).found()
        assert soon(lambda: any(line["event"] == "checkpoint_failed" for line in logs))
        house.draft("case-1")
        assert SqlRecord(database).checkpoint() is None
        (tmp_path / "blocked").unlink()
        house.draft("case-2")
    assert published(files) == SqlRecord(database).state().size


def test_a_signer_of_another_origin_signs_nothing(
    database: Database, clock, tmp_path: Path, files: CheckpointFiles
) -> None:
    stranger = LogSigner.create(tmp_path / "other.pem", "elsewhere/log")
    with Writer(database, clock, publisher=Publisher(stranger, files, seconds=0.01)) as writer:
        House(writer).found()
    assert files.latest() is None


def test_files_never_go_back(files: CheckpointFiles, signer: LogSigner) -> None:
    def note(size: int) -> str:
        return signer.sign(Checkpoint(ORIGIN, size, b"r" * 32))

    assert files.add(ORIGIN, 5, note(5))
    assert not files.add(ORIGIN, 5, note(5))
    assert not files.add(ORIGIN, 4, note(4))
    assert files.add(ORIGIN, 6, note(6))
    assert files.all() == (note(5), note(6))
    assert files.latest() == note(6)
    # A new origin begins its own file, and is the latest.
    assert files.add("test.ecar.example/renewed", 2, note(2).replace(ORIGIN, "test.ecar.example/renewed"))
    assert {path.name for path in files.folder.glob("*.txt")} == {
        "test.ecar.example_log.txt",
        "test.ecar.example_renewed.txt",
    }


def test_several_writers_keep_one_file_in_order(files: CheckpointFiles, signer: LogSigner) -> None:
    def publish(start: int) -> None:
        for size in range(start, 60, 3):
            files.add(ORIGIN, size, signer.sign(Checkpoint(ORIGIN, size, b"r" * 32)))

    threads = [threading.Thread(target=publish, args=(start,)) for start in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sizes = [stated(note).size for note in files.all()]
    assert sizes == sorted(set(sizes))
    assert published(files) == sizes[-1] == 59
