"""Casting in a vote: the envelope is sealed first, and never a choice is seen. `ending` opens them, last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction

from msgspec import UNSET, Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain.blocks import together
from ecar_governance.domain.canonical import nfc
from ecar_governance.domain.deciding.casters import casters_now
from ecar_governance.domain.decision import Refused
from ecar_governance.domain.events import Actor, BallotAccepted, Event
from ecar_governance.domain.organs import seat_of_mandate
from ecar_governance.domain.state import Conference, Vote
from ecar_governance.domain.voting.methods.papers import Marks
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.errors import InvalidInput, NotFound, RecordBroken
from ecar_governance.services.acting import actor_for
from ecar_governance.services.choosing import check_choice
from ecar_governance.services.counting import destroy, end_early, ended
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import Act, Done, Outcome, VaultWrite
from ecar_governance.services.texts import unseen
from ecar_governance.services.work import deciding


class Receipt(Struct, frozen=True):
    """Proof that a ballot was accepted, not of what it says (promise 17)."""

    vote: str
    seat: str
    digest: str
    position: int
    repeated: bool


def vote_of(conference: Conference, vote: str) -> Vote:
    """The vote; raises NotFound."""
    found = conference.votes.get(vote)
    if found is None:
        raise NotFound("There is no such vote.")
    return found


def seats_of(desk: Desk, person: str, vote: str) -> tuple[tuple[str, str], ...]:
    """The seats for which the person may cast in the vote now, each with the mandate that allows it."""
    conf = desk.conference
    return _seats(conf, person, vote_of(conf, vote), desk.clock.now())


def _seats(conf: Conference, person: str, vote: Vote, at: datetime) -> tuple[tuple[str, str], ...]:
    known = conf.persons.get(person)
    # Who casts for a seat holds, or held, a mandate of it or of the one with its proxy: look at no other.
    held = known.mandates if known is not None else ()
    own = {seat_of_mandate(conf, conf.mandates[mandate]) for mandate in held}
    own |= {seat for holder in own for seat in vote.proxied.get(holder, ())}
    found = ((seat, _casting_mandate(conf, person, vote, seat, at)) for seat in sorted(own))
    return tuple((seat, mandate) for seat, mandate in found if mandate is not None)


def _casting_mandate(conf: Conference, person: str, vote: Vote, seat: str, at: datetime) -> str | None:
    """Under which of their mandates the person may cast for the seat now, if they may."""
    if seat not in vote.casters:
        return None
    casters = casters_now(conf, vote, seat, at)
    return next((mandate for mandate in casters if conf.mandates[mandate].person == person), None)


def cast(
    desk: Desk,
    person: str,
    vote: str,
    choice: str,
    *,
    seat: str,
    manifest_hash: str,
    reason: str = "",
    replaces: str = "",
    marks: Marks = (),
    parts: Mapping[str, Fraction] | None = None,
    key: str | None = None,
) -> Outcome:
    """Casts or changes the seat's ballot; `receipt_of` reads the receipt from the outcome.

    Sealing is the first thing done with the choice; the writer sees a digest and an envelope. Where the vote
    ends with the last seat's ballot, that one closes it in the same act. The same key again gives the same
    receipt. A vote that is divided has the choice `parts`, with how many of the seat's own are on each side.
    Raises NotFound, InvalidInput (no such choice, a reason too long, parts that cannot be).
    """
    ballot = (person, vote, choice, seat, manifest_hash, reason, replaces, marks, parts or {})
    seen = _knowing(desk, vote)
    work, actor = _casting(desk, seen, *ballot)
    outcome = desk.perform(work, actor=actor, key=key)
    if isinstance(outcome, Refused) and desk.conference.size != seen.size:
        # Another server had granted or ended a mandate meanwhile: the caster is found anew, once.
        work, actor = _casting(desk, desk.conference, *ballot)
        outcome = desk.perform(work, actor=actor, key=key)
    for over in ended(outcome):
        destroy(desk, over)
    return outcome


async def cast_async(
    desk: Desk,
    person: str,
    vote: str,
    choice: str,
    *,
    seat: str,
    manifest_hash: str,
    reason: str = "",
    replaces: str = "",
    marks: Marks = (),
    parts: Mapping[str, Fraction] | None = None,
    key: str | None = None,
) -> Outcome:
    """`cast` for the event loop: the same promises, nothing blocked."""
    ballot = (person, vote, choice, seat, manifest_hash, reason, replaces, marks, parts or {})
    seen = _knowing(desk, vote)
    work, actor = _casting(desk, seen, *ballot)
    outcome = await desk.perform_async(work, actor=actor, key=key)
    if isinstance(outcome, Refused) and desk.conference.size != seen.size:
        work, actor = _casting(desk, desk.conference, *ballot)
        outcome = await desk.perform_async(work, actor=actor, key=key)
    for over in ended(outcome):
        await asyncio.to_thread(destroy, desk, over)
    return outcome


def _knowing(desk: Desk, vote: str) -> Conference:
    """A conference that knows the vote: the one at hand, else what other servers have committed.

    The ballot is decided on the newest in any case; here it only finds the caster's mandate."""
    at_hand = desk.office.conference
    return at_hand if vote in at_hand.votes else desk.conference


def _casting(
    desk: Desk,
    conf: Conference,
    person: str,
    vote: str,
    choice: str,
    seat: str,
    manifest_hash: str,
    reason: str,
    replaces: str,
    marks: Marks,
    parts: Mapping[str, Fraction],
) -> tuple[Callable[[Act], Refused | None], Actor]:
    known = vote_of(conf, vote)
    check_choice(known, choice, marks, parts, seat=seat)
    now = desk.clock.now()
    actor = actor_for(conf, person, now, mandate=_casting_mandate(conf, person, known, seat, now))
    if known.ballot == "secret":
        if reason.strip():
            raise InvalidInput("A secret vote takes no reasons.", fix="send the choice alone")
        paper = Paper(choice, marks=marks)
    else:
        given = nfc(reason.strip().replace("\r\n", "\n"))
        hidden = unseen(given, lines=True)
        if hidden:
            raise InvalidInput(f"The reason holds a sign that cannot be seen ({hidden}).", fix="remove it")
        paper = Paper(choice, seat, given or None, dict(parts), marks=marks)
    votes = _asked_together(conf, known, seat, replaces)
    sealed, rows = _sealed(desk, conf, votes, paper, seat)
    command = c.CastBallot(vote, seat, sealed[0].digest, manifest_hash, replaces, sealed[1:] or UNSET)
    return _with_last(desk, tuple(map(conf.votes.__getitem__, votes)), deciding(command, actor, rows)), actor


def _asked_together(conf: Conference, known: Vote, seat: str, replaces: str) -> dict[str, str]:
    """The votes that the ballot is cast in, this one first, each with the receipt that it replaces there: a
    block's are all that are open. Whoever names their receipt in this one replaces what was cast with it."""
    mark = known.marks.get(seat)
    again = mark is not None and replaces == mark.digest
    found = {known.vote: replaces}
    for one in together(conf, known):
        other = one.marks.get(seat)
        found.setdefault(one.vote, other.digest if again and other is not None else replaces)
    return found


def _sealed(
    desk: Desk, conf: Conference, votes: Mapping[str, str], paper: Paper, seat: str
) -> tuple[tuple[c.Sealed, ...], tuple[VaultWrite, ...]]:
    """The paper sealed for each of the votes, now; the work takes the envelopes."""
    sealed, rows = list[c.Sealed](), list[VaultWrite]()
    for vote, replaces in votes.items():
        known = conf.votes[vote]
        envelope = desk.sealing.seal(
            known.public_key, paper, vote=vote, seat=seat, election=known.rule.election is not None
        )
        digest = desk.sealing.digest(envelope)
        sealed.append(c.Sealed(vote, digest, replaces))
        row = {"digest": digest, "sealed": envelope}
        rows.append(VaultWrite("envelope", {"vote": vote, "seat": seat}, row))
    return tuple(sealed), tuple(rows)


def _with_last(
    desk: Desk, votes: tuple[Vote, ...], casting: Callable[[Act], Refused | None]
) -> Callable[[Act], Refused | None]:
    """Takes the ballot in the votes; they are closed if no other was lacking."""
    # Where the close has the procedure put another vote, it takes a key: then `timers.tick` closes it.
    ids = {one.vote: {"resolution": desk.ids.new("resolution")} for one in votes if one.ends_early}

    def work(act: Act) -> Refused | None:
        refused = casting(act)
        now = desk.clock.now()
        if refused is None and ids and all(act.conference.votes[one].ends_now(now) for one in ids):
            end_early(desk, act, ids)
        return refused

    return work


def receipt_of(done: Done) -> Receipt:
    """The receipt in an accepted ballot's outcome, first time or repeated."""
    event: Event = next(e for e in done.events if isinstance(e.data, BallotAccepted))
    ballot = event.data
    if not isinstance(ballot, BallotAccepted):
        raise RecordBroken("The act holds no ballot.")
    return Receipt(ballot.vote, ballot.seat, ballot.digest, event.position, done.repeated)


def ask_quorum(desk: Desk, person: str, vote: str, *, key: str | None = None) -> Outcome:
    """A member asks for the quorum to be checked at the close. Raises NotFound."""
    conf, at = desk.conference, desk.clock.now()
    held = _seats(conf, person, vote_of(conf, vote), at)
    actor = actor_for(conf, person, at, among=tuple(mandate for _, mandate in held))
    return desk.perform(deciding(c.AskQuorum(vote), actor), actor=actor, key=key)
