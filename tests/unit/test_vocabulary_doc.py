"""The pages on voting: every example is read as a procedure's vote is, and every word has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from ecar_governance.definitions import reading_elections, reading_electorate, reading_proxies, reading_votes
from ecar_governance.definitions.findings import Findings
from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.loader import compose
from ecar_governance.definitions.values import Values
from ecar_governance.domain.voting import proxies, rule, thresholds
from ecar_governance.domain.voting.methods import rules
from ecar_governance.errors import DefinitionInvalid

DOCS = Path(__file__).parents[2] / "docs" / "voting"
PAGE = (DOCS / "vocabulary.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def rows() -> Iterator[tuple[dict[str, Any], str]]:
    """Every example of the page, its parts put together, and the text of it."""
    for line in PAGE.splitlines():
        cells = line.strip("|").split(" | ")
        codes = CODE.findall(cells[0]) if line.startswith("| `") else []
        if codes:
            yield {key: value for code in codes for key, value in yaml.safe_load(code).items()}, cells[1]


def blocks() -> Iterator[tuple[str, dict[str, Any]]]:
    """The blocks of the other pages: a whole vote, some of its keys, or an election's rule."""
    for page in sorted(DOCS.glob("*.md")):
        for number, text in enumerate(BLOCK.findall(page.read_text(encoding="utf-8"))):
            told = yaml.safe_load(text)
            told = told.get("vote", told)
            yield f"{page.stem}-{number}", {"election": told} if "method" in told else told


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
BLOCKS = list(blocks())


@pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(len(ROWS))])
def test_every_example_is_read(row: tuple[dict[str, Any], str]) -> None:
    spec, found = read(row[0])
    assert found == []
    assert spec is not None


@pytest.mark.parametrize("block", BLOCKS, ids=[name for name, _ in BLOCKS])
def test_every_block_of_the_pages_is_read(block: tuple[str, dict[str, Any]]) -> None:
    assert read(block[1])[1] == []


def test_a_word_that_there_is_none_of_would_be_found() -> None:
    assert read({"tie": "dice"})[1] != []
    assert read({"majority": {"more_than": "1/2", "off": "cast"}})[1] != []
    assert read({"election": {"method": "plurality", "places": 2}})[1] != []


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

WORDS = {
    word
    for words in (
        thresholds.Base, thresholds.Counting, thresholds.Counted, thresholds.Checked,
        rule.Tie, rule.Abstaining, rule.Blank,
        rule.Invalid, rule.Absent, rule.Recused, rule.OnVacancy, rule.OnEdit, rule.Withheld, rules.ShareBase,
        rules.Tie, proxies.ProxyTo,
    )
    for word in get_args(words)
} | {*reading_votes.BALLOTS, *reading_votes.OBTAINED, *reading_elections.KEYS}  # fmt: skip


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_has_an_example(key: str) -> None:
    def within(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(within, value.values()))
        return set().union(*map(within, value)) if isinstance(value, list) else set()

    assert key in set().union(*(within(told) for told, _ in ROWS))


def test_every_word_of_a_rule_is_on_the_page() -> None:
    shown = set(re.findall(r"[a-z_]+", " ".join(CODE.findall(PAGE))))
    assert WORDS - shown == set()


def test_every_example_says_where_it_is_from_or_that_it_is_from_nowhere() -> None:
    assert [told for told, source in ROWS if len(source) < 20] == []
