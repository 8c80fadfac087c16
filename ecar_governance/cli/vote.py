"""`ecar vote`: show a vote, recount one from a file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ecar_governance.cli.common import (
    FOUND,
    as_json,
    example,
    language,
    opened,
    say,
    tell_findings,
    tell_json,
)
from ecar_governance.domain import vote_record
from ecar_governance.domain.voting.explain import explain, render, rule_sentence
from ecar_governance.errors import InvalidInput
from ecar_governance.services import ballots


@click.group()
def vote() -> None:
    """Votes and their results."""


@vote.command(epilog=example("ecar vote show vote-7f3a… --json > vote.json"))
@click.argument("name")
@as_json
def show(name: str, json_: bool) -> None:
    """Shows a vote: its rule, who has voted (never how, while it is open), and the result explained.

    With --json a decided vote is written as the record that `ecar vote recount` reads.
    """
    with opened() as installation:
        conf = installation.desk.conference
        found = ballots.vote_of(conf, name)
    lang = language()
    if json_:
        if found.outcome is not None:
            tell_json(vote_record.to_plain(vote_record.record_of(found)))
        else:
            tell_json({"vote": found.vote, "status": found.status, "marks": sorted(found.marks)})
        return
    say(f"{found.vote}: {found.ballot}, {found.status}")
    say(rule_sentence(found.rule, lang, entitled=len(found.electorate) or None))
    if found.outcome is None:
        say(f"{len(found.marks)} of {len(found.electorate)} seats have voted.")
        return
    for sentence in render(explain(found.rule, found.outcome, found.tellers), lang):
        say(sentence)


@vote.command(epilog=example("ecar vote recount vote.json"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def recount(file: Path, json_: bool) -> None:
    """Counts a vote again from its record alone: no database, no network. Exit 1 when the result differs."""
    try:
        value = json.loads(file.read_bytes())
    except ValueError as error:
        raise InvalidInput(f"{file} is not JSON: {error}.") from error
    record = vote_record.from_plain(value)
    outcome, findings = vote_record.recount(record)
    if json_:
        tell_json({"outcome": outcome, "findings": findings})
    else:
        for sentence in render(explain(record.rule, outcome), language()):
            say(sentence)
    if findings:
        tell_findings(findings)
        raise SystemExit(FOUND)
    if not json_:
        say("Counted again: the result is the one claimed.")
