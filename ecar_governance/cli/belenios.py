"""`ecar vote belenios`: a vote handed to Belenios, and its result read back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import click

from ecar_governance.cli.common import example, opened, say, tell_json
from ecar_governance.domain.belenios.archive import read_archive
from ecar_governance.domain.belenios.importing import further, imported
from ecar_governance.domain.belenios.questions import export as exported
from ecar_governance.domain.vote_record import VoteRecord, read_records, to_plain
from ecar_governance.errors import InvalidInput
from ecar_governance.services.outlining import outline

PRIVATE = 0o600
"""Of a file with addresses."""


@click.group()
def belenios() -> None:
    """Votes held in Belenios, whose ballots are verifiable end to end."""


@belenios.command(epilog=example("ecar vote belenios export case-7f3a… folder"))
@click.argument("source")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--state", default="", help="The state whose question is meant, where there are several.")
@click.option(
    "--addresses",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With a file as SOURCE: CSV of seat,address; - for a seat that nobody fills.",
)
def export(source: str, folder: Path, state: str, addresses: Path | None) -> None:
    """Writes what Belenios needs for a vote that is not held yet.

    SOURCE is a proposal, or a file with a record that lists rule, candidates and electorate; one that was
    imported and goes on in another ballot is exported for that. FOLDER gets
    questions.json (the template of the election), voters.txt (addresses and seats) and record.json, which
    `ecar vote belenios import` needs afterwards. Nothing of the conference is changed.
    """
    if Path(source).is_file():
        record, sent = further(_record(Path(source))), _addresses(addresses)
    else:
        with opened() as installation:
            record, sent = outline(installation.desk, source, state)
    made = exported(record, sent)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions.json").write_bytes(made.questions)
    voters = folder / "voters.txt"
    voters.touch(mode=PRIVATE)
    voters.chmod(PRIVATE)
    voters.write_bytes(made.voters)
    (folder / "record.json").write_text(_json(record), encoding="utf-8")
    say(f"Voters: {len(made.voters.splitlines())}. Group: {made.group}.")
    say("The credential authority runs:")
    say(f"  belenios-tool setup generate-credentials --uuid UUID --group {made.group} --file voters.txt")
    say("The administrator runs, with the trustees' keys in trustees.json:")
    say(f"  belenios-tool setup make-election --uuid UUID --group {made.group} --template questions.json")


@belenios.command(
    "import", epilog=example("ecar vote belenios import UUID.bel folder/record.json > vote.json")
)
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("record", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(archive: Path, record: Path) -> None:
    """Reads the result of an election of Belenios and prints it as a record, counted by the rule of the vote.

    ARCHIVE is its UUID.bel, RECORD the record.json that was exported. Check the archive first by
    `belenios-tool election verify`: here its hashes are checked, not its proofs.
    """
    tell_json(to_plain(imported(_record(record), read_archive(archive.read_bytes()))))


def _record(file: Path) -> VoteRecord:
    """The one record of the file."""
    found = list(read_records(file.read_bytes(), str(file)))
    if len(found) != 1:
        raise InvalidInput(f"{file} holds {len(found)} records.", fix="give a file with one")
    [(_, record)] = found
    if isinstance(record, InvalidInput):
        raise record
    return record


def _addresses(file: Path | None) -> dict[str, str | None]:
    if file is None:
        return {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        told = {row[0].strip(): row[1].strip() for row in csv.reader(lines) if len(row) > 1}
    return {seat: None if address == "-" else address for seat, address in told.items()}


def _json(record: VoteRecord) -> str:
    return json.dumps(to_plain(record), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
