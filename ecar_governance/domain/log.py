"""The mathematics of the log: the Merkle tree of RFC 6962, its frontier and its two kinds of proof.

Pure hashing, no storage: a tree that is written keeps a `Frontier` (one hash for each one-bit of its size);
a tree that is read is asked for its complete subtrees, through `Subtrees` or from its leaf hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from msgspec import Struct

from ecar_governance.errors import InvalidInput, RecordBroken

HASH_BYTES = 32

EMPTY_ROOT = sha256(b"").digest()
"""MTH({}) = SHA-256(): RFC 6962 section 2.1."""

Subtrees = Callable[[int, int], bytes]
"""`(level, index)` gives the root of the complete subtree of 2^level leaves from leaf index * 2^level on.
Level 0 is the leaf hash itself. Whoever stores a tree may answer from tiles or from a cache."""


def leaf_hash(entry: bytes) -> bytes:
    """MTH({d(0)}) = SHA-256(0x00 || d(0)): RFC 6962 section 2.1."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right): RFC 6962 section 2.1. The prefix keeps a node from posing as a leaf."""
    return sha256(b"\x01" + left + right).digest()


class Frontier(Struct, frozen=True):
    """All that a growing tree must remember: the roots of its complete subtrees, largest first.

    Their sizes are the powers of two in `size`. Being a value, it rolls back by keeping the old one."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()


def append(frontier: Frontier, leaf: bytes) -> Frontier:
    """The frontier with one leaf more. Costs one hash on average, log2 of the size at most.

    Args:
        leaf: the new entry's `leaf_hash`, 32 bytes.
    """
    hashes, carry, size = frontier.hashes, leaf, frontier.size
    keep = len(hashes)
    while size & 1:  # a complete subtree of this size stands already: the two make one of twice the size
        keep -= 1
        carry = node_hash(hashes[keep], carry)
        size >>= 1
    return Frontier(frontier.size + 1, (*hashes[:keep], carry))


def root(frontier: Frontier) -> bytes:
    """MTH(D[n]) of RFC 6962 section 2.1; of nothing, SHA-256 of nothing."""
    if not frontier.hashes:
        return EMPTY_ROOT
    # Splitting at the largest power of two below n leaves the smaller subtrees on the right.
    result = frontier.hashes[-1]
    for left in reversed(frontier.hashes[:-1]):
        result = node_hash(left, result)
    return result


def frontier_of(leaf_hashes: Sequence[bytes]) -> Frontier:
    """The frontier of a whole tree, from its leaf hashes in order."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier = append(frontier, leaf)
    return frontier


def subtrees(leaf_hashes: Sequence[bytes]) -> Subtrees:
    """A reader over leaf hashes in memory; it remembers what it computed, so many proofs cost one tree."""
    known: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        if level == 0:
            return leaf_hashes[index]
        if (level, index) not in known:
            known[level, index] = node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))
        return known[level, index]

    return read


def root_at(tree: Subtrees | Sequence[bytes], size: int) -> bytes:
    """The root that the tree had when it held `size` leaves. Raises InvalidInput if it never did."""
    return _range_hash(_reader(tree, size), 0, size)


def inclusion_proof(tree: Subtrees | Sequence[bytes], index: int, size: int) -> tuple[bytes, ...]:
    """PATH(m, D[n]) of RFC 6962 section 2.1.1: that leaf `index` is in the tree of `size` leaves.

    Asks for at most 2 log2 n subtrees, returns at most log2 n hashes, nearest the leaf first.
    Raises InvalidInput when there is no such leaf.
    """
    read = _reader(tree, size)
    if not 0 <= index < size:
        raise InvalidInput(f"A log of {size} events has no event {index}.")

    def path(m: int, start: int, end: int) -> tuple[bytes, ...]:
        if end - start == 1:  # PATH(0, {d(0)}) = {}
            return ()
        k = _split(end - start)
        if m < k:  # PATH(m, D[n]) = PATH(m, D[0:k]) : MTH(D[k:n])
            return (*path(m, start, start + k), _range_hash(read, start + k, end))
        # PATH(m, D[n]) = PATH(m - k, D[k:n]) : MTH(D[0:k])
        return (*path(m - k, start + k, end), _range_hash(read, start, start + k))

    return path(index, 0, size)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> None:
    """Passes in silence if `proof` leads from the leaf hash to the root (RFC 9162 section 2.1.3.2).

    Raises RecordBroken otherwise, so that a forgotten check of the answer cannot pass for a proof.
    """
    if not 0 <= index < size:
        raise RecordBroken(f"A log of {size} events has no event {index}: the proof is of another tree.")
    fn, sn, r = index, size - 1, leaf  # steps 2 and 3
    for p in proof:  # step 4
        if sn == 0:
            raise RecordBroken("The inclusion proof is longer than the path to the root.")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:  # step 5
        raise RecordBroken("The inclusion proof is shorter than the path to the root.")
    if r != root_hash:
        raise RecordBroken(
            f"The inclusion proof of event {index} does not lead to the root of {size} events."
        )


def consistency_proof(tree: Subtrees | Sequence[bytes], first: int, second: int) -> tuple[bytes, ...]:
    """PROOF(m, D[n]) of RFC 6962 section 2.1.2: that the log at `first` events is a prefix of it at `second`.

    Asks for at most 2 log2 n subtrees; returns at most 1 + log2 n hashes; for `first` of zero or equal to
    `second` none. Raises InvalidInput when the sizes are not in order or beyond the tree.
    """
    read = _reader(tree, second)
    if not 0 <= first <= second:
        raise InvalidInput(f"A log of {first} events cannot be a prefix of one of {second}.")
    if first in (0, second):  # RFC 6962 defines PROOF for 0 < m < n: here there is nothing to show
        return ()

    def subproof(m: int, start: int, end: int, whole: bool) -> tuple[bytes, ...]:
        if m == end - start:  # SUBPROOF(m, D[m], true) = {}; SUBPROOF(m, D[m], false) = {MTH(D[m])}
            return () if whole else (_range_hash(read, start, end),)
        k = _split(end - start)
        if m <= k:  # SUBPROOF(m, D[n], b) = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])
            return (*subproof(m, start, start + k, whole), _range_hash(read, start + k, end))
        # SUBPROOF(m, D[n], b) = SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])
        return (*subproof(m - k, start + k, end, False), _range_hash(read, start, start + k))

    return subproof(first, 0, second, True)


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Passes in silence if `proof` shows the older log to be a prefix (RFC 9162 section 2.1.4.2).

    Raises RecordBroken otherwise.
    """
    if not 0 <= first <= second:
        raise RecordBroken(f"A log of {first} events cannot be a prefix of one of {second}.")
    if first in (0, second):
        expected = EMPTY_ROOT if first == 0 else second_root
        if proof or first_root != expected:
            raise RecordBroken(f"The roots at {first} and {second} events contradict one another.")
        return
    path = (first_root, *proof) if first & (first - 1) == 0 else tuple(proof)  # step 2
    if not path or not proof:  # step 1
        raise RecordBroken("The consistency proof is empty.")
    fn, sn = first - 1, second - 1  # step 3
    while fn & 1:  # step 4
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]  # step 5
    for c in path[1:]:  # step 6
        if sn == 0:
            raise RecordBroken("The consistency proof is longer than the path to the root.")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:  # step 7
        raise RecordBroken("The consistency proof is shorter than the path to the root.")
    if fr != first_root or sr != second_root:
        raise RecordBroken(
            f"The log of {second} events does not begin with the log of {first} events: history was changed."
        )


def _split(size: int) -> int:
    """k: the largest power of two smaller than n (RFC 6962 section 2.1)."""
    return 1 << (size - 1).bit_length() - 1


def _range_hash(read: Subtrees, start: int, end: int) -> bytes:
    """MTH(D[start:end]) where `start` is aligned, as every range in RFC 6962's recursions is."""
    size = end - start
    if size == 0:
        return EMPTY_ROOT
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return read(level, start >> level)
    k = _split(size)
    return node_hash(_range_hash(read, start, start + k), _range_hash(read, start + k, end))


def _reader(tree: Subtrees | Sequence[bytes], size: int) -> Subtrees:
    if isinstance(tree, Sequence):
        if size > len(tree):
            raise InvalidInput(f"The log holds {len(tree)} events, not {size}.")
        tree = subtrees(tree)
    if size < 0:
        raise InvalidInput("A log cannot hold fewer than no events.")
    return tree
