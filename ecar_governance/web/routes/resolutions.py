"""The public register, and the page of one resolution with its PDF."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from ecar_governance.domain.state import Resolution
from ecar_governance.domain.voting.told import in_words
from ecar_governance.errors import NotFound
from ecar_governance.services import resolutions as service
from ecar_governance.services.queries.naming import told_of
from ecar_governance.services.queries.resolutions import register, resolution, years
from ecar_governance.web.downloads import attachment
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import whole
from ecar_governance.web.here import Here, done_of
from ecar_governance.web.permissions import Permission, allowed
from ecar_governance.web.routes.signing import fields_for
from ecar_governance.web.views import page

_REGISTER = {"permission": Permission.REGISTER}


@get("/resolutions", opt=_REGISTER, sync_to_thread=True)
def list_resolutions(request: AnyRequest) -> Response[Any]:
    """Every published resolution, newest first; those not signed yet for members only."""
    here = Here(request)
    words = request.query_params.get("q", "")[:200]
    given = request.query_params.get("year", "")
    year = whole(given, 4)
    lines = register(here.directory, words=words, year=year, published_only=not _inside(here))
    found = years(here.conference)
    return page(request, "resolutions/list.html", lines=lines, words=words, year=year, years=found)


def _inside(here: Here) -> bool:
    """Whether the visitor sees documents that are not published yet."""
    return allowed(Permission.DOCUMENTS, signed_in=here.visitor.signed_in, kinds=here.visitor.kinds)


def known_resolution(here: Here, name: str) -> Resolution:
    """The resolution, if it is published or the visitor belongs to the conference; raises NotFound."""
    found = here.conference.resolutions.get(name)
    if found is None or (found.published is None and not _inside(here)):
        raise NotFound("There is no such resolution.")
    return found


def vote_line(here: Here, adopted: Resolution) -> str:
    """The vote in a sentence: the numbers, then the verdict."""
    vote = here.conference.votes.get(adopted.numbered.vote)
    if vote is None or vote.outcome is None:
        return ""
    told = told_of(here.desk.vault, here.conference, vote)
    return " ".join(dict.fromkeys(in_words([told[0], told[-1]], here.lang)))


@get("/resolutions/{name:str}", opt=_REGISTER, sync_to_thread=True)
def show_resolution(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The text, the signatures, the PDF."""
    here = Here(request)
    adopted = known_resolution(here, name)
    return page(
        request,
        "resolutions/show.html",
        page=resolution(here.directory, adopted),
        vote_line=vote_line(here, adopted),
        may_sign=fields_for(here, here.conference.documents.get(adopted.document)),
        done=done_of(request),
    )


@get("/resolutions/{name:str}/resolution.pdf", opt=_REGISTER, sync_to_thread=True)
def get_pdf(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The file: published for everybody, before that for members."""
    here = Here(request)
    adopted = known_resolution(here, name)
    if not adopted.document:
        raise NotFound("The document is not made yet.")
    content = service.latest_pdf(here.desk, adopted.document)
    number = adopted.numbered.number.replace("/", "-")
    return attachment(
        content, f"qerar-{number}.pdf", service.PDF, public=adopted.published is not None and not here.person
    )
