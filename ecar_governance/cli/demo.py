"""`ecar demo`: a conference founded, a proposal adopted, signed and checked, then all of it served."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ecar_governance import bootstrap
from ecar_governance.cli.common import FOUND, example, out, tell_findings
from ecar_governance.demonstration.drive import Driven, drive
from ecar_governance.demonstration.folder import prepare, settings_in
from ecar_governance.demonstration.visitors import Visitor
from ecar_governance.errors import Unavailable
from ecar_governance.settings import Settings


class Terminal:
    """Tells the demo's steps as they are done: what happened, then who did it."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def chapter(self, title: str) -> None:
        """See `demonstration.stage.Teller`."""
        self._console.print(f"\n[bold]{title}[/bold]")

    def step(self, what: str, who: str = "") -> None:
        """See `demonstration.stage.Teller`."""
        self._console.print(f"  [green]✓[/green] {what}" + (f"  [dim]— {who}[/dim]" if who else ""))


@click.command(epilog=example("ecar demo --no-serve"))
@click.option("--serve/--no-serve", default=True, help="Serve the web UI at the end.", show_default=True)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("ecar-demo"),
    show_default=True,
    help="The demo's own folder; an earlier demo in it is made anew.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve on."
)
@click.option("--quick", is_flag=True, help="Leave the founding unsigned, and make no minutes.")
def demo(serve: bool, folder: Path, port: int, quick: bool) -> None:
    """Founds a conference, drives a proposal from draft to signed resolution, checks it all, and serves it.

    Everything is in a folder of its own: settings of another installation (ECAR_*) and its data are not
    touched, and no mail leaves this machine. Exit 1 when the verifier finds anything.
    """
    chosen = settings_in(folder, port=port)
    if serve:
        _port_free(chosen)
    prepare(folder)
    console = out()
    with console.status("Working …"):
        driven = drive(chosen, Terminal(console), quick=quick)
    tell(console, driven, chosen)
    if not driven.good:
        raise SystemExit(FOUND)
    if serve:
        _serve(chosen)


def tell(console: Console, driven: Driven, chosen: Settings) -> None:
    """What came of it: the resolution, the result in both languages, both verdicts, who can sign in."""
    console.print("\n[bold]The signed resolution[/bold]")
    for path in (driven.resolution, *driven.papers):
        console.print(f"  {path}", markup=False)
    console.print("\n[bold]The result, explained[/bold]")
    for language in ("az", "en"):
        console.print(f"  {driven.result[language]}", markup=False)
    console.print("\n[bold]Checked[/bold]")
    for line in _verdicts(driven):
        console.print(f"  {line}", markup=False)
    tell_findings([*driven.pdf.findings, *driven.log.findings])
    console.print(f"  To check again:  export ECAR_DATA_DIR={chosen.data_dir}", markup=False)
    console.print(f"                   ecar resolution verify {driven.resolution}", markup=False)
    console.print("                   ecar audit verify", markup=False)
    console.print(f"\n[bold]Who can sign in[/bold], all with the password  [bold]{driven.password}[/bold]")
    console.print(_table(driven.visitors))
    console.print("Signing keys of this demo (passphrases):")
    for name, words in driven.passphrases.items():
        console.print(f"  {words}  {name}", markup=False)
    console.print(f"\nDone in {driven.seconds:.0f} seconds, all of it in {chosen.data_dir}.", markup=False)


def _verdicts(driven: Driven) -> list[str]:
    pdf, log = driven.pdf, driven.log
    lines = [
        f"{one.signer} ({one.field}): intact {_yes(one.intact)}, trusted {_yes(one.trusted)}, "
        f"covers the {one.covers.replace('_', ' ')}"
        for one in pdf.signatures
    ]
    lines.append(
        "The PDF is good: both signatures hold, its record says what its pages say, and it is in the log."
        if pdf.good
        else "The PDF is NOT good."
    )
    lines.append(
        f"{log.size} events, {log.acts} acts decided again, {log.votes} votes counted again, "
        f"{log.checkpoints} checkpoints, {log.rows} rows, {log.vault} texts and files."
    )
    lines.append("The log NEEDS a look." if log.findings else "The log is whole.")
    return lines


def _yes(value: bool) -> str:
    return "yes" if value else "NO"


def _table(visitors: Sequence[Visitor]) -> Table:
    table = Table(box=None, pad_edge=True)
    for heading in ("address", "who, and what there is to do"):
        table.add_column(heading, header_style="dim", no_wrap=heading == "address")
    for one in visitors:
        table.add_row(one.email, one.what)
    return table


def _port_free(chosen: Settings) -> None:
    """Asked before the work, so that nobody waits for an error. Raises Unavailable."""
    from ecar_governance.web.server import refuse_taken_port

    try:
        refuse_taken_port(chosen.host, chosen.port)
    except Unavailable as error:
        raise Unavailable(error.message, fix=f"ecar demo --port {chosen.port % 65535 + 1}") from error


def _serve(chosen: Settings) -> None:
    from ecar_governance.web.server import serve

    with bootstrap.open_installation(chosen) as installation:
        serve(installation)
