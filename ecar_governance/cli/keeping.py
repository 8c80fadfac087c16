"""`ecar init`, `upgrade`, `backup`, `restore`, `key`: for whoever keeps the machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ecar_governance import bootstrap, settings
from ecar_governance.cli.common import as_json, done, err, example, opened, refuse, say, tell_json
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Conference
from ecar_governance.services import accounts
from ecar_governance.services.acting import INSTALLER


@click.command(epilog=example("ecar init --name 'Aydın Quliyev' --email admin@example.org"))
@click.option("--name", required=True, help="Name of the first administrator.")
@click.option("--name-en", default="", help="The same in English, where it differs.")
@click.option("--email", required=True, help="Their mail address; they sign in with it.")
@click.option("--origin", default="", help="Name of the log in its checkpoints; made up if left out.")
@click.option("--conference-az", default=bootstrap.CONFERENCE["az"], show_default=True)
@click.option("--conference-en", default=bootstrap.CONFERENCE["en"], show_default=True)
def init(name: str, name_en: str, email: str, origin: str, conference_az: str, conference_en: str) -> None:
    """Founds a conference here: database, keys, a trial certificate authority, the first administrator.

    The invitation of the administrator is printed once: whoever has the link sets the password.
    """
    chosen = settings.read()
    person, outcome = bootstrap.found(
        chosen,
        administrator={"az": name, "en": name_en or name},
        email=email,
        names={"az": conference_az, "en": conference_en},
        origin=origin,
    )
    if isinstance(outcome, Refused):
        refuse(outcome, Conference(), datetime.now(UTC))
    with opened() as installation:
        secret, invited = accounts.issue_invitation(installation.desk, INSTALLER, person)
        done(invited, installation)
        link = accounts.link_to(installation.desk, secret)
        founding = installation.desk.conference.founding
    say(f"Founded in {chosen.data_dir}.")
    if founding is not None:
        say(f"The log is {founding.origin}; its key is {founding.log_key}. Keep this line elsewhere.")
    say(f"The administrator sets a password at {link}")
    say("Next: ecar members import institutions.csv mandates.csv; ecar serve")


@click.command(epilog=example("ecar upgrade"))
@as_json
def upgrade(json_: bool) -> None:
    """Brings the database to this release, in one transaction; again is harmless. Back up before."""
    applied = bootstrap.upgrade(settings.read())
    if json_:
        tell_json({"applied": applied})
    elif applied:
        say(f"Applied {', '.join(applied)}.")
    else:
        say("The database is of this release already.")


@click.command(epilog=example("ecar backup /mnt/elsewhere/ecar-2026-11-23.tar"))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Writes a consistent copy of the database while it is in use, with the newest checkpoint.

    Private keys are not in it: keep the key folder's own copy apart, and ballots' keys nowhere.
    """
    report = bootstrap.backup(settings.read(), target, progress=table_progress)
    say(f"{report.size} events and the vault beside them in {target}; root {report.root}.")


@click.command(epilog=example("ecar restore /mnt/elsewhere/ecar-2026-11-23.tar"))
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--new-origin",
    is_flag=True,
    help="Go on from an older backup under a new origin that names the old: what came after is lost, openly.",
)
def restore(source: Path, new_origin: bool) -> None:
    """Restores a backup into an empty database and checks it against the checkpoints kept outside.

    A backup older than the newest checkpoint is refused: going on from it would fork the log.
    """
    report = bootstrap.restore(settings.read(), source, new_origin=new_origin, progress=table_progress)
    say(f"{report.size} events of {report.origin} restored; root {report.root}.")
    if report.ahead is not None:
        say(f"{report.ahead.size} had been published: the log goes on under a new origin that says so.")


def table_progress(table: str, number: int, count: int) -> None:
    """A line that tells how far it is, on a terminal alone."""
    console = err()
    if console.is_terminal:
        end = "\n" if number == count else "\r"
        console.print(f"{number:>3} of {count}  {table:<24}", end=end, markup=False)


@click.group()
def key() -> None:
    """The log's key."""


@key.command(epilog=example("ecar key rotate"))
def rotate() -> None:
    """Makes a new key for the log, endorsed by the old one in an event of the log."""
    new = bootstrap.rotate_log_key(settings.read())
    say(f"The log's key is now {new}. Keep this line elsewhere, and restart the servers.")
