"""Who of the demo's people can sign in, and the one password that they share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from msgspec import Struct

from ecar_governance.demonstration.stage import ADMINISTRATOR, PRESIDENT, SECRETARY, Stage
from ecar_governance.services import accounts

SHOWN: Final = (
    (PRESIDENT, "President, chairs the open session; has not voted yet"),
    ("rector-khazar", "Rector: has a ballot to cast and a draft to submit"),
    ("vice-rector-bhos", "Vice-rector: may vote in the rector’s place"),
    ("assistant-khazar", "Assistant: drafts and never votes"),
    ("wg-chair-aul", "Chair of the working group: a recommendation is awaited"),
    (SECRETARY, "Secretary general: runs the session, signs"),
    ("auditor-1", "Auditor: the history, every event, the export"),
    ("observer-eua", "Observer: reads"),
    (ADMINISTRATOR, "Administrator: people, mandates, invitations"),
)
"""By code: whom the demo proposes to be, and what there is to do."""


class Visitor(Struct, frozen=True):
    """One way to sign in: as whom, with which address, and what for."""

    code: str
    name: str
    email: str
    what: str


def visitors(stage: Stage) -> tuple[Visitor, ...]:
    """Those whom the demo proposes, with their addresses."""
    people = stage.desk.vault.people(stage.person(code) for code, _ in SHOWN)
    return tuple(
        Visitor(code, people[stage.person(code)].names["en"], people[stage.person(code)].email, what)
        for code, what in SHOWN
    )


def let_in(stage: Stage, password: str) -> None:
    """Sets the password of those shown. Others can be invited (`ecar user invite`)."""

    def one(code: str) -> None:
        stage.done(accounts.set_password(stage.desk, stage.person(code), password))

    # A hash takes a fifth of a second on purpose, outside Python's lock.
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(one, (code for code, _ in SHOWN)))
    stage.tell.step(f"{len(SHOWN)} people can sign in", "the installer")
