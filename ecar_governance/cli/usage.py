"""A command that was called wrongly, told in Azerbaijani; in English click tells it."""

from __future__ import annotations

from typing import IO, Any

import click

from ecar_governance.definitions import az


class InAzerbaijani(click.UsageError):
    """What is wrong with how a command was called, shown in Azerbaijani."""

    def __init__(self, error: click.UsageError) -> None:
        value, colon, why = error.format_message().partition(": ")
        parts = (value, why) if value.startswith("Invalid value") else (value + colon + why,)
        super().__init__(": ".join(map(az.in_azerbaijani, parts)), error.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints how the command is called, where its help is, and what is wrong."""
        if self.ctx is not None:
            usage = " ".join([self.ctx.command_path, *self.ctx.command.collect_usage_pieces(self.ctx)])
            click.echo(f"İstifadə: {usage}", file=file, err=True)
            click.echo(f"Kömək: “{self.ctx.command_path} --help”.\n", file=file, err=True)
        click.echo(f"Xəta: {self.message}", file=file, err=True)
