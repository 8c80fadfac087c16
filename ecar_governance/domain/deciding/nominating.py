"""Who stands in an election: candidates and alternatives are named, agree to stand, and withdraw.

They are named while the case is in a state that asks for it, by the roles that it names. Nobody is added or
taken off the list while the vote is open: everybody has the same paper.
"""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.candidates import candidacy_of, named_by, nominating_now
from ecar_governance.domain.configuration import placed
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.rights import SECRETARIAT
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.roles import active_mandates, fits, holds
from ecar_governance.domain.state import Candidacy, Case, Mandate
from ecar_governance.domain.voting.methods.papers import AGAINST
from ecar_governance.domain.workflow import Nominations, State
from ecar_governance.errors import InvalidInput


def _nominate(steps: Steps, command: c.Nominate) -> list[Reason]:
    conf = steps.conference
    case = conf.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    state = nominating_now(conf, case)
    if state is None or state.nominations is None:
        return [Reason("nominations.not_open")]
    _check_shape(command)
    asked = state.nominations
    reasons = _naming_reasons(steps, case, state, asked)
    known = candidacy_of(case, command.option)
    if known is not None and known.withdrawn is None:
        reasons.append(Reason("candidate.named_already"))
    institution = ""
    if asked.of == "texts":
        if command.person:
            reasons.append(Reason("candidate.not_a_text"))
        elif not command.titles:
            reasons.append(Reason("candidate.no_title"))
    elif command.person not in conf.persons:
        reasons.append(Reason("person.unknown", {"person": command.person}))
    else:
        standing = _eligible(steps, case, state, asked, command.person)
        if standing is None:
            reasons.append(Reason("candidate.not_eligible", who=asked.eligible))
        else:
            institution = standing.institution
    reasons += _trait_reasons(asked, command.traits)
    if reasons:
        return reasons
    consents = asked.of == "texts" or not asked.consent or command.person == steps.context.actor.person
    steps.emit(
        case.case,
        e.Nominated(
            case.case,
            command.option,
            command.person,
            command.titles,
            institution,
            dict(sorted(command.traits.items())),
            consents,
        ),
    )
    return []


def _check_shape(command: c.Nominate) -> None:
    """Raises InvalidInput when the command is not one that a program of ours makes."""
    if not command.option or command.option == AGAINST:
        raise InvalidInput("A nomination was given no id.")
    if command.person and (command.option != command.person or command.titles):
        raise InvalidInput("A person stands under their own id and has no titles.")


def _naming_reasons(steps: Steps, case: Case, state: State, asked: Nominations) -> list[Reason]:
    """Why the actor names nobody now."""
    conf, actor = steps.conference, steps.context.actor
    workflow = conf.workflows[case.workflow_hash].workflow
    roles = [placed(workflow, workflow.roles[name], state.name) for name in asked.by]
    reasons = []
    if not any(holds(conf, role, case, actor, steps.at) for role in roles):
        reasons.append(Reason("nominations.not_yours", who=asked.by))
    if asked.most and named_by(case, actor.person) >= asked.most:
        reasons.append(Reason("candidate.too_many", {"most": str(asked.most)}))
    return [*reasons, *_vote_reasons(steps, case)]


def _vote_reasons(steps: Steps, case: Case) -> list[Reason]:
    vote = steps.conference.votes.get(case.vote)
    return [Reason("vote.is_open", when=vote.closes)] if vote is not None and vote.status == "open" else []


def _eligible(steps: Steps, case: Case, state: State, asked: Nominations, person: str) -> Mandate | None:
    """The mandate by which the person may be chosen: the first that a role of `eligible` asks for, of
    somebody who may always be chosen the first at all; None when there is none."""
    conf = steps.conference
    workflow = conf.workflows[case.workflow_hash].workflow
    roles = [placed(workflow, workflow.roles[name], state.name) for name in asked.eligible]
    held = active_mandates(conf, person, steps.at)
    return next((m for m in held if not roles or any(fits(conf, role, case, m) for role in roles)), None)


def _trait_reasons(asked: Nominations, traits: dict[str, str]) -> list[Reason]:
    lacking = sorted(name for name, values in asked.traits.items() if traits.get(name) not in values)
    unknown = sorted(set(traits) - set(asked.traits))
    reasons = [Reason("candidate.trait_missing", {"trait": name}) for name in lacking]
    return reasons + [Reason("candidate.trait_unknown", {"trait": name}) for name in unknown]


def _accept(steps: Steps, command: c.AcceptNomination) -> list[Reason]:
    case, known, reasons = _known(steps, command)
    if case is None or known is None:
        return reasons
    if known.accepted is not None:
        reasons.append(Reason("candidate.accepted_already"))
    if known.person != steps.context.actor.person:
        reasons.append(Reason("candidate.not_you"))
    if not reasons:
        steps.emit(case.case, e.NominationAccepted(case.case, command.option))
    return reasons


def _withdraw(steps: Steps, command: c.WithdrawCandidacy) -> list[Reason]:
    case, known, reasons = _known(steps, command)
    if case is None or known is None:
        return reasons
    actor = steps.context.actor
    whose = known.person or known.by.person
    if actor.person != whose and steps.conference.mandates[actor.mandate].kind not in SECRETARIAT:
        reasons.append(Reason("candidate.not_yours", who=SECRETARIAT))
    if not reasons:
        steps.emit(case.case, e.CandidacyWithdrawn(case.case, command.option))
    return reasons


def _known(
    steps: Steps, command: c.AcceptNomination | c.WithdrawCandidacy
) -> tuple[Case | None, Candidacy | None, list[Reason]]:
    """The case and the nomination, and why nothing is changed in it now."""
    case = steps.conference.cases.get(command.case)
    if case is None:
        return None, None, [Reason("case.unknown", {"case": command.case})]
    known = candidacy_of(case, command.option)
    if known is None:
        return case, None, [Reason("candidate.unknown")]
    reasons = _vote_reasons(steps, case)
    if known.withdrawn is not None:
        reasons.append(Reason("candidate.withdrawn_already"))
    return case, known, reasons


HANDLERS: dict[type, Handler] = {
    c.Nominate: _nominate,
    c.AcceptNomination: _accept,
    c.WithdrawCandidacy: _withdraw,
}
