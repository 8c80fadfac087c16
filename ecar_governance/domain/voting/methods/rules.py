"""The rules of elections: one frozen Struct a method, a union told apart by the word `method`.

Written as YAML or JSON a rule is `{method: approval, seats: 5, max_choices: 5, tie: lot}`; fractions are
strings ("2/3"). What each method does, with its source, is in `docs/voting/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from msgspec import Struct

from ecar_governance.errors import Finding, InvalidInput

Tie = Literal["rejected", "second_ballot", "lot", "chair"]
"""What becomes of equals of whom not all can win: none of them does; they go on to another ballot; a lot
decides (see `lots`); the elector with the casting vote does."""

ShareBase = Literal["valid", "cast", "present", "entitled"]
"""What a share is of: papers that choose, all papers, those present, those entitled."""

Counting = Literal["heads", "weights"]
"""Whether every paper is one vote, or what its seat weighs: only where marks are added up. Papers that rank
are compared, or passed on at a part of their worth, one by one; no text here says how weights would."""

UntilElected = Literal["until_elected"]
"""In the place of a number of ballots: as many as it takes."""

HALF = Fraction(1, 2)


def refuse(where: str, message: str) -> None:
    """Raises InvalidInput with one finding."""
    raise InvalidInput(message, findings=[Finding("election_rule_invalid", message, where=where)])


def whole(where: str, value: object, least: int, most: int | None = None) -> None:
    """Raises InvalidInput unless it is a whole number within the bounds."""
    if type(value) is not int or value < least or (most is not None and value > most):
        upper = "" if most is None else f" to {most}"
        refuse(where, f"“{where}” is a whole number from {least}{upper} on, not {value!r}.")


def exact(where: str, value: Any, *, most: int | None = 1, strict: bool = False) -> None:
    """Raises InvalidInput unless it is an exact fraction above 0 that is up to `most`, and can be exceeded
    where `strict`."""
    if not isinstance(value, Fraction) or value <= 0:
        refuse(where, f"“{where}” is an exact fraction above 0, not {value!r}.")
    elif most is not None and (value > most or (strict and value == most)):
        refuse(where, f"“{where}” of {'more than ' if strict else ''}{value} can never be reached.")


def one_trait(reserved: tuple[Reserved, ...], seats: int) -> None:
    """Raises InvalidInput when places are reserved by several traits, twice by one value, or too many."""
    if len({one.trait for one in reserved}) > 1 or len({one.value for one in reserved}) < len(reserved):
        refuse("reserved", "Places are reserved by one trait, each of its values once.")
    if sum(one.least for one in reserved) > seats:
        refuse("reserved", "More places are reserved than there are seats.")


class Share(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Votes that are asked of a candidate: `more_than` a share or `at_least` it, `of` a base."""

    more_than: Fraction | None = None
    at_least: Fraction | None = None
    of: ShareBase = "valid"

    def __post_init__(self) -> None:
        if (self.more_than is None) == (self.at_least is None):
            refuse("more_than", "A share is either more_than a fraction or at_least it.")
        exact("more_than" if self.strict else "at_least", self.share, strict=self.strict)

    @property
    def strict(self) -> bool:
        """Whether it takes more than the share."""
        return self.at_least is None

    @property
    def share(self) -> Fraction:
        """The fraction itself."""
        return self.more_than if self.at_least is None else self.at_least  # type: ignore[return-value]


MORE_THAN_HALF = Share(more_than=HALF)


class Cap(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """At most so many who share `by`: "group" is the option's group, another word one of its traits. An
    option without a group is in none. `held` is how many places each has already, of a further ballot."""

    most: int
    by: str = "group"
    held: dict[str, int] = {}

    def __post_init__(self) -> None:
        whole("most", self.most, 1)
        for held in self.held.values():
            whole("held", held, 1)

    def of(self, group: str, traits: Mapping[str, str]) -> str:
        """What an option of that group and those traits is counted by; "" when by nothing."""
        return group if self.by == "group" else traits.get(self.by, "")


class Reserved(Struct, frozen=True, forbid_unknown_fields=True):
    """At least so many places for those of this value: {trait: gender, value: woman, least: 1}."""

    trait: str
    value: str
    least: int = 1

    def __post_init__(self) -> None:
        whole("least", self.least, 1)


class _Scored(Struct, frozen=True, omit_defaults=True, tag_field="method", forbid_unknown_fields=True):
    """What plurality, approval and block vote have in common: the most votes win.

    `threshold` is asked of everybody elected, and by `counting: weights` it and all votes are what the seats
    weigh. `cap` passes over the lowest of a group; `reserved` places are
    all of one trait; `unmet` says what becomes of reserved places that nobody can take.
    """

    seats: int = 1
    threshold: Share | None = None
    cap: Cap | None = None
    reserved: tuple[Reserved, ...] = ()
    unmet: Literal["vacant", "anybody"] = "vacant"
    tie: Tie = "rejected"
    article: dict[str, str] | None = None
    counting: Counting = "heads"

    def __post_init__(self) -> None:
        whole("seats", self.seats, 1)
        one_trait(self.reserved, self.seats)


class Plurality(_Scored, frozen=True, tag="plurality", omit_defaults=True):
    """One X a paper; the most votes win (relative majority). A lone candidate needs more for than against."""


class Approval(_Scored, frozen=True, tag="approval", omit_defaults=True):
    """As many X as one likes, or `max_choices`; the most approved win."""

    max_choices: int | None = None


class BlockVote(_Scored, frozen=True, tag="block", omit_defaults=True):
    """As many X as there are seats; `min_choices` where a paper must use some or all of them."""

    min_choices: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        whole("min_choices", self.min_choices, 1, self.seats)


class Majority(
    Struct, frozen=True, tag_field="method", tag="majority", forbid_unknown_fields=True, omit_defaults=True
):
    """One is elected, by the `threshold`, in up to `ballots` ballots, or until somebody is.

    `last` says what the last ballot takes: a relative majority, or the threshold again. Who stands again
    after a ballot without a result: `all`; the `first` so many; those who `reached` a share; all but the
    lowest (`drop_last`). For the first `unchanged` ballots everybody stands again. Equals at the cut of
    `first` all go on; lowest equals all drop, unless nobody would be left. By `counting: weights` votes and
    shares are what the seats weigh.
    """

    threshold: Share = MORE_THAN_HALF
    ballots: int | UntilElected = 2
    last: Literal["relative", "threshold"] = "relative"
    onward: Literal["all", "first", "reached", "drop_last"] = "first"
    first: int = 2
    reached: Share | None = None
    unchanged: int = 0
    tie: Tie = "rejected"
    article: dict[str, str] | None = None
    counting: Counting = "heads"

    def __post_init__(self) -> None:
        whole("first", self.first, 1)
        whole("unchanged", self.unchanged, 0)
        if self.ballots != "until_elected":
            whole("ballots", self.ballots, 1)
        if (self.onward == "reached") != (self.reached is not None):
            refuse("reached", "A share to be reached goes with onward: reached, and with nothing else.")


class InstantRunoff(
    Struct,
    frozen=True,
    tag_field="method",
    tag="instant_runoff",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """One is elected by more than half of the papers that still count; the lowest drops out until then.

    `earlier`: equals for the last place are told apart by the latest earlier round in which they differed,
    before `tie` applies.
    """

    earlier: bool = True
    tie: Tie = "lot"
    article: dict[str, str] | None = None


class TransferableVote(
    Struct,
    frozen=True,
    tag_field="method",
    tag="single_transferable_vote",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Several are elected by a quota; surpluses and the papers of the lowest pass on. Scottish variant."""

    seats: int
    tie: Tie = "lot"
    article: dict[str, str] | None = None

    def __post_init__(self) -> None:
        whole("seats", self.seats, 1)


class Schulze(
    Struct, frozen=True, tag_field="method", tag="schulze", forbid_unknown_fields=True, omit_defaults=True
):
    """The strongest paths decide (winning votes); several `seats` are filled from the top of the ranking."""

    seats: int = 1
    cap: Cap | None = None
    reserved: tuple[Reserved, ...] = ()
    unmet: Literal["vacant", "anybody"] = "vacant"
    tie: Tie = "rejected"
    article: dict[str, str] | None = None

    def __post_init__(self) -> None:
        whole("seats", self.seats, 1)
        one_trait(self.reserved, self.seats)


class Debian(
    Struct, frozen=True, tag_field="method", tag="debian", forbid_unknown_fields=True, omit_defaults=True
):
    """Debian's constitution, A.6: options against a `default`, each with its quorum and ratio.

    `text` is the version that the rule is as of: 1.0 (1998, dominated options discarded, then a runoff),
    1.1 (June 2003, Schwartz set, ratio strictly exceeded), 1.6 (December 2015, ratio met). The quorum is
    `quorum_root` times the square root of those entitled (3/2 for Debian's 3Q), or `quorum_votes`.
    """

    default: str
    text: Literal["1.0", "1.1", "1.6"] = "1.6"
    quorum_root: Fraction | None = None
    quorum_votes: int | None = None
    tie: Tie = "chair"
    article: dict[str, str] | None = None

    def __post_init__(self) -> None:
        if self.quorum_root is not None and self.quorum_votes is not None:
            refuse("quorum_votes", "A quorum is a number of votes or follows from a root, not both.")
        if self.quorum_root is not None:
            exact("quorum_root", self.quorum_root, most=None)
        if self.quorum_votes is not None:
            whole("quorum_votes", self.quorum_votes, 1)


ElectionRule = (
    Plurality | Approval | BlockVote | Majority | InstantRunoff | TransferableVote | Schulze | Debian
)
