"""What an action brings about besides the move: the functions behind the effect names of a procedure.

The names, parameters and inputs are declared in `domain.registry`, which the checker reads; a test holds the
two together. An effect emits its events and answers None; or a list of reasons, and nothing of the act
holds; or a trigger, which the case's procedure then follows (a result had at once).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from msgspec import Struct

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.deciding.casters import electorate_of
from ecar_governance.domain.deciding.steps import Steps, fresh
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.durations import due
from ecar_governance.domain.evolving.resolution import sequence_key
from ecar_governance.domain.organs import named_body, seats_of
from ecar_governance.domain.state import Case, Conference, Session, Vote
from ecar_governance.domain.voting.rule import CHOICES, Outcome
from ecar_governance.domain.voting.tally import decide_outcome, from_hand_count, without_vote
from ecar_governance.domain.workflow import Transition, Trigger, VoteSpec
from ecar_governance.errors import InvalidInput


class Effect(Struct, frozen=True):
    """One effect to be done: the act, the case after the move, the transition, parameters, command."""

    steps: Steps
    case_id: str
    transition: Transition
    params: dict[str, str | int | bool]
    command: c.TakeAction

    @property
    def conference(self) -> Conference:
        return self.steps.conference

    @property
    def case(self) -> Case:
        return self.conference.cases[self.case_id]

    @property
    def spec(self) -> VoteSpec:
        """How the question of the state moved to is put; the checker saw to it that there is one."""
        workflow = self.conference.workflows[self.case.workflow_hash].workflow
        spec = workflow.states[self.transition.target].vote
        if spec is None:
            raise InvalidInput(f"State {self.transition.target} puts no question.")
        return spec

    def body(self) -> str:
        """The id of the body whose seats vote; "" when there is none."""
        return named_body(self.conference, self.spec.body, self.case)


Answer = list[Reason] | Trigger | None


def refer_to_body(do: Effect) -> Answer:
    body = str(do.command.inputs.get("body") or do.case.body)
    known = do.conference.bodies.get(body)
    if known is None or known.kind != "working_group":
        return [Reason("body.not_a_working_group", {"body": body})]
    do.steps.emit(do.case_id, e.CaseReferred(do.case_id, body))
    return None


def record_recommendation(do: Effect) -> Answer:
    given = do.command.inputs.get("recommendation")
    word = next((w for w in get_args(e.RecommendationWord) if w == given), None)
    if word is None:
        return [Reason("recommendation.unknown", {"recommendation": str(given)})]
    note = str(do.command.inputs.get("note", ""))
    do.steps.emit(do.case_id, e.RecommendationMade(do.case_id, do.case.body, word, note))
    return None


def place_on_agenda(do: Effect) -> Answer:
    session = do.conference.sessions.get(str(do.command.inputs.get("session")))
    if session is None or session.status == "closed":
        return [Reason("session.not_open_for_agenda")]
    if do.case.session:
        return [Reason("agenda.placed_already")]
    item = max((x.item for x in session.agenda), default=0) + 1
    do.steps.emit(do.case_id, e.AgendaItemPlaced(session.session, item, do.case_id))
    return None


def lift_from_agenda(do: Effect) -> Answer:
    if do.case.session:
        do.steps.emit(do.case_id, e.AgendaItemLifted(do.case.session, do.case.item, do.case_id))
    return None


def open_vote(do: Effect) -> Answer:
    spec, steps = do.spec, do.steps
    if "ballots" not in spec.obtained:
        return [Reason("vote.way_not_open", {"way": "ballots"})]
    electorate = electorate_of(do.conference, do.body(), do.case.session, steps.at)
    reasons = _question_reasons(do)
    if not electorate:
        reasons.append(Reason("vote.no_electorate"))
    if not do.command.public_key:
        reasons.append(Reason("vote.no_key"))
    if reasons:
        return reasons
    steps.emit(
        do.case_id,
        e.VoteOpened(
            vote=fresh(do.command.fresh, "vote", do.conference.votes),
            case=do.case_id,
            state=do.transition.target,
            session=do.case.session,
            body=do.body(),
            ballot=spec.ballot,
            options=CHOICES,
            rule=spec.rule,
            electorate=electorate,
            manifest_hash=do.case.manifest_hash,
            public_key=do.command.public_key,
            closes=None if spec.lasts is None else due(steps.at, spec.lasts, steps.zone),
            zone=steps.zone,
        ),
    )
    return None


def _question_reasons(do: Effect) -> list[Reason]:
    """A case has one question before it at a time."""
    vote = do.conference.votes.get(do.case.vote)
    return [Reason("vote.is_open", when=vote.closes)] if vote is not None and vote.status == "open" else []


def _presence(do: Effect) -> tuple[Session | None, tuple[str, ...], int]:
    """The session, the seats of the body that are present in it, and how many seats the body has."""
    session = do.conference.sessions.get(do.case.session)
    entitled = {seat.seat for seat in seats_of(do.conference, do.body(), do.steps.at)}
    there = () if session is None else tuple(seat for seat in session.present if seat in entitled)
    return session, there, len(entitled)


def adopt_without_vote(do: Effect) -> Answer:
    # A secret ballot protects whoever would not speak up: silence in the hall cannot replace it.
    if "without_vote" not in do.spec.obtained or do.spec.ballot == "secret":
        return [Reason("vote.way_not_open", {"way": "without_vote"})]
    reasons = _question_reasons(do)
    session, present, entitled = _presence(do)
    if session is None or session.status != "open":
        return [*reasons, Reason("session.not_open")]
    if not entitled:
        return [*reasons, Reason("vote.no_electorate")]
    outcome = without_vote(do.spec.rule, len(present), entitled)
    there = {"present": str(len(present)), "entitled": str(entitled)}
    if not outcome.quorate:
        reasons.append(Reason("vote.not_quorate", there))
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
            manifest_hash=do.case.manifest_hash,
            outcome=outcome,
        ),
    )
    return result_trigger(outcome)


def enter_hand_count(do: Effect) -> Answer:
    if "hand_count" not in do.spec.obtained:
        return [Reason("vote.way_not_open", {"way": "hand_count"})]
    reasons = _question_reasons(do)
    session, present, entitled = _presence(do)
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
        )
    except InvalidInput as error:
        return reasons + [Reason("hand_count.does_not_add_up", {"why": f.message}) for f in error.findings]
    if reasons:
        return reasons
    outcome = decide_outcome(do.spec.rule, counts, obtained="hand_count")
    do.steps.emit(
        do.case_id,
        e.HandCountEntered(
            vote=fresh(do.command.fresh, "vote", do.conference.votes),
            case=do.case_id,
            session=session.session,
            body=do.body(),
            rule=do.spec.rule,
            entitled=entitled,
            present=present,
            manifest_hash=do.case.manifest_hash,
            tellers=tellers,
            protocol=str(given.get("protocol", "")),
            outcome=outcome,
        ),
    )
    return result_trigger(outcome)


def result_trigger(outcome: Outcome) -> Trigger:
    """Which way a decided question leads."""
    return "vote_carried" if outcome.carried else "vote_lost"


def number_resolution(do: Effect) -> Answer:
    """Gives the number in the act that adopts: gapless per body and year of the adoption, shown as the
    statutes say (`style`: session_item "3/2", or yearly "7")."""
    case, steps = do.case, do.steps
    vote: Vote | None = do.conference.votes.get(case.vote)
    if vote is None or vote.outcome is None or not vote.outcome.carried:
        return [Reason("resolution.not_carried")]
    if any(r.numbered.vote == vote.vote for r in do.conference.resolutions.values()):
        return [Reason("resolution.numbered_already")]
    # A deadline closes at its own instant: adopted before midnight of the year's last day, of that year.
    adopted = vote.closed or steps.at
    year = steps.year_of(adopted)
    sequence = do.conference.sequences.get(sequence_key(vote.body, year), 0) + 1
    session = do.conference.sessions.get(case.session)
    in_session = do.params.get("style", "session_item") == "session_item" and session is not None
    number = f"{session.number}/{case.item}" if in_session and session is not None else str(sequence)
    workflow = do.conference.workflows[case.workflow_hash].workflow
    steps.emit(
        do.case_id,
        e.ResolutionNumbered(
            resolution=fresh(do.command.fresh, "resolution", do.conference.resolutions),
            case=do.case_id,
            vote=vote.vote,
            body=vote.body,
            session=case.session,
            item=case.item,
            kind=workflow.kind,
            year=year,
            sequence=sequence,
            number=number,
            manifest_hash=vote.manifest_hash,
            adopted=adopted,
        ),
    )
    return None


def request_typesetting(do: Effect) -> Answer:
    if not do.case.resolution:
        return [Reason("resolution.unknown", {"resolution": ""})]
    do.steps.emit(do.case_id, e.TypesettingRequested(do.case.resolution))
    return None


def publish(do: Effect) -> Answer:
    resolution = do.conference.resolutions.get(do.case.resolution)
    document = None if resolution is None else do.conference.documents.get(resolution.document)
    if document is None or len(document.signatures) < 2:
        return [Reason("document.not_signed")]
    do.steps.emit(do.case_id, e.ResolutionPublished(do.case.resolution, document.current))
    return None


def admit_member(do: Effect) -> Answer:
    """The plenary has decided: nothing that happened to the candidate's row meanwhile stops it, and whoever
    has a seat already keeps that one."""
    institution = str(do.case.inputs.get("institution", ""))
    if institution not in do.conference.institutions:
        return [Reason("institution.unknown", {"institution": institution})]
    if f"seat-{institution}" in do.conference.seats:
        return None
    do.steps.emit(do.case_id, e.InstitutionAdmitted(institution, do.case_id, f"seat-{institution}"))
    return None


EFFECTS: dict[str, Callable[[Effect], Answer]] = {
    "refer_to_body": refer_to_body,
    "record_recommendation": record_recommendation,
    "place_on_agenda": place_on_agenda,
    "lift_from_agenda": lift_from_agenda,
    "open_vote": open_vote,
    "adopt_without_vote": adopt_without_vote,
    "enter_hand_count": enter_hand_count,
    "number_resolution": number_resolution,
    "request_typesetting": request_typesetting,
    "publish": publish,
    "admit_member": admit_member,
}
