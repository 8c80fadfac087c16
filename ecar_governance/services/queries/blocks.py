"""A block of items as people see it: what is in it, what was taken out, and what one ballot stands for."""

from __future__ import annotations

from msgspec import Struct

from ecar_governance.domain.blocks import announced, block_hash, opening_of, votes_of
from ecar_governance.domain.paragraphs import said
from ecar_governance.domain.state import AgendaItem, Session, Vote
from ecar_governance.services.queries.cases import title_of, workflow_of
from ecar_governance.services.queries.directory import Directory, Office


class BlockItem(Struct, frozen=True):
    """An item of it, with its vote once that is open."""

    item: int
    case: str
    reference: str
    title: str
    vote: str = ""


class TakenView(Struct, frozen=True):
    """An item that somebody asked to be voted on alone."""

    item: BlockItem
    by: Office


class BlockVote(Struct, frozen=True):
    """The votes that one ballot stands for: `items` as people say their numbers ("3-5"), and the hash that a
    ballot on all of them names while they are open."""

    items: tuple[BlockItem, ...]
    numbers: str
    hash: str


class BlockView(Struct, frozen=True):
    """Of a session: what is put together now and not opened yet, what was taken out of it, and what else
    stands before a vote."""

    items: tuple[BlockItem, ...]
    taken: tuple[TakenView, ...]
    others: tuple[BlockItem, ...]


def block_vote(directory: Directory, vote: Vote) -> BlockVote | None:
    """The block with which the vote was put, None when it was put alone."""
    conference = directory.conference
    votes = votes_of(conference, vote.block) if vote.block else ()
    if not votes:
        return None
    cases = [conference.cases[one.case] for one in votes]
    items = tuple(
        BlockItem(case.item, case.case, case.reference, title_of(directory, case), one.vote)
        for case, one in zip(cases, votes, strict=True)
    )
    open_ones = tuple(one for one in votes if one.status == "open")
    return BlockVote(items, said(sorted(one.item for one in items)), block_hash(open_ones))


def block_view(directory: Directory, held: Session) -> BlockView:
    """What is announced in the session, and what might be put together."""
    conference = directory.conference
    block = announced(held)
    inside = block.items if block is not None else ()

    def shown(item: AgendaItem) -> BlockItem:
        case = conference.cases[item.case]
        return BlockItem(item.item, case.case, case.reference, title_of(directory, case))

    known = {item.item: item for item in held.items if item.case}
    ready = (
        item
        for item in held.items
        if item.case
        and item.item not in inside
        and opening_of(workflow_of(conference, conference.cases[item.case]), conference.cases[item.case])
    )
    return BlockView(
        tuple(shown(known[number]) for number in inside if number in known),
        tuple(
            TakenView(shown(known[one.item]), directory.actor(one.actor))
            for one in (block.taken if block is not None else ())
            if one.item in known
        ),
        tuple(shown(item) for item in ready),
    )
