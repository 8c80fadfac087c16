"""Results: by ballots, without a vote, by a count of hands."""

from __future__ import annotations

from collections import Counter

from msgspec import UNSET
from msgspec.structs import replace

from ecar_governance.domain import events as e
from ecar_governance.domain.blocks import opening_reasons
from ecar_governance.domain.candidates import MOST, Ballot, next_ballot
from ecar_governance.domain.deciding.steps import fresh
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import due
from ecar_governance.domain.effects.base import Answer, Effect
from ecar_governance.domain.effects.dividing import division_put
from ecar_governance.domain.effects.house import (
    House,
    house_now,
    leads,
    not_quorate,
    present_among,
    question_reasons,
    roll_now,
)
from ecar_governance.domain.registers import exact
from ecar_governance.domain.voting.by_hand import SIDES, weighed_by_hand
from ecar_governance.domain.voting.judge import decide_outcome, without_vote
from ecar_governance.domain.voting.measuring import quorum_test
from ecar_governance.domain.voting.methods.checks import option_findings
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.objecting import seats_of
from ecar_governance.domain.voting.papers import Counts, Elector, Tally
from ecar_governance.domain.voting.secrecy import SMALLEST_SECRET_ELECTORATE
from ecar_governance.domain.voting.tally import from_hand_count, present_lines, tally, withheld_without_vote
from ecar_governance.domain.voting.thresholds import simple_majority
from ecar_governance.domain.workflow import VoteSpec
from ecar_governance.errors import InvalidInput


def open_vote(do: Effect) -> Answer:
    spec, steps = do.spec, do.steps
    if "ballots" not in spec.obtained:
        return [Reason("vote.way_not_open", {"way": "ballots"})]
    asked = division_put(do)
    roll, untold = roll_now(do)
    electorate = roll.rows
    reasons = [*question_reasons(do), *untold]
    if isinstance(asked, list):
        reasons += asked
    if not electorate:
        reasons.append(Reason("vote.no_electorate"))
    ballot = Ballot((), 1, spec.rule)
    if spec.rule.election is not None:
        ballot = next_ballot(do.conference, do.case, do.transition.target, spec)
        reasons += list_reasons(ballot)
    if not do.command.public_key:
        reasons.append(Reason("vote.no_key"))
    reasons += _countable(do, electorate) or _quorum_reasons(do, electorate)
    reasons += _hidden(spec, electorate)
    if reasons or isinstance(asked, list):
        return reasons
    division, text = asked
    least = ballot.rule.open_until(steps.at, steps.zone)
    closes = None if spec.lasts is None else due(steps.at, spec.lasts, steps.zone)
    if closes is not None and least is not None:
        closes = max(closes, least)  # seven days are an hour more than PT168H when clocks are set back
    put = e.VoteOpened(
        vote=fresh(do.command.fresh, "vote", do.conference.votes),
        case=do.case_id,
        state=do.transition.target,
        session=do.case.session,
        body=do.body(),
        ballot=spec.ballot,
        options=spec.rule.choices,
        rule=ballot.rule,
        electorate=electorate,
        manifest_hash=text,
        fields=do.fields_put,
        public_key=do.command.public_key,
        closes=closes,
        zone=steps.zone,
        ends_early=spec.ends_early,
        not_before=least,
        unused=roll.unused,
        candidates=ballot.candidates,
        number=ballot.number,
        excluded=roll.excluded,
        weights=spec.electorate.weights if spec.electorate is not None else "",
        weights_since=roll.weights_since,
        division=division,
        block="" if do.command.block is UNSET else do.command.block,
    )
    if unfit := opening_reasons(do.conference, do.case, put):
        return unfit
    steps.emit(do.case_id, put)
    return None


def _hidden(spec: VoteSpec, electorate: tuple[Elector, ...]) -> list[Reason]:
    """Why a secret ballot would not hide its voters: papers show weight and chamber where the rule asks for
    them, and of each there must be enough alike."""
    if spec.ballot != "secret" or not (spec.rule.weighs or spec.rule.chambers):
        return []
    alike = Counter((one.chamber, one.weight) for one in electorate if not one.recused)
    return [
        Reason(
            "vote.weight_tells",
            {"weight": str(figure(weight)), "seats": str(seats), "least": str(SMALLEST_SECRET_ELECTORATE)},
        )
        for (_, weight), seats in sorted(alike.items())
        if seats < SMALLEST_SECRET_ELECTORATE
    ]


def list_reasons(ballot: Ballot) -> list[Reason]:
    """Why nobody can be chosen from the list."""
    standing = len(ballot.candidates)
    if not standing:
        return [Reason("vote.no_candidates")]
    if standing > MOST:
        return [Reason("vote.too_many_candidates", {"number": str(standing), "most": str(MOST)})]
    if ballot.rule.election is None:
        return []
    found = option_findings(ballot.rule.election, ballot.candidates, ())
    return [Reason("vote.cannot_be_counted", {"why": finding.message}) for finding in found]


def _countable(do: Effect, electorate: tuple[Elector, ...]) -> list[Reason]:
    """Why the rule could not be held against this electorate when the vote closes: told before it opens."""
    if not electorate or do.spec.rule.election is not None:
        return []
    try:
        tally(do.spec.rule, electorate, (), ())
    except InvalidInput as error:
        return [Reason("vote.cannot_be_counted", {"why": f.message}) for f in error.findings]
    return []


def _quorum_reasons(do: Effect, electorate: tuple[Elector, ...]) -> list[Reason]:
    """Why the vote cannot be opened yet, under a rule that asks for the quorum then, too."""
    rule = do.spec.rule
    quorum = rule.quorum
    if quorum is None or not quorum.at_opening or not electorate:
        return []
    present = present_among(do.conference.sessions.get(do.case.session), electorate)
    there = replace(rule, majorities=(simple_majority(),), consent=(), election=None)
    test = quorum_test(rule, quorum, tally(there, electorate, (), present), asked=True, consent=True)
    if test.met:
        return []
    return [not_quorate(test)]


def stop_vote(do: Effect) -> Answer:
    """Whoever may, stops a vote in writing by demanding a meeting: who they are stands in the move."""
    vote = do.conference.votes.get(do.case.vote)
    if vote is None or vote.status != "open":
        return None
    if vote.closes is not None and do.steps.at >= vote.closes:
        return [Reason("vote.deadline_passed", when=vote.closes)]
    do.steps.emit(do.case_id, e.VoteVoided(vote.vote, "stopped", ""))
    return None


def adopt_without_vote(do: Effect) -> Answer:
    # A secret ballot protects whoever would not speak up: silence in the hall cannot replace it.
    if "without_vote" not in do.spec.obtained or do.spec.ballot == "secret":
        return [Reason("vote.way_not_open", {"way": "without_vote"})]
    house, rule, asked = house_now(do), do.spec.rule, division_put(do)
    reasons = [*question_reasons(do), *house.untold]
    if isinstance(asked, list):
        return [*reasons, *asked]
    division, text = asked
    session, present, entitled = house.session, house.present, len(house.rows)
    if session is None or session.status != "open":
        return [*reasons, Reason("session.not_open")]
    if not entitled:
        return [*reasons, Reason("vote.no_electorate")]
    by_lines = rule.chambers or rule.weighs
    said = do.case.objected(do.transition.target)
    objecting = seats_of(said, "objection")
    withheld = withheld_without_vote(rule, house.rows, present, house.represented, objecting)
    try:
        outcome = without_vote(
            rule,
            len(present),
            entitled,
            present_lines(rule, house.rows, present, house.represented, objecting) if by_lines else (),
            represented=len(house.represented),
            recused=len(house.recused),
            recused_present=house.recused_present,
            withheld=withheld,
            objections=said,
        )
    except InvalidInput as error:
        return [*reasons, *(Reason("vote.cannot_be_counted", {"why": f.message}) for f in error.findings)]
    there = {"present": str(len(present)), "entitled": str(entitled)}
    if outcome.quorum is not None and not outcome.quorum.met:
        reasons.append(not_quorate(outcome.quorum))
    elif outcome.decided_by == "objected":
        told = {"made": str(len(objecting)), "needed": str(rule.objections)}
        reasons.append(Reason("vote.objected", told))
    elif outcome.decided_by == "consent_withheld":
        why = f"The consent of {', '.join(withheld)} is needed, and they are not there or object."
        reasons.append(Reason("vote.cannot_be_counted", {"why": why}))
    elif not outcome.carried:
        # Too few to carry it by all their votes: that is no rejection, it cannot be put this way.
        reasons.append(Reason("vote.consent_not_enough", there))
    if reasons:
        return reasons
    do.steps.emit(
        do.case_id,
        e.AdoptedWithoutVote(
            vote=fresh(do.command.fresh, "vote", do.conference.votes),
            case=do.case_id,
            session=session.session,
            body=do.body(),
            rule=do.spec.rule,
            entitled=entitled,
            present=present,
            manifest_hash=text,
            fields=do.fields_put,
            outcome=outcome,
            represented=house.represented,
            recused=house.recused,
            division=division,
            objections=said,
            electorate=house.rows if by_lines or rule.consent else (),
        ),
    )
    return leads(outcome)


def enter_hand_count(do: Effect) -> Answer:
    if "hand_count" not in do.spec.obtained:
        return [Reason("vote.way_not_open", {"way": "hand_count"})]
    house, asked = house_now(do), division_put(do)
    reasons = [*question_reasons(do), *house.untold]
    if isinstance(asked, list):
        return [*reasons, *asked]
    division, text = asked
    session, present, entitled = house.session, house.present, len(house.rows)
    if session is None or session.status != "open":
        return [*reasons, Reason("session.not_open")]
    given = do.command.inputs
    tellers = given.get("tellers", ())
    tellers = tellers if isinstance(tellers, tuple) else (str(tellers),)
    if not tellers:
        reasons.append(Reason("hand_count.no_tellers"))
    told = {k: given.get(k, 0) for k in ("for", "against", "abstain", "invalid", "blank")}
    numbers = {k: n if isinstance(n, int) else -1 for k, n in told.items()}  # a wrong kind does not add up
    try:
        counts = from_hand_count(
            numbers["for"],
            numbers["against"],
            numbers["abstain"],
            numbers["invalid"],
            len(present),
            entitled,
            blank=numbers["blank"],
            represented=len(house.represented),
            recused=len(house.recused),
            recused_present=house.recused_present,
        )
    except InvalidInput as error:
        return reasons + [Reason("hand_count.does_not_add_up", {"why": f.message}) for f in error.findings]
    if reasons:
        return reasons
    try:
        vote = fresh(do.command.fresh, "vote", do.conference.votes)
        # A lot over papers counted by hand has no receipts: who drew it could be asked again at will, so the
        # vote's own id is the seed, which the server made before it knew the count.
        outcome = decide_outcome(do.spec.rule, _weighed(do, house, counts), obtained="hand_count", seed=vote)
    except InvalidInput as error:
        return [Reason("hand_count.does_not_add_up", {"why": f.message}) for f in error.findings]
    do.steps.emit(
        do.case_id,
        e.HandCountEntered(
            vote=vote,
            case=do.case_id,
            session=session.session,
            body=do.body(),
            rule=do.spec.rule,
            entitled=entitled,
            present=present,
            manifest_hash=text,
            fields=do.fields_put,
            tellers=tellers,
            protocol=str(given.get("protocol", "")),
            outcome=outcome,
            represented=house.represented,
            recused=house.recused,
            division=division,
        ),
    )
    return leads(outcome)


def _weighed(do: Effect, house: House, counts: Counts) -> Counts | Tally:
    """The count with the weights that the tellers added up, where the rule asks for them and they were given.

    Raises InvalidInput when they cannot be right."""
    given = {side: exact(str(do.command.inputs.get(f"weights_{side}", ""))) for side in SIDES}
    sums = {side: number for side, number in given.items() if number is not None}
    if not (do.spec.rule.weighs and sums):
        return counts
    return weighed_by_hand(counts, sums, house.rows, house.present, house.represented)
