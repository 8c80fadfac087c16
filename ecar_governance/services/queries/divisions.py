"""A text that is voted on in parts, as people see it: what a vote is on, and what became of each part."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecar_governance.domain.events import OfDivision, Paragraph
from ecar_governance.domain.paragraphs import (
    bodies_of,
    cut,
    division_at,
    paragraphs_of,
    said,
    votes_of,
)
from ecar_governance.domain.state import Case, Vote
from ecar_governance.services.queries.directory import Directory, Office


class PartText(Struct, frozen=True):
    """The text of a part in one language."""

    lang: str
    body: str


class Asked(Struct, frozen=True):
    """What a vote is on, where that is not the whole text: a part, its number among so many `parts`, or the
    motion to divide. `paragraphs` are numbers as people write them ("4-5", "0" for the preamble)."""

    what: str
    number: int = 0
    parts: int = 0
    paragraphs: str = ""
    texts: tuple[PartText, ...] = ()


class PartView(Struct, frozen=True):
    """A part and its vote; `status` is `waiting`, `open`, `adopted` or `fallen`."""

    asked: Asked
    status: str
    vote: str = ""


class DivisionView(Struct, frozen=True):
    """A division that was moved: by whom, into which parts; `fallen` are the paragraphs that are no longer in
    the text."""

    by: Office
    parts: tuple[PartView, ...]
    fallen: str = ""


def asked_of(directory: Directory, vote: Vote, *, texts: bool = False) -> Asked | None:
    """What the vote is on; with `texts` those of the part."""
    asked = vote.division
    if asked is None:
        return None
    found: tuple[PartText, ...] = ()
    division = division_at(directory.conference.cases[vote.case], vote) if texts else None
    if division is not None and asked.what == "part":
        found = _texts(directory, paragraphs_of(division, asked.paragraphs))
    return _asked(asked, found)


def _asked(asked: OfDivision, texts: tuple[PartText, ...] = ()) -> Asked:
    return Asked(asked.what, asked.number, asked.parts, said(asked.paragraphs), texts)


def _texts(directory: Directory, paragraphs: Iterable[Paragraph]) -> tuple[PartText, ...]:
    """What they say in each language, the reader's first."""
    told = tuple(paragraphs)
    languages = sorted({lang for one in told for lang in one.bodies})
    languages.sort(key=lambda lang: lang != directory.lang)
    directory.load_texts([digest for one in told for digest in one.bodies.values()])
    return tuple(
        PartText(lang, directory.whole([one.bodies[lang] for one in told if lang in one.bodies]))
        for lang in languages
    )


def division_view(directory: Directory, case: Case) -> DivisionView | None:
    """The newest division that was moved of the proposal's text, with what became of each part."""
    if not case.divisions:
        return None
    division = case.divisions[-1]
    parts = []
    for number, vote in enumerate(votes_of(directory.conference, case, division), 1):
        numbers = division.parts[number - 1]
        asked = OfDivision("part", number, len(division.parts), numbers)
        texts = _texts(directory, paragraphs_of(division, numbers))
        parts.append(PartView(_asked(asked, texts), _status(vote), vote.vote if vote is not None else ""))
    left = {one.number for one in case.remaining}
    fallen = said(one.number for one in division.paragraphs if one.number not in left) if left else ""
    return DivisionView(directory.actor(division.actor), tuple(parts), fallen)


def _status(vote: Vote | None) -> str:
    if vote is None or vote.status == "open":
        return "waiting" if vote is None else "open"
    return "adopted" if vote.outcome is not None and vote.outcome.carried else "fallen"


def paragraphs(directory: Directory, case: Case) -> tuple[tuple[int, str], ...]:
    """The paragraphs of the text as it is now, in the reader's language or the prevailing one."""
    bodies = bodies_of(case)
    digests = bodies.get(directory.lang) or bodies.get(case.manifest.prevailing, ())
    return cut(directory.whole(digests))
