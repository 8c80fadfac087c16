"""What the core will say of a file, row by row, before anything is asked of the writer.

The rows of a plan are decided one after the other, each on what those before it made of the conference: so
the writer, who decides them together, has nothing to refuse that was not named here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ecar_governance.domain.decide import decide
from ecar_governance.domain.decision import Accepted, Context
from ecar_governance.domain.events import Actor
from ecar_governance.domain.reasons import REASONS
from ecar_governance.domain.state import Conference
from ecar_governance.services.importing.plan import Piece, Standing
from ecar_governance.services.importing.sheet import Sheet
from ecar_governance.services.ports import VaultWrite
from ecar_governance.services.vault_port import VaultPerson

_NOTHING = "nothing.changes"

FIELDS = {
    "body.kind_differs": "kind",
    "body.unknown": "body",
    "conference.one_plenary": "kind",
    "conference.one_presidium": "kind",
    "delegation.by_holder": "kind",
    "institution.has_seat": "kind",
    "institution.no_seat": "institution",
    "institution.unknown": "institution",
    "mandate.administrator_only": "kind",
    "mandate.ended_already": "until",
    "mandate.ends_before_it_begins": "until",
    "mandate.office_held": "kind",
    "mandate.other_body": "body",
    "mandate.own": "person",
    "mandate.seat_held": "institution",
}
"""The column that each of the core's reasons is about."""


def foresee(
    conference: Conference, sheet: Sheet, pieces: Iterable[Piece], actor: Actor, at: datetime
) -> Conference:
    """The conference as the pieces leave it. Every reason why one is refused is noted at its row, unless the
    row has a problem already: what follows from that is no problem of its own."""
    wrong = set(sheet.wrong)
    context = Context(actor, at)
    for piece in pieces:
        answer = decide(conference, piece.command, context)
        if isinstance(answer, Accepted):
            conference = answer.after
            continue
        for reason in answer.reasons if piece.line not in wrong else ():
            if reason.code != _NOTHING:
                sheet.reason(
                    piece.line,
                    reason.code,
                    REASONS[reason.code].format(**reason.params),
                    FIELDS.get(reason.code, ""),
                )
    return conference


def standing_after(standing: Standing, conference: Conference, rows: Iterable[VaultWrite]) -> Standing:
    """What the next file is read against, once this one is in."""
    everyone = dict(standing.everyone)
    for row in rows:
        person, told = row.key["id"], row.values
        names = {"az": told["name_az"], "en": told["name_en"]}
        everyone[person] = VaultPerson(
            person, names, told["email"] or "", told["locale"], told["salt"], told["digest"]
        )
    return Standing(conference, everyone)
