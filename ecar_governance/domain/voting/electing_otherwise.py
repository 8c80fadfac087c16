"""An election that is had otherwise than by ballots of this system: counted by others, or by acclamation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from ecar_governance.domain.voting.electing import attended, settled, state_of
from ecar_governance.domain.voting.measuring import agreeing, read
from ecar_governance.domain.voting.methods.breaking import Breaker
from ecar_governance.domain.voting.methods.counting import ADDED_UP, count_election, judge_tally
from ecar_governance.domain.voting.methods.papers import MarkedPaper, MarksCounted, Option, PaperCounts
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.methods.rules import Debian
from ecar_governance.domain.voting.methods.seating import fill
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.verdict import Outcome
from ecar_governance.errors import Finding, InvalidInput


def elect_counted(
    rule: VoteRule,
    options: Sequence[Option],
    told: MarksCounted | Sequence[MarkedPaper],
    counts: Counts,
    *,
    known: Collection[Literal["present", "entitled"]] = ("present", "entitled"),
    number: int = 1,
    quorum_asked: bool = False,
    seed: str = "",
    casting: Sequence[str] = (),
) -> Outcome:
    """The outcome of a ballot that others counted: the sums of its marks, or its papers, alike ones together.

    Args:
        told: what they counted; sums only where the method adds marks up (`ADDED_UP`).
        counts: who took part (`counts_of`); of those present and entitled what is `known`, and no guess.
        The rest as in `elect`.

    Raises:
        InvalidInput: with every finding, when the method cannot count it or the numbers cannot be true.
    """
    outcome = attended(rule, counts, quorum_asked=quorum_asked)
    if not outcome.quorate or rule.election is None:
        return outcome
    bases = read(rule, counts)
    entitled = int(bases.entitled) if "entitled" in known else None
    # Those who are represented have a paper handed in for them, though they are not there.
    present = int(bases.represented) if "present" in known else None
    method = rule.election
    if not isinstance(told, MarksCounted):
        result = count_election(
            method,
            options,
            _bundles(rule, told),
            ballot=number,
            entitled=entitled,
            present=present,
            seed=seed,
            casting=casting,
        )
        return settled(outcome, result)
    if not isinstance(method, ADDED_UP):
        raise InvalidInput("Marks cannot be added up where papers rank.", fix="give the papers, as bundles")
    without: Counter[str] = Counter()
    for choice, papers in (("abstain", told.abstained), ("blank", told.blank), ("invalid", told.invalid)):
        state = state_of(rule, choice)
        if state is not None:
            without[state] += papers
    result = judge_tally(
        method,
        options,
        told.votes,
        valid=told.valid,
        abstained=without["abstain"],
        blank=without["blank"],
        invalid=without["invalid"],
        ballot=number,
        entitled=entitled,
        present=present,
        seed=seed,
        casting=casting,
    )
    return settled(outcome, result)


def papers_told(told: MarksCounted | Iterable[MarkedPaper]) -> Counter[str]:
    """How many papers of each kind were counted: `marked`, `abstain`, `blank`, `invalid`.

    A bundle is of one paper at least: that it says less is for the method to tell, with all else."""
    if isinstance(told, MarksCounted):
        return Counter(marked=told.valid, abstain=told.abstained, blank=told.blank, invalid=told.invalid)
    kinds: Counter[str] = Counter()
    for paper in told:
        kinds[paper.state] += max(1, paper.times)
    return kinds


def _bundles(rule: VoteRule, papers: Iterable[MarkedPaper]) -> list[MarkedPaper]:
    """The bundles as the method reads them, papers that the rule takes for none left out."""
    found = []
    for paper in papers:
        state = paper.state if paper.state == "marked" else state_of(rule, paper.state)
        if state is not None:
            found.append(paper if state == paper.state else replace(paper, state=state))
    return found


def acclaimed(rule: VoteRule, options: Sequence[Option], counts: Counts, *, number: int = 1) -> Outcome:
    """The outcome when the chair puts that as many stand as there are seats, and nobody objects: all of them
    are elected, in the order of the list.

    Without a quorum nobody is. Raises InvalidInput (`acclamation_number`) when others than as many stand,
    (`acclamation_places`) when a cap or places reserved keep them from being elected together, and
    (`acclamation_nobody`) when nobody is there to agree.
    """
    method = rule.election
    if method is None:
        raise InvalidInput("This rule is a motion's: it elects nobody.")
    standing = tuple(one.id for one in options if not one.withdrawn)
    seats = getattr(method, "seats", 1)
    if isinstance(method, Debian) or len(standing) != seats:
        message = f"{len(standing)} stand for {seats} seats."
        raise InvalidInput(message, findings=[Finding("acclamation_number", message)])
    cap, reserved = getattr(method, "cap", None), getattr(method, "reserved", ())
    seating = fill(
        (standing,),
        options,
        seats,
        Breaker("rejected", "", ()),
        cap=cap,
        reserved=reserved,
        unmet=getattr(method, "unmet", "vacant"),
    )
    if len(seating.elected) != seats:
        message = "The caps and reserved places of the rule do not let all of them be elected."
        raise InvalidInput(message, findings=[Finding("acclamation_places", message)])
    if not agreeing(counts):
        message = "Nobody is there to agree."
        raise InvalidInput(message, findings=[Finding("acclamation_nobody", message)])
    outcome = replace(attended(rule, counts, quorum_asked=True), obtained="without_vote")
    if not outcome.quorate:
        return outcome
    papers = PaperCounts(0, 0, 0, 0, 0, 0, counts.present, counts.entitled)
    result = ElectionResult(
        method=str(method.__struct_config__.tag),
        ballot=number,
        seats=seats,
        elected=standing,
        open=0,
        decided_by="acclamation",
        counts=papers,
    )
    return settled(outcome, result)
