"""/api/v1/procedures: list, show, versions; check a text, put it in force, withdraw it before it begins."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from ecar_governance.definitions.canonical import definition_of
from ecar_governance.domain.in_force import in_force, versions
from ecar_governance.domain.state import Case
from ecar_governance.errors import DefinitionInvalid, NotFound
from ecar_governance.services import procedures as service
from ecar_governance.services.queries import procedures as query
from ecar_governance.services.queries.checking import Examined, examine, in_language, located
from ecar_governance.services.queries.procedures import ProcedureLine, VersionView
from ecar_governance.services.queries.supposing import Supposed, question_of, questions, suppose
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of
from ecar_governance.web.api.shapes import Acted, Procedure, ProcedureText, PutInForce, Withdrawal
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.fresh import require_fresh
from ecar_governance.web.permissions import Permission, sees_case
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.WORKFLOWS}
_PUT = {"permission": Permission.PUT_WORKFLOW}


def _sees(request: AnyRequest) -> query.Sees:
    conference, now = conference_of(request), desk_of(request).clock.now()
    person = visitor_of(request).person

    def sees(case: Case) -> bool:
        return sees_case(conference, case, person, now)

    return sees


@get("/procedures", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_procedures(request: AnyRequest) -> Response[tuple[ProcedureLine, ...]]:
    """The procedures in force and announced; of cases, those counted that the caller may see."""
    now = desk_of(request).clock.now()
    return Response(query.procedures(directory_of(request), now, _sees(request)))


@get("/procedures/{name:str}", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_procedure(
    request: AnyRequest, name: FromPath[str], version: FromQuery[str] = ""
) -> Response[Procedure]:
    """The version in force of a procedure, or the one named."""
    conference, now = conference_of(request), desk_of(request).clock.now()
    chain = versions(conference, name)
    if version:
        found = next((one for one in chain if one.version == version), None)
    else:
        found = in_force(conference, name, now) or next(iter(chain), None)
    if found is None:
        raise NotFound("There is no such procedure.")
    page = query.procedure(directory_of(request), found, now, _sees(request))
    return Response(
        Procedure(
            page.line,
            page.hash,
            definition_of(page.workflow),
            page.invariants,
            page.versions,
            page.cases,
        )
    )


@get("/procedures/{name:str}/what-if", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def what_if(request: AnyRequest, name: FromPath[str]) -> Response[Supposed]:
    """What the rule in force makes of numbers (`for`, `against`, `entitled`, … in the query; by weight
    `weights.for`, in a chamber `in.founders.for`, `in.founders.weights.for`; of a member whose consent is
    asked `member.BSU=against`); of which question, `state` says, the first unless given."""
    directory, now = directory_of(request), desk_of(request).clock.now()
    chosen = request.query_params.get("state", "") or questions(directory, name, now)[0].state
    question = question_of(directory, name, chosen, now)
    return Response(suppose(directory, question, dict(request.query_params)))


@get("/procedures/{name:str}/versions", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def list_versions(request: AnyRequest, name: FromPath[str]) -> Response[tuple[VersionView, ...]]:
    """Every version of a procedure, the last to come into force first, with what each changes."""
    if not versions(conference_of(request), name):
        raise NotFound("There is no such procedure.")
    now = desk_of(request).clock.now()
    return Response(query.version_views(directory_of(request), name, now, _sees(request)))


@post(
    "/procedures/check",
    opt={"permission": Permission.CHECK_WORKFLOW},
    status_code=200,
    sync_to_thread=True,
    responses=PROBLEMS,
)
def check(request: AnyRequest, data: JSONBody[ProcedureText]) -> Response[Examined]:
    """Everything that is wrong with a text, or what it changes; nothing is written."""
    return Response(examine(conference_of(request), data.text, desk_of(request).clock.now())[0])


@post("/procedures", opt=_PUT, sync_to_thread=True, responses=PROBLEMS)
def put_in_force(request: AnyRequest, data: JSONBody[PutInForce], key: Key = None) -> Response[Acted]:
    """Puts a text in force, at once or from a day on. Asks for a recent password. What keeps it from that is
    told with its place, what would mend it, and the steps that break a promise."""
    require_fresh(request)
    desk = desk_of(request)
    told, workflow = examine(conference_of(request), data.text, desk.clock.now())
    if workflow is None:
        said = in_language(told, visitor_of(request).language).findings
        findings = [located(one) for one in said if one.severity == "error"]
        raise DefinitionInvalid("The procedure cannot be put in force.", findings=findings)
    outcome = service.put_in_force(
        desk,
        workflow,
        text=data.text,
        day=data.day,
        resolution=data.resolution,
        person=visitor_of(request).person,
        key=key,
        mandate=data.mandate,
    )
    return acted(request, outcome, created=True)


@post(
    "/procedures/{name:str}/withdrawals", opt=_PUT, status_code=200, sync_to_thread=True, responses=PROBLEMS
)
def withdraw(
    request: AnyRequest, name: FromPath[str], data: JSONBody[Withdrawal], key: Key = None
) -> Response[Acted]:
    """Takes an announced version back before it comes into force. Asks for a recent password."""
    require_fresh(request)
    found = service.version_of(conference_of(request), name, data.version)
    person = visitor_of(request).person
    outcome = service.withdraw(desk_of(request), found, person=person, key=key, mandate=data.mandate)
    return acted(request, outcome)


HANDLERS = (list_procedures, show_procedure, what_if, list_versions, check, put_in_force, withdraw)
