"""What a script writes, as commands carry it."""

from __future__ import annotations

from ecar_governance.domain import events as e
from ecar_governance.domain.fields import KEPT
from ecar_governance.rehearsal.cast import RESOLUTION, digest

Given = str | int | list[str]
"""A value of an action's form, or of a field, as a script writes it: texts and files in words, a session as
`current` or `earlier`, a resolution as `earlier`."""


def manifest(languages: tuple[str, ...], words: str = "text") -> e.Manifest:
    """A text in each of the languages; the first prevails."""
    titles = {lang: digest(f"{words} title {lang}") for lang in languages}
    bodies = {lang: digest(f"{words} body {lang}") for lang in languages}
    return e.Manifest(titles, bodies, languages[0] if languages else "az")


PARAGRAPHS = 4
"""How many numbered paragraphs a text of a play has, after its preamble."""


def paragraphs(text: e.Manifest) -> tuple[e.Paragraph, ...]:
    """Those of a text, as they are given with a motion to divide it."""
    return tuple(
        e.Paragraph(number, {lang: digest(f"{number} of {body}") for lang, body in text.bodies.items()})
        for number in range(PARAGRAPHS + 1)
    )


def filled(kind: str, value: Given) -> str | int:
    """A field's value as a command carries it: texts and files as digests."""
    if kind in KEPT and value != "":
        return digest(str(value))
    if kind == "resolution" and value == "earlier":
        return RESOLUTION
    return value if kind in ("", "integer") and isinstance(value, int) else str(value)


def place_of(seat: str) -> tuple[int, str]:
    """Where a seat stands among the others: U2 before U10."""
    return len(seat), seat
