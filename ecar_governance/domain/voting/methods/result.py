"""What an election gives: one structure for every method, from which anybody can follow the count by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.voting.methods.papers import PaperCounts
from ecar_governance.domain.voting.methods.rules import Share

DecidedBy = Literal[
    "votes",
    "lot",
    "chair",
    "default_option",
    "next_ballot",
    "chair_to_decide",
    "tie",
    "threshold_missed",
    "places_unfilled",
    "cycle",
    "no_votes",
    "no_candidates",
    "acclamation",
]
"""The one thing that settled it: the votes alone; a lot or the casting vote among equals; the default option
won; it goes on in another ballot; it waits for the casting vote; equals left places empty; a threshold did;
there were too few for the places; options that beat each other in a circle, which version 1.0 of Debian's
text leaves open; nobody chose anybody; nobody stood; as many stood as there were seats, and nobody asked for
a ballot."""

StepKind = Literal[
    "elected",
    "elected_last",
    "against_prevails",
    "excluded",
    "surplus",
    "passed_on",
    "told_apart_earlier",
    "told_apart_by_lot",
    "told_apart_by_chair",
    "not_told_apart",
    "over_cap",
    "reserved_for_others",
    "below_threshold",
    "goes_on",
    "below_quorum",
    "below_ratio",
    "dominated",
    "beats_all",
    "schwartz",
    "defeats_dropped",
    "all_dominated",
]
"""What happened in a round; each is told by a sentence of its own (`telling`)."""


class Passed(Struct, frozen=True, forbid_unknown_fields=True):
    """Papers that passed on to an option, and the votes that they are worth there."""

    to: str
    papers: int
    votes: Fraction


class Duel(Struct, frozen=True, forbid_unknown_fields=True):
    """How many papers put `one` before `other`, and how many the other way round."""

    one: str
    other: str
    votes: int
    against: int


class Path(Struct, frozen=True, forbid_unknown_fields=True):
    """The strongest path: `via` names every option on it, both ends included; `strength` is its weakest step.
    A strength of 0 means that there is none."""

    via: tuple[str, ...]
    strength: int


class Step(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that happened to `options`, among `among` where others were equal to them.

    `votes` is what it was about (a surplus, the papers' worth); `value` what each paper of an X was worth;
    `needed` what was asked; `passed` where papers went; `exhausted` and `cut` the votes that went nowhere:
    no further preference, and digits beyond the fifth. `round` is the earlier round that told equals apart.
    """

    kind: StepKind
    options: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    votes: Fraction | None = None
    against: Fraction | None = None
    needed: Fraction | None = None
    passed: tuple[Passed, ...] = ()
    exhausted: Fraction | None = None
    cut: Fraction | None = None
    round: int | None = None
    duels: tuple[Duel, ...] = ()


class Standing(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The votes of an option at the end of a round. `spare`: how many above the number needed, or, below
    zero, how many were missing; None where no number is asked."""

    option: str
    votes: Fraction
    spare: Fraction | None = None


class Round(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What happened, then what everybody had at the end of it, in the order of the options."""

    number: int
    steps: tuple[Step, ...]
    standings: tuple[Standing, ...] = ()


class Needed(Struct, frozen=True, forbid_unknown_fields=True):
    """What was asked: `exact` is the share of `base_count`, `smallest` the smallest number that is enough.
    A quota of a transferable vote has no `rule`."""

    base_count: int
    exact: Fraction
    smallest: int
    rule: Share | None = None


class WeightNeeded(Struct, frozen=True, forbid_unknown_fields=True):
    """The same by weights; `smallest` is the least that is enough, in steps by which weights can change."""

    base_count: Fraction
    exact: Fraction
    smallest: Fraction
    rule: Share | None = None


class WeightCounts(Struct, frozen=True, forbid_unknown_fields=True):
    """What the papers weigh that choose somebody who stands, or `against`, and what all of them do; what
    those present and entitled do, None where nobody said. `unit` is the smallest step of change."""

    valid: Fraction
    cast: Fraction
    unit: Fraction
    present: Fraction | None = None
    entitled: Fraction | None = None


class Lot(Struct, frozen=True, forbid_unknown_fields=True):
    """The seed that was drawn from, and the order of those who were told apart with it."""

    seed: str
    order: tuple[str, ...]


class ElectionResult(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The whole result; anyone can reach it again from the rule, the options and the papers.

    `elected` in the order of election. `ranking`: groups of equals, the best first, where the method ranks.
    `onward` stand in the next ballot. `open` is how many seats are not filled. `margin`: by how many votes
    the last elected is ahead of the first who is not, where votes are simply added. By weights all votes are
    what the papers weigh, and `weights` and `weight_needed` stand beside the `counts` of heads.
    """

    method: str
    ballot: int
    seats: int
    elected: tuple[str, ...]
    open: int
    decided_by: DecidedBy
    counts: PaperCounts
    needed: Needed | None = None
    rounds: tuple[Round, ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()
    onward: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    margin: Fraction | None = None
    duels: tuple[Duel, ...] = ()
    paths: tuple[Path, ...] = ()
    lot: Lot | None = None
    weights: WeightCounts | None = None
    weight_needed: WeightNeeded | None = None
