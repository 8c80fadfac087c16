"""`ecar weights` and `ecar dues`: what members weigh in votes by weights, and whose dues are paid."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ecar_governance.cli.common import as_json, done, example, language, opened, say, tell_json, upload_of
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.registers import day_in
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.errors import NotFound
from ecar_governance.services.desk import Desk
from ecar_governance.services.importing.registers import read_dues, read_weights
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.registers import TableView, tables
from ecar_governance.services.queries.registers import dues as dues_of
from ecar_governance.services.registers import record_dues, set_weights
from ecar_governance.services.texts import Upload

_day = click.DateTime(["%Y-%m-%d"])
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


def _document(_: click.Context, __: click.Parameter, value: Path | None) -> Upload | None:
    return None if value is None else upload_of(value)


_source = click.option(
    "--document",
    type=_file,
    callback=_document,
    help="The document that it was taken from: it is kept, and its SHA-256 goes on record.",
)


@click.group()
def weights() -> None:
    """Tables of what members weigh in votes by weights, each from a day on."""


@weights.command(
    "import",
    epilog=example("ecar weights import points.csv --table points --since 2026-09-01 --article-en 'art. 17'"),
)
@click.argument("file", type=_file)
@click.option("--table", required=True, help="Its name, as procedures write it: a to z, 0 to 9 and _.")
@click.option("--since", required=True, type=_day, help="The day from which it holds.")
@click.option("--article-az", default="", help="What of the statutes it carries out, in Azerbaijani.")
@click.option("--article-en", default="", help="The same in English.")
@_source
def import_(
    file: Path, table: str, since: datetime, article_az: str, article_en: str, document: Upload | None
) -> None:
    """Puts a table on record from CSV: the columns institution (or seat) and weight (see docs/members.md).

    Every bad row is named, and then nothing is put on record. The same table from the same day again takes
    the place of the earlier one; votes that are open keep the weights that they were opened with.
    """
    with opened() as installation:
        desk = installation.desk
        told = read_weights(
            desk,
            file.name,
            file.read_bytes(),
            table=table,
            since=since.date().isoformat(),
            article={"az": article_az, "en": article_en},
        )
        outcome = set_weights(desk, told, paper=document)
        if isinstance(outcome, Refused) and [r.code for r in outcome.reasons] == ["nothing.changes"]:
            say("Nothing has changed.")
            return
        done(outcome, installation)
        total = figure(sum(told.weights.values()))
        say(f"{told.table}, from {told.since}: {len(told.weights)} weights, {total} in all.")
        for seat in sorted(desk.conference.seats.values(), key=lambda one: one.seat):
            if seat.institution and {seat.seat, seat.institution}.isdisjoint(told.weights):
                say(f"  without a weight: {seat.institution}")


@weights.command("list", epilog=example("ecar weights list"))
@as_json
def list_(json_: bool) -> None:
    """Lists the tables with the days from which they hold."""
    with opened() as installation:
        found = _tables(installation.desk, "")
    if json_:
        tell_json(found)
    elif not found:
        say("No table is on record. Put one there with ecar weights import FILE.csv --table NAME.")
    for one in () if json_ else found:
        say(f"{one.table:<20} {one.since}  {len(one.lines):>4} weights, {one.total} in all{_now(one)}")


def _now(table: TableView) -> str:
    return ", in force" if table.current else ""


@weights.command(epilog=example("ecar weights show students --on 2026-11-23"))
@click.argument("table")
@click.option("--on", type=_day, help="The day asked about; today when left out.")
@as_json
def show(table: str, on: datetime | None, json_: bool) -> None:
    """Shows the version of a table that is in force on a day."""
    with opened() as installation:
        day = "" if on is None else on.date().isoformat()
        found = [one for one in _tables(installation.desk, day) if one.table == table and one.current]
    if not found:
        raise NotFound(f"No table {table} is in force then.", fix="ecar weights list names those on record")
    if json_:
        tell_json(found[0])
        return
    view = found[0]
    say(f"{view.table}, from {view.since}: {view.total} in all; {view.article}")
    if view.paper:
        say(f"taken from {view.paper}")
    for line in view.lines:
        say(f"  {line.member:<12} {line.figure:>12} {line.percent:>6} %  {line.name}")


def _tables(desk: Desk, day: str) -> tuple[TableView, ...]:
    conference = desk.conference
    zone = conference.founding.zone if conference.founding is not None else "UTC"
    directory = Directory(conference, desk.vault, language())
    return tables(directory, day or day_in(zone, desk.clock.now()))


@click.group()
def dues() -> None:
    """Which institutions have paid their dues of a year, and when."""


@dues.command("import", epilog=example("ecar dues import paid.csv --document statement.pdf"))
@click.argument("file", type=_file)
@_source
def import_dues(file: Path, document: Upload | None) -> None:
    """Records paid dues from CSV: the columns institution, year and paid (a day; empty takes one back).

    Every bad row is named, and then nothing is recorded. Votes that are open keep their electorate.
    """
    with opened() as installation:
        told = read_dues(installation.desk, file.name, file.read_bytes())
        outcome = record_dues(installation.desk, told, paper=document)
        if isinstance(outcome, Refused) and [r.code for r in outcome.reasons] == ["nothing.changes"]:
            say("Nothing has changed.")
            return
        done(outcome, installation)
        for one in told:
            say(f"{one.year}: {len(one.paid)} row(s) recorded.")


@dues.command("list", epilog=example("ecar dues list --year 2026"))
@click.option("--year", type=int, help="That year alone.")
@as_json
def list_dues(year: int | None, json_: bool) -> None:
    """Lists by year which member institutions have paid, and which have not."""
    with opened() as installation:
        desk = installation.desk
        found = dues_of(Directory(desk.conference, desk.vault, language()))
    found = tuple(one for one in found if year in (None, one.year))
    if json_:
        tell_json(found)
    elif not found:
        say("No dues are on record. Record some with ecar dues import FILE.csv.")
    for one in () if json_ else found:
        say(f"{one.year}")
        for line in one.lines:
            say(f"  {line.institution:<12} {line.paid or 'not paid':<12} {line.name}")
