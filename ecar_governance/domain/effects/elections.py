"""Elections had otherwise than by electronic ballot: papers that tellers counted, and acclamation."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.candidates import Ballot, next_ballot
from ecar_governance.domain.deciding.steps import fresh
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects.base import Answer, Effect
from ecar_governance.domain.effects.house import House, house_now, leads, not_quorate, question_reasons
from ecar_governance.domain.effects.votes import list_reasons
from ecar_governance.domain.paper_counts import read_count
from ecar_governance.domain.state import Session
from ecar_governance.domain.voting.electing_otherwise import acclaimed, elect_counted, papers_told
from ecar_governance.domain.voting.methods.papers import MarksCounted
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.tally import from_hand_count
from ecar_governance.errors import InvalidInput


def enter_paper_count(do: Effect) -> Answer:
    """What tellers counted on paper ballots, by the rule and the list of the ballot that is due now."""
    if "hand_count" not in do.spec.obtained or do.spec.rule.election is None:
        return [Reason("vote.way_not_open", {"way": "hand_count"})]
    house, ballot = house_now(do), _ballot(do)
    session, reasons = _sitting(do, house, ballot)
    given = do.command.inputs
    tellers = given.get("tellers", ())
    tellers = tellers if isinstance(tellers, tuple) else (str(tellers),)
    if not tellers:
        reasons.append(Reason("hand_count.no_tellers"))
    if reasons or session is None:
        return reasons
    vote = fresh(do.command.fresh, "vote", do.conference.votes)
    try:
        told = read_count(ballot.rule, given)
        kinds = papers_told(told)
        counts = _counts(
            house, kinds["marked"], abstain=kinds["abstain"], invalid=kinds["invalid"], blank=kinds["blank"]
        )
        # Of the lot as in a motion that is counted by hand: nobody chose the id, and the count came after it.
        outcome = elect_counted(ballot.rule, ballot.candidates, told, counts, number=ballot.number, seed=vote)
        outcome = replace(outcome, obtained="hand_count")
    except InvalidInput as error:
        told_why = [finding.message for finding in error.findings] or [error.message]
        return [Reason("hand_count.does_not_add_up", {"why": why}) for why in told_why]
    marks, bundles = (told, ()) if isinstance(told, MarksCounted) else (None, told)
    do.steps.emit(
        do.case_id,
        e.HandCountEntered(
            vote=vote,
            case=do.case_id,
            session=session.session,
            body=do.body(),
            rule=ballot.rule,
            entitled=len(house.rows),
            present=house.present,
            manifest_hash=do.case.manifest_hash,
            fields=do.fields_put,
            tellers=tellers,
            protocol=str(given.get("protocol", "")),
            outcome=outcome,
            represented=house.represented,
            recused=house.recused,
            candidates=ballot.candidates,
            number=ballot.number,
            marks=marks,
            bundles=bundles,
        ),
    )
    return leads(outcome)


def elect_by_acclamation(do: Effect) -> Answer:
    """As many stand as there are seats, the chair says so, and nobody asks for a ballot: all are elected.

    Also where ballots are secret: nobody votes, and who stands is no secret. Whoever objects does so by a
    step of the procedure, which the checker demands and which keeps this from being taken."""
    if "without_vote" not in do.spec.obtained or do.spec.rule.election is None:
        return [Reason("vote.way_not_open", {"way": "without_vote"})]
    house, ballot = house_now(do), _ballot(do)
    session, reasons = _sitting(do, house, ballot)
    if reasons or session is None:
        return reasons
    try:
        outcome = acclaimed(ballot.rule, ballot.candidates, _counts(house, 0), number=ballot.number)
    except InvalidInput as error:
        told_why = [finding.message for finding in error.findings] or [error.message]
        return [Reason("acclamation.not_possible", {"why": why}) for why in told_why]
    if outcome.quorum is not None and not outcome.quorum.met:
        return [not_quorate(outcome.quorum)]
    do.steps.emit(
        do.case_id,
        e.AdoptedWithoutVote(
            vote=fresh(do.command.fresh, "vote", do.conference.votes),
            case=do.case_id,
            session=session.session,
            body=do.body(),
            rule=ballot.rule,
            entitled=len(house.rows),
            present=house.present,
            manifest_hash=do.case.manifest_hash,
            fields=do.fields_put,
            outcome=outcome,
            represented=house.represented,
            recused=house.recused,
            candidates=ballot.candidates,
            number=ballot.number,
        ),
    )
    return leads(outcome)


def _ballot(do: Effect) -> Ballot:
    """Who stands now, in which ballot, and for which seats."""
    return next_ballot(do.conference, do.case, do.transition.target, do.spec)


def _sitting(do: Effect, house: House, ballot: Ballot) -> tuple[Session | None, list[Reason]]:
    """The session in which it happens, and why it cannot."""
    reasons = [*question_reasons(do), *house.untold, *list_reasons(ballot)]
    if house.session is None or house.session.status != "open":
        reasons.append(Reason("session.not_open"))
    elif not house.rows:
        reasons.append(Reason("vote.no_electorate"))
    return house.session, reasons


def _counts(house: House, marked: int, *, abstain: int = 0, invalid: int = 0, blank: int = 0) -> Counts:
    return from_hand_count(
        marked,
        0,
        abstain,
        invalid,
        len(house.present),
        len(house.rows),
        blank=blank,
        represented=len(house.represented),
        recused=len(house.recused),
        recused_present=house.recused_present,
    )
