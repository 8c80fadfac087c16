"""An outcome told in sentences: what was counted, what the rule asked, what each abstention did, the verdict.

Sentences are data (a message id and its parameters), so that screen, mail, PDF and API say the same words,
each through its own gettext; `render` needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from ecar_governance.domain.voting import phrases as p
from ecar_governance.domain.voting.rule import Counts, Majority, MajorityTest, Outcome, QuorumTest, VoteRule
from ecar_governance.domain.voting.tally import smallest_passing

Kind = Literal["obtained", "counts", "quorum", "majority", "base", "article", "verdict", "what_if", "warning"]


class Sentence(Struct, frozen=True):
    """One sentence. `message` is its English text with placeholders, filled from `params` (numbers, names,
    or a text by language) and from `terms`, whose values are message ids too. `kind` lets a page choose."""

    kind: Kind
    message: str
    params: dict[str, int | str | dict[str, str]] = {}
    terms: dict[str, str] = {}


def explain(rule: VoteRule, outcome: Outcome, names: Sequence[str] = ()) -> list[Sentence]:
    """Every sentence of the explanation, in reading order, the verdict last.

    Args:
        rule: the rule the vote was held under.
        outcome: what `tally.decide_outcome` or `tally.without_vote` gave.
        names: the tellers, for a count by hand; as they are to be shown.
    """
    told: list[Sentence] = []
    if outcome.obtained != "without_vote":
        told += _counts(outcome.counts)
    told.append(_obtained(outcome, names))
    told += _quorum(outcome.quorum)
    # Without a quorum the division decides nothing: telling that it was "enough" would mislead.
    told += _majorities(outcome) if outcome.quorate else []
    if rule.article:
        told.append(Sentence("article", p.ARTICLE, {"article": dict(rule.article)}))
    told.append(Sentence("verdict", p.VERDICT[outcome.decided_by]))
    return told


def _obtained(outcome: Outcome, names: Sequence[str]) -> Sentence:
    counts = outcome.counts
    if outcome.obtained == "without_vote":
        return Sentence("obtained", p.NO_VOTE_ASKED, {"present": counts.present, "entitled": counts.entitled})
    if outcome.obtained == "ballots":
        return Sentence("obtained", p.BALLOTS)
    if names:
        return Sentence("obtained", p.HAND_COUNT_BY, {"tellers": "; ".join(names)})
    return Sentence("obtained", p.HAND_COUNT)


def _counts(counts: Counts) -> list[Sentence]:
    told = [
        Sentence(
            "counts",
            p.COUNTS,
            {"votes_for": counts.for_, "votes_against": counts.against, "abstentions": counts.abstain},
        )
    ]
    if counts.blank:
        told.append(Sentence("counts", p.BLANK, {"blank": counts.blank}))
    if counts.invalid:
        told.append(Sentence("counts", p.INVALID, {"invalid": counts.invalid}))
    if counts.not_voted:
        params: dict[str, int | str | dict[str, str]] = {
            "entitled": counts.entitled,
            "not_voted": counts.not_voted,
        }
        told.append(Sentence("counts", p.NOT_VOTED, params))
    return told


def _quorum(test: QuorumTest | None) -> list[Sentence]:
    if test is None:
        return [Sentence("quorum", p.NO_QUORUM_RULE)]
    quorum = test.quorum
    asked = Sentence(
        "quorum",
        p.QUORUM[quorum.of],
        {"entitled": test.entitled, "smallest": test.smallest, "reached": test.reached},
        {"threshold": p.threshold_term(quorum.share, strict=quorum.strict)},
    )
    return [asked, Sentence("quorum", p.QUORUM_MET if test.met else p.QUORUM_MISSED)]


def _majorities(outcome: Outcome) -> list[Sentence]:
    told: list[Sentence] = []
    bases: set[str] = set()
    consent = outcome.obtained == "without_vote"
    for test in outcome.tests:
        base = test.majority.base
        # Of no votes no share can be told; of people who all agree only "of all members" says anything.
        if test.base_count == 0 or (consent and base != "entitled"):
            continue
        told += _majority(test, consent=consent)
        if base not in bases and not consent:
            told += _what_silence_did(base, outcome.counts)
            bases.add(base)
    return told


def _majority(test: MajorityTest, *, consent: bool) -> list[Sentence]:
    majority = test.majority
    asked = Sentence(
        "majority",
        (p.MORE_THAN if majority.strict else p.AT_LEAST)[majority.base],
        {"base_count": test.base_count, "needed": mixed(test.needed), "smallest": test.smallest},
        {"share": p.share_term(majority.share)},
    )
    if consent:
        message = p.CONSENT_REACHED if test.passed else p.CONSENT_NOT_REACHED
    else:
        message = p.REACHED if test.passed else p.NOT_REACHED
    return [asked, Sentence("majority", message, {"reached": test.reached})]


def _what_silence_did(base: str, counts: Counts) -> list[Sentence]:
    spoilt = counts.blank + counts.invalid
    if base in ("for_and_against", "cast"):
        out = base == "for_and_against"
        told = []
        if counts.abstain:
            message = p.ABSTENTIONS_OUT if out else p.ABSTENTIONS_IN
            told.append(Sentence("base", message, {"abstentions": counts.abstain}))
        if spoilt:
            told.append(Sentence("base", p.SPOILT_OUT if out else p.SPOILT_IN, {"spoilt": spoilt}))
        return told
    everyone = counts.present if base == "present" else counts.entitled
    silent = everyone - counts.for_ - counts.against
    message = p.SILENT_PRESENT if base == "present" else p.SILENT_ENTITLED
    return [Sentence("base", message, {"silent": silent})] if silent else []


def mixed(number: Fraction) -> str:
    """A share as people write it: "12", "1/2", "11 1/3"."""
    whole, rest = divmod(number.numerator, number.denominator)
    part = f"{rest}/{number.denominator}" if rest else ""
    return f"{whole} {part}".strip() if whole or not part else part


def rule_sentence(rule: VoteRule, lang: str, *, entitled: int | None = None) -> str:
    """The rule in one sentence, for the ballot page; with `entitled` also the number a share of all means.

    Raises:
        LookupError: for a language other than "az" and "en".
    """
    gettext = p.gettext_for(lang)
    clauses = []
    if rule.quorum is not None:
        if rule.quorum.share == 1:
            clauses.append(gettext(p.QUORUM_CLAUSE_OF_EVERY[rule.quorum.of]))
        else:
            threshold = gettext(p.threshold_term(rule.quorum.share, strict=rule.quorum.strict))
            clauses.append(gettext(p.QUORUM_CLAUSE[rule.quorum.of]).format(threshold=threshold))
    clauses += [_clause(majority, gettext, entitled) for majority in rule.majorities]
    joined = clauses[0]
    for clause in clauses[1:]:
        joined = gettext(p.AND).format(first=joined, second=clause)
    return gettext(p.ADOPTED_IF).format(clauses=joined)


def _clause(majority: Majority, gettext: Callable[[str], str], entitled: int | None) -> str:
    if majority.base == "for_and_against" and majority.strict and majority.share == Fraction(1, 2):
        return gettext(p.CLAUSE_SIMPLE)
    if majority.share == 1:
        return gettext(p.CLAUSE_OF_EVERY[majority.base])
    threshold = gettext(p.threshold_term(majority.share, strict=majority.strict))
    if majority.base == "entitled" and entitled is not None:
        smallest = smallest_passing(majority.share * entitled, strict=majority.strict)
        return gettext(p.CLAUSE_OF_ALL).format(threshold=threshold, smallest=smallest, entitled=entitled)
    return gettext(p.CLAUSE[majority.base]).format(threshold=threshold)


def render(
    sentences: Iterable[Sentence], lang: str, gettext: Callable[[str], str] | None = None
) -> list[str]:
    """The sentences as text, one string each.

    Args:
        sentences: what `explain` and its like gave.
        lang: "az" or "en"; chooses among texts by language and, without `gettext`, the built-in catalogue.
        gettext: another catalogue, from message id to text with the same placeholders.

    Raises:
        LookupError: without `gettext`, for a language other than "az" and "en".
    """
    translate = gettext or p.gettext_for(lang)
    return [_render(sentence, lang, translate) for sentence in sentences]


def _render(sentence: Sentence, lang: str, gettext: Callable[[str], str]) -> str:
    values = {
        name: _in_language(value, lang) if isinstance(value, dict) else value
        for name, value in sentence.params.items()
    }
    values.update({name: gettext(term) for name, term in sentence.terms.items()})
    text = gettext(sentence.message).format(**values)
    # In Azerbaijani a small i is capitalised as İ, never I.
    first = "İ" if lang == "az" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def _in_language(texts: dict[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")
