"""When a vote was open: on its page, by the API, in its record, in the resolution and in the minutes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from support.story_app import story_place

from ecar_governance.domain.voting.opened import open_test, opened_told
from ecar_governance.domain.voting.told import in_words
from ecar_governance.services.minutes_items import item_of
from ecar_governance.services.records import decision_record


def test_when_it_was_open_is_told_alike_everywhere(tmp_path: Path) -> None:
    """On screen and in the resolution by the conference's clock, in the record with its offset."""
    with story_place(tmp_path) as house:
        vote = house.desk.conference.votes[house.story.votes["membership"]]
        assert vote.when is not None
        told = {lang: in_words(opened_told(open_test(vote.rule, vote.when)), lang) for lang in ("az", "en")}
        assert "Asia/Baku" in told["az"][0]
        for lang, [sentence] in told.items():
            assert f"<p>{sentence}</p>" in house.reader("rector", lang).get(f"/votes/{vote.vote}").html
        browser = house.reader("rector").browser
        answer = browser.get(f"/api/v1/votes/{vote.vote}/result").json()
        assert told["en"][0] in answer["explanation"]
        assert answer["open"]["zone"] == "Asia/Baku"
        record = browser.get(f"/votes/{vote.vote}/record.json").json()
        for key, at in (("opened_at", vote.opened), ("closed_at", vote.closed)):
            assert record[key] == at.astimezone(ZoneInfo("Asia/Baku")).isoformat()
            assert datetime.fromisoformat(answer["open"][key]) == at
        resolution = house.desk.conference.cases[vote.case].resolution
        written = decision_record(house.desk, resolution).vote.explanation
        assert all(told[lang][0] in written[lang] for lang in ("az", "en"))
        session = house.desk.conference.sessions[vote.session]
        [item] = [one for one in session.agenda if one.case == vote.case]
        [taken] = item_of(house.desk, session, item).votes
        assert all(told[lang][0] in taken.result[lang] for lang in ("az", "en"))
