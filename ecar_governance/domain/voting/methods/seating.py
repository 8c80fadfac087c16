"""Seats filled from a ranking: equals, caps and reserved places.

*Caps* follow PEP 13, "Conflicts of interest": when more of one employer are among the elected than may be,
the one of them ranked lowest is passed over and the next moves up, until it holds.

*Reserved places* follow the German election order for works councils (WO BetrVG § 22): the reserved places go
to those of the trait in the order of their votes, all others by votes alone. Places that nobody of the
trait can take fall to everybody there (§ 22 (4)): `unmet: anybody`; with `vacant` they stay empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from ecar_governance.domain.voting.methods.breaking import Breaker
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.result import Step
from ecar_governance.domain.voting.methods.rules import Cap, Reserved


class Seating(Struct, frozen=True):
    """Who has a seat, in order; the steps; equals that nobody told apart, who left the rest open; and
    `beside` them those ranked below who can take places that the equals cannot fill between them."""

    elected: tuple[str, ...]
    steps: tuple[Step, ...]
    tied: tuple[str, ...]
    kept_empty: int
    beside: tuple[str, ...] = ()


class Room:
    """What caps and reserved places still allow. Every question is about one more of those who stand."""

    def __init__(
        self,
        stand: Sequence[Option],
        seats: int,
        cap: Cap | None,
        reserved: Sequence[Reserved],
        unmet: str,
    ) -> None:
        self.cap = cap
        self.trait = reserved[0].trait if reserved else ""
        self.options = {option.id: option for option in stand}
        self.taken: Counter[str] = Counter(cap.held if cap is not None else {})
        self.left = set(self.options)
        asked = Counter({one.value: one.least for one in reserved})
        self.need = self.reachable(asked)
        self.kept_empty = asked.total() - self.need.total() if unmet == "vacant" else 0
        self.seats = seats - self.kept_empty

    def group(self, one: str) -> str:
        """What the cap counts the option by; "" when by nothing."""
        option = self.options[one]
        return "" if self.cap is None else self.cap.of(option.group, option.traits)

    def value(self, one: str) -> str:
        """The option's value of the trait that places are reserved by."""
        return self.options[one].traits.get(self.trait, "") if self.trait else ""

    def reachable(self, need: Counter[str]) -> Counter[str]:
        """How many of the needed places those left can take together, by value: a matching between values and
        groups (augmenting paths), since a group under a cap may serve only one of several values."""
        supply = Counter((self.value(one), self.group(one)) for one in sorted(self.left))
        flow: Counter[tuple[str, str]] = Counter()

        def room(group: str) -> bool:
            if self.cap is None or not group:
                return True
            used = self.taken[group] + sum(n for (_v, g), n in flow.items() if g == group)
            return used < self.cap.most

        def place(value: str, seen: set[str]) -> bool:
            for key in [key for key in supply if key[0] == value and supply[key] > flow[key]]:
                group = key[1]
                if group in seen:
                    continue
                seen.add(group)
                if room(group):
                    flow[key] += 1
                    return True
                for other in [v for (v, g), n in flow.items() if g == group and n and v != value]:
                    flow[other, group] -= 1
                    flow[key] += 1
                    if place(other, seen):
                        return True
                    flow[other, group] += 1
                    flow[key] -= 1
            return False

        met: Counter[str] = Counter()
        for value in need:
            for _ in range(need[value]):
                if not place(value, set()):
                    break
                met[value] += 1
        return met

    def refusal(self, one: str) -> str:
        """Why the option cannot take a seat: `over_cap`, `reserved_for_others`, or "" when it can."""
        group, value = self.group(one), self.value(one)
        if self.cap is not None and group and self.taken[group] >= self.cap.most:
            return "over_cap"
        if not self.need.total():
            return ""
        need = self.need.copy()
        need[value] -= need[value] > 0
        self.left.discard(one)
        self.taken[group] += 1
        possible = need.total() <= self.seats - 1 and self.reachable(need).total() == need.total()
        self.left.add(one)
        self.taken[group] -= 1
        return "" if possible else "reserved_for_others"

    def seat(self, one: str) -> None:
        """The option takes a seat."""
        self.left.discard(one)
        self.taken[self.group(one)] += 1
        self.need[self.value(one)] -= self.need[self.value(one)] > 0
        self.seats -= 1


def fill(
    ranking: Sequence[Sequence[str]],
    options: Sequence[Option],
    seats: int,
    breaker: Breaker,
    *,
    cap: Cap | None = None,
    reserved: Sequence[Reserved] = (),
    unmet: str = "vacant",
) -> Seating:
    """Fills seats from the top of the ranking, whose groups are equals.

    Where all equals that may be elected find room, none has to be told apart. Where not, `breaker` orders
    them; when it has no way, none of them is elected, and nobody below them is.
    """
    ranked = {one for equals in ranking for one in equals}
    room = Room([option for option in options if option.id in ranked], seats, cap, reserved, unmet)
    elected: list[str] = []
    steps: list[Step] = []
    for place, equals in enumerate(ranking):
        if not room.seats:
            break
        able = []
        for one in equals:
            why = room.refusal(one)
            if why:
                steps.append(Step(why, options=(one,)))  # type: ignore[arg-type]
            else:
                able.append(one)
        order: Sequence[str] = able
        if not all_fit(able, room):
            order, step = breaker.order(able, min(room.seats, len(able)))
            steps.append(step)
            if not order:
                below = [one for others in ranking[place + 1 :] for one in others]
                return Seating(
                    tuple(elected), tuple(steps), tuple(able), room.kept_empty, beside(able, below, room)
                )
        for one in order:
            if not room.seats:
                break
            why = room.refusal(one)
            if why:
                steps.append(Step(why, options=(one,)))  # type: ignore[arg-type]
                continue
            room.seat(one)
            elected.append(one)
            steps.append(Step("elected", options=(one,)))
    return Seating(tuple(elected), tuple(steps), (), room.kept_empty)


def all_fit(equals: Sequence[str], room: Room) -> bool:
    """Whether all of them can be elected together; leaves the room as it was."""
    return places_for(equals, room) == len(equals)


def places_for(some: Sequence[str], room: Room) -> int:
    """How many of them find room when they are seated one after the other; leaves the room as it was."""
    kept = room.taken.copy(), set(room.left), room.need.copy(), room.seats
    seated = 0
    for one in some:
        if room.seats and not room.refusal(one):
            room.seat(one)
            seated += 1
    room.taken, room.left, room.need, room.seats = kept
    return seated


def beside(equals: Sequence[str], below: Sequence[str], room: Room) -> tuple[str, ...]:
    """Those below who stand in a further ballot with the equals: nobody, unless a cap or reserved places keep
    the equals from filling all that is left."""
    if places_for(equals, room) >= room.seats:
        return ()
    return tuple(one for one in below if not room.refusal(one))
