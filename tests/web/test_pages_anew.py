"""A text that may be changed while it is voted on, on pages without any script: the form says beforehand what
saving does, and the void vote's page, and the new one's, say what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.scenes import Stage, by_rule, reopening
from support.story_app import Reader, StoryPlace, story_place

from ecar_governance.domain.workflow import CaseField, Workflow

WARNED = {
    "en": "A vote on this text is open: 3 of 19 have voted. Saving a change makes it void.",
    "az": "Bu mətn üzrə səsvermə gedir: səs verənlər – 3, səs hüququ olanlar – 19. Dəyişiklik yadda "
    "saxlanılsa, səsvermə etibarsız olur.",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[StoryPlace]:
    with story_place(tmp_path) as made:
        yield made


def voting(house: StoryPlace, flow: Workflow) -> tuple[Stage, str, str]:
    """A text put to the vote under the procedure, on which three have voted."""
    stage = Stage(house.desk, house.story)
    case = stage.on_agenda(flow, "Qrantların bölgüsü", "the sharing of grants")
    return stage, case, stage.open(case, "faf")


def save(reader: Reader, case: str, **fields: str) -> None:
    """Changes the English title by the page's own form."""
    form = reader.get(f"/proposals/{case}/edit")
    told = {"title_en": "On the yearly sharing of grants", **fields}
    reader.follow(reader.submit(form, f"/proposals/{case}/edit", **told))


@pytest.mark.parametrize("language", ["en", "az"])
def test_the_form_says_beforehand_that_saving_voids_the_vote(house: StoryPlace, language: str) -> None:
    _, case, vote = voting(house, reopening())
    chair = house.reader("chair", language)
    form = chair.get(f"/proposals/{case}/edit")
    assert (form.status, WARNED[language] in form.text) == (200, True)
    # The Enter key presses the first button: that is not the one that voids the vote.
    assert re.findall(r'name="do" value="(\w+)"', form.html) == ["preview", "save"]
    # Looking at it first says it again, and changes nothing.
    preview = chair.submit(form, f"/proposals/{case}/edit", do="preview", title_en="On other grants")
    assert (preview.status, WARNED[language] in preview.text) == (200, True)
    assert house.desk.conference.votes[vote].status == "open"
    # Saving the same voids nothing.
    same = chair.submit(form, f"/proposals/{case}/edit")
    assert same.status == 409
    assert house.desk.conference.votes[vote].status == "open"
    save(chair, case)
    assert house.desk.conference.votes[vote].status == "void"


def test_where_an_edit_is_refused_the_form_warns_of_nothing_it_would_not_do(house: StoryPlace) -> None:
    flow = by_rule("unedited")
    voting_state = replace(flow.states["voting"], editable=True)
    _, case, vote = voting(house, replace(flow, states={**flow.states, "voting": voting_state}))
    chair = house.reader("chair")
    form = chair.get(f"/proposals/{case}/edit")
    assert "makes it void" not in form.text
    refused = chair.submit(form, f"/proposals/{case}/edit", title_en="On other grants")
    assert (refused.status, house.desk.conference.votes[vote].status) == (409, "open")
    assert "makes it void" not in refused.text


def test_once_the_vote_is_over_the_form_warns_no_more(house: StoryPlace) -> None:
    stage, case, vote = voting(house, reopening())
    stage.close(vote)
    form = house.reader("chair").get(f"/proposals/{case}/edit")
    assert "makes it void" not in form.text
    assert re.findall(r'name="do" value="(\w+)"', form.html) == ["save", "preview"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "The vote is void",
                "by Rector, Baku Business University",
                "The question was put anew at once: whoever had voted votes again.",
                "Text before",
                "Text now",
                "About this vote",
            ),
        ),
        (
            "az",
            (
                "Səsvermə etibarsızdır",
                "dəyişdirən: Rektor, Bakı Biznes Universiteti",
                "Məsələ dərhal yenidən səsə qoyulub: əvvəl səs vermiş olanlar da yenidən səs verir.",
                "Əvvəlki mətn",
                "İndiki mətn",
                "Bu səsvermə haqqında",
            ),
        ),
    ],
)
def test_the_void_votes_page_says_who_changed_what_and_leads_to_the_new_one(
    house: StoryPlace, language: str, told: tuple[str, ...]
) -> None:
    _, case, vote = voting(house, reopening())
    save(house.reader("chair"), case)
    again = house.desk.conference.cases[case].vote
    reader = house.reader("rector", language)
    seen = reader.get(f"/votes/{vote}")
    for sentence in told:
        assert sentence in seen.text, sentence
    for one in (vote, again):
        assert house.desk.conference.votes[one].manifest_hash in seen.text
    assert {f"/votes/{again}", f"/proposals/{case}"} <= set(seen.links)
    # Nothing on it is a result, and there is none to be recounted.
    assert not any(f"{vote}/record.json" in link for link in seen.links)
    assert reader.get(f"/votes/{vote}/record.json").status == 404
    assert reader.get(f"/votes/{again}").status == 200


def test_a_field_that_was_changed_stands_beside_the_text_that_was_not(house: StoryPlace) -> None:
    base = reopening("noted")
    note = CaseField("note", "text", {"az": "Qeyd", "en": "Note"})
    _, case, vote = voting(house, replace(base, fields={**base.fields, "note": note}))
    chair = house.reader("chair")
    form = chair.get(f"/proposals/{case}/edit")
    chair.follow(chair.submit(form, f"/proposals/{case}/edit", **{"field-note": "Only until 2030."}))
    seen = chair.get(f"/votes/{vote}").text
    assert "Note, before none" in seen
    assert "Note, now sha256:" in seen
    assert "Text before" not in seen


def test_where_the_question_waits_the_page_says_so(house: StoryPlace) -> None:
    base = reopening("waiting")
    back = replace(base.transitions["voided"], target="agenda", effects=())
    _, case, vote = voting(house, replace(base, transitions={**base.transitions, "voided": back}))
    save(house.reader("chair"), case)
    assert house.desk.conference.cases[case].vote == vote
    seen = house.reader("rector").get(f"/votes/{vote}")
    assert "Everybody who votes is told when the question is put anew." in seen.text
    assert "The vote on the text as it is now" not in seen.text
    paper = house.reader("rector").get(f"/ballots/{vote}")
    assert "The vote is void" in paper.text
    assert "Everybody who votes is told when the question is put anew." in paper.text
    assert not any(link.startswith("/ballots/") for link in paper.links)


def test_the_result_of_the_new_vote_is_that_of_its_own_ballots(house: StoryPlace) -> None:
    stage, case, vote = voting(house, reopening())
    save(house.reader("chair"), case)
    again = house.desk.conference.cases[case].vote
    reader = house.reader("rector")
    for address in (f"/ballots/{vote}", f"/ballots/{vote}/seat-KHAZAR"):
        # Whoever comes by the link of the first mail is led on.
        over = reader.get(address)
        assert "please vote again, also if you had voted here" in over.text
        assert {f"/ballots/{again}", f"/votes/{vote}"} <= set(over.links)
        assert "The result explained" not in over.text
    paper = reader.follow(reader.get(f"/ballots/{again}"))
    assert "On the yearly sharing of grants" in paper.text
    stage.teller.ballots(case, "fffffffffffa")
    stage.close(again)
    seen = reader.get(f"/votes/{again}").text
    assert "11 for" in seen
    assert "1 against" in seen
    assert "Adopted" in seen
