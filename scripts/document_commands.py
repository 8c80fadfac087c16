"""Writes docs/commands.md from the commands themselves: what each does, its options, an example.

    python scripts/document_commands.py

A test holds the file to the commands, so it is run whenever one changes.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from ecar_governance.cli.common import commands_of
from ecar_governance.cli.main import main as ecar

TARGET = Path(__file__).parents[1] / "docs" / "commands.md"

HEAD = """# Commands

Made by `scripts/document_commands.py` from the commands themselves: `ecar COMMAND --help` says the same.

Settings are environment variables, listed in [settings.md](settings.md). Answers come on standard output,
progress and problems on standard error. `--json` answers in a form for programs, sorted and stable.

| exit code | means |
|---|---|
| 0 | good |
| 1 | a finding: something was checked and is wrong, or was asked for and refused, with its reasons |
| 2 | wrong use: an option or a file that cannot be understood |
| 3 | something is missing on this machine, or cannot be reached; the sentence says what mends it |

Nobody's mistake ends in a traceback. Whoever runs these commands holds the machine and acts as its installer;
`ecar proposal new` and `ecar proposal act` are somebody's own acts and ask for that person's password.
"""


def commands(group: click.Group, above: str = "ecar") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its whole name, in the order of `--help`."""
    for name, command in commands_of(group).items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{above} {name}")
        else:
            yield f"{above} {name}", command


def section(name: str, command: click.Command) -> str:
    """What the page says of a command."""
    lines = [f"## {name}", "", *_paragraphs(command.help or ""), ""]
    arguments = [
        p.make_metavar(click.Context(command, **ecar.context_settings))
        for p in command.params
        if _is_argument(p)
    ]
    lines += ["```", " ".join([name, "[OPTIONS]", *arguments]), "```", ""]
    options = [p for p in command.params if isinstance(p, click.Option)]
    if options:
        lines += ["| option | what it says |", "|---|---|"]
        lines += [f"| {_written(option)} | {_meaning(option)} |" for option in options]
        lines.append("")
    lines += [f"Example: `{(command.epilog or '').removeprefix('Example:').strip()}`", ""]
    return "\n".join(lines)


def _paragraphs(text: str) -> list[str]:
    return inspect.cleandoc(text).splitlines()


def _is_argument(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument)


def _written(option: click.Option) -> str:
    names = " / ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    return names if option.is_flag else f"{names} {option.make_metavar(click.Context(click.Command('x')))}"


def _meaning(option: click.Option) -> str:
    words = option.help or ""
    if option.required:
        words += " Required."
    default = option.default
    if not option.is_flag and isinstance(default, str | int | Path) and default not in ("", -1):
        words += f" Default: `{default}`."
    return words.strip().replace("|", "\\|")


def page() -> str:
    """The whole file."""
    return HEAD + "\n" + "\n".join(section(name, command) for name, command in commands(ecar))


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
