"""How one is elected, or one of several alternatives is chosen: the key `election` of a vote.

The words are those of `domain.voting.methods.rules` and of a vote's record; the article is the vote's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, get_args

from ecar_governance.definitions.keys import Keys
from ecar_governance.definitions.schema_pieces import (
    FLAG,
    NAME,
    TEXTS,
    Schema,
    any_of,
    mapping,
    named,
    one_of,
    or_blank,
    ref,
    some,
)
from ecar_governance.domain.voting.methods import rules
from ecar_governance.domain.voting.methods.papers import AGAINST, Option
from ecar_governance.errors import InvalidInput

MOST_NUMBER = 1_000_000
(UNTIL_ELECTED,) = get_args(rules.UntilElected)

_SCORED = ("seats", "threshold", "cap", "reserved", "unmet", "tie", "counting")
KEYS: dict[str, tuple[str, ...]] = {
    "plurality": _SCORED,
    "approval": (*_SCORED, "max_choices"),
    "block": (*_SCORED, "min_choices"),
    "majority": (
        "threshold",
        "ballots",
        "last",
        "onward",
        "first",
        "reached",
        "unchanged",
        "tie",
        "counting",
    ),
    "instant_runoff": ("earlier", "tie"),
    "single_transferable_vote": ("seats", "tie"),
    "schulze": ("seats", "cap", "reserved", "unmet", "tie"),
    "debian": ("default", "text", "quorum_root", "quorum_votes", "tie"),
}
"""What each method may say besides its name."""

_KINDS: dict[str, type] = {
    "plurality": rules.Plurality,
    "approval": rules.Approval,
    "block": rules.BlockVote,
    "majority": rules.Majority,
    "instant_runoff": rules.InstantRunoff,
    "single_transferable_vote": rules.TransferableVote,
    "schulze": rules.Schulze,
    "debian": rules.Debian,
}
ELECTION = ("method", *dict.fromkeys(key for keys in KEYS.values() for key in keys))
SHARE = ("more_than", "at_least", "of")
CAP, CAP_NEEDED = ("most", "by"), ("most",)
RESERVED, RESERVED_NEEDED = ("trait", "value", "least"), ("trait", "value")
OPTION, OPTION_NEEDED = ("title", "ratio"), ("title",)
_NEEDED = {"single_transferable_vote": ("seats",), "debian": ("default",)}
_UNMET, _LAST = ("vacant", "anybody"), ("relative", "threshold")
_ONWARD, _TEXTS = ("all", "first", "reached", "drop_last"), ("1.0", "1.1", "1.6")
_RATIO = re.compile(r"([0-9]{1,6})(?:\s*/\s*([0-9]{1,6}))?")


def read_election(vote: Keys) -> rules.ElectionRule | None:
    """The method of the election, None where the vote is on a motion or what is written is no method."""
    keys = vote.within("election", ELECTION, ("method",))
    if keys is None:
        return None
    method = keys.word("method", KEYS, "")
    if not method:
        return None
    for key in ELECTION[1:]:
        if key in keys and key not in KEYS[method]:
            may = ", ".join(one for one in KEYS if key in KEYS[one])
            fix = f"remove it; {method} may say {', '.join(KEYS[method])}; {key} goes with {may}"
            message = f"{method!r} says nothing by {key!r}."
            if key == "counting":
                message = f"By {method!r} papers are ranked, and no text says how that is done by weights."
            keys.wrong("shape.election", key, message, fix)
        elif key in _NEEDED.get(method, ()) and key not in keys:
            keys.wrong("shape.missing", "", f"{method!r} needs {key!r}.", f"add `{key}:`")
    given = {key: _READ[key](keys, key) for key in KEYS[method] if key in keys}
    try:
        found: rules.ElectionRule = _KINDS[method](**given)
    except InvalidInput as error:
        for finding in error.findings:
            key = finding.where if finding.where in keys else ""
            keys.wrong("shape.election", key, finding.message, finding.fix or "see docs/voting/elections.md")
    except TypeError:  # what it needs is missing, which is noted already
        pass
    else:
        return found
    return None


def read_options(vote: Keys) -> tuple[Option, ...]:
    """What the procedure itself offers to choose from, in the order of the file."""
    found = []
    for name, node in vote.named("options"):
        keys = Keys(vote.values, node, (*vote.at("options"), name), OPTION, OPTION_NEEDED)
        if name == AGAINST:
            keys.wrong("shape.election", "", f"No option can be called {AGAINST!r}.", "call it otherwise")
        found.append(Option(name, keys.names("title"), ratio=_ratio(keys, "ratio")))
    return tuple(found)


def _share(above: Keys, key: str) -> rules.Share:
    keys = above.within(key, SHARE)
    given = [one for one in SHARE[:2] if keys is not None and one in keys]
    if keys is None or len(given) != 1:
        message = "A share is either more_than a fraction or at_least it."
        above.wrong("shape.election", key, message, "write `more_than: 1/2`")
        return rules.MORE_THAN_HALF
    [amount] = given
    node = keys.node(amount)
    share = Fraction(1, 2)
    if node is not None:
        share = keys.values.share(node, keys.at(amount), amount == "more_than")
    return rules.Share(**{amount: share}, of=keys.word("of", get_args(rules.ShareBase), "valid"))


def _cap(above: Keys, key: str) -> rules.Cap | None:
    keys = above.within(key, CAP, CAP_NEEDED)
    if keys is None:
        return None
    by = keys.name("by") if "by" in keys else "group"
    return rules.Cap(keys.integer("most", 1, MOST_NUMBER, 1), by)


def _reserved(above: Keys, key: str) -> tuple[rules.Reserved, ...]:
    found = []
    for path, node in above.items(key):
        keys = Keys(above.values, node, path, RESERVED, RESERVED_NEEDED)
        least = keys.integer("least", 1, MOST_NUMBER, 1)
        found.append(rules.Reserved(keys.name("trait"), keys.name("value"), least))
    return tuple(found)


def _ballots(keys: Keys, key: str) -> int | rules.UntilElected:
    return "until_elected" if keys.said(key) == UNTIL_ELECTED else keys.integer(key, 1, MOST_NUMBER, 1)


def _ratio(keys: Keys, key: str) -> Fraction:
    """A ratio such as 3 or 3/2, exact and above nothing; 1 when it is left out."""
    told = keys.scalar(key)
    match = _RATIO.fullmatch(told)
    if match is not None and int(match[2] or 1) and int(match[1]):
        return Fraction(int(match[1]), int(match[2] or 1))
    if told:
        message = f"{key!r} is a whole number or a fraction, not {told!r}."
        keys.wrong("shape.election", key, message, "write it as 3 or 3/2")
    return Fraction(1)


def _integer(least: int) -> Callable[[Keys, str], int]:
    return lambda keys, key: keys.integer(key, least, MOST_NUMBER, least)


def _word(words: tuple[str, ...]) -> Callable[[Keys, str], Any]:
    return lambda keys, key: keys.word(key, words, words[0])


_READ: dict[str, Callable[[Keys, str], Any]] = {
    "seats": _integer(1),
    "threshold": _share,
    "cap": _cap,
    "reserved": _reserved,
    "unmet": _word(_UNMET),
    "tie": _word(get_args(rules.Tie)),
    "counting": _word(get_args(rules.Counting)),
    "max_choices": _integer(1),
    "min_choices": _integer(1),
    "ballots": _ballots,
    "last": _word(_LAST),
    "onward": _word(_ONWARD),
    "first": _integer(1),
    "reached": _share,
    "unchanged": _integer(0),
    "earlier": lambda keys, key: keys.flag(key, True),
    "default": lambda keys, key: keys.name(key),
    "text": _word(_TEXTS),
    "quorum_root": _ratio,
    "quorum_votes": _integer(1),
}


def election_schema() -> Schema:
    """The same as a JSON Schema: each method with what it may say."""
    number = or_blank({"type": "integer", "minimum": 1, "maximum": MOST_NUMBER})
    ratio = any_of(
        or_blank({"type": "string", "pattern": f"^{_RATIO.pattern}$"}), {"type": "integer", "minimum": 1}
    )
    share = mapping(
        "share_needed",
        (),
        SHARE,
        {"more_than": ref("share"), "at_least": ref("share"), "of": one_of(get_args(rules.ShareBase))},
    ) | {"oneOf": [{"required": [key]} for key in SHARE[:2]]}
    holds: dict[str, Schema] = {
        "seats": number,
        "threshold": share,
        "cap": mapping("cap", CAP_NEEDED, CAP, {"most": number, "by": NAME}),
        "reserved": some(
            mapping("reserved", RESERVED_NEEDED, RESERVED, {"trait": NAME, "value": NAME, "least": number})
        ),
        "unmet": one_of(_UNMET),
        "tie": one_of(get_args(rules.Tie)),
        "counting": one_of(get_args(rules.Counting)),
        "max_choices": number,
        "min_choices": number,
        "ballots": any_of(number, {"const": UNTIL_ELECTED}),
        "last": one_of(_LAST),
        "onward": one_of(_ONWARD),
        "first": number,
        "reached": share,
        "unchanged": or_blank({"type": "integer", "minimum": 0, "maximum": MOST_NUMBER}),
        "earlier": FLAG,
        "default": NAME,
        "text": one_of(_TEXTS),
        "quorum_root": ratio,
        "quorum_votes": number,
    }
    return any_of(
        *(
            mapping(
                "election",
                ("method", *_NEEDED.get(method, ())),
                ("method", *keys),
                {"method": {"const": method}, **holds},
            )
            for method, keys in KEYS.items()
        )
    )


def options_schema() -> Schema:
    """What may be chosen from, by name."""
    ratio = any_of({"type": "string", "pattern": f"^{_RATIO.pattern}$"}, {"type": "integer", "minimum": 1})
    return named(mapping("option", OPTION_NEEDED, OPTION, {"title": TEXTS, "ratio": ratio}))
