"""/api/v1/votes: a vote, its ballots, its result, who has voted; never a choice before the close."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.state import Vote
from ecar_governance.errors import NotFound
from ecar_governance.services import ballots, ending
from ecar_governance.services.choosing import parts_of
from ecar_governance.services.queries.papers import papers as papers_of
from ecar_governance.services.queries.results import result
from ecar_governance.services.queries.supposing import Supposed, changes_in, suppose_ballots, suppose_numbers
from ecar_governance.services.queries.turnout import turnout as turnout_of
from ecar_governance.services.queries.votes import VoteView, vote_view
from ecar_governance.web.api.answers import PROBLEMS, Key, acted, desk_of, directory_of, refused
from ecar_governance.web.api.shapes import (
    Acted,
    Ballot,
    BallotReceipt,
    CastingVote,
    OwnPapers,
    Result,
    SeatVoted,
    Void,
)
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.fresh import require_fresh
from ecar_governance.web.permissions import Permission, sees_case
from ecar_governance.web.sessions import conference_of, visitor_of

_READ = {"permission": Permission.VOTES}
_RUN = {"permission": Permission.RUN_VOTE}


def visible_vote(request: AnyRequest, vote: str) -> Vote:
    """The vote, if the caller may know of its case. Raises NotFound otherwise."""
    conference, now = conference_of(request), desk_of(request).clock.now()
    found = conference.votes.get(vote)
    person = visitor_of(request).person
    if found is None or not sees_case(conference, conference.cases[found.case], person, now):
        raise NotFound("There is no such vote.")
    return found


@get("/votes/{vote:str}", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_vote(request: AnyRequest, vote: FromPath[str]) -> Response[VoteView]:
    """The question, the rule, and how many have voted."""
    return Response(vote_view(directory_of(request), visible_vote(request, vote)))


@get("/votes/{vote:str}/papers", opt={"permission": Permission.CAST}, sync_to_thread=True, responses=PROBLEMS)
def own_papers(request: AnyRequest, vote: FromPath[str]) -> Response[OwnPapers]:
    """The seats for which the caller may cast, with the receipts so far."""
    known = visible_vote(request, vote)
    directory = directory_of(request)
    papers = papers_of(directory, known, visitor_of(request).person)
    if not papers:
        raise NotFound("There is no ballot paper for you in this vote.")
    return Response(OwnPapers(vote_view(directory, known), papers))


@post(
    "/votes/{vote:str}/ballots",
    opt={"permission": Permission.CAST, "quiet": True},
    responses=PROBLEMS,
)
async def cast(
    request: AnyRequest, vote: FromPath[str], data: JSONBody[Ballot], key: Key = None
) -> Response[BallotReceipt]:
    """Casts or changes a seat's ballot. The password must have been given within the last minutes."""
    require_fresh(request)
    visible_vote(request, vote)
    outcome = await ballots.cast_async(
        desk_of(request),
        visitor_of(request).person,
        vote,
        data.choice,
        seat=data.seat,
        manifest_hash=data.manifest_hash,
        reason=data.reason,
        replaces=data.replaces,
        marks=data.marks,
        parts=parts_of(data.parts),
        key=key,
    )
    if isinstance(outcome, Refused):
        return refused(request, outcome)
    receipt = ballots.receipt_of(outcome)
    said = BallotReceipt(receipt.vote, receipt.seat, receipt.digest, receipt.position, receipt.repeated)
    return Response(said, status_code=200 if receipt.repeated else 201)


@get("/votes/{vote:str}/result", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def show_result(request: AnyRequest, vote: FromPath[str]) -> Response[Result]:
    """The result, once there is one; 404 while the vote is open, to every role."""
    known = visible_vote(request, vote)
    if known.status != "closed" or known.outcome is None:
        raise NotFound("There is no result: the vote is not closed.")
    page = result(directory_of(request), known)
    return Response(
        Result(
            vote=page.view,
            carried=page.carried,
            result=page.result,
            decided_by=page.decided_by,
            counts=page.counts,
            explanation=tuple(text for _, text in page.sentences),
            roll=page.roll,
            present=page.present,
            resolution=page.resolution,
            position=page.position,
            margin=page.margin,
            open=page.open,
            election=page.election,
        )
    )


@get("/votes/{vote:str}/what-if", opt=_READ, sync_to_thread=True, responses=PROBLEMS)
def what_if(request: AnyRequest, vote: FromPath[str]) -> Response[Supposed]:
    """What its rule makes of other numbers (`for`, `against`, … in the query, as for a procedure), or after
    a roll call of other ballots (`seat.SEAT=against`: for, against, abstain, not_voted, absent); 409 before
    the close, with the reason."""
    known = visible_vote(request, vote)
    given = dict(request.query_params)
    if changes := changes_in(given):
        return Response(suppose_ballots(directory_of(request), known, changes))
    return Response(suppose_numbers(directory_of(request), known, given))


@get(
    "/votes/{vote:str}/electorate",
    opt={"permission": Permission.ELECTORATE},
    sync_to_thread=True,
    responses=PROBLEMS,
)
def electorate(request: AnyRequest, vote: FromPath[str]) -> Response[tuple[SeatVoted, ...]]:
    """Every seat entitled, and whether it has voted."""
    rows = turnout_of(directory_of(request), visible_vote(request, vote))
    return Response(tuple(SeatVoted(row.seat, row.seat_name, row.voted, row.at, row.office) for row in rows))


@post("/votes/{vote:str}/close", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def close(request: AnyRequest, vote: FromPath[str], key: Key = None) -> Response[Acted]:
    """Closes the vote and counts."""
    visible_vote(request, vote)
    return acted(request, ending.close(desk_of(request), visitor_of(request).person, vote, key=key))


@post("/votes/{vote:str}/void", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def void(request: AnyRequest, vote: FromPath[str], data: JSONBody[Void], key: Key = None) -> Response[Any]:
    """Declares the vote void, for a reason."""
    visible_vote(request, vote)
    person = visitor_of(request).person
    return acted(request, ending.void(desk_of(request), person, vote, data.reason, key=key))


@post("/votes/{vote:str}/casting-vote", opt=_RUN, status_code=200, sync_to_thread=True, responses=PROBLEMS)
def casting_vote(
    request: AnyRequest, vote: FromPath[str], data: JSONBody[CastingVote], key: Key = None
) -> Response[Any]:
    """The chair decides an equal division: `for` or `against`; in an election by whom it prefers."""
    visible_vote(request, vote)
    person = visitor_of(request).person
    outcome = ending.give_casting_vote(
        desk_of(request), person, vote, data.choice, preferred=data.preferred, key=key
    )
    return acted(request, outcome)


@post(
    "/votes/{vote:str}/ask-quorum",
    opt={"permission": Permission.CAST},
    status_code=200,
    sync_to_thread=True,
    responses=PROBLEMS,
)
def ask_quorum(request: AnyRequest, vote: FromPath[str], key: Key = None) -> Response[Any]:
    """A member asks for the quorum to be checked at the close."""
    visible_vote(request, vote)
    return acted(request, ballots.ask_quorum(desk_of(request), visitor_of(request).person, vote, key=key))


HANDLERS = (
    show_vote, own_papers, cast, show_result, what_if, electorate, close, void, casting_vote, ask_quorum,
)  # fmt: skip
