"""The forms of sentences that a module makes findings of, read from its source: what is put in is `<>`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

MAKERS = {
    "Flaw",
    "Finding",
    "add",
    "_add",
    "wrong",
    "_wrong",
    "_note",
    "refuse",
    "_refuse",
    "InvalidInput",
    "problem",
}
"""Functions that are given a message and what would mend it."""

HELD = {"message", "fix", "said", "why"}
"""Names under which one is held before it is given."""


def anonymous(form: str) -> str:
    """The form without the names of what is put in."""
    return re.sub(r"<[a-z_]*>", "<>", form)


def forms(source: Path, *, yielded: bool = False) -> set[str]:
    """Every sentence of the module that a finding is made of, as a form; with `yielded` also those that its
    generators give and its lists are filled with."""
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    found = [form for node in nodes for form in _of_node(node)]
    for node in nodes if yielded else ():
        if isinstance(node, ast.Yield) and node.value is not None:
            found += _told(node.value)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append"
        ):
            found += [form for given in node.args for form in _told(given)]
    return {anonymous(form) for form in found if " " in form}


def _of_node(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        if any(isinstance(one, ast.Name) and one.id in HELD for one in node.targets):
            yield from _told(node.value)
    elif isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in MAKERS:
            for given in (*node.args, *(one.value for one in node.keywords if one.arg == "fix")):
                yield from _told(given)


def _told(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "<>" for part in node.values)
        yield "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from _told(node.body)
        yield from _told(node.orelse)
    elif isinstance(node, ast.Tuple):
        yield from _told(node.elts[0])
    elif isinstance(node, ast.BoolOp):
        for one in node.values:
            yield from _told(one)
