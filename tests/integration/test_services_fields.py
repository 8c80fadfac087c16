"""Fields of a proposal through the use cases, on both databases: read by kind, kept, changed, not leaked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.desks import AUDITOR, CHAIR, SECRETARY, Chamber, codes, must, text_of
from support.pledges import SECRET, pledge

from ecar_governance.domain import events as e
from ecar_governance.domain.fields import field_reasons
from ecar_governance.domain.leaf import leaf_bytes
from ecar_governance.domain.state import Conference
from ecar_governance.domain.workflow import CaseField
from ecar_governance.errors import InvalidInput
from ecar_governance.services import proposals
from ecar_governance.services.fields import GivenFields, money
from ecar_governance.services.procedures import put_in_force
from ecar_governance.services.queries.directory import Directory
from ecar_governance.services.queries.fields import field_changes, field_file, field_forms, field_values
from ecar_governance.services.texts import Upload

PDF = Upload("araşdırma.pdf", "application/pdf", b"%PDF-1.7 study")
LETTER = Upload("məktub.pdf", "application/pdf", b"%PDF-1.7 private")
GOOD: GivenFields = {
    "why": "  Çünki lazımdır ",
    "plan": "# Plan\n\n1. **Bir**",
    "cost": "1 200,5 azn",
    "begins": "2026-12-01",
    "seats": "1 000",
    "level": "high",
    "partner": "U002",
    "speaker": CHAIR,
    "group": "recognition",
    "study": PDF,
}
SHOWN = {
    "why": "Çünki lazımdır",
    "plan": "# Plan\n\n1. **Bir**",
    "cost": "1200.50 AZN",
    "begins": "2026-12-01",
    "seats": 1000,
    "level": "high",
    "partner": "U002",
    "speaker": CHAIR,
    "group": "recognition",
    "study": "araşdırma.pdf",
}


def ready(hall: Chamber) -> Chamber:
    must(put_in_force(hall.desk, pledge()))
    return hall


def directory(hall: Chamber) -> Directory:
    return Directory(hall.conference, hall.desk.vault, "en")


def values(hall: Chamber, case: str, person: str) -> dict[str, Any]:
    found = field_values(directory(hall), hall.case(case), person, hall.desk.clock.now())
    return {one.name: one.value for one in found}


def revise(hall: Chamber, person: str, case: str, **fields: Any) -> Any:
    return proposals.revise(
        hall.desk, person, case, hall.case(case).version, text_of(), body=hall.case(case).body, fields=fields
    )


def unreadable(hall: Chamber, **fields: Any) -> dict[str, str]:
    size = hall.conference.size
    with pytest.raises(InvalidInput) as caught:
        proposals.draft(hall.desk, CHAIR, text_of(), workflow="pledge", fields=fields)
    assert hall.conference.size == size
    return {one.where: one.code for one in caught.value.findings}


def test_every_kind_is_read_kept_and_shown_again(hall: Chamber) -> None:
    case = ready(hall).draft(workflow="pledge", fields=GOOD)
    assert values(hall, case, CHAIR) == SHOWN
    words = {
        one.name: one.shown
        for one in field_values(directory(hall), hall.case(case), CHAIR, hall.desk.clock.now())
    }
    assert (words["level"], words["partner"], words["group"]) == ("High", "University 2", "Working group")
    sha256, name = field_file(directory(hall), hall.case(case), "study", CHAIR, hall.desk.clock.now())
    assert (hall.blob(sha256), name) == (PDF.content, PDF.name)


def test_everything_that_cannot_be_read_is_told_at_once_with_the_text_s_own_faults(hall: Chamber) -> None:
    ready(hall)
    wrong = {
        "why": "x" * 41,
        "plan": "a\u202eb",
        "cost": "12 manat",
        "begins": "2026-02-30",
        "seats": "-1",
        "study": "no file",
    }
    assert unreadable(hall, **wrong) == {
        "field-why": "field.too_long",
        "field-plan": "field.unreadable",
        "field-cost": "field.no_currency",
        "field-begins": "field.no_date",
        "field-seats": "field.no_number",
        "field-study": "field.no_file",
    }
    assert unreadable(hall, why=PDF, cost="12.345 AZN", study=Upload("a.exe", "application/x-dosexec", b"MZ"))
    with pytest.raises(InvalidInput) as caught:
        proposals.draft(
            hall.desk, CHAIR, text_of("x" * 301), workflow="pledge", fields={"begins": "tomorrow"}
        )
    assert {one.where for one in caught.value.findings} == {"title_az", "title_en", "field-begins"}


def test_what_names_nothing_is_refused_by_the_core(hall: Chamber) -> None:
    ready(hall)
    wrong = {"level": "middle", "partner": "U999", "speaker": "nobody", "rests_on": "x", "colour": "red"}
    outcome = proposals.draft(hall.desk, CHAIR, text_of(), workflow="pledge", fields=wrong)
    assert sorted(codes(outcome)) == ["field.choice"] + ["field.no_such"] * 3 + ["field.unknown"]


def test_other_fields_alone_are_no_revision_of_the_text_and_the_same_again_changes_nothing(
    hall: Chamber,
) -> None:
    case = ready(hall).draft(workflow="pledge", fields=GOOD)
    before = hall.case(case)
    done = must(revise(hall, CHAIR, case, **{**GOOD, "cost": "7 EUR"}))
    assert [type(one.data) for one in done.events] == [e.FieldsSet]
    assert done.events[0].data == e.FieldsSet(case, {"cost": "7.00 EUR"})
    assert (hall.case(case).revision, hall.case(case).manifest) == (before.revision, before.manifest)
    assert codes(revise(hall, CHAIR, case, **{**GOOD, "cost": "7,00 EUR"})) == ["nothing.changes"]
    must(revise(hall, CHAIR, case, study="", plan=""))
    assert "study" not in values(hall, case, CHAIR)
    told = field_changes(directory(hall), hall.desk.record, hall.case(case), CHAIR, hall.desk.clock.now())
    assert {(one.label, one.before, one.after) for one in told[:2]} == {
        ("Study", PDF.name, ""),
        ("Plan", "# Plan\n\n1. **Bir**", ""),
    }
    assert ("Cost", "1200.50 AZN", "7.00 EUR") in [(one.label, one.before, one.after) for one in told]


def test_what_a_state_asks_for_holds_an_action_up_until_it_is_filled_in(hall: Chamber) -> None:
    case = ready(hall).draft(workflow="pledge", fields={"why": "so"})
    assert codes(hall.try_act(CHAIR, case, "submit")) == ["field.missing"]
    forms = {
        one.name: one
        for one in field_forms(directory(hall), pledge(), hall.case(case), CHAIR, hall.desk.clock.now())
    }
    assert forms["cost"].later == ("Under review",)
    assert not forms["cost"].required
    must(revise(hall, CHAIR, case, cost="1 AZN", speaker=CHAIR))
    hall.act(CHAIR, case, "submit")
    assert codes(revise(hall, CHAIR, case, cost="")) == ["field.missing"]


def test_a_field_for_few_is_theirs_alone(hall: Chamber) -> None:
    case = ready(hall).draft(workflow="pledge", fields={"cost": "1 AZN", "speaker": CHAIR})
    hall.act(CHAIR, case, "submit")
    must(revise(hall, SECRETARY, case, inside=SECRET, ceiling="99.00 USD", letter=LETTER))
    now = hall.desk.clock.now()
    assert values(hall, case, SECRETARY)["inside"] == SECRET
    sha256, _ = field_file(directory(hall), hall.case(case), "letter", SECRETARY, now)
    assert hall.blob(sha256) == LETTER.content
    for person in (CHAIR, AUDITOR, "person-observer", "person-vice"):
        assert values(hall, case, person).keys() == {"cost", "speaker"}
        assert field_file(directory(hall), hall.case(case), "letter", person, now) == ("", "")
        told = field_changes(directory(hall), hall.desk.record, hall.case(case), person, now)
        assert {one.label for one in told} == {"Cost", "Speaker"}
        offered = field_forms(directory(hall), pledge(), hall.case(case), person, now)
        assert not {"inside", "ceiling", "letter"} & {one.name for one in offered}
    assert codes(revise(hall, CHAIR, case, inside="mine")) == ["field.not_shown"]


def test_the_log_and_the_mails_hold_no_text_of_a_field(hall: Chamber) -> None:
    case = ready(hall).draft(workflow="pledge", fields={"cost": "1 AZN", "speaker": CHAIR, "why": "Zəfəran"})
    hall.act(CHAIR, case, "submit")
    must(revise(hall, SECRETARY, case, inside=SECRET, letter=LETTER))
    now = hall.desk.clock.now()
    log = b"".join(leaf_bytes(one) for one in hall.desk.record.events(limit=10_000))
    mails = repr(hall.desk.outbox.lease("looking", now, now, 1000))
    for word in (SECRET, "Zəfəran", LETTER.name):
        assert word.encode() not in log
        assert word not in mails


@given(
    whole=st.integers(0, 10**15 - 1),
    cents=st.none() | st.integers(0, 99),
    comma=st.booleans(),
    currency=st.sampled_from(["AZN", "eur", "Usd"]),
    grouped=st.booleans(),
)
def test_a_sum_is_exact_however_it_is_written(
    whole: int, cents: int | None, comma: bool, currency: str, grouped: bool
) -> None:
    amount = f"{whole:,}".replace(",", " ") if grouped else str(whole)
    written = amount if cents is None else f"{amount}{',' if comma else '.'}{cents:02}"
    told = money(f"{written} {currency}")
    assert told == f"{whole}.{cents or 0:02} {currency.upper()}"
    assert money(told) == told
    assert field_reasons(Conference(), {"x": CaseField("x", "money")}, {"x": told}) == []


@given(st.text(max_size=30))
def test_whatever_is_no_sum_is_refused_and_what_is_taken_is_of_the_log_s_form(text: str) -> None:
    try:
        told = money(text)
    except InvalidInput:
        return
    assert field_reasons(Conference(), {"x": CaseField("x", "money")}, {"x": told}) == []
