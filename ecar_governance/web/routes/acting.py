"""What every form of a session does: the act and back to its page, or the page with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Session
from ecar_governance.errors import InvalidInput
from ecar_governance.services.ports import Outcome
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import Form, Sent, file_problems, read_form, whole
from ecar_governance.web.here import Here, done, in_thread
from ecar_governance.web.routes.sessions import known_session

Page = Callable[..., Response[Any]]
"""A page of the session: what is asked, the session, the form to show, and the status of the answer."""


async def act_on(
    request: AnyRequest,
    name: str,
    show: Page,
    back: str,
    act: Callable[[Here, Session, Sent], Outcome | Form],
) -> Response[Any]:
    """Does what a form asks and goes back to its page, or shows that page with what is wrong."""
    sent = await read_form(request)

    def work() -> Response[Any]:
        here = Here(request)
        known = known_session(here, name)
        problems = file_problems(sent, here.gettext)
        if problems:
            return show(here, known, sent.form.with_problems(problems), 422)
        try:
            outcome = act(here, known, sent)
        except InvalidInput as error:
            return show(here, known, sent.form.with_findings(error, here.word), 422)
        if isinstance(outcome, Form):
            return show(here, known, outcome, 422)
        if isinstance(outcome, Refused):
            now = Here(request)
            return show(now, known_session(now, name), now.refusal(sent.form, outcome), 409)
        return done(back.format(name), outcome)

    return await in_thread(work)


def key_of(sent: Sent) -> str | None:
    """The key by which a form counts once however often it is sent, or None."""
    return sent.text("key") or None


def number_of(sent: Sent, field: str) -> int:
    """The whole number in a field; 0, which no item has, where there is none."""
    return whole(sent.text(field), 5) or 0
