"""Findings in Azerbaijani: no sentence that the source makes is without its own, and each is known again."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from support.sentences import anonymous, forms

import ecar_governance
from ecar_governance.definitions.az import SENTENCES, in_azerbaijani, located, told
from ecar_governance.definitions.az.importing import IMPORTING
from ecar_governance.definitions.az.words import WORDS
from ecar_governance.definitions.library import bundled, examine_text, load_file
from ecar_governance.domain.calls import _PARAM_FIX
from ecar_governance.domain.comparing import compare
from ecar_governance.domain.proving.sentences import FIXES, broken, says
from ecar_governance.domain.proving.story import _WHEN
from ecar_governance.domain.reasons import REASONS
from ecar_governance.domain.voting.electorate import Electorate
from ecar_governance.domain.voting.rule import VoteRule
from ecar_governance.domain.voting.thresholds import Majority
from ecar_governance.domain.workflow import Invariant, Point, VoteSpec
from ecar_governance.rehearsal.mutants import mutants
from ecar_governance.rehearsal.vote_mutants import of_vote
from ecar_governance.services.importing.foreseeing import FIELDS
from ecar_governance.wording import translations

ROOT = Path(ecar_governance.__file__).parent

READERS = sorted((ROOT / "definitions").glob("*.py"))
CHECKERS = [
    ROOT / "domain" / name
    for name in (
        "amounts.py",
        "calls.py",
        "checks.py",
        "dividing.py",
        "durations.py",
        "elections.py",
        "filling.py",
        "flaws.py",
        "references.py",
        "remarks.py",
        "timing.py",
        "proving/__init__.py",
        "proving/duties.py",
        "proving/lasting.py",
        "proving/overlaps.py",
        "proving/traps.py",
        "voting/methods/rules.py",
    )
]
COUNTERS = [
    ROOT / "domain" / name
    for name in (
        "json_faults.py",
        "json_places.py",
        "recounting.py",
        "recounting_claims.py",
        "recounting_contradictions.py",
        "recounting_elections.py",
        "recounting_fields.py",
        "record_instants.py",
        "vote_record.py",
        "voting/checks.py",
        "voting/by_hand.py",
        "voting/electing.py",
        "voting/electing_otherwise.py",
        "voting/judge.py",
        "voting/proxies.py",
        "voting/rule.py",
        "voting/tally.py",
        "voting/thresholds.py",
        "voting/methods/checks.py",
    )
]

IMPORTERS = [*sorted((ROOT / "services" / "importing").glob("*.py")), ROOT / "services" / "people.py"]

PLAYERS = sorted((ROOT / "rehearsal").glob("*.py"))

YIELDING = {"recounting_claims.py", "playing.py", "mutants.py", "vote_mutants.py"}
"""Modules whose sentences are those that they yield."""

NOT_FINDINGS = {
    # Whether something is open; the tables have both.
    "<> is <>open to <>.",
    # Of a file that cannot be read at all, and of a zone that the reader has looked up before.
    "<> cannot be read: <>.",
    "use a name such as Asia/Baku",
    # A line of Mermaid, and who somebody is, which no sentence names.
    '<>state "<>" as <>',
    "<> of the session",
    # The field of an outcome, and its values.
    "<> (<> instead of <>)",
    # Put together from parts; the tables have them whole.
    "The part <> <>.",
    "includes itself",
    "is nested more than <> deep",
    "“<>” is a whole number from <><> on, not <>.",
    "“<>” of <><> can never be reached.",
    "No case that comes to <><> can ever end.",
}

INVARIANTS = [
    Invariant(rule, Point("state", "a"), Point("transition", "b"), "P1Y")
    for rule in get_args(get_type_hints(Invariant)["rule"])
]


HARDEST = VoteSpec(
    "plenary",
    "roll_call",
    VoteRule(
        (Majority(at_least=Fraction(2, 3), of="cast"), Majority(number=4, or_=(Majority(number=3),))),
        open_at_least="P3D",
    ),
    electorate=Electorate(role="member", each="institution", dues_paid_by="opening", seniority="P1Y"),
)
"""A vote that asks for what no procedure that ships asks for."""


with (ROOT / "locale" / "az" / "LC_MESSAGES" / "messages.po").open("rb") as _file:
    CATALOGUE = sorted(str(one.id) for one in read_po(_file) if one.id and isinstance(one.id, str))


def known() -> set[str]:
    return {anonymous(form) for form in SENTENCES}


@pytest.mark.parametrize(
    "source",
    READERS + CHECKERS + COUNTERS + PLAYERS + IMPORTERS,
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_sentence_of_the_source_has_its_own(source: Path) -> None:
    made = forms(source, yielded=source.name in YIELDING)
    assert made - known() - NOT_FINDINGS == set()


def test_the_source_is_read() -> None:
    """Else the test before would hold nothing to account."""
    found = set().union(*(forms(source, yielded=True) for source in READERS + CHECKERS + COUNTERS + PLAYERS))
    assert len(found) > 200
    assert "From <> no path leads to a final state." in found
    assert found | {"“<>” is a whole number from <><> on, not <>."} >= NOT_FINDINGS


@pytest.mark.parametrize("code", sorted(FIELDS))
def test_what_the_record_refuses_of_a_file_is_worded_as_everywhere(code: str) -> None:
    form, said = REASONS[code], translations("az").gettext(REASONS[code])
    params = {name: f"'{name}'" for name in re.findall(r"{([a-z_]+)}", form)}
    assert in_azerbaijani(form.format(**params)) == said.format(**params) != form.format(**params)


@pytest.mark.parametrize("form", sorted(IMPORTING))
def test_no_sentence_of_the_catalogues_is_taken_for_one_of_an_import(form: str) -> None:
    """Or it is told just as the catalogue has it."""
    pattern = re.compile(re.sub(r"<[a-z_]+>", ".+?", re.sub(r"[.?()]", r"\\\g<0>", form)))
    taken = [one for one in CATALOGUE if pattern.fullmatch(one)]
    assert [one for one in taken if in_azerbaijani(one) not in (one, translations("az").gettext(one))] == []


def test_sentences_made_by_tables_have_their_own() -> None:
    made = [*FIXES.values(), *_PARAM_FIX.values(), *_WHEN.values()]
    made += [says(one) for one in INVARIANTS] + [
        broken(one, "The longest way takes 3 days") for one in INVARIANTS
    ]
    made += ["did you mean 'draft'?", "use one of agenda, draft", "remove it", "by 2 of member or office"]
    marks = [
        "has no marks, or an empty place in its order",
        "names an option that is not on the list",
        "names an option twice",
        "ranks options where they are only marked",
        "has 3 marks and may have 2",
        "has 1 marks and must have 2",
        "ranks options equally where the method has no equal ranks",
    ]
    made += marks + [f"Paper 3 {one}." for one in marks]
    made += ["The part 'x' includes itself.", "The part 'x' is nested more than 3 deep."]
    made += ["There is no prohibition called 'x'.", "No case that comes to a and b after 'c' can ever end."]
    made += [
        "“seats” is a whole number from 1 to 9 on, not 0.",
        "“seats” is a whole number from 1 on, not 0.",
    ]
    made += ["“share” of 2 can never be reached.", "“share” of more than 1 can never be reached."]
    made += [what for what, _ in of_vote(HARDEST)]
    assert [one for one in made if in_azerbaijani(one) == one] == []


@pytest.mark.parametrize("form", sorted(SENTENCES))
def test_what_is_put_in_is_the_same_in_both_languages(form: str) -> None:
    names = re.findall(r"<([a-z_]+)>", form)
    assert len(names) == len(set(names))
    assert sorted(names) == sorted(set(re.findall(r"<([a-z_]+)>", SENTENCES[form])))
    assert not re.search(r"<[a-z_]+>-", SENTENCES[form])  # no suffix is hung on what is put in


@given(
    st.sampled_from(sorted(SENTENCES)),
    st.lists(st.from_regex(r"'[a-z]{3}[0-9]{3}'", fullmatch=True), min_size=6, max_size=6),
)
def test_a_sentence_is_known_again_whatever_is_put_in(form: str, given_: list[str]) -> None:
    names = re.findall(r"<([a-z_]+)>", form)
    values = dict(zip(names, given_, strict=False))

    ordered = [values[name] for name in names]
    wanted = {
        put_in(SENTENCES[one], dict(zip(re.findall(r"<([a-z_]+)>", one), ordered, strict=True)))
        for one in SENTENCES
        if anonymous(one) == anonymous(form)
    }
    assert in_azerbaijani(put_in(form, values)) in wanted


def put_in(form: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        form = form.replace(f"<{name}>", value)
    return form


def test_single_words_are_put_in_as_they_are_called() -> None:
    assert in_azerbaijani("There is no guard called 'x'.") == "'x' adlı şərt yoxdur."
    assert {name for form in SENTENCES for name in re.findall(r"<([a-z_]+)>", form)} >= set(WORDS)


def test_a_warning_is_printed_as_one() -> None:
    text = (ROOT.parent / "workflows" / "resolution.yaml").read_text(encoding="utf-8")
    waits = "  draft:\n    waits_for: {az: A, en: A}\n"
    [found] = examine_text(text.replace("  draft:\n", waits, 1), "p.yaml")[0].findings
    assert " Xəbərdarlıq: 'draft' vəziyyətində" in told(found)
    assert "Warning" not in told(found)


def test_what_is_not_known_stays_as_it_is() -> None:
    assert in_azerbaijani("Something else.") == "Something else."
    assert in_azerbaijani("") == ""


def test_a_finding_is_told_whole() -> None:
    text = (ROOT.parent / "workflows" / "resolution.yaml").read_text(encoding="utf-8")
    checked, _ = examine_text(text.replace("invariants:\n", "invariants:\n  - {never: agenda}\n"), "p.yaml")
    [found] = checked.findings
    said = located(found)
    assert said.message == "agenda vəziyyəti baş verir, halbuki heç vaxt baş verməməlidir."
    assert said.fix == "bu yolu prosedurdan çıxarın və ya bu qaydanı silin"
    assert said.steps[0].told == "İş burada başlayır: draft."
    assert "icraçı" in said.steps[1].told
    assert (said.code, said.where, said.excerpt) == (found.code, found.where, found.excerpt)


@pytest.mark.parametrize(
    "text",
    [
        "a: [1", "a: {b", "a: b: c", "- a\nb", "a:\n\t- b", "'a", '"\\q"', "a: |x\n b", "%YAML 3\n---\na",
        "%foo\n",
        "a: &\n", "a: *", "!<a b", "? a\n- b", "a: ]", "---\na\n...\nb: [", '"\\xZZ"',
        "%YAML 1.1\n%YAML 1.1\n---\na",
        "!foo!bar a", "- - a\n -b: c\n-", 'a: "\\U00110000"', "a: -\n- b", "x: !%zz y", "a: |0\n x",
        "%YAML 1.1 x\n---\n", "%TAG !a! \n---", '"a\n---\nb"', "[\n- a]",
    ],
)  # fmt: skip
def test_what_the_parser_says_is_told_in_azerbaijani_whatever_it_is(text: str) -> None:
    found = [one for one in examine_text(text, "w.yaml")[0].findings if one.code == "yaml.syntax"]
    for one in found:
        said = located(one).message
        assert said.startswith("Mətn YAML kimi oxuna bilmir: ")
        assert not {"while", "did", "found", "expected", "the", "not"} & set(re.findall(r"[a-z]+", said)), (
            said
        )
    assert found


def test_every_difference_between_procedures_is_told_in_azerbaijani() -> None:
    flows = [load_file(path) for path in bundled().values()]
    said = {one.what for old in flows for new in flows for one in compare(old, new)}
    assert len(said) > 15
    assert {one for one in said if in_azerbaijani(one) == one} == set()


def test_every_fault_that_is_made_in_a_procedure_is_told_in_azerbaijani() -> None:
    made = {one.fault for path in bundled().values() for one in mutants(load_file(path))}
    assert len(made) > 100
    assert {one for one in made if in_azerbaijani(one) == one} == set()
