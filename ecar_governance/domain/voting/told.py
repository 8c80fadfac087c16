"""Any vote in words, a motion's or an election's: its rule before anybody votes, its outcome afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ecar_governance.domain.one_word import ChosenOf
from ecar_governance.domain.voting.explain import explain, how_obtained, quorum_told
from ecar_governance.domain.voting.explain_counts import beside, taking_part
from ecar_governance.domain.voting.methods import phrases as p
from ecar_governance.domain.voting.methods.papers import Option
from ecar_governance.domain.voting.methods.rules import Debian, ElectionRule, Majority
from ecar_governance.domain.voting.methods.telling import explain_election, gettext_for, suited
from ecar_governance.domain.voting.opened import Opened, open_test, opened_told
from ecar_governance.domain.voting.papers import Paper
from ecar_governance.domain.voting.phrases import ARTICLE, threshold_term
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.rule_words import least_clause, quorum_clause, rule_sentence
from ecar_governance.domain.voting.sentences import NAMELESS, Sentence, render
from ecar_governance.domain.voting.verdict import Outcome


def tell(
    rule: VoteRule,
    outcome: Outcome,
    options: Sequence[Option] = (),
    names: Sequence[str] = (),
    *,
    called: Mapping[str, str | dict[str, str]] = NAMELESS,
    of: ChosenOf = "persons",
    papers: Sequence[Paper] = (),
    when: Opened | None = None,
) -> list[Sentence]:
    """Every sentence of the explanation, in reading order, the verdict last.

    Args:
        rule, outcome, names, called, papers: as `explain.explain` takes them.
        options: in an election those who stood, with their names.
        of: whether they are people or texts.
        when: when it was open, where that is on record.
    """
    told = _told(rule, outcome, options, names, called, of, papers)
    place = next(place for place, one in enumerate(told) if one.kind in ("article", "verdict"))
    test = open_test(rule, when, outcome.obtained)
    return [*told[:place], *opened_told(test), *told[place:]]


def _told(
    rule: VoteRule,
    outcome: Outcome,
    options: Sequence[Option],
    names: Sequence[str],
    called: Mapping[str, str | dict[str, str]],
    of: ChosenOf,
    papers: Sequence[Paper],
) -> list[Sentence]:
    if rule.election is None:
        return explain(rule, outcome, names, called=called, papers=papers)
    before = [*taking_part(rule, outcome.counts), how_obtained(outcome, names)]
    quorum = quorum_told(outcome.quorum, called)
    if rule.quorum is None and _own_quorum(rule.election):
        quorum = []  # the method tells of its own
    before += quorum
    article = [Sentence("article", ARTICLE, {"article": dict(rule.article)})] if rule.article else []
    if outcome.election is None:
        return [
            Sentence("counts", p.HANDED_IN, {"cast": outcome.counts.cast}),
            *before,
            *article,
            *suited([Sentence("verdict", p.NO_QUORUM)], rule.election, of),
        ]
    method, handed_in, *counted = explain_election(rule.election, options, outcome.election, of)
    last = next(i for i, one in enumerate(counted) if one.kind == "verdict")
    if outcome.obtained == "without_vote":  # there were no papers to tell of
        told = [how_obtained(outcome, names), *beside(rule, outcome.counts)]
        return [*told, *quorum, *article, *counted[last:]]
    return [handed_in, *before, method, *counted[:last], *article, *counted[last:]]


def _own_quorum(election: ElectionRule) -> bool:
    """Whether each option has a quorum of its own."""
    return isinstance(election, Debian) and (election.quorum_root or election.quorum_votes) is not None


def in_words(sentences: Iterable[Sentence], lang: str) -> list[str]:
    """The sentences in "az" or "en", one string each. Raises LookupError for another language."""
    return render(sentences, lang, gettext_for(lang))


def rule_in_words(
    rule: VoteRule,
    lang: str,
    *,
    entitled: int | None = None,
    options: Sequence[Option] = (),
    number: int = 1,
    called: Mapping[str, str] = NAMELESS,  # type: ignore[assignment]
    of: ChosenOf = "persons",
) -> str:
    """The rule in a sentence or a few, before anybody votes; in an election of the ballot `number`, `of`
    people or of texts."""
    if rule.election is None:
        return rule_sentence(rule, lang, entitled=entitled, called=called)
    told = suited(
        [_method(rule.election, options, number), *_asked(rule.election, number)], rule.election, of
    )
    words = in_words(told, lang)
    if rule.quorum is not None:
        gettext = gettext_for(lang)
        words.append(gettext(p.QUORUM_ASKED).format(clause=quorum_clause(rule.quorum, gettext)))
    return " ".join([*words, *least_clause(rule, lang)])


def _method(election: ElectionRule, options: Sequence[Option], number: int) -> Sentence:
    params: dict[str, int | str | dict[str, str]] = {
        "seats": getattr(election, "seats", 1),
        "ballot": number,
    }
    if isinstance(election, Debian):
        known = next((one.name for one in options if one.id == election.default), {})
        params["default"] = known or {"en": election.default}
    return Sentence("base", p.METHOD[str(election.__struct_config__.tag)], params)


def _asked(election: ElectionRule, number: int) -> list[Sentence]:
    """What everybody elected must reach in this ballot."""
    threshold = getattr(election, "threshold", None)
    if isinstance(election, Majority) and election.last == "relative" and number == election.ballots:
        return [Sentence("majority", p.RELATIVE)]
    if threshold is None:
        return []
    term = threshold_term(threshold.share, strict=threshold.strict)
    return [Sentence("majority", p.ASKED[threshold.of], {}, {"threshold": term})]
