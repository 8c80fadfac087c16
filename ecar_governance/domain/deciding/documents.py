"""Documents of the record: typeset by the system (minutes when an officer asks), signed by two office
holders, each in their own act."""

from __future__ import annotations

from typing import Literal

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.moving import follow
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import Conference, Document, Mandate
from ecar_governance.errors import InvalidInput

FIELDS: dict[str, tuple[str, str]] = {
    "chair": ("session_chair", "president"),
    "secretary": ("session_secretary", "secretary_general"),
}
"""Which offices sign in which field: that of the session first, else the standing one."""

SignatureField = Literal["chair", "secretary"]

ORDER: tuple[SignatureField, ...] = ("chair", "secretary")
"""The first signature certifies, the second locks: they come in this order."""


def session_of(conference: Conference, document: Document) -> str:
    """The session whose officers sign the document."""
    if document.kind == "minutes":
        return document.subject
    return conference.resolutions[document.subject].numbered.session


def may_sign(conference: Conference, document: Document, field: str, mandate: Mandate) -> bool:
    """Whether this mandate signs in this field: the session's officer, or the standing officer when the
    session has none."""
    session = session_of(conference, document)
    of_session, standing = FIELDS[field]
    if mandate.kind == of_session:
        return mandate.session == session
    elected = any(m.kind == of_session and m.session == session for m in conference.mandates.values())
    return mandate.kind == standing and not elected


def minutes_of(conference: Conference, session: str) -> Document | None:
    """The session's minutes made for signature, if they are: the last ones, when they were made anew."""
    documents = conference.documents.values()
    made = (d for d in documents if d.kind == "minutes" and d.subject == session)
    return max(made, key=lambda d: (d.at, d.document), default=None)


def may_be_made_anew(conference: Conference, session: str) -> bool:
    """Whether minutes that nobody has signed were approved since they were made."""
    made, held = minutes_of(conference, session), conference.sessions.get(session)
    if made is None or made.signatures or held is None or held.approved is None:
        return False
    return held.approved.at >= made.at


def superseded(conference: Conference, document: Document) -> bool:
    """Whether the document is minutes that were made anew."""
    return document.kind == "minutes" and minutes_of(conference, document.subject) != document


def next_field(conference: Conference, document: Document) -> SignatureField | None:
    """The field that is to be signed next; None when both are, or the resolution is published."""
    if document.kind == "resolution" and conference.resolutions[document.subject].published is not None:
        return None
    if superseded(conference, document):
        return None
    done = {signature.field for signature in document.signatures}
    return next((field for field in ORDER if field not in done), None)


def _typeset(steps: Steps, command: c.RecordTypeset) -> list[Reason]:
    conf = steps.conference
    reasons = []
    if command.kind == "resolution" and steps.context.actor.kind != "system":
        return [Reason("actor.not_allowed")]  # the procedure asks for it, nobody by hand
    if command.document in conf.documents:
        raise InvalidInput(f"The id {command.document} of the document is taken.")
    if command.kind == "minutes":
        session = conf.sessions.get(command.subject)
        if session is None:
            reasons.append(Reason("session.unknown", {"session": command.subject}))
        elif session.status != "closed":
            reasons.append(Reason("session.not_closed"))
        if minutes_of(conf, command.subject) is not None and not may_be_made_anew(conf, command.subject):
            reasons.append(Reason("document.typeset_already"))
    else:
        resolution = conf.resolutions.get(command.subject)
        if resolution is None or not resolution.typesetting_requested:
            reasons.append(Reason("resolution.unknown", {"resolution": command.subject}))
        elif resolution.document:
            reasons.append(Reason("document.typeset_already"))
    if reasons:
        return reasons
    subject = (
        conf.resolutions[command.subject].numbered.case if command.kind == "resolution" else command.subject
    )
    steps.emit(
        subject,
        e.DocumentTypeset(command.document, command.kind, command.subject, command.sha256, command.record),
    )
    return follow(steps, subject, "document_typeset", {}) if command.kind == "resolution" else []


def _sign(steps: Steps, command: c.RecordSignature) -> list[Reason]:
    conf = steps.conference
    document = conf.documents.get(command.document)
    if document is None:
        return [Reason("document.unknown", {"document": command.document})]
    mandate = conf.mandates[steps.context.actor.mandate]
    reasons = []
    done = tuple(s.field for s in document.signatures)
    if command.field in done:
        reasons.append(Reason("document.field_signed", {"field": command.field}))
    elif command.field != ORDER[len(done)]:
        reasons.append(Reason("document.order", {"field": ORDER[len(done)]}))
    if not may_sign(conf, document, command.field, mandate):
        reasons.append(Reason("document.not_your_field", {"field": command.field}, FIELDS[command.field]))
    if any(a.person == steps.context.actor.person for a in document.signed_by):
        reasons.append(Reason("document.signed_by_you"))
    if superseded(conf, document):
        reasons.append(Reason("document.made_anew"))
    if command.before != document.current:
        reasons.append(Reason("document.changed_meanwhile"))
    reasons += _method_reasons(conf, document, command, steps.context.actor.person)
    if reasons:
        return reasons
    subject = (
        conf.resolutions[document.subject].numbered.case
        if document.kind == "resolution"
        else document.subject
    )
    steps.emit(
        subject,
        e.DocumentSigned(
            command.document,
            command.field,
            command.method,
            command.before,
            command.sha256,
            command.fingerprint,
            steps.context.actor.person,
        ),
    )
    complete = len(done) + 1 == len(ORDER)
    if complete and document.kind == "resolution":
        return follow(steps, subject, "signatures_complete", {})
    return []


def _method_reasons(
    conf: Conference, document: Document, command: c.RecordSignature, person: str
) -> list[Reason]:
    """Why this file cannot be the document with this signature on it."""
    reasons = []
    if command.sha256 == document.current:
        reasons.append(Reason("document.unchanged"))
    known = conf.persons[person].fingerprint
    if command.method == "here" and not (known and command.fingerprint == known):
        reasons.append(Reason("document.not_your_key"))
    if command.method == "outside" and not command.fingerprint:
        reasons.append(Reason("document.no_certificate"))
    if command.method == "paper" and command.fingerprint:
        reasons.append(Reason("document.paper_has_no_key"))
    # A scan cannot carry an electronic signature on, nor a printout prove one.
    if any((s.method == "paper") != (command.method == "paper") for s in document.signatures):
        reasons.append(Reason("document.ink_for_both"))
    return reasons


HANDLERS: dict[type, Handler] = {c.RecordTypeset: _typeset, c.RecordSignature: _sign}
