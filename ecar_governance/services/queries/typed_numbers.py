"""Numbers as people type them for a rule: of all heads, by weight, by chamber; and who withholds consent."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.registers import exact
from ecar_governance.domain.voting.checks import check_counts
from ecar_governance.domain.voting.papers import Counts, Line, Numbers, Tally, Weights
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.tally import step_of
from ecar_governance.domain.voting.thresholds import Counting, ways_of
from ecar_governance.errors import Finding, InvalidInput

CHOICES = ("for", "against", "abstain", "blank", "invalid")
NUMBERS = (*CHOICES, "present", "represented", "recused", "recused_present", "entitled")
"""What may be typed of a group; what is left out is 0, but `present`: then those who voted were."""

WITHHELD = ("against", "abstain", "absent")
"""What a member may have done whose consent is asked; left out, it consented."""

MEMBER = "member."
MOST = 10_000_000
"""So large a number is taken."""


class Group(Struct, frozen=True):
    """A group that the rule asks to be counted: a `chamber`, or ("") everybody, by heads or by weights.
    `prefix` begins the names of its numbers: "" of all heads, "weights.", "in.founders.weights."."""

    prefix: str
    chamber: str
    counting: Counting


def groups(rule: VoteRule) -> tuple[Group, ...]:
    """What has to be typed for the rule: everybody first, then chamber by chamber, heads before weights."""
    asked = [*ways_of(rule.majorities), *([rule.quorum] if rule.quorum is not None else [])]
    weighed = {one.chamber for one in asked if one.counting == "weights"}
    found = []
    for chamber in ("", *rule.chambers):
        prefix = f"in.{chamber}." if chamber else ""
        if chamber or not rule.chambers or any(not one.chamber for one in asked):
            found.append(Group(prefix, chamber, "heads"))
        if chamber in weighed:
            found.append(Group(f"{prefix}weights.", chamber, "weights"))
    return tuple(found)


def members_asked(rule: VoteRule) -> tuple[str, ...]:
    """The members whose consent the rule asks for, each once, in its order."""
    return tuple(dict.fromkeys(member for consent in rule.consent for member in consent.members))


def names(rule: VoteRule) -> tuple[str, ...]:
    """The names of everything that may be typed for the rule."""
    typed = tuple(group.prefix + name for group in groups(rule) for name in NUMBERS)
    return (*typed, *(MEMBER + member for member in members_asked(rule)))


def tally_typed(rule: VoteRule, given: Mapping[str, str]) -> Tally:
    """The tally that the typed numbers are.

    Raises:
        InvalidInput: with every finding, `where` the name: no number, numbers that contradict each other, a
            chamber larger than the whole, weights on a side that nobody took, members that are too many.
    """
    findings: list[Finding] = []
    found = {group.prefix: _typed(group, given, findings) for group in groups(rule)}
    withheld = _withheld(rule, given, findings)
    if findings:
        raise InvalidInput("These are no numbers.", findings=findings)
    numbers = {group.prefix: _numbers(group, found[group.prefix], findings) for group in groups(rule)}
    lines = []
    for chamber in ("", *rule.chambers):
        prefix = f"in.{chamber}." if chamber else ""
        heads, weights = numbers.get(prefix), numbers.get(f"{prefix}weights.")
        if isinstance(heads, Counts) and (chamber or weights is not None):
            lines.append(Line(chamber, heads, weights if isinstance(weights, Weights) else None))
            findings += _on_no_side(rule, prefix, heads, weights)
    whole = numbers.get("")
    parts = [line.heads for line in lines if line.chamber]
    if not isinstance(whole, Counts):
        whole = _sum(parts)
    elif parts:
        findings += _larger_than_all(whole, _sum(parts))
    findings += _too_many_members(rule, given, whole)
    if findings:
        raise InvalidInput("These numbers contradict each other.", findings=findings)
    return Tally(whole, tuple(sorted(lines, key=lambda one: one.chamber)), withheld)


def _typed(group: Group, given: Mapping[str, str], findings: list[Finding]) -> dict[str, int | Fraction]:
    found: dict[str, int | Fraction] = {}
    for name in NUMBERS:
        where = group.prefix + name
        typed = given.get(where, "").strip().replace(",", ".")
        number: int | Fraction | None = exact(typed)
        if number is not None and group.counting == "heads":
            number = int(typed) if typed.isdigit() else None
        if typed and (number is None or number > MOST):
            kind = "count_not_whole" if group.counting == "heads" else "weight_not_exact"
            asked = "a whole number from 0 up" if group.counting == "heads" else "a number such as 26.5"
            findings.append(Finding(kind, f"“{where}” is {asked}, not {typed[:40]!r}.", where))
        elif number is not None:
            found[name] = number
    return found


def _numbers(group: Group, found: Mapping[str, int | Fraction], findings: list[Finding]) -> Numbers:
    zero: int | Fraction = 0 if group.counting == "heads" else Fraction(0)
    cast = sum((found.get(name, zero) for name in CHOICES), zero)
    fields = {"for_" if name == "for" else name: found.get(name, zero) for name in NUMBERS}
    fields |= {"cast": cast, "not_voted": fields["entitled"] - cast}
    fields["present"] = found.get("present", max(zero, cast - fields["represented"]))
    told: Numbers
    if group.counting == "heads":
        told = Counts(**{name: int(value) for name, value in fields.items()})
    else:
        weights = {name: Fraction(value) for name, value in fields.items()}
        told = Weights(**weights, unit=step_of([Fraction(one) for one in found.values()]))
    at = {"for_": "for", "cast": "for", "not_voted": "entitled"}
    findings += [
        Finding(one.code, one.message, group.prefix + at.get(one.where, one.where), one.fix)
        for one in check_counts(told)
    ]
    return told


def _sum(parts: list[Counts]) -> Counts:
    return Counts(**{name: sum(getattr(one, name) for one in parts) for name in Counts.__struct_fields__})


def _larger_than_all(whole: Counts, parts: Counts) -> list[Finding]:
    message = "The chambers have more than everybody together."
    return [
        Finding("chambers_exceed", message, name)
        for name in NUMBERS
        if getattr(parts, _field(name)) > getattr(whole, _field(name))
    ]


def _on_no_side(rule: VoteRule, prefix: str, heads: Counts, weights: Numbers | None) -> list[Finding]:
    if weights is None or rule.parts == "split":
        return []
    message = "There is a weight where nobody is."
    return [
        Finding("weight_of_nobody", message, f"{prefix}weights.{name}")
        for name in NUMBERS
        if getattr(weights, _field(name)) and not getattr(heads, _field(name))
    ]


def _field(name: str) -> str:
    return "for_" if name == "for" else name


def _withheld(rule: VoteRule, given: Mapping[str, str], findings: list[Finding]) -> tuple[str, ...]:
    found: list[str] = []
    for consent in rule.consent:
        for member in consent.members:
            said = given.get(MEMBER + member, "").strip()
            if said and said not in (*WITHHELD, "for"):
                message = f"It is one of for, {', '.join(WITHHELD)}."
                findings.append(Finding("choice_unknown", message, MEMBER + member))
            elif said in consent.withheld_by and member not in found:
                found.append(member)
    return tuple(found)


def _too_many_members(rule: VoteRule, given: Mapping[str, str], whole: Counts) -> list[Finding]:
    """Members said to have done what fewer did altogether."""
    found = []
    sides = {"against": whole.against, "abstain": whole.abstain, "absent": whole.not_voted}
    for said, number in sides.items():
        doing = [one for one in members_asked(rule) if given.get(MEMBER + one, "").strip() == said]
        if len(doing) > max(0, number):
            message = "More members are said to have done this than did so altogether."
            found.append(Finding("members_exceed", message, MEMBER + doing[-1]))
    return found


def written(number: int | Fraction) -> str:
    """A number as it may be typed again: a whole one, a decimal where that is exact, else a fraction."""
    value = Fraction(number)
    for places in range(10):
        if (value * 10**places).denominator == 1:
            digits = str((value * 10**places).numerator).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return str(value)
