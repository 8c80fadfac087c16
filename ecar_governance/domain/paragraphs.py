"""A text in parts: how it is cut into paragraphs, which of them are voted on together, and what remains.

A member may move that parts of a text be voted on separately; those that are not adopted fall out, what
remains is voted on as a whole, and where every operative part was rejected the whole is (United Nations
General Assembly, Rules of Procedure, rules 89 and 129). The log holds digests alone: whoever has the texts
cuts them by `cut`, and everybody who has the log follows what became of each paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.events import Manifest, OfDivision, Paragraph
from ecar_governance.domain.state import Case, Conference, Division, Vote

_POINT = re.compile(r"[0-9]{1,3}[.)](?=[ \t]|$)")
"""How a line begins with which a numbered paragraph does: "3. " or "3) " at the margin."""

_GROUP = re.compile(r"\s*([0-9]{1,3})(?:\s*-\s*([0-9]{1,3}))?\s*")

PREAMBLE = 0
"""The number of what stands before the first numbered paragraph. It is not operative: nothing is ordered by
it."""

MOST = 300
"""So many paragraphs a text has at most that is voted on in parts."""

Parts = tuple[tuple[int, ...], ...]
"""The paragraphs that are voted on together, part by part."""


def cut(text: str) -> tuple[tuple[int, str], ...]:
    """The paragraphs of a text, each with its number.

    A paragraph begins with each line that has a number and a point or bracket at the margin ("1. ", "2) ");
    what stands before the first is the preamble, number 0. Where no line is numbered so, what blank lines
    separate is a paragraph each. Numbers are given in the order of the text, from 1, whatever it writes.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbered = any(_POINT.match(line) for line in lines)
    blocks: list[list[str]] = [[]]
    for line in lines:
        if _POINT.match(line) if numbered else not line.strip():
            blocks.append([])
        blocks[-1].append(line)
    before = _trimmed(blocks[0]) if numbered else ""
    told = map(_trimmed, blocks[1:] if numbered else blocks)
    operative = enumerate((block for block in told if block), 1)
    return (*(((PREAMBLE, before),) if before else ()), *operative)


def _trimmed(lines: list[str]) -> str:
    """The lines without blank ones around them; the first keeps how far it is from the margin."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:]).rstrip()


def join(texts: Iterable[str]) -> str:
    """A text made of paragraphs."""
    return "\n\n".join(texts)


def read_parts(text: str) -> Parts | None:
    """The parts that "2, 4-5" names: paragraph 2 alone, and 4 with 5. None where it cannot be read."""
    found = []
    for piece in re.split(r"[,;]", text.replace("–", "-")):
        match = _GROUP.fullmatch(piece)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            return None
        found.append(tuple(range(first, last + 1)))
    return tuple(found)


def said(numbers: Iterable[int]) -> str:
    """Numbers of paragraphs as people write them: "2", "4-5", "1, 3"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def joined(whole: Manifest, paragraphs: Iterable[Paragraph], *, attachments: bool = True) -> Manifest:
    """The manifest of a text made of these paragraphs: each body is the digest of the list of their digests.
    A part that is voted on alone has the titles, and no attachments."""
    kept = tuple(paragraphs)
    return Manifest(
        titles=whole.titles,
        bodies={lang: value_digest([one.bodies[lang] for one in kept]) for lang in whole.bodies},
        prevailing=whole.prevailing,
        attachments=whole.attachments if attachments else (),
    )


def bodies_of(case: Case) -> dict[str, tuple[str, ...]]:
    """The digests of the texts that the proposal's text is made of, by language: one of a text that is whole,
    of one that lost parts those of its paragraphs. `join` puts the texts together."""
    if not case.remaining:
        return {lang: (digest,) for lang, digest in case.manifest.bodies.items()}
    return {lang: tuple(one.bodies[lang] for one in case.remaining) for lang in case.manifest.bodies}


def division_of(case: Case) -> Division | None:
    """The division of the proposal's text as it stands; None where none was moved, or another text was."""
    division = case.divisions[-1] if case.divisions else None
    return division if division is not None and division.manifest_hash == case.manifest_hash else None


def division_at(case: Case, vote: Vote) -> Division | None:
    """The division that the vote was held under."""
    before = (one for one in reversed(case.divisions) if one.position < vote.opened_at)
    return next(before, None)


def votes_of(conference: Conference, case: Case, division: Division) -> tuple[Vote | None, ...]:
    """Of each part the last vote on it that counts: open, or with a result that stands; None where there is
    none."""
    found: dict[int, Vote] = {}
    for name in case.votes:
        vote = conference.votes[name]
        asked = vote.division
        if asked is None or asked.what != "part" or vote.opened_at < division.position:
            continue
        if vote.status == "open" or (vote.outcome is not None and vote.outcome.settled):
            found[asked.number] = vote
    return tuple(found.get(number) for number in range(1, len(division.parts) + 1))


def part_next(conference: Conference, case: Case, division: Division) -> OfDivision | None:
    """The first part that has no result yet; None when every part has one."""
    for number, vote in enumerate(votes_of(conference, case, division), 1):
        if vote is None or vote.status == "open":
            return OfDivision("part", number, len(division.parts), division.parts[number - 1])
    return None


def paragraphs_of(division: Division, numbers: Iterable[int]) -> tuple[Paragraph, ...]:
    """The paragraphs with these numbers, in the order of the text."""
    wanted = set(numbers)
    return tuple(one for one in division.paragraphs if one.number in wanted)


def left_of(conference: Conference, case: Case, division: Division) -> tuple[Paragraph, ...]:
    """The paragraphs that no part took with it when it was not adopted."""
    fallen = {
        number
        for vote, part in zip(votes_of(conference, case, division), division.parts, strict=True)
        if vote is not None and vote.outcome is not None and not vote.outcome.carried
        for number in part
    }
    return tuple(one for one in division.paragraphs if one.number not in fallen)


def orders(paragraphs: Iterable[Paragraph]) -> bool:
    """Whether any of them is operative."""
    return any(one.number != PREAMBLE for one in paragraphs)
