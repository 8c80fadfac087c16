"""A new version of a procedure: checked first, put in force from a day on, withdrawn before it begins."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.decision import Refused
from ecar_governance.errors import DefinitionInvalid, InvalidInput
from ecar_governance.services import procedures as service
from ecar_governance.services.queries.checking import (
    Examined,
    examine,
    in_language,
    sentence,
    text_changes,
)
from ecar_governance.web import pictures
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, Sent, read_form
from ecar_governance.web.fresh import require_fresh
from ecar_governance.web.here import Here, done, fresh_key, in_thread, see
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page, with_query

_CHECK = {"permission": Permission.CHECK_WORKFLOW}
_PUT = {"permission": Permission.PUT_WORKFLOW}
_HERE = "/procedures/new-version"
"""No procedure can be called so: names have no hyphen."""

MOST = 256 * 1024
"""So many bytes of a text are read at all."""


@get(_HERE, opt=_CHECK, sync_to_thread=True)
def show_new_version(request: AnyRequest) -> Response[Any]:
    """The form for the text of a version. Whoever may put it in force proves first who they are."""
    here = Here(request)
    if here.may_command(service.PUT):
        require_fresh(request)
    return _form_page(here, EMPTY, None)


@post(_HERE, opt=_CHECK, status_code=200)
async def check_version(request: AnyRequest) -> Response[Any]:
    """Everything that is wrong with the text, or what it changes; nothing is written."""
    return await in_thread(_check, request, await read_form(request))


def _check(request: AnyRequest, sent: Sent) -> Response[Any]:
    here = Here(request)
    try:
        form = _with_text(here, sent)
    except InvalidInput as error:
        return _form_page(here, sent.form.with_findings(error, here.word), None, 422)
    return _form_page(here, form, form.value("text"))


def _with_text(here: Here, sent: Sent) -> Form:
    """The form with the text of its file, if one was chosen, else with the one that was typed. Raises
    InvalidInput for no text, or one that cannot be read at all."""
    chosen = sent.file("file")
    text = sent.form.value("text")
    if chosen is not None:
        try:
            text = chosen.content[: MOST + 1].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if len(chosen.content) <= MOST:
                raise InvalidInput(here.gettext("The file is not UTF-8 text.")) from error
    if len(chosen.content if chosen is not None else text.encode(errors="replace")) > MOST:
        raise InvalidInput(here.gettext("A procedure has at most 256 kB."))
    if not text.strip():
        raise InvalidInput(here.gettext("Please choose a file, or write the text of the procedure."))
    return Form({**sent.form.values, "text": (text,)})


@post("/procedures/put-in-force", opt=_PUT, status_code=200)
async def put_version(request: AnyRequest) -> Response[Any]:
    """Puts the text, checked once more, in force from the day given, or at once."""
    require_fresh(request, _HERE)
    return await in_thread(_put, request, await read_form(request))


def _put(request: AnyRequest, sent: Sent) -> Response[Any]:
    here = Here(request)
    text = sent.form.value("text")
    if len(text) > MOST:
        return _form_page(
            here,
            EMPTY.with_problems([Problem("", here.gettext("A procedure has at most 256 kB."))]),
            None,
            422,
        )
    _, workflow = examine(here.conference, text, here.at)
    if workflow is None:
        return _form_page(here, sent.form, text, 422)
    if not sent.text("sure"):
        problem = Problem("sure", here.gettext("Please confirm that this version shall be in force."))
        return _form_page(here, sent.form.with_problems([problem]), text, 422)
    resolution = sent.text("resolution")
    try:
        resolution = resolution and service.resolution_named(here.conference, resolution)
    except InvalidInput:
        problem = Problem("resolution", here.gettext("There is no one resolution of this number."))
        return _form_page(here, sent.form.with_problems([problem]), text, 422)
    try:
        outcome = service.put_in_force(
            here.desk,
            workflow,
            text=text,
            day=sent.text("day"),
            resolution=resolution,
            person=here.person,
            key=sent.text("key") or None,
        )
    except DefinitionInvalid as error:
        broken = [Problem("", sentence(finding.message, here.lang)) for finding in error.findings]
        return _form_page(here, sent.form.with_problems(broken), text, 422)
    except InvalidInput as error:
        return _form_page(here, sent.form.with_findings(error, here.word), text, 422)
    if isinstance(outcome, Refused):
        return _form_page(here, _refused(here, sent.form, outcome), text, 409)
    shown = with_query(f"/procedures/{workflow.name}", version=workflow.version, done=outcome.position)
    return see(shown)


def _refused(here: Here, form: Form, why: Refused) -> Form:
    """The form with every reason; one about the day or the resolution leads to it."""
    places = {
        "workflow.day_malformed": "day",
        "workflow.day_past": "day",
        "workflow.no_resolution": "resolution",
    }
    return form.with_problems(Problem(places.get(one.code, ""), here.tell(one)) for one in why.reasons)


@post("/procedures/{name:str}/withdraw", opt=_PUT, status_code=200)
async def withdraw_version(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Takes an announced version back before it comes into force."""
    require_fresh(request, f"/procedures/{name}")
    return await in_thread(_withdraw, request, name, await read_form(request))


def _withdraw(request: AnyRequest, name: str, sent: Sent) -> Response[Any]:
    here = Here(request)
    found = service.version_of(here.conference, name, sent.text("version"))
    outcome = service.withdraw(here.desk, found, person=here.person, key=sent.text("key") or None)
    if isinstance(outcome, Refused):
        raise InvalidInput(" ".join(here.tell(one) for one in outcome.reasons))
    return done("/procedures", outcome)


def _form_page(here: Here, form: Form, text: str | None, status: int = 200) -> Response[Any]:
    told: Examined | None = None
    picture = lines = None
    if text is not None:
        told, workflow = examine(here.conference, text, here.at)
        told = in_language(told, here.lang)
        if workflow is not None:
            picture = pictures.procedure(workflow, here.lang)
            lines = text_changes(here.desk.vault, here.conference, workflow.name, text, here.at)
        if told.wrong and status == 200:
            status = 422
    return page(
        here.request,
        "procedures/new_version.html",
        status=status,
        form=form,
        told=told,
        picture=picture,
        lines=lines,
        may_put=here.may_command(service.PUT),
        today=here.at,
        key=fresh_key(),
    )
