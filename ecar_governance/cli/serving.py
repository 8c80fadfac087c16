"""`ecar serve` and `ecar doctor`."""

from __future__ import annotations

import click

from ecar_governance import machine, settings
from ecar_governance.cli.common import MISSING, as_json, example, opened, say, tell_findings, tell_json
from ecar_governance.errors import MissingOnMachine


@click.command(epilog=example("ecar serve"))
def serve() -> None:
    """Serves the web UI and the API, fires deadlines, sends mail, makes documents. Ctrl-C ends it."""
    chosen = settings.read()
    tell_findings(settings.unknown())
    barred = chosen.check_serving()
    if barred:
        tell_findings(barred)
        raise SystemExit(MISSING)
    from ecar_governance.web.server import serve as serve_web

    with opened() as installation:
        if installation.desk.conference.founding is None:
            raise MissingOnMachine("No conference is founded here yet.", fix="ecar init --help")
        serve_web(installation)


@click.command(epilog=example("ecar doctor"))
@as_json
def doctor(json_: bool) -> None:
    """Says what is missing or wrong on this machine, each with the command that mends it."""
    chosen = settings.read()
    findings = [*settings.unknown(), *machine.examine(chosen), *chosen.check_serving()]
    if json_:
        tell_json(findings)
    else:
        tell_findings(findings)
    code = machine.exit_code(findings)
    if code:
        raise SystemExit(code)
    if not json_:
        say("Nothing is missing on this machine.")
