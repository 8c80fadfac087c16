"""A result of Belenios as a record of ours: its papers or sums, counted by the rule of the vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from ecar_governance.domain.belenios.archive import Archive
from ecar_governance.domain.belenios.questions import (
    added_up,
    answers_of,
    offers_blank,
    question_of,
    voters_of,
)
from ecar_governance.domain.one_word import result_of
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.vote_record import Numbers, VoteRecord
from ecar_governance.domain.voting.electing import seats_left
from ecar_governance.domain.voting.methods.papers import MarkedPaper, MarksCounted
from ecar_governance.domain.voting.methods.rules import InstantRunoff, TransferableVote
from ecar_governance.errors import Finding, InvalidInput


def imported(record: VoteRecord, archive: Archive) -> VoteRecord:
    """The record with what was handed in in Belenios, and the outcome that it comes to by its rule.

    Args:
        record: the record that was exported.
        archive: the archive of the election that was held on it.

    Raises:
        InvalidInput: when the archive is of another election, or its numbers contradict each other.
    """
    question = question_of(record)
    if archive.election.questions != [question]:
        raise _other("Its question is not the one of this vote.")
    if archive.tallied.total_weight != archive.tallied.num_tallied:
        raise _other("Its ballots weigh more than one each.")
    seats = len(voters_of(record, {}))
    if archive.voters > seats:
        raise _other(f"It has credentials for {archive.voters}, and {seats} seats may vote.")
    if len(archive.result.result) != 1:
        raise _other("It has more than one result.")
    [told] = archive.result.result
    cast = archive.tallied.num_tallied
    sums = [one for one in told if isinstance(one, int)]
    papers = [one for one in told if not isinstance(one, int)]
    found = _summed(record, sums, cast) if added_up(record) else _listed(record, papers, cast)
    source = f"Belenios {archive.election.uuid}, archive sha256:{archive.sha256}"
    found = replace(found, source=source, ballot="secret")
    outcome = recount(found).outcome
    elected = outcome.election.elected if outcome.election is not None else None
    return replace(found, outcome=outcome, result=result_of(found.rule, outcome, found.of), elected=elected)


def further(record: VoteRecord) -> VoteRecord:
    """The next ballot of an election that was brought back and goes on: those who stand in it, the seats that
    are open still, nothing handed in. Any other record as it is."""
    if record.rule.election is None or not (record.bundles or record.marks is not None):
        return record
    result = recount(record).outcome.election
    if result is None or result.decided_by != "next_ballot":
        return record
    return replace(
        record,
        rule=seats_left(
            record.rule, result.open, [one for one in record.candidates if one.id in result.elected]
        ),
        candidates=tuple(one for one in record.candidates if one.id in result.onward),
        number=record.number + 1,
        bundles=(),
        marks=None,
        source="",
        outcome=None,
        result=None,
        elected=None,
    )


def _summed(record: VoteRecord, sums: list[int], cast: int) -> VoteRecord:
    """Sums of marks; the first is of blank papers where those were offered."""
    answers = answers_of(record)
    blank = 0
    if offers_blank(record) and sums:
        blank, sums = sums[0], sums[1:]
    if len(sums) != len(answers):
        raise _other("Its result has another number of answers.")
    votes = dict(zip(answers, sums, strict=True))
    if record.rule.election is not None:
        return replace(record, marks=MarksCounted(votes=votes, valid=cast - blank, blank=blank))
    if sum(sums) != cast:
        raise _other(f"{sum(sums)} votes are on {cast} ballots.")
    recused = sum(one.recused or one.seat in record.recused for one in record.electorate)
    numbers = Numbers(
        for_=votes["for"],
        against=votes["against"],
        abstain=votes.get("abstain", 0),
        entitled=len(record.electorate),
        recused=recused,
    )
    # Seat by seat nothing is known: the electorate would be counted a second time beside the numbers.
    return replace(record, counts={"": numbers}, electorate=())


def _listed(record: VoteRecord, papers: list[list[int]], cast: int) -> VoteRecord:
    """The papers as they came out of the shuffle, alike ones together, sorted."""
    if len(papers) != cast:
        raise _other(f"{len(papers)} papers came out of the shuffle, and {cast} ballots were cast.")
    options = answers_of(record)
    strict = isinstance(record.rule.election, InstantRunoff | TransferableVote)
    read = Counter(paper_of(options, ranks, strict=strict) for ranks in papers)
    bundles = sorted(read.items(), key=lambda one: (one[0].state, one[0].marks))
    return replace(record, bundles=tuple(replace(paper, times=times) for paper, times in bundles))


def paper_of(options: Sequence[str], ranks: Sequence[int], *, strict: bool) -> MarkedPaper:
    """One paper of ranks, as Belenios' own counts read them: 1 is the best, 0 is not ranked.

    Args:
        options: what the places stand for.
        ranks: a number for each.
        strict: whether ranks are 1, 2, 3 and so on, each once, as transferable votes take them; other papers
            are invalid. Elsewhere equal ranks and gaps are allowed.
    """
    if len(ranks) != len(options) or any(rank < 0 for rank in ranks):
        return MarkedPaper(state="invalid")
    groups: dict[int, list[str]] = {}
    for option, rank in zip(options, ranks, strict=True):
        if rank:
            groups.setdefault(rank, []).append(option)
    if not groups:
        return MarkedPaper(state="blank")
    if strict and sorted(rank for rank in ranks if rank) != list(range(1, len(groups) + 1)):
        return MarkedPaper(state="invalid")
    return MarkedPaper(tuple(tuple(groups[rank]) for rank in sorted(groups)))


def _other(said: str) -> InvalidInput:
    message = f"This archive is not of this vote. {said}"
    fix = "give the record that was exported for it"
    return InvalidInput(message, findings=[Finding("belenios.other", message, fix=fix)], fix=fix)
