"""The procedures that ship: sound, bilingual, and in the canonical form that earlier logs hold.

With ECAR_WRITE_GOLDEN=1 the golden files are written anew; look at what changed before keeping it: a changed
hash is a new version of a procedure.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from unicodedata import is_normalized

import msgspec
import pytest
from msgspec.structs import replace

from ecar_governance.definitions import bundled, check, load_all, load_file
from ecar_governance.definitions.canonical import definition_of, hash_of, workflow_of
from ecar_governance.definitions.library import templates
from ecar_governance.domain import checks, codec
from ecar_governance.domain.canonical import canonical, parse
from ecar_governance.domain.machine import machine_of
from ecar_governance.domain.voting.thresholds import Majority
from ecar_governance.domain.workflow import Workflow
from ecar_governance.errors import DefinitionInvalid

GOLDEN = Path(__file__).parents[1] / "golden" / "workflows"
CORE = ("membership", "resolution", "statutes")
"""Those that a conference is founded with in mind; the others are its library."""

NAMES = (
    "alternatives",
    "amendment",
    "assembly",
    "circular",
    "corrigendum",
    "division",
    "double_majority",
    "election",
    "embargoed_statement",
    "important_question",
    "membership",
    "ministry_request",
    "ministry_statement",
    "partnership",
    "presidium_decision",
    "resolution",
    "second_vote",
    "statutes",
    "student_consultation",
    "two_chambers",
    "urgent",
    "working_group",
)


@pytest.fixture(name="workflow", params=NAMES)
def _workflow(request: pytest.FixtureRequest) -> Workflow:
    return load_file(bundled()[request.param])


DOCS = Path(__file__).parents[2] / "docs" / "procedures"


def test_it_cites_the_rule_that_it_is_modelled_on_and_is_documented(workflow: Workflow) -> None:
    """The source is a real rule, body or practice, and stands on the procedure's page; the page is listed."""
    assert len(workflow.source.split()) >= 4
    page = (DOCS / f"{workflow.name}.md").read_text(encoding="utf-8")
    assert f"Source: {workflow.source}." in page
    assert f"({workflow.name}.md)" in (DOCS / "README.md").read_text(encoding="utf-8")


def golden(name: str, found: str) -> str:
    path = GOLDEN / name
    if os.environ.get("ECAR_WRITE_GOLDEN"):
        path.write_text(found)
    return path.read_text()


def test_these_ship() -> None:
    assert tuple(bundled()) == NAMES
    assert {name: check(path) for name, path in bundled().items()} == {name: [] for name in NAMES}
    assert tuple(load_all(bundled()["resolution"].parent)) == NAMES


def test_the_canonical_form_is_golden(workflow: Workflow) -> None:
    definition = definition_of(workflow)
    told = json.dumps({"hash": hash_of(definition), "definition": definition}, ensure_ascii=False, indent=1)
    assert golden(f"{workflow.name}.json", told + "\n") == told + "\n"


def test_the_canonical_form_goes_through_the_log_and_back(workflow: Workflow) -> None:
    definition = definition_of(workflow)
    read = parse(canonical(definition))
    assert read == definition
    assert hash_of(read) == hash_of(definition)
    back = codec.restore(read, Workflow)
    assert back == workflow_of(definition)
    assert definition_of(back) == definition
    assert checks.check(back) == ()
    zeroed = replace(
        workflow,
        states={name: replace(one, line=0) for name, one in workflow.states.items()},
        transitions={name: replace(one, line=0) for name, one in workflow.transitions.items()},
        fields={name: replace(one, line=0) for name, one in workflow.fields.items()},
        invariants=tuple(replace(one, line=0) for one in workflow.invariants),
    )
    assert back == zeroed


def test_comments_and_blank_lines_change_no_hash_and_words_do(workflow: Workflow, tmp_path: Path) -> None:
    text = bundled()[workflow.name].read_text()
    path = tmp_path / "moved.yaml"
    path.write_text("# another comment\n\n" + text)
    assert hash_of(definition_of(load_file(path))) == hash_of(definition_of(workflow))
    path.write_text(text.replace("title: {az: ", "title: {az: Yeni ", 1))
    assert hash_of(definition_of(load_file(path))) != hash_of(definition_of(workflow))


def test_the_order_of_the_file_outlives_the_canonical_form(workflow: Workflow) -> None:
    procedure = machine_of("sha256:order", workflow_of(definition_of(workflow)))
    for state in workflow.states:
        in_file = [
            name
            for name, rule in workflow.transitions.items()
            if state in rule.source and rule.trigger == "person"
        ]
        assert [rule.name for rule in procedure.open_to_people([state])] == in_file


def test_people_are_told_what_they_do_in_both_languages(workflow: Workflow) -> None:
    texts = [workflow.title, workflow.description]
    texts += [role.title for role in workflow.roles.values()]
    texts += [state.title for state in workflow.states.values()]
    for rule in workflow.transitions.values():
        texts.append(rule.title)
        if rule.trigger == "person":
            texts.append(rule.consequence)
            assert all(text.endswith(".") for text in rule.consequence.values()), rule.name
        texts += [field.title for field in rule.inputs]
        texts += [title for field in rule.inputs for title in field.choice_titles.values()]
    for names in texts:
        assert set(names) == {"az", "en"}
        assert all(text and is_normalized("NFC", text) and "  " not in text for text in names.values())


def test_what_cannot_be_undone_says_so(workflow: Workflow) -> None:
    for rule in workflow.transitions.values():
        final = bool(rule.target) and workflow.states[rule.target].final and rule.name != "archive"
        calls = {call.name for call in rule.effects}
        lasting = final or calls & LASTING
        if rule.trigger == "person":
            assert ("It cannot be undone." in rule.consequence["en"]) == bool(lasting), rule.name
            assert ("Bunu geri qaytarmaq olmaz." in rule.consequence["az"]) == bool(lasting), rule.name


def reachable(workflow: Workflow, without: str) -> set[str]:
    edges: dict[str, set[str]] = {}
    for rule in workflow.transitions.values():
        if rule.name != without:
            for source in rule.source:
                edges.setdefault(source, set()).add(rule.target)
    return checks.reached(edges, [workflow.initial])


LASTING = {
    "open_vote",
    "adopt_without_vote",
    "enter_hand_count",
    "elect_by_acclamation",
    "enter_paper_count",
    "publish",
}


@pytest.mark.parametrize("workflow", CORE, indirect=True)
def test_nothing_is_adopted_but_by_a_vote_that_carried(workflow: Workflow) -> None:
    adopted = {"signing", "signed", "in_force", "archived"}
    assert adopted <= reachable(workflow, "")
    assert not adopted & reachable(workflow, "carried")
    [carried] = [rule for rule in workflow.transitions.values() if rule.trigger == "vote_carried"]
    assert "number_resolution" in {call.name for call in carried.effects}
    assert not {"in_force", "archived"} & reachable(workflow, "sign")


@pytest.mark.parametrize("workflow", CORE, indirect=True)
def test_every_question_is_put_in_an_open_quorate_session_with_officers(workflow: Workflow) -> None:
    putting = [
        rule
        for rule in workflow.transitions.values()
        if {"open_vote", "adopt_without_vote", "enter_hand_count"} & {call.name for call in rule.effects}
    ]
    assert putting
    for rule in putting:
        required = {call.name for call in rule.require}
        # `session_open` is about the session that has the proposal on its agenda: it says that there is one.
        assert {"session_open", "session_quorate", "session_has_officers"} <= required
        assert set(rule.by) <= {"session_chair", "secretariat", "organiser"}


def test_an_assistant_prepares_and_no_more(workflow: Workflow) -> None:
    roles = {name for name, role in workflow.roles.items() if "assistant" in role.mandates}
    may = {rule.name for rule in workflow.transitions.values() if roles & {*rule.by}}
    assert may <= {"submit", "resubmit", "apply"}


@pytest.mark.parametrize(
    ("name", "ballot", "share", "base", "obtained"),
    [
        ("resolution", "roll_call", "more than 1/2", "for_and_against", 3),
        ("statutes", "roll_call", "at least 2/3", "entitled", 2),
        ("membership", "secret", "more than 1/2", "entitled", 2),
    ],
)
def test_the_rules_are_those_of_the_statutes(
    name: str, ballot: str, share: str, base: str, obtained: int
) -> None:
    """Points 4.1, 5.1, 5.2, 5.3 and 5.4 of the Statutes that the demo adopts."""
    vote = load_file(bundled()[name]).states["voting"].vote
    assert vote is not None
    [majority] = vote.rule.majorities
    assert isinstance(majority, Majority)
    told = f"{'more than' if majority.strict else 'at least'} {majority.share}"
    assert (vote.ballot, told, majority.of, len(vote.obtained)) == (ballot, share, base, obtained)
    assert vote.rule.article
    assert ("without_vote" in vote.obtained) == (name == "resolution")


CLAUSE = {
    "majority": "1/2",
    "of": "for_and_against",
    "quorum": "1/2",
    "article": "{az: Nizamnamənin 5-ci maddəsi, en: article 5 of the Statutes}",
    "notice": "14",
    "lasts": "PT48H",
}
"""What the statutes of some body say, for the blanks of the template."""


def test_a_template_asks_for_the_voting_clause_and_is_a_procedure_once_it_is_told() -> None:
    [path] = templates().values()
    asked = check(path)
    assert [one.code for one in asked] == ["blank.unfilled"] * len(CLAUSE)
    for left_out in CLAUSE:
        told = {name: value for name, value in CLAUSE.items() if name != left_out}
        [missing] = check(path, told)
        assert f"'{left_out}'" in missing.message
    assert check(path, CLAUSE) == []
    vote = load_file(path, CLAUSE).states["voting"].vote
    assert vote is not None
    assert vote.rule.article["en"] == "article 5 of the Statutes"


def test_two_files_with_one_name_are_refused(tmp_path: Path) -> None:
    text = bundled()["statutes"].read_text()
    (tmp_path / "a.yaml").write_text(text)
    (tmp_path / "b.yaml").write_text(text)
    (tmp_path / "c.yaml").write_text("workflow: c\n")
    (tmp_path / "notes.txt").write_text("no procedure")
    with pytest.raises(DefinitionInvalid) as error:
        load_all(tmp_path)
    assert {finding.code for finding in error.value.findings} == {"shape.name", "shape.missing"}
    assert any(finding.where.startswith(str(tmp_path / "b.yaml")) for finding in error.value.findings)


def test_a_definition_that_is_none_is_refused_by_its_path() -> None:
    definition = definition_of(load_file(bundled()["statutes"]))
    definition["states"]["voting"]["vote"]["rule"]["majority"][0]["at_least"] = "two thirds"
    with pytest.raises(msgspec.ValidationError, match=r"fraction.*states"):
        workflow_of(definition)
