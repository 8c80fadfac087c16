"""From a service's outcome to an HTTP answer: done, or refused with every reason in the caller's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Final

from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter

from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.errors import InvalidInput
from ecar_governance.services.accounts import sentence
from ecar_governance.services.desk import Desk
from ecar_governance.services.kept import kept_file
from ecar_governance.services.ports import Done, Outcome
from ecar_governance.services.queries.directory import Directory
from ecar_governance.web.api.shapes import Acted
from ecar_governance.web.errors import (
    PROBLEM_JSON,
    AnyRequest,
    Problem,
    ReasonSaid,
    make_problem,
    problem_response,
)
from ecar_governance.web.sessions import conference_of, visitor_of
from ecar_governance.wording import translations

Key = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=128,
        description="The same key again gives the same answer and does nothing twice.",
    ),
]

NOT_YOURS: Final = re.compile(r"(role|actor)\..*|.*\.not_your(s|_.*)|mandate\.(own|administrator_only)")
"""Reasons of who asks: 403."""

CHANGED: Final = re.compile(
    r"version\..*|ballot\.(already_cast|receipt_outdated|prevails|nothing_to_replace|other_text)"
    r"|ballot\.(casts_with_block|block_not_whole)|document\.(changed_meanwhile|field_signed)"
)
"""Reasons of what has happened meanwhile, which looking again will show: 409."""

UNKNOWN: Final = re.compile(r"(case|vote|session|resolution|document|proxy)\.unknown")
"""Reasons of what does not exist: 404."""

PROBLEMS: Final = {
    status: ResponseSpec(Problem, description=told, media_type=PROBLEM_JSON, generate_examples=False)
    for status, told in {
        401: "Nobody is signed in.",
        403: "Not open to the caller, or the password was given too long ago.",
        404: "Nothing there that the caller may see.",
        409: "What the caller saw has changed meanwhile.",
        422: "Refused, with every reason, or not understood.",
    }.items()
}
"""The problems that every route documents."""


def status_of(reasons: Iterable[Reason]) -> int:
    """The HTTP status of a refusal: 404, 403 or 409, the first of which any reason is of; else 422."""
    codes = [reason.code for reason in reasons]
    for status, kind in ((404, UNKNOWN), (403, NOT_YOURS), (409, CHANGED)):
        if any(kind.fullmatch(code) for code in codes):
            return status
    return 422


def refused(request: AnyRequest, answer: Refused) -> Response[Any]:
    """The problem that says why not: every reason with its sentence, who could, and from when."""
    desk: Desk = request.app.state.desk
    language = visitor_of(request).language
    status = status_of(answer.reasons)
    said = tuple(
        ReasonSaid(
            reason.code,
            sentence(reason, language, desk.conference),
            reason.who,
            reason.when.isoformat() if reason.when is not None else None,
        )
        for reason in answer.reasons
    )
    title = translations(language).gettext("This cannot be done now.")
    code = "conflict" if status == 409 else "refused"
    return problem_response(make_problem(request, status, code, title, said[0].sentence, said))


def acted(request: AnyRequest, outcome: Outcome, *, created: bool = False) -> Response[Any]:
    """201 for what is new, 200 for what was changed or had been done before; or the refusal."""
    if isinstance(outcome, Refused):
        return refused(request, outcome)
    return Response(content=acted_of(outcome), status_code=201 if created and not outcome.repeated else 200)


def acted_of(done: Done) -> Acted:
    """The act in the API's words."""
    return Acted(
        done.position,
        done.repeated,
        tuple(type(event.data).__name__ for event in done.events),
        done.events[0].subject if done.events else "",
    )


def directory_of(request: AnyRequest) -> Directory:
    """Names in the caller's language."""
    desk: Desk = request.app.state.desk
    return Directory(conference_of(request), desk.vault, visitor_of(request).language)


def desk_of(request: AnyRequest) -> Desk:
    """The desk."""
    desk: Desk = request.app.state.desk
    return desk


def saved(request: AnyRequest, digest: str) -> Response[Any]:
    """A kept file as it was sent: to be saved, never shown in a page. Raises NotFound, and FileAltered for
    one that is not what its digest says."""
    return Response(
        content=kept_file(desk_of(request), digest).content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": "attachment"},
    )


def window(limit: int, offset: int, most: int = 200) -> slice:
    """The part of a list that was asked for. Raises InvalidInput for a window that is none."""
    if not 1 <= limit <= most or offset < 0:
        raise InvalidInput(f"Say limit from 1 to {most} and offset from 0.")
    return slice(offset, offset + limit)
