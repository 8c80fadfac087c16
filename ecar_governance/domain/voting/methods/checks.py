"""What makes an election impossible to count, all at once; and the papers put together when nothing does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ecar_governance.domain.voting.methods.papers import (
    AGAINST,
    MarkedPaper,
    Marks,
    Option,
    Order,
    PaperCounts,
    Pile,
)
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Debian,
    ElectionRule,
    Majority,
    Plurality,
    Schulze,
)
from ecar_governance.errors import Finding, InvalidInput


def pile_of(
    rule: ElectionRule,
    options: Sequence[Option],
    papers: Iterable[MarkedPaper],
    *,
    entitled: int | None = None,
    present: int | None = None,
    casting: Sequence[str] = (),
) -> Pile:
    """The papers, counted by kind and put together by what they say.

    Raises:
        InvalidInput: with every finding: an option twice or with a reserved id, an unknown default option or
            casting vote, more papers than voters, and every paper that the method has no place for, named by
            its number in the order given (the first is 1). No paper is mended, and none is left out.
    """
    papers = tuple(papers)
    by_marks: Counter[Marks] = Counter()
    by_state: Counter[str] = Counter()
    findings = option_findings(rule, options, casting)
    for number, paper in enumerate(papers, 1):
        if type(paper.times) is not int or paper.times < 1:
            said = f"Paper {number} stands for {paper.times!r} papers; it takes a whole number from 1 on."
            findings.append(Finding("paper_times", said, where=f"paper {number}"))
        elif paper.state == "marked":
            by_marks[paper.marks] += paper.times
        else:
            by_state[paper.state] += paper.times
            if paper.marks:
                said = f"Paper {number} is {paper.state} and yet has marks."
                findings.append(Finding("paper_marks_unwanted", said, where=f"paper {number}"))
    names = tuple(option.id for option in options if not option.withdrawn)
    orders, grouped, doubtful = read_marks(rule, options, names, by_marks)
    if bad := {marks: found for marks in doubtful if (found := marks_findings(rule, options, marks))}:
        for number, paper in enumerate(papers, 1):
            if paper.state == "marked":
                findings += [
                    Finding(code, f"Paper {number} {what}.", where=f"paper {number}")
                    for code, what in bad.get(paper.marks, ())
                ]
    cast = by_marks.total() + by_state.total()
    findings += voter_findings(cast, present, entitled)
    if findings:
        raise InvalidInput(f"The papers cannot be counted: {findings[0].message}", findings=findings)
    valid = sum(orders.values()) + sum(grouped.values())
    counts = PaperCounts(
        valid=valid,
        abstained=by_state["abstain"],
        blank=by_state["blank"],
        invalid=by_state["invalid"],
        struck=by_marks.total() - valid,
        cast=cast,
        present=present,
        entitled=entitled,
    )
    return Pile(names, tuple(orders.items()), tuple(grouped.items()), counts)


def read_marks(
    rule: ElectionRule, options: Sequence[Option], names: Sequence[str], by_marks: Counter[Marks]
) -> tuple[dict[Order, int], dict[tuple[Order, ...], int], list[Marks]]:
    """The marks by number, without those of withdrawn options: orders without equal ranks, orders with some,
    and all marks that must still be looked at for findings. Papers left without marks drop out."""
    number = {one: place for place, one in enumerate(names)}
    ranked = not isinstance(rule, Plurality | Majority | Approval | BlockVote)
    orders: Counter[Order] = Counter()
    grouped: Counter[tuple[Order, ...]] = Counter()
    doubtful: list[Marks] = []
    for marks, times in by_marks.items():
        if ranked:
            try:
                order = tuple([number[one] for (one,) in marks])
            except (KeyError, ValueError):
                pass  # somebody who does not stand, or equal ranks: looked at below
            else:
                if order and len(set(order)) == len(order):
                    orders[order] += times
                    continue
        doubtful.append(marks)
        places = {**number, AGAINST: len(names)}
        kept = [sorted(places[one] for one in group if one in places) for group in marks]
        groups = tuple(tuple(group) for group in kept if group)
        if any(len(group) > 1 for group in groups):
            grouped[groups] += times
        elif groups:
            orders[tuple(group[0] for group in groups)] += times
    return orders, grouped, doubtful


def option_findings(rule: ElectionRule, options: Sequence[Option], casting: Sequence[str]) -> list[Finding]:
    """An option twice, one with a reserved or empty id, a default or a casting vote for nobody."""
    findings = [
        Finding("option_twice", f"Option {one} is there {times} times.", where=one)
        for one, times in sorted(Counter(option.id for option in options).items())
        if times > 1
    ]
    ids = {option.id for option in options}
    for one in sorted(ids & {AGAINST, ""}):
        findings.append(Finding("option_reserved", f"No option can have the id “{one}”.", where=one))
    findings += [
        Finding("option_ratio", f"The ratio of {option.id} is one or more, not {option.ratio}.", option.id)
        for option in options
        if option.ratio < 1
    ]
    if isinstance(rule, Debian):
        default = next((option for option in options if option.id == rule.default), None)
        if default is None or default.withdrawn or default.ratio != 1:
            said = f"The default option {rule.default} does not stand, or has a ratio of its own."
            findings.append(Finding("default_option_missing", said, where=rule.default))
    for one in sorted(set(casting) - ids):
        findings.append(Finding("casting_vote_unknown", f"The casting vote is for {one}, who is none.", one))
    return findings


def marks_findings(rule: ElectionRule, options: Sequence[Option], marks: Marks) -> list[tuple[str, str]]:
    """What is wrong with the marks of one paper: code, and what is said of the paper."""
    ids = {option.id for option in options}
    single = isinstance(rule, Plurality | Majority)
    named = [one for group in marks for one in group]
    found = []
    if not named or not all(marks):
        found.append(("paper_marks_missing", "has no marks, or an empty place in its order"))
    for one, times in sorted(Counter(named).items()):
        if one not in ids and not (single and one == AGAINST):
            # What it names stays out of the sentence: it may be somebody's secret, mistyped.
            found.append(("paper_option_unknown", "names an option that is not on the list"))
        if times > 1:
            found.append(("paper_option_twice", "names an option twice"))
    if isinstance(rule, Plurality | Majority | Approval | BlockVote):
        if len(marks) > 1:
            found.append(("paper_ranks_unwanted", "ranks options where they are only marked"))
        fewest, most = choices(rule, len(options))
        if len(named) > most:
            found.append(("paper_choices_too_many", f"has {len(named)} marks and may have {most}"))
        if 0 < len(named) < fewest:
            found.append(("paper_choices_too_few", f"has {len(named)} marks and must have {fewest}"))
    elif not isinstance(rule, Schulze | Debian) and any(len(group) > 1 for group in marks):
        found.append(("paper_ranks_equal", "ranks options equally where the method has no equal ranks"))
    return sorted(set(found))


def choices(rule: Plurality | Majority | Approval | BlockVote, options: int) -> tuple[int, int]:
    """How few and how many options a paper may mark."""
    if isinstance(rule, Approval):
        return 1, rule.max_choices or max(options, 1)
    if isinstance(rule, BlockVote):
        return min(rule.min_choices, max(options, 1)), rule.seats
    return 1, 1


def voter_findings(cast: int, present: int | None, entitled: int | None) -> list[Finding]:
    """More papers than people, or more people than may vote."""
    findings = [
        Finding("count_not_whole", f"“{where}” is a whole number from 0 up, not {value!r}.", where=where)
        for where, value in (("present", present), ("entitled", entitled))
        if value is not None and (type(value) is not int or value < 0)
    ]
    if findings:
        return findings
    if present is not None and cast > present:
        findings.append(
            Finding("votes_exceed", f"There are {cast} papers and only {present} present.", "present")
        )
    if entitled is not None and max(cast, present or 0) > entitled:
        said = f"There are {max(cast, present or 0)} papers or present, and only {entitled} are entitled."
        findings.append(Finding("papers_exceed", said, "entitled"))
    return findings


def tally_findings(
    rule: Plurality | Majority | Approval | BlockVote,
    options: Sequence[Option],
    votes: Mapping[str, int],
    counts: PaperCounts,
    casting: Sequence[str],
) -> list[Finding]:
    """Everything in which numbers counted by hand cannot be right."""
    numbers = {f: getattr(counts, f) for f in ("valid", "abstained", "blank", "invalid")} | dict(votes)
    findings = option_findings(rule, options, casting) + [
        Finding("count_not_whole", f"“{where}” is a whole number from 0 up, not {value!r}.", where=where)
        for where, value in numbers.items()
        if type(value) is not int or value < 0
    ]
    known = {option.id for option in options if not option.withdrawn}
    if isinstance(rule, Plurality | Majority):
        known.add(AGAINST)
    for one in sorted(set(votes) - known):
        findings.append(
            Finding("tally_option_unknown", f"There are votes for {one}, who does not stand.", one)
        )
    if findings:
        return findings
    fewest, most = choices(rule, len(options))
    for one, number in votes.items():
        if number > counts.valid:
            said = f"{one} has {number} votes on {counts.valid} papers."
            findings.append(Finding("votes_exceed", said, where=one))
    marks = sum(votes.values())
    if not fewest * counts.valid <= marks <= most * counts.valid:
        said = f"{counts.valid} papers of {fewest} to {most} marks cannot hold {marks} marks."
        findings.append(Finding("sum_wrong", said, where="valid"))
    return findings + voter_findings(counts.cast, counts.present, counts.entitled)
