"""Reads the test cases of a procedure; every mistake is told with file, line and column."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from ecar_governance.definitions.findings import Findings
from ecar_governance.definitions.loader import Entry, Mapping, Node, Scalar, compose, decode
from ecar_governance.definitions.values import Path as Keys
from ecar_governance.definitions.values import Values
from ecar_governance.domain.voting.verdict import Side
from ecar_governance.errors import DefinitionInvalid, InvalidInput, NotFound
from ecar_governance.rehearsal.balloting import Choice
from ecar_governance.rehearsal.beginnings import Beginnings
from ecar_governance.rehearsal.script import ADJOURNED, VERDICTS, Case, Does, Expected, Script, Step
from ecar_governance.rehearsal.typed import step_text, words_of
from ecar_governance.rehearsal.values import Given


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
    "recuse",
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


class _Reader(Beginnings):
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

    def step(self, node: Node, path: Keys) -> Step:
        """One step of a case: a mapping, or a line as somebody types it in a play."""
        if isinstance(node, Scalar):
            return self._typed(node, path)
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
            case "adjourn":
                word = v.word(value, (*path, what), ADJOURNED, "here")
            case "elect":
                papers = self._papers(value, (*path, what))
            case _:
                word = v.scalar(value, (*path, what)) or ""
        given = self._givens(keys["with"].value, (*path, "with")) if "with" in keys else {}
        if what == "revise" and "text" in given:
            told = v.mapping(keys["with"].value, (*path, "with"), None)["text"].value
            given["text"] = list(self._languages(told, (*path, "with", "text")))
        return Step(
            what,
            node.mark.line,
            who=self._word(keys, path, "as"),
            word=word,
            given=given,
            fields=self._givens(keys["fields"].value, (*path, "fields")) if "fields" in keys else fields,
            numbers=numbers,
            papers=papers,
            refused=self._words(keys, path, "refused"),
            then=self._then(keys["then"].value, (*path, "then")) if "then" in keys else None,
        )

    def _typed(self, node: Scalar, path: Keys) -> Step:
        try:
            return replace(read_step(step_text(words_of(node.text)), ""), line=node.mark.line)
        except DefinitionInvalid as error:
            found = error.findings[0]
            self._v.wrong(found.code, path, node.mark, found.message, found.fix)
        except InvalidInput as error:
            fix = "write it as in `ecar workflow simulate`, or as a mapping"
            self._v.wrong("shape.word", path, node.mark, error.message, fix)
        return Step("look", node.mark.line)

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
