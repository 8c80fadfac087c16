"""`ecar members` and `ecar user`: who belongs, who holds what, who may sign in."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct

from ecar_governance.cli.common import (
    FOUND,
    as_json,
    done,
    example,
    gettext,
    language,
    opened,
    say,
    tell_findings,
    tell_json,
)
from ecar_governance.domain.decision import Refused
from ecar_governance.errors import NotFound
from ecar_governance.services import accounts, importing
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.desk import Desk


class Holder(Struct, frozen=True):
    """Who holds a mandate, by what name."""

    kind: str
    person: str
    name: str


class Member(Struct, frozen=True):
    """An institution and who acts for it now."""

    institution: str
    kind: str
    names: dict[str, str]
    mandates: tuple[Holder, ...]


@click.group()
def members() -> None:
    """Institutions, seats and mandates."""


@members.command("import", epilog=example("ecar members import institutions.csv mandates.csv"))
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Say what would come of all files; write nothing.")
def import_(files: tuple[Path, ...], dry_run: bool) -> None:
    """Imports institutions, or people with their mandates, from CSV (see docs/members.md).

    Every bad row is named and then nothing of that file is imported. Importing again changes what differs.
    """
    with opened() as installation:
        if dry_run:
            _foretell(installation.desk, files)
            return
        for file in files:
            outcome = importing.import_csv(installation.desk, "", file.name, file.read_bytes())
            if isinstance(outcome, Refused) and [r.code for r in outcome.reasons] == ["nothing.changes"]:
                say(f"{file.name}: nothing has changed.")
                continue
            act = done(outcome, installation)
            say(f"{file.name}: {len(act.events)} change(s).")


def _foretell(desk: Desk, files: tuple[Path, ...]) -> None:
    """Says what the import would come to. Exit 1 where a file would be refused."""
    found = importing.try_csv(desk, "", ((file.name, file.read_bytes()) for file in files))
    for one in found:
        tell_findings(one.findings)
        if one.findings:
            told = gettext("{name}: would be refused, {count} problem(s).")
            say(told.format(name=one.name, count=len(one.findings)))
        else:
            say(gettext("{name}: {count} change(s) would be made.").format(name=one.name, count=one.changes))
    if any(one.findings for one in found):
        raise SystemExit(FOUND)


@members.command("list", epilog=example("ecar members list"))
@as_json
def list_(json_: bool) -> None:
    """Lists institutions with who holds their seat now."""
    with opened() as installation:
        desk, lang = installation.desk, language()
        conf, now = desk.conference, desk.clock.now()
        names = {p.person: p.names for p in desk.vault.everyone()}
        rows = []
        for institution in sorted(conf.institutions.values(), key=lambda i: (i.kind, i.institution)):
            held = [
                Holder(m.kind, m.person, names.get(m.person, {}).get(lang, m.person))
                for m in conf.mandates.values()
                if m.institution == institution.institution and m.in_force(now)
            ]
            rows.append(
                Member(
                    institution.institution,
                    institution.kind,
                    institution.names,
                    tuple(sorted(held, key=lambda h: (h.kind, h.person))),
                )
            )
    if json_:
        tell_json(rows)
        return
    for row in rows:
        say(f"{row.institution:<10} {row.kind:<12} {row.names[lang]}")
        for one in row.mandates:
            say(f"{'':<11}{one.kind:<14} {one.name}")


@click.group()
def user() -> None:
    """Who may sign in."""


@user.command(epilog=example("ecar user invite rector.khazar@example.org"))
@click.argument("email")
@click.option("--link", is_flag=True, help="Also print the link (it is as good as a password).")
def invite(email: str, link: bool) -> None:
    """Sends somebody a link to set their password and sign in."""
    with opened() as installation:
        desk = installation.desk
        person = desk.vault.person_with_email(email)
        if person is None:
            raise NotFound(f"Nobody is registered with {email}.", fix="import them first")
        secret, outcome = accounts.issue_invitation(desk, INSTALLER, person.person)
        done(outcome, installation)
        say(f"An invitation to {email} is in the outbox.")
        if link:
            say(f"{desk.public_url}/invitation/{secret}")
