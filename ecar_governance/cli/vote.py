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
from ecar_governance.domain.json_places import pieces
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.told import in_words, rule_in_words, tell
from ecar_governance.domain.voting.whatif import would_change
from ecar_governance.errors import InvalidInput
from ecar_governance.services import ballots
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.naming import named
from ecar_governance.services.queries.supposing import (
    Supposed,
    numbers_of,
    question_of,
    questions,
    suppose,
    suppose_ballots,
    suppose_numbers,
)
from ecar_governance.services.queries.typed_numbers import MEMBER


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
        of = chosen_of(conf, found)
    lang = language()
    if json_:
        if found.outcome is not None:
            several = ballots_of(conf, found) if whole else ()
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
            of=of,
        )
    )
    if found.outcome is None:
        say(f"{len(found.marks)} of {len(found.electorate)} seats have voted.")
        return
    told = tell(
        found.rule, found.outcome, options, found.tellers, of=of, papers=found.papers, when=found.when
    )
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
    records = list(pieces(file.read_bytes()))
    if not records:
        raise InvalidInput(f"{file} holds no record.", fix="write one, as ecar vote schema describes")
    tally = Tallied(str(file), several=len(records) > 1, explained=explained, json_=json_)
    for piece in records:
        tally.tell(piece)
    tally.end()


def _pairs(_: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name or not value:
            raise click.BadParameter(f"write NAME=VALUE, not {one!r}", param=parameter)
        found[name] = value
    return found


@vote.command(epilog=example("ecar vote whatif resolution --for 9 --against 6 --entitled 18"))
@click.argument("name")
@click.option("--state", default="", help="The state whose question is meant; the first, unless given.")
@click.option("--for", "for_", type=int, help="Votes for.")
@click.option("--against", type=int, help="Votes against.")
@click.option("--abstain", type=int, help="Abstentions.")
@click.option("--blank", type=int, help="Blank papers.")
@click.option("--invalid", type=int, help="Invalid papers.")
@click.option("--present", type=int, help="How many are present; those who voted, unless given.")
@click.option("--represented", type=int, help="How many are represented by proxy.")
@click.option("--recused", type=int, help="How many take no part.")
@click.option("--entitled", type=int, help="How many are entitled; the seats of the body, unless given.")
@click.option(
    "--number", "numbers", multiple=True, callback=_pairs, metavar="NAME=NUMBER",
    help="By weight (weights.for=26.5), or in a chamber (in.founders.for=4).",
)  # fmt: skip
@click.option(
    "--member", "members", multiple=True, callback=_pairs, metavar="MEMBER=DID",
    help="What a member did whose consent is asked: for, against, abstain, absent.",
)  # fmt: skip
@click.option(
    "--seat", "seats", multiple=True, callback=_pairs, metavar="SEAT=DID",
    help="Of a roll call: what a seat did instead: for, against, abstain, not_voted, absent.",
)  # fmt: skip
@as_json
def whatif(
    name: str,
    state: str,
    json_: bool,
    for_: int | None,
    numbers: dict[str, str],
    members: dict[str, str],
    seats: dict[str, str],
    **typed: int | None,
) -> None:
    """Says what a rule would make of numbers, or of other ballots. Nothing is written.

    NAME is a procedure, whose rule in force is asked; or a vote that is closed, its own numbers standing
    where none are given. Of a vote that is open nothing is answered.
    """
    said = {one: str(number) for one, number in {"for": for_, **typed}.items() if number is not None}
    said |= numbers | {MEMBER + member: did for member, did in members.items()}
    with opened() as installation:
        directory = Directory(installation.desk.conference, installation.desk.vault, language())
        closed = directory.conference.votes.get(name)
        if closed is not None:
            answer = _of_vote(directory, closed, said, seats)
        elif seats:
            raise InvalidInput("Only a vote has seats.", fix="name a closed vote, not a procedure")
        else:
            now = installation.desk.clock.now()
            asked = questions(directory, name, now)
            chosen = next((one for one in asked if one.state == state), asked[0])
            question = question_of(directory, name, state or chosen.state, now)
            answer = suppose(directory, question, {"entitled": str(chosen.entitled), **said})
    if json_:
        tell_json(answer)
        return
    say(answer.rule)
    for one in answer.changed:
        through = f", its vote being in the hands of {one.through}" if one.through else ""
        say(f"{one.name}: {one.instead} instead of {one.was}{through}.")
    for sentence in answer.explanation:
        say(sentence)


def _of_vote(directory: Directory, closed: Vote, said: dict[str, str], seats: dict[str, str]) -> Supposed:
    if seats and said:
        raise InvalidInput("Either numbers are tried or ballots.", fix="give only --seat, or only numbers")
    if seats:
        return suppose_ballots(directory, closed, seats)
    return suppose_numbers(directory, closed, numbers_of(closed) | said)


@vote.command(epilog=example("ecar vote schema > vote-record-1.json"))
def schema() -> None:
    """Prints the JSON Schema of a vote's record."""
    tell_json(vote_record.json_schema())
