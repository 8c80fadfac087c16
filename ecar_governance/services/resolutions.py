"""Documents of the record: typeset when asked for, signed by each holder, brought back, handed out.

Slow work (typesetting, signing) runs outside the log's lock: the bytes are stored, then an act names them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import structs

from ecar_governance.domain import commands as c
from ecar_governance.domain.canonical import bytes_digest
from ecar_governance.domain.decide import decide
from ecar_governance.domain.deciding.documents import FIELDS, may_sign, minutes_of
from ecar_governance.domain.deciding.rights import PRESIDING
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.pdf_report import PdfReport
from ecar_governance.domain.record import DecisionRecord, MinutesRecord, record_bytes
from ecar_governance.domain.state import Document
from ecar_governance.errors import GovernanceError, InvalidInput, NotFound
from ecar_governance.services import records
from ecar_governance.services.acting import SYSTEM, actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.documents_port import Field
from ecar_governance.services.kept import kept_file
from ecar_governance.services.kinds import OFFICES
from ecar_governance.services.minutes import extract_record, minutes_record
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.texts import check_size
from ecar_governance.services.vault_port import BlobInfo
from ecar_governance.services.work import deciding

PDF = "application/pdf"
TYPESET = "typeset"
"""The kind of job that makes a resolution's document."""

_LEASE = timedelta(minutes=2)
_FIRST_RETRY = timedelta(seconds=15)
_LONGEST_RETRY = timedelta(hours=1)
_NO_KEY = "document.not_your_key"
_NOT_MADE_YET = bytes_digest(b"a signature that is not made yet")

SCANS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def awaiting_typesetting(desk: Desk) -> tuple[str, ...]:
    """Resolutions whose document was asked for and is not made yet."""
    return tuple(
        sorted(
            r.numbered.resolution
            for r in desk.conference.resolutions.values()
            if r.typesetting_requested and not r.document
        )
    )


def typeset(desk: Desk, resolution: str) -> Outcome:
    """Makes the PDF of an adopted resolution and records it. Another server may have been first: refused."""
    record = records.decision_record(desk, resolution)
    return _record(desk, SYSTEM, "resolution", resolution, desk.documents.resolution(record), record)


def typeset_minutes(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Makes the minutes of a closed session, for signature, when one of its officers asks.

    Raises NotFound when there is no such session."""
    if session not in desk.conference.sessions:
        raise NotFound("There is no such session.")
    now = desk.clock.now()
    actor = actor_for(desk.conference, person, now, kinds=PRESIDING, session=session)
    wanted = c.RecordTypeset(desk.ids.new("document"), "minutes", session, _NOT_MADE_YET, _NOT_MADE_YET)
    barred = decide(desk.conference, wanted, Context(actor, now))
    if isinstance(barred, Refused):
        # Before anything slow is done; under a key that was used, the first answer stands.
        return desk.perform(lambda _: barred, actor=actor, key=key)
    record = minutes_record(desk, session, standing="for_signature")
    return _record(desk, actor, "minutes", session, desk.documents.minutes(record), record, key)


def _record(
    desk: Desk,
    actor: Actor,
    kind: Literal["resolution", "minutes"],
    subject: str,
    pdf: bytes,
    record: DecisionRecord | MinutesRecord,
    key: str | None = None,
) -> Outcome:
    info = _kept(desk, kind, pdf)
    command = c.RecordTypeset(
        desk.ids.new("document"), kind, subject, info.sha256, bytes_digest(record_bytes(record))
    )
    return desk.perform(deciding(command, actor), actor=actor, key=key)


def _kept(desk: Desk, kind: str, pdf: bytes) -> BlobInfo:
    """Keeps a form of a document, before the event that names it."""
    name = "qerar" if kind == "resolution" else "protokol"
    return desk.vault.put_blob(pdf, media_type=PDF, filename=f"{name}.pdf", at=desk.clock.now())


def document_of(desk: Desk, document: str) -> Document:
    """The document; raises NotFound."""
    found = desk.conference.documents.get(document)
    if found is None:
        raise NotFound("There is no such document.")
    return found


def pdf(desk: Desk, document: str) -> bytes:
    """The document's newest bytes. Raises NotFound, and FileAltered for others than those on record."""
    return kept_file(desk, document_of(desk, document).current).content


def latest_pdf(desk: Desk, document: str) -> bytes:
    """The newest bytes that are a PDF: after a signature on paper the current file is a scan. Raises as
    `pdf` does."""
    known = document_of(desk, document)
    digests = [known.typeset, *(s.sha256 for s in known.signatures if s.method != "paper")]
    return kept_file(desk, digests[-1]).content


def minutes_pdf(desk: Desk, session: str) -> bytes:
    """The session's minutes: the document under signature if there is one, else as they would be."""
    known = minutes_of(desk.conference, session)
    if known is not None:
        return latest_pdf(desk, known.document)
    return desk.documents.minutes(minutes_record(desk, session))


def extract_pdf(desk: Desk, session: str, item: int, certifier: str) -> bytes:
    """The extract of the minutes for one item. Raises NotFound, InvalidInput."""
    return desk.documents.extract(extract_record(desk, session, item, certifier))


def issue_key(desk: Desk, person: str, passphrase: str) -> Outcome:
    """A trial signing key for the person themselves, opened by the passphrase that they chose."""
    if len(passphrase) < 12:
        raise InvalidInput("A passphrase has at least 12 characters.", fix="choose a longer one")
    actor = actor_for(desk.conference, person, desk.clock.now(), kinds=_signing_kinds())
    mandate = desk.conference.mandates.get(actor.mandate)
    office = OFFICES.get(mandate.kind if mandate else "", {"en": "", "az": ""})
    fingerprint = desk.documents.issue_key(
        person, name=records.name_of(desk, person), office=office["en"], passphrase=passphrase
    )
    command = c.IssueSigningKey(person, fingerprint, trial=True)
    return desk.perform(deciding(command, actor), actor=actor)


def _signing_kinds() -> tuple[str, ...]:
    return tuple(kind for pair in FIELDS.values() for kind in pair)


def sign_here(
    desk: Desk, person: str, document: str, field: Field, passphrase: str, *, key: str | None = None
) -> Outcome:
    """The holder signs with their own key, opened by their passphrase. Raises InvalidInput, NotFound."""
    known = document_of(desk, document)
    conf = desk.conference
    at = desk.clock.now()
    actor = actor_for(conf, person, at, among=_mandates(desk, person, known, field), kinds=FIELDS[field])
    holder = conf.persons.get(person)
    known_key = holder.fingerprint if holder is not None else ""
    barred = _barred(desk, actor, c.RecordSignature(document, field, "here", "", "", known_key), key)
    if isinstance(barred, Refused) and not known_key and {r.code for r in barred.reasons} == {_NO_KEY}:
        raise NotFound("No signing key was issued to you here yet.")
    if barred is not None:
        return barred
    before = pdf(desk, document)
    signed, fingerprint = desk.documents.sign(
        before,
        field,
        person,
        passphrase,
        name=records.name_of(desk, person),
        office=OFFICES[conf.mandates[actor.mandate].kind],
        at=at,
    )
    info = _kept(desk, known.kind, signed)
    command = c.RecordSignature(document, field, "here", known.current, info.sha256, fingerprint)
    return desk.perform(deciding(command, actor), actor=actor, key=key)


def sign_outside(
    desk: Desk, person: str, document: str, field: Field, returned: bytes, *, key: str | None = None
) -> Outcome:
    """A file signed elsewhere, brought back by its signer: verified, then recorded. Raises InvalidInput."""
    check_size(desk, "returned", returned)
    known = document_of(desk, document)
    at = desk.clock.now()
    actor = _signer(desk, person, known, field, at)
    barred = _barred(desk, actor, c.RecordSignature(document, field, "outside", "", "", "not seen yet"), key)
    if barred is not None:
        return barred
    fingerprint = desk.documents.accept_outside(pdf(desk, document), returned, field)
    info = _kept(desk, known.kind, returned)
    command = c.RecordSignature(document, field, "outside", known.current, info.sha256, fingerprint)
    return desk.perform(deciding(command, actor), actor=actor, key=key)


def sign_on_paper(
    desk: Desk, person: str, document: str, field: Field, scan: bytes, *, key: str | None = None
) -> Outcome:
    """Ink on paper: the holder records it, with the scan. Raises InvalidInput for a file of another kind."""
    check_size(desk, "scan", scan)
    if not scan.startswith(SCANS):
        raise InvalidInput("The scan is neither a PDF nor a picture.", fix="attach a PDF, JPEG or PNG")
    known = document_of(desk, document)
    at = desk.clock.now()
    actor = _signer(desk, person, known, field, at)
    barred = _barred(desk, actor, c.RecordSignature(document, field, "paper", "", ""), key)
    if barred is not None:
        return barred
    media = PDF if scan.startswith(b"%PDF-") else "image/jpeg" if scan[:1] == b"\xff" else "image/png"
    info = desk.vault.put_blob(scan, media_type=media, filename="scan", at=at)
    command = c.RecordSignature(document, field, "paper", known.current, info.sha256)
    return desk.perform(deciding(command, actor), actor=actor, key=key)


def _signer(desk: Desk, person: str, document: Document, field: Field, at: datetime) -> Actor:
    among = _mandates(desk, person, document, field)
    return actor_for(desk.conference, person, at, among=among, kinds=FIELDS[field])


def _barred(desk: Desk, actor: Actor, wanted: c.RecordSignature, key: str | None) -> Outcome | None:
    """Why the signature would be refused, asked before anything slow is done; None when it would not.

    A signature made under the same key is answered as it was the first time."""
    conf, offices = desk.conference, FIELDS[wanted.field]
    mandate = conf.mandates.get(actor.mandate)
    if mandate is None or mandate.kind not in offices:
        return Refused((Reason("document.not_your_field", {"field": wanted.field}, offices),))
    before = document_of(desk, wanted.document).current
    command = structs.replace(wanted, before=before, sha256=_NOT_MADE_YET)
    answer = decide(conf, command, Context(actor, desk.clock.now()))
    if not isinstance(answer, Refused):
        return None
    return desk.perform(lambda _: answer, actor=actor, key=key)


def _mandates(desk: Desk, person: str, document: Document, field: Field) -> tuple[str, ...]:
    """The person's mandates that sign in this field of this document."""
    conf, now = desk.conference, desk.clock.now()
    return tuple(
        m.mandate
        for m in conf.mandates.values()
        if m.person == person and m.in_force(now) and may_sign(conf, document, field, m)
    )


def verify(desk: Desk, content: bytes) -> PdfReport:
    """What the file is worth: who signed, what it covers, whether it changed, whether it is on record."""
    known: dict[str, str] = {}
    for document in desk.conference.documents.values():
        known[records.hexadecimal(document.typeset)] = f"{document.document}, not signed yet"
        for signature in document.signatures:
            known[records.hexadecimal(signature.sha256)] = document.document
    return desk.documents.verify(content, known.get)


def make_due(desk: Desk) -> int:
    """Typesets whatever waits for it; gives how many documents were made. Called by the server's ticker.

    Each is a leased job, so that of several servers one works at it; one that fails is tried again later and
    later. Raises what the first of them raised, after the others were made."""
    now = desk.clock.now()
    waiting = awaiting_typesetting(desk)
    for resolution in waiting:
        desk.vault.add_job(f"{TYPESET}-{resolution}", TYPESET, resolution, {}, at=now, due=now)
    made = 0
    broken: GovernanceError | None = None
    owner = desk.ids.new("worker")
    while waiting and (jobs := desk.vault.lease_jobs((TYPESET,), owner, now=now, until=now + _LEASE)):
        for job in jobs:
            try:
                made += isinstance(typeset(desk, job.about), Done)
            except GovernanceError as error:
                broken = broken or error
                again = min(_FIRST_RETRY * 2**job.tries, _LONGEST_RETRY)
                desk.vault.fail_job(job.id, owner, error=error.message, retry_at=now + again)
            else:
                desk.vault.finish_job(job.id, owner, at=desk.clock.now())
    if broken is not None:
        raise broken
    return made
