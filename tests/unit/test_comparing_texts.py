"""Two texts line by line: nothing is lost, numbers are right, what is folded did not change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.services.queries import comparing_texts
from ecar_governance.services.queries.comparing_texts import AROUND, Stretch, compare_texts

LINES = st.lists(st.sampled_from(["", "a", "b", "  c", "d: e"]), max_size=40)


def lines(stretches: tuple[Stretch, ...]) -> list[tuple[str, int, int, str]]:
    return [(one.kind, one.before, one.after, one.text) for part in stretches for one in part.lines]


@given(LINES, LINES)
def test_both_texts_can_be_read_out_of_it_with_their_numbers(old: list[str], new: list[str]) -> None:
    told = compare_texts("".join(f"{one}\n" for one in old), "".join(f"{one}\r\n" for one in new))
    every = lines(told.stretches)
    before = [(number, text) for kind, number, _, text in every if kind != "added"]
    after = [(number, text) for kind, _, number, text in every if kind != "left_out"]
    assert before == list(enumerate(old, 1))
    assert after == list(enumerate(new, 1))
    assert (told.left_out, told.added) == tuple(
        sum(1 for one in every if one[0] == kind) for kind in ("left_out", "added")
    )
    assert all((kind == "left_out") == (after == 0) for kind, _, after, _ in every)
    assert all((kind == "added") == (before == 0) for kind, before, _, _ in every)


@given(LINES, LINES)
def test_only_what_is_far_from_every_change_is_folded(old: list[str], new: list[str]) -> None:
    told = compare_texts("\n".join(old), "\n".join(new))
    every = [(part.folded, one.kind) for part in told.stretches for one in part.lines]
    for place, (folded, _) in enumerate(every):
        near = every[max(0, place - AROUND) : place + AROUND + 1]
        if any(kind != "kept" for _, kind in near):
            assert not folded


def test_a_small_change_in_a_long_text_leaves_the_rest_folded() -> None:
    old = [f"line {n}" for n in range(1, 101)]
    new = [*old[:49], "another", *old[50:]]
    told = compare_texts("\n".join(old), "\n".join(new))
    assert [(part.folded, len(part.lines)) for part in told.stretches] == [(True, 46), (False, 8), (True, 47)]
    assert lines(told.stretches)[49:51] == [("left_out", 50, 0, "line 50"), ("added", 0, 50, "another")]


def test_equal_texts_have_no_change_and_an_empty_one_has_no_line() -> None:
    assert compare_texts("a\r\nb\n", "a\nb").stretches == compare_texts("a\nb", "a\rb\n").stretches
    assert compare_texts("", "").stretches == ()
    assert lines(compare_texts("", "a").stretches) == [("added", 0, 1, "a")]


def test_beyond_the_bound_everything_between_is_told_as_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing_texts, "MOST_LINES", 3)
    told = compare_texts("x\na\nb\nc\nd\ny", "x\nd\nb\na\nc\ny")
    assert (told.left_out, told.added) == (4, 4)
    assert [kind for kind, *_ in lines(told.stretches)] == ["kept", *["left_out"] * 4, *["added"] * 4, "kept"]
