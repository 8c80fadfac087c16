"""A procedure told on a terminal: everything that its file says, in either language, 80 columns wide.

Everything is in the language asked for but names in brackets, guards, effects, how an election is counted and
the source, which are those of the file, so that they can be looked up in docs/workflows.md.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ecar_governance.definitions.az.words import OF_POINTS
from ecar_governance.definitions.drawing import joined
from ecar_governance.definitions.telling_codes import put
from ecar_governance.definitions.telling_rules import WORDS as RULE_WORDS
from ecar_governance.definitions.telling_rules import electorate_parts, rule_parts
from ecar_governance.definitions.telling_words import WORDS
from ecar_governance.domain.workflow import (
    Call,
    CaseField,
    Deadline,
    Field,
    Invariant,
    Names,
    Nominations,
    Point,
    Region,
    Role,
    State,
    Transition,
    VoteSpec,
    Workflow,
)

WIDTH = 80


def told(workflow: Workflow, lang: str) -> str:
    """The whole procedure, ending in a line break; no line is longer than `WIDTH` unless a word is."""
    return "\n".join(line.rstrip() for line in _Telling(workflow, lang).lines()) + "\n"


def _fitted(text: str, indent: int) -> list[str]:
    """The text in lines, the first indented, the others a little further."""
    first, more = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=more,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


class _Telling:
    def __init__(self, workflow: Workflow, lang: str) -> None:
        self._workflow = workflow
        self._lang = lang
        self._states = sorted(workflow.states.values(), key=lambda state: (state.rank, state.name))
        self._rules = sorted(workflow.transitions.values(), key=lambda rule: (rule.rank, rule.name))

    def lines(self) -> Iterator[str]:
        workflow = self._workflow
        yield from _fitted(self._in(workflow.title), 0)
        begins = self._say("begins", state=self._state(workflow.initial))
        kind = put("kind", workflow.kind, self._lang)
        yield from _fitted(f"{workflow.name} {workflow.version}, {kind}. {begins}", 0)
        if workflow.description:
            yield from _fitted(self._in(workflow.description), 0)
        if workflow.source:
            yield from _fitted(self._say("source", source=workflow.source), 0)
        if workflow.zone:
            yield from _fitted(self._say("zone", zone=workflow.zone), 0)
        if workflow.roles:
            yield from self._heading("roles")
            for name, role in workflow.roles.items():
                yield from _fitted(self._role(name, role), 2)
        if workflow.fields:
            yield from self._heading("fields")
            for field in sorted(workflow.fields.values(), key=lambda one: (one.rank, one.name)):
                yield from _fitted(self._field(field), 2)
        yield from self._heading("states")
        yield from self._inside("", "", 2)
        if workflow.invariants:
            yield from self._heading("invariants")
            for one in workflow.invariants:
                yield from _fitted(self._invariant(one), 2)

    def _heading(self, word: str) -> Iterator[str]:
        yield ""
        yield self._say(word).upper() if self._lang != "az" else self._say(word).replace("i", "İ").upper()

    # --- roles and fields --------------------------------------------------------------------------------

    def _role(self, name: str, role: Role) -> str:
        where = put("where", role.scope, self._lang)
        where += f" {put('body', role.body, self._lang) or role.field}" if role.body or role.field else ""
        title = f"{self._in(role.title)} " if role.title else ""
        mandates = put("mandates", ", ".join(role.mandates), self._lang)
        return f"{title}[{name}]: {mandates}; {self._say('scope', scope=where)}"

    def _field(self, field: CaseField) -> str:
        parts = [put("kind", field.kind, self._lang) + self._choices(field.choices, field.choice_titles)]
        if field.kind in ("text", "markdown"):
            parts.append(self._say("most", count=str(field.max_length)))
        if field.required_in:
            parts.append(self._say("required_in", states=self._list(map(self._state, field.required_in))))
        if field.shown_to:
            parts.append(self._say("shown_to", roles=self._list(map(self._who, field.shown_to))))
        if field.not_before:
            parts.append(self._say("not_before", field=field.not_before))
        if field.hint:
            parts.append(self._in(field.hint))
        return f"{self._in(field.title)} [{field.name}]: {'; '.join(parts)}"

    def _choices(self, choices: tuple[str, ...], titles: dict[str, Names]) -> str:
        found = [f"{self._in(titles.get(one, {}))} [{one}]".strip() for one in choices]
        return f" ({self._list(found)})" if found else ""

    # --- states ------------------------------------------------------------------------------------------

    def _inside(self, parent: str, region: str, indent: int) -> Iterator[str]:
        for number, state in enumerate(
            one for one in self._states if (one.parent, one.region) == (parent, region)
        ):
            if number:
                yield ""
            yield from self._place(state, indent)

    def _place(self, state: State, indent: int) -> Iterator[str]:
        marks = [self._say(word) for word in ("final", "editable", "done") if getattr(state, word)]
        if state.outcome:
            marks.append(self._say("outcome", outcome=state.outcome))
        yield from _fitted(": ".join(filter(None, (self._state(state.name), ", ".join(marks)))), indent)
        for fact in self._facts(state):
            yield from _fitted(fact, indent + 2)
        for rule in self._rules:
            if state.name in rule.source:
                yield from self._way(rule, indent + 2)
        for region in state.regions:
            yield ""
            if region.title or len(state.regions) > 1:
                yield from _fitted(self._region(region), indent + 2)
            else:
                yield from _fitted(self._begins(region), indent + 2)
            yield from self._inside(state.name, region.name, indent + 4)

    def _facts(self, state: State) -> Iterator[str]:
        if note := joined(state, self._lang):
            yield self._say("join", note=note)
        if state.deadline is not None:
            yield self._deadline(state.deadline, "after_tie" if state.vote is not None else "after")
        if state.unwatched:
            yield self._say("unwatched")
        if state.in_order:
            yield self._say("in_order")
        if state.vote is not None:
            yield self._vote(state.vote)
        if state.consultation is not None:
            who = self._list(map(self._who, state.consultation.of))
            yield self._say("consultation", roles=who, each=state.consultation.each)
        if state.nominations is not None:
            yield self._nominations(state.nominations)
        if state.waits_for:
            yield self._say("waits_for", what=self._in(state.waits_for))

    def _nominations(self, asked: Nominations) -> str:
        parts = [self._say("nominations", of=asked.of, roles=self._list(map(self._who, asked.by)))]
        if asked.eligible:
            parts.append(self._say("eligible", roles=self._list(map(self._who, asked.eligible))))
        if not asked.consent:
            parts.append(self._say("no_consent"))
        if asked.most:
            parts.append(self._say("most_named", count=str(asked.most)))
        if asked.traits:
            named = (
                f"{trait} ({', '.join(self._in(one) for one in values.values())})"
                for trait, values in asked.traits.items()
            )
            parts.append(self._say("traits", traits=self._list(named)))
        return "; ".join(parts)

    def _region(self, region: Region) -> str:
        parts = [f"{self._in(region.title)} [{region.name}]", self._begins(region)]
        if region.body:
            parts.append(self._say("region_body", field=region.body))
        return "| " + "; ".join(parts)

    def _begins(self, region: Region) -> str:
        word = "begins_again" if region.history else "begins_in"
        return self._say(word, state=self._state(region.initial))

    def _deadline(self, deadline: Deadline, after: str) -> str:
        when = (
            self._say(after, duration=deadline.after)
            if deadline.after
            else self._say("at", at=deadline.at)
            if deadline.at
            else self._say("by_field", field=deadline.field)
        )
        rule = self._workflow.transitions.get(deadline.then)
        then = f"{self._in(rule.title)} [{rule.name}]" if rule is not None else deadline.then
        parts = [self._say("deadline", when=when, then=then)]
        if deadline.calendar == "working_days":
            parts.append(self._say("working_days"))
        if deadline.zone:
            parts.append(self._say("zone", zone=deadline.zone))
        if deadline.remind:
            parts.append(self._say("remind", durations=self._list(deadline.remind)))
        for one in deadline.escalate:
            parts.append(self._say("escalate", before=one.before, roles=self._list(map(self._who, one.to))))
        return "; ".join(parts)

    def _vote(self, vote: VoteSpec) -> str:
        parts = [self._say("vote", body=vote.body, ballot=vote.ballot)]
        if vote.division:
            parts.append(self._say(f"division_{vote.division}"))
        if vote.electorate is not None:
            parts += electorate_parts(vote.electorate, self._say, self._who)
        parts += rule_parts(vote.rule, self._say)
        if vote.rule.question:
            parts.append(self._say("question", what=self._in(vote.rule.question)))
        if vote.options:
            offered = self._list(f"{self._in(one.name)} [{one.id}]" for one in vote.options)
            parts.append(self._say("options", options=offered))
        parts.append(self._say("lasts", duration=vote.lasts) if vote.lasts else self._say("by_hand"))
        if vote.ends_early:
            parts.append(self._say("ends_early"))
        if vote.rule.open_at_least:
            parts.append(self._say("open_at_least", duration=vote.rule.open_at_least))
        parts.append(self._say("obtained", ways=self._list(vote.obtained)))
        if vote.rule.article:
            parts.append(self._in(vote.rule.article))
        return "; ".join(parts)

    # --- transitions -------------------------------------------------------------------------------------

    def _way(self, rule: Transition, indent: int) -> Iterator[str]:
        arrow = f" -> {self._state(rule.target)}" if rule.target else f" ({self._say('stays')})"
        yield from _fitted(f"* {self._in(rule.title)} [{rule.name}]{arrow}", indent)
        for fact in self._way_facts(rule):
            yield from _fitted(fact, indent + 4)

    def _way_facts(self, rule: Transition) -> Iterator[str]:
        if rule.trigger != "person":
            yield self._say("on", trigger=rule.trigger)
        else:
            who = [self._say("by", roles=self._list(map(self._who, rule.by)))]
            if rule.approvals > 1:
                who.append(self._say("approvals", count=str(rule.approvals)))
            if rule.delegable:
                who.append(self._say("delegable"))
            yield "; ".join(who)
        if rule.require:
            yield self._say("require", calls=self._calls(rule.require))
        if rule.forbid:
            yield self._say("forbid", calls=self._calls(rule.forbid))
        if rule.inputs:
            yield self._say("inputs", inputs=self._list(map(self._input, rule.inputs)))
        if rule.effects:
            yield self._say("effects", calls=self._calls(rule.effects))
        if rule.consequence:
            yield self._in(rule.consequence)

    def _input(self, field: Field) -> str:
        kind = put("kind", field.kind, self._lang)
        kind += "" if field.required else f", {self._say('optional')}"
        choices = self._choices(field.choices, field.choice_titles)
        return f"{self._in(field.title)} [{field.name}: {kind}]{choices}"

    def _calls(self, calls: tuple[Call, ...]) -> str:
        return self._list(
            call.name
            + (
                f" ({', '.join(f'{key} {value}' for key, value in call.params.items())})"
                if call.params
                else ""
            )
            for call in calls
        )

    # --- invariants --------------------------------------------------------------------------------------

    def _invariant(self, one: Invariant) -> str:
        return self._say(
            one.rule, point=self._point(one.point), other=self._point(one.other), within=one.within
        )

    def _point(self, point: Point | None) -> str:
        if point is None:
            return ""
        if self._lang == "az":
            return f"{point.name} {OF_POINTS[point.what]}"
        return f"{point.what} {point.name}"

    # --- words -------------------------------------------------------------------------------------------

    def _say(self, word: str, **given: str) -> str:
        told = {name: put(name, value, self._lang) for name, value in given.items()}
        # Whether an abstention is cast, and the like: a word of the rule.
        if word in RULE_WORDS:
            told["what"] = put("code", given["what"], self._lang)
        return WORDS[word]["az" if self._lang == "az" else "en"].format(**told)

    def _list(self, found: Iterable[str]) -> str:
        return ", ".join(found)

    def _state(self, name: str) -> str:
        state = self._workflow.states.get(name)
        return f"{self._in(state.title)} [{name}]" if state is not None else f"[{name}]"

    def _who(self, name: str) -> str:
        role = self._workflow.roles.get(name)
        return (self._in(role.title) if role is not None else "") or name

    def _in(self, names: Names) -> str:
        return names.get(self._lang) or names.get("en") or next(iter(names.values()), "")
