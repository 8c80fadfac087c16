"""The ballot: one question on a page, reviewed before it is cast, with a receipt after.

A choice is never in an address, a log line or an error: it travels in the body of POST requests, as a token.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from ecar_governance.domain.blocks import together
from ecar_governance.domain.deciding.casters import elector_of
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.rule import PARTS
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import ballots as service
from ecar_governance.services.choosing import check_choice, divisible
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.elections import ballot_form
from ecar_governance.services.queries.naming import marked, named
from ecar_governance.services.queries.papers import PaperView, papers
from ecar_governance.services.queries.proposals import TextIn, proposal
from ecar_governance.services.queries.votes import vote_view
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, Sent, read_form
from ecar_governance.web.fresh import require_fresh
from ecar_governance.web.here import Here, fresh_key, in_thread, see
from ecar_governance.web.marks import ABSTAIN, Chosen, Token, chosen, divided, further, tokens
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import visit_of
from ecar_governance.web.tokens import choice_token, option_of
from ecar_governance.web.views import page

_CAST = {"permission": Permission.CAST, "quiet": True}

REASON_LIMIT = 2000
"""Characters of a reason given in a roll call."""


@get("/ballots/{vote:str}", opt=_CAST, sync_to_thread=True)
def show_papers(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """To the one paper that the person has; of several, the list."""
    here = Here(request)
    known = here.vote(vote)
    mine = papers(here.directory, known, here.person) if known.status == "open" else ()
    if len(mine) == 1:
        return see(f"/ballots/{vote}/{mine[0].seat}")
    return _no_paper(here, known, mine)


def _no_paper(here: Here, vote: Vote, mine: tuple[PaperView, ...] = ()) -> Response[Any]:
    """The list of several papers, or why there is none; of a void vote also the one that took its place."""
    latest = here.conference.votes[here.conference.cases[vote.case].vote]
    again = latest.vote if vote.status == "void" and latest.status == "open" else ""
    view = vote_view(here.directory, vote)
    return page(here.request, "ballots/none.html", view=view, papers=mine, again=again)


@get("/ballots/{vote:str}/{seat:str}", opt=_CAST, sync_to_thread=True)
def show_paper(request: AnyRequest, vote: FromPath[str], seat: FromPath[str]) -> Response[Any]:
    """The ballot paper of one seat."""
    require_fresh(request)
    here = Here(request)
    known = here.vote(vote)
    if known.status != "open":
        return _no_paper(here, known)
    return _paper_page(here, known, _paper(here, known, seat), EMPTY)


def _paper(here: Here, vote: Vote, seat: str) -> PaperView:
    found = next((one for one in papers(here.directory, vote, here.person) if one.seat == seat), None)
    if found is None:
        raise NotFound("There is no such ballot paper.")
    return found


def _paper_page(here: Here, vote: Vote, paper: PaperView, form: Form, status: int = 200) -> Response[Any]:
    secret = visit_of(here.request).secret
    view = proposal(here.directory, here.conference.cases[vote.case], here.at)
    return page(
        here.request,
        "ballots/paper.html",
        status=status,
        view=vote_view(here.directory, vote),
        paper=paper,
        texts=_texts(here, vote, view.texts),
        block_texts=bool(vote.block),
        advice=view.advice,
        tokens=[(one, choice_token(secret, vote.vote, paper.seat, one)) for one in vote.options],
        marks=_marks(here, vote, paper.seat),
        parts=_parts(here, vote, paper.seat),
        form=form,
    )


def _texts(here: Here, vote: Vote, own: tuple[TextIn, ...]) -> tuple[TextIn, ...]:
    """What is voted on; of a block the texts of all its items, in their order."""
    if not vote.block:
        return own
    cases = [here.conference.cases[one.case] for one in together(here.conference, vote)]
    return tuple(text for case in cases for text in proposal(here.directory, case, here.at).texts)


class _Marks(Struct, frozen=True):
    """How an election's paper is filled in: the tokens, option by option, and what else may be chosen."""

    options: tuple[tuple[Token, ...], ...]
    further: tuple[Token, ...]


class _Parts(Struct, frozen=True):
    """How a vote may be divided: the token of doing so, and what the seat weighs, "" where its members are
    counted and the larger side has it whole."""

    token: str
    weight: str


def _parts(here: Here, vote: Vote, seat: str) -> _Parts | None:
    row = elector_of(vote, seat)
    if row is None or not divisible(vote):
        return None
    token = choice_token(visit_of(here.request).secret, vote.vote, seat, PARTS)
    return _Parts(token, str(figure(row.weight)) if vote.rule.parts == "split" else "")


def _marks(here: Here, vote: Vote, seat: str) -> _Marks | None:
    form = ballot_form(here.directory, vote)
    if form is None:
        return None
    secret = visit_of(here.request).secret
    abstain = ABSTAIN in vote.options
    return _Marks(
        tokens(form, secret, vote.vote, seat), further(form, secret, vote.vote, seat, abstain=abstain)
    )


def _chosen(here: Here, vote: Vote, seat: str, sent: Sent) -> Chosen | None:
    """What the form says, of a motion or an election; None where it says nothing. Raises InvalidInput for
    parts that are no numbers."""
    secret = visit_of(here.request).secret
    form = ballot_form(here.directory, vote)
    if form is not None:
        return chosen(form, secret, vote.vote, seat, sent)
    token = sent.text("choice")
    offered = (*vote.options, *((PARTS,) if divisible(vote) else ()))
    option = option_of(secret, vote.vote, seat, token, offered)
    if option == PARTS:
        parts, fields = divided(vote, sent)
        return Chosen(PARTS, (), (("choice", token), *fields), parts)
    return None if option is None else Chosen(option, (), (("choice", token),))


@post("/ballots/{vote:str}/{seat:str}/review", opt=_CAST, status_code=200)
async def review(request: AnyRequest, vote: FromPath[str], seat: FromPath[str]) -> Response[Any]:
    """Shows the choice once more; nothing is cast."""
    require_fresh(request, f"/ballots/{vote}/{seat}")
    return await in_thread(_review, request, vote, seat, await read_form(request))


def _review(request: AnyRequest, vote: str, seat: str, sent: Sent) -> Response[Any]:
    here = Here(request)
    known = here.vote(vote)
    if known.status != "open":
        return see(f"/ballots/{vote}/{seat}")
    paper = _paper(here, known, seat)
    reason = sent.text("reason") if known.ballot == "roll_call" else ""
    try:
        said = _chosen(here, known, seat, sent)
        problems = _problems(here, known, said, reason, seat)
    except InvalidInput as error:
        said, problems = None, _told(here, error)
    if said is None or problems:
        kept = Form({**sent.form.values, "reason": (reason,)}, tuple(problems))
        return _paper_page(here, known, paper, kept, 422)
    return page(
        request,
        "ballots/review.html",
        view=vote_view(here.directory, known),
        paper=paper,
        option=said.choice,
        chose=_in_words(here, known, said),
        ordered=len(said.marks) > 1,
        parts=tuple((side, str(figure(said.parts[side]))) for side in known.options if side in said.parts),
        fields=said.fields,
        reason=reason,
        manifest_hash=sent.text("manifest_hash"),
        key=fresh_key(),
    )


def _in_words(here: Here, vote: Vote, said: Chosen) -> list[str]:
    """Whom an election's paper chooses: one line a place, or one a mark where there is no order."""
    options = named(here.desk.vault, here.conference, vote)
    if len(said.marks) == 1:
        return [marked(options, ((one,),), here.lang) for one in said.marks[0]]
    return [" = ".join(marked(options, ((one,),), here.lang) for one in group) for group in said.marks]


def _told(here: Here, error: InvalidInput) -> list[Problem]:
    """What is wrong with the choice, at its place in the form."""
    problems = EMPTY.with_findings(error, here.word).problems
    return [Problem("choice", problem.message) for problem in problems]


def _problems(here: Here, vote: Vote, said: Chosen | None, reason: str, seat: str) -> list[Problem]:
    _ = here.gettext
    found = []
    if said is None:
        found.append(Problem("choice", _nothing(here, vote)))
    else:
        try:
            check_choice(vote, said.choice, said.marks, said.parts, seat=seat)
        except InvalidInput as error:
            found += _told(here, error)
    if len(reason) > REASON_LIMIT:
        found.append(Problem("reason", _("A reason has at most 2000 characters.")))
    return found


def _nothing(here: Here, vote: Vote) -> str:
    """What is said to somebody who chose nothing."""
    _ = here.gettext
    if vote.rule.election is None:
        return _("Please choose for, against or abstain.")
    return _("Please mark whom you choose, or abstain.")


@post("/ballots/{vote:str}/{seat:str}/cast", opt=_CAST, status_code=200)
async def cast(request: AnyRequest, vote: FromPath[str], seat: FromPath[str]) -> Response[Any]:
    """Casts the ballot and leads to its receipt."""
    require_fresh(request, f"/ballots/{vote}/{seat}")
    sent = await read_form(request)
    here = await in_thread(Here, request)
    known = here.vote(vote)
    try:
        said = await in_thread(_chosen, here, known, seat, sent)
    except InvalidInput as error:
        return await in_thread(_refused, request, vote, seat, EMPTY.with_problems(_told(here, error)))
    if said is None:
        problem = Problem("choice", _nothing(here, known))
        return await in_thread(_refused, request, vote, seat, EMPTY.with_problems([problem]))
    try:
        outcome = await service.cast_async(
            here.desk,
            here.person,
            vote,
            said.choice,
            seat=seat,
            marks=said.marks,
            parts=said.parts,
            manifest_hash=sent.text("manifest_hash"),
            reason=sent.form.value("reason"),
            replaces=sent.text("replaces"),
            key=sent.text("key") or None,
        )
    except InvalidInput as error:
        return await in_thread(_refused, request, vote, seat, EMPTY.with_findings(error, here.word))
    return await in_thread(_answered, request, vote, seat, outcome)


def _answered(request: AnyRequest, vote: str, seat: str, outcome: Outcome) -> Response[Any]:
    if isinstance(outcome, Refused):
        return _refused(request, vote, seat, Here(request).refusal(EMPTY, outcome))
    return see(f"/ballots/{vote}/{seat}/receipt")


def _refused(request: AnyRequest, vote: str, seat: str, form: Form) -> Response[Any]:
    """The paper again, as it is now, with why nothing was cast; a vote that is over says so."""
    here = Here(request)
    known = here.vote(vote)
    if known.status != "open":
        return see(f"/ballots/{vote}/{seat}")
    return _paper_page(here, known, _paper(here, known, seat), form, 409)


@get("/ballots/{vote:str}/{seat:str}/receipt", opt=_CAST, sync_to_thread=True)
def show_receipt(request: AnyRequest, vote: FromPath[str], seat: FromPath[str]) -> Response[Any]:
    """Proof that a ballot was accepted, and nothing of what it says."""
    here = Here(request)
    known = here.vote(vote)
    paper = _paper(here, known, seat)
    if paper.marked is None:
        return see(f"/ballots/{vote}/{seat}")
    return page(request, "ballots/receipt.html", view=vote_view(here.directory, known), paper=paper)
