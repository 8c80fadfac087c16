"""What a page's handler has at hand: who asks, when, of which conference, and the names in their language."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

import anyio.to_thread
from litestar import MediaType, Response
from msgspec.structs import replace

from ecar_governance.domain.deciding.rights import RIGHTS
from ecar_governance.domain.decision import Reason, Refused
from ecar_governance.domain.state import Case, Conference, Vote
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import Finding, NotFound
from ecar_governance.services.acting import reason_sentence
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.directory import Directory
from ecar_governance.web import words
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.finding_words import finding
from ecar_governance.web.forms import Form, Problem
from ecar_governance.web.permissions import sees_case
from ecar_governance.web.sessions import Visitor, visit_of
from ecar_governance.web.views import with_query
from ecar_governance.wording import translations

P = ParamSpec("P")
R = TypeVar("R")


class Here:
    """One request's view of the conference: taken once, so that a page is of one moment."""

    def __init__(self, request: AnyRequest) -> None:
        self.request = request
        self.desk: Desk = request.app.state.desk
        self.conference: Conference = self.desk.conference
        self.at: datetime = self.desk.clock.now()
        self.visitor: Visitor = visit_of(request).visitor
        self.lang: str = self.visitor.language
        self.directory = Directory(self.conference, self.desk.vault, self.lang)

    @property
    def person(self) -> str:
        """The person's id; empty for a visitor who has not signed in."""
        return self.visitor.person

    @property
    def zone(self) -> str:
        """The conference's time zone."""
        return self.conference.founding.zone if self.conference.founding is not None else "UTC"

    def tell(self, reason: Reason, workflow: Workflow | None = None) -> str:
        """The reason as a sentence, codes in it by their words, people by their names; states and steps by
        those of `workflow`."""
        say = self.directory.say
        titles = {}
        if workflow is not None:
            titles = {name: say(one.title) for name, one in workflow.states.items()}
            titles |= {name: say(one.title) for name, one in workflow.transitions.items()}
            titles |= {name: say(one.title) for name, one in workflow.fields.items() if name not in titles}
        params = {key: words.codes(value, titles, self.gettext) for key, value in reason.params.items()}
        if (person := reason.params.get("person", "")) in self.conference.persons:
            params["person"] = self.directory.person(person) or person
        return reason_sentence(replace(reason, params=params), self.lang, self.conference)

    def sees(self, case: Case) -> bool:
        """Whether the visitor may know of the case."""
        return sees_case(self.conference, case, self.person, self.at)

    def case(self, name: str) -> Case:
        """The case, if the visitor may know of it; raises NotFound."""
        found = self.conference.cases.get(name)
        if found is None or not self.sees(found):
            raise NotFound("There is no such proposal.")
        return found

    def vote(self, name: str) -> Vote:
        """The vote on a case that the visitor may know of; raises NotFound."""
        found = self.conference.votes.get(name)
        if found is None or not self.sees(self.conference.cases[found.case]):
            raise NotFound("There is no such vote.")
        return found

    def may_command(self, command: type, *, session: str = "") -> bool:
        """Whether an office of the visitor's gives the command as such; the moment is the core's to judge.

        An officer of a session counts for that session alone."""
        kinds = RIGHTS[command].kinds
        return any(
            mandate.kind in kinds and (not mandate.session or mandate.session == session)
            for mandate in self.visitor.mandates
        )

    def word(self, found: Finding) -> str:
        """The finding as a sentence."""
        return finding(found, self.gettext)

    @property
    def gettext(self) -> Callable[[str], str]:
        """From a sentence's English to the visitor's language."""
        return translations(self.lang).gettext

    def refusal(
        self, form: Form, refused: Refused, heading: str = "", *, workflow: Workflow | None = None
    ) -> Form:
        """The form with every reason of the refusal."""
        sentences = dict.fromkeys(self.tell(reason, workflow) for reason in refused.reasons)
        return form.with_problems((Problem("", one) for one in sentences), heading)


def see(place: str) -> Response[Any]:
    """Sends the browser on to a page of ours (303: it asks for it anew, by GET)."""
    return Response(content=b"", status_code=303, headers={"Location": place}, media_type=MediaType.HTML)


def done(place: str, outcome: Outcome) -> Response[Any]:
    """After an act: on to the page that shows its proof. Raises TypeError for a refusal."""
    if isinstance(outcome, Refused):
        raise TypeError("a refusal is shown with its form")
    path, sign, fragment = place.partition("#")
    return see(with_query(path, done=outcome.position) + sign + fragment)


def done_of(request: AnyRequest) -> int | None:
    """The position that the page's address names as just done."""
    given = request.query_params.get("done", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 12 else None


def fresh_key() -> str:
    """A key for one form: sent twice, it acts once."""
    return secrets.token_urlsafe(16)


async def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs blocking work beside the event loop."""
    return await anyio.to_thread.run_sync(partial(work, *args, **kwargs))
