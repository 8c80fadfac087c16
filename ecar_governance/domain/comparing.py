"""What differs between two versions of a procedure, and what that means for cases under way. Pure.

A change is *cosmetic* when it is one of words or order; *compatible* when a case can go over as it stands and
everything that could be done with it still can, with nothing more asked for; *breaking* when something that a
case is in, has, or could do is gone, or when more is demanded of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from ecar_governance.domain.canonical import value_digest
from ecar_governance.domain.codec import plain
from ecar_governance.domain.workflow import (
    Call,
    CaseField,
    Field,
    Role,
    State,
    Transition,
    Workflow,
)

Weight = Literal["cosmetic", "compatible", "breaking"]

ORDER: tuple[Weight, ...] = ("cosmetic", "compatible", "breaking")
"""From the lightest to the heaviest."""

_WORDS = {
    "title",
    "description",
    "consequence",
    "hint",
    "question",
    "choice_titles",
    "waits_for",
    "unwatched",
    "in_order",
    "article",
    "line",
    "rank",
}
"""Fields that people read and no rule does, and the places of things in the file."""


class Change(Struct, frozen=True):
    """One difference. `path` is where it stands (that of the old version when the thing is gone), `was` and
    `now` the values in short ("" for what is not there)."""

    weight: Weight
    path: tuple[str, ...]
    what: str
    was: str = ""
    now: str = ""


def compare(old: Workflow, new: Workflow) -> tuple[Change, ...]:
    """Every difference, in the order of the new version's parts: head, roles, fields, states, transitions,
    invariants. Empty when both mean and say the same; the version number itself is no difference."""
    return tuple(_changes(old, new))


def weight_of(changes: tuple[Change, ...]) -> Weight:
    """The heaviest of the changes; of none, cosmetic."""
    return max((one.weight for one in changes), key=ORDER.index, default="cosmetic")


def next_version(old: str, weight: Weight) -> str:
    """The least number that a version with such changes should bear: breaking raises the first of the three
    numbers, compatible the second, cosmetic the third (semver.org, with "cosmetic" for its patch)."""
    first, second, third = (int(part) for part in old.split("."))
    match weight:
        case "breaking":
            return f"{first + 1}.0.0"
        case "compatible":
            return f"{first}.{second + 1}.0"
        case "cosmetic":
            return f"{first}.{second}.{third + 1}"


def bare(value: Any) -> Any:
    """The value without its words and places: two versions with equal `bare` decide everything alike."""
    if isinstance(value, Struct):
        return {name: bare(getattr(value, name)) for name in value.__struct_fields__ if name not in _WORDS}
    if isinstance(value, Mapping):
        return {key: bare(item) for key, item in sorted(value.items())}
    return tuple(bare(item) for item in value) if isinstance(value, tuple) else value


def meaning_of(workflow: Workflow) -> str:
    """The hash of what the version decides, "sha256:<hex>": equal for two versions that differ in words and
    number alone."""
    told = bare(workflow)
    del told["version"], told["source"]
    return value_digest(plain(told))


def _changes(old: Workflow, new: Workflow) -> Iterator[Change]:
    for name in ("name", "kind", "initial", "engine", "zone"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            # Where the next case begins does not touch those that have begun.
            weight: Weight = "compatible" if name == "initial" else "breaking"
            yield Change(weight, (name,), f"{name} differs", str(was), str(now))
    for name in ("title", "description", "source"):
        if getattr(old, name) != getattr(new, name):
            yield Change("cosmetic", (name,), f"the {name} reads otherwise")
    yield from _parts("role", old.roles, new.roles, ("roles",), _of_role)
    yield from _parts("field", old.fields, new.fields, ("fields",), _of_field)
    yield from _parts("state", old.states, new.states, ("states",), _of_state)
    yield from _parts("transition", old.transitions, new.transitions, ("transitions",), _of_transition)
    if bare(old.invariants) != bare(new.invariants):
        yield Change("compatible", ("invariants",), "other invariants are promised")


def _parts(
    what: str, old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str, ...], of: Any
) -> Iterator[Change]:
    for name in old:
        if name not in new:
            yield Change("breaking", (*path, name), f"the {what} is gone", was=name)
    for name, now in new.items():
        here = (*path, name)
        if name not in old:
            added: Weight = "compatible"
            if isinstance(now, CaseField) and now.required_in:
                added = "breaking"
            yield Change(added, here, f"the {what} is new", now=name)
            continue
        was = old[name]
        if bare(was) != bare(now):
            yield from of(was, now, here)
        # Words inside what changed anyway went with the change.
        deep = bare(was) == bare(now)
        if _words_of(was, deep) != _words_of(now, deep):
            yield Change("cosmetic", here, f"the {what} reads otherwise or stands elsewhere")


def _words_of(value: Any, deep: bool) -> Any:
    """The words of a thing, and with `deep` of all that it holds."""
    if isinstance(value, Struct):
        words = {name: getattr(value, name) for name in value.__struct_fields__ if name in _WORDS - {"line"}}
        inner = [getattr(value, name) for name in value.__struct_fields__ if name not in _WORDS]
        return words, [_words_of(item, deep) for item in inner] if deep else None
    if isinstance(value, Mapping):
        return {key: _words_of(item, deep) for key, item in value.items()}
    return [_words_of(item, deep) for item in value] if isinstance(value, tuple) else None


def _of_role(old: Role, new: Role, path: tuple[str, ...]) -> Iterator[Change]:
    lost = [kind for kind in old.mandates if kind not in new.mandates]
    won = [kind for kind in new.mandates if kind not in old.mandates]
    if lost:
        yield Change("breaking", (*path, "mandates"), "fewer mandates will do", ", ".join(lost))
    if won:
        yield Change("compatible", (*path, "mandates"), "further mandates will do", now=", ".join(won))
    if (old.scope, old.body, old.field) != (new.scope, new.body, new.field):
        wider: Weight = "compatible" if new.scope == "any" else "breaking"
        yield Change(wider, (*path, "scope"), "the mandate must lie elsewhere", old.scope, new.scope)


def _of_field(old: CaseField, new: CaseField, path: tuple[str, ...]) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change("breaking", (*path, "kind"), "the field holds something else", old.kind, new.kind)
    yield from _of_choices(old, new, path)
    if set(old.required_in) != set(new.required_in):
        asked = set(new.required_in) - set(old.required_in)
        weight: Weight = "breaking" if asked else "compatible"
        was, now = ", ".join(old.required_in), ", ".join(new.required_in)
        yield Change(weight, (*path, "required_in"), "other states ask for it", was, now)
    if set(old.shown_to) != set(new.shown_to):
        # Nobody named means that everybody sees it.
        hidden = bool(new.shown_to) and not (old.shown_to and set(old.shown_to) <= set(new.shown_to))
        was, now = (", ".join(one) or "everybody" for one in (old.shown_to, new.shown_to))
        yield Change("breaking" if hidden else "compatible", (*path, "shown_to"), "others see it", was, now)
    if old.not_before != new.not_before:
        # A live case may hold two dates that the new rule refuses.
        stricter: Weight = "breaking" if new.not_before else "compatible"
        told = "its date has another order"
        yield Change(stricter, (*path, "not_before"), told, old.not_before, new.not_before)


def _of_choices(old: Field | CaseField, new: Field | CaseField, path: tuple[str, ...]) -> Iterator[Change]:
    lost = [word for word in old.choices if word not in new.choices]
    won = [word for word in new.choices if word not in old.choices]
    if lost:
        yield Change("breaking", (*path, "choices"), "choices are gone", ", ".join(lost))
    if won:
        yield Change("compatible", (*path, "choices"), "choices are new", now=", ".join(won))
    if old.max_length != new.max_length:
        weight: Weight = "breaking" if new.max_length < old.max_length else "compatible"
        was, now = str(old.max_length), str(new.max_length)
        yield Change(weight, (*path, "max_length"), "another length is allowed", was, now)


def _of_state(old: State, new: State, path: tuple[str, ...]) -> Iterator[Change]:
    for key in (
        "final",
        "outcome",
        "parent",
        "region",
        "regions",
        "join",
        "done",
        "vote",
        "consultation",
        "nominations",
    ):
        was, now = bare(getattr(old, key)), bare(getattr(new, key))
        if was != now:
            yield Change("breaking", (*path, key), f"{key} differs", *map(_short, _apart(was, now)))
    if old.editable != new.editable:
        weight: Weight = "compatible" if new.editable else "breaking"
        yield Change(
            weight, (*path, "editable"), "the text can be changed" if new.editable else "the text is fixed"
        )
    if bare(old.deadline) != bare(new.deadline):
        # A deadline that runs keeps its instant unless a migration says otherwise; a new one presses.
        demands = new.deadline is not None and (
            old.deadline is None or old.deadline.then != new.deadline.then
        )
        yield Change(
            "breaking" if demands else "compatible",
            (*path, "deadline"),
            "the deadline differs",
            *map(_short, _apart(bare(old.deadline), bare(new.deadline))),
        )


def _of_transition(old: Transition, new: Transition, path: tuple[str, ...]) -> Iterator[Change]:
    for key, less, more in (
        ("source", "it leaves fewer states", "it leaves further states"),
        ("by", "fewer roles may", "further roles may"),
    ):
        lost = [one for one in getattr(old, key) if one not in getattr(new, key)]
        won = [one for one in getattr(new, key) if one not in getattr(old, key)]
        if lost:
            yield Change("breaking", (*path, key), less, ", ".join(lost))
        if won:
            yield Change("compatible", (*path, key), more, now=", ".join(won))
    for key in ("target", "trigger"):
        if getattr(old, key) != getattr(new, key):
            was, now = getattr(old, key), getattr(new, key)
            yield Change("breaking", (*path, key), f"{key} differs", was or "stays", now or "stays")
    for key, what in (("require", "guard"), ("forbid", "prohibition")):
        yield from _of_calls(what, getattr(old, key), getattr(new, key), (*path, key))
    if old.effects != new.effects:
        was, now = (", ".join(call.name for call in one.effects) for one in (old, new))
        yield Change("breaking", (*path, "effects"), "other effects, or in another order", was, now)
    if old.approvals != new.approvals:
        weight: Weight = "breaking" if new.approvals > old.approvals else "compatible"
        yield Change(weight, (*path, "approvals"), "approvals differ", str(old.approvals), str(new.approvals))
    if old.delegable != new.delegable:
        weight = "compatible" if new.delegable else "breaking"
        told = "delegates may" if new.delegable else "delegates may no longer"
        yield Change(weight, (*path, "delegable"), told)
    yield from _of_inputs(old, new, (*path, "inputs"))


def _of_calls(
    what: str, old: tuple[Call, ...], new: tuple[Call, ...], path: tuple[str, ...]
) -> Iterator[Change]:
    for call in old:
        if call not in new:
            yield Change("compatible", path, f"the {what} is gone or asks otherwise", was=_short(bare(call)))
    for call in new:
        if call not in old:
            yield Change("breaking", path, f"the {what} is new or asks otherwise", now=_short(bare(call)))


def _of_inputs(old: Transition, new: Transition, path: tuple[str, ...]) -> Iterator[Change]:
    before, after = ({field.name: field for field in one.inputs} for one in (old, new))
    for name in before:
        if name not in after:
            yield Change("compatible", (*path, name), "the input is no longer asked for", was=name)
    for name, field in after.items():
        here = (*path, name)
        if name not in before:
            weight: Weight = "breaking" if field.required else "compatible"
            yield Change(
                weight, here, "the input is new" + (" and required" if field.required else ""), now=name
            )
            continue
        was = before[name]
        if was.kind != field.kind:
            yield Change("breaking", (*here, "kind"), "the input is of another kind", was.kind, field.kind)
        if was.required != field.required:
            weight = "breaking" if field.required else "compatible"
            told = "the input is required" if field.required else "the input may be left out"
            yield Change(weight, (*here, "required"), told)
        yield from _of_choices(was, field, here)


def _apart(was: Any, now: Any) -> tuple[Any, Any]:
    """Both without what is alike in them, so that one word that differs is not sought in a hundred."""
    if not isinstance(was, dict) or not isinstance(now, dict):
        return was, now
    differ = [key for key in {**was, **now} if was.get(key) != now.get(key)]
    pairs = {key: _apart(was.get(key), now.get(key)) for key in differ}
    return {key: one for key, (one, _) in pairs.items()}, {key: one for key, (_, one) in pairs.items()}


def _short(value: Any) -> str:
    """A value in a few words: what differs from its defaults, for a line on a terminal or a page."""
    if value is None:
        return ""
    if isinstance(value, dict):
        parts = [
            f"{key}: {_short(item)}" for key, item in value.items() if item not in ("", (), {}, None, False)
        ]
        return ", ".join(parts)
    if isinstance(value, tuple):
        return "; ".join(_short(item) for item in value)
    return str(value)
