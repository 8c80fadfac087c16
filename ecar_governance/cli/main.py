"""`ecar`: every command of the conference's office, and of whoever runs its machine.

A command's module is imported when it is asked for: `ecar vote recount` needs no database and no typesetter.
"""

from __future__ import annotations

import click

from ecar_governance import __version__
from ecar_governance.cli.common import Program

COMMANDS = {
    "demo": "demo",
    "init": "keeping",
    "serve": "serving",
    "doctor": "serving",
    "upgrade": "keeping",
    "members": "members",
    "workflow": "workflow",
    "calendar": "calendar",
    "weights": "weights",
    "dues": "weights",
    "proposal": "proposal",
    "vote": "vote",
    "audit": "audit",
    "resolution": "resolution",
    "backup": "keeping",
    "restore": "keeping",
    "user": "members",
    "key": "keeping",
}
"""Each command's name, in the order of `ecar --help`, and the module of this package that has it."""


@click.group(
    cls=Program,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="ecar")
def main() -> None:
    """The governance of a rectors' conference: procedures, votes, resolutions, and a record that holds.

    Settings are environment variables (ECAR_*), listed in docs/settings.md. Exit codes: 0 good, 1 a finding,
    2 wrong use, 3 something is missing on this machine.
    """
