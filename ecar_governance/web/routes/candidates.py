"""The list of candidates of an election: named, accepted, withdrawn."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Case
from ecar_governance.errors import InvalidInput
from ecar_governance.services import nominating as service
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.candidates import candidates, nominating
from ecar_governance.services.queries.cases import title_of
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, read_form
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_READ = {"permission": Permission.PROPOSALS}
_ACT = {"permission": Permission.ACT}


@get("/proposals/{case:str}/candidates", opt=_READ, sync_to_thread=True)
def show_candidates(request: AnyRequest, case: FromPath[str]) -> Response[Any]:
    """Who stands, who was asked, who withdrew; and the form of whoever may nominate."""
    here = Here(request)
    return _page(here, here.case(case), EMPTY, fresh_key())


def _page(here: Here, case: Case, form: Form, key: str, status: int = 200) -> Response[Any]:
    return page(
        here.request,
        "proposals/candidates.html",
        status=status,
        form=form,
        key=key,
        case=case.case,
        reference=case.reference,
        title=title_of(here.directory, case),
        candidates=candidates(here.directory, case, here.person, here.at),
        asked=nominating(here.directory, case, here.person, here.at),
        done=done_of(here.request),
    )


@post("/proposals/{case:str}/candidates", opt=_ACT, status_code=200)
async def nominate(request: AnyRequest, case: FromPath[str]) -> Response[Any]:
    """Names a candidate, or an alternative."""
    return await in_thread(_nominate, request, case, (await read_form(request)).form)


def _nominate(request: AnyRequest, case: str, form: Form) -> Response[Any]:
    here = Here(request)
    known = here.case(case)
    asked = nominating(here.directory, known, here.person, here.at)
    problems = []
    if asked is not None and not asked.texts and not form.value("person"):
        problems.append(Problem("person", here.gettext("Please choose somebody.")))
    if asked is not None and asked.texts and not form.value("title_az").strip():
        problems.append(Problem("title_az", here.gettext("Please write a title in Azerbaijani.")))
    if problems:
        return _page(here, known, form.with_problems(problems), form.value("key"), 422)
    known_traits = asked.traits if asked is not None else ()
    traits = {one.name: form.value(f"trait-{one.name}") for one in known_traits}
    texts = asked is not None and asked.texts
    try:
        outcome = service.nominate(
            here.desk,
            here.person,
            case,
            "" if texts else form.value("person"),
            titles={lang: form.value(f"title_{lang}") for lang in ("az", "en")} if texts else None,
            traits=traits,
            key=form.value("key") or None,
        )
    except InvalidInput as error:
        return _page(here, known, form.with_findings(error, here.word), form.value("key"), 422)
    return _answered(here, known, form, outcome)


@post("/proposals/{case:str}/candidates/{option:str}/accept", opt=_ACT, status_code=200)
async def accept(request: AnyRequest, case: FromPath[str], option: FromPath[str]) -> Response[Any]:
    """Whoever was nominated agrees to stand."""
    return await in_thread(_accept, request, case, option, (await read_form(request)).form)


def _accept(request: AnyRequest, case: str, option: str, form: Form) -> Response[Any]:
    here = Here(request)
    known = here.case(case)
    outcome = service.accept(here.desk, here.person, case, option, key=form.value("key") or None)
    return _answered(here, known, EMPTY, outcome)


@post("/proposals/{case:str}/candidates/{option:str}/withdraw", opt=_ACT, status_code=200)
async def withdraw(request: AnyRequest, case: FromPath[str], option: FromPath[str]) -> Response[Any]:
    """The candidacy is withdrawn."""
    return await in_thread(_withdraw, request, case, option, (await read_form(request)).form)


def _withdraw(request: AnyRequest, case: str, option: str, form: Form) -> Response[Any]:
    here = Here(request)
    known = here.case(case)
    outcome = service.withdraw(here.desk, here.person, case, option, key=form.value("key") or None)
    return _answered(here, known, EMPTY, outcome)


def _answered(here: Here, case: Case, form: Form, outcome: Outcome) -> Response[Any]:
    if isinstance(outcome, Refused):
        now = Here(here.request)
        workflow = now.conference.workflows[case.workflow_hash].workflow
        told = now.refusal(form, outcome, workflow=workflow)
        return _page(now, now.case(case.case), told, fresh_key(), 409)
    return done(f"/proposals/{case.case}/candidates", outcome)
