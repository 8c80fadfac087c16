"""Elections: a single transferable vote of 20,000 papers, a Schulze count of 1,000 voters by 20 options.

    python -m benchmarks.elections [--rounds 7]

The pair: votelib, in the same rounds, alternating: its transferable vote is weighted inclusive Gregory with
exact fractions, its Schulze the same as ours. Ours also checks every paper, and keeps every stage, transfer
and path for the explanation. Seconds of the processor.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence

from votelib.convert import RankedToCondorcetVotes
from votelib.evaluate.condorcet import Schulze as TheirSchulze
from votelib.evaluate.sequential import TransferableVoteSelector

from ecar_governance.domain.voting.methods.counting import count_election
from ecar_governance.domain.voting.methods.papers import MarkedPaper, Option
from ecar_governance.domain.voting.methods.rules import ElectionRule, Schulze, TransferableVote

STV_PAPERS, STV_OPTIONS, STV_SEATS = 20_000, 12, 5
VOTERS, ALTERNATIVES = 1_000, 20


def orders(source: random.Random, names: Sequence[str], papers: int, *, whole: bool) -> list[tuple[str, ...]]:
    """Random orders in which some are liked more than others, each paper as long as its voter's patience."""
    weights = [1 / (place + 1) ** 0.7 for place in range(len(names))]
    found = []
    for _ in range(papers):
        keyed = {name: source.random() ** (1 / w) for name, w in zip(names, weights, strict=True)}
        order = sorted(names, key=lambda name: -keyed[name])
        found.append(tuple(order if whole else order[: source.randint(1, len(names))]))
    return found


def ours(rule: ElectionRule, names: Sequence[str], given: list[tuple[str, ...]]) -> Callable[[], set[str]]:
    """From papers one by one, as they come out of the box, to the result with all its stages."""
    options = [Option(name) for name in names]
    papers = [MarkedPaper(tuple((name,) for name in order)) for order in given]
    return lambda: set(count_election(rule, options, papers, seed="a public text").elected)


def their_stv(given: list[tuple[str, ...]]) -> Callable[[], set[str]]:
    """votelib wants the papers put together: that is part of the work."""
    return lambda: set(TransferableVoteSelector(transferer="Gregory").evaluate(Counter(given), STV_SEATS))


def their_schulze(given: list[tuple[str, ...]]) -> Callable[[], set[str]]:
    """votelib's comparisons of all pairs, then its strongest paths and their winner."""
    return lambda: set(TheirSchulze().evaluate(RankedToCondorcetVotes().convert(Counter(given)), 1))


def seconds(work: Callable[[], set[str]]) -> float:
    """Processor time of one count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def compared(name: str, mine: Callable[[], set[str]], theirs: Callable[[], set[str]], rounds: int) -> None:
    """One line of the table, after making sure that both elect the same."""
    if mine() != theirs():
        raise SystemExit(f"{name}: the two do not elect the same")
    pairs = [(seconds(mine), seconds(theirs)) for _ in range(rounds)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"| {name} | {a * 1000:,.1f} ms | {b * 1000:,.1f} ms | **{ratio:.3f}** |")


def main() -> None:
    """Prints a table: ours, the library's, the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    source = random.Random(2026)
    candidates = [f"candidate-{n:02d}" for n in range(STV_OPTIONS)]
    alternatives = [f"option-{n:02d}" for n in range(ALTERNATIVES)]
    papers = orders(source, candidates, STV_PAPERS, whole=False)
    voters = orders(source, alternatives, VOTERS, whole=True)
    print("| | ours | votelib | ratio |\n|---|---|---|---|")
    name = f"transferable vote, {STV_PAPERS:,} papers, {STV_OPTIONS} candidates, {STV_SEATS} seats"
    compared(name, ours(TransferableVote(STV_SEATS), candidates, papers), their_stv(papers), rounds)
    name = f"Schulze, {VOTERS:,} voters, {ALTERNATIVES} options"
    compared(name, ours(Schulze(), alternatives, voters), their_schulze(voters), rounds)


if __name__ == "__main__":
    main()
