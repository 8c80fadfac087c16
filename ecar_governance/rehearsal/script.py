"""Test cases of a procedure as they stand beside it in `NAME.test.yaml`: what is given, what is done, what
then.

Read with the same care as a procedure: every mistake is told with file, line and column.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.definitions.findings import Findings
from ecar_governance.definitions.loader import Entry, Mapping, Node, Scalar, compose, decode
from ecar_governance.definitions.values import Path as Keys
from ecar_governance.definitions.values import Values
from ecar_governance.domain.registers import exact
from ecar_governance.domain.voting.verdict import Side
from ecar_governance.errors import NotFound
from ecar_governance.rehearsal.balloting import Choice
from ecar_governance.rehearsal.cast import START, ZONE, Hall
from ecar_governance.rehearsal.values import Given

Does = Literal[
    "do", "revise", "set", "nominate", "accept", "stand_down", "vote", "elect", "prefer", "casting", "sign",
    "wait", "present", "adjourn", "look",
]  # fmt: skip
"""What a step does: take an action, revise the text, set fields alone, nominate somebody, accept for them,
withdraw them, hold the vote that is open, or the election, say whom the chair prefers, give its casting vote,
sign the document, let time pass, set how many seats are present, close the session, or only look."""

VERDICTS = ("carried", "lost", "voided", "closed")
"""What `vote:` may say instead of numbers."""


class Expected(Struct, frozen=True):
    """What must be so after a step or at the end; what is None is not asked.

    `state` are the leaf states; `ballot` is how the last vote was taken (`secret`, `roll_call`); `open_to`
    names, by role or person, actions that must be open to them, `closed_to` those that must not; `events`
    must have happened in this play, in this order.
    """

    state: tuple[str, ...] | None = None
    outcome: str | None = None
    numbered: bool | None = None
    published: bool | None = None
    ballot: str = ""
    open_to: dict[str, tuple[str, ...]] = {}
    closed_to: dict[str, tuple[str, ...]] = {}
    events: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """One step of a case. `who` acts; `word` is the transition, the duration or the verdict; `refused` are
    codes that must be among the reasons of a refusal (none: it must happen). `fields` are set with a
    revision, or alone; `papers` are those of an election, as `marking` reads them."""

    does: Does
    line: int
    who: str = ""
    word: str = ""
    given: dict[str, Given] = {}
    fields: dict[str, Given] = {}
    numbers: dict[Choice, int] = {}
    papers: dict[str, int] = {}
    refused: tuple[str, ...] = ()
    then: Expected | None = None


class Case(Struct, frozen=True):
    """One test case: the hall, the draft that it begins with, the steps, what must hold at the end."""

    name: str
    line: int
    hall: Hall
    steps: tuple[Step, ...]
    then: Expected
    text: tuple[str, ...] = ("az", "en")
    body: str = ""
    sponsors: tuple[str, ...] = ()
    drafter: str = "rector_1"
    fields: dict[str, Given] = {}


class Script(Struct, frozen=True):
    """All test cases of a procedure, from the file `name`."""

    workflow: str
    name: str
    cases: tuple[Case, ...]


def script_beside(procedure: Path) -> Path:
    """Where the test cases of a procedure's file stand: `x.yaml` has `x.test.yaml`."""
    return procedure.with_suffix(".test.yaml")


def load_script(path: Path) -> Script:
    """The test cases of the file. Raises NotFound, or DefinitionInvalid with every finding."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", fix="write test cases beside the procedure") from None
    findings = Findings(str(path))
    text = decode(data, findings)
    findings.refuse()
    return read_script(text or "", str(path))


def read_script(text: str, name: str) -> Script:
    """The test cases that the text describes. Raises DefinitionInvalid with every finding."""
    findings = Findings(name, text)
    node = compose(text, findings)
    findings.refuse()
    script = _Reader(Values(findings)).script(node, name) if node is not None else Script("", name, ())
    findings.refuse()
    return script


def read_step(text: str, name: str) -> Step:
    """One step, written as in a case. Raises DefinitionInvalid with every finding."""
    findings = Findings(name, text)
    node = compose(text, findings)
    findings.refuse()
    step = _Reader(Values(findings)).step(node, ()) if node is not None else Step("look", 1)
    findings.refuse()
    return step


def read_given(text: str, name: str) -> Case:
    """A case without steps that begins with what is given, written as in a case. Raises DefinitionInvalid
    with every finding."""
    findings = Findings(name, text)
    node = compose(text, findings)
    findings.refuse()
    case = _Reader(Values(findings)).beginning(node)
    findings.refuse()
    return case


_TOP = ("tests", "cases")
_CASE = ("name", "given", "when", "then")
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
_STEP = (
    "as",
    "do",
    "with",
    "revise",
    "set",
    "fields",
    "nominate",
    "accept",
    "stand_down",
    "vote",
    "elect",
    "prefer",
    "casting",
    "sign",
    "wait",
    "present",
    "adjourn",
    "look",
    "refused",
    "then",
)
_THEN = ("state", "outcome", "numbered", "published", "ballot", "open_to", "closed_to", "events")


class _Reader:
    def __init__(self, values: Values) -> None:
        self._v = values

    def script(self, node: Node, name: str) -> Script:
        top = self._v.mapping(node, (), _TOP, _TOP)
        workflow = self._v.name(top["tests"].value, ("tests",)) if "tests" in top else ""
        found = self._v.items(top["cases"].value, ("cases",)) if "cases" in top else []
        return Script(
            workflow, name, tuple(self._case(one, ("cases", str(at))) for at, one in enumerate(found))
        )

    def _case(self, node: Node, path: Keys) -> Case:
        v = self._v
        keys = v.mapping(node, path, _CASE, ("name", "when", "then"))
        steps = v.items(keys["when"].value, (*path, "when")) if "when" in keys else []
        begun = self.beginning(keys["given"].value if "given" in keys else None, (*path, "given"))
        return replace(
            begun,
            name=v.text(keys["name"].value, (*path, "name")) if "name" in keys else "",
            line=node.mark.line,
            steps=tuple(self.step(one, (*path, "when", str(at))) for at, one in enumerate(steps)),
            then=self._then(keys["then"].value, (*path, "then")) if "then" in keys else Expected(),
        )

    def beginning(self, node: Node | None, where: Keys = ()) -> Case:
        """A case without a name and steps, as it begins."""
        given: dict[str, Entry] = self._v.mapping(node, where, GIVEN) if node is not None else {}
        return Case(
            name="",
            line=node.mark.line if node is not None else 1,
            hall=self._hall(given, where),
            steps=(),
            then=Expected(),
            text=self._words(given, where, "text", ("az", "en")),
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
        unpaid = self._words(keys, path, "unpaid")
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

    def step(self, node: Node, path: Keys) -> Step:
        """One step of a case."""
        v = self._v
        keys = v.mapping(node, path, _STEP)
        does = [word for word in get_args(Does) if word in keys]
        if len(does) != 1:
            message = "A step does one thing."
            fix = f"say exactly one of {', '.join(get_args(Does))}"
            v.wrong("shape.missing", path, node.mark, message, fix)
            return Step("look", node.mark.line)
        what: Does = does[0]
        numbers: dict[Choice, int] = {}
        papers: dict[str, int] = {}
        fields: dict[str, Given] = {}
        word = ""
        value = keys[what].value
        match what:
            case "do":
                word = v.name(value, (*path, what))
            case "wait":
                word = v.duration(value, (*path, what))
            case "present":
                word = str(v.integer(value, (*path, what), 0, 60))
            case "set":
                fields = self._givens(value, (*path, what))
                word = ", ".join(fields)
            case "vote" if isinstance(value, Mapping):
                numbers = self._numbers(value, (*path, what))
            case "vote":
                word = v.word(value, (*path, what), VERDICTS, "carried")
            case "casting":
                word = v.word(value, (*path, what), get_args(Side), "for")
            case "elect":
                papers = self._papers(value, (*path, what))
            case _:
                word = v.scalar(value, (*path, what)) or ""
        return Step(
            what,
            node.mark.line,
            who=self._word(keys, path, "as"),
            word=word,
            given=self._givens(keys["with"].value, (*path, "with")) if "with" in keys else {},
            fields=self._givens(keys["fields"].value, (*path, "fields")) if "fields" in keys else fields,
            numbers=numbers,
            papers=papers,
            refused=self._words(keys, path, "refused"),
            then=self._then(keys["then"].value, (*path, "then")) if "then" in keys else None,
        )

    def _numbers(self, node: Node, path: Keys) -> dict[Choice, int]:
        keys = self._v.mapping(node, path, get_args(Choice))
        found: dict[Choice, int] = {}
        for choice in get_args(Choice):
            if choice in keys:
                found[choice] = self._v.integer(keys[choice].value, (*path, choice), 0, 60)
        return found

    def _papers(self, node: Node, path: Keys) -> dict[str, int]:
        """How many papers are marked so; any text is a key."""
        if not isinstance(node, Mapping):
            self._v.wrong("shape.kind", path, node.mark, "Papers are a mapping.", "write `{rector_1: 3}`")
            return {}
        return {
            entry.key.text: self._v.integer(entry.value, (*path, entry.key.text), 0, 60)
            for entry in node.entries.values()
        }

    def _givens(self, node: Node, path: Keys) -> dict[str, Given]:
        return {name: self._given(one, (*path, name)) for name, one in self._v.named(node, path).items()}

    def _given(self, node: Node, path: Keys) -> Given:
        if not isinstance(node, Scalar):
            items = self._v.items(node, path)
            return [self._v.scalar(one, (*path, str(at))) or "" for at, one in enumerate(items)]
        text = self._v.scalar(node, path) or ""
        return int(text) if node.plain and text.isascii() and text.isdigit() and len(text) < 10 else text

    def _then(self, node: Node, path: Keys) -> Expected:
        v = self._v
        keys = v.mapping(node, path, _THEN)
        told = {
            key: v.boolean(keys[key].value, (*path, key)) for key in ("numbered", "published") if key in keys
        }
        state = self._words(keys, path, "state") if "state" in keys else None
        return Expected(
            state=None if state is None else tuple(sorted(state)),
            outcome=self._word(keys, path, "outcome") or None,
            numbered=told.get("numbered"),
            published=told.get("published"),
            ballot=self._word(keys, path, "ballot"),
            open_to=self._by_role(keys, path, "open_to"),
            closed_to=self._by_role(keys, path, "closed_to"),
            events=self._words(keys, path, "events"),
        )

    def _by_role(self, keys: dict[str, Entry], path: Keys, key: str) -> dict[str, tuple[str, ...]]:
        if key not in keys:
            return {}
        inside = self._v.mapping(keys[key].value, (*path, key), None)
        return {who: self._words(inside, (*path, key), who) for who in inside}
