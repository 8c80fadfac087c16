"""A sentence as data, a message id with its parameters, and its text in a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.voting.phrases_az import gettext_for

Kind = Literal[
    "question", "obtained", "counts", "quorum", "majority", "base", "open", "article", "verdict", "what_if",
    "warning",
]  # fmt: skip

Params = dict[str, int | str | dict[str, str]]

_DECIMAL = re.compile(r"-?\d+\.\d+")

NAMELESS: Mapping[str, str | dict[str, str]] = {}


class Sentence(Struct, frozen=True):
    """One sentence. `message` is its English text with placeholders, filled from `params` (numbers, names,
    or a text by language) and from `terms`, whose values are message ids too. `kind` lets a page choose."""

    kind: Kind
    message: str
    params: dict[str, int | str | dict[str, str]] = {}
    terms: dict[str, str] = {}


def render(
    sentences: Iterable[Sentence], lang: str, gettext: Callable[[str], str] | None = None
) -> list[str]:
    """The sentences as text, one string each.

    Args:
        sentences: what `explain` and its like gave.
        lang: "az" or "en"; chooses among texts by language and, without `gettext`, the built-in catalogue.
        gettext: another catalogue, from message id to text with the same placeholders.

    Raises:
        LookupError: without `gettext`, for a language other than "az" and "en".
    """
    translate = gettext or gettext_for(lang)
    return [_render(sentence, lang, translate) for sentence in sentences]


def _render(sentence: Sentence, lang: str, gettext: Callable[[str], str]) -> str:
    values = {
        name: in_language(value, lang) if isinstance(value, dict) else value
        for name, value in sentence.params.items()
    }
    if lang == "az":
        values = {name: _with_comma(name, value) for name, value in values.items()}
    values.update({name: gettext(term) for name, term in sentence.terms.items()})
    text = gettext(sentence.message).format(**values)
    # In Azerbaijani a small i is capitalised as İ, never I.
    first = "İ" if lang == "az" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def _with_comma(name: str, value: int | str) -> int | str:
    """A decimal as Azerbaijani writes it, with a comma; what a lot is drawn from stays as it is."""
    decimal = isinstance(value, str) and name != "seed" and _DECIMAL.fullmatch(value)
    return str(value).replace(".", ",") if decimal else value


def in_language(texts: dict[str, str], lang: str) -> str:
    """The text in the language, else in English, else in whichever there is."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")
