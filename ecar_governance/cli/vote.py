"""`ecar vote`: show a vote, recount one from a file."""

from __future__ import annotations

from pathlib import Path

import click

from ecar_governance.cli.belenios import belenios
from ecar_governance.cli.common import (
    as_json,
    example,
    language,
    opened,
    say,
    tell_json,
)
from ecar_governance.cli.recounts import Tallied
from ecar_governance.domain import vote_record
from ecar_governance.domain.candidates import ballots_of, chosen_of
from ecar_governance.domain.voting.told import in_words, rule_in_words, tell
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.errors import InvalidInput
from ecar_governance.services import ballots
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.naming import named
from ecar_governance.services.queries.supposing import questions, rule_of, suppose


@click.group()
def vote() -> None:
    """Votes and their results."""


vote.add_command(belenios)


@vote.command(epilog=example("ecar vote show vote-7f3a… --json > vote.json"))
@click.argument("name")
@click.option("--whole", is_flag=True, help="With --json: all ballots of its election in one record.")
@as_json
def show(name: str, whole: bool, json_: bool) -> None:
    """Shows a vote: its rule, who has voted (never how, while it is open), and the result explained.

    With --json a decided vote is written as the record that `ecar vote recount` reads.
    """
    with opened() as installation:
        conf = installation.desk.conference
        found = ballots.vote_of(conf, name)
        options = named(installation.desk.vault, conf, found)
    lang = language()
    if json_:
        if found.outcome is not None:
            several = ballots_of(conf, found) if whole else ()
            of = chosen_of(conf, found)
            if len(several) > 1:
                record = vote_record.series_of(several, of)
            else:
                record = vote_record.record_of(found, of)
            tell_json(vote_record.to_plain(record))
        else:
            tell_json({"vote": found.vote, "status": found.status, "marks": sorted(found.marks)})
        return
    say(f"{found.vote}: {found.ballot}, {found.status}")
    say(
        rule_in_words(
            found.rule,
            lang,
            entitled=len(found.electorate) or None,
            options=options,
            number=found.number,
        )
    )
    if found.outcome is None:
        say(f"{len(found.marks)} of {len(found.electorate)} seats have voted.")
        return
    told = tell(found.rule, found.outcome, options, found.tellers)
    for sentence in in_words((*told, *would_change(found.rule, found.outcome)), lang):
        say(sentence)


@vote.command(epilog=example("ecar vote recount vote.json"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--explain", "explained", is_flag=True, help="Explain each of several records, too.")
@as_json
def recount(file: Path, explained: bool, json_: bool) -> None:
    """Counts votes again from their records alone: no database, no network.

    FILE is one record, or JSON Lines of them. Exit 1 when a result on record differs, with how it differs;
    2 when a record cannot be counted.
    """
    records = list(vote_record.read_records(file.read_bytes()))
    if not records:
        raise InvalidInput(f"{file} holds no record.", fix="write one, as ecar vote schema describes")
    tally = Tallied(str(file), several=len(records) > 1, explained=explained, json_=json_)
    for line, record in records:
        tally.tell(line, record)
    tally.end()


@vote.command(epilog=example("ecar vote whatif resolution --for 9 --against 6 --entitled 18"))
@click.argument("procedure")
@click.option("--state", default="", help="The state whose question is meant; the first, unless given.")
@click.option("--for", "for_", type=int, default=0, help="Votes for.")
@click.option("--against", type=int, default=0, help="Votes against.")
@click.option("--abstain", type=int, default=0, help="Abstentions.")
@click.option("--blank", type=int, default=0, help="Blank papers.")
@click.option("--invalid", type=int, default=0, help="Invalid papers.")
@click.option("--present", type=int, help="How many are present; those who voted, unless given.")
@click.option("--represented", type=int, default=0, help="How many are represented by proxy.")
@click.option("--recused", type=int, default=0, help="How many take no part.")
@click.option("--entitled", type=int, help="How many are entitled; the seats of the body, unless given.")
@as_json
def whatif(procedure: str, state: str, json_: bool, for_: int, **typed: int | None) -> None:
    """Says what the rule in force of a PROCEDURE would make of numbers. Nothing is written."""
    with opened() as installation:
        directory = Directory(installation.desk.conference, installation.desk.vault, language())
        now = installation.desk.clock.now()
        asked = questions(directory, procedure, now)
        chosen = next((one for one in asked if one.state == state), asked[0])
        rule = rule_of(directory, procedure, state or chosen.state, now)
        given = {"for": for_, **typed}
        if given["entitled"] is None:
            given["entitled"] = chosen.entitled
        said = {name: str(number) for name, number in given.items() if number is not None}
        answer = suppose(directory, rule, said)
    if json_:
        tell_json(answer)
        return
    say(answer.rule)
    for sentence in answer.explanation:
        say(sentence)


@vote.command(epilog=example("ecar vote schema > vote-record-1.json"))
def schema() -> None:
    """Prints the JSON Schema of a vote's record."""
    tell_json(vote_record.json_schema())
