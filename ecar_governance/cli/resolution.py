"""`ecar resolution`: list, typeset, verify."""

from __future__ import annotations

from pathlib import Path

import click

from ecar_governance import bootstrap, settings
from ecar_governance.cli.common import FOUND, as_json, done, example, opened, say, tell_findings, tell_json
from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.domain.record import local_date
from ecar_governance.domain.state import Resolution
from ecar_governance.errors import NotFound
from ecar_governance.services import resolutions
from ecar_governance.services.instead import zone_of


@click.group()
def resolution() -> None:
    """Resolutions: the register, their documents, the check of a file."""


@resolution.command("list", epilog=example("ecar resolution list"))
@as_json
def list_(json_: bool) -> None:
    """Lists resolutions, newest first."""
    with opened() as installation:
        desk = installation.desk
        found = sorted(desk.conference.resolutions.values(), key=lambda r: r.numbered.adopted, reverse=True)
        zone = zone_of(desk.conference)
    if json_:
        tell_json(found)
    for row in () if json_ else found:
        say(line_of(row, zone))


def line_of(row: Resolution, zone: str) -> str:
    """A resolution of the register, with the day of its adoption where the conference is: the day that its
    document bears."""
    number = row.numbered
    status = "in force" if row.in_force else "adopted"
    return f"№ {number.number:<8} {local_date(number.adopted, zone)}  {status:<9} {number.resolution}"


@resolution.command(epilog=example("ecar resolution issue resolution-7f3a… --to qerar.pdf"))
@click.argument("name")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the PDF here.")
def issue(name: str, target: Path | None) -> None:
    """Typesets a resolution whose document is due, or hands out the newest one."""
    with opened() as installation:
        desk = installation.desk
        found = next(
            (
                r
                for r in desk.conference.resolutions.values()
                if name in (r.numbered.resolution, r.numbered.number)
            ),
            None,
        )
        if found is None:
            raise NotFound(f"There is no resolution {name}.", fix="see ecar resolution list")
        if not found.document:
            done(resolutions.typeset(desk, found.numbered.resolution), installation)
            found = desk.conference.resolutions[found.numbered.resolution]
        document = desk.conference.documents[found.document]
        content = resolutions.latest_pdf(desk, found.document)
    say(f"№ {found.numbered.number}: {document.current}, {len(document.signatures)} signature(s).")
    if target is not None:
        target.write_bytes(content)
        say(str(target))


@resolution.command(epilog=example("ecar resolution verify qerar.pdf"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def verify(file: Path, json_: bool) -> None:
    """Says who signed a file, what each signature covers, whether anything changed, whether it is in the log.

    Without an installation here the log is not asked, and the answer says so. Exit 1 unless all is good.
    """
    content = file.read_bytes()
    chosen = settings.read()
    if bootstrap.is_installed(chosen):
        with opened() as installation:
            report = resolutions.verify(installation.desk, content)
    else:
        report = bootstrap.verify_alone(chosen, content)
    if json_:
        tell_json(report)
    else:
        tell_report(report)
    if not report.good:
        raise SystemExit(FOUND)


def tell_report(report: PdfReport) -> None:
    """The report in words: a line a signature, then the verdict."""
    say(f"SHA-256 {report.sha256}")
    for one in report.signatures:
        when = f"{one.signed_at:%Y-%m-%d %H:%M:%S %Z}" if one.signed_at else "at no stated time"
        say(f"Signed ({one.field}) by {one.signer}, {one.office}, {when}.")
        say(
            f"  covers the {one.covers.replace('_', ' ')}; intact: {_yes(one.intact)}; "
            f"trusted: {_yes(one.trusted)}; after it: {one.changes_after.replace('_', ' ')}"
            + ("; TRIAL certificate" if one.trial else "")
        )
    say(f"The record inside says what the pages say: {report.consistent}.")
    say(f"In the log: {report.in_log}" + (f" ({report.log_reference})." if report.log_reference else "."))
    tell_findings([*report.findings, *report.notes])
    say("This resolution is good." if report.good else "This file is NOT a good resolution.")


def _yes(value: bool) -> str:
    return "yes" if value else "NO"
