"""Weights and dues on their page and in the API."""

from __future__ import annotations

from fractions import Fraction

from support.desks import must
from support.web_kit import Place

from ecar_governance.domain.events import DuesRecorded, WeightTableSet
from ecar_governance.services.registers import record_dues, set_weights


def test_weights_and_dues_are_read_by_whoever_reads_the_members(place: Place) -> None:
    empty = place.as_("observer").get("/members/weights")
    assert "Qüvvədə olan cədvəl yoxdur." in empty.text
    desk = place.desk
    weights, article = {"U001": Fraction(5, 2), "U002": Fraction(1)}, {"az": "Maddə 17", "en": "Article 17"}
    for since in ("2025-01-01", "2026-01-01", "2999-01-01"):
        must(set_weights(desk, WeightTableSet("students", since, weights, article)))
    must(record_dues(desk, [DuesRecorded(2026, {"U001": "2026-02-01"})]))
    page = place.as_("observer").get("/members/weights").text
    assert page.count("2 1/2") == 3
    assert page.index('<p><time datetime="2026-01-01">') < page.index("2999-01-01")
    assert "Maddə 17" in page
    assert "71.4 %" in page
    assert page.count("ödənilməyib") == 3
    assert "ecar weights import" not in page
    assert "ecar weights import" in place.as_("secretariat").get("/members/weights").text
    api = place.api("observer")
    told = api.get("/api/v1/weights").json()
    assert [(one["since"], one["current"]) for one in told] == [
        ("2999-01-01", False),
        ("2026-01-01", True),
        ("2025-01-01", False),
    ]
    assert told[0]["lines"][0]["weight"] == "5/2"
    assert api.get("/api/v1/dues").json()[0]["lines"][0]["paid"] == "2026-02-01"
