"""Which procedure a command means: a file, or one that ships with the project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ecar_governance.definitions import library
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import NotFound


def pairs(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """An option's `NAME=VALUE` by name; raises BadParameter for another form."""
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise click.BadParameter(f"{one!r} is not NAME=VALUE.")
        found[name] = value
    return found


def counts(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    """An option's `NAME=NUMBER` by name; raises BadParameter for another form."""
    found = {}
    for name, value in pairs(context, option, given).items():
        if not (value.isdecimal() and value.isascii()) or int(value) < 1:
            raise click.BadParameter(f"{value!r} is no number of seats.")
        found[name] = int(value)
    return found


settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    callback=pairs,
    help="Fills a parameter of the procedure, as it would be written in YAML; may be said again.",
)


def file_of(name: str) -> Path:
    """The file of that name or path. Raises NotFound."""
    path, shipped = Path(name), {**library.bundled(), **library.templates()}
    if not path.exists() and name not in shipped:
        raise NotFound(f"There is no file and no procedure {name}.", fix=f"say one of {', '.join(shipped)}")
    return path if path.exists() else shipped[name]


def load(name: str, given: Mapping[str, str] | None = None) -> Workflow:
    """The procedure, wholly checked, its parameters filled with `given`. Raises NotFound, or
    DefinitionInvalid with every finding."""
    return library.load_file(file_of(name), given)
