"""Refusals of resolutions and documents."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from story import SYSTEM, begun, bundled, digest, met

from ecar_governance.domain import commands as c
from ecar_governance.domain.workflow import Call, Workflow
from support.refusals import (
    Asked,
    case,
    changed,
    on_agenda,
    typeset,
)

# --- resolutions and documents -----------------------------------------------------------------------------


def numbering(again: bool) -> Asked:
    """A procedure that numbers where it should not: before any vote, or a second time."""

    def careless(flow: Workflow) -> Workflow:
        name = "archive" if again else "postpone"
        return changed(flow, name, effects=(Call("number_resolution"),))

    story, case = on_agenda(change=careless)
    if not again:
        return story, story.action(case, "postpone"), story.office
    story.act(case, "adopt_without_vote")
    story.signed(case, "session-1")
    return story, story.action(case, "archive"), story.office


case("resolution.not_carried")(lambda: numbering(again=False))
case("resolution.numbered_already")(lambda: numbering(again=True))


@case("resolution.unknown")
def _() -> Asked:
    return begun(), c.RecordTypeset("d", "resolution", "none", digest("f"), digest("r")), SYSTEM


@case("document.typeset_already")
def _() -> Asked:
    story, _document, _session = typeset()
    subject = next(iter(story.conference.resolutions))
    return story, c.RecordTypeset("document-9", "resolution", subject, digest("f"), digest("r")), SYSTEM


@case("document.not_signed")
def _() -> Asked:
    story, document, session = typeset()
    story.do(story.signature(document, "chair"), story.by("r1", "session_chair", session))
    flow = changed(bundled()["resolution"], "publish", source=("signing",), require=())
    case = next(iter(story.conference.resolutions.values())).numbered.case
    old = story.conference.workflows[story.case(case).workflow_hash]
    kept = story.conference.workflows.insert(old.hash, replace(old, workflow=flow))
    story.conference = replace(story.conference, workflows=kept)
    return story, story.action(case, "publish"), story.office


def signing(field: Any = "chair", by: str = "r1", **changes: Any) -> Asked:
    story, document, _session = typeset()
    office = "session_chair" if by == "r1" else "session_secretary"
    return story, replace(story.signature(document, field), **changes), story.by(by, office)


case("document.unknown")(lambda: signing(document="none"))
case("document.order")(lambda: signing("secretary", "olga"))
case("document.not_your_field")(lambda: signing("chair", "olga"))
case("document.changed_meanwhile")(lambda: signing(before=digest("older")))
case("document.not_your_key")(lambda: signing(method="here", fingerprint=""))
case("document.no_certificate")(lambda: signing(method="outside"))
case("document.paper_has_no_key")(lambda: signing(fingerprint=digest("key")))


@case("document.unchanged")
def _() -> Asked:
    story, document, _session = typeset()
    return signing(sha256=story.conference.documents[document].current)


def signed_once(field: Any, person: str, office: str, **changes: Any) -> Asked:
    story, document, session = typeset()
    story.do(story.signature(document, "chair"), story.by("r1", "session_chair", session))
    return story, replace(story.signature(document, field), **changes), story.by(person, office)


@case("document.made_anew")
def _() -> Asked:
    """Minutes made before they were approved, and again afterwards."""
    story, session = met()
    story.do(c.CloseSession(session), story.office)
    first = story.typeset(session, "minutes")
    story.session(days=1)
    story.do(c.PlaceTopic("session-2", "minutes", {}, session), story.office)
    story.do(c.ApproveMinutes("session-2", 1), story.office)
    story.typeset(session, "minutes")
    return story, story.signature(first, "chair"), story.by("r1", "session_chair", session)


case("document.field_signed")(lambda: signed_once("chair", "r1", "session_chair"))
case("document.signed_by_you")(lambda: signed_once("secretary", "r1", "session_chair"))
case("document.ink_for_both")(
    lambda: signed_once("secretary", "olga", "session_secretary", method="outside", fingerprint=digest("k"))
)
