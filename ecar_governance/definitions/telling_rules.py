"""The rule of a vote, for `show`: every word of it that is not at its default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ecar_governance.definitions.telling_words import WORDS as TOLD
from ecar_governance.domain.codec import plain
from ecar_governance.domain.voting.electorate import OPENING, Electorate
from ecar_governance.domain.voting.methods.rules import ElectionRule
from ecar_governance.domain.voting.proxies import ProxyRule
from ecar_governance.domain.voting.rule import Consent, VoteRule
from ecar_governance.domain.voting.thresholds import Majority, Quorum, Threshold
from ecar_governance.domain.workflow import Role

Say = Callable[..., str]

WORDS = ("on_vacancy", "abstention", "blank", "invalid", "absent", "recused", "parts", "on_edit")
"""The words of a rule that are told as they are, where they are not at their default."""


def rule_parts(rule: VoteRule, say: Say) -> list[str]:
    """What the rule says, in the order of the language's reference."""
    parts = [_majority(one, say) for one in rule.majorities]
    if rule.chosen_by is not None:
        what = ", ".join(_majority(one, say) for one in rule.chosen_by.carried)
        parts.append(say("chosen_by", state=rule.chosen_by.vote, what=what))
    if rule.quorum is not None:
        parts.append(_quorum(rule.quorum, say))
    parts += [_consent(one, say) for one in rule.consent]
    if rule.election is not None:
        parts.append(say("election", what=_written(rule.election)))
    else:
        parts.append(say("tie", tie=rule.tie))
    ordinary = VoteRule(rule.majorities, election=rule.election)
    for word in WORDS:
        if getattr(rule, word) != getattr(ordinary, word):
            parts.append(say(word, what=getattr(rule, word)))
    if rule.objections is None:
        parts.append(say("objections_recorded"))
    elif rule.objections > 1:
        parts.append(say("objections", count=str(rule.objections)))
    if rule.compulsory:
        parts.append(say("compulsory"))
    if rule.indicative:
        parts.append(say("indicative"))
    return parts + (_proxies(rule.proxies, say) if rule.proxies is not None else [])


def electorate_parts(asked: Electorate, say: Say, who: Callable[[str], str] = str) -> list[str]:
    """Who of the body votes, each thing that is said of it; `who` calls a role."""
    parts = [say("electorate_role", what=who(asked.role))] if asked.role else []
    parts += [say("electorate_each")] if asked.each == "institution" else []
    parts += [say("electorate_weights", what=asked.weights)] if asked.weights else []
    if asked.dues_paid_by == OPENING:
        parts.append(say("electorate_dues_opening"))
    elif asked.dues_paid_by:
        parts.append(say("electorate_dues", what=asked.dues_paid_by))
    parts += [say("electorate_seniority", what=asked.seniority)] if asked.seniority else []
    for one in asked.chambers:
        told = [one.body, one.role and who(one.role), *one.kinds, *one.institutions]
        parts.append(say("electorate_chamber", what=one.name, of=", ".join(word for word in told if word)))
    return parts


def electorate_in_words(asked: Electorate, lang: str, roles: Mapping[str, Role]) -> str:
    """Who of the body votes, in a sentence, in "az" or "en"."""
    language = "az" if lang == "az" else "en"

    def say(word: str, **given: str) -> str:
        return TOLD[word][language].format(**given)

    def who(name: str) -> str:
        return roles[name].title.get(language, name) if name in roles else name

    told = "; ".join(electorate_parts(asked, say, who))
    return say("electorate", what=told) if told else ""


def _proxies(proxies: ProxyRule, say: Say) -> list[str]:
    most = say("any_number") if proxies.most is None else str(proxies.most)
    further = {
        "proxies_at_home": proxies.to == "same_institution",
        "proxies_on_paper": proxies.evidence,
        "proxies_in_chains": proxies.chains,
    }
    return [say("proxies", most=most), *(say(word) for word, said in further.items() if said)]


def _amount(threshold: Threshold, say: Say) -> str:
    if threshold.share is None:
        return say("number", number=str(threshold.number))
    return say("more_than" if threshold.strict else "at_least", share=str(threshold.share))


def _placed(told: str, threshold: Threshold, say: Say) -> str:
    if threshold.counting == "weights":
        told = say("by_weight", what=told)
    return say("in_chamber", chamber=threshold.chamber, what=told) if threshold.chamber else told


def _majority(majority: Majority, say: Say) -> str:
    told = _way(majority, say)
    for other in majority.or_:
        told = say("or_instead", first=told, second=_way(other, say))
    return told


def _way(majority: Majority, say: Say) -> str:
    share = _amount(majority, say)
    of = "for" if majority.share is None else majority.of
    return _placed(say("majority", share=share, of=of), majority, say)


def _quorum(quorum: Quorum, say: Say) -> str:
    told = _placed(say("quorum", share=_amount(quorum, say), of=quorum.counted), quorum, say)
    if quorum.checked == "if_asked":
        told = say("if_asked", what=told)
    return say("at_opening", what=told) if quorum.at_opening else told


def _written(election: ElectionRule) -> str:
    """The method as the file writes it, in one line: its name, then what is not at its default."""
    told = plain(election)
    method = told.pop("method")
    further = [f"{key} {_inline(value)}" for key, value in told.items()]
    return f"{method} ({'; '.join(further)})" if further else method


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_inline(one)}" for key, one in value.items())
    if isinstance(value, list):
        return " + ".join(map(_inline, value))
    return str(value)


def _consent(consent: Consent, say: Say) -> str:
    return say("consent", members=", ".join(consent.members), by=", ".join(consent.withheld_by))
