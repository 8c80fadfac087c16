"""Who votes and who does not, with what weight, and how a seat divided its vote, as pages show it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ecar_governance.domain.proxies import reason_for
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.tally import SIDES
from ecar_governance.services.acting import reason_sentence
from ecar_governance.services.queries.directory import Directory


class LeftOut(Struct, frozen=True):
    """A seat of the body that does not vote, and why, as a code."""

    seat: str
    seat_name: str
    why: str


class SeatWeight(Struct, frozen=True):
    """What a seat of the electorate weighs, exactly and as people write it, and its chamber."""

    seat: str
    seat_name: str
    weight: str
    figure: str
    chamber: str


class Left(Struct, frozen=True):
    """A proxy that the vote left out: whose vote it was, and why, as a code and a sentence."""

    seat_name: str
    why: str
    sentence: str


class TextPut(Struct, frozen=True):
    """A text that was put to the vote beside the proposal's own, such as an amendment: what it is called, its
    digest in the log, and what it says, where it is a text that is still kept."""

    title: str
    digest: str
    content: str


def texts_put(directory: Directory, vote: Vote) -> tuple[TextPut, ...]:
    """The texts of the case's fields that the vote is bound to."""
    flow = directory.conference.workflows.get(directory.conference.cases[vote.case].workflow_hash)
    fields = {} if flow is None else flow.workflow.fields
    kept = directory.shelf.texts(tuple(vote.fields.values())) if vote.fields else {}
    return tuple(
        TextPut(
            directory.say(fields[name].title) if name in fields else name,
            digest,
            kept[digest].content if digest in kept else "",
        )
        for name, digest in vote.fields.items()
    )


def seat_weights(directory: Directory, vote: Vote) -> tuple[SeatWeight, ...]:
    """The heaviest first, chamber by chamber; none where every seat is as every other."""
    if not (vote.rule.weighs or vote.rule.chambers):
        return ()
    rows = sorted(vote.electorate, key=lambda one: (one.chamber, -one.weight, directory.seat(one.seat)))
    return tuple(
        SeatWeight(one.seat, directory.seat(one.seat), str(one.weight), str(figure(one.weight)), one.chamber)
        for one in rows
    )


def proxies_left_out(directory: Directory, vote: Vote) -> Iterator[Left]:
    """The proxies that the vote left out."""
    for one in vote.unused:
        holder = directory.conference.proxies[one.proxy].holder
        reason = reason_for(one.why, holder, vote.rule.proxies)
        yield Left(
            directory.seat(one.seat),
            one.why,
            reason_sentence(reason, directory.lang, directory.conference),
        )


def seats_left_out(directory: Directory, vote: Vote) -> Iterator[LeftOut]:
    """The seats of the body that do not vote."""
    return (LeftOut(one.seat, directory.seat(one.seat), one.why) for one in vote.excluded)


def parts_of(paper: Paper | None) -> tuple[tuple[str, str], ...]:
    """How the seat divided its vote, in the order of the form."""
    parts = {} if paper is None else paper.parts
    return tuple((side, str(figure(parts[side]))) for side in SIDES if side in parts)
