"""A demo's folder: made, recognised, made anew, and nothing else is ever touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecar_governance.demonstration.folder import MARK, prepare, settings_in
from ecar_governance.demonstration.words import WORDS, passphrase
from ecar_governance.errors import Conflict
from ecar_governance.identity.common import COMMON


def test_a_new_folder_is_made_and_marked(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "one" / "two")
    assert [path.name for path in folder.iterdir()] == [MARK]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert prepare(tmp_path) == tmp_path
    assert (tmp_path / MARK).is_file()


def test_an_earlier_demo_is_removed_whole(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    folder = prepare(tmp_path / "demo")
    (folder / "keys").mkdir()
    (folder / "keys" / "log.key.pem").touch()
    (folder / "ecar.db").touch()
    (folder / "link").symlink_to(outside)
    prepare(folder)
    assert [path.name for path in folder.iterdir()] == [MARK]
    assert (outside / "kept").is_file()


def test_any_other_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ecar.db").write_text("of a real conference")
    with pytest.raises(Conflict, match="no demo put there") as told:
        prepare(tmp_path)
    assert "--dir" in told.value.fix
    assert [path.name for path in tmp_path.iterdir()] == ["ecar.db"]


def test_neither_a_file_nor_a_link_is_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("file", "link"):
        with pytest.raises(Conflict, match="folder of its own"):
            prepare(tmp_path / name)


def test_settings_reach_nothing_outside_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = {
        "ECAR_DATA_DIR": "/srv/ecar",
        "ECAR_DATABASE_URL": "postgresql://ecar:secret@db.example.az/ecar",
        "ECAR_KEY_DIR": "/etc/ecar/keys",
        "ECAR_CHECKPOINT_DIR": "/mnt/elsewhere",
        "ECAR_HOST": "0.0.0.0",  # noqa: S104  # reason: to be overruled
        "ECAR_PUBLIC_URL": "https://ecar.example.az",
        "ECAR_SMTP_URL": "smtps://ecar:secret@mail.example.az",
        "ECAR_WORKERS": "8",
        "ECAR_PORT": "9000",
    }
    for name, value in elsewhere.items():
        monkeypatch.setenv(name, value)
    chosen = settings_in(tmp_path, port=8123)
    assert chosen.sqlite_path == tmp_path / "ecar.db"
    for path in (chosen.data_dir, chosen.key_dir, chosen.checkpoint_dir, chosen.outbox_dir):
        assert path.is_relative_to(tmp_path)
    assert (chosen.host, chosen.port, chosen.public_url) == ("127.0.0.1", 8123, "http://127.0.0.1:8123")
    assert (chosen.smtp_url, chosen.workers) == ("", 1)
    assert chosen.check_serving() == []


def test_a_passphrase_can_be_typed_anywhere_and_is_refused_nowhere() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 48
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    made = {passphrase() for _ in range(50)}
    assert len(made) == 50
    assert all(len(words) >= 12 and words not in COMMON for words in made)
