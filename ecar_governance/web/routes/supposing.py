"""What if: numbers under a rule in force; numbers or ballots of a vote that is over. Nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Struct

from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.errors import InvalidInput
from ecar_governance.services.queries.naming import called, called_in
from ecar_governance.services.queries.supposing import (
    SEAT,
    Supposed,
    changes_in,
    numbers_of,
    question_of,
    questions,
    seat_ballots,
    suppose,
    suppose_ballots,
    suppose_numbers,
)
from ecar_governance.services.queries.typed_numbers import MEMBER, groups, members_asked, names
from ecar_governance.services.queries.votes import vote_view
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import Form, form_of
from ecar_governance.web.here import Here
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page

_LONGEST = 40
"""So much of what was typed is shown again."""


class FieldGroup(Struct, frozen=True):
    """A group of numbers on the page: how its names begin, whether by weight, and its chamber's name."""

    prefix: str
    weights: bool
    chamber: str


class MemberField(Struct, frozen=True):
    """A member whose consent is asked: the field's name, and the member's."""

    name: str
    label: str


@get("/procedures/{name:str}/what-if", opt={"permission": Permission.WORKFLOWS}, sync_to_thread=True)
def what_if(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A form for numbers, and what the rule in force makes of them."""
    here = Here(request)
    asked = questions(here.directory, name, here.at)
    state = request.query_params.get("state", "") or asked[0].state
    question = question_of(here.directory, name, state, here.at)
    told = next(one for one in asked if one.state == state)
    known = {"entitled": str(told.entitled)} if told.entitled else {}
    typed = _typed(here, question.rule)
    form, answer = _tried(here, typed or known, bool(typed), lambda: suppose(here.directory, question, typed))
    how = called_in(here.conference, question, question.rule)
    back = f"/procedures/{name}"
    return _page(
        here, question.rule, how, form, answer, sentence=told.rule, action=f"{back}/what-if", back=back,
        asked=asked, state=state, ballots=(), secret=False,
    )  # fmt: skip


@get("/votes/{vote:str}/what-if", opt={"permission": Permission.VOTES}, sync_to_thread=True)
def what_if_of_vote(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """The same of a vote, its own numbers filled in, and of a roll call each seat's ballot; refused, with
    the reason, before it is closed, to every role."""
    here = Here(request)
    known = here.vote(vote)
    numbers, ballots = numbers_of(known), seat_ballots(here.directory, known)
    sent = {key: value[:_LONGEST] for key, value in here.request.query_params.items()}
    changes, typed = changes_in(sent), _typed(here, known.rule)
    shown = numbers | {SEAT + one.seat: one.choice for one in ballots}
    if changes:
        shown |= {SEAT + seat: said for seat, said in changes.items()}
        form, answer = _tried(here, shown, True, lambda: suppose_ballots(here.directory, known, changes))
    else:
        shown = {key: value for key, value in shown.items() if key.startswith(SEAT) or not typed} | typed
        form, answer = _tried(here, shown, bool(typed), lambda: suppose_numbers(here.directory, known, typed))
    view = vote_view(here.directory, known)
    place = f"/votes/{vote}"
    return _page(
        here, known.rule, called(here.conference, known), form, answer, sentence=view.rule,
        action=f"{place}/what-if", back=place, asked=(), ballots=ballots, secret=known.ballot == "secret",
    )  # fmt: skip


def _typed(here: Here, rule: VoteRule) -> dict[str, str]:
    sent = here.request.query_params
    return {name: sent[name][:_LONGEST] for name in names(rule) if name in sent}


def _tried(
    here: Here, shown: Mapping[str, str], asked: bool, ask: Callable[[], Supposed]
) -> tuple[Form, Supposed | None]:
    form = form_of(**shown)
    if not asked:
        return form, None
    try:
        return form, ask()
    except InvalidInput as error:
        return form.with_findings(error, here.word), None


def _page(
    here: Here,
    rule: VoteRule,
    how: Mapping[str, str | dict[str, str]],
    form: Form,
    answer: Supposed | None,
    *,
    sentence: str,
    **more: Any,
) -> Response[Any]:
    def named(one: str) -> str:
        found = how.get(one, one)
        return here.directory.say(found) if isinstance(found, dict) else found

    return page(
        here.request,
        "votes/what_if.html",
        status=400 if form.problems else 200,
        form=form,
        answer=answer,
        rule=sentence,
        groups=tuple(
            FieldGroup(one.prefix, one.counting == "weights", named(one.chamber) if one.chamber else "")
            for one in groups(rule)
        ),
        members=tuple(MemberField(MEMBER + one, named(one)) for one in members_asked(rule)),
        **more,
    )
