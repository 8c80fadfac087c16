"""Plays test cases: whether each ends as it says, and what of the procedure they have seen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ecar_governance.domain.decision import Context, Reason
from ecar_governance.domain.events import Actor
from ecar_governance.domain.guards import GUARDS
from ecar_governance.domain.options import options
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import GovernanceError
from ecar_governance.rehearsal.cast import Hall
from ecar_governance.rehearsal.coverage import Coverage
from ecar_governance.rehearsal.play import Play
from ecar_governance.rehearsal.script import Case, Expected, Script, Step


class Failure(Struct, frozen=True):
    """Where a case went another way than it says: the case, the line of its file, and what happened."""

    case: str
    line: int
    message: str


class Result(Struct, frozen=True):
    """What came of all cases: how many were played, what failed, and what they covered."""

    played: int
    failures: tuple[Failure, ...]
    coverage: Coverage


def run(workflow: Workflow, script: Script) -> Result:
    """Plays every case of the script. Failures are values; InvalidInput only for a procedure that cannot be
    put in force at all."""
    coverage = Coverage()
    begun: dict[Hall, Play] = {}
    failures = [failure for case in script.cases for failure in play(workflow, case, coverage, begun)]
    return Result(len(script.cases), tuple(failures), coverage)


def play(
    workflow: Workflow,
    case: Case,
    coverage: Coverage | None = None,
    begun: dict[Hall, Play] | None = None,
) -> tuple[Failure, ...]:
    """Plays one case until it first goes another way; all that is wrong at that step is told.

    `begun` keeps the beginning of a play in each hall, for the next case of the same procedure.
    """
    seen = coverage if coverage is not None else Coverage()
    halls = begun if begun is not None else {}
    if case.hall not in halls:
        halls[case.hall] = Play(workflow, case.hall)
    stage = halls[case.hall].copy()
    try:
        reasons = begin(stage, case)
    except GovernanceError as error:
        return (Failure(case.name, case.line, error.message),)
    if reasons:
        return (Failure(case.name, case.line, f"The draft was refused: {_codes(reasons)}."),)
    line = case.line
    try:
        for step in case.steps:
            line = step.line
            wrong = tuple(_step(stage, step, seen))
            if wrong:
                return tuple(Failure(case.name, step.line, message) for message in wrong)
    except GovernanceError as error:
        return (Failure(case.name, line, error.message),)
    seen.saw(stage)
    return tuple(Failure(case.name, case.line, message) for message in _expected(stage, case.then))


def begin(stage: Play, case: Case) -> tuple[Reason, ...]:
    """Drafts what the case begins with; the reasons of a refusal, or none."""
    return stage.draft(
        stage.person(case.drafter),
        text=case.text,
        body=case.body,
        sponsors=case.sponsors,
        fields=case.fields,
    )


def _step(stage: Play, step: Step, seen: Coverage) -> Iterator[str]:
    if step.does == "do":
        _look_at_guards(stage, step, seen)
    reasons = perform(stage, step)
    seen.saw(stage)
    codes = {reason.code for reason in reasons}
    if reasons and not step.refused:
        yield f"{_told(step)} was refused: {_codes(reasons)}."
    elif step.refused and not reasons:
        yield f"{_told(step)} happened, and {', '.join(step.refused)} was expected to stand against it."
    elif lacking := [code for code in step.refused if code not in codes]:
        yield f"{_told(step)} was refused for {_codes(reasons)}, and not for {', '.join(lacking)}."
    if step.then is not None:
        yield from _expected(stage, step.then)


def perform(stage: Play, step: Step) -> tuple[Reason, ...]:
    """Does the step, whatever is expected of it; the reasons of a refusal, or none when it has happened."""
    match step.does:
        case "do":
            return stage.act(stage.person(step.who), step.word, step.given)
        case "revise":
            languages = step.given.get("text", [])
            told = tuple(languages) if isinstance(languages, list) else (str(languages),)
            return stage.revise(stage.person(step.who), step.word, tuple(filter(None, told)), step.fields)
        case "set":
            return stage.set_fields(stage.person(step.who), step.fields)
        case "nominate":
            return stage.nominate(stage.person(step.who), step.word, step.given)
        case "accept":
            return stage.accept(stage.person(step.who or step.word), step.word)
        case "stand_down":
            return stage.stand_down(stage.person(step.who or step.word), step.word)
        case "recuse":
            return stage.recuse(stage.person(step.who), step.word, str(step.given.get("institution", "")))
        case "elect":
            return stage.elected(step.papers)
        case "prefer":
            return stage.preferred(stage.person(step.who), step.word)
        case "casting":
            return stage.casting(stage.person(step.who), "for" if step.word == "for" else "against")
        case "vote" if step.numbers:
            return stage.ballots(step.numbers)
        case "vote":
            match step.word:
                case "voided":
                    return stage.void()
                case "closed":
                    return stage.close()
                case verdict:
                    return stage.decided(carried=verdict == "carried")
        case "sign":
            return stage.sign()
        case "wait":
            stage.wait(step.word)
            return ()
        case "present":
            return stage.attend(int(step.word))
        case "adjourn":
            return stage.adjourn(step.word)
        case "look":
            return ()


def _look_at_guards(stage: Play, step: Step, seen: Coverage) -> None:
    """What each guard of the action says on its own, for the coverage: all are asked, whatever the first
    says."""
    rule = stage.workflow.transitions.get(step.word)
    if rule is None:
        return
    stage.settle()
    actor = stage.actor(stage.person(step.who), step.word)
    inputs = stage.inputs(rule.inputs, step.given)
    for index, call in enumerate(rule.require):
        reason = GUARDS[call.name](
            stage.conference, stage.case, Context(actor, stage.at), inputs, call.params
        )
        seen.guard(rule.name, index, reason is None)


def _expected(stage: Play, then: Expected) -> Iterator[str]:
    case = stage.case
    if then.state is not None and case.state != then.state:
        yield f"The case is in {', '.join(case.state)}, not in {', '.join(then.state)}."
    if then.outcome is not None:
        reached = {stage.workflow.states[name].outcome for name in case.state}
        if then.outcome not in reached:
            yield f"The outcome is {', '.join(sorted(filter(None, reached))) or 'open'}, not {then.outcome}."
    resolution = stage.conference.resolutions.get(case.resolution) if case.resolution else None
    if then.numbered is not None and then.numbered != (resolution is not None):
        yield "The case has no number." if then.numbered else "The case was given a number."
    published = resolution is not None and resolution.published is not None
    if then.published is not None and then.published != published:
        yield "Nothing was published." if then.published else "The resolution was published."
    vote = stage.conference.votes.get(case.vote)
    if then.ballot and (vote is None or vote.ballot != then.ballot):
        yield f"The vote is {vote.ballot if vote is not None else 'not put'}, not {then.ballot}."
    yield from _open(stage, then)
    happened = iter([type(event.data).__name__ for event in stage.events])
    for name in then.events:
        if name not in happened:
            yield f"{name} did not happen, or not in this order."


def _open(stage: Play, then: Expected) -> Iterator[str]:
    for asked, wanted in ((then.open_to, True), (then.closed_to, False)):
        for who, transitions in asked.items():
            person = stage.person(who)
            context = Context(Actor("person", person), stage.at)
            found = options(stage.workflow, stage.conference, stage.case, context)
            open_ = {one.transition.name for one in found if not one.reasons}
            for name in transitions:
                if (name in open_) != wanted:
                    yield f"{name} is {'not ' if wanted else ''}open to {who}."


def _told(step: Step) -> str:
    """The step as a play that is led has it: who, what they do, and its word."""
    return f"`{' '.join(filter(None, (step.who, step.does, step.word)))}`"


def _codes(reasons: tuple[Reason, ...]) -> str:
    return ", ".join(dict.fromkeys(reason.code for reason in reasons))
