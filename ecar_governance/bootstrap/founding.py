"""A new installation: database, keys, trial authority, and the first act of its log."""

from __future__ import annotations

import secrets

from ecar_governance.bootstrap.assembly import Installation, assemble, authority_dir, is_installed, log_key
from ecar_governance.definitions import library
from ecar_governance.domain import commands as c
from ecar_governance.domain.events import BodyRegistered, ConferenceFounded
from ecar_governance.domain.workflow import Names
from ecar_governance.errors import Conflict
from ecar_governance.keys import authority, notes
from ecar_governance.keys.files import make_private_directory
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.people import register_rows
from ecar_governance.services.ports import Outcome
from ecar_governance.services.procedures import in_force_event
from ecar_governance.services.work import deciding
from ecar_governance.settings import Settings
from ecar_governance.storage import schema
from ecar_governance.storage.engine import open_database

CONFERENCE: Names = {"az": "Azərbaycan Rektorlar Konfransı", "en": "Azerbaijan Rectors' Conference"}
PLACE: Names = {"az": "Bakı şəhəri", "en": "Baku"}
PLENARY: Names = {"az": "Plenar iclas", "en": "Plenary session"}


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
        installation = assemble(settings, database, signer)
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
