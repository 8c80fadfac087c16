"""The tables of words cover every code that the core can give."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecar_governance.domain.commands import AnyCommand
from ecar_governance.domain.events import AnyPayload, EndReason
from ecar_governance.domain.voting.judge import decide_outcome
from ecar_governance.domain.voting.papers import Counts
from ecar_governance.domain.voting.tally import VoteRule
from ecar_governance.domain.voting.thresholds import Base, simple_majority, two_thirds_majority
from ecar_governance.domain.workflow import Deadline, MandateKind, Trigger, Workflow
from ecar_governance.errors import Finding
from ecar_governance.services.kinds import OFFICE_WORDS
from ecar_governance.services.queries.directory import Office
from ecar_governance.services.queries.division import bar
from ecar_governance.web import act_words, deadline_words, finding_words, words
from ecar_governance.web.forms import form_of, local_day, local_instant
from ecar_governance.web.times import BABEL_LOCALES
from ecar_governance.web.tokens import LENGTH, choice_token, option_of
from ecar_governance.wording import translations


def plain(message: str) -> str:
    return message


def test_every_code_has_its_word() -> None:
    assert set(act_words.EVENTS) == {one.__name__ for one in get_args(AnyPayload)}
    assert set(act_words.COMMANDS) == {one.__name__ for one in get_args(AnyCommand)}
    assert set(OFFICE_WORDS) == {*get_args(MandateKind), "system", "installer"}
    assert set(words.END_REASONS) == set(get_args(EndReason))
    assert set(words.TRIGGERS) == set(get_args(Trigger)) - {"person"}
    assert set(words.BASES) == set(get_args(Base))
    kinds = next(field for field in Workflow.__annotations__ if field == "kind")
    assert kinds
    assert set(words.KINDS) == {"qerar", "beyanat", "muraciet", "tovsiye", "rey"}


@pytest.mark.parametrize(
    ("office", "signed", "named"),
    [
        (
            Office("m", "p", "Aygün Əliyeva", "rector", "KHAZAR", "Khazar University"),
            "Aygün Əliyeva, Rector, Khazar University",
            "Aygün Əliyeva (Rector)",
        ),
        (
            Office("m", "p", "Rector, Khazar University", "rector", "KHAZAR", "Khazar University"),
            "Rector, Khazar University",
            "Rector, Khazar University",
        ),
        (Office("", "", "", "system"), "The system", "The system"),
        (
            Office("m", "p", "", "rector", "KHAZAR", "Khazar University"),
            "Rector, Khazar University",
            "Rector",
        ),
    ],
)
def test_each_thing_is_said_once(office: Office, signed: str, named: str) -> None:
    assert words.signed(office, plain) == signed
    assert words.named(office, plain) == named


@pytest.mark.parametrize(
    ("text", "az", "en"),
    [
        ("P30D", "30 gün", "30 days"),
        ("PT48H", "48 saat", "48 hours"),
        ("P1D", "1 gün", "1 day"),
        ("P1WT2H30M", "1 həftə 2 saat 30 dəqiqə", "1 week 2 hours 30 minutes"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_duration_is_said_in_words(text: str, az: str, en: str) -> None:
    assert deadline_words.duration(text, "az", translations("az")) == az
    assert deadline_words.duration(text, "en", translations("en")) == en


@pytest.mark.parametrize(
    ("one", "az", "en"),
    [
        (Deadline("t", "P30D"), "30 gün", "30 days"),
        (Deadline("t", "P1D", calendar="working_days"), "1 iş günü", "1 working day"),
        (Deadline("t", "P10D", calendar="working_days"), "10 iş günü", "10 working days"),
        (
            Deadline("t", at="2026-12-31T18:00", zone="Europe/Warsaw"),
            "31 dekabr 2026, 18:00 (Europe/Warsaw)",
            "31 December 2026, 18:00 (Europe/Warsaw)",
        ),
        (
            Deadline("t", at="2026-12-31T18:00", calendar="working_days"),
            "31 dekabr 2026, 18:00, yaxud növbəti iş günü",
            "31 December 2026, 18:00, or the next working day",
        ),
        (Deadline("t", field="x"), "“Son tarix” gününün sonu", "the end of the day in “Son tarix”"),
    ],
)
def test_a_deadline_is_said_in_words(one: Deadline, az: str, en: str) -> None:
    said = {
        lang: deadline_words.deadline(one, "Son tarix", lang, BABEL_LOCALES[lang], translations(lang))
        for lang in ("az", "en")
    }
    assert said == {"az": az, "en": en}


def test_codes_in_a_sentence_become_words() -> None:
    said = words.codes("session_chair, az, wg_review, 14", {"wg_review": "With the working group"}, plain)
    assert said == "Session chair, Azərbaycanca, With the working group, 14"


def test_a_finding_with_values_is_worded_without_them() -> None:
    say = translations("az").gettext
    assert finding_words.finding(Finding("not_signed", "The field chair is not signed.", "chair"), say) == (
        "İmza çatışmır: İclasın sədri."
    )
    assert finding_words.finding(Finding("other", "The secretary signed before the chair."), say) == (
        "Katib sədrdən əvvəl imzalayıb."
    )


@given(
    secret=st.text(min_size=1, max_size=60),
    vote=st.text(max_size=20),
    seat=st.text(max_size=20),
    option=st.sampled_from(["for", "against", "abstain"]),
)
def test_a_token_stands_for_its_option_on_its_own_paper_alone(
    secret: str, vote: str, seat: str, option: str
) -> None:
    options = ("for", "against", "abstain")
    token = choice_token(secret, vote, seat, option)
    assert len(token) == LENGTH
    assert option_of(secret, vote, seat, token, options) == option
    assert option_of(secret + "x", vote, seat, token, options) is None
    assert option_of(secret, vote, seat + "x", token, options) is None
    assert option_of(secret, vote, seat, "", options) is None


counts = st.tuples(*[st.integers(0, 60)] * 5, st.integers(0, 40)).filter(lambda one: sum(one) > 0)


@given(counts, st.sampled_from(["for_and_against", "cast", "present", "entitled"]))
def test_a_division_bar_is_whole_and_its_mark_is_where_the_rule_says(
    numbers: tuple[int, ...], base: Base
) -> None:
    for_, against, abstain, blank, invalid, absent = numbers
    cast = for_ + against + abstain + blank + invalid
    told = Counts(
        for_=for_,
        against=against,
        abstain=abstain,
        invalid=invalid,
        not_voted=absent,
        cast=cast,
        present=cast,
        entitled=cast + absent,
        blank=blank,
    )
    outcome = decide_outcome(VoteRule((two_thirds_majority(base), simple_majority())), told)
    for test in outcome.tests:
        drawn = bar(test, told)
        assert drawn.total == test.base_count
        if drawn.total:
            assert sum(segment.length for segment in drawn.segments) == 1000
            assert sum(segment.count for segment in drawn.segments) == drawn.total
            assert abs(Fraction(drawn.mark, 1000) - test.majority.share) <= Fraction(1, 1000)
        starts = [segment.start for segment in drawn.segments]
        assert starts == sorted(starts)


def test_days_and_hours_are_meant_in_the_conferences_zone() -> None:
    at = local_instant("2026-11-23T10:00", "Asia/Baku")
    assert at is not None
    assert at.isoformat() == "2026-11-23T10:00:00+04:00"
    end = local_day("2026-11-23", "Asia/Baku", end=True)
    assert end is not None
    assert end.isoformat() == "2026-11-24T00:00:00+04:00"
    assert local_instant("tomorrow", "Asia/Baku") is None
    assert local_day("2026-02-30", "Asia/Baku") is None


def test_a_form_gives_back_what_was_typed() -> None:
    form = form_of(title="Mətn", sponsors=("AU", "NU"))
    assert (form.value("title"), form.value("none"), form.all("sponsors")) == ("Mətn", "", ("AU", "NU"))
    assert form.has("sponsors", "NU")
    assert not form.wrong("title")
