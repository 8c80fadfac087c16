"""The pages on voting: every example is read as a procedure's vote is, and every word has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import yaml
from support.vocabulary import CODE, DOCS, KEYS, PAGE, ROWS, read

from ecar_governance.definitions import reading_elections, reading_votes
from ecar_governance.domain.voting import proxies, rule, thresholds
from ecar_governance.domain.voting.methods import rules

BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def blocks() -> Iterator[tuple[str, dict[str, Any]]]:
    """The blocks of the other pages: a whole vote, some of its keys, or an election's rule."""
    for page in sorted(DOCS.glob("*.md")):
        for number, text in enumerate(BLOCK.findall(page.read_text(encoding="utf-8"))):
            told = yaml.safe_load(text)
            told = told.get("vote", told)
            yield f"{page.stem}-{number}", {"election": told} if "method" in told else told


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
