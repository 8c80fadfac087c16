"""The vault: people, credentials, texts, files, envelopes, mail and jobs. Never rebuilt from the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from ecar_governance.storage.columns import Instant, Json
from ecar_governance.storage.tables.base import EMPTY, ZERO, Table, check, one_of

PURPOSES = ("invitation", "lost_password")


class PersonRow(Table, table=True):
    """Who a person is. The log knows the digest alone; erasing the row leaves the log whole.

    `email_folded` is what sign-in looks up: unique among people, whatever the letters' case."""

    __tablename__ = "person"
    __table_args__ = (
        one_of("locale", ("az", "en")),
        check("salt", "length(salt) >= 16"),
        check("email", "(email IS NULL) = (email_folded IS NULL)"),
    )

    id: str = Field(primary_key=True)
    name_az: str
    name_en: str
    email: str | None = None
    email_folded: str | None = Field(default=None, unique=True)
    locale: str
    salt: bytes = Field(sa_type=LargeBinary)
    digest: str
    created: datetime = Field(sa_type=Instant)


class CredentialRow(Table, table=True):
    """How a person proves who they are: the encoded Argon2 hash of a password."""

    __tablename__ = "credential"
    __table_args__ = (one_of("kind", ("password",)),)

    person: str = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(primary_key=True)
    password_hash: str
    changed: datetime = Field(sa_type=Instant)


class InvitationRow(Table, table=True):
    """A link that was sent, by the hash of its secret. `used` is when it was."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("purpose", PURPOSES), check("expires", "expires > issued"))

    token_hash: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    purpose: str
    issued: datetime = Field(sa_type=Instant)
    expires: datetime = Field(sa_type=Instant)
    used: datetime | None = Field(default=None, sa_type=Instant)


class WebSessionRow(Table, table=True):
    """A signed-in browser, by the hash of its cookie."""

    __tablename__ = "web_session"
    __table_args__ = (check("expires", "expires > created"), Index(None, "expires"))

    id_hash: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    created: datetime = Field(sa_type=Instant)
    seen: datetime = Field(sa_type=Instant)
    authenticated_at: datetime = Field(sa_type=Instant)
    expires: datetime = Field(sa_type=Instant)


class AttemptRow(Table, table=True):
    """How often sign-in failed from one place since an instant: a throttle, never a lock by name."""

    __tablename__ = "attempt"
    __table_args__ = (check("tries", "tries > 0"), Index(None, "since"))

    place: str = Field(primary_key=True)
    tries: int
    since: datetime = Field(sa_type=Instant)


class RefusedAttemptRow(Table, table=True):
    """That somebody tried something and was refused: whom, what, on what, for which reasons (codes, with a
    blank between two), how often on a day. Beside the log, and forgotten after a time."""

    __tablename__ = "refused_attempt"
    __table_args__ = (
        check("times", "times > 0"),
        check("last", "last >= first"),
        Index(None, "last"),
        Index(None, "person", "last"),
    )

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id", ondelete="CASCADE")
    mandate: str
    command: str
    step: str
    about: str
    reasons: str
    first: datetime = Field(sa_type=Instant)
    last: datetime = Field(sa_type=Instant)
    times: int


class TextRow(Table, table=True):
    """A free text and the salt of the digest by which the log holds it."""

    __tablename__ = "text"
    __table_args__ = (check("digest", "digest LIKE 'sha256:%'"), check("salt", "length(salt) >= 16"))

    digest: str = Field(primary_key=True)
    salt: bytes = Field(sa_type=LargeBinary)
    content: str
    language: str
    created: datetime = Field(sa_type=Instant)


class BlobRow(Table, table=True):
    """A file, by the SHA-256 of its bytes."""

    __tablename__ = "blob"
    __table_args__ = (check("sha256", "sha256 LIKE 'sha256:%'"), check("size", "length(content) = size"))

    sha256: str = Field(primary_key=True)
    media_type: str
    filename: str
    size: int
    content: bytes = Field(sa_type=LargeBinary)
    created: datetime = Field(sa_type=Instant)


class EnvelopeRow(Table, table=True):
    """A seat's sealed ballot until the close. No instant and no number: nothing here says who came when."""

    __tablename__ = "envelope"

    vote: str = Field(primary_key=True)
    seat: str = Field(primary_key=True)
    digest: str
    sealed: bytes = Field(sa_type=LargeBinary)


class OutboxRow(Table, table=True):
    """A mail to send, at least once. Its words are made when it is sent: `params` are ids and instants, and
    are blanked afterwards, since they may have held a secret link."""

    __tablename__ = "outbox"
    __table_args__ = (
        check("tries", "tries >= 0"),
        check("lease", "(leased_until IS NULL) = (lease_owner IS NULL)"),
        Index(None, "sent_at", "due"),
    )

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    kind: str
    about: str = Field(default="", sa_column_kwargs=EMPTY)
    params: Any = Field(sa_type=Json, nullable=False)
    created: datetime = Field(sa_type=Instant)
    due: datetime = Field(sa_type=Instant)
    tries: int = Field(default=0, sa_column_kwargs=ZERO)
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_owner: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    error: str = Field(default="", sa_column_kwargs=EMPTY)


class JobRow(Table, table=True):
    """Slow work between two events (typesetting): leased, done once, tried again when it fails."""

    __tablename__ = "job"
    __table_args__ = (
        check("tries", "tries >= 0"),
        check("lease", "(leased_until IS NULL) = (lease_owner IS NULL)"),
        Index(None, "done_at", "due"),
    )

    id: str = Field(primary_key=True)
    kind: str
    about: str
    payload: Any = Field(sa_type=Json, nullable=False)
    created: datetime = Field(sa_type=Instant)
    due: datetime = Field(sa_type=Instant)
    tries: int = Field(default=0, sa_column_kwargs=ZERO)
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_owner: str | None = None
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    error: str = Field(default="", sa_column_kwargs=EMPTY)
