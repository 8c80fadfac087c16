"""A text voted on in parts: how it is cut, what each part is bound to, what falls out, and what remains."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from story import Story, bundled, digest, manifest
from support.dividing import decided, divided, moving, paragraphs

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.deciding.drafting import manifest_hash
from ecar_governance.domain.paragraphs import bodies_of, cut, join, joined, read_parts, said
from ecar_governance.domain.recounting import recount
from ecar_governance.domain.state import Vote
from ecar_governance.domain.vote_record import from_plain, record_of, to_plain
from ecar_governance.domain.voting.sentences import render
from ecar_governance.domain.workflow import Call, Workflow
from ecar_governance.services.queries.naming import division_named, division_told
from ecar_governance.verifier.replay import replay

# --- cutting -----------------------------------------------------------------------------------------------

CUT = [
    ("Guided by X,\n\n1. One\n2. Two", [(0, "Guided by X,"), (1, "1. One"), (2, "2. Two")]),
    ("1. One\n\nmore of it\n\n2) Two", [(1, "1. One\n\nmore of it"), (2, "2) Two")]),
    (
        "1. One\n1.1. Of one\n   2. Indented\n2. Two",
        [(1, "1. One\n1.1. Of one\n   2. Indented"), (2, "2. Two")],
    ),
    ("3. One\n3. Two", [(1, "3. One"), (2, "3. Two")]),
    ("One\n\nTwo\nmore\n \n\nThree\n", [(1, "One"), (2, "Two\nmore"), (3, "Three")]),
    ("One", [(1, "One")]),
    ("", []),
    ("\n\n", []),
    ("1.", [(1, "1.")]),
    ("2026. il\n1.Not a point", [(1, "2026. il\n1.Not a point")]),
    ("A\r\n1. One\r2. Two", [(0, "A"), (1, "1. One"), (2, "2. Two")]),
]


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_a_text_is_cut_by_one_rule(text: str, expected: list[tuple[int, str]]) -> None:
    assert list(cut(text)) == expected


@given(st.text(alphabet="a1.) \n\r2", max_size=60))
def test_nothing_is_lost_and_nothing_added(text: str) -> None:
    """Every sign is in one paragraph, in the order of the text; cut again, it is the same."""
    found = cut(text)
    whole = join(paragraph for _, paragraph in found)
    assert whole.split() == text.split()
    assert cut(whole) == found
    numbers = [number for number, _ in found]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else not text.strip()


PARTS = [
    ("2", ((2,),)),
    ("2, 4-5", ((2,), (4, 5))),
    ("1;3 – 4", ((1,), (3, 4))),
    ("0", ((0,),)),
    ("7-7", ((7,),)),
    *((text, None) for text in ("", "x", "2,", "5-4", "1-2-3", "-1", "1000", "2 3", "²", "1\n2")),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_parts_are_read(text: str, expected: object) -> None:
    assert read_parts(text) == expected


@given(st.lists(st.integers(0, 30), min_size=1, unique=True).map(sorted))
def test_numbers_are_said_and_read_again(numbers: list[int]) -> None:
    read = read_parts(said(numbers))
    assert read is not None
    assert [number for part in read for number in part] == numbers


# --- voting ------------------------------------------------------------------------------------------------


def agrees(story: Story) -> None:
    """Whoever folds the log decides every act alike."""
    found = replay(story.leaves)
    assert (found.findings, found.conference) == ((), story.conference)


def recounted(vote: Vote) -> None:
    record = record_of(vote)
    assert (record.division, record.manifest_hash) == (vote.division, vote.manifest_hash)
    again = recount(from_plain(to_plain(record)))
    assert (again.findings, again.outcome) == ((), vote.outcome)


@pytest.mark.parametrize("fates", list(product("fa", repeat=3)), ids="".join)
def test_what_is_not_adopted_falls_and_the_rest_is_put_as_a_whole(fates: tuple[str, ...]) -> None:
    """Each of three paragraphs by itself, however it turns out; the preamble is put with the whole alone."""
    story, case = divided()
    before = story.case(case)
    texts = {one.number: one for one in paragraphs(3)}
    for number, fate in enumerate(fates, 1):
        vote = story.vote(decided(story, case, fate * 6))
        assert vote.division == e.OfDivision("part", number, 3, (number,))
        part = joined(before.manifest, [texts[number]], attachments=False)
        assert part.bodies == {k: value_digest([texts[number].bodies[k]]) for k in ("az", "en")}
        assert vote.manifest_hash == manifest_hash(part) != before.manifest_hash
        recounted(vote)
    kept = [texts[0], *(texts[n] for n, fate in enumerate(fates, 1) if fate == "f")]
    case_now = story.case(case)
    if len(kept) == 1:
        assert story.states(case) == "rejected"
        assert not case_now.resolution
    else:
        assert story.states(case) == "ready"
        whole = len(kept) == 4
        assert case_now.remaining == (() if whole else tuple(kept))
        assert (case_now.manifest_hash == before.manifest_hash) == whole
        if not whole:
            assert bodies_of(case_now) == {k: tuple(one.bodies[k] for one in kept) for k in ("az", "en")}
            assert case_now.manifest == joined(before.manifest, kept)
            assert case_now.revision == before.revision + 1
        vote = story.vote(decided_whole(story, case))
        assert (vote.division, vote.manifest_hash) == (None, case_now.manifest_hash)
        recounted(vote)
        numbered = story.conference.resolutions[story.case(case).resolution].numbered
        assert numbered.manifest_hash == case_now.manifest_hash
    agrees(story)


def decided_whole(story: Story, case: str) -> str:
    story.act(case, "open_vote")
    vote = story.case(case).vote
    story.ballots(vote, "ffffff")
    story.close(vote)
    return vote


def test_parts_are_put_in_the_order_of_the_text_whatever_the_order_of_the_motion() -> None:
    story, case = divided(parts="3, 0, 1-2")
    votes = [story.vote(decided(story, case, choices)) for choices in ("ffffff", "aaaaaa", "ffffff")]
    assert [vote.division.paragraphs for vote in votes if vote.division] == [(0,), (1, 2), (3,)]
    assert [one.number for one in story.case(case).remaining] == [0, 3]
    fallen = [event.data for event in story.events if isinstance(event.data, e.TextReduced)]
    assert [one.fallen for one in fallen] == [(1, 2)]


def test_what_is_not_named_is_voted_on_with_the_whole_alone() -> None:
    story, case = divided(parts="2")
    decided(story, case, "aaaaaa")
    assert story.states(case) == "ready"
    assert [one.number for one in story.case(case).remaining] == [0, 1, 3]


def test_a_ballot_on_a_part_is_bound_to_the_text_of_the_part() -> None:
    story, case = divided()
    story.act(case, "put_part")
    vote = story.case(case).vote
    whole = story.ballot(vote, story.seat(0), manifest_hash=story.case(case).manifest_hash)
    assert story.refused(whole, story.by("r0", "rector")) == ["ballot.other_text"]


def test_the_longest_text_that_is_divided() -> None:
    story, case = divided(moved=False)
    story.do(moving(story, case, texts=paragraphs(299)), story.by("r2"))
    assert len(story.case(case).divisions[-1].parts) == 299


def test_a_part_is_voted_on_in_secret_where_its_state_says_so() -> None:
    def secretly(flow: Workflow) -> Workflow:
        spec = flow.states["part"].vote
        assert spec is not None
        part = replace(flow.states["part"], vote=replace(spec, ballot="secret"))
        return replace(flow, version="9.0.0", states={**flow.states, "part": part})

    story, case = divided(parts="1, 2", change=secretly)
    vote = story.vote(decided(story, case, "ffaaaa"))
    assert {paper.seat for paper in vote.papers} == {None}
    assert [paper.choice for paper in vote.papers] == sorted(paper.choice for paper in vote.papers)
    decided(story, case, "ffffff")
    assert [one.number for one in story.case(case).remaining] == [0, 2, 3]
    recounted(vote)
    agrees(story)


def test_after_a_void_vote_the_part_is_put_again() -> None:
    story, case = divided(parts="1, 2")
    story.act(case, "put_part")
    voided = story.case(case).vote
    chair = story.by("r1", "session_chair")
    story.do(c.VoidVote(voided, "by_hand", digest("a reason"), story.fresh()), chair)
    assert story.states(case) == "parts"
    assert story.vote(decided(story, case, "ffffff")).division == story.vote(voided).division
    agrees(story)


def test_where_somebody_objects_the_session_decides_and_no_resolution_rests_on_that() -> None:
    story, case = divided(moved=False)
    story.do(moving(story, case), story.by("r2"))
    story.act(case, "put_division")
    vote = story.case(case).vote
    assert story.vote(vote).division == e.OfDivision("motion", parts=3)
    assert story.vote(vote).manifest_hash == story.case(case).manifest_hash
    story.ballots(vote, "ffffff")
    story.close(vote)
    assert story.states(case) == "parts"
    assert not story.vote(vote).decides
    recounted(story.vote(vote))
    unchecked = story.copy()
    pinned = unchecked.conference.workflows[unchecked.case(case).workflow_hash]
    ways = pinned.workflow.transitions
    put = replace(ways["put_part"], target="adopted", effects=(Call("number_resolution"),))
    flow = replace(pinned.workflow, transitions={**ways, "put_part": put})
    known = unchecked.conference.workflows.insert(pinned.hash, replace(pinned, workflow=flow))
    unchecked.conference = replace(unchecked.conference, workflows=known)
    assert "resolution.not_carried" in unchecked.refused(unchecked.action(case, "put_part"), unchecked.office)


def test_one_that_was_refused_may_be_moved_otherwise() -> None:
    story, case = divided(moved=False)
    for parts in ("1", "2-3"):
        story.do(moving(story, case, parts=parts), story.by("r2"))
        story.act(case, "put_division")
        vote = story.case(case).vote
        story.ballots(vote, "aaaaaa" if parts == "1" else "ffffff")
        story.close(vote)
    asked = story.vote(decided(story, case, "ffffff")).division
    assert asked == e.OfDivision("part", 1, 1, (2, 3))
    assert [one.parts for one in story.case(case).divisions] == [((1,),), ((2, 3),)]
    agrees(story)


@pytest.mark.parametrize("way", ["adopt_without_vote", "enter_hand_count"])
def test_a_part_may_be_had_without_ballots(way: str) -> None:
    def otherwise(flow: Workflow) -> Workflow:
        spec = flow.states["part"].vote
        assert spec is not None
        had = "without_vote" if way == "adopt_without_vote" else "hand_count"
        part = replace(flow.states["part"], vote=replace(spec, obtained=(had,)))
        put = flow.transitions["put_part"]
        given: dict[str, Any] = {"effects": (Call(way),)}
        if had == "hand_count":
            given["inputs"] = bundled()["statutes"].transitions["enter_hand_count"].inputs
        return replace(
            flow,
            version="9.0.0",
            states={**flow.states, "part": part},
            transitions={**flow.transitions, "put_part": replace(put, **given)},
        )

    story, case = divided(parts="1-2", change=otherwise)
    counted = {"for": 4, "against": 2, "abstain": 0, "invalid": 0, "tellers": ("r3",)}
    story.act(case, "put_part", **(counted if way == "enter_hand_count" else {}))
    vote = story.vote(story.case(case).vote)
    assert vote.division == e.OfDivision("part", 1, 1, (1, 2))
    text = [one for one in paragraphs(3) if one.number in (1, 2)]
    assert vote.manifest_hash == manifest_hash(joined(story.case(case).manifest, text, attachments=False))
    assert story.states(case) == "ready"
    recounted(vote)
    agrees(story)


def test_the_result_names_the_part() -> None:
    story, case = divided(parts="1, 2-3")
    vote = story.vote(decided(story, case, "ffffff"))
    assert render(division_told(vote.division), "en") == ["On part 1 of 2 of the text, § 1."]
    assert "bənd: 1." in render(division_told(vote.division), "az")[0]
    assert division_told(None) == []
    assert vote.division is not None
    assert division_named(vote.division, "en") == "Part 1 of 2 (§ 1)"
    assert division_named(vote.division, "az") == "Hissə 1 / 2 (bənd 1)"
    assert division_named(e.OfDivision("motion"), "en") == "Is the text to be voted on in parts?"
    motion = render(division_told(e.OfDivision("motion", parts=2)), "en")[0]
    assert "nothing of the text itself is decided" in motion


def test_a_case_begun_from_what_remains_has_what_remains() -> None:
    """What another case is begun with is the text as it is then, its paragraphs too."""

    def linking(flow: Workflow) -> Workflow:
        ways = flow.transitions
        more = replace(ways["withdraw"], effects=(*ways["withdraw"].effects, LINK))
        return replace(flow, version="9.0.0", transitions={**ways, "withdraw": more})

    story, case = divided(parts="2", change=linking)
    decided(story, case, "aaaaaa")
    story.act(case, "withdraw", story.by("r0", "rector"))
    [linked] = story.case(case).linked
    assert bodies_of(story.case(linked)) == bodies_of(story.case(case))
    assert story.case(linked).manifest_hash == story.case(case).manifest_hash
    story.do(
        c.ReviseProposal(linked, story.case(linked).version, manifest("new"), (), ""),
        story.by("r0", "rector"),
    )
    assert bodies_of(story.case(linked)) == {k: (d,) for k, d in manifest("new").bodies.items()}
    agrees(story)


LINK = Call("start_linked_case", {"workflow": "amendment"})
