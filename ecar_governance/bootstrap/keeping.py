"""What the keeper of a machine does to an installation: audit, upgrade, backup, restore, keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ecar_governance.bootstrap.assembly import (
    is_installed,
    log_key,
    next_key,
    open_installation,
    trust_roots,
)
from ecar_governance.domain import commands as c
from ecar_governance.domain.checkpoint import Checkpoint, open_note
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.errors import Conflict, MissingOnMachine
from ecar_governance.keys import notes
from ecar_governance.keys.files import sync_directory
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.auditing import AuditPlace
from ecar_governance.services.people import fold_mail
from ecar_governance.services.work import deciding
from ecar_governance.settings import Settings
from ecar_governance.storage import schema
from ecar_governance.storage.backup import BackupReport, Progress, RestoreReport
from ecar_governance.storage.backup import backup as write_backup
from ecar_governance.storage.backup import restore as read_backup
from ecar_governance.storage.checkpoints import CheckpointFiles, stated
from ecar_governance.storage.engine import Database, open_database
from ecar_governance.storage.inspection import SqlTables
from ecar_governance.storage.readers import SqlRecord


@contextmanager
def open_for_audit(settings: Settings) -> Iterator[AuditPlace]:
    """What an audit looks at, as it lies: nothing is refused at the door, since that is what is asked.

    It is of one moment, whatever people do meanwhile."""
    if not is_installed(settings):
        raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
    database = open_database(settings.database_url)
    try:
        # Read before the log is: what they cover was committed by then.
        outside = CheckpointFiles(settings.checkpoint_dir).all()
        with database.at_one_moment() as moment:
            yield AuditPlace(
                record=SqlRecord(moment),
                tables=SqlTables(moment, fold_mail),
                outside_notes=outside,
                verifier=notes.NoteVerifier.from_vkey,
                endorsed=notes.verify_endorsement,
            )
    finally:
        database.close()


def verify_alone(settings: Settings, content: bytes) -> PdfReport:
    """Checks a file where no conference is founded: signatures and record, with the log left unasked."""
    from ecar_governance.documents.verify import verify_pdf  # as `documents.office` does

    try:
        roots: Sequence[bytes] = trust_roots(settings)
    except MissingOnMachine:
        roots = ()
    return verify_pdf(content, roots, known_sha256=None)


def upgrade(settings: Settings) -> tuple[str, ...]:
    """Brings the database to this release; gives the revisions applied. Raises Conflict when it is newer."""
    if not is_installed(settings):
        raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
    database = open_database(settings.database_url)
    try:
        return schema.upgrade(database)
    finally:
        database.close()


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
        fresh = notes.LogSigner.create(next_key(settings), founding.origin)
        command = c.RotateLogKey(old.vkey, fresh.vkey, notes.endorse(old, fresh.vkey))
        outcome = installation.desk.perform(deciding(command, INSTALLER), actor=INSTALLER)
        if isinstance(outcome, Refused):
            next_key(settings).unlink()
            raise Conflict("The new key was refused: the log names another key meanwhile.")
    sync_directory(settings.key_dir)
    next_key(settings).replace(log_key(settings))
    sync_directory(settings.key_dir)
    return fresh.vkey


def backup(settings: Settings, target: Path, *, progress: Progress | None = None) -> BackupReport:
    """Writes a consistent copy of the database while it is in use. Raises Conflict, Unavailable."""
    database = _installed_database(settings)
    try:
        return write_backup(database, target, progress=progress)
    finally:
        database.close()


def _installed_database(settings: Settings) -> Database:
    if not is_installed(settings):
        raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
    return open_database(settings.database_url)


def restore(
    settings: Settings, source: Path, *, new_origin: bool = False, progress: Progress | None = None
) -> RestoreReport:
    """Restores a backup into the empty database that the settings name, all or not at all.

    The key folder comes first, from its own copy: without the log's key nothing can go on. The newest
    checkpoint kept outside is asked, if there is one.

    Args:
        new_origin: go on, under a new origin that names the old, from a backup that the checkpoint is past.

    Raises what `storage.backup.restore` raises, and MissingOnMachine without the log's key.
    """
    if not is_installed(settings):
        raise MissingOnMachine(
            f"The log's key is not at {log_key(settings)}.", fix="copy the key folder back first"
        )
    note = CheckpointFiles(settings.checkpoint_dir).latest()
    outside = None
    if note is not None:
        origin = stated(note).origin
        verifier = notes.NoteVerifier.from_vkey(notes.LogSigner.load(log_key(settings), origin).vkey)
        outside = open_note(note, (verifier,))
    database = open_database(settings.database_url)
    try:
        report = read_backup(source, database, outside=outside, older_is_meant=new_origin, progress=progress)
    finally:
        database.close()
    if report.ahead is not None:
        renew_origin(settings, report.ahead)
    return report


def renew_origin(settings: Settings, ahead: Checkpoint) -> str:
    """Goes on under a new origin and key that name the old; gives the new origin. What had been published
    beyond the restored log stays lost, and the log says so."""
    origin = f"{ahead.origin.partition('#')[0]}#{ahead.size}-{secrets.token_hex(4)}"
    with open_installation(settings) as installation:
        founding = installation.desk.conference.founding
        if founding is None:
            raise MissingOnMachine("The backup holds no founding.", fix="restore another backup")
        old = notes.load_signer(log_key(settings), founding.origin, founding.log_key)
        fresh = notes.LogSigner.create(next_key(settings), origin)
        command = c.RenewOrigin(
            origin, ahead.size, ahead.root.hex(), fresh.vkey, notes.endorse(old, fresh.vkey)
        )
        outcome = installation.desk.perform(deciding(command, INSTALLER), actor=INSTALLER)
        if isinstance(outcome, Refused):
            next_key(settings).unlink()
            raise Conflict("The new origin was refused.")
    next_key(settings).replace(log_key(settings))
    sync_directory(settings.key_dir)
    return origin
