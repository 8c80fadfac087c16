"""What every command shares: exit codes, findings on the terminal, JSON, and the open installation."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
import msgspec
from rich.console import Console

from ecar_governance import settings
from ecar_governance.domain.codec import plain
from ecar_governance.domain.decision import Refused
from ecar_governance.errors import (
    Finding,
    GovernanceError,
    InvalidInput,
    MissingOnMachine,
    RecordBroken,
    Unavailable,
)
from ecar_governance.services.acting import refusal_sentences
from ecar_governance.services.ports import Done, Outcome

if TYPE_CHECKING:
    from ecar_governance.bootstrap import Installation

GOOD, FOUND, WRONG_USE, MISSING = 0, 1, 2, 3
"""Exit codes: good; a finding; wrong use; something is missing on this machine."""

F = TypeVar("F", bound=Callable[..., Any])

as_json = click.option("--json", "json_", is_flag=True, help="Answer as JSON on standard output.")


def example(text: str) -> str:
    """The epilog of a command: one line that works."""
    return f"Example:  {text}"


def out() -> Console:
    """The terminal for answers."""
    return Console(highlight=False, soft_wrap=True)


def err() -> Console:
    """The terminal for progress and problems."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "") -> None:
    """A line of the answer, without any markup."""
    out().print(text, markup=False)


def tell_json(value: Any) -> None:
    """The answer as JSON, readable and stable."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2, sort_keys=True))


def tell_findings(findings: Sequence[Finding]) -> None:
    """Every finding on its own line, on standard error."""
    for finding in findings:
        err().print(str(finding), markup=False)


def language() -> str:
    """The language of sentences from the catalogues: the machine's, Azerbaijani or English."""
    return "az" if os.environ.get("LANG", "").startswith("az") else "en"


@contextmanager
def opened() -> Iterator[Installation]:
    """The installation that the settings name, closed again afterwards."""
    from ecar_governance import bootstrap  # databases and typesetters: only when they are needed

    with bootstrap.open_installation(settings.read()) as installation:
        yield installation


def done(outcome: Outcome, installation: Installation) -> Done:
    """The act, or an exit with every reason why not."""
    if isinstance(outcome, Refused):
        for sentence in refusal_sentences(outcome, language(), installation.desk.conference):
            err().print(f"No: {sentence}", markup=False)
        raise SystemExit(FOUND)
    return outcome


def fail(error: GovernanceError) -> NoReturn:
    """Ends with the sentence, every finding, and the exit code of the kind of error."""
    err().print(error.message, markup=False)
    tell_findings(error.findings)
    if error.fix:
        err().print(f"To mend it: {error.fix}", markup=False)
    if isinstance(error, MissingOnMachine):
        raise SystemExit(MISSING)
    if isinstance(error, RecordBroken):
        raise SystemExit(FOUND)
    if isinstance(error, Unavailable):
        raise SystemExit(MISSING)
    raise SystemExit(WRONG_USE if isinstance(error, InvalidInput) and not error.findings else FOUND)


def commands_of(group: click.Group) -> dict[str, click.Command]:
    """A group's commands by name, in the order of its help."""
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


class Program(click.Group):
    """The command group: a person's mistake ends in a sentence, never in a traceback.

    Args:
        modules: each command's name and the module of this package that has it, imported when asked for.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._modules:
            return None
        module = importlib.import_module(f"ecar_governance.cli.{self._modules[cmd_name]}")
        found = getattr(module, cmd_name)
        return found if isinstance(found, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GovernanceError as error:
            fail(error)
        except BrokenPipeError:
            # The reader has seen enough (`ecar audit log | head`).
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
            raise SystemExit(GOOD) from None
        except OSError as error:
            fail(Unavailable(f"{error.filename or 'The file'}: {error.strerror or error}."))
        except msgspec.ValidationError as error:
            fail(InvalidInput(f"This file cannot be read: {error}."))
