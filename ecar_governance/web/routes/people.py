"""People: registering somebody, and sending them the link that lets them in."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain.deciding.rights import MEMBERSHIP
from ecar_governance.domain.decision import Refused
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import accounts, members
from ecar_governance.services.acting import actor_for
from ecar_governance.services.kinds import LANGUAGE_NAMES
from ecar_governance.services.queries.actions import Choice
from ecar_governance.services.queries.members import people
from ecar_governance.services.texts import LANGUAGES
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import Form, Problem, form_of, read_form
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread, see
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page, with_query

_PEOPLE = {"permission": Permission.PEOPLE}
_INVITE = {"permission": Permission.INVITE}


@get("/members/people", opt=_PEOPLE, sync_to_thread=True)
def list_people(request: AnyRequest) -> Response[Any]:
    """Everybody registered, whether they can sign in, and the form to register one more."""
    here = Here(request)
    return _people_page(here, form_of(locale="az"), fresh_key())


def _people_page(here: Here, form: Form, key: str, status: int = 200) -> Response[Any]:
    invited = here.request.query_params.get("invited", "")
    return page(
        here.request,
        "members/people.html",
        status=status,
        people=people(here.directory, here.desk.vault.everyone(), here.at),
        languages=tuple(Choice(code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
        invited=here.directory.person(invited) if invited in here.conference.persons else "",
        form=form,
        key=key,
        done=done_of(here.request),
    )


@post("/members/people", opt=_PEOPLE, status_code=200)
async def register(request: AnyRequest) -> Response[Any]:
    """Registers a person."""
    sent = await read_form(request)
    return await in_thread(_register, request, sent.form)


def _register(request: AnyRequest, form: Form) -> Response[Any]:
    here = Here(request)
    _ = here.gettext
    names = {language: form.value(f"name_{language}").strip() for language in LANGUAGES}
    problems = [
        Problem(f"name_{language}", _("Please give the name."))
        for language in LANGUAGES
        if not names[language]
    ]
    if form.value("locale") not in LANGUAGES:
        problems.append(Problem("locale", _("Please choose a language.")))
    if problems:
        return _people_page(here, form.with_problems(problems), form.value("key"), 422)
    try:
        _person, outcome = members.register(
            here.desk,
            here.person,
            names,
            form.value("email").strip(),
            form.value("locale"),
            key=form.value("key") or None,
        )
    except InvalidInput as error:
        return _people_page(here, form.with_findings(error, here.word), form.value("key"), 422)
    if isinstance(outcome, Refused):
        return _people_page(here, here.refusal(form, outcome), fresh_key(), 409)
    return done("/members/people", outcome)


@post("/members/people/{person:str}/invite", opt=_INVITE, status_code=200)
async def invite(request: AnyRequest, person: FromPath[str]) -> Response[Any]:
    """Sends a link to set a password; earlier links of the person die."""
    sent = await read_form(request)
    return await in_thread(_invite, request, person, sent.text("key"))


def _invite(request: AnyRequest, person: str, key: str) -> Response[Any]:
    here = Here(request)
    if person not in here.conference.persons:
        raise NotFound("There is no such person.")
    actor = actor_for(here.conference, here.person, here.at, kinds=MEMBERSHIP)
    _secret, outcome = accounts.issue_invitation(here.desk, actor, person, key=key or None)
    if isinstance(outcome, Refused):
        return _people_page(here, here.refusal(form_of(locale="az"), outcome), fresh_key(), 409)
    return see(with_query("/members/people", invited=person))
