"""Verification, open to everybody: the page that a QR code leads to, and the check of a file handed in."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.pdf_report import PdfReport, SignatureReport
from ecar_governance.domain.record import DecisionRecord
from ecar_governance.services import resolutions as service
from ecar_governance.services.queries.resolutions import resolution
from ecar_governance.services.texts import Upload
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Problem, read_form
from ecar_governance.web.here import Here, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.resolutions import known_resolution, vote_line
from ecar_governance.web.views import page
from ecar_governance.wording import translations

_VERIFY = {"permission": Permission.VERIFY}


@get("/verify", opt=_VERIFY, sync_to_thread=True)
def show_verify(request: AnyRequest) -> Response[Any]:
    """The form to hand in a file."""
    return page(request, "verify/upload.html", form=EMPTY)


@get("/verify/{name:str}", opt=_VERIFY, sync_to_thread=True)
def show_verification(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """What the record says of one resolution, at an address that lasts."""
    here = Here(request)
    adopted = known_resolution(here, name)
    return page(
        request,
        "verify/show.html",
        page=resolution(here.directory, adopted),
        vote_line=vote_line(here, adopted),
        form=EMPTY,
    )


@post("/verify", opt=_VERIFY, status_code=200)
async def verify(request: AnyRequest) -> Response[Any]:
    """Checks a file; it is looked at and not kept."""
    sent = await read_form(request)
    return await in_thread(_verify, request, sent.file("pdf"))


def _verify(request: AnyRequest, upload: Upload | None) -> Response[Any]:
    here = Here(request)
    _ = here.gettext
    if upload is None or not upload.content.startswith(b"%PDF-"):
        form = EMPTY.with_problems([Problem("pdf", _("Please choose a PDF."))])
        return page(request, "verify/upload.html", status=422, form=form)
    report = service.verify(here.desk, upload.content)
    record = report.record
    name = record.resolution if isinstance(record, DecisionRecord) else ""
    known = here.conference.resolutions.get(name)
    return page(
        request,
        "verify/report.html",
        report=report,
        filename=upload.name,
        facts=_facts(report, here.lang),
        resolution=name if known is not None and known.published is not None else "",
    )


def _facts(report: PdfReport, lang: str) -> list[tuple[str, str]]:
    """The report in words: what it is, who signed, what was changed, whether it is on record."""
    _ = translations(lang).gettext
    yes_no = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}
    facts: list[tuple[str, str]] = []
    record = report.record
    if isinstance(record, DecisionRecord):
        title = record.titles.get(lang) or record.titles.get(record.prevailing, "")
        facts.append((_("Document"), f"№ {record.number}. {title}"))
    for signature in report.signatures:
        facts.append((_("Signature"), _signature(signature, lang)))
    if not report.signatures:
        facts.append((_("Signature"), _("The file is not signed.")))
    facts += [
        (_("Pages and attached record agree"), yes_no[report.consistent]),
        (_("This very file stands in the record"), yes_no[report.in_log]),
        (_("SHA-256 of the file"), report.sha256),
    ]
    return facts


def _signature(signature: SignatureReport, lang: str) -> str:
    _ = translations(lang).gettext
    said = [signature.signer or signature.claimed]
    if signature.office:
        said.append(signature.office)
    said.append(_("unchanged since signed") if signature.intact else _("CHANGED since signed"))
    said.append(_("certificate trusted here") if signature.trusted else _("certificate NOT trusted here"))
    if signature.trial:
        said.append(_("trial certificate"))
    return ", ".join(said)
