"""A text on its way into parts: read, cut into paragraphs, each kept under its own salted digest."""

from __future__ import annotations

from ecar_governance.domain.events import Paragraph
from ecar_governance.domain.paragraphs import MOST, bodies_of, cut
from ecar_governance.domain.state import Case
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import VaultWrite
from ecar_governance.services.records import texts_in
from ecar_governance.services.texts import keep_text


def keep_paragraphs(desk: Desk, case: Case) -> tuple[tuple[Paragraph, ...], tuple[VaultWrite, ...]]:
    """The paragraphs of the proposal's text as it is now, and the rows that keep their texts.

    A paragraph that is not there in every language has the digests of those in which it is: deciding says
    that such a text cannot be divided."""
    digests: dict[int, dict[str, str]] = {}
    rows = []
    for lang, text in texts_in(desk, bodies_of(case)).items():
        # One more than there may be is enough to be refused; the others need not be kept first.
        for number, paragraph in cut(text)[: MOST + 1]:
            digest, row = keep_text(desk, paragraph, lang)
            digests.setdefault(number, {})[lang] = digest
            rows.append(row)
    return tuple(Paragraph(number, digests[number]) for number in sorted(digests)), tuple(rows)
