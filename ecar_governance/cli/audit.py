"""`ecar audit`: read the log, hand it out, check it, rebuild the tables from it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ecar_governance import bootstrap, settings
from ecar_governance.cli.common import (
    FOUND,
    as_json,
    example,
    in_language,
    opened,
    say,
    tell_findings,
    tell_json,
)
from ecar_governance.errors import Conflict, InvalidInput
from ecar_governance.services import auditing
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.refused import refusal_lines
from ecar_governance.services.vault_port import RecordFilter


@click.group()
def audit() -> None:
    """The record: what happened, and that it is whole."""


@audit.command(epilog=example("ecar audit log --type BallotAccepted --limit 5"))
@click.option("--subject", default="", help="Only events of this proposal, session or person (id).")
@click.option("--person", default="", help="Only acts of this person (id).")
@click.option("--type", "types", multiple=True, help="Only events of this type; may be repeated.")
@click.option("--after", default=-1, help="Only events after this position.")
@click.option("--as-of", default="", help="Only events up to this instant (ISO 8601).")
@click.option("--limit", default=50, show_default=True, help="At most so many, the newest.")
@as_json
def log(
    subject: str, person: str, types: tuple[str, ...], after: int, as_of: str, limit: int, json_: bool
) -> None:
    """Lists events, oldest first."""
    try:
        until = datetime.fromisoformat(as_of).astimezone() if as_of else None
    except ValueError:
        raise InvalidInput(f"{as_of!r} is no instant.", fix="write 2026-11-23T10:00:00+04:00") from None
    wanted = RecordFilter(subject=subject, person=person, types=types, after=after, until=until)
    with opened() as installation:
        events = installation.desk.record.events(wanted, limit=limit, newest_first=True)[::-1]
    if json_:
        tell_json(events)
        return
    for event in events:
        who = event.actor.person or event.actor.kind
        say(f"{event.position:>7}  {event.at:%Y-%m-%d %H:%M:%S}Z  {type(event.data).__name__:<22} {who}")


@audit.command(epilog=example("ecar audit refused --limit 20"))
@click.option("--person", default="", help="Only attempts of this person (id).")
@click.option("--limit", default=50, show_default=True, help="At most so many, the newest.")
@in_language
@as_json
def refused(person: str, limit: int, lang: str, json_: bool) -> None:
    """Lists who tried what in vain, newest first: kept beside the log for 90 days, without what was sent.

    Ballots are left out (docs/decisions/refused-attempts.md).
    """
    with opened() as installation:
        desk = installation.desk
        found = desk.refusals.newest(person=person, limit=limit)
        lines = refusal_lines(Directory(desk.conference, desk.vault, lang), found)
    if json_:
        tell_json(found)
        return
    for one, line in zip(found, lines, strict=True):
        what = " ".join(filter(None, (one.command, one.step))) or "…"
        say(f"{one.last:%Y-%m-%d %H:%M:%S}Z  {one.times:>4} ×  {line.person}  {what}  {line.about}".rstrip())
        for reason in line.reasons:
            say(f"    {reason}")


@audit.command(epilog=example("ecar audit export log.jsonl"))
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export(target: Path) -> None:
    """Writes every event's canonical bytes, one a line, and the newest signed checkpoint beside it.

    The file is the log: its lines are the leaves of the Merkle tree that the checkpoint signs.
    """
    if target.exists():
        raise Conflict(f"{target} exists already; an export replaces nothing.", fix="name another file")
    with opened() as installation, target.open("xb") as file:
        count = auditing.export_log(installation.desk, file)
        note = installation.desk.record.checkpoint()
    if note is not None:
        target.with_suffix(target.suffix + ".checkpoint").write_text(note, encoding="utf-8")
    say(f"{count} events in {target}.")


@audit.command(epilog=example("ecar audit verify --json"))
@click.option(
    "--checkpoint",
    "outside",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint kept elsewhere: the log must contain what it signed.",
)
@as_json
def verify(outside: Path | None, json_: bool) -> None:
    """Checks hashes, order, tree, checkpoints, tables, texts; decides every act and counts every vote again.

    Names the first thing that is wrong in each part. Exit 1 when anything is.
    """
    notes = (outside.read_text(encoding="utf-8"),) if outside is not None else ()
    # The log is read as it lies: a broken one must be told of, not refused at the door.
    with bootstrap.open_for_audit(settings.read()) as place:
        report = auditing.verify(place, notes)
    if json_:
        tell_json(report)
    else:
        say(
            f"{report.size} events, {report.acts} acts decided again, {report.votes} votes counted again, "
            f"{report.checkpoints} checkpoints, {report.rows} rows compared, "
            f"{report.vault} texts and files held."
        )
        say(f"Root {report.root}")
    if report.findings:
        tell_findings(report.findings)
        raise SystemExit(FOUND)
    if not json_:
        say("The record is whole.")


@audit.command(epilog=example("ecar audit rebuild"))
@as_json
def rebuild(json_: bool) -> None:
    """Makes the tables anew from the log, compares them with those in use, and mends what differs."""
    with bootstrap.open_for_audit(settings.read()) as place:
        findings = auditing.rebuild(place)
    if json_:
        tell_json({"findings": findings})
    elif not findings:
        say("The tables made from the log are equal to those in use.")
    if findings:
        tell_findings(findings)
        say("They were made anew from the log.")
        raise SystemExit(FOUND)


@audit.command(epilog=example("ecar audit check-file log.jsonl"))
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def check_file(source: Path, json_: bool) -> None:
    """Checks an exported log by itself, without any database: order, tree, and every act decided again."""
    from ecar_governance.verifier.replay import replay

    with source.open("rb") as file:
        found = replay(line.rstrip(b"\n") for line in file)
    if json_:
        tell_json({"size": found.size, "root": found.root.hex(), "findings": found.findings})
    else:
        say(f"{found.size} events, {found.acts} acts decided again, {found.votes} votes counted again.")
        say(f"Root {found.root.hex()}")
    if found.findings:
        tell_findings(found.findings)
        raise SystemExit(FOUND)
