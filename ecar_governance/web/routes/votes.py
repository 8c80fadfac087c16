"""A vote: its turnout while it is open, closing and voiding it by hand, its result, and how to check that."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain import vote_record
from ecar_governance.domain.candidates import chosen_of
from ecar_governance.domain.commands import CloseVote, GiveCastingVote, VoidVote
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import TransitionTaken, VoteVoided
from ecar_governance.domain.state import Vote
from ecar_governance.errors import InvalidInput, NotFound
from ecar_governance.services import ballots as service
from ecar_governance.services import ending
from ecar_governance.services.queries.actions import ActionView, actions
from ecar_governance.services.queries.directory import Office
from ecar_governance.services.queries.papers import papers
from ecar_governance.services.queries.results import result
from ecar_governance.services.queries.turnout import turnout
from ecar_governance.services.queries.voided import edit_view
from ecar_governance.services.queries.votes import vote_view
from ecar_governance.web.downloads import attachment, kept
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Sent, read_form
from ecar_governance.web.here import Here, done, done_of, fresh_key, in_thread
from ecar_governance.web.marks import preferred
from ecar_governance.web.permissions import Permission, allowed
from ecar_governance.web.views import page

_READ = {"permission": Permission.VOTES}
_RUN = {"permission": Permission.RUN_VOTE}
_CAST = {"permission": Permission.CAST}


@get("/votes/{vote:str}", opt=_READ, sync_to_thread=True)
def show_vote(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """Turnout while it is open; afterwards the result, explained."""
    here = Here(request)
    return _vote_page(here, here.vote(vote), EMPTY)


def _vote_page(here: Here, vote: Vote, form: Form, status: int = 200) -> Response[Any]:
    counts_seats = allowed(Permission.ELECTORATE, signed_in=True, kinds=here.visitor.kinds)
    rows = turnout(here.directory, vote) if counts_seats else None
    if vote.status != "open":
        return page(
            here.request,
            "votes/result.html",
            status=status,
            page=result(here.directory, vote),
            turnout=rows,
            void_reason=_void_reason(here, vote),
            stopped_by=_stopped_by(here, vote),
            edit=edit_view(here.directory, here.desk.record, vote),
            may_decide=_waits_for_the_chair(here, vote)
            and here.may_command(GiveCastingVote, session=vote.session),
            form=form,
            key=fresh_key(),
            done=done_of(here.request),
        )
    return page(
        here.request,
        "votes/open.html",
        status=status,
        view=vote_view(here.directory, vote),
        turnout=rows,
        papers=papers(here.directory, vote, here.person),
        stops=_stops(here, vote),
        may_close=here.may_command(CloseVote, session=vote.session),
        may_void=here.may_command(VoidVote, session=vote.session),
        form=form,
        key=fresh_key(),
        done=done_of(here.request),
    )


def _waits_for_the_chair(here: Here, vote: Vote) -> bool:
    """Whether the chair is to decide, and the case has not gone on without."""
    return vote.waits_for_chair and vote.state in here.conference.cases[vote.case].state


def _void_reason(here: Here, vote: Vote) -> str:
    """The reason given when the vote was declared void: the log has its digest, the vault the text."""
    event = here.desk.record.event(vote.decided_at) if vote.status == "void" else None
    if event is None or not isinstance(event.data, VoteVoided):
        return ""
    return here.directory.text(event.data.reason)


def _stopped_by(here: Here, vote: Vote) -> tuple[Office, ...]:
    """Who ended the vote by a step of the procedure, in the order in which they asked for it."""
    event = here.desk.record.event(vote.decided_at) if vote.how == "stopped" else None
    move = here.desk.record.event(event.act) if event is not None else None
    if move is None or not isinstance(move.data, TransitionTaken):
        return ()
    return tuple(here.directory.actor(one) for one in (*move.data.approved, move.actor))


def _stops(here: Here, vote: Vote) -> tuple[ActionView, ...]:
    """What the visitor may do that ends the vote, by the procedure."""
    case = here.conference.cases[vote.case]
    rules = here.conference.workflows[case.workflow_hash].workflow.transitions
    found = actions(here.directory, case, here.person, here.at, here.tell)
    return tuple(one for one in found if one.possible and rules[one.transition].stops_vote)


@post("/votes/{vote:str}/close", opt=_RUN, status_code=200)
async def close(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """Opens the envelopes, counts, publishes the result."""
    sent = await read_form(request)
    return await in_thread(_close, request, vote, sent.text("key"))


def _close(request: AnyRequest, vote: str, key: str) -> Response[Any]:
    here = Here(request)
    here.vote(vote)
    outcome = ending.close(here.desk, here.person, vote, key=key or None)
    if isinstance(outcome, Refused):
        now = Here(request)
        return _vote_page(now, now.vote(vote), now.refusal(EMPTY, outcome), 409)
    return done(f"/votes/{vote}", outcome)


@post("/votes/{vote:str}/void", opt=_RUN, status_code=200)
async def void(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """Declares it void for a reason."""
    sent = await read_form(request)
    return await in_thread(_void, request, vote, sent.form)


def _void(request: AnyRequest, vote: str, form: Form) -> Response[Any]:
    here = Here(request)
    here.vote(vote)
    key = form.value("key") or None
    outcome = ending.void(here.desk, here.person, vote, form.value("reason"), key=key)
    if isinstance(outcome, Refused):
        now = Here(request)
        return _vote_page(now, now.vote(vote), now.refusal(form, outcome), 409)
    return done(f"/votes/{vote}", outcome)


@post("/votes/{vote:str}/casting-vote", opt=_RUN, status_code=200)
async def casting_vote(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """The chair decides an equal division."""
    sent = await read_form(request)
    return await in_thread(_casting_vote, request, vote, sent)


def _casting_vote(request: AnyRequest, vote: str, sent: Sent) -> Response[Any]:
    here = Here(request)
    counted = here.vote(vote).outcome
    result = None if counted is None else counted.election
    equals = preferred(result.tied, sent) if result is not None else ()
    form = sent.form
    key = form.value("key") or None
    try:
        outcome = ending.give_casting_vote(
            here.desk, here.person, vote, form.value("choice"), preferred=equals, key=key
        )
    except InvalidInput as error:
        return _vote_page(here, here.vote(vote), form.with_findings(error, here.word), 400)
    if isinstance(outcome, Refused):
        now = Here(request)
        return _vote_page(now, now.vote(vote), now.refusal(form, outcome), 409)
    return done(f"/votes/{vote}", outcome)


@post("/votes/{vote:str}/ask-quorum", opt=_CAST, status_code=200)
async def ask_quorum(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """A member asks for the quorum to be checked at the close."""
    sent = await read_form(request)
    return await in_thread(_ask_quorum, request, vote, sent.text("key"))


def _ask_quorum(request: AnyRequest, vote: str, key: str) -> Response[Any]:
    here = Here(request)
    here.vote(vote)
    outcome = service.ask_quorum(here.desk, here.person, vote, key=key or None)
    if isinstance(outcome, Refused):
        now = Here(request)
        return _vote_page(now, now.vote(vote), now.refusal(EMPTY, outcome), 409)
    return done(f"/votes/{vote}", outcome)


@get("/votes/{vote:str}/record.json", opt=_READ, sync_to_thread=True)
def get_record(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """The vote by itself, for `ecar vote recount`."""
    here = Here(request)
    known = here.vote(vote)
    if known.outcome is None:
        raise NotFound("There is no result to recount.")
    of = chosen_of(here.desk.conference, known)
    plain = vote_record.to_plain(vote_record.record_of(known, of))
    content = msgspec.json.format(msgspec.json.encode(plain), indent=2)
    return attachment(content, f"{vote}.json", "application/json")


@get("/votes/{vote:str}/protocol", opt=_READ, sync_to_thread=True)
def get_protocol(request: AnyRequest, vote: FromPath[str]) -> Response[Any]:
    """The scan of the tellers' protocol."""
    here = Here(request)
    return kept(here.desk, here.vote(vote).protocol)
