"""The page of the vocabulary, `docs/voting/vocabulary.md`: its examples, read as a procedure's vote is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ecar_governance.definitions import reading_elections, reading_electorate, reading_proxies, reading_votes
from ecar_governance.definitions.findings import Findings
from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import compose
from ecar_governance.definitions.values import Values
from ecar_governance.errors import DefinitionInvalid

DOCS = Path(__file__).parents[2] / "docs" / "voting"
PAGE = (DOCS / "vocabulary.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")

KEYS = {
    *reading_votes.VOTE,
    *reading_votes.MAJORITY,
    *reading_votes.QUORUM,
    *reading_votes.CONSENT,
    *reading_votes.CHOSEN_BY,
    *reading_elections.ELECTION,
    *reading_elections.SHARE,
    *reading_elections.CAP,
    *reading_elections.RESERVED,
    *reading_electorate.ELECTORATE,
    *reading_proxies.PROXIES,
} - {"title", "by"}
"""Every key that a vote may have, but for titles and the trait of a cap."""


def rows() -> Iterator[tuple[dict[str, Any], str]]:
    """Every example of the page, its parts put together, and the text of it."""
    for line in PAGE.splitlines():
        cells = line.strip("|").split(" | ")
        codes = CODE.findall(cells[0]) if line.startswith("| `") else []
        if codes:
            yield {key: value for code in codes for key, value in yaml.safe_load(code).items()}, cells[1]


def read(told: dict[str, Any]) -> tuple[Any, list[str]]:
    """The vote as a procedure's reader takes it, and what it finds wrong."""
    whole: dict[str, Any] = {"body": "plenary", "ballot": "roll_call"}
    if "election" not in told and "majority" not in told:
        whole["majority"] = {"more_than": "1/2", "of": "for_and_against"}
    text = yaml.safe_dump({"vote": whole | told}, allow_unicode=True, sort_keys=False)
    findings = Findings("example", text)
    node = compose(text, findings)
    assert node is not None
    spec = reading_votes.read_vote(Keys(Values(findings), node, ("states", "s"), ("vote",)))
    try:
        findings.refuse()
    except DefinitionInvalid as error:
        return spec, [f"{one.code}: {one.message}" for one in error.findings]
    return spec, []


ROWS = list(rows())
