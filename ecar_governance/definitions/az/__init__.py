"""What the reader and the checker find, what counting again finds, and what importing finds, in Azerbaijani.

Findings are made in English, which is what a log, a tool and the API are told. A sentence is known again by
its form: the tables have every form in which one is made, with `<name>` where something is put in, and a test
reads the forms from the source and holds the tables to them. The YAML parser's own words are a table, too.
What is of no known form stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from typing import NamedTuple

from msgspec.structs import replace

from ecar_governance.definitions.az.checking import CHECKING
from ecar_governance.definitions.az.checking_votes import CHECKING_VOTES
from ecar_governance.definitions.az.commanding import COMMANDING
from ecar_governance.definitions.az.comparing import COMPARING
from ecar_governance.definitions.az.counting import COUNTING
from ecar_governance.definitions.az.importing import IMPORTING
from ecar_governance.definitions.az.mutating import MUTATING
from ecar_governance.definitions.az.parsing import FAULTS, parser_said
from ecar_governance.definitions.az.proving import PROVING
from ecar_governance.definitions.az.reading import READING
from ecar_governance.definitions.az.recording import RECORDING
from ecar_governance.definitions.az.rehearsing import REHEARSING
from ecar_governance.definitions.az.words import OF_POINTS, WORDS
from ecar_governance.definitions.findings import Located
from ecar_governance.errors import Finding

SENTENCES: Mapping[str, str] = {
    **READING,
    **FAULTS,
    **CHECKING,
    **CHECKING_VOTES,
    **PROVING,
    **COMPARING,
    **COUNTING,
    **RECORDING,
    **REHEARSING,
    **MUTATING,
    **COMMANDING,
    **IMPORTING,
}
"""Every form of a sentence, English to Azerbaijani."""

_PUT_IN = re.compile(r"<([a-z_]+)>")
_NESTED = frozenset({"said", "why", "who"})
"""What is put in and is a sentence itself, or a part of one."""

_LISTS = frozenset({"kinds", "names", "roles", "taken", "there", "ways", "where"})
"""What is put in and is a list of names, the last joined by a word."""

_POINTS = frozenset({"point", "other"})
"""What is put in and is something that happens, such as "state adopted"."""


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    told: str


def in_azerbaijani(sentence: str, title: str = "") -> str:
    """The sentence, or as it stands when its form is not known; with the `title`, if there is one, in
    place of the English one that it holds."""
    for form in _forms():
        if (match := form.pattern.fullmatch(sentence)) is not None:
            words = {name: _word(name, given) for name, given in match.groupdict().items()}
            if title and "title" in words:
                words["title"] = title
            return _PUT_IN.sub(partial(_put_in, words), form.told)
    return sentence


def located(finding: Located) -> Located:
    """The finding with its message, its fix and its steps in Azerbaijani."""
    steps = tuple(replace(step, told=in_azerbaijani(step.told, step.title)) for step in finding.steps)
    message, fix = in_azerbaijani(finding.message), in_azerbaijani(finding.fix)
    return replace(finding, message=message, fix=fix, steps=steps)


def told(finding: Finding) -> str:
    """The finding as it is printed, in Azerbaijani."""
    if not isinstance(finding, Located):
        message, fix = in_azerbaijani(finding.message), in_azerbaijani(finding.fix)
        return str(replace(finding, message=message, fix=fix))
    return str(located(finding)).replace(" Warning: ", " Xəbərdarlıq: ", finding.severity == "warning")


def _put_in(words: Mapping[str, str], put: re.Match[str]) -> str:
    return words[put[1]]


def _word(name: str, given: str) -> str:
    if name == "parser":
        return parser_said(given)
    if name == "question":
        return given.rpartition(" / ")[2]  # asked in English, then in Azerbaijani
    if name in _NESTED:
        return in_azerbaijani(given)
    if name == "things":
        return " və ".join(WORDS["thing"].get(one, one) for one in given.split(" and "))
    if name in _LISTS:
        return given.replace(" or ", " və ya ").replace(" and ", " və ")
    if name in _POINTS:
        what, _, called = given.partition(" ")
        return f"{called} {OF_POINTS[what.lower()]}" if what.lower() in OF_POINTS else given
    return WORDS.get(name, {}).get(given, given)


@cache
def _forms() -> tuple[_Form, ...]:
    """The forms, those that say most first: of two that fit, it is the one with more words of its own."""
    ranked = sorted(SENTENCES, key=lambda form: (-len(_PUT_IN.sub("", form)), form))
    return tuple(_Form(_pattern(form), SENTENCES[form]) for form in ranked)


def _pattern(form: str) -> re.Pattern[str]:
    *pieces, last = _PUT_IN.split(form)
    told = "".join(
        re.escape(text) + f"(?P<{name}>.+?)" for text, name in zip(pieces[::2], pieces[1::2], strict=True)
    )
    return re.compile(told + re.escape(last), re.DOTALL)
