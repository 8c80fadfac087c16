"""An election as people see it: what its ballot paper asks, and its result round by round."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.candidates import chosen_of
from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.methods.checks import choices
from ecar_governance.domain.voting.methods.papers import AGAINST, Option
from ecar_governance.domain.voting.methods.result import ElectionResult, Round
from ecar_governance.domain.voting.methods.rules import (
    Approval,
    BlockVote,
    Debian,
    Majority,
    Plurality,
    Schulze,
)
from ecar_governance.domain.voting.methods.telling import number
from ecar_governance.services.queries.directory import Directory, Place
from ecar_governance.services.queries.naming import named

Kind = Literal["one", "several", "order"]


class OptionLine(Struct, frozen=True):
    """Somebody, or an alternative, on the paper."""

    option: str
    name: str
    institution: str


class BallotForm(Struct, frozen=True):
    """What a paper asks: to mark `one`, or `several` (from `fewest` to `most`), or to put them in `order`.

    `against` is a choice where one is marked; in an order `equal` places may be given twice."""

    kind: Kind
    options: tuple[OptionLine, ...]
    fewest: int
    most: int
    seats: int
    number: int
    against: bool = False
    equal: bool = False


class StandingLine(Struct, frozen=True):
    """What an option had at the end of a round, and what became of it in this ballot."""

    name: str
    votes: str
    spare: str
    became: Literal["elected", "onward", "tied", ""]
    share: int
    """In thousandths of the most that anybody has in the election."""


class RoundView(Struct, frozen=True):
    """One round of the count."""

    number: int
    standings: tuple[StandingLine, ...]


class ElectionView(Struct, frozen=True):
    """The result of one ballot of an election."""

    number: int
    method: str
    decided_by: str
    elected: tuple[str, ...]
    onward: tuple[str, ...]
    tied: tuple[Place, ...]
    rounds: tuple[RoundView, ...]
    open: int
    persons: bool
    """Whether people are elected; otherwise alternatives are decided between."""


def ballot_form(directory: Directory, vote: Vote) -> BallotForm | None:
    """What a paper of the vote asks; None where it is on a motion."""
    rule = vote.rule.election
    if rule is None:
        return None
    lines = tuple(_line(directory, one) for one in named(directory.shelf, directory.conference, vote))
    seats = getattr(rule, "seats", 1)
    if isinstance(rule, Plurality | Majority):
        return BallotForm("one", lines, 1, 1, seats, vote.number, against=True)
    if isinstance(rule, Approval | BlockVote):
        fewest, most = choices(rule, len(lines))
        return BallotForm("several", lines, fewest, min(most, len(lines)), seats, vote.number)
    equal = isinstance(rule, Schulze | Debian)
    return BallotForm("order", lines, 1, len(lines), seats, vote.number, equal=equal)


def _line(directory: Directory, option: Option) -> OptionLine:
    institution = directory.institution(option.group) if option.group else ""
    return OptionLine(option.id, directory.say(option.name), institution)


def election_view(directory: Directory, vote: Vote) -> ElectionView | None:
    """The result of an election that was counted."""
    result = None if vote.outcome is None else vote.outcome.election
    if result is None:
        return None
    names = {one.id: directory.say(one.name) for one in named(directory.shelf, directory.conference, vote)}
    names[AGAINST] = ""
    most = max((row.votes for one in result.rounds for row in one.standings), default=Fraction(0))
    return ElectionView(
        result.ballot,
        result.method,
        result.decided_by,
        tuple(names[one] for one in result.elected),
        tuple(names[one] for one in result.onward),
        tuple(Place(one, names[one]) for one in result.tied),
        tuple(_round(directory, result, one, names, most) for one in result.rounds if one.standings),
        result.open,
        chosen_of(directory.conference, vote) == "persons",
    )


def _round(
    directory: Directory, result: ElectionResult, one: Round, names: dict[str, str], most: Fraction
) -> RoundView:
    lines = []
    for row in one.standings:
        became: Literal["elected", "onward", "tied", ""] = ""
        if row.option in result.elected:
            became = "elected"
        elif row.option in result.onward:
            became = "onward"
        elif row.option in result.tied:
            became = "tied"
        spare = ""
        if row.spare is not None:
            sign = "−" if row.spare < 0 else "+"
            spare = sign + number(row.spare)[directory.lang] if row.spare else "0"
        share = round(row.votes * 1000 / most) if most else 0
        votes = number(row.votes)[directory.lang]
        lines.append(StandingLine(names[row.option], votes, spare, became, share))
    return RoundView(one.number, tuple(lines))
