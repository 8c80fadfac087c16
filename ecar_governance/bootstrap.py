"""Where adapters meet services: the only module that knows all of them.

`open_installation` gives a process its desk; `found` makes a new installation; `open_for_audit` reads one as
it lies, without trusting it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ecar_governance import resources
from ecar_governance.definitions import library
from ecar_governance.documents.office import PdfOffice, Typesetter
from ecar_governance.documents.verify import verify_pdf
from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import BodyRegistered, ConferenceFounded, Event
from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.domain.workflow import Names
from ecar_governance.errors import Conflict, MissingOnMachine
from ecar_governance.identity.passwords import Argon2Passwords
from ecar_governance.keys import authority, notes
from ecar_governance.keys.envelopes import HpkeSealing
from ecar_governance.keys.files import make_private_directory, sync_directory
from ecar_governance.keys.signer_office import SignerOffice
from ecar_governance.keys.store import DirectoryKeyStore
from ecar_governance.notices.smtp import post_for
from ecar_governance.services.accounts_port import Post
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.auditing import AuditPlace
from ecar_governance.services.desk import Desk
from ecar_governance.services.people import fold_mail, register_rows
from ecar_governance.services.ports import Outcome
from ecar_governance.services.procedures import in_force_event
from ecar_governance.services.work import deciding
from ecar_governance.settings import Settings
from ecar_governance.storage import schema
from ecar_governance.storage.accounts import SqlAccounts
from ecar_governance.storage.checkpoints import CheckpointFiles, Publisher
from ecar_governance.storage.engine import Database, open_database
from ecar_governance.storage.inspection import SqlTables
from ecar_governance.storage.outbox import SqlOutbox
from ecar_governance.storage.readers import SqlRecord
from ecar_governance.storage.vault import SqlVault
from ecar_governance.storage.writer import Writer

CONFERENCE: Names = {"az": "Azərbaycan Rektorlar Konfransı", "en": "Azerbaijan Rectors' Conference"}
PLACE: Names = {"az": "Bakı şəhəri", "en": "Baku"}
PLENARY: Names = {"az": "Plenar iclas", "en": "Plenary session"}


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
        installation = _assemble(settings, database, _signer(settings, database), on_commit)
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
    with Writer(database, SystemClock()) as reading:
        founding = reading.conference.founding
    if founding is None:
        raise MissingOnMachine("The founding of this conference was not completed.", fix="ecar init --help")
    waiting = _next_key(settings)
    if waiting.exists():
        fresh = notes.LogSigner.load(waiting, founding.origin)
        if fresh.vkey == founding.log_key:
            waiting.replace(log_key(settings))
        else:
            waiting.unlink()  # its rotation never became an event
    return notes.load_signer(log_key(settings), founding.origin, founding.log_key)


def _next_key(settings: Settings) -> Path:
    return settings.key_dir / "log.key.next.pem"


def rotate_log_key(settings: Settings) -> str:
    """Makes a new key for the log, endorsed by the old one, in an event; gives the new verifier key.

    Servers must be restarted: they sign with the old key until then, which the log still accepts for what was
    before. Raises what `open_installation` raises, and Conflict when the act is refused.
    """
    with open_installation(settings) as installation:
        founding = installation.desk.conference.founding
        if founding is None:
            raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
        old = notes.load_signer(log_key(settings), founding.origin, founding.log_key)
        fresh = notes.LogSigner.create(_next_key(settings), founding.origin)
        command = c.RotateLogKey(old.vkey, fresh.vkey, notes.endorse(old, fresh.vkey))
        outcome = installation.desk.perform(deciding(command, INSTALLER), actor=INSTALLER)
        if isinstance(outcome, Refused):
            _next_key(settings).unlink()
            raise Conflict("The new key was refused: the log names another key meanwhile.")
    sync_directory(settings.key_dir)
    _next_key(settings).replace(log_key(settings))
    sync_directory(settings.key_dir)
    return fresh.vkey


def upgrade(settings: Settings) -> tuple[str, ...]:
    """Brings the database to this release; gives the revisions applied. Raises Conflict when it is newer."""
    if not is_installed(settings):
        raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
    database = open_database(settings.database_url)
    try:
        return schema.upgrade(database)
    finally:
        database.close()


def _assemble(
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
        passwords=Argon2Passwords(),
        clock=clock,
        ids=RandomIds(),
        keys=DirectoryKeyStore(settings.key_dir / "ballots"),
        sealing=HpkeSealing(),
        documents=_documents(settings),
        public_url=settings.public_url,
        fresh_minutes=settings.fresh_minutes,
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


def verify_alone(settings: Settings, content: bytes) -> PdfReport:
    """Checks a file where no conference is founded: signatures and record, with the log left unasked."""
    try:
        roots: Sequence[bytes] = trust_roots(settings)
    except MissingOnMachine:
        roots = ()
    return verify_pdf(content, roots, known_sha256=None)


def found(
    settings: Settings,
    *,
    administrator: dict[str, str],
    email: str,
    names: Names = CONFERENCE,
    place: Names = PLACE,
    origin: str = "",
    trial: bool = True,
) -> tuple[str, Outcome]:
    """Founds a conference here: database, keys, the trial authority, and the log's first act.

    Gives the administrator's person id and the outcome. Nothing that is there already is touched.

    Args:
        administrator: the first administrator's name by language.
        email: their mail address.
        origin: names the log in every checkpoint; made up when empty.
        trial: documents are signed under the trial authority, and every page says so.

    Raises:
        Conflict: a conference is founded here already.
        InvalidInput: the administrator's particulars.
    """
    if is_installed(settings):
        raise Conflict("A conference is founded here already.", fix="choose another ECAR_DATA_DIR")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    make_private_directory(settings.key_dir)
    database = open_database(settings.database_url)
    try:
        schema.upgrade(database)
        origin = origin or f"ecar/{secrets.token_hex(8)}"
        # The key's file says that a founding was begun; it comes last of all that could fail before the act.
        if trial:
            authority.create_trial_authority(authority_dir(settings), names["en"])
        signer = notes.LogSigner.create(log_key(settings), origin)
        installation = _assemble(settings, database, signer)
        try:
            return _first_act(installation, administrator, email, names, place, origin, signer.vkey, trial)
        finally:
            installation.writer.close()
    finally:
        database.close()


def _first_act(
    installation: Installation,
    administrator: dict[str, str],
    email: str,
    names: Names,
    place: Names,
    origin: str,
    vkey: str,
    trial: bool,
) -> tuple[str, Outcome]:
    desk = installation.desk
    person = desk.ids.new("person")
    registered, row = register_rows(desk, person, administrator, email, installation.settings.locale)
    command = c.FoundConference(
        founded=ConferenceFounded(origin, names, installation.settings.zone, place, vkey, trial),
        bodies=(BodyRegistered("plenary", "plenary", PLENARY),),
        workflows=tuple(in_force_event(library.load_file(p)) for p in library.bundled().values()),
        administrator=registered,
        mandate=desk.ids.new("mandate"),
    )
    return person, desk.perform(deciding(command, INSTALLER, (row,)), actor=INSTALLER)


@contextmanager
def open_for_audit(settings: Settings) -> Iterator[AuditPlace]:
    """What an audit looks at, as it lies: nothing is refused at the door, since that is what is asked."""
    if not is_installed(settings):
        raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
    database = open_database(settings.database_url)
    try:
        yield AuditPlace(
            record=SqlRecord(database),
            tables=SqlTables(database),
            outside_notes=CheckpointFiles(settings.checkpoint_dir).all(),
            verifier=notes.NoteVerifier.from_vkey,
            endorsed=notes.verify_endorsement,
        )
    finally:
        database.close()
