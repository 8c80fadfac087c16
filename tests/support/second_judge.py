"""A second judge of motions, by whole numbers multiplied crosswise, seat by seat; and houses to try it on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from ecar_governance.domain.voting.papers import Elector, Paper
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import Majority

BASES = ("for_and_against", "cast", "present", "represented", "entitled")


PAPERS = {"for", "against", "abstain", "blank", "invalid"}


def read_as(rule: VoteRule, word: str) -> set[str]:
    """To which of the bases one seat belongs under the rule, and on which side it is: one seat at a time,
    where the program adds numbers up."""
    place = {"entitled"}
    paper = word.removeprefix("proxy_")
    if word == "recused":
        place |= {"present", "represented"}
        if rule.recused in ("out_of_base", "out_of_both"):
            return set()
        return place
    if word.startswith("proxy_"):
        place |= {"represented"}
    elif word != "absent":
        place |= {"present", "represented"}
    if paper in ("silent", "absent"):
        if rule.absent == "nothing":
            return place
        said = {"abstention": "abstain"}.get(rule.absent, rule.absent)
    else:
        said = paper
    if said == "blank":
        said = {"abstention": "abstain", "not_cast": "nothing"}.get(rule.blank, "blank")
    elif said == "invalid" and rule.invalid == "not_cast":
        said = "nothing"
    if said == "abstain":
        said = {"against": "against", "not_cast": "nothing"}.get(rule.abstention, "abstain")
    if said != "nothing":
        place.add("cast")
    if said in ("for", "against"):
        place |= {"for_and_against", said}
    return place


def taking_part(rule: VoteRule, word: str, counted: str) -> bool:
    """Whether the seat counts for the quorum."""
    if word == "recused":
        return counted != "cast" and rule.recused in ("counted", "out_of_base")
    if word.startswith("proxy_"):
        return counted != "present" and (counted == "represented" or word != "proxy_silent" or silence(rule))
    if counted == "cast":
        return word in PAPERS or silence(rule)
    return word != "absent"


def silence(rule: VoteRule) -> bool:
    return rule.absent != "nothing"


def reference(rule: VoteRule, votes: list[str]) -> tuple[bool, bool]:
    """(carried, quorate) from one word a seat, by whole numbers multiplied crosswise; no division at all.

    Words: for, against, abstain, blank, invalid, silent (present, no paper), absent, recused (present), and
    the first six with `proxy_` before them for a seat that was represented.
    """
    places = [read_as(rule, word) for word in votes]

    def size(base: str) -> int:
        return sum(1 for place in places if base in place)

    def passes(got: int, share: Fraction, of: int, strict: bool) -> bool:
        left, right = got * share.denominator, share.numerator * of
        return left > right if strict else left >= right

    quorate = True
    if rule.quorum is not None:
        out = rule.recused in ("out_of_quorum", "out_of_both")
        entitled = len(votes) - (votes.count("recused") if out else 0)
        there = sum(taking_part(rule, word, rule.quorum.counted) for word in votes)
        quorate = there > 0 and passes(there, rule.quorum.share or Fraction(0), entitled, rule.quorum.strict)
    yes, no = size("for"), size("against")

    def met(m: Majority) -> bool:
        if m.share is None:
            return yes >= (m.number or 0)
        # An equal division is none of one half or more, whatever the base.
        tied = yes == no and 2 * m.share.numerator >= m.share.denominator
        return not tied and passes(yes, m.share, size(m.of), m.strict)

    enough = all(any(met(way) for way in (m, *m.or_)) for m in rule.majorities)
    return quorate and enough and yes > 0, quorate


class House(NamedTuple):
    """What `count` and `tally` take."""

    electors: list[Elector]
    papers: list[Paper]
    present: list[str]
    represented: list[str]
    marks: list[str]


def as_papers(votes: list[str], *, secret: bool = False, chamber: str = "", weight: int = 1) -> House:
    seats = [(f"{chamber}s{n}", vote) for n, vote in enumerate(votes)]
    cast = [(seat, vote.removeprefix("proxy_")) for seat, vote in seats]
    cast = [(seat, vote) for seat, vote in cast if vote in PAPERS]
    return House(
        [Elector(s, s, (), Fraction(weight), chamber, recused=v == "recused") for s, v in seats],
        [Paper(vote, None if secret else seat, chamber=chamber if secret else "") for seat, vote in cast],
        [seat for seat, vote in seats if vote != "absent" and not vote.startswith("proxy_")],
        [seat for seat, vote in seats if vote.startswith("proxy_")],
        [seat for seat, _ in cast],
    )


def small_houses() -> Iterator[list[str]]:
    """Every division of up to five seats, as sorted lists of words."""
    for numbers in product(range(6), repeat=4):
        if 0 < sum(numbers) <= 5:
            yield [
                w
                for w, n in zip(("for", "against", "abstain", "absent"), numbers, strict=True)
                for _ in range(n)
            ]
