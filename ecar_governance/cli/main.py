"""`ecar`: every command of the conference's office, and of whoever runs its machine."""

from __future__ import annotations

import click

from ecar_governance import __version__
from ecar_governance.cli import (
    audit,
    demo,
    keeping,
    members,
    proposal,
    resolution,
    serving,
    vote,
    workflow,
)
from ecar_governance.cli.common import Program


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ecar")
def main() -> None:
    """The governance of a rectors' conference: procedures, votes, resolutions, and a record that holds.

    Settings are environment variables (ECAR_*), listed in docs/settings.md. Exit codes: 0 good, 1 a finding,
    2 wrong use, 3 something is missing on this machine.
    """


for command in (
    demo.demo,
    keeping.init,
    serving.serve,
    serving.doctor,
    keeping.upgrade,
    members.members,
    workflow.workflow,
    proposal.proposal,
    vote.vote,
    audit.audit,
    resolution.resolution,
    keeping.backup,
    keeping.restore,
    members.user,
    keeping.key,
):
    main.add_command(command)
