"""The contract of `services.ports.BallotKeys`, on the folder and on a fake; then what is the folder's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ecar_governance.errors import Conflict, InvalidInput, KeyLost, MissingOnMachine, Unavailable
from ecar_governance.keys import files, store
from ecar_governance.keys.files import overwrite_and_unlink, read_private, write_new
from ecar_governance.keys.store import DirectoryKeyStore
from ecar_governance.services.ports import BallotKeys

KEY, OTHER = bytes(range(32)), bytes(range(32, 64))
BAD_IDS = [
    "",
    ".",
    "..",
    "../vote",
    "a/b",
    ".hidden",
    "-vote",
    "vote.key",
    "a b",
    "səs",
    "vote\n",
    "v" * 129,
    "a\x00b",
]


class MemoryKeys:
    """The fake that other tests may use: the same contract without a disk."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    def put(self, vote: str, private: bytes) -> None:
        if self._keys.setdefault(self._plain(vote), private) != private:
            raise Conflict(f"Another key is already kept for the vote {vote}.")

    def get(self, vote: str) -> bytes:
        try:
            return self._keys[self._plain(vote)]
        except KeyError:
            raise KeyLost(f"The private key of the vote {vote} is not here.") from None

    def shred(self, vote: str) -> None:
        self._keys.pop(self._plain(vote), None)

    def held(self) -> tuple[str, ...]:
        return tuple(sorted(self._keys))

    def _plain(self, vote: str) -> str:
        if not store._ID.fullmatch(vote):
            raise InvalidInput(f"{vote!r} is not the id of a vote.")
        return vote


@pytest.fixture(params=["directory", "memory"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> BallotKeys:
    return DirectoryKeyStore(tmp_path / "keys") if request.param == "directory" else MemoryKeys()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def kept(folder: Path) -> list[Path]:
    """What lies in the folder beside its mark."""
    return [path for path in folder.iterdir() if path.name != store._MARK]


# --- the contract ---------------------------------------------------------------------------------------


def test_gives_back_what_was_put(keys: BallotKeys) -> None:
    keys.put("vote-1", KEY)
    keys.put("vote-2", OTHER)
    assert (keys.get("vote-1"), keys.get("vote-2")) == (KEY, OTHER)
    assert keys.held() == ("vote-1", "vote-2")


def test_the_same_key_again_is_harmless_and_another_is_refused(keys: BallotKeys) -> None:
    keys.put("vote-1", KEY)
    keys.put("vote-1", KEY)
    with pytest.raises(Conflict, match="Another key"):
        keys.put("vote-1", OTHER)
    assert keys.get("vote-1") == KEY


def test_a_key_that_is_not_there_is_lost(keys: BallotKeys) -> None:
    with pytest.raises(KeyLost, match="vote-1"):
        keys.get("vote-1")
    assert keys.held() == ()


def test_shredding_is_final_and_harmless_again(keys: BallotKeys) -> None:
    keys.put("vote-1", KEY)
    keys.put("vote-2", OTHER)
    keys.shred("vote-1")
    keys.shred("vote-1")
    keys.shred("vote-never")
    with pytest.raises(KeyLost):
        keys.get("vote-1")
    assert keys.held() == ("vote-2",)
    assert keys.get("vote-2") == OTHER


@pytest.mark.parametrize("vote", BAD_IDS)
def test_what_is_no_plain_id_is_refused(keys: BallotKeys, vote: str) -> None:
    for act in (lambda: keys.put(vote, KEY), lambda: keys.get(vote), lambda: keys.shred(vote)):
        with pytest.raises(InvalidInput):
            act()
    assert keys.held() == ()


def test_of_many_writers_one_wins_and_all_know(keys: BallotKeys) -> None:
    def put(number: int) -> bool:
        try:
            keys.put("vote-1", bytes([number]) * 32)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(put, range(8)))
    assert won.count(True) == 1
    assert keys.get("vote-1") == bytes([won.index(True)]) * 32


# --- the folder's own -----------------------------------------------------------------------------------


def test_folder_and_files_are_their_owners_alone(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    (folder / store._MARK).touch()
    before = os.umask(0)
    try:
        DirectoryKeyStore(folder).put("vote-1", KEY)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept(folder)] == [0o600]


def test_another_process_finds_the_key(folder: Path) -> None:
    DirectoryKeyStore(folder).put("vote-1", KEY)
    assert DirectoryKeyStore(folder).get("vote-1") == KEY


def test_the_key_is_on_disk_before_it_has_its_name_and_the_name_before_put_returns(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = DirectoryKeyStore(folder)
    told: list[str] = []
    fsync, link = os.fsync, os.link

    def spy_fsync(descriptor: int) -> None:
        told.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def spy_link(source: Path, target: Path) -> None:
        told.append("name")
        link(source, target)

    monkeypatch.setattr(files.os, "fsync", spy_fsync)
    monkeypatch.setattr(files.os, "link", spy_link)
    keys.put("vote-1", KEY)
    assert told == ["file", "name", "folder"]


@pytest.mark.parametrize("failing", ["fsync", "link", "fchmod"])
def test_a_failing_disk_is_told_and_leaves_no_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    keys = DirectoryKeyStore(folder)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, failing, fail)
        with pytest.raises(OSError, match="Input/output"):
            keys.put("vote-1", KEY)
    assert kept(folder) == []
    keys.put("vote-1", KEY)
    assert keys.get("vote-1") == KEY


@pytest.mark.parametrize("at", [0, 17, 18, 40, 49, 50, 81])
def test_a_flipped_byte_is_a_lost_key(folder: Path, at: int) -> None:
    keys = DirectoryKeyStore(folder)
    keys.put("vote-1", KEY)
    path = folder / "vote-1.key"
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(KeyLost, match="damaged"):
        keys.get("vote-1")


def test_a_torn_or_renamed_file_is_a_lost_key(folder: Path) -> None:
    keys = DirectoryKeyStore(folder)
    keys.put("vote-1", KEY)
    (folder / "vote-2.key").write_bytes((folder / "vote-1.key").read_bytes())
    with pytest.raises(KeyLost, match="another vote"):
        keys.get("vote-2")
    for length in (0, 10, 30, 81):
        (folder / "vote-1.key").write_bytes((folder / "vote-2.key").read_bytes()[:length])
        with pytest.raises(KeyLost, match="damaged"):
            keys.get("vote-1")


def test_an_unreadable_file_is_no_lost_key(folder: Path) -> None:
    keys = DirectoryKeyStore(folder)
    (folder / "vote-1.key").mkdir()
    with pytest.raises(Unavailable, match="cannot be read"):
        keys.get("vote-1")


@pytest.mark.parametrize("instead", ["nothing", "an empty folder", "a file", "a folder that was there"])
def test_in_a_folder_that_is_another_no_key_is_lost_and_none_is_kept(folder: Path, instead: str) -> None:
    """A volume that is not mounted shows the folder that lies under it, or none."""
    keys = DirectoryKeyStore(folder)
    keys.put("vote-1", KEY)
    away = folder.rename(folder.with_name("away"))
    if instead == "a file":
        folder.write_bytes(b"")
    elif instead != "nothing":
        folder.mkdir(mode=0o700)
    if instead == "a folder that was there":
        keys = DirectoryKeyStore(folder)  # a command that somebody runs meanwhile marks nothing
    with pytest.raises(Unavailable):
        keys.get("vote-1")
    with pytest.raises(Unavailable):
        keys.put("vote-2", OTHER)
    if instead == "a file":
        folder.unlink()
    elif instead != "nothing":
        folder.rmdir()
    away.rename(folder)
    assert keys.get("vote-1") == KEY
    assert keys.held() == ("vote-1",)


def test_a_folder_made_by_hand_is_marked_by_hand(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    keys = DirectoryKeyStore(folder)
    with pytest.raises(Unavailable) as caught:
        keys.put("vote-1", KEY)
    assert caught.value.fix.endswith(f"touch {folder / store._MARK}")
    (folder / store._MARK).touch()
    keys.put("vote-1", KEY)
    assert keys.get("vote-1") == KEY


def test_shredding_overwrites_before_it_unlinks(folder: Path, tmp_path: Path) -> None:
    keys = DirectoryKeyStore(folder)
    keys.put("vote-1", KEY)
    witness = tmp_path / "witness"
    os.link(folder / "vote-1.key", witness)  # a second name for the same bytes on disk
    size = witness.stat().st_size
    keys.shred("vote-1")
    assert kept(folder) == []
    assert witness.stat().st_size == size
    assert KEY not in witness.read_bytes()


def test_a_crash_in_the_middle_of_shredding_leaves_no_key_and_is_finished_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = DirectoryKeyStore(folder)
    keys.put("vote-1", KEY)

    def power_cut(path: Path) -> None:
        raise OSError(5, f"power cut at {path}")

    with monkeypatch.context() as patch:
        patch.setattr(store, "overwrite_and_unlink", power_cut)
        with pytest.raises(OSError, match="power cut"):
            keys.shred("vote-1")
    with pytest.raises(KeyLost):
        keys.get("vote-1")
    assert keys.held() == ("vote-1",)
    keys.shred("vote-1")
    assert keys.held() == ()
    assert kept(folder) == []


def test_what_a_crash_left_of_a_put_is_seen_and_shredded(folder: Path) -> None:
    keys = DirectoryKeyStore(folder)
    (folder / ".vote-1.key.0123456789abcdef.tmp").write_bytes(KEY)
    (folder / ".vote-10.key.0123456789abcdef.tmp").write_bytes(OTHER)
    assert keys.held() == ("vote-1", "vote-10")
    with pytest.raises(KeyLost):
        keys.get("vote-1")
    keys.put("vote-1", KEY)
    keys.shred("vote-1")
    assert keys.held() == ("vote-10",)
    assert [path.name for path in kept(folder)] == [".vote-10.key.0123456789abcdef.tmp"]


def test_files_of_others_in_the_folder_are_left_alone(folder: Path) -> None:
    keys = DirectoryKeyStore(folder)
    (folder / "README").write_text("do not back up")
    (folder / ".lost+found").write_text("")
    assert keys.held() == ()
    keys.shred("README")
    assert (folder / "README").exists()


def test_a_folder_that_cannot_be_made_is_told_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MissingOnMachine, match="cannot be made private") as raised:
        DirectoryKeyStore(tmp_path / "file" / "keys")
    assert "install -d -m 700" in raised.value.fix


# --- files ----------------------------------------------------------------------------------------------


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    write_new(tmp_path / "a", b"first")
    with pytest.raises(Conflict):
        write_new(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("mode", "good"), [(0o600, True), (0o640, True), (0o400, True), (0o644, False), (0o620, False)]
)
def test_a_private_file_that_others_can_open_is_refused(tmp_path: Path, mode: int, good: bool) -> None:
    path = tmp_path / "key"
    write_new(path, b"secret", mode=mode)
    if good:
        assert read_private(path, what="The key", fix="") == b"secret"
    else:
        with pytest.raises(MissingOnMachine, match="open to other users") as raised:
            read_private(path, what="The key", fix="")
        assert raised.value.fix == f"chmod 600 {path}"


def test_overwriting_goes_on_after_a_short_write(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"s" * 1000)
    witness = tmp_path / "witness"
    os.link(path, witness)
    overwrite_and_unlink(path, noise=lambda left: b"n" * min(left, 7))
    assert witness.read_bytes() == b"n" * 1000
    overwrite_and_unlink(path)


@pytest.fixture(autouse=True)
def _no_descriptor_leaks() -> Iterator[None]:
    count: Callable[[], int] = lambda: len(os.listdir("/proc/self/fd"))  # noqa: E731, PTH208
    before = count()
    yield
    assert count() <= before
