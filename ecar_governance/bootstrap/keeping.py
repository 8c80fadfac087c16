"""What the keeper of a machine does to an installation: audit, upgrade, backup, restore, keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ecar_governance.bootstrap.assembly import (
    is_installed,
    log_key,
    next_key,
    open_installation,
    trust_roots,
)
from ecar_governance.documents.verify import verify_pdf
from ecar_governance.domain import commands as c
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.errors import Conflict, MissingOnMachine
from ecar_governance.keys import notes
from ecar_governance.keys.files import sync_directory
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.auditing import AuditPlace
from ecar_governance.services.work import deciding
from ecar_governance.settings import Settings
from ecar_governance.storage import schema
from ecar_governance.storage.checkpoints import CheckpointFiles
from ecar_governance.storage.engine import open_database
from ecar_governance.storage.inspection import SqlTables
from ecar_governance.storage.readers import SqlRecord


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


def verify_alone(settings: Settings, content: bytes) -> PdfReport:
    """Checks a file where no conference is founded: signatures and record, with the log left unasked."""
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
