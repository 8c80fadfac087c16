"""A record to the HTML of its document: the templates of `templates/documents` filled in."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jinja2
import segno
from markupsafe import Markup

from ecar_governance.documents.annexes import split_annexes
from ecar_governance.documents.prose import clean_text, prose_html
from ecar_governance.documents.settable import Coverage
from ecar_governance.domain import dates
from ecar_governance.domain.record import (
    LANGUAGES,
    AnyRecord,
    DecisionRecord,
    ExtractRecord,
    MinutesRecord,
    local_date,
)
from ecar_governance.domain.voting.methods.papers import AGAINST

TEMPLATES = {
    DecisionRecord: "resolution.html",
    MinutesRecord: "minutes.html",
    ExtractRecord: "extract.html",
}


def languages_of(texts: Mapping[str, str], prevailing: str) -> tuple[str, ...]:
    """The languages in which there is a text: the prevailing one first, then the usual order."""
    present = [language for language in LANGUAGES if texts.get(language, "").strip()]
    return tuple(sorted(present, key=lambda language: language != prevailing))


def page_html(record: AnyRecord, templates: Path, coverage: Coverage) -> str:
    """The whole document as one HTML page without any address to fetch but its own style sheet.

    Characters that `coverage` lacks are written out. Raises `InvalidInput` for a text that cannot be set.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def tidy(value: Any) -> Any:
        if isinstance(value, Markup) or not isinstance(value, str):
            return value
        return coverage.settable(clean_text(value))

    def prose(markdown: str, where: str = "text") -> Markup:
        return Markup(prose_html(coverage.settable(markdown), where))  # noqa: S704  # reason: nh3 has cleaned it

    environment.finalize = tidy
    environment.filters["prose"] = prose
    environment.filters["say"] = said_in
    environment.globals.update(
        day=dates.day_in_words,
        dated=dates.dated,
        ordinal=dates.ordinal,
        qr=qr_svg,
    )
    return environment.get_template(TEMPLATES[type(record)]).render(**_context(record))


def said_in(names: Mapping[str, str], language: str) -> str:
    """The name in a language, or in another when it has none in this one: a document is never without."""
    return names.get(language) or next(filter(None, names.values()), "")


def qr_svg(address: str, title: str) -> Markup:
    """A QR code of the address as inline SVG with a title that a screen reader speaks."""
    code = segno.make_qr(address, error="m")
    out = io.BytesIO()
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, title=title)
    # Parsed and written again so that nothing but well-formed SVG reaches the page.
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    return Markup(ElementTree.tostring(ElementTree.fromstring(out.getvalue()), encoding="unicode"))  # noqa: S314, S704  # reason: segno's own output


def _context(record: AnyRecord) -> dict[str, Any]:
    if isinstance(record, DecisionRecord):
        roll = {entry.seat: entry for entry in record.vote.roll}
        languages = languages_of(record.texts, record.prevailing)
        split = {language: split_annexes(record.texts[language]) for language in languages}
        return {
            "record": record,
            "languages": languages,
            "main": {language: text for language, (text, _) in split.items()},
            "written": {language: annexes for language, (_, annexes) in split.items()},
            "adopted_on": local_date(record.adopted_at, record.zone),
            "roll": roll,
            "elected": [one for one in record.vote.candidates or () if one.elected],
            "marked": _marked(record),
            "weighted": any(elector.weight != "1" for elector in record.vote.electorate),
        }
    if isinstance(record, MinutesRecord):
        return {
            "record": record,
            "languages": _minutes_languages(record),
            "opened": dates.clock(record.opened_at, record.zone),
            "closed": dates.clock(record.closed_at, record.zone),
            "pauses": tuple(
                (dates.clock(one.since, record.zone), dates.clock(one.until, record.zone))
                for one in record.pauses
            ),
            "stays": tuple(
                (
                    one,
                    dates.clock(one.came, record.zone),
                    dates.clock(one.left, record.zone) if one.left else "",
                )
                for one in record.stays
            ),
            "hour": _hour(record),
        }
    minutes = record.minutes
    return {
        "extract": record,
        "record": minutes,
        "item": next(item for item in minutes.items if item.number == record.item),
        "languages": _minutes_languages(minutes),
        "hour": _hour(minutes),
        "certified_on": local_date(record.certified_at, minutes.zone),
    }


def _hour(record: MinutesRecord) -> Callable[[datetime], str]:
    return lambda instant: dates.clock(instant, record.zone)


def _minutes_languages(record: MinutesRecord) -> tuple[str, ...]:
    written = {
        language: "".join(item.decided.get(language, "") for item in record.items) for language in LANGUAGES
    }
    return languages_of(written, record.prevailing) or (record.prevailing,)


def _marked(record: DecisionRecord) -> Callable[[tuple[tuple[str, ...], ...]], str]:
    """What a paper of an election says, by the names of those it chose; equals joined by "="."""
    listed = record.vote.candidates or ()
    names = {one.id: one.names.get("az") or one.names.get("en") or one.id for one in listed}
    names[AGAINST] = "əleyhinə"
    return lambda marks: " > ".join(" = ".join(names.get(one, one) for one in group) for group in marks)
