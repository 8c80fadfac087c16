"""The public register of resolutions, the page of one, and what its verification page says."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from ecar_governance.domain.paragraphs import bodies_of
from ecar_governance.domain.record import local_date
from ecar_governance.domain.state import Case, Conference, Document, Resolution
from ecar_governance.services.queries.cases import workflow_of
from ecar_governance.services.queries.directory import Directory, Office
from ecar_governance.services.queries.proposals import Attached, TextIn


class RegisterLine(Struct, frozen=True):
    """A resolution in the register. `state` is `signing` or `in_force`; `summary` is Markdown, what the
    procedure's field of that name says in the reader's language, "" without one."""

    resolution: str
    number: str
    kind: str
    title: str
    body: str
    adopted: datetime
    day: date
    state: str
    summary: str = ""


class SignatureView(Struct, frozen=True):
    """A signature on the document, or its empty place (`by` is None); `scan` is the digest of the file that
    shows one on paper."""

    field: str
    by: Office | None
    method: str = ""
    at: datetime | None = None
    fingerprint: str = ""
    scan: str = ""


class ResolutionPage(Struct, frozen=True):
    """Everything that the page of a resolution shows. `sha256` is the digest of the PDF as it is now."""

    line: RegisterLine
    titles: tuple[TextIn, ...]
    case: str
    reference: str
    vote: str
    session: str
    session_number: int
    item: int
    document: str
    sha256: str
    signatures: tuple[SignatureView, ...]
    attachments: tuple[Attached, ...]
    manifest_hash: str
    position: int
    published: datetime | None
    trial: bool
    origin: str
    names: tuple[str, ...]


def register(
    directory: Directory,
    *,
    words: str = "",
    year: int | None = None,
    published_only: bool = True,
    most: int | None = None,
) -> tuple[RegisterLine, ...]:
    """The resolutions, newest first, of those of the year the first `most`; `words` must all be in title or
    number."""
    conference = directory.conference
    found = [
        one
        for one in conference.resolutions.values()
        if (one.published is not None or not published_only) and (year is None or one.numbered.year == year)
    ]
    found.sort(key=lambda one: (one.numbered.adopted, one.numbered.sequence), reverse=True)
    found = found[:most]
    cases = [conference.cases[one.numbered.case] for one in found]
    directory.load_texts(digest for case in cases for digest in case.manifest.titles.values())
    named = ("summary", f"summary_{directory.lang}")
    directory.load_texts(str(case.fields[name]) for case in cases for name in named if name in case.fields)
    lines = [_line(directory, one) for one in found]
    asked = words.casefold().split()
    return tuple(
        line for line in lines if all(word in f"{line.number} {line.title}".casefold() for word in asked)
    )


def years(conference: Conference) -> tuple[int, ...]:
    """The years that have resolutions, newest first."""
    return tuple(sorted({one.numbered.year for one in conference.resolutions.values()}, reverse=True))


def resolution(directory: Directory, adopted: Resolution) -> ResolutionPage:
    """The page of one resolution."""
    conference = directory.conference
    numbered = adopted.numbered
    case = conference.cases[numbered.case]
    manifest = case.manifest
    bodies = bodies_of(case)
    directory.load_texts([*manifest.titles.values(), *(one for many in bodies.values() for one in many)])
    document = conference.documents.get(adopted.document)
    session = conference.sessions.get(numbered.session)
    founding = conference.founding
    languages = sorted(bodies, key=lambda lang: (lang != directory.lang, lang))
    return ResolutionPage(
        _line(directory, adopted),
        tuple(
            TextIn(
                lang,
                directory.text(manifest.titles.get(lang, "")),
                directory.whole(bodies[lang]),
                lang == manifest.prevailing,
            )
            for lang in languages
        ),
        numbered.case,
        case.reference,
        numbered.vote,
        numbered.session,
        session.number if session is not None else 0,
        numbered.item,
        adopted.document,
        document.current if document is not None else "",
        signatures(directory, document),
        tuple(Attached(one.name, one.sha256) for one in manifest.attachments),
        numbered.manifest_hash,
        adopted.position,
        adopted.published,
        founding.trial if founding is not None else False,
        founding.origin if founding is not None else "",
        tuple(founding.names.values()) if founding is not None else (),
    )


def signatures(directory: Directory, document: Document | None) -> tuple[SignatureView, ...]:
    """Both places for signatures, chair first; empty ones have nobody."""
    views = []
    for field in ("chair", "secretary"):
        view = SignatureView(field, None)
        if document is not None:
            for signed, by, at in zip(
                document.signatures, document.signed_by, document.signed_at, strict=True
            ):
                if signed.field == field:
                    office = directory.actor(by)
                    scan = signed.sha256 if signed.method == "paper" else ""
                    view = SignatureView(field, office, signed.method, at, signed.fingerprint, scan)
        views.append(view)
    return tuple(views)


def _line(directory: Directory, adopted: Resolution) -> RegisterLine:
    conference = directory.conference
    numbered = adopted.numbered
    case = conference.cases[numbered.case]
    manifest = case.manifest
    title = directory.text(manifest.titles.get(directory.lang, "")) or directory.text(
        manifest.titles.get(manifest.prevailing, "")
    )
    zone = conference.founding.zone if conference.founding is not None else "UTC"
    return RegisterLine(
        numbered.resolution,
        numbered.number,
        workflow_of(conference, case).kind,
        title,
        directory.body(numbered.body),
        numbered.adopted,
        local_date(numbered.adopted, zone),
        "in_force" if adopted.published is not None else "signing",
        _summary(directory, case) if adopted.published is not None else "",
    )


def _summary(directory: Directory, case: Case) -> str:
    """What the field `summary_az` (or the reader's language) of the case says, else `summary`; only one that
    the procedure shows to everybody."""
    fields = workflow_of(directory.conference, case).fields
    for name in (f"summary_{directory.lang}", "summary"):
        field, said = fields.get(name), case.fields.get(name, "")
        if field is not None and field.kind in ("text", "markdown") and not field.shown_to and said:
            return directory.text(str(said))
    return ""
