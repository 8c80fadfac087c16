"""An open installation: its adapters made, its services handed a desk."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ecar_governance import resources
from ecar_governance.documents.office import PdfOffice, Typesetter
from ecar_governance.domain.events import ConferenceFounded, Event, LogKeyRotated, OriginRenewed
from ecar_governance.errors import MissingOnMachine
from ecar_governance.identity.passwords import Argon2Passwords
from ecar_governance.keys import authority, notes
from ecar_governance.keys.envelopes import HpkeSealing
from ecar_governance.keys.signer_office import SignerOffice
from ecar_governance.keys.store import DirectoryKeyStore
from ecar_governance.notices.smtp import post_for
from ecar_governance.services.accounts_port import Post
from ecar_governance.services.desk import Desk
from ecar_governance.services.people import fold_mail
from ecar_governance.services.vault_port import RecordFilter
from ecar_governance.settings import Settings
from ecar_governance.storage import schema
from ecar_governance.storage.accounts import SqlAccounts
from ecar_governance.storage.checkpoints import CheckpointFiles, Publisher
from ecar_governance.storage.engine import Database, open_database
from ecar_governance.storage.outbox import SqlOutbox
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.refusals import SqlRefusals
from ecar_governance.storage.vault import SqlVault
from ecar_governance.storage.writer import Writer


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """See `services.ports.Clock`."""
        return datetime.now(UTC)


class RandomIds:
    """Ids that tell nothing: 80 random bits after the kind of thing."""

    def new(self, kind: str) -> str:
        """See `services.ports.Ids`."""
        return f"{kind}-{secrets.token_hex(10)}"

    def salt(self) -> bytes:
        """See `services.ports.Ids`."""
        return secrets.token_bytes(16)

    def secret(self) -> str:
        """See `services.ports.Ids`."""
        return secrets.token_urlsafe(32)


@dataclass
class Installation:
    """An open installation: its desk, and what a server needs beside it. Close it."""

    settings: Settings
    database: Database
    desk: Desk
    writer: Writer
    post: Post

    def close(self) -> None:
        """Publishes the last checkpoint and lets the database go."""
        self.writer.close()
        self.database.close()


def is_installed(settings: Settings) -> bool:
    """Whether a conference was founded with these settings."""
    return log_key(settings).exists()


def log_key(settings: Settings) -> Path:
    """The file of the log's private key."""
    return settings.key_dir / "log.key.pem"


@contextmanager
def open_installation(
    settings: Settings, *, on_commit: Callable[[tuple[Event, ...]], None] | None = None
) -> Iterator[Installation]:
    """The installation, for the length of a `with`.

    Raises:
        MissingOnMachine: nothing is founded here, the database awaits `ecar upgrade`, or the log's key is
            not the one that the log names.
        Unavailable: the database cannot be reached.
    """
    if not is_installed(settings):
        raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
    database = open_database(settings.database_url)
    try:
        if schema.pending(database):
            raise MissingOnMachine("The database is of an earlier release.", fix="ecar upgrade")
        installation = assemble(settings, database, _signer(settings, database), on_commit)
    except BaseException:
        database.close()
        raise
    try:
        yield installation
    finally:
        installation.close()


def _signer(settings: Settings, database: Database) -> notes.LogSigner:
    """The log's signer, held to the key and origin that the log itself names.

    A rotation that was cut short after its event finds its new key waiting and puts it in place."""
    origin, key = "", ""
    named = RecordFilter(types=("ConferenceFounded", "LogKeyRotated", "OriginRenewed"))
    for event in SqlRecord(database).events(named, limit=10_000):
        match event.data:
            case ConferenceFounded(origin=origin, log_key=key):
                pass
            case LogKeyRotated(new=key):
                pass
            case OriginRenewed() as renewed:
                origin, key = renewed.origin, renewed.log_key or key
            case _:
                pass
    if not origin:
        raise MissingOnMachine("The founding of this conference was not completed.", fix="ecar init --help")
    waiting = next_key(settings)
    if waiting.exists():
        fresh = notes.LogSigner.load(waiting, origin)
        if fresh.vkey == key:
            waiting.replace(log_key(settings))
        else:
            waiting.unlink()  # its rotation never became an event
    return notes.load_signer(log_key(settings), origin, key)


def next_key(settings: Settings) -> Path:
    return settings.key_dir / "log.key.next.pem"


def assemble(
    settings: Settings,
    database: Database,
    signer: notes.LogSigner,
    on_commit: Callable[[tuple[Event, ...]], None] | None = None,
) -> Installation:
    clock = SystemClock()
    publisher = Publisher(signer, CheckpointFiles(settings.checkpoint_dir))
    writer = Writer(database, clock, publisher=publisher, on_commit=on_commit)
    outbox = SqlOutbox(database)
    desk = Desk(
        office=writer,
        vault=SqlVault(database, fold_mail),
        record=SqlRecord(database),
        accounts=SqlAccounts(database),
        outbox=outbox,
        refusals=SqlRefusals(database),
        passwords=Argon2Passwords(),
        clock=clock,
        ids=RandomIds(),
        keys=DirectoryKeyStore(settings.key_dir / "ballots"),
        sealing=HpkeSealing(),
        documents=_documents(settings),
        public_url=settings.public_url,
        fresh_minutes=settings.fresh_minutes,
        max_upload_bytes=settings.max_upload_bytes,
    )
    return Installation(
        settings, database, desk, writer, post_for(settings.smtp_url, settings.outbox_dir, settings.mail_from)
    )


def _documents(settings: Settings) -> PdfOffice:
    keys = SignerOffice(settings.key_dir / "signers", authority_dir(settings))
    return PdfOffice(
        Typesetter(
            resources.fonts_dir(),
            resources.templates_dir() / "documents",
            float(settings.typeset_seconds),
            settings.typeset_memory_mib * 1024 * 1024,
        ),
        load_key=keys.load,
        issue=keys.issue,
        fingerprint_of=keys.fingerprint_of,
        roots=lambda: trust_roots(settings),
        zone=settings.zone,
    )


def authority_dir(settings: Settings) -> Path:
    """The folder of the trial authority, and of further trusted roots."""
    return settings.key_dir / "authority"


def trust_roots(settings: Settings) -> Sequence[bytes]:
    """The roots (DER) under which signatures are trusted here."""
    return authority.load_trust_roots(authority_dir(settings))
