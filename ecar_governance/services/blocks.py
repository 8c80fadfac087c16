"""Several items of a session put as one question: announced, an item taken out, opened together, and what one
ballot and one close do in each of their votes."""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.domain import commands as c
from ecar_governance.domain.blocks import announced, opening_of
from ecar_governance.domain.deciding.rights import MEMBERS, PRESIDING
from ecar_governance.domain.decision import Context, Reason, Refused
from ecar_governance.domain.events import Actor
from ecar_governance.domain.options import options
from ecar_governance.errors import Unavailable
from ecar_governance.services.acting import actor_for
from ecar_governance.services.desk import Desk
from ecar_governance.services.opening import fresh_ids, perform
from ecar_governance.services.ports import Act, Outcome
from ecar_governance.services.sessions import run, session_of
from ecar_governance.services.work import deciding


def announce(
    desk: Desk, person: str, session: str, items: tuple[int, ...], *, key: str | None = None
) -> Outcome:
    """The chair puts items together; with none, what was put together and not yet opened is given up.

    Raises NotFound."""
    session_of(desk, session)
    return run(desk, person, c.AnnounceBlock(session, items), PRESIDING, key)


def take_out(desk: Desk, person: str, session: str, item: int, *, key: str | None = None) -> Outcome:
    """A member asks that the item be voted on alone. Raises NotFound."""
    session_of(desk, session)
    conf, now = desk.conference, desk.clock.now()
    actor = actor_for(conf, person, now, kinds=MEMBERS, session=session)
    return desk.perform(deciding(c.TakeOutOfBlock(session, item), actor), actor=actor, key=key)


def open_block(desk: Desk, person: str, session: str, *, key: str | None = None) -> Outcome:
    """Opens the vote of every item of the block in one transaction, each under its own procedure, with a key
    of its own; where one cannot be opened, none is. Raises NotFound."""
    known = session_of(desk, session)
    conf, now = desk.conference, desk.clock.now()
    block = announced(known)
    if block is None:
        return Refused((Reason("block.none"),))
    commands: list[tuple[c.TakeAction, Actor]] = []
    private: dict[str, bytes] = {}
    for number in block.items:
        item = known.item(number)
        case = conf.cases.get(item.case) if item is not None else None
        workflow = conf.workflows[case.workflow_hash].workflow if case is not None else None
        rule = opening_of(workflow, case) if workflow is not None and case is not None else None
        if case is None or workflow is None or rule is None:
            return Refused((Reason("block.not_to_be_put", {"item": str(number)}),))
        open_to = options(workflow, conf, case, Context(Actor("person", person), now))
        would_do = next((one.mandates for one in open_to if one.transition.name == rule.name), ())
        fresh = fresh_ids(desk)
        public, private[fresh["vote"]] = desk.sealing.generate()
        command = c.TakeAction(case.case, rule.name, case.version, {}, fresh, public, block=block.block)
        commands.append((command, actor_for(conf, person, now, among=would_do)))
    _keep(desk, private)
    taken = ({**command.fresh, "key": command.public_key} for command, _ in commands)
    return perform(desk, _each(commands), *taken, actor=commands[0][1], key=key)


def _keep(desk: Desk, private: dict[str, bytes]) -> None:
    """Keeps all the keys or none. Raises Unavailable where one cannot be kept now."""
    for number, (vote, secret) in enumerate(private.items()):
        try:
            desk.keys.put(vote, secret)
        except Unavailable:
            for before in list(private)[:number]:
                desk.keys.shred(before)
            raise


def _each(commands: list[tuple[c.TakeAction, Actor]]) -> Callable[[Act], Refused | None]:
    def work(act: Act) -> Refused | None:
        for command, actor in commands:
            answer = act.decide(command, actor)
            if isinstance(answer, Refused):
                return answer
        return None

    return work
