"""What an election is counted from: options, papers, and how many of each kind there were.

One shape of paper serves every method: groups of equally ranked options in order of preference. An X for one
candidate is `(("a",),)`, an approval of two `(("a", "b"),)`, a ranking `(("a",), ("b",))`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

Marks = tuple[tuple[str, ...], ...]
"""Groups of equally ranked option ids, the most preferred first."""

PaperState = Literal["marked", "abstain", "blank", "invalid"]
"""What a paper turned out to be: four different things. Not voting is a fifth, and has no paper."""

AGAINST = "against"
"""On a paper of `plurality` or `majority`: against the only candidate, or against all. No option's id."""


class Option(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One candidate or one alternative.

    `name` by language. `group` is what a cap counts by (an institution, an employer); `traits` what places
    are reserved by, such as {"gender": "woman"}. `ratio` is what Debian's rule asks of it against the default
    option: 3 for "three to one". A `withdrawn` option cannot win, and marks for it are struck.
    """

    id: str
    name: dict[str, str] = {}
    group: str = ""
    traits: dict[str, str] = {}
    ratio: Fraction = Fraction(1)
    withdrawn: bool = False


class MarkedPaper(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One paper, or `times` papers marked alike, each of its seat's `weight` where the rule asks for it."""

    marks: Marks = ()
    state: PaperState = "marked"
    times: int = 1
    weight: Fraction = Fraction(1)


class MarksCounted(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What others counted in an election whose marks are added up: the `votes` of each option (and of
    `against`), on so many `valid` papers; and the papers without marks."""

    votes: dict[str, int]
    valid: int
    abstained: int = 0
    blank: int = 0
    invalid: int = 0


class PaperCounts(Struct, frozen=True, forbid_unknown_fields=True):
    """How many papers of each kind.

    `valid` choose somebody who stands, or `against`; `struck` chose only withdrawn options. `cast` is all
    of them together. `entitled` and `present` are None where nobody said.
    """

    valid: int
    abstained: int
    blank: int
    invalid: int
    struck: int
    cast: int
    present: int | None = None
    entitled: int | None = None


Order = tuple[int, ...]
"""Options in order of preference, one a rank, each by its number among those who stand."""


class Pile(Struct, frozen=True):
    """Valid papers put together, options by their number in `names`: those who stand, in the list's order.

    `orders` are papers without equal ranks and how many of each, `grouped` those with some. The number after
    the last name is `against`. In which order the bundles come says nothing, and nothing may depend on it.
    """

    names: tuple[str, ...]
    orders: tuple[tuple[Order, int], ...]
    grouped: tuple[tuple[tuple[Order, ...], int], ...]
    counts: PaperCounts
