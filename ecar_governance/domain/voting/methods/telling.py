"""An election told in sentences, round by round, so that anybody can follow the count by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from msgspec.structs import replace

from ecar_governance.domain.one_word import ChosenOf
from ecar_governance.domain.voting.methods import phrases as p
from ecar_governance.domain.voting.methods.papers import AGAINST, Option
from ecar_governance.domain.voting.methods.phrases_of_texts import AZERBAIJANI as TEXTS_AZERBAIJANI
from ecar_governance.domain.voting.methods.phrases_of_texts import OF_TEXTS
from ecar_governance.domain.voting.methods.result import (
    ElectionResult,
    Needed,
    Round,
    Standing,
    Step,
    WeightNeeded,
)
from ecar_governance.domain.voting.methods.rules import Debian, ElectionRule, Majority
from ecar_governance.domain.voting.numerals import mixed
from ecar_governance.domain.voting.phrases import share_term
from ecar_governance.domain.voting.sentences import Sentence, render

Text = dict[str, str]


def explain_election(
    rule: ElectionRule, options: Sequence[Option], result: ElectionResult, of: ChosenOf = "persons"
) -> list[Sentence]:
    """Every sentence of the explanation, in reading order.

    Args:
        rule: the rule it was held under.
        options: as they were counted; their names are told, or their ids where they have none.
        result: what `counting.count_election` or `counting.judge_tally` gave.
        of: whether people stand, who are elected, or texts, which are adopted; Debian's are always texts.
    """
    return suited(_Teller(rule, options, result).told(), rule, of)


def suited(sentences: Iterable[Sentence], rule: ElectionRule, of: ChosenOf) -> list[Sentence]:
    """The sentences in the words of what is chosen among."""
    if of == "persons" and not isinstance(rule, Debian):
        return list(sentences)
    return [replace(one, message=OF_TEXTS.get(one.message, one.message)) for one in sentences]


def gettext_for(lang: str) -> Callable[[str], str]:
    """A gettext function over the sentences of people's elections and of texts', as `phrases.gettext_for`."""
    people = p.gettext_for(lang)
    if lang == "en":
        return people
    return lambda message: TEXTS_AZERBAIJANI.get(message) or people(message)


def told_in(sentences: Iterable[Sentence], lang: str) -> list[str]:
    """The sentences as text in "az" or "en", one string each."""
    return render(sentences, lang, gettext_for(lang))


def number(value: Fraction) -> Text:
    """A number of votes as people write it: "12", with five decimal places where it has such, or "11 1/3"."""
    if value.denominator == 1 or 10**5 % value.denominator:
        text = mixed(abs(value))
        return {"en": text, "az": text}
    whole, part = divmod(abs(value) * 10**5, 10**5)
    digits = f"{int(part):05d}"
    return {"en": f"{int(whole)}.{digits}", "az": f"{int(whole)},{digits}"}


class _Teller:
    def __init__(self, rule: ElectionRule, options: Sequence[Option], result: ElectionResult) -> None:
        self.rule, self.result = rule, result
        self.texts = {option.id: option.name or {"en": option.id} for option in options}
        self.texts[AGAINST] = {"en": p.AGAINST, "az": p.AZERBAIJANI[p.AGAINST]}

    def told(self) -> list[Sentence]:
        result = self.result
        counts = result.counts
        said = [
            self.method(),
            Sentence(
                "counts",
                p.PAPERS,
                {
                    field: getattr(counts, field)
                    for field in ("cast", "valid", "abstained", "blank", "invalid", "struck")
                },
            ),
            *([Sentence("counts", p.BY_WEIGHTS)] if result.weights is not None else []),
            *self.limits(),
            *self.needed(result.needed or result.weight_needed),
        ]
        said += [
            Sentence(
                "counts",
                p.DUEL,
                {**self.pair(duel.one, duel.other), "votes": duel.votes, "against": duel.against},
            )
            for duel in result.duels
        ]
        for one in result.rounds:
            said += self.round(one)
        said += self.paths()
        if result.lot is not None:
            said.append(Sentence("base", p.LOT, {"seed": result.lot.seed}))
        if result.margin is not None and result.margin > 0:
            said.append(Sentence("base", p.MARGIN, {"margin": number(result.margin)}))
        if self.rule.article:
            said.append(Sentence("article", p.ARTICLE, {"article": dict(self.rule.article)}))
        return said + self.verdict()

    # --- names ---

    def name(self, one: str, lang: str) -> str:
        """The option's name in a language, else in another, else its id."""
        texts = self.texts[one]
        return texts.get(lang) or texts.get("en") or next(iter(texts.values()))

    def names(self, ids: Iterable[str], between: str = ", ") -> Text:
        """Several names, in both languages."""
        ids = tuple(ids)
        return {lang: between.join(self.name(one, lang) for one in ids) for lang in ("en", "az")}

    def pair(self, one: str, other: str) -> dict[str, int | str | Text]:
        """Two options as parameters."""
        return {"one": self.names((one,)), "other": self.names((other,))}

    # --- before the rounds ---

    def method(self) -> Sentence:
        """How the method counts, in one sentence."""
        result = self.result
        params: dict[str, int | str | Text] = {"seats": result.seats, "ballot": result.ballot}
        if isinstance(self.rule, Debian):
            params["default"] = self.names((self.rule.default,))
        return Sentence("base", p.METHOD[result.method], params)

    def limits(self) -> list[Sentence]:
        """Caps and reserved places, where the rule has them."""
        cap, reserved = getattr(self.rule, "cap", None), getattr(self.rule, "reserved", ())
        said = []
        if cap is not None:
            message = p.CAP if cap.by == "group" else p.CAP_BY
            said.append(Sentence("base", message, {"most": cap.most, "by": cap.by}))
        return said + [
            Sentence("base", p.RESERVED, {"trait": one.trait, "value": one.value, "least": one.least})
            for one in reserved
        ]

    def needed(self, needed: Needed | WeightNeeded | None) -> list[Sentence]:
        """The threshold, the quota or the quorum, with how it was reckoned."""
        if needed is None:
            # A relative majority asks for no number; only of `majority` would one have been expected.
            return [Sentence("majority", p.RELATIVE)] if isinstance(self.rule, Majority) else []
        params: dict[str, int | str | Text] = {
            "base_count": mixed(Fraction(needed.base_count)),
            "needed": mixed(needed.exact),
            "smallest": mixed(Fraction(needed.smallest)),
        }
        if needed.rule is not None:
            messages = p.MORE_THAN if needed.rule.strict else p.AT_LEAST
            return [
                Sentence(
                    "majority", messages[needed.rule.of], params, {"share": share_term(needed.rule.share)}
                )
            ]
        if self.result.method == "debian":
            return [Sentence("quorum", p.QUORUM, params)]
        if self.result.method == "single_transferable_vote":
            return [Sentence("majority", p.QUOTA, {**params, "divided": self.result.seats + 1})]
        return []

    # --- the rounds ---

    def round(self, one: Round) -> list[Sentence]:
        """What happened in a round, and what everybody had at its end. What was decided from the numbers of a
        single round is told after them."""
        head = [Sentence("counts", p.ROUND, {"round": one.number})] if len(self.result.rounds) > 1 else []
        held = [self.standing(standing) for standing in one.standings]
        steps = self.untold(one)
        if head:
            moved = [s for step in steps if step.kind not in _OF_THE_COUNT for s in self.step(step)]
            settled = [s for step in steps if step.kind in _OF_THE_COUNT for s in self.step(step)]
            return [*head, *moved, *held, *settled]
        return [*held, *(sentence for step in steps for sentence in self.step(step))]

    def untold(self, one: Round) -> list[Step]:
        """The steps of the round that the verdict does not say again: it names those elected, and once is
        enough where the last steps of the last round elect all of them, or one step does."""
        if one is not self.result.rounds[-1]:
            return list(one.steps)
        steps = [step for step in one.steps if step.kind != "elected" or step.options != self.result.elected]
        before = len(steps)
        while before and steps[before - 1].kind == "elected":
            before -= 1
        last = tuple(option for step in steps[before:] for option in step.options)
        return steps[:before] if last == self.result.elected else steps

    def standing(self, standing: Standing) -> Sentence:
        """The votes of one option, and how far they are from what is needed."""
        params: dict[str, int | str | Text] = {
            "option": self.names((standing.option,)),
            "votes": number(standing.votes),
        }
        if standing.spare is None:
            return Sentence("counts", p.HAS, params)
        if standing.spare < 0:
            return Sentence("counts", p.HAS_MISSING, {**params, "missing": number(standing.spare)})
        if standing.spare == 0:
            return Sentence("counts", p.HAS_ENOUGH, params)
        return Sentence("counts", p.HAS_SPARE, {**params, "spare": number(standing.spare)})

    def step(self, step: Step) -> list[Sentence]:
        """One thing that happened."""
        if step.kind == "defeats_dropped":
            return [
                Sentence(
                    "base",
                    p.DROPPED_DEFEAT,
                    {**self.pair(duel.one, duel.other), "votes": duel.votes, "against": duel.against},
                )
                for duel in step.duels
            ]
        if step.kind == "passed_on" and not step.votes:
            return []
        params: dict[str, int | str | Text] = {
            "options": self.names(step.options),
            "among": self.names(step.among),
        }
        for field in ("votes", "against", "needed"):
            value = getattr(step, field)
            if value is not None:
                params[field] = number(value)
        if step.round is not None:
            params["round"] = step.round
        said = [Sentence("base", self.message(step), params)]
        for passed in step.passed:
            to: dict[str, int | str | Text] = {
                "option": self.names((passed.to,)),
                "papers": passed.papers,
                "votes": number(passed.votes),
            }
            said.append(Sentence("base", p.PASSED, to))
        for message, value in ((p.EXHAUSTED, step.exhausted), (p.CUT, step.cut)):
            if value:
                said.append(Sentence("base", message, {"votes": number(value)}))
        return said

    def message(self, step: Step) -> str:
        """The sentence of a step; of a ratio against the default option there are three."""
        if step.kind == "elected_last" and step.options == self.result.elected:
            return p.LAST_LEFT
        if step.kind == "below_ratio" and step.needed == 1:
            return p.NOT_ABOVE_DEFAULT
        if step.kind == "below_ratio" and isinstance(self.rule, Debian) and self.rule.text == "1.1":
            return p.RATIO_EXCEEDED
        return p.STEP[step.kind]

    def paths(self) -> list[Sentence]:
        """The ranking and, where no option simply beats all, the paths between the first and the rest."""
        result = self.result
        if result.method != "schulze" or not result.ranking:
            return []
        groups = [self.names(equals, " = ") for equals in result.ranking]
        order = {lang: " > ".join(group[lang] for group in groups) for lang in ("en", "az")}
        said = [Sentence("base", p.RANKING, {"order": order})]
        if any(step.kind == "beats_all" for one in result.rounds for step in one.steps):
            return said
        for path in result.paths:
            if result.ranking[0][0] not in (path.via[0], path.via[-1]):
                continue
            params = self.pair(path.via[0], path.via[-1])
            if not path.strength:
                said.append(Sentence("base", p.NO_PATH, params))
                continue
            params |= {"via": self.names(path.via, " → "), "strength": path.strength}
            said.append(Sentence("base", p.PATH, params))
        return said

    def verdict(self) -> list[Sentence]:
        """Who is elected, and what settled it where that was not the votes alone."""
        result = self.result
        # The default option is not adopted by winning: that nothing else is, is said below.
        named = result.elected and result.decided_by != "default_option"
        said = [Sentence("verdict", p.ELECTED, {"elected": self.names(result.elected)})] if named else []
        if result.decided_by != "votes":
            params: dict[str, int | str | Text] = {"open": result.open, "tied": self.names(result.tied)}
            said.append(Sentence("verdict", p.VERDICT[result.decided_by], params))
        return said


_OF_THE_COUNT = ("elected", "elected_last")
"""What follows from the numbers at the end of a round, and is told after them."""
