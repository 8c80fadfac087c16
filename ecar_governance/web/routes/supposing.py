"""What if: typed numbers under a rule in force, or under that of a vote once it is closed; none is kept."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.errors import InvalidInput
from ecar_governance.services.queries.supposing import NUMBERS, counts_of, questions, rule_of, suppose
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import Form, form_of
from ecar_governance.web.here import Here
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page


@get("/procedures/{name:str}/what-if", opt={"permission": Permission.WORKFLOWS}, sync_to_thread=True)
def what_if(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A form for numbers, and what the rule in force makes of them."""
    here = Here(request)
    asked = questions(here.directory, name, here.at)
    state = request.query_params.get("state", "") or asked[0].state
    rule = rule_of(here.directory, name, state, here.at)
    question = next(one for one in asked if one.state == state)
    known = {"entitled": str(question.entitled)} if question.entitled else {}
    back = f"/procedures/{name}"
    return _page(here, rule, f"{back}/what-if", known, asked=asked, state=state, back=back)


@get("/votes/{vote:str}/what-if", opt={"permission": Permission.VOTES}, sync_to_thread=True)
def what_if_of_vote(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """The same of a vote, its own numbers filled in; not found before it is closed, to every role."""
    here = Here(request)
    known = here.vote(vote)
    counts = counts_of(known)
    numbers = {
        name: str(getattr(counts, "for_" if name == "for" else name))
        for name in NUMBERS
        if getattr(counts, "for_" if name == "for" else name) or name in ("for", "against", "abstain")
    }
    return _page(here, known.rule, f"/votes/{vote}/what-if", numbers, asked=(), back=f"/votes/{vote}")


def _page(here: Here, rule: VoteRule, action: str, known: dict[str, str], **more: Any) -> Response[Any]:
    sent = here.request.query_params
    typed = {name: sent[name][:40] for name in NUMBERS if name in sent}
    form: Form = form_of(**(typed or known))
    answer, status = None, 200
    if typed:
        try:
            answer = suppose(here.directory, rule, typed)
        except InvalidInput as error:
            form, status = form.with_findings(error, here.word), 400
    return page(
        here.request,
        "votes/what_if.html",
        status=status,
        form=form,
        answer=answer,
        rule=rule_sentence(rule, here.lang),
        action=action,
        **more,
    )
