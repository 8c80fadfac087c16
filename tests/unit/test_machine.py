"""What `ecar doctor` finds, and that each finding says the command that mends it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ecar_governance import machine
from ecar_governance.errors import Finding
from ecar_governance.settings import Settings, read

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(name="settings")
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in list(os.environ):
        if name.startswith("ECAR_"):
            monkeypatch.delenv(name)
    return read(data_dir=tmp_path / "data")


def codes(findings: list[Finding]) -> list[str]:
    assert [finding.code for finding in findings if not finding.fix] == []
    return [finding.code for finding in findings]


def test_a_machine_that_runs_these_tests_suits(settings: Settings) -> None:
    findings = machine.examine(settings, now=NOON)
    assert set(codes(findings)) <= {"sqlite_wal_reset", "disk_nearly_full"}


def test_looking_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    machine.examine(settings)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_sqlite_with_the_reset_fault(version: tuple[int, ...], faulty: bool) -> None:
    assert codes(machine.sqlite(version)) == ["sqlite_wal_reset"] * faulty


@pytest.mark.parametrize(("version", "old"), [((3, 10, 9), True), ((3, 11, 0), False), ((3, 14, 1), False)])
def test_python(version: tuple[int, ...], old: bool) -> None:
    assert codes(machine.python(version)) == ["python_old"] * old


def test_one_command_installs_every_missing_library() -> None:
    def load(name: str) -> None:
        if "pango" in name:
            raise OSError(name)

    findings = machine.libraries(load)
    assert [finding.where for finding in findings] == ["libpango-1.0.so.0", "libpangoft2-1.0.so.0"]
    assert {finding.fix for finding in findings} == {
        "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0"
    }


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    for name in machine.FONTS[1:]:
        (tmp_path / name).touch()
    [finding] = machine.fonts(tmp_path)
    assert finding.where.endswith("SourceSerif4-Regular.ttf")


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert codes(machine.folders(read(data_dir=tmp_path / "data"))) == ["data_dir_unwritable"]


def test_keys_that_others_may_read(settings: Settings) -> None:
    settings.key_dir.mkdir(parents=True, mode=0o700)
    key = settings.key_dir / "log.key"
    key.touch(mode=0o600)
    assert machine.folders(settings) == []
    key.chmod(0o640)
    settings.key_dir.chmod(0o755)
    findings = machine.folders(settings)
    assert codes(findings) == ["keys_readable", "keys_readable"]
    assert [finding.fix for finding in findings] == [f"chmod 700 {settings.key_dir}", f"chmod 600 {key}"]


def test_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    assert machine.space(tmp_path, free=1024**3) == []
    assert codes(machine.space(tmp_path / "not" / "there", free=1024**3 - 1)) == ["disk_nearly_full"]


def test_a_clock_that_jumped_back(tmp_path: Path) -> None:
    checkpoints = tmp_path / "checkpoints"
    assert codes(machine.clock(datetime(2025, 12, 31, tzinfo=UTC), checkpoints)) == ["clock_wrong"]
    assert machine.clock(NOON, checkpoints) == []
    checkpoints.mkdir()
    (checkpoints / "latest").touch()
    os.utime(checkpoints / "latest", (NOON.timestamp(), NOON.timestamp()))
    assert machine.clock(NOON - timedelta(seconds=30), checkpoints) == []
    assert codes(machine.clock(NOON - timedelta(hours=1), checkpoints)) == ["clock_wrong"]


@pytest.mark.parametrize(
    ("database", "found"),
    [
        ("/srv/shared/ecar.db", ["database_on_network"]),
        ("/srv/shared/local disk/ecar.db", []),
        ("/srv/sharedx/ecar.db", []),
        ("/home/ecar.db", []),
    ],
)
def test_a_database_on_a_network_file_system(database: str, found: list[str]) -> None:
    mounts = (
        "/dev/sda / ext4 rw 0 0\n"
        "filer:/x /srv/shared nfs4 rw 0 0\n"
        "/dev/sdb /srv/shared/local\\040disk xfs rw 0 0\n"
    )
    assert codes(machine.file_system(Path(database), mounts)) == found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"public_url": "http://ecar.az"}, "serving_in_the_clear"),
        ({"public_url": "https://ecar.az"}, "proxies_untrusted"),
    ],
)
def test_settings_are_examined_too(given: dict[str, str], expected: str, settings: Settings) -> None:
    assert expected in codes(machine.examine(read(data_dir=settings.data_dir, **given), now=NOON))


def test_a_setting_that_is_none(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECAR_PROT", "8000")
    assert "setting_unknown" in codes(machine.examine(settings, now=NOON))


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([], 0),
        (["sqlite_wal_reset", "setting_unknown"], 0),
        (["keys_readable", "clock_wrong"], 1),
        (["keys_readable", "library_missing"], 3),
    ],
)
def test_what_findings_amount_to(found: list[str], code: int) -> None:
    assert machine.exit_code(Finding(code=one, message="") for one in found) == code
