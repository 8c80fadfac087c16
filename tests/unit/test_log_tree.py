"""The Merkle tree: known vectors, a slow second implementation, and every proof of every size to 99."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from math import ceil, log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.domain.log import (
    EMPTY_ROOT,
    Frontier,
    append,
    consistency_proof,
    frontier_of,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    root_at,
    subtrees,
    verify_consistency,
    verify_inclusion,
)
from ecar_governance.errors import InvalidInput, RecordBroken

VECTORS = json.loads((Path(__file__).parents[1] / "golden" / "log" / "rfc6962.json").read_text())
SIZES = range(1, 100)
LEAVES = [leaf_hash(f"event {position}".encode()) for position in range(99)]


def slow_root(entries: list[bytes]) -> bytes:
    """MTH word for word as RFC 6962 section 2.1 has it: the second implementation."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + slow_root(entries[:k]) + slow_root(entries[k:])).digest()


ROOTS = [slow_root([f"event {position}".encode() for position in range(size)]) for size in range(100)]


def flipped(data: bytes, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def refused(check: Callable[..., None], *args: object) -> bool:
    try:
        check(*args)
    except RecordBroken:
        return True
    return False


def test_roots_of_the_reference_vectors() -> None:
    entries = [bytes.fromhex(entry) for entry in VECTORS["entries"]]
    frontier = Frontier()
    for size, expected in enumerate(VECTORS["roots"]):
        assert root(frontier).hex() == expected, size
        assert root_at([leaf_hash(entry) for entry in entries], size).hex() == expected
        if size < len(entries):
            frontier = append(frontier, leaf_hash(entries[size]))
    assert frontier.size == 8


def test_proofs_of_the_reference_vectors() -> None:
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in VECTORS["entries"]]
    for vector in VECTORS["inclusion"]:
        proof = inclusion_proof(leaves, vector["index"], vector["size"])
        assert [step.hex() for step in proof] == vector["proof"]
    for vector in VECTORS["consistency"]:
        proof = consistency_proof(leaves, vector["first"], vector["second"])
        assert [step.hex() for step in proof] == vector["proof"]


def test_leaf_and_node_never_meet() -> None:
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)
    assert root(Frontier()) == EMPTY_ROOT == sha256().digest()


def test_frontier_and_root_at_every_size() -> None:
    frontier = Frontier()
    tree = subtrees(LEAVES)
    for size in SIZES:
        frontier = append(frontier, LEAVES[size - 1])
        assert frontier.size == size
        assert len(frontier.hashes) == size.bit_count()
        assert root(frontier) == ROOTS[size] == root_at(tree, size)
    assert frontier == frontier_of(LEAVES)


def test_a_frontier_rolls_back_by_keeping_the_old_one() -> None:
    before = frontier_of(LEAVES[:7])
    append(append(before, LEAVES[7]), LEAVES[8])
    assert root(before) == ROOTS[7]


def test_every_inclusion_proof_to_99_and_every_corruption_of_it() -> None:
    tree = subtrees(LEAVES)
    for size in SIZES:
        for index in range(size):
            leaf, proof = LEAVES[index], inclusion_proof(tree, index, size)
            assert len(proof) <= ceil(log2(size)) if size > 1 else proof == ()
            verify_inclusion(leaf, index, size, proof, ROOTS[size])
            for at in range(len(proof)):
                bad = (*proof[:at], flipped(proof[at], 8 * at), *proof[at + 1 :])
                assert refused(verify_inclusion, leaf, index, size, bad, ROOTS[size]), (size, index, at)
            assert refused(verify_inclusion, flipped(leaf), index, size, proof, ROOTS[size])
            assert refused(verify_inclusion, leaf, index, size, proof, flipped(ROOTS[size]))
            assert refused(verify_inclusion, leaf, index, size, (*proof, leaf), ROOTS[size])
            if proof:
                assert refused(verify_inclusion, leaf, index, size, proof[:-1], ROOTS[size])
                assert refused(verify_inclusion, leaf, index, size, proof[1:], ROOTS[size])


def test_an_inclusion_proof_holds_for_its_own_index_alone() -> None:
    size = 23
    for index in range(size):
        proof = inclusion_proof(LEAVES, index, size)
        for other in range(-1, size + 2):
            if other != index:
                assert refused(verify_inclusion, LEAVES[index], other, size, proof, ROOTS[size])


def test_every_consistency_proof_to_99_and_every_corruption_of_it() -> None:
    tree = subtrees(LEAVES)
    for second in SIZES:
        for first in range(second + 1):
            proof = consistency_proof(tree, first, second)
            assert len(proof) <= 1 + ceil(log2(second))
            old, new = ROOTS[first], ROOTS[second]
            verify_consistency(first, second, old, new, proof)
            cases = [(flipped(old), new, proof), (old, new, (*proof, new))]
            if first > 0:
                cases.append((old, flipped(new), proof))
            for at in range(len(proof)):
                cases.append((old, new, (*proof[:at], flipped(proof[at], 8 * at), *proof[at + 1 :])))
                cases.append((old, new, (*proof[:at], *proof[at + 1 :])))
            for one, two, bad in cases:
                assert refused(verify_consistency, first, second, one, two, bad), (first, second)


def test_a_changed_history_has_no_consistency_proof() -> None:
    changed = [*LEAVES[:10], flipped(LEAVES[10]), *LEAVES[11:]]
    for second in range(11, 99):
        proof = consistency_proof(changed, 11, second)
        with pytest.raises(RecordBroken):
            verify_consistency(11, second, ROOTS[11], root_at(changed, second), proof)


def test_a_proof_between_two_sizes_is_none_between_two_others() -> None:
    proof = consistency_proof(LEAVES, 6, 21)
    for second in range(1, 40):
        for first in range(second + 1):
            if (first, second) != (6, 21):
                old, new = ROOTS[first], ROOTS[second]
                assert refused(verify_consistency, first, second, old, new, proof), (first, second)
    assert refused(verify_consistency, 21, 6, ROOTS[21], ROOTS[6], proof)
    assert refused(verify_consistency, -1, 6, ROOTS[0], ROOTS[6], proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (0, -1), (0, 100)])
def test_there_is_no_proof_for_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(InvalidInput):
        inclusion_proof(LEAVES, index, size)


@pytest.mark.parametrize(("first", "second"), [(-1, 5), (6, 5), (5, 100), (0, -1)])
def test_there_is_no_prefix_that_is_longer(first: int, second: int) -> None:
    with pytest.raises(InvalidInput):
        consistency_proof(LEAVES, first, second)
    with pytest.raises(InvalidInput):
        root_at(LEAVES, 100)


def test_a_reader_is_asked_for_few_complete_subtrees() -> None:
    leaves = [leaf_hash(bytes([position % 251, position // 251])) for position in range(5000)]
    inner = subtrees(leaves)
    asked: list[tuple[int, int]] = []

    def reader(level: int, index: int) -> bytes:
        assert (index + 1) << level <= len(leaves), "asked for a subtree that is not complete"
        asked.append((level, index))
        return inner(level, index)

    for work in (
        lambda: inclusion_proof(reader, 3210, 4999),
        lambda: consistency_proof(reader, 3210, 4999),
    ):
        asked.clear()
        work()
        assert len(asked) <= 2 * ceil(log2(4999))


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_any_entries_give_the_root_of_the_slow_tree(entries: list[bytes]) -> None:
    leaves = [leaf_hash(entry) for entry in entries]
    assert root(frontier_of(leaves)) == slow_root(entries) == root_at(leaves, len(leaves))
