"""All settings of a process: one frozen value, read once by `bootstrap`, never at import.

Each field is the environment variable `ECAR_` + its name in capitals. `docs/settings.md` lists them; a test
holds the two together.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ecar_governance.errors import Finding, InvalidInput

PREFIX = "ECAR_"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _in_data_dir(*parts: str) -> Any:
    """A default below the data folder, which pydantic hands over once it is valid."""
    return lambda found: Path(found.get("data_dir", "."), *parts)


@cache
def _zones() -> frozenset[str]:
    """Looked up once: the library reads through all its folders each time."""
    return frozenset(available_timezones())


def _derived(default: Any, shown: str, description: str, **more: Any) -> Any:
    return Field(
        default_factory=default,
        validate_default=True,
        description=description,
        json_schema_extra={"shown": shown},
        **more,
    )


class Settings(BaseSettings):
    """What a process was told; see `read`. Addresses with passwords in them are left out of `repr`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(
        Path("ecar-data"),
        validate_default=True,
        description="Folder of all that this installation keeps; relative to where the command is run.",
    )
    database_url: str = _derived(
        lambda found: f"sqlite:///{_in_data_dir('ecar.db')(found)}",
        "sqlite:///<data_dir>/ecar.db",
        "The database: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
        repr=False,
    )
    key_dir: Path = _derived(
        _in_data_dir("keys"),
        "<data_dir>/keys",
        "Folder of private keys (ballots, log, trial authority): outside the database and its backups.",
    )
    checkpoint_dir: Path = _derived(
        _in_data_dir("checkpoints"),
        "<data_dir>/checkpoints",
        "Folder to which each signed checkpoint of the log is added; best on another machine's disk.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str = _derived(
        lambda found: _plain_url(found.get("host", "127.0.0.1"), found.get("port", 8000)),
        "http://<host>:<port>",
        "Address that people type, and that mails and QR codes name; https unless it is this machine's own.",
    )
    workers: int = Field(1, ge=1, le=64, description="Server processes; each is one writer and one reader.")
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        (),
        description="Networks (CIDR, comma between) of reverse proxies whose forwarded address is believed.",
    )
    smtp_url: str = Field(
        "",
        repr=False,
        description=(
            "Mail server: smtps://USER:PASSWORD@HOST:465, or smtp://HOST:587 (STARTTLS). "
            "Empty: each mail is a file in <data_dir>/outbox."
        ),
    )
    mail_from: str = Field("ecar@localhost", description="Sender of mails.")
    session_idle_minutes: int = Field(
        30, ge=1, le=1440, description="A sign-in ends after so long without use."
    )
    session_absolute_hours: int = Field(
        12, ge=1, le=72, description="A sign-in ends after so long in any case."
    )
    fresh_minutes: int = Field(
        10, ge=1, le=60, description="Voting and signing ask for the password again after so long."
    )
    locale: Literal["az", "en"] = Field("az", description="Language for whoever has not chosen: az or en.")
    zone: str = Field(
        "Asia/Baku", description="Time zone (IANA name) in which deadlines are set and instants shown."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What the log tells.")
    max_upload_bytes: int = Field(
        10 * 1024 * 1024, ge=1024, le=1024**3, description="Largest file that a person may send, in bytes."
    )
    typeset_seconds: int = Field(
        60, ge=1, le=600, description="Time that the typesetting of a document may take."
    )
    typeset_memory_mib: int = Field(
        1024, ge=256, le=65536, description="Memory, in MiB, that the typesetting of a document may take."
    )

    @field_validator("data_dir", "key_dir", "checkpoint_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        # A later change of folder must not move the data.
        return path.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        scheme, _, rest = url.partition("://")
        if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
            return f"postgresql+psycopg://{rest}"
        if scheme != "sqlite":
            raise ValueError("say sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")
        if not rest.startswith("/") or rest in ("/", "/:memory:"):
            raise ValueError("an SQLite database is a file here: say sqlite:///PATH")
        return f"sqlite:///{Path(rest[1:]).expanduser().absolute()}"

    @field_validator("public_url")
    @classmethod
    def _site_address(cls, url: str) -> str:
        parts = _split(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("say https://HOST, or http://127.0.0.1:PORT for this machine alone")
        if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
            raise ValueError("say scheme, host and port only")
        return urlunsplit((parts.scheme, parts.netloc.lower(), "", "", ""))

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, url: str) -> str:
        if url and (_split(url).scheme not in ("smtp", "smtps") or not _split(url).hostname):
            raise ValueError("say smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT")
        return url

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, address: str) -> str:
        name, _, host = address.rpartition("@")
        if not name or not host or any(sign.isspace() or sign in "<>,;" for sign in address):
            raise ValueError("say one address, NAME@HOST")
        return address

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in _zones():
            raise ValueError("say an IANA name, for instance Asia/Baku")
        return zone

    @model_validator(mode="after")
    def _sessions_nest(self) -> Settings:
        if self.fresh_minutes > self.session_absolute_hours * 60:
            raise ValueError("fresh_minutes is longer than session_absolute_hours")
        if self.session_idle_minutes > self.session_absolute_hours * 60:
            raise ValueError("session_idle_minutes is longer than session_absolute_hours")
        return self

    @property
    def outbox_dir(self) -> Path:
        """Where mails are written as .eml files while `smtp_url` is empty."""
        return self.data_dir / "outbox"

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None on PostgreSQL."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme == "sqlite" else None

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def session_idle(self) -> timedelta:
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def session_absolute(self) -> timedelta:
        return timedelta(hours=self.session_absolute_hours)

    @property
    def fresh(self) -> timedelta:
        return timedelta(minutes=self.fresh_minutes)

    @property
    def secure(self) -> bool:
        """Whether people come over https: then cookies are `__Host-` ones."""
        return self.public_url.startswith("https://")

    def check_serving(self) -> list[Finding]:
        """What forbids to serve with these settings; empty when nothing does.

        Passwords and ballots never cross a network in the clear: over http only this machine itself may come.
        """
        if self.secure:
            return []
        findings = []
        if not is_loopback(_split(self.public_url).hostname or ""):
            findings.append(
                Finding(
                    code="serving_in_the_clear",
                    message=f"{self.public_url} would carry passwords and ballots in the clear.",
                    where="ECAR_PUBLIC_URL",
                    fix="put a reverse proxy with TLS in front and set ECAR_PUBLIC_URL=https://HOST",
                )
            )
        if not is_loopback(self.host):
            findings.append(
                Finding(
                    code="listening_in_the_clear",
                    message=f"Listening on {self.host} lets other machines come over http.",
                    where="ECAR_HOST",
                    fix="set ECAR_HOST=127.0.0.1, or ECAR_PUBLIC_URL=https://HOST behind a TLS proxy",
                )
            )
        return findings


def read(**given: Any) -> Settings:
    """The settings of this process: the environment, overruled by what is `given` by name.

    Raises InvalidInput with a finding for each setting that cannot be used.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        faults: dict[str, Finding] = {}
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            # Pydantic also reports each default that waits for the value at fault: one variable, one finding.
            if fault["type"] != "default_factory_not_called":
                name = _variable(fault["loc"])
                reason = f"{name} cannot be used: {_reason(fault['msg'])}."
                faults.setdefault(name, Finding("setting_invalid", reason, name, "see docs/settings.md"))
        findings = list(faults.values())
        raise InvalidInput(findings[0].message, findings=findings, fix="see docs/settings.md") from None


def unknown(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """A finding for each variable that begins with `ECAR_` and is no setting: mostly a slip of the pen."""
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    findings = []
    for name in sorted(set(environment) - names):
        if name.startswith(PREFIX):
            near = get_close_matches(name.removeprefix(PREFIX), [n.removeprefix(PREFIX) for n in names], n=1)
            findings.append(
                Finding(
                    code="setting_unknown",
                    message=f"{name} is no setting and changes nothing.",
                    where=name,
                    fix=f"did you mean {PREFIX}{near[0]}?"
                    if near
                    else "unset it; docs/settings.md lists the settings",
                )
            )
    return findings


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine and no other (127.0.0.0/8, ::1, localhost: RFC 6761)."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _split(url: str) -> SplitResult:
    parts = urlsplit(url)
    _ = parts.port  # raises ValueError on a port that is none
    return parts


def _plain_url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _variable(place: tuple[int | str, ...]) -> str:
    return PREFIX + str(place[0]).upper() if place else "ECAR_*"


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".")
