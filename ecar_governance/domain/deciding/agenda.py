"""The agenda of a session: items without a proposal, their order and papers, calling up, minutes approved."""

from __future__ import annotations

from ecar_governance.domain import commands as c
from ecar_governance.domain import events as e
from ecar_governance.domain.blocks import announced, announced_reasons
from ecar_governance.domain.deciding import Handler
from ecar_governance.domain.deciding.sessions import RUNNING, running
from ecar_governance.domain.deciding.steps import Steps
from ecar_governance.domain.decision import Reason
from ecar_governance.domain.state import AgendaItem, Session

_TITLED = ("information", "discussion")
"""What says nothing without a title of its own."""


def _place(steps: Steps, command: c.PlaceTopic) -> list[Reason]:
    known, reasons = running(steps, command.session, *RUNNING)
    if known is None:
        return reasons
    if command.kind == "proposal":
        reasons.append(Reason("agenda.by_procedure"))
    if command.kind in _TITLED and not any(command.titles.values()):
        reasons.append(Reason("agenda.no_title"))
    if command.kind == "minutes":
        reasons += _minutes_reasons(steps, known, command.minutes)
    if not reasons:
        minutes = command.minutes if command.kind == "minutes" else ""
        placed = e.TopicPlaced(command.session, known.next_item, command.kind, command.titles, minutes)
        steps.emit(command.session, placed)
    return reasons


def _minutes_reasons(steps: Steps, session: Session, minutes: str) -> list[Reason]:
    """Why the minutes cannot be put before the session for approval."""
    of = steps.conference.sessions.get(minutes)
    if of is None or of.body != session.body or of.status != "closed":
        return [Reason("minutes.none", {"session": minutes})]
    if of.approved is not None:
        return [Reason("minutes.approved_already", {"number": str(of.number)})]
    if any(item.minutes == minutes for item in session.items):
        return [Reason("minutes.on_agenda", {"number": str(of.number)})]
    return []


def _item(session: Session, number: int, reasons: list[Reason]) -> AgendaItem | None:
    found = session.item(number)
    if found is None:
        reasons.append(Reason("agenda.no_item", {"item": str(number)}))
    return found


def _lift(steps: Steps, command: c.LiftTopic) -> list[Reason]:
    known, reasons = running(steps, command.session, *RUNNING)
    if known is None:
        return reasons
    item = _item(known, command.item, reasons)
    if item is not None and item.case:
        reasons.append(Reason("agenda.by_procedure"))
    of = steps.conference.sessions.get(item.minutes) if item is not None else None
    decided = of is not None and of.approved is not None and of.approved.session == known.session
    if decided or any(call.item == command.item for call in known.calls):
        reasons.append(Reason("agenda.dealt_with", {"item": str(command.item)}))
    if not reasons:
        steps.emit(command.session, e.AgendaItemLifted(command.session, command.item, ""))
    return reasons


def _reorder(steps: Steps, command: c.ReorderAgenda) -> list[Reason]:
    """Until notice goes out the items are numbered as they stand. Afterwards everybody has the agenda: an
    item keeps its number, and only the order changes."""
    known, reasons = running(steps, command.session, *RUNNING)
    if known is None:
        return reasons
    items = {item.item: item for item in known.items}
    if sorted(command.items) != sorted(items):
        reasons.append(Reason("agenda.order_incomplete"))
    if reasons:
        return reasons
    announced = bool(known.noticed) or known.status != "convened"
    numbers = command.items if announced else tuple(range(1, len(items) + 1))
    as_it_is = tuple(item.item for item in known.items)
    if (command.items, command.items) != (as_it_is, numbers):
        steps.emit(
            command.session,
            e.AgendaReordered(
                command.session,
                command.items,
                numbers,
                tuple(items[number].case for number in command.items),
            ),
        )
    return []


def _paper(steps: Steps, command: c.AddPaper) -> list[Reason]:
    known, reasons = running(steps, command.session, *RUNNING)
    if known is None:
        return reasons
    item = _item(known, command.item, reasons)
    if item is not None and any(paper.name == command.paper.name for paper in item.papers):
        reasons.append(Reason("agenda.paper_twice", {"name": command.paper.name}))
    if not reasons:
        steps.emit(command.session, e.PaperAdded(command.session, command.item, command.paper))
    return reasons


def _call(steps: Steps, command: c.CallItem) -> list[Reason]:
    known, reasons = running(steps, command.session, "open")
    if known is None:
        return reasons
    _item(known, command.item, reasons)
    if known.current == command.item:
        reasons.append(Reason("agenda.called_already", {"item": str(command.item)}))
    if not reasons:
        steps.emit(command.session, e.ItemCalled(command.session, command.item))
    return reasons


def _approve(steps: Steps, command: c.ApproveMinutes) -> list[Reason]:
    known, reasons = running(steps, command.session, "open")
    if known is None:
        return reasons
    item = _item(known, command.item, reasons)
    if item is None:
        return reasons
    of = steps.conference.sessions.get(item.minutes)
    if of is None:
        reasons.append(Reason("minutes.other_item", {"item": str(command.item)}))
    elif of.approved is not None:
        reasons.append(Reason("minutes.approved_already", {"number": str(of.number)}))
    if not reasons:
        approved = e.MinutesApproved(command.session, command.item, item.minutes, command.corrections)
        steps.emit(command.session, approved)
    return reasons


def _block(steps: Steps, command: c.AnnounceBlock) -> list[Reason]:
    """Items to be put as one question, or none. What was announced before and not put is given up."""
    known, reasons = running(steps, command.session, "open")
    if known is None:
        return reasons
    before = announced(known)
    if command.items:
        reasons += announced_reasons(steps.conference, known, command.items)
    elif before is None:
        reasons.append(Reason("block.none"))
    if not reasons and (before is None or before.items != command.items or before.taken):
        steps.emit(command.session, e.BlockAnnounced(command.session, command.items))
    return reasons


def _take_out(steps: Steps, command: c.TakeOutOfBlock) -> list[Reason]:
    """Any member's word is enough, until the question is put."""
    known, reasons = running(steps, command.session, "open", "suspended")
    if known is None:
        return reasons
    block = announced(known)
    if block is None:
        return [*reasons, Reason("block.none")]
    if command.item not in block.items:
        return [*reasons, Reason("block.not_in_it", {"item": str(command.item)})]
    if not reasons:
        steps.emit(command.session, e.ItemTakenOut(command.session, command.item))
    return reasons


HANDLERS: dict[type, Handler] = {
    c.PlaceTopic: _place,
    c.LiftTopic: _lift,
    c.ReorderAgenda: _reorder,
    c.AddPaper: _paper,
    c.CallItem: _call,
    c.ApproveMinutes: _approve,
    c.AnnounceBlock: _block,
    c.TakeOutOfBlock: _take_out,
}
