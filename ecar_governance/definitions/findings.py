"""What is wrong with a definition file and where: findings with file, line, column and the line itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from ecar_governance.domain.flaws import Severity, Step
from ecar_governance.errors import DefinitionInvalid, Finding

CODES: dict[str, str] = {
    "yaml.too_large": "The file, its parts included, has more than 256 kB, or parameters put too much in.",
    "yaml.too_many": "The file, its parts included, has more than 10,000 values.",
    "yaml.too_deep": "Values are nested more than 32 deep.",
    "yaml.encoding": "The file is not UTF-8 text.",
    "yaml.unseen": "The text holds a control sign, or one that turns the direction of writing.",
    "yaml.syntax": "The text is not YAML.",
    "yaml.documents": "There is not exactly one document.",
    "yaml.alias": "An anchor (&) or alias (*) is used.",
    "yaml.tag": "A tag (!) is used.",
    "yaml.merge": "A merge key (<<) is used.",
    "yaml.key": "A key is not a plain word or text.",
    "yaml.duplicate": "A key stands twice in one mapping.",
    "shape.kind": "A mapping, a list or a text is needed and something else is there.",
    "shape.unknown_key": "A key is not known here.",
    "shape.missing": "A key or value is missing.",
    "shape.word": "A word is not one of those possible here.",
    "shape.boolean": "A value is not true or false.",
    "shape.integer": "A value is not a whole number in its range.",
    "shape.share": "A value is not a fraction such as 2/3, or can never be met.",
    "shape.duration": "A value is not a duration such as P30D.",
    "shape.version": "A version is not three numbers such as 1.0.0.",
    "shape.language": "A text lacks Azerbaijani or English, or has another language.",
    "shape.name": "A name has other signs than a to z, 0 to 9 and _.",
    "shape.text": "A text is longer than 2,000 characters or has control characters.",
    "shape.consent": "A consent names a member twice, or nothing that withholds it.",
    "shape.election": "What the rule of an election says does not go together.",
    "shape.electorate": "A chamber says nothing of whose seats make it up, or dues are paid by no day.",
    "shape.majority": "A majority does not say both its share and what it is a share of.",
    "shape.zone": "A time zone is not one of the IANA database, such as Asia/Baku.",
    "shape.deadline": "A deadline does not say one of `after`, `at` and `field`, or says no day and hour.",
    "shape.regions": "Inner states, `initial`, `history` or `join` stand where they mean nothing.",
    "shape.twice": "A state has the name of another one, at whatever depth that stands.",
    "blank.unfilled": "A blank of the procedure or of a part is not filled.",
    "parameter.unknown": "A parameter is named that the file does not have.",
    "parameter.list": "A list or a text by language stands in the middle of a text.",
    "include.unknown": "No part has that name, beside the file or among those that ship.",
    "include.nested": "A part includes itself, or parts are nested more than 3 deep.",
    "include.too_many": "More than 30 parts are included.",
    "include.collision": "A part brings a name that is there already.",
    "shape.invariant": "An invariant has keys that mean nothing together.",
}
"""Every finding of the loader and the reader; those of the checker are in `domain.checks.CODES`."""

MOST = 100
"""How many findings of one file are kept; a file with more is told again after these are mended."""

MOST_SAID = 4_000
"""How many characters of one sentence are kept: more than any title and any list of names needs, so that a
text made to be huge alone is cut."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Mark(NamedTuple):
    """A place in a text; line and column count from 1, columns in characters. `source` is which text: 0 for
    the file itself, what `Findings.source` gave for another one."""

    line: int
    column: int
    source: int = 0


class Placed(msgspec.Struct, frozen=True):
    """A step of the way that shows a finding: what happens, where that is written, the line itself, and in
    Azerbaijani the title that `told` has in English."""

    told: str
    where: str
    line: int
    column: int
    excerpt: str
    title: str = ""


class Located(Finding, frozen=True, omit_defaults=True):
    """A finding with its place taken apart and the line it stands on; `caret` is the column within `excerpt`,
    which shows a part of a very long line. `steps` tell the way through the procedure that shows it."""

    line: int = 0
    column: int = 0
    excerpt: str = ""
    caret: int = 0
    severity: Severity = "error"
    steps: tuple[Placed, ...] = ()

    def __str__(self) -> str:
        told = super().__str__()
        if self.severity == "warning":
            told = told.replace(self.message, f"Warning: {self.message}", 1)
        if self.excerpt:
            margin = f"{self.line:>6} | "
            told += f"\n{margin}{self.excerpt}\n{' ' * (len(margin) + self.caret - 1)}^"
        for number, step in enumerate(self.steps, 1):
            told += f"\n{number:>5}. {step.told}\n       {step.where}: {step.excerpt.strip()}"
        return told


class Findings:
    """Collects everything that is wrong with one file, to be told at once."""

    def __init__(self, name: str, text: str = "") -> None:
        self.name = name
        self._sources = [(name, text.split("\n"))]
        self._found: dict[Located, int] = {}
        self._told: dict[tuple[str, str], int] = {}

    def source(self, name: str, text: str) -> int:
        """Another text in which findings may stand, by the number that its marks have."""
        self._sources.append((name, text.split("\n")))
        return len(self._sources) - 1

    def add(
        self,
        code: str,
        mark: Mark,
        message: str,
        fix: str = "",
        severity: Severity = "error",
        steps: Iterable[tuple[Step, Mark]] = (),
    ) -> None:
        """Notes one finding; `code` is documented, `message` a sentence, `fix` what would mend it, `steps`
        the way that shows it, each step with its place."""
        if self.full:
            return
        found = Located(
            code,
            _said(message),
            where=self._where(mark),
            fix=_said(fix),
            line=mark.line,
            column=mark.column,
            excerpt=self._excerpt(mark),
            caret=mark.column - _begin(mark),
            severity=severity,
            steps=tuple(
                Placed(
                    _said(step.told),
                    self._where(at),
                    at.line,
                    at.column,
                    self._excerpt(at),
                    _said(step.title),
                )
                for step, at in steps
            ),
        )
        # What is wrong with a part is told once, however often the part is included.
        if self._told.setdefault((code, found.where), mark.source) == mark.source:
            self._found.setdefault(found, mark.source)

    def file_of(self, mark: Mark) -> str:
        """The file in which it stands: this one, or a part that is included."""
        return self._sources[mark.source][0]

    def _where(self, mark: Mark) -> str:
        return f"{self.file_of(mark)}:{mark.line}:{mark.column}"

    def _excerpt(self, mark: Mark) -> str:
        lines = self._sources[mark.source][1]
        line = lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
        return _CONTROL.sub(" ", line[_begin(mark) : _begin(mark) + 140]).rstrip()

    @property
    def full(self) -> bool:
        """Whether no further finding is kept."""
        return len(self._found) >= MOST

    @property
    def wrong(self) -> bool:
        """Whether one of them is an error."""
        return any(one.severity == "error" for one in self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def sorted(self) -> tuple[Located, ...]:
        """All of them in the order of the file, each once; those of another text after it."""
        told = sorted(
            self._found.items(), key=lambda at: (at[1], at[0].line, at[0].column, at[0].code, at[0].message)
        )
        return tuple(one for one, _ in told)

    def refuse(self) -> None:
        """Raises DefinitionInvalid with all the errors, when there are any."""
        found = tuple(one for one in self.sorted() if one.severity == "error")
        if found:
            count = "one problem" if len(found) == 1 else f"{len(found)} problems"
            raise DefinitionInvalid(f"{self.name} has {count}.", findings=found, fix=found[0].fix)


def _said(text: str) -> str:
    """The sentence on one line; one that is cut says so."""
    return _CONTROL.sub(" ", text if len(text) <= MOST_SAID else text[: MOST_SAID - 1] + "…")


def _begin(mark: Mark) -> int:
    """From which column on a line is shown."""
    return max(0, mark.column - 100)
