"""Events between a case and the world around it: who was told, what came in, which case it led to."""

from __future__ import annotations

from typing import Literal

from ecar_governance.domain.events.base import Payload


class PartiesNotified(Payload, frozen=True):
    """These people, who then held one of the roles, were told how the case stands: mails were queued."""

    case: str
    roles: tuple[str, ...]
    people: tuple[str, ...]


FilingKind = Literal["letter", "answer", "execution"]


class FilingEntered(Payload, frozen=True):
    """Something from outside was put on the case's file: a letter, an answer, a report that a task is done.

    `dated` is the day that it bears ("2026-11-23"), `sender` the institution it came from, if it is one that
    is registered; `text` and `file` are digests."""

    case: str
    kind: FilingKind
    dated: str
    text: str
    file: str = ""
    sender: str = ""


class CaseLinked(Payload, frozen=True):
    """The case started another one, with the same text."""

    case: str
    linked: str
