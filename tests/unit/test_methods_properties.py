"""What every method promises, on random elections: order and names do not matter, nothing gets lost."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecar_governance.domain.voting.lots import drawn
from ecar_governance.domain.voting.methods.counting import count_election
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Marks, Option
from ecar_governance.domain.voting.methods.result import ElectionResult
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Cap,
    Debian,
    ElectionRule,
    InstantRunoff,
    Majority,
    Plurality,
    Reserved,
    Schulze,
    TransferableVote,
)
from ecar_governance.domain.voting.methods.telling import explain_election, told_in
from tests.support.elections import options
from tests.support.stv_by_hand import counted

IDS = "abcdef"
ALL: dict[str, ElectionRule] = {
    "plurality": Plurality(2, tie="lot"),
    "approval": Approval(2, tie="lot", cap=Cap(1)),
    "block": BlockVote(3, tie="rejected"),
    "majority": Majority(tie="lot"),
    "runoff": InstantRunoff(),
    "stv": TransferableVote(2),
    "schulze": Schulze(2, tie="lot"),
    "debian": Debian("a", quorum_root=Fraction(1, 2), tie="lot"),
    "debian 1.0": Debian("a", text="1.0", tie="lot"),
}
FEW = settings(max_examples=30)
"""For each of nine methods: together as many as other properties have."""

RANKED = ("runoff", "stv")
EQUAL = ("schulze", "debian", "debian 1.0")


def rankings(count: int, *, equal: bool) -> st.SearchStrategy[Marks]:
    """A paper that ranks some of the first `count` options, equally where it may."""

    @st.composite
    def one(draw: st.DrawFn) -> Marks:
        order = draw(st.permutations(IDS[:count]))
        kept = order[: draw(st.integers(1, count))]
        groups: list[list[str]] = []
        for name in kept:
            if groups and equal and draw(st.booleans()):
                groups[-1].append(name)
            else:
                groups.append([name])
        return tuple(tuple(sorted(group)) for group in groups)

    return one()


def marked(name: str, count: int) -> st.SearchStrategy[Marks]:
    """A paper as the method has it."""
    if name in RANKED or name in EQUAL:
        return rankings(count, equal=name in EQUAL)
    most = {"approval": count, "block": min(3, count)}.get(name, 1)
    picked = st.sets(st.sampled_from(IDS[:count]), min_size=1, max_size=most)
    return picked.map(lambda chosen: (tuple(sorted(chosen)),))


@st.composite
def elections(draw: st.DrawFn, name: str) -> tuple[ElectionRule, tuple[Option, ...], list[MarkedPaper]]:
    count = draw(st.integers(1, 6))
    given_ = draw(st.lists(st.tuples(marked(name, count), st.integers(1, 4)), max_size=12))
    groups = draw(st.lists(st.sampled_from(["", "x", "y"]), min_size=count, max_size=count))
    listed = tuple(Option(one, group=group) for one, group in zip(IDS, groups, strict=False))
    return ALL[name], listed, [MarkedPaper(marks, times=times) for marks, times in given_]


def counted_with(
    rule: ElectionRule, listed: Sequence[Option], papers: Sequence[MarkedPaper]
) -> ElectionResult:
    return count_election(rule, listed, papers, entitled=100, present=100, seed="a public text")


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@FEW
def test_neither_the_order_of_papers_nor_bundles_matter(name: str, data: st.DataObject) -> None:
    rule, listed, papers = data.draw(elections(name))
    singles = [MarkedPaper(paper.marks) for paper in papers for _ in range(paper.times)]
    shuffled = data.draw(st.permutations(singles))
    turned = [MarkedPaper(tuple(group[::-1] for group in paper.marks)) for paper in shuffled]
    assert counted_with(rule, listed, turned) == counted_with(rule, listed, papers)


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@FEW
def test_names_do_not_matter_but_to_the_lot(name: str, data: st.DataObject) -> None:
    rule, listed, papers = data.draw(elections(name))
    result = counted_with(rule, listed, papers)
    assume(result.lot is None)
    new = {one: f"new-{one}" for one in IDS}
    renamed = [Option(new[option.id], group=option.group) for option in listed]
    marks = [
        MarkedPaper(tuple(tuple(new[one] for one in group) for group in paper.marks), times=paper.times)
        for paper in papers
    ]
    if isinstance(rule, Debian):
        rule = Debian(new[rule.default], rule.text, rule.quorum_root, tie=rule.tie)
    again = counted_with(rule, renamed, marks)
    assert again.elected == tuple(new[one] for one in result.elected)
    assert (again.decided_by, again.open) == (result.decided_by, result.open)


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@FEW
def test_the_place_on_the_list_helps_nobody(name: str, data: st.DataObject) -> None:
    rule, listed, papers = data.draw(elections(name))
    again = counted_with(rule, data.draw(st.permutations(listed)), papers)
    result = counted_with(rule, listed, papers)
    assert set(again.elected) == set(result.elected)
    assert again.decided_by == result.decided_by


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@FEW
def test_every_result_adds_up_and_can_be_told(name: str, data: st.DataObject) -> None:
    rule, listed, papers = data.draw(elections(name))
    result = counted_with(rule, listed, papers)
    assert len(set(result.elected)) == len(result.elected) == result.seats - result.open
    assert set(result.elected) <= {option.id for option in listed}
    assert not set(result.elected) & set(result.tied)
    for lang in ("az", "en"):
        assert all(told_in(explain_election(rule, listed, result), lang))


@pytest.mark.parametrize("name", ["plurality", "block", "schulze", "debian"])
@given(data=st.data())
def test_a_paper_more_for_the_winner_alone_never_takes_the_seat(name: str, data: st.DataObject) -> None:
    """Monotonicity, in the form that holds here: approval with a cap and runoffs do not have it."""
    rule, listed, papers = data.draw(elections(name))
    result = counted_with(rule, listed, papers)
    assume(result.elected)
    winner = result.elected[0]
    again = counted_with(rule, listed, [*papers, MarkedPaper(((winner,),))])
    assert winner in again.elected


@given(data=st.data())
def test_schulze_keeps_a_winner_who_is_raised(data: st.DataObject) -> None:
    _rule, listed, papers = data.draw(elections("schulze"))
    top = counted_with(Schulze(), listed, papers).ranking[:1]
    assume(papers and len(top[0]) == 1)
    (winner,) = top[0]
    number = data.draw(st.integers(0, len(papers) - 1))
    rest = tuple(tuple(one for one in group if one != winner) for group in papers[number].marks)
    raised = MarkedPaper(((winner,), *(group for group in rest if group)), times=papers[number].times)
    changed = [*papers[:number], raised, *papers[number + 1 :]]
    assert counted_with(Schulze(), listed, changed).ranking[0] == (winner,)


# --- Schulze: what beats all wins; who beats all others together contains the winner; clones do not harm ---


def beats(result: ElectionResult) -> set[tuple[str, str]]:
    return {
        (duel.one, duel.other) if duel.votes > duel.against else (duel.other, duel.one)
        for duel in result.duels
        if duel.votes != duel.against
    }


def smith(ids: Sequence[str], wins: set[tuple[str, str]]) -> set[str]:
    """The smallest group each of whom beats everybody outside."""
    for size in range(1, len(ids) + 1):
        for group in combinations(ids, size):
            outside = [one for one in ids if one not in group]
            if all((one, other) in wins for one in group for other in outside):
                return set(group)
    raise AssertionError


@given(data=st.data())
def test_schulze_elects_out_of_the_smith_set_and_whoever_beats_all(data: st.DataObject) -> None:
    _rule, listed, papers = data.draw(elections("schulze"))
    assume(papers)
    result = counted_with(Schulze(), listed, papers)
    ids = [option.id for option in listed]
    group = smith(ids, beats(result))
    assert set(result.ranking[0]) <= group
    if len(group) == 1:
        assert set(result.elected) == group


@given(data=st.data())
def test_debian_and_schulze_agree_where_all_is_fit_and_nothing_equal(data: st.DataObject) -> None:
    """Dropping the weakest defeats of the Schwartz set finds those whom the strongest paths find, when no two
    defeats are equally weak."""
    _rule, listed, papers = data.draw(elections("schulze"))
    assume(papers and len(listed) < 6)
    every = [
        MarkedPaper((*paper.marks, *_unranked(paper.marks, listed), ("default",)), times=paper.times)
        for paper in papers
    ]
    result = counted_with(Schulze(), listed, papers)
    strengths = [max(duel.votes, duel.against) for duel in result.duels]
    assume(len(set(strengths)) == len(strengths))
    assume(all(duel.votes != duel.against for duel in result.duels))
    other = counted_with(Debian("default"), (*listed, Option("default")), every)
    assert set(other.elected) == set(result.elected)


def _unranked(marks: Marks, listed: Sequence[Option]) -> tuple[tuple[str, ...], ...]:
    ranked = {one for group in marks for one in group}
    rest = tuple(option.id for option in listed if option.id not in ranked)
    return (rest,) if rest else ()


@given(data=st.data())
def test_a_clone_of_a_loser_changes_nobody_s_luck(data: st.DataObject) -> None:
    _rule, listed, papers = data.draw(elections("schulze"))
    assume(papers and len(listed) > 1)
    result = counted_with(Schulze(), listed, papers)
    assume(len(result.ranking[0]) == 1)
    winner = result.ranking[0][0]
    for loser in (option.id for option in listed if option.id != winner):
        cloned = []
        for paper in papers:
            marks: list[tuple[str, ...]] = []
            for group in paper.marks:
                # The clone directly behind its original on every paper that ranks it.
                marks.append(group)
                if loser in group and len(group) == 1:
                    marks.append(("clone",))
                elif loser in group:
                    marks[-1] = (*group, "clone")
            cloned.append(MarkedPaper(tuple(marks), times=paper.times))
        again = counted_with(Schulze(), (*listed, Option("clone")), cloned)
        assert again.ranking[0] == (winner,)


# --- the single transferable vote ---


@given(data=st.data())
def test_no_vote_gets_lost_but_the_digits_that_are_cut_off(data: st.DataObject) -> None:
    rule, listed, papers = data.draw(elections("stv"))
    result = counted_with(rule, listed, papers)
    gone = Fraction(0)
    for one in result.rounds:
        for step in one.steps:
            gone += (step.exhausted or 0) + (step.cut or 0)
            if step.kind in ("surplus", "passed_on"):
                assert step.votes == sum(p.votes for p in step.passed) + step.exhausted + step.cut  # type: ignore[operator]
            if step.kind == "passed_on":
                assert step.cut == 0
        assert sum(held.votes for held in one.standings) + gone == result.counts.valid


@given(data=st.data(), seats=st.integers(1, 4))
@settings(max_examples=300)
def test_the_count_is_that_of_a_count_paper_by_paper(data: st.DataObject, seats: int) -> None:
    _rule, listed, papers = data.draw(elections("stv"))
    assume(papers)
    ids = [option.id for option in listed]
    singles = [[group[0] for group in paper.marks] for paper in papers for _ in range(paper.times)]
    sheet = counted(ids, singles, seats, lambda tied: list(drawn("a public text", tied)))
    result = counted_with(TransferableVote(seats), listed, papers)
    assert list(result.elected) == sheet.elected
    assert len(result.rounds) == len(sheet.stages)
    for stage, ours in zip(sheet.stages, result.rounds, strict=True):
        held = {one.option: one.votes for one in ours.standings if one.votes}
        assert held == {one: Fraction(votes) for one, votes in stage.items() if votes}


@given(data=st.data())
def test_a_solid_group_of_a_quota_gets_a_seat(data: st.DataObject) -> None:
    """Droop proportionality: whoever puts the same group on top, and is k quotas, gets k of its members."""
    _rule, listed, papers = data.draw(elections("stv"))
    assume(len(listed) > 2)
    group = [option.id for option in listed][: data.draw(st.integers(1, len(listed) - 1))]
    # Every transfer may lose a little of a vote; a few papers beyond the quotas make up for it.
    total = sum(paper.times for paper in papers)
    solid = [MarkedPaper(tuple((one,) for one in group), times=total // 2 + 2)]
    result = counted_with(TransferableVote(2), listed, [*papers, *solid])
    assert result.needed is not None
    assume(solid[0].times > result.needed.smallest)
    assert set(result.elected) & set(group)


# --- caps and reserved places, against trying everything ---

PEOPLE = st.lists(
    st.tuples(st.sampled_from(["", "x", "y"]), st.sampled_from(["w", "m"])), min_size=1, max_size=6
)


@given(
    people=PEOPLE,
    seats=st.integers(1, 4),
    most=st.integers(1, 3),
    women=st.integers(0, 2),
    men=st.integers(0, 2),
)
@settings(max_examples=300)
def test_places_go_to_the_first_group_that_fits_in_the_order_of_votes(
    people: list[tuple[str, str]], seats: int, most: int, women: int, men: int
) -> None:
    assume(women + men <= seats)
    reserved = tuple(Reserved("gender", value, least) for value, least in (("w", women), ("m", men)) if least)
    listed = [
        Option(one, group=group, traits={"gender": gender})
        for one, (group, gender) in zip(IDS, people, strict=False)
    ]
    papers = [MarkedPaper(((option.id,),), times=10 - place) for place, option in enumerate(listed)]
    result = counted_with(Plurality(seats, cap=Cap(most), reserved=reserved), listed, papers)

    def fits(chosen: Sequence[Option]) -> bool:
        groups = [option.group for option in chosen if option.group]
        return all(groups.count(one) <= most for one in groups)

    def met(chosen: Sequence[Option], value: str) -> int:
        return sum(option.traits["gender"] == value for option in chosen)

    asked = {"w": women, "m": men}
    possible = [chosen for size in range(seats + 1) for chosen in combinations(listed, size) if fits(chosen)]
    best = max(sum(min(met(one, v), n) for v, n in asked.items()) for one in possible)
    if best == women + men:
        enough = [one for one in possible if all(met(one, v) >= n for v, n in asked.items())]
        # Place by place in the order of votes: no lower one is taken where a higher one would do.
        first = min(enough, key=lambda one: [option not in one for option in listed])
        assert {option.id for option in first} == set(result.elected)
    else:
        assert len(result.elected) <= seats - (women + men - best)
        assert fits([option for option in listed if option.id in result.elected])


def test_random_elections_are_many() -> None:
    """The strategies make elections with ties, with cycles and with several surpluses, not only easy ones."""
    source = random.Random(7)
    kinds: set[str] = set()
    for _ in range(400):
        listed = options(IDS[: source.randint(2, 6)])
        papers = [
            MarkedPaper(
                tuple((one.id,) for one in source.sample(listed, source.randint(1, len(listed)))),
                times=source.randint(1, 4),
            )
            for _ in range(source.randint(1, 10))
        ]
        result = counted_with(TransferableVote(2), listed, papers)
        kinds |= {step.kind for one in result.rounds for step in one.steps}
        kinds |= {step.kind for one in counted_with(Debian("a"), listed, papers).rounds for step in one.steps}
    assert kinds >= {
        "surplus",
        "passed_on",
        "told_apart_earlier",
        "told_apart_by_lot",
        "elected_last",
        "defeats_dropped",
    }
