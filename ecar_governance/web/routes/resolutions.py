"""The public register, the page of one resolution with its PDF, and the three ways of signing."""

from __future__ import annotations

from typing import Any, cast

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.deciding.documents import may_sign
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Document, Resolution
from ecar_governance.domain.voting.explain import explain, render
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import resolutions as service
from ecar_governance.services.documents_port import Field
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.resolutions import register, resolution, years
from ecar_governance.web.downloads import attachment
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, read_form
from ecar_governance.web.fresh import require_fresh
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread, see
from ecar_governance.web.permissions import Permission, allowed
from ecar_governance.web.views import page

_REGISTER = {"permission": Permission.REGISTER}
_DOCUMENTS = {"permission": Permission.DOCUMENTS}
_SIGN = {"permission": Permission.SIGN, "quiet": True}


@get("/resolutions", opt=_REGISTER, sync_to_thread=True)
def list_resolutions(request: AnyRequest) -> Response[Any]:
    """Every published resolution, newest first; those not signed yet for members only."""
    here = Here(request)
    words = request.query_params.get("q", "")[:200]
    given = request.query_params.get("year", "")
    year = int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else None
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
    told = explain(vote.rule, vote.outcome)
    return " ".join(dict.fromkeys(render([told[0], told[-1]], here.lang)))


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
        may_sign=fields_for(here, adopted),
        done=done_of(request),
    )


def fields_for(here: Here, adopted: Resolution) -> tuple[str, ...]:
    """The field that is to be signed next, if it is the visitor's."""
    document = here.conference.documents.get(adopted.document)
    if document is None or adopted.published is not None:
        return ()
    signed = {one.field for one in document.signatures}
    following = next((one for one in ("chair", "secretary") if one not in signed), None)
    if following is None or not any(
        may_sign(here.conference, document, following, mandate) for mandate in here.visitor.mandates
    ):
        return ()
    return (following,)


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


@get("/resolutions/{name:str}/scans/{field:str}", opt=_DOCUMENTS, sync_to_thread=True)
def get_scan(request: AnyRequest, name: FromPath[str], field: FromPath[str]) -> Response[Any]:
    """The scan of a signature on paper."""
    here = Here(request)
    view = resolution(here.directory, known_resolution(here, name))
    digest = next((one.scan for one in view.signatures if one.field == field), "")
    content = here.desk.vault.blob(digest) if digest else None
    info = here.desk.vault.blob_infos((digest,)).get(digest) if digest else None
    if content is None or info is None:
        raise NotFound("There is no scan.")
    return attachment(content, info.filename, info.media_type)


@get("/resolutions/{name:str}/sign/{field:str}", opt=_SIGN, sync_to_thread=True)
def show_sign(request: AnyRequest, name: FromPath[str], field: FromPath[str]) -> Response[Any]:
    """The three ways of signing, for whose field it is."""
    require_fresh(request)
    here = Here(request)
    adopted = known_resolution(here, name)
    if field not in fields_for(here, adopted):
        return see(f"/resolutions/{name}")
    return _sign_page(here, adopted, field, EMPTY)


def _sign_page(here: Here, adopted: Resolution, field: str, form: Form, status: int = 200) -> Response[Any]:
    known = here.conference.persons.get(here.person)
    return page(
        here.request,
        "resolutions/sign.html",
        status=status,
        page=resolution(here.directory, adopted),
        field=field,
        has_key=known is not None and bool(known.fingerprint),
        form=form,
        key=fresh_key(),
    )


@post("/resolutions/{name:str}/sign/{field:str}/{way:str}", opt=_SIGN, status_code=200)
async def sign(
    request: AnyRequest, name: FromPath[str], field: FromPath[str], way: FromPath[str]
) -> Response[Any]:
    """Signs here, takes back what was signed outside, keeps the scan of a paper, or makes a key first."""
    require_fresh(request, f"/resolutions/{name}/sign/{field}")
    sent = await read_form(request)
    secrets = {name: sent.text(name) for name in ("passphrase", "new_passphrase", "new_passphrase_again")}
    files = {name: found[0].content for name, found in sent.files.items()}
    return await in_thread(_sign, request, name, field, way, secrets, files, sent.text("key"))


def _sign(
    request: AnyRequest,
    name: str,
    field: str,
    way: str,
    secrets: dict[str, str],
    files: dict[str, bytes],
    key: str,
) -> Response[Any]:
    here = Here(request)
    adopted = known_resolution(here, name)
    document = here.conference.documents.get(adopted.document)
    if document is None or field not in ("chair", "secretary"):
        raise NotFound("There is no such field.")
    try:
        outcome = _signed(here, document, cast("Field", field), way, secrets, files, key)
    except InvalidInput as error:
        first = {"here": "passphrase", "outside": "returned", "paper": "scan", "key": "new_passphrase"}
        messages = [here.word(finding) for finding in error.findings] or [_sentence(here, error, way)]
        problems = [Problem(first.get(way, ""), message) for message in messages]
        return _sign_page(here, adopted, field, EMPTY.with_problems(problems), 422)
    now = Here(request)
    if isinstance(outcome, Refused):
        return _sign_page(now, known_resolution(now, name), field, now.refusal(EMPTY, outcome), 409)
    if way == "key":
        return see(f"/resolutions/{name}/sign/{field}")
    return done(f"/resolutions/{name}", outcome)


def _sentence(here: Here, error: InvalidInput, way: str) -> str:
    _ = here.gettext
    if way == "here" and "does not open" in error.message:
        return _("This passphrase does not open your signing key.")
    return _(error.message)


def _signed(
    here: Here,
    document: Document,
    field: Field,
    way: str,
    secrets: dict[str, str],
    files: dict[str, bytes],
    key: str,
) -> Outcome:
    desk, person, name = here.desk, here.person, document.document
    match way:
        case "here":
            if not secrets["passphrase"]:
                raise InvalidInput("Please give your passphrase.")
            return service.sign_here(desk, person, name, field, secrets["passphrase"], key=key or None)
        case "outside" | "paper":
            content = files.get("returned" if way == "outside" else "scan")
            if not content:
                raise InvalidInput("Please choose a file.")
            if way == "outside":
                return service.sign_outside(desk, person, name, field, content, key=key or None)
            return service.sign_on_paper(desk, person, name, field, content, key=key or None)
        case "key":
            if secrets["new_passphrase"] != secrets["new_passphrase_again"]:
                raise InvalidInput("The two passphrases are not the same.")
            return service.issue_key(desk, person, secrets["new_passphrase"])
        case _:
            raise NotFound("There is no such way of signing.")
