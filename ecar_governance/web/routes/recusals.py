"""Recusal: the declaration that one takes no part in a case, or that somebody has said so."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.deciding.rights import SECRETARIAT, SESSION_OFFICES
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Case
from ecar_governance.errors import InvalidInput
from ecar_governance.services import proposals as service
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.cases import title_of
from ecar_governance.services.queries.members import people
from ecar_governance.services.queries.proxies import recusals
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, read_form
from ecar_governance.web.here import Here, done, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_ACT = {"permission": Permission.ACT}
ALL = "institution"


@get("/proposals/{case:str}/recusal", opt=_ACT, sync_to_thread=True)
def show_recusal(request: AnyRequest, case: FromPath[str]) -> Response[Any]:
    """Who takes no part so far, and the form to declare it."""
    here = Here(request)
    return _recusal_page(here, here.case(case), EMPTY, fresh_key())


def _headed(here: Here) -> str:
    """The institution that the visitor heads; "" for none."""
    held = (one for one in here.visitor.mandates if one.kind in ("rector", "acting_rector"))
    return next((one.institution for one in held), "")


def enters(here: Here, case: Case) -> bool:
    """Whether the visitor enters what others say of themselves, and reads why."""
    return any(
        one.kind in SECRETARIAT or (one.kind in SESSION_OFFICES and one.session == case.session)
        for one in here.visitor.mandates
    )


def _recusal_page(here: Here, case: Case, form: Form, key: str, status: int = 200) -> Response[Any]:
    office = enters(here, case)
    everyone = people(here.directory, here.desk.vault.everyone(), here.at) if office else ()
    code = _headed(here)
    vote = here.conference.votes.get(case.vote)
    return page(
        here.request,
        "proposals/recusal.html",
        status=status,
        form=form,
        key=key,
        case=case.case,
        reference=case.reference,
        title=title_of(here.directory, case),
        people=tuple(Choice(one.person, one.name) for one in everyone if one.person != here.person),
        institution=here.directory.institution(code) if code else "",
        recusals=recusals(here.directory, case, reasons=office),
        vote_open=vote is not None and vote.status == "open",
    )


@post("/proposals/{case:str}/recusal", opt=_ACT, status_code=200)
async def declare_recusal(request: AnyRequest, case: FromPath[str]) -> Response[Any]:
    """Declares it, or enters it."""
    return await in_thread(_declare, request, case, (await read_form(request)).form)


def _declare(request: AnyRequest, case: str, form: Form) -> Response[Any]:
    here = Here(request)
    known = here.case(case)
    person = form.value("person") if enters(here, known) else ""
    if not form.value("reason").strip():
        problem = Problem("reason", here.gettext("Please say why."))
        return _recusal_page(here, known, form.with_problems([problem]), form.value("key"), 422)
    try:
        outcome = service.recuse(
            here.desk,
            here.person,
            case,
            form.value("reason"),
            on_behalf_of=person,
            institution=_headed(here) if form.value("scope") == ALL and not person else "",
            key=form.value("key") or None,
        )
    except InvalidInput as error:
        return _recusal_page(here, known, form.with_findings(error, here.word), form.value("key"), 422)
    if isinstance(outcome, Refused):
        return _recusal_page(here, known, here.refusal(form, outcome), fresh_key(), 409)
    return done(f"/proposals/{case}#recusals", outcome)
