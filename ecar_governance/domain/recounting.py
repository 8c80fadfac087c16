"""Counting a vote's record again, from its papers alone, and telling how the result claimed differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import fields, replace

from ecar_governance.domain.one_word import Result, result_of
from ecar_governance.domain.recounting_claims import differences
from ecar_governance.domain.recounting_contradictions import ABSENT, contradictions, countable
from ecar_governance.domain.recounting_elections import Counted, marks_of, recount_election, recount_series
from ecar_governance.domain.recounting_fields import idle_fields
from ecar_governance.domain.vote_record import Numbers, VoteRecord
from ecar_governance.domain.voting.checks import PAPERS
from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.objecting import seats_of
from ecar_governance.domain.voting.papers import Counts, Elector, Line, Paper, Tally
from ecar_governance.domain.voting.rule import ChosenResult, VoteRule
from ecar_governance.domain.voting.tally import from_hand_count, present_lines, tally, withheld_without_vote
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import Finding, InvalidInput


@dataclass(frozen=True)
class Recounted:
    """What the record comes to, in one word and as a whole, and everything in which it contradicts itself or
    its claim. Of an election in several ballots, `ballots` are all of them, the word is of them together, and
    the outcome is that of the last."""

    outcome: Outcome
    result: Result
    findings: tuple[Finding, ...]
    ballots: tuple[Counted, ...] = ()


MOST_VACANT = 200_000
"""A roll call has no more entitled seats whom it does not name."""

NOTHING_BEFORE: Mapping[str, Result] = {}


def recount(record: VoteRecord, decided: Mapping[str, Result] = NOTHING_BEFORE) -> Recounted:
    """Counts again, from the papers alone, and compares with the result claimed.

    `decided` is what votes counted before came to, by id: a rule that one of them chooses is held against it.
    The findings are `recount.marks` when there are not as many papers as seats that voted,
    `recount.differs` for each thing claimed that is another, with where, and of an election in several
    ballots those of `recounting_elections.recount_series`; `recount.chosen` when an earlier vote chose
    another majority than the record goes by; and where the record contradicts its own rule those of
    `recounting_contradictions.contradictions`.

    Raises InvalidInput, with every finding, when the papers cannot be counted at all (a stranger's, two of
    one seat), when the record says nothing of what was handed in or says it twice, or when it lacks what the
    rule asks for, be it what became of the vote that chooses its majority.
    """
    if idle := idle_fields(record):
        raise InvalidInput(idle[0].message, findings=idle)
    record, chosen = _chosen(record, decided)
    if record.held:
        return _series(record)
    findings = [*chosen, *contradictions(record), *marks_of(record)]
    said, record = record, countable(record)
    if record.rule.election is not None:
        again = recount_election(record)
    elif record.obtained == "without_vote":
        again = _without_vote(record)
    else:
        again = decide_outcome(
            record.rule,
            _counted(record),
            obtained=record.obtained,
            quorum_asked=record.quorum_asked,
            casting_vote=record.casting_vote,
            seed=record.seed,
        )
        findings += _casting(record, again)
    word = result_of(said.rule, again, said.of)
    return Recounted(again, word, (*findings, *_differences(said, again)))


def _casting(record: VoteRecord, again: Outcome) -> list[Finding]:
    """A casting vote where the chair had none to give: it is not counted, and said."""
    withheld = record.rule.tie == "chair" and again.decided_by == "consent_withheld"
    if record.casting_vote is None or again.casting_vote is not None or withheld:
        return []
    message = "The chair's casting vote is on record, and by the rule there was none to give."
    return [Finding("recount.casting", message, record.id)]


def _chosen(record: VoteRecord, decided: Mapping[str, Result]) -> tuple[VoteRecord, list[Finding]]:
    """The record with the majority that the earlier vote chose, and how what it says of that one is wrong."""
    by = record.rule.chosen_by
    if by is None:
        return record, []
    known = decided.get(by.vote)
    before: ChosenResult = "adopted" if known == "adopted" else "rejected"
    if not by.result and known is None:
        message = f"The majority is chosen by the vote {by.vote}, and nothing says what became of that one."
        fix = "put its record before this one, or write `result` and `otherwise` under `chosen_by`"
        raise InvalidInput(message, findings=[Finding("record.chosen_by", message, record.id, fix)])
    if not by.result:
        return replace(record, rule=record.rule.settled(by.vote, before)), []
    if known is None or by.result == before:
        return record, []
    message = f"The majority is chosen by {by.vote}: {by.result} on record, and {known} when counted."
    return record, [Finding("recount.chosen", message, record.id)]


def _series(record: VoteRecord) -> Recounted:
    ballots, findings = recount_series(record)
    last = ballots[-1].outcome
    before = tuple(one for ballot in ballots[:-1] for one in ballot.elected)
    word = result_of(record.rule, last, record.of, before)
    return Recounted(last, word, (*findings, *_differences(record, last, before)), tuple(ballots))


def _differences(record: VoteRecord, again: Outcome, before: tuple[str, ...] = ()) -> list[Finding]:
    if record.outcome is None and record.result is None and record.elected is None and record.claimed is None:
        return []
    return differences(
        again,
        record.id,
        outcome=record.outcome,
        rule=record.rule,
        result=record.result,
        of=record.of,
        elected=record.elected,
        claimed=record.claimed,
        before=before,
    )


def _without_vote(record: VoteRecord) -> Outcome:
    present = record.present if record.present is not None else 0
    number = present if isinstance(present, int) else len(present)
    if record.entitled is None:
        raise InvalidInput("How many were entitled is missing.", fix="say entitled: and their number")
    there = () if isinstance(present, int) else present
    if record.rule.consent and not record.electorate:
        # Seats alone do not tell whose they are, nor therefore whose consent is missing.
        message = "Whether a consent that is needed was withheld cannot be told without the electorate."
        raise InvalidInput(message, fix="list the seats with their institutions under electorate:")
    objecting = seats_of(record.objections, "objection")
    lines: tuple[Line, ...] = ()
    if record.electorate:
        lines = present_lines(record.rule, record.electorate, there, record.represented, objecting)
    recused = {*record.recused, *(row.seat for row in record.electorate if row.recused)}
    return without_vote(
        record.rule,
        number,
        record.entitled,
        lines,
        represented=len(record.represented),
        recused=len(recused),
        recused_present=len(recused.intersection(there)),
        withheld=withheld_without_vote(record.rule, record.electorate, there, record.represented, objecting),
        objections=record.objections,
    )


def _counted(record: VoteRecord) -> Counts | Tally:
    if not (record.papers or record.ballots or record.counts or record.electorate):
        message = "The record does not say what was handed in."
        raise InvalidInput(message, fix="give papers, ballots or counts")
    if record.papers and record.ballots:
        raise InvalidInput("Papers and ballots say the same thing twice.", fix="keep one of them")
    if findings := list(_unread(record)):
        raise InvalidInput(findings[0].message, findings=findings)
    if record.ballots:
        return _named(record)
    if record.papers or not record.counts:
        # With other than as many papers as marks the count is of the papers, and the marks are named.
        voted = record.voted if len(record.papers) == len(record.voted) else None
        return _with_numbers(record, record.electorate, record.papers, voted)
    return _with_numbers(record, (), (), None)


def _unread(record: VoteRecord) -> Iterator[Finding]:
    """What the record says and nothing here could take into account: no field is passed over in silence."""
    by_seat = bool(record.electorate or record.ballots or record.papers)
    if record.counts and not by_seat:
        beside = {name: getattr(record, name) for name in ("entitled", "present", "represented", "recused")}
        beside = {name: said for name, said in beside.items() if said not in (None, ())}
        whole = _whole(record) if beside else None
        for name, said in beside.items():
            number, counted = len(said) if isinstance(said, tuple) else said, getattr(whole, name)
            if number != counted:
                message = f"“{name}” says {number}, and the counts say {counted}."
                yield Finding("beside_counts", message, name, f"write {name} within counts")
        if record.rule.consent:
            message = "Whether a consent that is needed was withheld cannot be told from numbers."
            yield Finding("consent_untold", message, "counts", "give ballots: by member")
    if record.electorate and not record.counts:
        if record.entitled not in (None, len(record.electorate)):
            message = f"{record.entitled} are said to be entitled, and {len(record.electorate)} are listed."
            yield Finding("entitled_differs", message, "entitled", "leave it out, or list them all")
        if isinstance(record.present, int):
            message = "How many were present does not tell which of those listed."
            yield Finding("present_unnamed", message, "present", "name the seats that were present")
    known = {one.seat for one in record.electorate}
    for name in ("recused", "represented"):
        for seat in sorted(set(getattr(record, name)) - known) if record.electorate else ():
            message = f"{seat} is {name}, and not in the electorate."
            yield Finding("seat_not_entitled", message, name, "list it in the electorate")


_CHOICES = frozenset((*PAPERS, ABSENT))


def _named(record: VoteRecord) -> Counts | Tally:
    """A roll call by seat. Where the rule asks for heads alone, and no row says more, numbers are enough."""
    rule, ballots = record.rule, record.ballots
    plainly = not (rule.consent or rule.chambers or rule.weighs or record.electorate or record.counts)
    plainly = plainly and not (record.recused or record.represented)
    if unknown := sorted(ballots.keys() - _CHOICES):
        fix = f"write one of {', '.join(PAPERS)}, {ABSENT}"
        wrong = [Finding("choice_unknown", f"{one} is no choice.", one, fix) for one in unknown]
        raise InvalidInput(wrong[0].message, findings=wrong)
    seats = set().union(*ballots.values())
    if plainly and len(seats) == sum(map(len, ballots.values())) and type(record.present) is not tuple:
        return _heads(record, {choice: len(given) for choice, given in ballots.items()})
    if rule.weighs and not record.electorate:
        message = "The rule counts weights, and what each seat weighs is not on record."
        fix = "list the seats with their weights under electorate"
        raise InvalidInput(message, findings=[Finding("not_counted", message, "ballots", fix)])
    rows = record.electorate or _rows(record, ballots)
    out = set(record.recused)
    rows = tuple(replace(row, recused=True) if row.seat in out else row for row in rows)
    papers = tuple(
        Paper(choice, seat) for choice, given in ballots.items() if choice != ABSENT for seat in given
    )
    return _with_numbers(record, rows, papers, None)


def _heads(record: VoteRecord, numbers: dict[str, int]) -> Counts:
    named = sum(numbers.values())
    entitled = named if record.entitled is None else record.entitled
    cast = named - numbers.get(ABSENT, 0)
    present = record.present if isinstance(record.present, int) else cast
    return from_hand_count(
        numbers.get("for", 0),
        numbers.get("against", 0),
        numbers.get("abstain", 0),
        numbers.get("invalid", 0),
        present,
        entitled,
        blank=numbers.get("blank", 0),
    )


def _rows(record: VoteRecord, ballots: dict[str, tuple[str, ...]]) -> tuple[Elector, ...]:
    """The electorate of a roll call that lists none: everybody named, and seats that nobody held."""
    times = Counter(seat for given in ballots.values() for seat in given)
    twice = [
        Finding("paper_twice", f"{seat} is named {n} times.", seat) for seat, n in times.items() if n > 1
    ]
    if twice:
        raise InvalidInput(twice[0].message, findings=twice)
    present = record.present if isinstance(record.present, tuple) else ()
    named = {*times, *present, *record.recused, *record.represented}
    vacant = 0 if record.entitled is None else record.entitled - len(named)
    if vacant < 0:
        message = f"{len(named)} are named, and only {record.entitled} are entitled."
        raise InvalidInput(message, findings=[Finding("ballots_exceed", message, where="entitled")])
    if vacant > MOST_VACANT:
        message = f"Besides those named, {vacant} are entitled: too many to be seats by name."
        raise InvalidInput(message, findings=[Finding("ballots_few", message, "entitled", "give counts")])
    return (
        *(Elector(seat, seat) for seat in sorted(named)),
        *(Elector(f"vacant:{n + 1}", "") for n in range(vacant)),
    )


def _from_numbers(numbers: Numbers) -> Counts:
    voted = numbers.for_ + numbers.against + numbers.abstain + numbers.blank + numbers.invalid
    present = voted - numbers.represented if numbers.present is None else numbers.present
    return from_hand_count(
        numbers.for_,
        numbers.against,
        numbers.abstain,
        numbers.invalid,
        present,
        max(voted, present) if numbers.entitled is None else numbers.entitled,
        blank=numbers.blank,
        represented=numbers.represented,
        recused=numbers.recused,
        recused_present=numbers.recused_present,
    )


def _with_numbers(
    record: VoteRecord, rows: tuple[Elector, ...], papers: tuple[Paper, ...], marks: tuple[str, ...] | None
) -> Tally:
    """What was counted by seat, and beside it the chambers that come as numbers."""
    present = record.present if isinstance(record.present, tuple) else None
    lines = [
        Line(chamber, _from_numbers(one), one.weights)
        for chamber, one in sorted(record.counts.items())
        if chamber or one.weights is not None
    ]
    if not rows:
        return Tally(_whole(record), tuple(lines))
    rule = _less(record.rule, record.counts)
    by_seat = tally(rule, rows, papers, present, marks=marks, represented=record.represented)
    counted = by_seat.counts
    if record.counts:
        counted = _whole(record) if "" in record.counts else _sum([_whole(record), counted])
    return Tally(counted, (*lines, *by_seat.lines), by_seat.withheld)


def _whole(record: VoteRecord) -> Counts:
    """What the numbers say of everybody: by themselves, or all chambers together."""
    if "" in record.counts:
        return _from_numbers(record.counts[""])
    return _sum(_from_numbers(one) for one in record.counts.values())


def _less(rule: VoteRule, chambers: Iterable[str]) -> VoteRule:
    """The rule without what it asks of those chambers: their seats are not in the rows."""
    gone = frozenset(chambers)
    left = []
    for one in rule.majorities:
        if ways := [way for way in one.ways if way.chamber not in gone]:
            left.append(replace(ways[0], or_=tuple(ways[1:])))
    quorum = rule.quorum
    if quorum is not None and quorum.chamber in gone:
        quorum = None
    return replace(rule, majorities=tuple(left), quorum=quorum) if left else rule


def _sum(counts: Iterable[Counts]) -> Counts:
    given = list(counts)
    if len(given) == 1:
        return given[0]
    return Counts(*(sum(getattr(one, field.name) for one in given) for field in fields(Counts)))
