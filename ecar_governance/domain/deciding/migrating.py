"""Cases under way go over to another version of their procedure, one by one, and back.

Nothing is entered by a migration: no question is put, no opinion asked, nobody's approval kept. What it
finds of the case in the old version it finds a place for in the new one, or refuses with every reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.configuration import Leaves, Tree, place_of, tree_of
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.deadlines import reckon_again, set_deadline
from ecar_governance.domain.deciding.moving import follow_all, overdue
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.effects import Happened
from ecar_governance.domain.fields import Value, missing
from ecar_governance.domain.state import Case, Conference, Due, Vote, WorkflowVersion
from ecar_governance.domain.workflow import Workflow


class _Place(Struct, frozen=True):
    """Where the case comes to lie in the new version."""

    leaves: Leaves
    states: dict[str, str]
    fields: dict[str, Value]
    memory: dict[str, Leaves]


def _migrate(steps: Steps, command: c.MigrateCase) -> list[Reason]:
    conf = steps.conference
    case = conf.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    reasons = _standing(steps, case) + _authority(conf, command.resolution)
    target = conf.workflows.get(command.target)
    if target is None:
        return [*reasons, Reason("migration.no_version", {"target": command.target})]
    if target.name != case.workflow:
        told = {"case": case.workflow, "target": target.name}
        return [*reasons, Reason("migration.other_procedure", told)]
    if target.since > steps.at:
        reasons.append(Reason("migration.not_in_force", {}, (), target.since))
    if target.hash == case.workflow_hash:
        return [*reasons, Reason("migration.same_version")]
    place, lacking = _place(conf, case, target, command)
    reasons += lacking
    if reasons or place is None:
        return reasons
    vote = _open_vote(conf, case)
    voided = vote is not None and command.ballots == "void"
    if vote is not None and voided:
        steps.emit(case.case, e.VoteVoided(vote.vote, "migrated", ""))
    steps.emit(
        case.case,
        e.CaseMigrated(
            case.case,
            case.version + 1,
            target.hash,
            case.workflow_hash,
            case.state,
            place.leaves,
            command.resolution,
            place.states,
            place.fields,
            place.memory,
            "" if vote is None or voided else vote.vote,
        ),
    )
    tree = tree_of(target.hash, target.workflow)
    _deadlines(steps, case, target.workflow, tree, place, command.deadlines)
    happened = [
        Happened("joined", one) for one in tree.active(place.leaves) if target.workflow.states[one].regions
    ]
    if vote is not None and voided:
        happened.append(Happened("vote_voided", place.states[vote.state]))
    return follow_all(steps, case.case, happened, command.fresh)


def _standing(steps: Steps, case: Case) -> list[Reason]:
    """Why nothing is done with the case now: it has ended, or a deadline's way out comes first."""
    found = []
    states = steps.conference.workflows[case.workflow_hash].workflow.states
    if all(states[leaf].final for leaf in case.state):
        found.append(Reason("case.ended"))
    late = overdue(case, steps.at)
    if late is not None:
        found.append(Reason("deadline.passed", {"state": late.state}, when=late.due))
    vote = _open_vote(steps.conference, case)
    if vote is not None and vote.closes is not None and vote.closes <= steps.at:
        found.append(Reason("vote.deadline_passed", when=vote.closes))
    return found


def _authority(conf: Conference, resolution: str) -> list[Reason]:
    """Statutes are changed by those who made them: a resolution that is published says so."""
    known = conf.resolutions.get(resolution)
    if known is not None and known.published is not None:
        return []
    return [Reason("migration.no_resolution", {"resolution": resolution})]


def _open_vote(conf: Conference, case: Case) -> Vote | None:
    vote = conf.votes.get(case.vote)
    return vote if vote is not None and vote.status == "open" else None


def _place(
    conf: Conference, case: Case, target: WorkflowVersion, command: c.MigrateCase
) -> tuple[_Place | None, list[Reason]]:
    """Where the case comes to lie, or None, and every reason why it cannot lie there."""
    old = conf.workflows[case.workflow_hash]
    new = target.workflow
    before, after = tree_of(old.hash, old.workflow), tree_of(target.hash, new)
    states = {name: command.states.get(name, name) for name in before.active(case.state)}
    fields, reasons = _fields(old.workflow, new, case, command.fields)
    # What lies around a leaf follows from where the leaf lies; only deadlines ask what became of it.
    unmapped = [name for name in before.sort(case.state) if states[name] not in new.states]
    reasons += [Reason("migration.state_unmapped", {"state": states[name]}) for name in unmapped]
    if unmapped:
        return None, reasons
    leaves = tuple(sorted({leaf for name in case.state for leaf in after.initial(states[name])}))
    if not after.legal(leaves):
        return None, [*reasons, Reason("migration.states_apart", {"states": ", ".join(leaves)})]
    active = after.active(leaves)
    reasons += missing(new, active, fields)
    reasons += [Reason("migration.state_passing", {"state": name}) for name in active if _passing(new, name)]
    reasons += _vote_reasons(conf, case, old.workflow, new, states, active, command.ballots)
    memory = dict(_memory(case.memory, command.states, after))
    return _Place(leaves, states, fields, memory), reasons


def _fields(
    old: Workflow, new: Workflow, case: Case, renamed: Mapping[str, str]
) -> tuple[dict[str, Value], list[Reason]]:
    """The case's values under their names in the new version, and why one finds no place there."""
    found: dict[str, Value] = {}
    lost = []
    for name, value in sorted(case.fields.items()):
        now = renamed.get(name, name)
        was, field = old.fields.get(name), new.fields.get(now)
        if not now:
            continue
        alike = field is not None and was is not None and field.kind == was.kind and now not in found
        if alike and field is not None and (field.kind != "choice" or value in field.choices):
            found[now] = value
        else:
            lost.append(Reason("migration.field_unmapped", {"name": name}))
    return found, lost


def _passing(workflow: Workflow, state: str) -> bool:
    """Whether nothing but `at_once` leads out of the state: a case that is put there would stay for ever."""
    ways = {rule.trigger for rule in workflow.transitions.values() if state in rule.source and rule.target}
    return ways == {"at_once"}


def _vote_reasons(
    conf: Conference,
    case: Case,
    old: Workflow,
    new: Workflow,
    states: Mapping[str, str],
    active: tuple[str, ...],
    policy: e.BallotPolicy,
) -> Iterator[Reason]:
    """An open vote is carried only into a state that puts the question in the same way."""
    vote = _open_vote(conf, case)
    asked = "" if vote is None else states[vote.state]
    for name in active:
        spec = new.states[name].vote
        if spec is not None and name != asked:
            yield Reason("migration.vote_needed", {"state": name})
    if vote is not None and policy == "carry":
        was, now = old.states[vote.state].vote, new.states[asked].vote
        if was is None or now is None or replace(was, lasts=None) != replace(now, lasts=None):
            yield Reason("migration.vote_differs", {"state": asked})


def _memory(
    memory: Mapping[str, Leaves], renamed: Mapping[str, str], tree: Tree
) -> Iterator[tuple[str, Leaves]]:
    """Where regions with a history were last, as far as the new version has them."""
    for place, leaves in memory.items():
        composite, _, region = place.partition("/")
        here = renamed.get(composite, composite)
        there = tuple(sorted(renamed.get(leaf, leaf) for leaf in leaves))
        if tree.remembers(here, region, there):
            yield place_of(here, region), there


def _deadlines(
    steps: Steps, case: Case, new: Workflow, tree: Tree, place: _Place, policy: e.DeadlinePolicy
) -> None:
    """Those that ran are kept, begun anew or reckoned again, where their state still has one; a state that
    had none gets its deadline from now."""
    ran = {place.states[due.state]: due for due in case.deadlines}
    for due in case.deadlines:
        steps.emit(case.case, e.DeadlineLifted(case.case, due.state))
    for name in tree.sort(tree.active(place.leaves)):
        state = new.states[name]
        if state.deadline is None:
            continue
        if (was := ran.get(name)) is None or policy == "restart":
            set_deadline(steps, case.case, state)
        elif policy == "recompute":
            reckon_again(steps, case.case, state, was)
        else:
            _run_on(steps, case, replace(was, state=name, transition=state.deadline.then))


def _run_on(steps: Steps, case: Case, due: Due) -> None:
    """The deadline goes on as it was."""
    kept = {name: getattr(due, name) for name in due.__struct_fields__}
    steps.emit(case.case, e.DeadlineSet(case=case.case, **kept))


def _revert(steps: Steps, command: c.RevertMigration) -> list[Reason]:
    conf = steps.conference
    case = conf.cases.get(command.case)
    if case is None:
        return [Reason("case.unknown", {"case": command.case})]
    reasons = _authority(conf, command.resolution)
    last = next((one for one in reversed(case.migrations) if not one.reverted), None)
    if last is None:
        return [*reasons, Reason("migration.none")]
    if last.version != case.version:
        reasons.append(Reason("migration.moved_on"))
    reasons += _standing(steps, case)
    if reasons:
        return reasons
    vote = _open_vote(conf, case)
    steps.emit(
        case.case,
        e.CaseMigrated(
            case.case,
            case.version + 1,
            last.previous,
            case.workflow_hash,
            case.state,
            last.state,
            command.resolution,
            _back(conf.workflows[last.previous].workflow, last.states),
            last.fields,
            last.memory,
            "" if vote is None else vote.vote,
            last.position,
        ),
    )
    for due in case.deadlines:
        steps.emit(case.case, e.DeadlineLifted(case.case, due.state))
    for due in last.deadlines:
        _run_on(steps, case, due)
    return []


def _back(workflow: Workflow, states: Mapping[str, str]) -> dict[str, str]:
    """What each state becomes again. Where two had become one, it is the one that asks something."""
    asking = (workflow.states[name].vote or workflow.states[name].consultation for name in states)
    order = sorted(zip(states.items(), asking, strict=True), key=lambda one: one[1] is not None)
    return {now: was for (was, now), _ in order}


HANDLERS: dict[type, Handler] = {c.MigrateCase: _migrate, c.RevertMigration: _revert}
