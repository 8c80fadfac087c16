"""What every command shares: exit codes, findings on the terminal, JSON, and the open installation."""

from __future__ import annotations

import importlib
import json
import mimetypes
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
import msgspec
from rich.console import Console

from ecar_governance import settings
from ecar_governance.cli.usage import InAzerbaijani
from ecar_governance.definitions import az
from ecar_governance.domain.codec import plain
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Conference
from ecar_governance.errors import (
    Finding,
    GovernanceError,
    InvalidInput,
    MissingOnMachine,
    RecordBroken,
    Unavailable,
)
from ecar_governance.services.acting import refusal_sentences
from ecar_governance.services.instead import instead_of, instead_sentence, zone_of
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.texts import Upload
from ecar_governance.wording import translations

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
    """Every finding on its own line, on standard error, in the language of the answer."""
    for finding in findings:
        told = az.told(finding) if language() == "az" else str(finding)
        err().print(told, markup=False)


_LANG = "ecar.lang"


def language() -> str:
    """The language of an answer, "az" or "en": what `--lang` asked for, else the machine's."""
    context = click.get_current_context(silent=True)
    asked = context.meta.get(_LANG) if context is not None else None
    return str(asked or of_the_machine())


def of_the_machine() -> str:
    """The machine's language, by the first of LC_ALL, LC_MESSAGES and LANG that says one, as POSIX has it;
    English where that is not Azerbaijani."""
    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "az" if re.split(r"[_.@]", next(filter(None, said), ""))[0] == "az" else "en"


def _ask(context: click.Context, _option: click.Parameter, given: str | None) -> str:
    """Remembers what was asked for, also for what is said once the command has failed."""
    if given is not None:
        context.meta[_LANG] = given
    return given or of_the_machine()


in_language = click.option(
    "--lang",
    type=click.Choice(["az", "en"]),
    callback=_ask,
    help="The language of the sentences; without, the machine's (LC_ALL, LC_MESSAGES, LANG). Codes and what "
    "--json answers are the same in both.",
)


def gettext(sentence: str) -> str:
    """The sentence of the catalogues in the answer's language."""
    return translations(language()).gettext(sentence)


def worded(sentence: str) -> str:
    """What is said of a mistake, by a file's reader or by a service, in the answer's language."""
    return gettext(az.in_azerbaijani(sentence) if language() == "az" else sentence)


@contextmanager
def opened() -> Iterator[Installation]:
    """The installation that the settings name, closed again afterwards."""
    from ecar_governance import bootstrap  # databases and typesetters: only when they are needed

    with bootstrap.open_installation(settings.read()) as installation:
        yield installation


def done(
    outcome: Outcome, installation: Installation, *, case: str = "", transition: str = "", person: str = ""
) -> Done:
    """The act, or an exit with every reason why not, who could act instead of `person` and from when; where
    an action of a case's procedure was asked for, `case` and `transition` say which."""
    if isinstance(outcome, Refused):
        desk = installation.desk
        refuse(
            outcome,
            desk.conference,
            desk.clock.now(),
            Directory(desk.conference, desk.vault, language()).person,
            case=case,
            transition=transition,
            person=person,
        )
    return outcome


def refuse(
    refused: Refused,
    conference: Conference,
    at: datetime,
    name: Callable[[str], str] = str,
    *,
    case: str = "",
    transition: str = "",
    person: str = "",
) -> NoReturn:
    """Ends with every reason of the refusal, who could act instead and from when; `name` names people."""
    lang = language()
    known = conference.cases.get(case)
    pinned = conference.workflows.get(known.workflow_hash) if known is not None else None
    workflow = pinned.workflow if pinned is not None else None
    for sentence in refusal_sentences(refused, lang, conference, workflow):
        err().print(gettext("No: {why}").format(why=sentence), markup=False)
    rule = workflow.transitions.get(transition) if workflow is not None else None
    found = instead_of(conference, refused.reasons, at, lang, case=known, rule=rule, person=person)
    if told := instead_sentence(found, lang, zone_of(conference), name):
        err().print(told, markup=False)
    raise SystemExit(FOUND)


def fail(error: GovernanceError) -> NoReturn:
    """Ends with the sentence, every finding, and the exit code of the kind of error."""
    err().print(worded(error.message), markup=False)
    tell_findings(error.findings)
    if error.fix:
        mend = "Düzəltmək üçün" if language() == "az" else "To mend it"
        err().print(f"{mend}: {worded(error.fix)}", markup=False)
    if isinstance(error, MissingOnMachine):
        raise SystemExit(MISSING)
    if isinstance(error, RecordBroken):
        raise SystemExit(FOUND)
    if isinstance(error, Unavailable):
        raise SystemExit(MISSING)
    raise SystemExit(WRONG_USE if isinstance(error, InvalidInput) and not error.findings else FOUND)


def upload_of(path: Path) -> Upload:
    """A file of this machine as one that is handed in, its kind told from its name."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Upload(path.name, kind, path.read_bytes())


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
        self._words: tuple[str, ...] = ()

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._modules:
            return None
        module = importlib.import_module(f"ecar_governance.cli.{self._modules[cmd_name]}")
        found = getattr(module, cmd_name)
        return found if isinstance(found, click.Command) else None

    def main(self, args: Sequence[str] | None = None, *rest: Any, **kwargs: Any) -> Any:
        """Runs the command. Its words are kept: one that is called wrongly has read no option."""
        self._words = tuple(sys.argv[1:] if args is None else args)
        return super().main(args, *rest, **kwargs)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise self._told(error) from None

    def _told(self, error: click.UsageError) -> click.UsageError:
        """The error in the language of the command whose call is wrong."""
        asked = language()
        for at, word in enumerate(self._words):
            if word == "--lang" or word.startswith("--lang="):
                asked = word.partition("=")[2] or "".join(self._words[at + 1 : at + 2]) or asked
        return InAzerbaijani(error) if asked == "az" else error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GovernanceError as error:
            fail(error)
        except click.UsageError as error:
            raise self._told(error) from None
        except BrokenPipeError:
            # The reader has seen enough (`ecar audit log | head`).
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
            raise SystemExit(GOOD) from None
        except OSError as error:
            fail(Unavailable(f"{error.filename or 'The file'}: {error.strerror or error}."))
        except msgspec.ValidationError as error:
            fail(InvalidInput(f"This file cannot be read: {error}."))
