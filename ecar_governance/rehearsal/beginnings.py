"""How a case of a play begins, as it is written under `given:`."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from ecar_governance.definitions.loader import Entry, Node, Scalar
from ecar_governance.definitions.values import Path as Keys
from ecar_governance.definitions.values import Values
from ecar_governance.domain.registers import exact
from ecar_governance.rehearsal.cast import START, ZONE, Hall
from ecar_governance.rehearsal.script import Case, Expected
from ecar_governance.rehearsal.values import Given

LANGUAGES = ("az", "en")
"""The languages that a text of a play may have."""

GIVEN = (
    "members",
    "present",
    "groups",
    "session",
    "notice",
    "officers",
    "presidium",
    "calendar",
    "weights",
    "unpaid",
    "at",
    "text",
    "body",
    "sponsors",
    "drafter",
    "fields",
)
"""What a case may say of its beginning."""


class Beginnings:
    """Reads beginnings; every mistake becomes a finding of the values."""

    def __init__(self, values: Values) -> None:
        self._v = values

    def beginning(self, node: Node | None, where: Keys = ()) -> Case:
        """A case without a name and steps, as it begins."""
        given: dict[str, Entry] = self._v.mapping(node, where, GIVEN) if node is not None else {}
        return Case(
            name="",
            line=node.mark.line if node is not None else 1,
            hall=self._hall(given, where),
            steps=(),
            then=Expected(),
            text=(self._languages(given["text"].value, (*where, "text")) if "text" in given else LANGUAGES),
            body=self._word(given, where, "body"),
            sponsors=self._words(given, where, "sponsors"),
            drafter=self._word(given, where, "drafter") or "rector_1",
            fields=self._givens(given["fields"].value, (*where, "fields")) if "fields" in given else {},
        )

    def _hall(self, keys: dict[str, Entry], path: Keys) -> Hall:
        v = self._v
        members = v.integer(keys["members"].value, (*path, "members"), 3, 60) if "members" in keys else 6
        present = members
        if "present" in keys:
            present = v.integer(keys["present"].value, (*path, "present"), 0, members)
        session = "session" not in keys or v.boolean(keys["session"].value, (*path, "session"))
        at = START
        if "at" in keys:
            at = self._instant(keys["at"].value, (*path, "at"))
        officers = "officers" not in keys or v.boolean(keys["officers"].value, (*path, "officers"))
        seats = 60
        if "presidium" in keys:
            seats = v.integer(keys["presidium"].value, (*path, "presidium"), 0, 60)
        groups = self._words(keys, path, "groups", ("QA",))
        notice = None
        if "notice" in keys:
            notice = v.duration(keys["notice"].value, (*path, "notice"))
        known, off, working = self._calendar(keys, (*path, "calendar"))
        weights, unweighed = self._weights(keys, (*path, "weights"))
        unpaid = self._members(keys, path, members)
        return Hall(
            members,
            present,
            groups,
            at,
            session,
            officers,
            seats,
            known,
            off,
            working,
            notice,
            weights,
            unweighed,
            unpaid,
        )

    def _members(self, keys: dict[str, Entry], path: Keys, members: int) -> tuple[str, ...]:
        """The members that have paid no dues, all of whom there are."""
        unpaid = self._words(keys, path, "unpaid")
        known = {f"U{number}" for number in range(1, members + 1)}
        for code in unpaid:
            if code not in known:
                message = f"There is no member {code!r}."
                mark = keys["unpaid"].value.mark
                self._v.wrong(
                    "shape.word", (*path, "unpaid"), mark, message, f"name some of U1 to U{members}"
                )
        return unpaid

    def _languages(self, node: Node, path: Keys) -> tuple[str, ...]:
        """The languages of a text, one or several."""
        if isinstance(node, Scalar):
            return (self._v.word(node, path, LANGUAGES, "az"),)
        items = enumerate(self._v.items(node, path))
        return tuple(self._v.word(item, (*path, str(at)), LANGUAGES, "az") for at, item in items)

    def _weights(self, keys: dict[str, Entry], path: Keys) -> tuple[tuple[tuple[str, Fraction], ...], bool]:
        """What members weigh that do not weigh one, and whether there is no table at all."""
        if "weights" not in keys:
            return (), False
        value = keys["weights"].value
        if isinstance(value, Scalar):
            self._v.word(value, path, ("none",), "none")
            return (), True
        found = []
        for code, entry in self._v.mapping(value, path, None).items():
            weight = exact(self._v.scalar(entry.value, (*path, code)) or "")
            if weight is None:
                message = "A weight is a whole number, a decimal or a fraction."
                self._v.wrong("shape.integer", (*path, code), entry.value.mark, message, "write 12 or 25/2")
            else:
                found.append((code, weight))
        return tuple(found), False

    def _calendar(self, keys: dict[str, Entry], path: Keys) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
        """Whether working days are known, the days off besides the weekends, and the worked days of one."""
        if "calendar" not in keys:
            return True, (), ()
        value = keys["calendar"].value
        if isinstance(value, Scalar):
            return self._v.word(value, path, ("none", "weekends"), "weekends") == "weekends", (), ()
        inside = self._v.mapping(value, path, ("days_off", "working"))
        off, working = (tuple(sorted(set(self._words(inside, path, key)))) for key in ("days_off", "working"))
        return True, off, working

    def _instant(self, node: Node, path: Keys) -> datetime:
        told = self._v.scalar(node, path) or ""
        try:
            return datetime.fromisoformat(told).replace(tzinfo=ZoneInfo(ZONE))
        except ValueError:
            message = f"{told!r} is no day and hour."
            self._v.wrong("shape.word", path, node.mark, message, 'write "2026-11-23T09:00"')
            return START

    def _word(self, keys: dict[str, Entry], path: Keys, key: str) -> str:
        return (self._v.scalar(keys[key].value, (*path, key)) or "") if key in keys else ""

    def _words(
        self, keys: dict[str, Entry], path: Keys, key: str, unless: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        if key not in keys:
            return unless
        where = (*path, key)
        items = self._v.items(keys[key].value, where)
        return tuple(self._v.scalar(item, (*where, str(at))) or "" for at, item in enumerate(items))

    def _givens(self, node: Node, path: Keys) -> dict[str, Given]:
        return {name: self._given(one, (*path, name)) for name, one in self._v.named(node, path).items()}

    def _given(self, node: Node, path: Keys) -> Given:
        if not isinstance(node, Scalar):
            items = self._v.items(node, path)
            return [self._v.scalar(one, (*path, str(at))) or "" for at, one in enumerate(items)]
        text = self._v.scalar(node, path) or ""
        return int(text) if node.plain and text.isascii() and text.isdigit() and len(text) < 10 else text
