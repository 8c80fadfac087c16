"""Casting a ballot: while a vote is open the core sees digests of envelopes, and never a choice."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.blocks import block_hash, items_of, together
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.casters import casters_now, elector_of, rank_of
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.organs import seat_of_mandate
from ecar_governance.domain.proxies import reason_for
from ecar_governance.domain.recusing import voting_still
from ecar_governance.domain.state import Conference, Mark, Vote
from ecar_governance.domain.voting.papers import Elector


def _cast(steps: Steps, command: c.CastBallot) -> list[Reason]:
    """One seat, one ballot, changed until the close; the rector's prevails over a substitute's. Of a block it
    is cast in every vote that is open, or in none: who votes on it answers one question."""
    conf = steps.conference
    vote = conf.votes.get(command.vote)
    if vote is None:
        return [Reason("vote.unknown", {"vote": command.vote})]
    sealed = [c.Sealed(command.vote, command.digest, command.replaces)]
    reasons = _cast_reasons(steps, command, vote, sealed[0])
    if reasons:
        return reasons
    sealed += () if command.others is UNSET else command.others
    votes = together(conf, vote)
    if sorted(one.vote for one in sealed) != sorted(one.vote for one in votes):
        told = {"items": items_of(conf, votes)}
        return [Reason("ballot.block_not_whole", told) if vote.block else Reason("vote.no_block")]
    for one in sealed[1:]:
        reasons = _cast_reasons(steps, command, conf.votes[one.vote], one)
        if reasons:
            return reasons
    mandate = steps.context.actor.mandate
    for one in sealed:
        known = conf.votes[one.vote]
        casters = casters_now(conf, known, command.seat, steps.at)
        if casters != known.casters[command.seat]:
            steps.emit(known.case, e.CasterChanged(known.vote, command.seat, casters))
        steps.emit(known.case, e.BallotAccepted(known.vote, command.seat, one.digest, one.replaces, mandate))
    return []


def _cast_reasons(steps: Steps, command: c.CastBallot, vote: Vote, sealed: c.Sealed) -> list[Reason]:
    """Why the envelope is not taken as the seat's in this vote."""
    conf = steps.conference
    reasons = _open_reasons(vote, steps.at)
    row = elector_of(vote, command.seat)
    if row is None:
        return [*reasons, Reason("ballot.seat_not_entitled", {"seat": command.seat})]
    if row.recused:
        return [*reasons, Reason("ballot.seat_recused", {"seat": command.seat})]
    mandate = steps.context.actor.mandate
    casters = casters_now(conf, vote, command.seat, steps.at)
    reasons += _text_reasons(conf, vote, command.manifest_hash)
    if mandate in casters:
        mark = vote.marks.get(command.seat)
        reasons += _replacing_reasons(conf, mark, command.seat, sealed, mandate, casters)
    else:
        reasons.append(_no_caster(conf, vote, row, mandate, casters, steps.at))
    return reasons


def _text_reasons(conf: Conference, vote: Vote, shown: str) -> list[Reason]:
    """Why a ballot bound to the hash is none for the vote. In a block it is bound to all its texts: whoever
    saw one of them alone was asked another question."""
    asked = block_hash(together(conf, vote)) if vote.block else vote.manifest_hash
    if shown == asked:
        return []
    if shown == vote.manifest_hash:
        return [Reason("ballot.casts_with_block")]
    return [Reason("ballot.other_text")]


def _no_caster(
    conf: Conference, vote: Vote, row: Elector, mandate: str, casters: tuple[str, ...], at: datetime
) -> Reason:
    """Why somebody does not cast for the seat, as exactly as can be told."""
    seat = row.seat
    held = conf.mandates[mandate]
    if mandate in row.casters and seat_of_mandate(conf, held) != seat:
        given = [conf.proxies[name] for name in conf.seat_proxies.get(seat, ())]
        revoked = max((one.revoked for one in given if one.revoked is not None), default=None)
        if revoked is not None:
            return Reason("proxy.revoked_already", {"seat": seat}, when=revoked)
        return Reason("proxy.ended", {"seat": seat})
    if not voting_still(conf, conf.cases[vote.case].recusals, (mandate,)):
        return Reason("ballot.recused")
    left_out = next((one for one in vote.unused if one.seat == seat), None)
    if left_out is not None:
        holder = conf.proxies[left_out.proxy].holder
        if holder == seat_of_mandate(conf, held):
            return reason_for(left_out.why, holder, vote.rule.proxies)
    return Reason("ballot.not_your_seat", {"seat": seat}, who=casters)


def _open_reasons(vote: Vote, at: datetime) -> list[Reason]:
    if vote.status != "open":
        return [Reason(f"vote.is_{vote.status}")]
    if vote.closes is not None and at >= vote.closes:
        return [Reason("vote.deadline_passed", when=vote.closes)]
    return []


def _replacing_reasons(
    conf: Conference, mark: Mark | None, seat: str, sealed: c.Sealed, mandate: str, casters: tuple[str, ...]
) -> list[Reason]:
    """Why the ballot may not take the place of the seat's earlier one, if there is one.

    The ballot of a caster prevails over those of lower rank for as long as they may cast themselves; that of
    one who no longer may is their successor's to change."""
    if mark is None:
        return [Reason("ballot.nothing_to_replace")] if sealed.replaces else []
    if mark.mandate in casters and rank_of(conf, seat, mark.mandate) < rank_of(conf, seat, mandate):
        return [Reason("ballot.prevails", {"seat": seat})]
    if sealed.replaces != mark.digest:
        code = "ballot.already_cast" if not sealed.replaces else "ballot.receipt_outdated"
        return [Reason(code, {"receipt": mark.digest})]
    return [Reason("ballot.same_envelope")] if mark.digest == sealed.digest else []


HANDLERS: dict[type, Handler] = {c.CastBallot: _cast}
