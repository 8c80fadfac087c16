"""Settings: what is taken, what is refused and in which words, and what forbids to serve."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ecar_governance.errors import InvalidInput
from ecar_governance.settings import is_loopback, read, unknown


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ECAR_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_lie_below_the_data_folder(tmp_path: Path) -> None:
    settings = read()
    assert settings.data_dir == tmp_path / "ecar-data"
    assert settings.key_dir == tmp_path / "ecar-data/keys"
    assert settings.checkpoint_dir == tmp_path / "ecar-data/checkpoints"
    assert settings.outbox_dir == tmp_path / "ecar-data/outbox"
    assert settings.sqlite_path == tmp_path / "ecar-data/ecar.db"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.fresh == timedelta(minutes=10)
    assert settings.session_idle == timedelta(minutes=30)
    assert settings.session_absolute == timedelta(hours=12)
    assert str(settings.time_zone) == "Asia/Baku"
    assert settings.check_serving() == []


def test_the_environment_is_read_and_what_is_given_prevails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECAR_PORT", "8100")
    monkeypatch.setenv("ECAR_LOCALE", "en")
    monkeypatch.setenv("ECAR_DATABASE_URL", "")
    settings = read(port=8200)
    assert (settings.port, settings.locale, settings.public_url) == (8200, "en", "http://127.0.0.1:8200")
    assert settings.sqlite_path is not None


def test_a_later_change_of_folder_moves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(data_dir="here")
    monkeypatch.chdir("/")
    assert settings.data_dir == tmp_path / "here"
    assert settings.database_url == f"sqlite:///{tmp_path}/here/ecar.db"


def test_settings_do_not_change() -> None:
    settings = read()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 9000


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("database_url", "postgres://u:p@db/ecar", "postgresql+psycopg://u:p@db/ecar"),
        ("database_url", "postgresql:///ecar?host=/tmp/x", "postgresql+psycopg:///ecar?host=/tmp/x"),
        ("database_url", "sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("public_url", "https://ECAR.az/", "https://ecar.az"),
        ("public_url", "http://[::1]:8000", "http://[::1]:8000"),
        ("smtp_url", "smtps://u:p@mail:465", "smtps://u:p@mail:465"),
        ("zone", "Europe/Paris", "Europe/Paris"),
    ],
)
def test_taken(name: str, value: str, expected: str) -> None:
    assert getattr(read(**{name: value}), name) == expected


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("port", "x", "integer"),
        ("port", "0", "greater than"),
        ("workers", "0", "greater than"),
        ("database_url", "mysql://x/y", "say sqlite"),
        ("database_url", "sqlite://", "is a file here"),
        ("database_url", "sqlite:///:memory:", "is a file here"),
        ("database_url", "postgresql://", "say sqlite"),
        ("public_url", "ecar.az", "say https"),
        ("public_url", "https://ecar.az/app", "scheme, host and port"),
        ("public_url", "https://u:p@ecar.az", "scheme, host and port"),
        ("public_url", "https://ecar.az:99999", "Port out of range"),
        ("smtp_url", "http://mail", "say smtp"),
        ("smtp_url", "smtp://", "say smtp"),
        ("mail_from", "nobody", "one address"),
        ("mail_from", "a@b\nBcc: c@d", "one address"),
        ("zone", "Mars/Olympus", "IANA"),
        ("zone", "../etc/passwd", "IANA"),
        ("locale", "xx", "az"),
        ("log_level", "loud", "debug"),
        ("trusted_proxies", "10.0.0.0/8,half the world", "network"),
        ("max_upload_bytes", "1", "greater than"),
        ("fresh_minutes", "61", "less than"),
        ("typeset_memory_mib", "12", "greater than"),
    ],
)
def test_refused_with_the_name_of_the_variable(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = "ECAR_" + name.upper()
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidInput) as caught:
        read()
    [finding] = caught.value.findings
    assert finding.where == variable
    assert said in finding.message


def test_every_fault_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECAR_PORT", "x")
    monkeypatch.setenv("ECAR_ZONE", "y")
    with pytest.raises(InvalidInput) as caught:
        read()
    assert [finding.where for finding in caught.value.findings] == ["ECAR_PORT", "ECAR_ZONE"]


def test_a_sign_in_ends_in_order() -> None:
    with pytest.raises(InvalidInput, match="longer than session_absolute_hours"):
        read(session_idle_minutes=90, session_absolute_hours=1)


@pytest.mark.parametrize("name", ["database_url", "smtp_url"])
def test_a_password_is_not_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = {"database_url": "postgresql://u:hush-hush@db/e", "smtp_url": "smtps://u:hush-hush@mail"}[name]
    assert "hush-hush" not in repr(read(**{name: good}))
    monkeypatch.setenv("ECAR_" + name.upper(), "ftp://u:hush-hush@x")
    with pytest.raises(InvalidInput) as caught:
        read()
    assert "hush-hush" not in str(caught.value) + repr(caught.value.findings)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"public_url": "http://localhost:8000"}, []),
        ({"public_url": "https://ecar.az", "host": "0.0.0.0"}, []),  # noqa: S104 (behind a proxy)
        ({"public_url": "http://ecar.az"}, ["serving_in_the_clear"]),
        ({"public_url": "http://10.0.0.5"}, ["serving_in_the_clear"]),
        ({"public_url": "http://localhost", "host": "10.0.0.5"}, ["listening_in_the_clear"]),
        ({"host": "10.0.0.5"}, ["serving_in_the_clear", "listening_in_the_clear"]),
    ],
)
def test_what_forbids_to_serve(given: dict[str, Any], codes: list[str]) -> None:
    assert [finding.code for finding in read(**given).check_serving()] == codes


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("ecar.localhost", True),
        ("localhost.evil.az", False),
        ("0.0.0.0", False),  # noqa: S104 (named, not bound)
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_this_machine_and_no_other(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer


def test_a_slip_of_the_pen_is_pointed_out() -> None:
    found = unknown({"ECAR_PROT": "1", "ECAR_PORT": "2", "HOME": "/", "ECAR_WHATEVER_ELSE": ""})
    assert [(finding.where, finding.fix.startswith("did you mean")) for finding in found] == [
        ("ECAR_PROT", True),
        ("ECAR_WHATEVER_ELSE", False),
    ]
    assert "ECAR_PORT" in found[0].fix
