"""What is no YAML: placed where the author has to look, shown, and with what mends it."""

from __future__ import annotations

import pytest
import yaml

from ecar_governance.definitions import syntax
from ecar_governance.definitions.az import located
from ecar_governance.definitions.findings import Findings, Located
from ecar_governance.definitions.loader import compose

FAULTS = [
    # Never closed: placed where it was opened.
    ("a: [b, c\n", 1, 4, syntax.CLOSE_BRACKET),
    ("a: [b, c", 1, 4, syntax.CLOSE_BRACKET),
    ("a: [1,\n", 1, 4, syntax.CLOSE_BRACKET),
    ("x: 1\na: {b: [1], c: 1,\n", 2, 4, syntax.CLOSE_BRACE),
    ("a: [b, c\n\n\n", 1, 4, syntax.CLOSE_BRACKET),
    ("x: 1\na: [b, c\nd: e\n", 2, 4, syntax.CLOSE_BRACKET),
    ("a: [\n  b,\n  c\nd: e\n", 1, 4, syntax.CLOSE_BRACKET),
    ("a: [b\n---\nc: d\n", 1, 4, syntax.CLOSE_BRACKET),
    ("a: {b: c\n", 1, 4, syntax.CLOSE_BRACE),
    ("a: {b: c\nd: e\n", 1, 4, syntax.CLOSE_BRACE),
    ('x: 1\na: "b\n', 2, 4, syntax.CLOSE_QUOTE),
    ("a: 'b\nc: d\n", 1, 4, syntax.CLOSE_QUOTE),
    ("a: 'b\n---\n", 1, 4, syntax.CLOSE_QUOTE),
    # Wrong within its brackets: placed where it is wrong.
    ("a: [b}\n", 1, 6, syntax.CLOSE_BRACKET),
    ("a: {b: c, d: [e}\n", 1, 16, syntax.CLOSE_BRACKET),
    ("a: [\n  b,\n  c d: e: f,\n]\n", 3, 9, syntax.CLOSE_BRACKET),
    # Closed and never opened, or nothing where a value must be.
    ("a: ]\n", 1, 4, syntax.NOT_OPENED),
    ("a: }\n", 1, 4, syntax.NOT_OPENED),
    ("a: [b, c]]\n", 1, 10, syntax.NOT_OPENED),
    ("a: b\n]\n", 2, 1, syntax.NOT_OPENED),
    ("a: [,]\n", 1, 5, syntax.IN_QUOTES),
    # Tabs.
    ("a:\n\tb: c\n", 2, 1, syntax.NO_TABS),
    ("a: b\n\tc: d\n", 2, 1, syntax.NO_TABS),
    ("a: >\n\tx\n", 2, 1, syntax.NO_TABS),
    # Indentation.
    ("a:\n  b: c\n d: e\n", 3, 2, syntax.NEIGHBOURS),
    ("a:\n  b: c\n  - d\n", 3, 3, syntax.NEIGHBOURS),
    ("a: b\n  c: d\n", 2, 4, syntax.DEEPER),
    ("  a: b\nc: d\n", 2, 1, syntax.TOP),
    ("- a\nb: c\n", 2, 1, syntax.ENTRIES),
    ("a: - b\n", 1, 4, syntax.LIST_BELOW),
    ("a: | x\n  b\n", 1, 6, syntax.BELOW),
    ("a: |0\n b\n", 1, 5, syntax.BELOW),
    # Colons.
    ("a:b\nc: d\n", 1, 2, syntax.SPACE),
    ("x: 1\na:b\nc: d\n", 2, 2, syntax.SPACE),
    ("x: 1\na\nc: d\n", 2, 1, syntax.COLON),
    ("title: Foo: Bar\n", 1, 11, syntax.TWO_COLONS),
    # Texts that begin with a sign of YAML's, or hold a quote.
    ("a: @x\n", 1, 4, syntax.IN_QUOTES),
    ("a: %x\n", 1, 4, syntax.IN_QUOTES),
    ("a: `x`\n", 1, 4, syntax.IN_QUOTES),
    ("a: * b\n", 1, 5, syntax.IN_QUOTES),
    ("a: & b\n", 1, 5, syntax.IN_QUOTES),
    ("a: !<x\n", 1, 7, syntax.IN_QUOTES),
    ("a: !x!y z\n", 1, 4, syntax.IN_QUOTES),
    ("a: ? b\n", 1, 4, syntax.IN_QUOTES),
    ("a: 'it's'\n", 1, 8, syntax.WHOLE_IN_QUOTES),
    ('a: "b" c\nd: e\n', 1, 8, syntax.WHOLE_IN_QUOTES),
    ('a: "\\q"\n', 1, 5, syntax.ESCAPE),
    ('a: "\\x4"\n', 1, 7, syntax.ESCAPE),
    # Directives and documents.
    ("%FOO\na: b\n", 1, 1, syntax.DIRECTIVE),
    ("%YAML 9.1\n---\na: b\n", 1, 1, syntax.DIRECTIVE),
    ("a: b\n...\nc: d\n", 3, 1, syntax.TOP),
]

REFUSED = [
    ("a: 1\na: 2\n", "yaml.duplicate", "keep one of them"),
    ("a: *x\n", "yaml.alias", "write it out, or in quotes"),
    ("a: &x 1\n", "yaml.alias", "remove it, or put it in quotes"),
    ("a: !x 1\n", "yaml.tag", "remove it, or put it in quotes"),
    ("<<: {a: b}\n", "yaml.merge", "write the keys out"),
    ("a: 1\n---\nb: 2\n", "yaml.documents", "keep one in each file"),
]


def only(text: str) -> Located:
    findings = Findings("x.yaml", text)
    compose(text, findings)
    [found] = findings.sorted()
    return found


@pytest.mark.parametrize(("text", "line", "column", "fix"), FAULTS, ids=lambda one: repr(one)[:24])
def test_a_fault_is_placed_shown_and_mended(text: str, line: int, column: int, fix: str) -> None:
    found = only(text)
    assert (found.code, found.line, found.column, found.fix) == ("yaml.syntax", line, column, fix)
    assert found.excerpt == text.split("\n")[line - 1].replace("\t", " ").rstrip()
    assert found.excerpt
    assert located(found).fix != fix, "it has its own words in Azerbaijani"


@pytest.mark.parametrize(("text", "code", "fix"), REFUSED, ids=lambda one: repr(one)[:24])
def test_what_is_yaml_and_not_allowed_is_mended(text: str, code: str, fix: str) -> None:
    found = only(text)
    assert (found.code, found.fix) == (code, fix)
    assert found.excerpt
    assert located(found).fix != fix


def test_every_kind_of_fix_is_given_to_some_text() -> None:
    kinds = {value for name, value in vars(syntax).items() if name.isupper() and isinstance(value, str)}
    given = {fix for _, _, _, fix in FAULTS}
    assert kinds - given == {syntax.ANYTHING}


def test_what_no_table_knows_has_a_fix_and_a_line() -> None:
    mark = yaml.Mark("x", 0, 5, 0, None, None)
    error = yaml.MarkedYAMLError("while doing something new", mark, "it failed", mark)
    assert syntax.diagnosed(error, "a: b\n") == (0, 4, syntax.ANYTHING)
