"""Circles of a graph: its strongly connected components (Tarjan, "Depth-first search and linear graph
algorithms", 1972), without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def components(nodes: Iterable[T], edges: Mapping[T, Sequence[T]]) -> list[list[T]]:
    """The components, each before those that it leads to."""
    number: dict[T, int] = {}
    low: dict[T, int] = {}
    stack: list[T] = []
    on_stack: set[T] = set()
    found: list[list[T]] = []
    for root in nodes:
        if root in number:
            continue
        work: list[tuple[T, int]] = [(root, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                number[node] = low[node] = len(number)
                stack.append(node)
                on_stack.add(node)
            onward = edges.get(node, ())
            for index in range(at, len(onward)):
                after = onward[index]
                if after not in number:
                    work += [(node, index + 1), (after, 0)]
                    break
                if after in on_stack:
                    low[node] = min(low[node], number[after])
            else:
                if low[node] == number[node]:
                    together: list[T] = []
                    while not together or together[-1] != node:
                        together.append(stack.pop())
                    on_stack.difference_update(together)
                    found.append(together)
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
    return found[::-1]


def circles(nodes: Iterable[T], edges: Mapping[T, Sequence[T]]) -> list[list[T]]:
    """The components that lead in a circle: of several nodes, or of one that leads to itself."""
    return [
        together
        for together in components(nodes, edges)
        if len(together) > 1 or together[0] in edges.get(together[0], ())
    ]
