"""Drafting a proposal and editing its text, with a preview that saves nothing."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Attachment, Manifest
from ecar_governance.domain.in_force import in_force
from ecar_governance.domain.paragraphs import bodies_of
from ecar_governance.domain.state import Case
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import InvalidInput
from ecar_governance.services import proposals as service
from ecar_governance.services.kinds import LANGUAGE_NAMES
from ecar_governance.services.proposals import FIELD
from ecar_governance.services.queries.actions import Choice, bodies
from ecar_governance.services.queries.cases import CaseLine, case_line, workflow_of
from ecar_governance.services.queries.fields import FieldForm, field_forms
from ecar_governance.services.queries.members import named_institutions
from ecar_governance.services.queries.procedures import current
from ecar_governance.services.queries.proposals import TextIn
from ecar_governance.services.texts import LANGUAGES, ProposalText
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.fields import filled_in, refused, sent_fields
from ecar_governance.web.forms import (
    EMPTY,
    Form,
    Problem,
    Sent,
    file_problems,
    form_of,
    read_form,
    version_shown,
)
from ecar_governance.web.here import Here, done, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_DRAFT = {"permission": Permission.DRAFT}
_ACT = {"permission": Permission.ACT}


@get("/proposals/new", opt=_DRAFT, sync_to_thread=True)
def show_new(request: AnyRequest) -> Response[Any]:
    """An empty form."""
    here = Here(request)
    wanted = request.query_params.get("workflow", "")
    form = form_of(prevailing="az", workflow=wanted or "resolution")
    return _form_page(here, form, None, (), key=fresh_key())


def _fields(here: Here, form: Form, case: Case | None) -> tuple[Workflow | None, tuple[FieldForm, ...]]:
    """The procedure that the form is for, and what the person may say under it besides the text."""
    if case is not None:
        workflow = workflow_of(here.conference, case)
    else:
        version = in_force(here.conference, form.value("workflow"), here.at)
        if version is None:
            return None, ()
        workflow = version.workflow
    return workflow, field_forms(here.directory, workflow, case, here.person, here.at)


@post("/proposals/new", opt=_DRAFT, status_code=200)
async def draft(request: AnyRequest) -> Response[Any]:
    """Saves the draft, or shows it first."""
    return await in_thread(_draft, request, await read_form(request))


def _draft(request: AnyRequest, sent: Sent) -> Response[Any]:
    here = Here(request)
    key = sent.text("key")
    workflow, fields = _fields(here, sent.form, None)
    if sent.text("do") == "preview":
        return _form_page(here, sent.form, None, (), key=key, preview=_preview(sent))
    if sent.text("do") == "choose":
        return _form_page(here, sent.form, None, (), key=key)
    problems = file_problems(sent, here.gettext)
    if fields and sent.text("shown_for") != sent.text("workflow"):
        told = here.gettext("A proposal of this kind says more of itself: please fill in what is asked here.")
        problems.append(Problem(FIELD + fields[0].name, told))
    if problems:
        return _form_page(here, sent.form.with_problems(problems), None, (), key=key, status=422)
    try:
        outcome = service.draft(
            here.desk,
            here.person,
            _text(sent, ()),
            workflow=sent.text("workflow"),
            sponsors=sent.form.all("sponsors"),
            body=sent.text("body"),
            fields=sent_fields(sent, fields),
            key=key or None,
            mandate=sent.text("mandate") or None,
        )
    except InvalidInput as error:
        return _form_page(here, sent.form.with_findings(error, here.word), None, (), key=key, status=422)
    if isinstance(outcome, Refused):
        form = refused(here, sent.form, outcome, workflow)
        return _form_page(here, form, None, (), key=fresh_key(), status=409)
    return done(f"/proposals/{outcome.events[0].subject}", outcome)


@get("/proposals/{case:str}/edit", opt=_ACT, sync_to_thread=True)
def show_edit(request: AnyRequest, case: FromPath[str]) -> Response[Any]:
    """The text as it is, to be changed."""
    here = Here(request)
    known = here.case(case)
    manifest = known.manifest
    told = bodies_of(known)
    here.directory.load_texts([*manifest.titles.values(), *(one for many in told.values() for one in many)])
    values: dict[str, str | tuple[str, ...]] = {
        "prevailing": manifest.prevailing,
        "body": known.body,
        "sponsors": known.sponsors,
        "version": str(known.version),
        "kept": tuple(one.sha256 for one in manifest.attachments),
    }
    for language in LANGUAGES:
        values[f"title_{language}"] = here.directory.text(manifest.titles.get(language, ""))
        values[f"body_{language}"] = here.directory.whole(told.get(language, ()))
    values |= filled_in(_fields(here, EMPTY, known)[1])
    return _form_page(here, form_of(**values), known, manifest.attachments, key=fresh_key())


@post("/proposals/{case:str}/edit", opt=_ACT, status_code=200)
async def revise(request: AnyRequest, case: FromPath[str]) -> Response[Any]:
    """Saves a new revision, or shows it first."""
    return await in_thread(_revise, request, case, await read_form(request))


def _revise(request: AnyRequest, case: str, sent: Sent) -> Response[Any]:
    here = Here(request)
    known = here.case(case)
    files = known.manifest.attachments
    key = sent.text("key")
    if sent.text("do") == "preview":
        return _form_page(here, sent.form, known, files, key=key, preview=_preview(sent))
    problems = file_problems(sent, here.gettext)
    if problems:
        return _form_page(here, sent.form.with_problems(problems), known, files, key=key, status=422)
    workflow, fields = _fields(here, sent.form, known)
    try:
        outcome = service.revise(
            here.desk,
            here.person,
            case,
            version_shown(sent, known.version),
            _text(sent, _kept(sent, known.manifest)),
            sponsors=sent.form.all("sponsors"),
            body=sent.text("body"),
            fields=sent_fields(sent, fields),
            key=key or None,
            mandate=sent.text("mandate") or None,
        )
    except InvalidInput as error:
        return _form_page(here, sent.form.with_findings(error, here.word), known, files, key=key, status=422)
    if isinstance(outcome, Refused):
        form = refused(here, sent.form, outcome, workflow)
        return _form_page(here, form, known, files, key=fresh_key(), status=409)
    return done(f"/proposals/{case}", outcome)


def _kept(sent: Sent, manifest: Manifest) -> tuple[Attachment, ...]:
    return tuple(one for one in manifest.attachments if one.sha256 in sent.form.all("kept"))


def _text(sent: Sent, kept: tuple[Attachment, ...]) -> ProposalText:
    return ProposalText(
        titles={language: sent.text(f"title_{language}") for language in LANGUAGES},
        bodies={language: sent.form.value(f"body_{language}") for language in LANGUAGES},
        prevailing=sent.text("prevailing") or "az",
        attachments=sent.files.get("attachments", ()),
        kept=kept,
    )


def _preview(sent: Sent) -> tuple[TextIn, ...]:
    return tuple(
        TextIn(
            language,
            sent.text(f"title_{language}"),
            sent.form.value(f"body_{language}"),
            sent.text("prevailing") == language,
        )
        for language in LANGUAGES
        if sent.text(f"title_{language}") or sent.form.value(f"body_{language}").strip()
    )


def _voids(here: Here, case: Case) -> bool:
    """Whether saving a change makes the open vote void, instead of being refused."""
    vote = here.conference.votes.get(case.vote)
    return vote is not None and vote.status == "open" and vote.rule.on_edit == "voids"


def _form_page(
    here: Here,
    form: Form,
    case: Case | None,
    files: tuple[Attachment, ...],
    *,
    key: str,
    preview: tuple[TextIn, ...] = (),
    status: int = 200,
) -> Response[Any]:
    line: CaseLine | None = case_line(here.directory, case, here.at) if case is not None else None
    return page(
        here.request,
        "proposals/edit.html",
        status=status,
        case=line,
        voids=line.standing if case is not None and line is not None and _voids(here, case) else None,
        target=f"/proposals/{case.case}/edit" if case is not None else "/proposals/new",
        form=form,
        fields=_fields(here, form, case)[1],
        key=key,
        preview=preview,
        offices=here.directory.offices(here.person, here.at) if case is None else (),
        workflows=tuple(Choice(one.id, one.name) for one in current(here.directory, here.at)),
        languages=tuple(Choice(code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
        bodies=tuple(Choice(one.id, one.name) for one in bodies(here.directory, "working_group")),
        institutions=tuple(Choice(one.id, one.name) for one in named_institutions(here.directory)),
        kept=tuple(Choice(one.sha256, one.name) for one in files),
    )
