"""Cases under way brought over to another version of their procedure: tried, done, taken back, case by case.

Every case is an act of its own: what one refuses holds up no other, and a run that was stopped goes on where
it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.definitions.plans import Plan
from ecar_governance.domain import commands as c
from ecar_governance.domain.decide import decide
from ecar_governance.domain.decision import Accepted, Context, Reason, Refused
from ecar_governance.domain.flaws import meant
from ecar_governance.domain.state import Case, Conference, WorkflowVersion
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.acting import INSTALLER
from ecar_governance.services.counting import destroy_voided
from ecar_governance.services.desk import Desk
from ecar_governance.services.opening import VOIDED, perform, vote_by_itself
from ecar_governance.services.procedures import resolution_named
from ecar_governance.services.timers import settle
from ecar_governance.services.work import deciding

AT_ONCE = 50
"""So many cases wait for their commit together, and share it."""


class Verdict(Struct, frozen=True):
    """What becomes, or would become, of one case: its leaf states before and after, and every reason why it
    stays (then `after` is `before`)."""

    case: str
    reference: str
    version: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


def rehearse(desk: Desk, plan: Plan) -> Iterator[Verdict]:
    """What `migrate` would come to now for every live case, in the order of their references; nothing is
    written. An announced version is tried as if it were in force already. Raises InvalidInput with everything
    that is wrong with the plan."""
    conference, at = desk.conference, desk.clock.now()
    commands = _commands(desk, conference, plan)
    _, target = _versions(conference, plan)
    begun = replace(target, since=min(target.since, at))
    conference = replace(conference, workflows=conference.workflows.insert(target.hash, begun))
    for case, command in commands:
        if isinstance(command, c.MigrateCase):  # no ballot is sealed with this key: nothing is written
            command = replace(command, fresh={**command.fresh, "key": "rehearsed"})
        yield _would(conference, case, command, Context(INSTALLER, at))


def migrate(desk: Desk, plan: Plan) -> Iterator[Verdict]:
    """Brings every live case over that can be, in the order of their references. Raises InvalidInput with
    everything that is wrong with the plan, and then nothing was done."""
    yield from _each(desk, _commands(desk, desk.conference, plan))


def rehearse_revert(desk: Desk, plan: Plan) -> Iterator[Verdict]:
    """What `revert` would come to now; nothing is written. Raises InvalidInput as `migrate` does."""
    conference, at = desk.conference, desk.clock.now()
    for case, command in _reverting(conference, plan):
        yield _would(conference, case, command, Context(INSTALLER, at))


def revert(desk: Desk, plan: Plan) -> Iterator[Verdict]:
    """Takes the migration by that plan back for every case to which nothing has happened since. Raises
    InvalidInput as `migrate` does."""
    yield from _each(desk, _reverting(desk.conference, plan))


_Command = c.MigrateCase | c.RevertMigration


def _commands(desk: Desk, conference: Conference, plan: Plan) -> list[tuple[Case, _Command]]:
    origins, target = _versions(conference, plan)
    _refuse_names(plan, origins, target)
    resolution = resolution_named(conference, plan.resolution)
    return [
        (
            case,
            c.MigrateCase(
                case.case,
                target.hash,
                resolution,
                plan.states,
                plan.fields,
                plan.deadlines,
                plan.ballots,
                {"vote": desk.ids.new("vote"), "resolution": desk.ids.new("resolution")},
            ),
        )
        for case in _live(conference, {one.hash for one in origins})
    ]


def _reverting(conference: Conference, plan: Plan) -> list[tuple[Case, _Command]]:
    origins, target = _versions(conference, plan)
    resolution = resolution_named(conference, plan.resolution)
    before = {one.hash for one in origins}
    found: list[tuple[Case, _Command]] = []
    for case in _live(conference, {target.hash}):
        last = next((one for one in reversed(case.migrations) if not one.reverted), None)
        if last is not None and last.previous in before:
            found.append((case, c.RevertMigration(case.case, resolution)))
    return found


def _live(conference: Conference, hashes: set[str]) -> Iterable[Case]:
    """The cases under these versions that have not ended, by reference."""
    found = [
        case
        for case in conference.cases.values()
        if case.workflow_hash in hashes
        and not all(
            conference.workflows[case.workflow_hash].workflow.states[leaf].final for leaf in case.state
        )
    ]
    return sorted(found, key=lambda case: (len(case.reference), case.reference))


def _would(conference: Conference, case: Case, command: _Command, context: Context) -> Verdict:
    answer = decide(conference, command, context)
    version = conference.workflows[case.workflow_hash].version
    if isinstance(answer, Accepted):
        after = answer.after.cases[case.case].state
        return Verdict(case.case, case.reference, version, case.state, after)
    return Verdict(case.case, case.reference, version, case.state, case.state, answer.reasons)


def _each(desk: Desk, commands: list[tuple[Case, _Command]]) -> Iterator[Verdict]:
    def one(asked: tuple[Case, _Command]) -> Verdict:
        case, command = asked
        settle(desk, case.case)
        fresh = _vote_put_anew(desk, command)
        if isinstance(command, c.MigrateCase):
            command = replace(command, fresh={**command.fresh, **fresh})
        outcome = perform(desk, deciding(command, INSTALLER), fresh, actor=INSTALLER)
        destroy_voided(desk, outcome)
        conference = desk.conference
        version = conference.workflows[case.workflow_hash].version
        reasons = outcome.reasons if isinstance(outcome, Refused) else ()
        after = conference.cases[case.case].state
        return Verdict(case.case, case.reference, version, case.state, after, reasons)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for begin in range(0, len(commands), AT_ONCE):
            yield from pool.map(one, commands[begin : begin + AT_ONCE])


def _vote_put_anew(desk: Desk, command: _Command) -> dict[str, str]:
    """A key for the vote that takes the place of the one that the migration declares void, if any may."""
    conf = desk.conference
    if not isinstance(command, c.MigrateCase) or command.ballots != "void":
        return {}
    if conf.cases[command.case].vote not in conf.open_votes:
        return {}
    return vote_by_itself(desk, conf.workflows[command.target], VOIDED, command.fresh["vote"])


def _versions(conference: Conference, plan: Plan) -> tuple[list[WorkflowVersion], WorkflowVersion]:
    known = {one.version: one for one in conference.workflows.values() if one.name == plan.workflow}
    unknown = [version for version in (*plan.origins, plan.target) if version not in known]
    if not known:
        named = {one.name for one in conference.workflows.values()}
        message = f"No procedure called {plan.workflow!r} is on record."
        raise InvalidInput(
            message, findings=[Finding("name.unknown", message, fix=meant(plan.workflow, named))]
        )
    if unknown:
        findings = [
            Finding("name.unknown", f"Version {one} was never put in force.", fix=meant(one, known))
            for one in unknown
        ]
        raise InvalidInput("The plan names versions that are not on record.", findings=findings)
    return [known[version] for version in plan.origins], known[plan.target]


def _refuse_names(plan: Plan, origins: list[WorkflowVersion], target: WorkflowVersion) -> None:
    """Names of the plan that are in neither version are slips of the pen: told before any case is asked."""
    parts: tuple[tuple[str, Mapping[str, str], set[str], set[str]], ...] = (
        (
            "state",
            plan.states,
            {name for one in origins for name in one.workflow.states},
            set(target.workflow.states),
        ),
        (
            "field",
            plan.fields,
            {name for one in origins for name in one.workflow.fields},
            set(target.workflow.fields),
        ),
    )
    findings = []
    for what, renamed, old, new in parts:
        for was, now in renamed.items():
            if was not in old:
                message = f"The old version has no {what} {was!r}."
                findings.append(Finding("name.unknown", message, fix=meant(was, old)))
            if now and now not in new:
                message = f"The new version has no {what} {now!r}."
                findings.append(Finding("name.unknown", message, fix=meant(now, new)))
    if findings:
        raise InvalidInput("The plan names what is not there.", findings=findings)
