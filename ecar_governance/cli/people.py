"""Who acts on the command line: a person proves themselves with their password, as on the web."""

from __future__ import annotations

from pathlib import Path

import click

from ecar_governance.errors import InvalidInput
from ecar_governance.services.desk import Desk

as_person = click.option("--as", "email", required=True, help="Mail address of the person who acts.")
password_file = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is that person's password; else it is asked for.",
)


def signed_in(desk: Desk, email: str, file: Path | None) -> str:
    """The person's id, once their password was right. Raises InvalidInput, not telling which was wrong."""
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        password = lines[0] if lines else ""
    else:
        password = click.prompt(f"Password of {email}", hide_input=True, err=True)
    person = desk.vault.person_with_email(email)
    encoded = desk.accounts.password_hash(person.person) if person is not None else None
    if not desk.passwords.verify(encoded, password) or person is None:
        raise InvalidInput("The address or the password is not right.")
    return person.person
