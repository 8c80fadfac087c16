"""Signing a document of the record, a resolution or minutes, in three ways; and the scans of ink."""

from __future__ import annotations

from typing import Any, cast

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from ecar_governance.domain.deciding.documents import may_sign, next_field
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Document
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import resolutions as service
from ecar_governance.services.documents_port import Field
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.resolutions import resolution, signatures
from ecar_governance.web.downloads import kept
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, read_form
from ecar_governance.web.fresh import require_fresh
from ecar_governance.web.here import Here, done, fresh_key, in_thread, see
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page
from ecar_governance.web.words import KINDS

_DOCUMENTS = {"permission": Permission.DOCUMENTS}
_SIGN = {"permission": Permission.SIGN, "quiet": True}


class Paper(Struct, frozen=True):
    """What a page says of a document: its name, where its page and its file are, and what signing it and
    downloading it are called."""

    title: str
    home: str
    pdf: str
    act: str
    file: str


def fields_for(here: Here, document: Document | None) -> tuple[Field, ...]:
    """The field that is to be signed next, if it is the visitor's."""
    following = None if document is None else next_field(here.conference, document)
    if document is None or following is None:
        return ()
    mine = any(may_sign(here.conference, document, following, mandate) for mandate in here.visitor.mandates)
    return (following,) if mine else ()


def _known(here: Here, name: str) -> Document:
    found = here.conference.documents.get(name)
    if found is None:
        raise NotFound("There is no such document.")
    return found


def _paper(here: Here, document: Document) -> Paper:
    _ = here.gettext
    if document.kind == "minutes":
        home = f"/sessions/{document.subject}"
        return Paper(
            here.directory.session(document.subject),
            home,
            f"{home}/minutes.pdf",
            _("Sign the minutes"),
            _("Minutes to be signed (PDF)"),
        )
    line = resolution(here.directory, here.conference.resolutions[document.subject]).line
    home = f"/resolutions/{document.subject}"
    return Paper(
        f"{_(KINDS[line.kind])} № {line.number} · {line.title}",
        home,
        f"{home}/resolution.pdf",
        _("Sign the resolution"),
        _("Resolution to be signed (PDF)"),
    )


@get("/documents/{name:str}/scans/{field:str}", opt=_DOCUMENTS, sync_to_thread=True)
def get_scan(request: AnyRequest, name: FromPath[str], field: FromPath[str]) -> Response[Any]:
    """The scan of a signature on paper."""
    here = Here(request)
    views = signatures(here.directory, _known(here, name))
    digest = next((one.scan for one in views if one.field == field), "")
    return kept(here.desk, digest)


@get("/documents/{name:str}/sign/{field:str}", opt=_SIGN, sync_to_thread=True)
def show_sign(request: AnyRequest, name: FromPath[str], field: FromPath[str]) -> Response[Any]:
    """The three ways of signing, for whose field it is."""
    require_fresh(request)
    here = Here(request)
    document = _known(here, name)
    if field not in fields_for(here, document):
        return see(_paper(here, document).home)
    return _sign_page(here, document, field, EMPTY)


def _sign_page(here: Here, document: Document, field: str, form: Form, status: int = 200) -> Response[Any]:
    known = here.conference.persons.get(here.person)
    return page(
        here.request,
        "documents/sign.html",
        status=status,
        paper=_paper(here, document),
        action=f"/documents/{document.document}/sign/{field}",
        field=field,
        has_key=known is not None and bool(known.fingerprint),
        form=form,
        key=fresh_key(),
    )


@post("/documents/{name:str}/sign/{field:str}/{way:str}", opt=_SIGN, status_code=200)
async def sign(
    request: AnyRequest, name: FromPath[str], field: FromPath[str], way: FromPath[str]
) -> Response[Any]:
    """Signs here, takes back what was signed outside, keeps the scan of a paper, or makes a key first."""
    require_fresh(request, f"/documents/{name}/sign/{field}")
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
    document = _known(here, name)
    if field not in ("chair", "secretary"):
        raise NotFound("There is no such field.")
    try:
        outcome = _signed(here, document, cast("Field", field), way, secrets, files, key)
    except InvalidInput as error:
        first = {"here": "passphrase", "outside": "returned", "paper": "scan", "key": "new_passphrase"}
        messages = [here.word(finding) for finding in error.findings] or [_sentence(here, error, way)]
        problems = [Problem(first.get(way, ""), message) for message in messages]
        return _sign_page(here, document, field, EMPTY.with_problems(problems), 422)
    now = Here(request)
    if isinstance(outcome, Refused):
        return _sign_page(now, _known(now, name), field, now.refusal(EMPTY, outcome), 409)
    if way == "key":
        return see(f"/documents/{name}/sign/{field}")
    return done(_paper(now, document).home, outcome)


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
