"""Nodes to a `Workflow`: which keys there are, what each holds, and where everything stands."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

from ecar_governance.definitions.findings import Mark
from ecar_governance.definitions.loader import Entry, Mapping, Node
from ecar_governance.definitions.values import Path, Values
from ecar_governance.domain.registry import InputKind
from ecar_governance.domain.voting.rule import Base, Counted, Majority, OnVacancy, Quorum, Tie, VoteRule
from ecar_governance.domain.workflow import (
    Call,
    Deadline,
    Field,
    MandateKind,
    Names,
    Role,
    Scope,
    State,
    Transition,
    Trigger,
    VoteSpec,
    Workflow,
)

_HALF = Fraction(1, 2)

KINDS = ("qerar", "beyanat", "muraciet", "tovsiye", "rey")
BALLOTS = ("roll_call", "secret")
OBTAINED = ("ballots", "without_vote", "hand_count")
MOST_LENGTH = 20_000
MOST_APPROVALS = 20

_TOP = ("workflow", "version", "kind", "title", "description", "initial", "roles", "states", "transitions")
_STATE = ("title", "final", "outcome", "editable", "deadline", "vote")
_VOTE = (
    "body", "ballot", "majority", "quorum", "tie", "article", "on_vacancy", "lasts", "obtained",
)  # fmt: skip
_TRANSITION = (
    "title", "consequence", "from", "to", "by", "on", "require", "forbid", "approvals", "delegable",
    "effects", "inputs",
)  # fmt: skip


def read(node: Node, values: Values) -> Workflow:
    """The workflow that the document describes, as far as it can be read.

    What is wrong is noted in `values.findings`; a value that could not be read has a stand-in, and its path
    is in `values.broken`. `line` fields say where each state and transition stands.
    """
    return _Reader(values).workflow(node)


class _Reader:
    def __init__(self, values: Values) -> None:
        self._v = values

    def workflow(self, node: Node) -> Workflow:
        v = self._v
        top = v.mapping(node, (), _TOP, [key for key in _TOP if key != "description"])
        version = v.scalar(top["version"].value, ("version",)) if "version" in top else ""
        if version and not _is_version(version):
            message = f"The version {version!r} is not three numbers."
            v.wrong("shape.version", ("version",), v.marks["version",], message, "write it as 1.0.0")
        return Workflow(
            name=self._name(top, "workflow"),
            version=version or "",
            title=self._names(top, (), "title"),
            kind=self._word(top, (), "kind", KINDS, "qerar"),
            initial=self._name(top, "initial"),
            roles={name: self._role(one, ("roles", name)) for name, one in self._named(top, "roles")},
            states={
                name: self._state(name, one, ("states", name), rank)
                for rank, (name, one) in enumerate(self._named(top, "states"))
            },
            transitions={
                name: self._transition(name, one, ("transitions", name), rank)
                for rank, (name, one) in enumerate(self._named(top, "transitions"))
            },
            description=self._names(top, (), "description"),
        )

    def _named(self, top: dict[str, Entry], key: str) -> list[tuple[str, Node]]:
        return list(self._v.named(top[key].value, (key,)).items()) if key in top else []

    def _name(self, keys: dict[str, Entry], key: str, path: Path = ()) -> str:
        return self._v.name(keys[key].value, (*path, key)) if key in keys else ""

    def _names(self, keys: dict[str, Entry], path: Path, key: str) -> Names:
        return self._v.names(keys[key].value, (*path, key)) if key in keys else {}

    def _word(
        self, keys: dict[str, Entry], path: Path, key: str, words: tuple[str, ...], stand_in: str
    ) -> Any:
        return self._v.word(keys[key].value, (*path, key), words, stand_in) if key in keys else stand_in

    def _line(self, path: Path) -> int:
        return self._v.marks.get(path, Mark(0, 0)).line

    def _role(self, node: Node, path: Path) -> Role:
        keys = self._v.mapping(node, path, ("mandates", "scope", "title"), ("mandates", "title"))
        kinds: Any = ()
        if "mandates" in keys:
            kinds = self._v.words(keys["mandates"].value, (*path, "mandates"), get_args(MandateKind))
        scope = self._word(keys, path, "scope", get_args(Scope), "any")
        return Role(kinds, scope, self._names(keys, path, "title"))

    def _state(self, name: str, node: Node, path: Path, rank: int) -> State:
        v = self._v
        keys = v.mapping(node, path, _STATE, ("title",))
        deadline, vote = keys.get("deadline"), keys.get("vote")
        return State(
            name=name,
            title=self._names(keys, path, "title"),
            final="final" in keys and v.boolean(keys["final"].value, (*path, "final")),
            outcome=self._name(keys, "outcome", path) or None,
            editable="editable" in keys and v.boolean(keys["editable"].value, (*path, "editable")),
            deadline=self._deadline(deadline.value, (*path, "deadline")) if deadline else None,
            vote=self._vote(vote.value, (*path, "vote")) if vote else None,
            line=self._line(path),
            rank=rank,
        )

    def _deadline(self, node: Node, path: Path) -> Deadline:
        keys = self._v.mapping(node, path, ("after", "then", "remind"), ("after", "then"))
        after = self._v.duration(keys["after"].value, (*path, "after")) if "after" in keys else "P1D"
        remind = []
        if "remind" in keys:
            where = (*path, "remind")
            items = self._v.items(keys["remind"].value, where)
            remind = [self._v.duration(item, (*where, str(i))) for i, item in enumerate(items)]
        return Deadline(self._name(keys, "then", path), after, remind=tuple(remind))

    def _vote(self, node: Node, path: Path) -> VoteSpec:
        v = self._v
        keys = v.mapping(node, path, _VOTE, ("body", "ballot", "majority"))
        obtained: Any = ("ballots",)
        if "obtained" in keys:
            obtained = v.words(keys["obtained"].value, (*path, "obtained"), OBTAINED)
        return VoteSpec(
            body=self._name(keys, "body", path),
            ballot=self._word(keys, path, "ballot", BALLOTS, "roll_call"),
            rule=VoteRule(
                majorities=self._majorities(keys, path),
                quorum=self._quorum(keys["quorum"].value, (*path, "quorum")) if "quorum" in keys else None,
                tie=self._word(keys, path, "tie", get_args(Tie), "rejected"),
                article=self._names(keys, path, "article") or None,
                on_vacancy=self._word(keys, path, "on_vacancy", get_args(OnVacancy), "keep"),
            ),
            lasts=v.duration(keys["lasts"].value, (*path, "lasts")) if "lasts" in keys else None,
            obtained=obtained,
        )

    def _majorities(self, keys: dict[str, Entry], path: Path) -> tuple[Majority, ...]:
        where = (*path, "majority")
        found = []
        for index, item in enumerate(
            self._v.items(keys["majority"].value, where) if "majority" in keys else ()
        ):
            here = (*where, str(index))
            inside = self._v.mapping(item, here, ("at_least", "more_than", "of"), ("of",))
            share, strict = self._threshold(inside, here)
            found.append(Majority(share, self._word(inside, here, "of", get_args(Base), "cast"), strict))
        if not found and "majority" in keys:
            message = "An empty list of majorities would adopt anything."
            self._v.wrong(
                "shape.majority", where, self._v.marks[where], message, "add `more_than:` and `of:`"
            )
        return tuple(found) or (Majority(_HALF, "cast", True),)

    def _threshold(self, keys: dict[str, Entry], path: Path) -> tuple[Any, bool]:
        given = [key for key in ("at_least", "more_than") if key in keys]
        if len(given) != 1:
            message = "A majority or quorum says either `at_least` or `more_than`."
            self._v.wrong("shape.majority", path, self._v.marks[path], message, "write `more_than: 1/2`")
            return _HALF, True
        strict = given[0] == "more_than"
        return self._v.share(keys[given[0]].value, (*path, given[0]), strict), strict

    def _quorum(self, node: Node, path: Path) -> Quorum:
        keys = self._v.mapping(node, path, ("at_least", "more_than", "of", "counted"), ("of",))
        share, strict = self._threshold(keys, path)
        # Only the entitled: a quorum of those present or invited is always met.
        self._word(keys, path, "of", ("entitled",), "entitled")
        return Quorum(share, self._word(keys, path, "counted", get_args(Counted), "present"), strict)

    def _transition(self, name: str, node: Node, path: Path, rank: int) -> Transition:
        v = self._v
        keys = v.mapping(node, path, _TRANSITION, ("title", "from", "to"))
        triggers = tuple(word for word in get_args(Trigger) if word != "person")
        return Transition(
            name=name,
            title=self._names(keys, path, "title"),
            source=v.list_of_names(keys["from"].value, (*path, "from")) if "from" in keys else (),
            target=self._name(keys, "to", path),
            trigger=self._word(keys, path, "on", triggers, "person"),
            by=v.list_of_names(keys["by"].value, (*path, "by")) if "by" in keys else (),
            require=self._calls(keys, path, "require"),
            effects=self._calls(keys, path, "effects"),
            inputs=tuple(self._fields(keys, path)),
            consequence=self._names(keys, path, "consequence"),
            forbid=self._calls(keys, path, "forbid"),
            approvals=v.integer(keys["approvals"].value, (*path, "approvals"), 1, MOST_APPROVALS)
            if "approvals" in keys
            else 1,
            delegable="delegable" in keys and v.boolean(keys["delegable"].value, (*path, "delegable")),
            line=self._line(path),
            rank=rank,
        )

    def _calls(self, keys: dict[str, Entry], path: Path, key: str) -> tuple[Call, ...]:
        if key not in keys:
            return ()
        where = (*path, key)
        items = self._v.items(keys[key].value, where)
        return tuple(self._call(item, (*where, str(index))) for index, item in enumerate(items))

    def _call(self, node: Node, path: Path) -> Call:
        if not isinstance(node, Mapping):
            return Call(self._v.name(node, path))
        if len(node.entries) != 1:
            message = "A guard or effect is one name, with its parameters under it."
            self._v.wrong("shape.kind", path, node.mark, message, "write `- name: {parameter: value}`")
            return Call("")
        [(name, entry)] = node.entries.items()
        self._v.marks[path] = entry.key.mark
        params = self._v.named(entry.value, (*path, name))
        # Parameters are placed under the call itself: the checker does not know how it was written.
        return Call(name, {key: self._v.param(one, (*path, key)) for key, one in params.items()})

    def _fields(self, keys: dict[str, Entry], path: Path) -> list[Field]:
        if "inputs" not in keys:
            return []
        where = (*path, "inputs")
        found = self._v.named(keys["inputs"].value, where)
        return [self._field(name, one, (*where, name)) for name, one in found.items()]

    def _field(self, name: str, node: Node, path: Path) -> Field:
        v = self._v
        known = ("kind", "title", "required", "choices", "max_length")
        keys = v.mapping(node, path, known, ("kind", "title"))
        choices: dict[str, Names] = {}
        if "choices" in keys:
            where = (*path, "choices")
            choices = {
                word: v.names(one, (*where, word))
                for word, one in v.named(keys["choices"].value, where).items()
            }
        length = 4000
        if "max_length" in keys:
            length = v.integer(keys["max_length"].value, (*path, "max_length"), 1, MOST_LENGTH)
        return Field(
            name=name,
            kind=self._word(keys, path, "kind", get_args(InputKind), "text"),
            required="required" not in keys or v.boolean(keys["required"].value, (*path, "required")),
            choices=tuple(choices),
            title=self._names(keys, path, "title"),
            choice_titles=choices,
            max_length=length,
        )


def _is_version(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts)
