"""Proposals: the list, the page of one, its attachments, and its actions."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.registers import exact
from ecar_governance.domain.state import Case
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import proposals as service
from ecar_governance.services.queries.actions import ActionView, Telling, action, actions
from ecar_governance.services.queries.cases import case_line, workflow_of
from ecar_governance.services.queries.fields import field_changes, field_file, field_values
from ecar_governance.services.queries.papers import papers
from ecar_governance.services.queries.proposals import Show, file_on, proposal, proposals
from ecar_governance.services.queries.proxies import recusals
from ecar_governance.services.texts import Upload
from ecar_governance.web.downloads import kept
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import Form, Problem, Sent, file_problems, form_of, read_form, version_shown
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.permissions import Permission, allowed
from ecar_governance.web.pictures import procedure
from ecar_governance.web.views import page

_READ = {"permission": Permission.PROPOSALS}
_ACT = {"permission": Permission.ACT}


@get("/proposals", opt=_READ, sync_to_thread=True)
def list_proposals(request: AnyRequest) -> Response[Any]:
    """Those under way, those ended (`?show=decided`), or all (`?show=all`)."""
    here = Here(request)
    asked = request.query_params.get("show", "live")
    show: Show = "decided" if asked == "decided" else "all" if asked == "all" else "live"
    seen = tuple(case for case in here.conference.cases.values() if here.sees(case))
    lines = proposals(here.directory, seen, here.at, show=show)
    return page(request, "proposals/list.html", lines=lines, show=show)


@get("/proposals/{case:str}", opt=_READ, sync_to_thread=True)
def show_proposal(request: AnyRequest, case: FromPath[str]) -> Response[Any]:
    """Text, review, vote, history, and what can be done now."""
    here = Here(request)
    known = here.case(case)
    view = proposal(here.directory, known, here.at)
    vote = here.conference.votes.get(known.vote)
    mine = papers(here.directory, vote, here.person) if vote is not None and vote.status == "open" else ()
    return page(
        request,
        "proposals/show.html",
        page=view,
        fields=field_values(here.directory, known, here.person, here.at),
        changes=field_changes(here.directory, here.desk.record, known, here.person, here.at),
        papers=mine,
        recusals=recusals(here.directory, known),
        may_recuse=may_recuse(here, known),
        elects=any(state.nominations is not None for state in view.workflow.states.values()),
        candidates=sum(one.stands for one in known.candidacies),
        actions=actions(here.directory, known, here.person, here.at, _tell(here, known)),
        may_edit=may_edit(here, known),
        picture=procedure(view.workflow, here.lang, known),
        done=done_of(request),
    )


def may_recuse(here: Here, case: Case) -> bool:
    """Whether the visitor can still declare that they, or somebody, take no part in the case."""
    states = workflow_of(here.conference, case).states
    return allowed(Permission.ACT, signed_in=True, kinds=here.visitor.kinds) and not all(
        states[name].final for name in case.state
    )


def _tell(here: Here, case: Case) -> Telling:
    """Words reasons with the titles of the case's own procedure."""
    return partial(here.tell, workflow=workflow_of(here.conference, case))


def may_edit(here: Here, case: Case) -> bool:
    """Whether the person works on the text: for its institutions, as its drafter, or in the secretariat."""
    homes = {case.institution, *case.sponsors} - {""}
    return any(
        mandate.institution in homes
        or mandate.kind == "secretariat"
        or mandate.mandate == case.drafter.mandate
        for mandate in here.visitor.mandates
    )


@get("/proposals/{case:str}/attachments/{digest:str}", opt=_READ, sync_to_thread=True)
def get_attachment(request: AnyRequest, case: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    """A file beside the text, with an opinion or from outside, as it was handed in."""
    here = Here(request)
    wanted = f"sha256:{digest}"
    named = file_on(here.case(case), wanted)
    if named is None:
        raise NotFound("There is no such file.")
    return kept(here.desk, wanted, named)


@get("/proposals/{case:str}/fields/{name:str}", opt=_READ, sync_to_thread=True)
def get_field_file(request: AnyRequest, case: FromPath[str], name: FromPath[str]) -> Response[Any]:
    """The file in a field of the proposal, for those to whom the field is shown."""
    here = Here(request)
    sha256, filename = field_file(here.directory, here.case(case), name, here.person, here.at)
    return kept(here.desk, sha256, filename)


@get("/proposals/{case:str}/act/{transition:str}", opt=_ACT, sync_to_thread=True)
def show_action(request: AnyRequest, case: FromPath[str], transition: FromPath[str]) -> Response[Any]:
    """The form of one action, with what it does."""
    here = Here(request)
    known = here.case(case)
    asked = _action(here, known, transition)
    return _action_page(here, known, asked, form_of(**asked.asked), fresh_key())


def _action(here: Here, case: Case, transition: str) -> ActionView:
    found = action(here.directory, case, transition, here.person, here.at, _tell(here, case))
    if found is None:
        raise NotFound("There is no such action here now.")
    return found


def _action_page(
    here: Here, case: Case, asked: ActionView, form: Form, key: str, status: int = 200
) -> Response[Any]:
    return page(
        here.request,
        "proposals/act.html",
        status=status,
        case=case_line(here.directory, case, here.at),
        action=asked,
        form=form,
        version=form.value("version") or case.version,
        key=key,
    )


@post("/proposals/{case:str}/act/{transition:str}", opt=_ACT, status_code=200)
async def take_action(request: AnyRequest, case: FromPath[str], transition: FromPath[str]) -> Response[Any]:
    """Takes the action; what is wrong with the form is shown with the form."""
    return await in_thread(_take, request, case, transition, await read_form(request))


def _unreadable(here: Here, case: Case, transition: str, sent: Sent) -> list[Problem]:
    """What of the form cannot be read, in the reader's words; the use case checks again."""
    _ = here.gettext
    problems = file_problems(sent, _)
    rule = workflow_of(here.conference, case).transitions.get(transition)
    if rule is None:
        raise NotFound("There is no such action.")
    shown = action(here.directory, case, transition, here.person, here.at, _tell(here, case))
    optional = {field.name for field in shown.fields if not field.required} if shown is not None else set()
    for field in rule.inputs:
        text = sent.text(field.name)
        given = text or sent.file(field.name) is not None
        if field.required and field.name not in optional and not given:
            problems.append(Problem(field.name, _("This must be given.")))
        elif field.kind == "integer" and text and not (text.isascii() and text.isdigit() and len(text) < 7):
            problems.append(Problem(field.name, _("Please give a whole number.")))
        elif field.kind == "weight" and text and exact(text.replace(",", ".")) is None:
            problems.append(Problem(field.name, _("Please give a number, such as 26.5.")))
        elif field.kind == "text" and len(text) > field.max_length:
            problems.append(Problem(field.name, _("This text is too long.")))
    return problems


def _take(request: AnyRequest, case: str, transition: str, sent: Sent) -> Response[Any]:
    here = Here(request)
    known = here.case(case)
    problems = _unreadable(here, known, transition, sent)
    if problems:
        form = sent.form.with_problems(problems)
        return _action_page(here, known, _action(here, known, transition), form, sent.text("key"), 422)
    inputs: dict[str, str | list[str] | Upload] = {
        name: list(values) for name, values in sent.form.values.items()
    }
    inputs |= {name: files[0] for name, files in sent.files.items()}
    try:
        outcome = service.act(
            here.desk,
            here.person,
            case,
            transition,
            version_shown(sent, known.version),
            inputs,
            key=sent.text("key") or None,
            mandate=sent.text("mandate") or None,
        )
    except InvalidInput as error:
        form = sent.form.with_findings(error, here.word)
        return _action_page(here, known, _action(here, known, transition), form, sent.text("key"), 422)
    if isinstance(outcome, Refused):
        now = Here(request)
        case_now = now.case(case)
        asked = action(now.directory, case_now, transition, now.person, now.at, _tell(now, case_now))
        workflow = workflow_of(now.conference, case_now)
        form = now.refusal(sent.form, outcome, workflow=workflow)
        if asked is None:  # the case has moved on: the action is not there any more
            rule = workflow.transitions.get(transition)
            title = now.directory.say(rule.title) if rule is not None else transition
            asked = ActionView(transition, title, "", (), (), form.problem_texts)
        return _action_page(now, case_now, asked, form, fresh_key(), 409)
    return done(f"/proposals/{case}", outcome)
