"""Writes what docs/procedures/ says of the procedures that ship, from their files, and the reference of the
language, from the registries.

    python scripts/document_procedures.py

A test holds the files to the procedures, so it is run whenever one changes, or a guard, effect or finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ecar_governance.definitions import findings, library
from ecar_governance.definitions.diagram import svg
from ecar_governance.definitions.telling_rules import electorate_in_words
from ecar_governance.domain import flaws, registry
from ecar_governance.domain.proving import Proof, prove
from ecar_governance.domain.registry import EffectSpec, GuardSpec
from ecar_governance.domain.voting.rule_words import rule_sentence
from ecar_governance.domain.workflow import Call, Deadline, State, Transition, Workflow
from ecar_governance.rehearsal.playing import run
from ecar_governance.rehearsal.script import script_beside
from ecar_governance.rehearsal.script_reader import load_script

FOLDER = Path(__file__).parents[1] / "docs" / "procedures"

MADE = "Made by `scripts/document_procedures.py` from {source}."


# --- a page for each procedure -----------------------------------------------------------------------------


def page(name: str) -> str:
    """What the page of a procedure says."""
    path = library.bundled()[name]
    workflow = library.load_file(path)
    about = _comment(path.read_text(encoding="utf-8"))
    return "\n".join(
        [
            f"# {workflow.title['en']}",
            "",
            f"*{workflow.title['az']}*. {workflow.description.get('en', '')}",
            "",
            about,
            "",
            f"![The states of the procedure and the ways between them](images/{name}.svg)",
            "",
            *_source(workflow),
            "",
            *_roles(workflow),
            *_fields(workflow),
            *_states(workflow),
            *_steps(workflow),
            *_proven(workflow, prove(workflow)),
            *_tested(path, workflow),
            MADE.format(source=f"`workflows/{path.name}`"),
            "",
        ]
    )


def picture(name: str) -> str:
    """The picture on the page."""
    return svg(library.load_file(library.bundled()[name]), "en", set(), set()) + "\n"


def _comment(text: str) -> str:
    """The comment that the file begins with, less the line for editors."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if "yaml-language-server" not in line:
            lines.append(line.removeprefix("#").strip())
    return "\n".join(lines).strip()


def _source(workflow: Workflow) -> Iterator[str]:
    if workflow.source:
        yield f"Source: {workflow.source}."
        yield ""
    yield f"`{workflow.name}` {workflow.version}, for what is adopted as `{workflow.kind}`."


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') or '–' for cell in row)} |"
    yield ""


def _roles(workflow: Workflow) -> Iterator[str]:
    yield "## Who"
    yield ""
    yield from _table(
        ("role", "who", "which mandates", "where they lie"),
        (
            (
                f"`{name}`",
                role.title.get("en", ""),
                ", ".join(f"`{kind}`" for kind in role.mandates),
                role.scope,
            )
            for name, role in workflow.roles.items()
        ),
    )


def _fields(workflow: Workflow) -> Iterator[str]:
    if not workflow.fields:
        return
    yield "## What a proposal says of itself"
    yield ""
    yield from _table(
        ("field", "what", "kind", "asked for in", "shown to"),
        (
            (
                f"`{one.name}`",
                one.title["en"],
                f"`{one.kind}`",
                ", ".join(f"`{state}`" for state in one.required_in),
                ", ".join(f"`{role}`" for role in one.shown_to) or "everybody who sees it",
            )
            for one in _in_order(workflow.fields)
        ),
    )


def _in_order(things: Mapping[str, Any]) -> list[Any]:
    return sorted(things.values(), key=lambda one: (one.rank, one.name))


def _states(workflow: Workflow) -> Iterator[str]:
    yield "## Where a proposal can rest"
    yield ""
    yield from _table(
        ("state", "called", "what holds there"),
        (
            (
                f"`{one.name}`" + (f" (in `{one.parent}`, {one.region})" if one.parent else ""),
                one.title["en"],
                " ".join(_holds(workflow, one)),
            )
            for one in _in_order(workflow.states)
        ),
    )


def _holds(workflow: Workflow, state: State) -> Iterator[str]:
    if state.name == workflow.initial:
        yield "It begins here."
    if state.final:
        yield f"It ends here: {state.outcome}."
    if state.done:
        yield "Its region has ended."
    if state.editable:
        yield "The text can be revised."
    if state.regions:
        many = f", {state.join} of them are enough" if 0 < state.join < len(state.regions) else ""
        yield f"Goes on at once in {len(state.regions)} regions{many}."
    if state.waits_for:
        yield f"Waits for: {state.waits_for['en']}."
    if state.consultation is not None:
        yield f"Asks the opinion of {' and '.join(f'`{role}`' for role in state.consultation.of)}."
    if state.vote is not None:
        secret = "secret ballot" if state.vote.ballot == "secret" else "roll call"
        lasts = f" Open for {state.vote.lasts} at most." if state.vote.lasts else ""
        yield f"Vote of `{state.vote.body}`, {secret}. {rule_sentence(state.vote.rule, 'en')}{lasts}"
        if state.vote.electorate is not None:
            yield electorate_in_words(state.vote.electorate, "en", workflow.roles)
    if state.deadline is not None:
        yield _deadline(state.deadline)


def _deadline(deadline: Deadline) -> str:
    if deadline.after:
        when = f"after {deadline.after}"
    elif deadline.at:
        when = f"at {deadline.at}"
    else:
        when = f"at the end of the day in `{deadline.field}`"
    days = " of working days" if deadline.calendar == "working_days" else ""
    reminded = f" Reminded {', '.join(deadline.remind)} before." if deadline.remind else ""
    told = "".join(f" {', '.join(one.to)} told {one.before} before." for one in deadline.escalate)
    return f"Left by `{deadline.then}` {when}{days}.{reminded}{told}"


def _steps(workflow: Workflow) -> Iterator[str]:
    yield "## How it moves"
    yield ""
    for rule in _in_order(workflow.transitions):
        source = ", ".join(f"`{one}`" for one in rule.source)
        target = f"`{rule.target}`" if rule.target else "stays"
        yield f"**{rule.title['en']}** (`{rule.name}`): {source} → {target}"
        yield ""
        for line in _of_step(rule):
            yield f"- {line}"
        yield ""


def _of_step(rule: Transition) -> Iterator[str]:
    if rule.trigger == "person":
        yield f"Taken by {', '.join(f'`{role}`' for role in rule.by)}."
    else:
        yield f"Taken by the system. {registry.TRIGGERS[rule.trigger]}"
    for call in rule.require:
        yield f"Needs `{_written(call)}`: {registry.GUARDS[call.name].sentence}"
    for call in rule.forbid:
        yield f"Not for `{_written(call)}`: {registry.FORBIDS[call.name].sentence}"
    if rule.approvals > 1:
        yield f"{rule.approvals} different people must ask for it."
    if rule.inputs:
        asked = (
            f"{one.title.get('en', one.name)}{'' if one.required else ' (may be left out)'}"
            for one in rule.inputs
        )
        yield f"Asks for: {'; '.join(asked)}."
    for call in rule.effects:
        yield f"Does `{_written(call)}`: {registry.EFFECTS[call.name].sentence}"


def _written(call: Call) -> str:
    if not call.params:
        return call.name
    return f"{call.name}: {', '.join(f'{key} {value}' for key, value in call.params.items())}"


def _proven(workflow: Workflow, proof: Proof) -> Iterator[str]:
    yield "## What is proven of it"
    yield ""
    if not workflow.invariants:
        yield "Nothing is promised but what the checker asks of every procedure."
    for verdict in proof.verdicts:
        said = verdict.says[0].upper() + verdict.says[1:]
        yield f"- {said}. Proven on {verdict.configurations:,} configurations."
    yield ""


def _tested(path: Path, workflow: Workflow) -> Iterator[str]:
    script = load_script(script_beside(path))
    covered = run(workflow, script).coverage.of(workflow)
    yield "## What is tested"
    yield ""
    yield (
        f"{len(script.cases)} cases in `workflows/{path.stem}.test.yaml`, which see {covered.states.seen} of "
        f"{covered.states.all} states, {covered.transitions.seen} of {covered.transitions.all} transitions "
        f"and {covered.guards.seen} of {covered.guards.all} answers of guards; of the faults made on purpose "
        "nine in ten, at least, are noticed."
    )
    yield ""
    yield from (f"- {case.name}" for case in script.cases)
    yield ""


# --- the reference -----------------------------------------------------------------------------------------

REFERENCE = """# Reference of the language

{made} How a procedure is written is told in [the language](../workflows.md), what a refusal says in
[errors](../errors.md).
"""


def reference() -> str:
    """The whole reference."""
    lines = [REFERENCE.format(made=MADE.format(source="the registries")).rstrip(), ""]
    lines += ["## Triggers", "", *_table(("trigger", "when"), _coded(registry.TRIGGERS))]
    lines += ["## Guards", "", *_calls("guard", registry.GUARDS)]
    lines += ["## Prohibitions", "", *_calls("prohibition", registry.FORBIDS)]
    lines += ["## Effects", "", *_calls("effect", registry.EFFECTS)]
    told = {**findings.CODES, **flaws.CODES}
    lines += ["## Findings of the checker", "", *_table(("code", "what is wrong"), _coded(told))]
    return "\n".join(lines).rstrip() + "\n"


def _coded(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((f"`{code}`", sentence) for code, sentence in told.items())


_HEADS = {"guard": "what it demands", "prohibition": "whom it bars", "effect": "what it does"}


def _calls(what: str, specs: Mapping[str, GuardSpec] | Mapping[str, EffectSpec]) -> Iterator[str]:
    yield from _table(
        (what, _HEADS[what], "parameters", "inputs"),
        (
            (f"`{name}`", spec.sentence, "; ".join(_params(spec)), "; ".join(_inputs(spec)))
            for name, spec in specs.items()
        ),
    )


def _params(spec: GuardSpec | EffectSpec) -> Iterator[str]:
    for name, kind in spec.params.items():
        left_out = ", may be left out" if name in spec.defaulted else ""
        one = ", one of these" if name in spec.one_of else ""
        yield f"`{name}` ({kind}{left_out}{one})"


def _inputs(spec: GuardSpec | EffectSpec) -> Iterator[str]:
    for name, kind in spec.inputs.items():
        yield f"`{name}` ({kind})"
    if isinstance(spec, EffectSpec):
        for name, kind in spec.optional.items():
            yield f"`{name}` ({kind}, may be left out)"
        for name, kind in spec.earlier.items():
            yield f"`{name}` ({kind}, of this action or an earlier one)"


# --- the list ----------------------------------------------------------------------------------------------

LIST = """# Procedures

- [Write your first procedure](first.md): an afternoon, from a sentence of the statutes to a procedure that is
  checked, played and tested.
- [The language](../workflows.md), and its [reference](reference.md): triggers, guards, effects and findings.

Those that ship, each with its picture, its source and what is proven of it:

{table}
"""


def index() -> str:
    """The page that leads to the others."""
    rows = []
    for name, path in library.bundled().items():
        workflow = library.load_file(path)
        rows.append((f"[{workflow.title['en']}]({name}.md)", workflow.description.get("en", "")))
    templates = ", ".join(f"`{name}`" for name in library.templates())
    told = "\n".join(_table(("procedure", "what it does"), rows)).rstrip()
    asks = f"\n\nTemplates with blanks, for bodies whose statutes are not known here: {templates}."
    return LIST.format(table=told + asks)


# --- all of it ---------------------------------------------------------------------------------------------


def pages() -> dict[str, str]:
    """Every file by its place in docs/procedures/."""
    found = {f"{name}.md": page(name) for name in library.bundled()}
    found |= {f"images/{name}.svg": picture(name) for name in library.bundled()}
    return {**found, "reference.md": reference(), "README.md": index()}


if __name__ == "__main__":
    (FOLDER / "images").mkdir(parents=True, exist_ok=True)
    for place, text in pages().items():
        (FOLDER / place).write_text(text, encoding="utf-8")
