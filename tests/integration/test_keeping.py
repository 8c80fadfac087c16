"""What the keeper of a machine does: a rotated log key, a backup gone on from under a new origin, an audit
while people work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.desks import Chamber, audit

from ecar_governance import bootstrap, settings
from ecar_governance.bootstrap.assembly import log_key, next_key
from ecar_governance.cli.main import main
from ecar_governance.domain.commands import RotateLogKey
from ecar_governance.errors import Conflict
from ecar_governance.keys import notes
from ecar_governance.resources import demo_dir
from ecar_governance.services import auditing
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.ports import Done
from ecar_governance.services.work import deciding
from ecar_governance.verifier.replay import Replay


def ecar(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A founded conference with its institutions."""
    monkeypatch.setenv("ECAR_DATA_DIR", str(tmp_path / "data"))
    assert ecar("init", "--name", "İnzibatçı", "--email", "admin@example.org").exit_code == 0
    assert ecar("members", "import", str(demo_dir() / "institutions.csv")).exit_code == 0
    return tmp_path


def test_a_rotated_key_is_endorsed_and_the_log_goes_on(place: Path) -> None:
    before = log_key(settings.read()).read_bytes()
    rotated = ecar("key", "rotate")
    assert rotated.exit_code == 0, rotated.output
    assert log_key(settings.read()).read_bytes() != before
    assert ecar("members", "import", str(demo_dir() / "bodies.csv")).exit_code == 0
    verified = ecar("audit", "verify")
    assert verified.exit_code == 0, verified.output


def test_a_rotation_cut_short_after_its_event_is_finished_at_the_next_start(place: Path) -> None:
    chosen = settings.read()
    with bootstrap.open_installation(chosen) as installation:
        founding = installation.desk.conference.founding
        assert founding is not None
        old = notes.load_signer(log_key(chosen), founding.origin, founding.log_key)
        fresh = notes.LogSigner.create(next_key(chosen), founding.origin)
        command = RotateLogKey(old.vkey, fresh.vkey, notes.endorse(old, fresh.vkey))
        assert isinstance(installation.desk.perform(deciding(command, INSTALLER), actor=INSTALLER), Done)
    waiting = next_key(chosen).read_bytes()
    assert ecar("audit", "log").exit_code == 0
    assert log_key(chosen).read_bytes() == waiting
    assert not next_key(chosen).exists()


def test_a_rotation_cut_short_before_its_event_is_forgotten(place: Path) -> None:
    chosen = settings.read()
    with bootstrap.open_installation(chosen) as installation:
        founding = installation.desk.conference.founding
        assert founding is not None
        notes.LogSigner.create(next_key(chosen), founding.origin)
    assert ecar("audit", "log").exit_code == 0
    assert not next_key(chosen).exists()
    assert ecar("audit", "verify").exit_code == 0


def test_a_key_that_nobody_endorsed_is_found_out(place: Path) -> None:
    chosen = settings.read()
    with bootstrap.open_installation(chosen) as installation:
        founding = installation.desk.conference.founding
        assert founding is not None
        stranger = notes.LogSigner.create(place / "stranger.pem", founding.origin)
        other = notes.LogSigner.create(place / "other.pem", founding.origin)
        forged = notes.endorse(stranger, other.vkey)
        command = RotateLogKey(founding.log_key, other.vkey, forged)
        assert isinstance(installation.desk.perform(deciding(command, INSTALLER), actor=INSTALLER), Done)
    verified = ecar("audit", "verify")
    assert verified.exit_code == 1
    assert "log.key_not_endorsed" in verified.output


def test_an_older_backup_goes_on_under_a_new_origin_alone(place: Path) -> None:
    archive = str(place / "backup.tar")
    assert ecar("backup", archive).exit_code == 0
    assert ecar("members", "import", str(demo_dir() / "bodies.csv")).exit_code == 0
    for file in (place / "data").glob("ecar.db*"):
        file.rename(file.with_name(f"lost-{file.name}"))

    refused = ecar("restore", archive)
    assert refused.exit_code == 1
    assert "fork" in refused.output

    restored = ecar("restore", "--new-origin", archive)
    assert restored.exit_code == 0, restored.output
    with bootstrap.open_installation(settings.read()) as installation:
        founding = installation.desk.conference.founding
        assert founding is not None
        assert "#" in founding.origin
    verified = ecar("audit", "verify")
    assert verified.exit_code == 0, verified.output


def test_an_audit_is_of_one_moment_while_people_work(hall: Chamber, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server goes on deciding between the replay of the log and the look at the tables."""
    session = hall.session()
    replayed = auditing.replay

    def and_meanwhile(*arguments: Any, **options: Any) -> Replay:
        found = replayed(*arguments, **options)
        hall.open_vote(session)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(auditing, "replay", and_meanwhile)
        report = audit(hall.settings)
    assert report.findings == ()
    assert report.size < hall.conference.size


def test_tables_are_not_made_anew_from_a_log_that_has_grown_meanwhile(hall: Chamber) -> None:
    with bootstrap.open_for_audit(hall.settings) as place:
        assert auditing.verify(place).findings == ()
        hall.draft()
        with pytest.raises(Conflict, match="grew"):
            auditing.rebuild(place)
    assert audit(hall.settings).findings == ()
