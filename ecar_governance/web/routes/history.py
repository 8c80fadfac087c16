"""The auditor's history: search, one entry with its bytes and proof, and the export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from ecar_governance.domain.state import Conference
from ecar_governance.errors import NotFound
from ecar_governance.services.instants import tellable
from ecar_governance.services.queries.history import event_page, event_types, subject_words, timeline
from ecar_governance.services.queries.refused import refusal_lines
from ecar_governance.services.refusals import A_DAY, KEPT
from ecar_governance.services.vault_port import RecordFilter
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import local_day, whole
from ecar_governance.web.here import Here
from ecar_governance.web.permissions import Permission
from ecar_governance.web.views import page, with_query

_READ = {"permission": Permission.AUDIT}
_EXPORT = {"permission": Permission.AUDIT_EXPORT}
_REFUSED = {"permission": Permission.REFUSALS}
_PAGE = 100


class Asked(Struct, frozen=True):
    """What the search line says."""

    q: str
    type: str
    asof: str
    subject: str
    before: int | None


def _asked(request: AnyRequest) -> Asked:
    given = request.query_params
    return Asked(
        given.get("q", "").strip()[:200],
        given.get("type", "") if given.get("type", "") in event_types() else "",
        given.get("asof", ""),
        given.get("subject", "")[:100],
        whole(given.get("before", ""), 11),
    )


@get("/history", opt=_READ, sync_to_thread=True)
def list_history(request: AnyRequest) -> Response[Any]:
    """The record, newest first, as of a day if one is given."""
    here = Here(request)
    asked = _asked(request)
    subject, person = asked.subject, ""
    if asked.q:
        subject, person = find(here, asked.q)
    until = local_day(asked.asof, here.zone, end=True)
    wanted = RecordFilter(
        subject=subject,
        person=person,
        types=(asked.type,) if asked.type else (),
        before=asked.before,
        until=until,
    )
    found = timeline(here.directory, here.desk.record, wanted)
    about = subject_words(here.directory, subject)[0] if subject else here.directory.person(person)
    older = with_query(
        "/history",
        q=asked.q,
        type=asked.type,
        asof=asked.asof,
        subject=asked.subject,
        before=found.older,
    )
    return page(
        request,
        "history/list.html",
        page=found,
        asked=asked,
        about=about,
        types=event_types(),
        older_link=older,
    )


def find(here: Here, words: str) -> tuple[str, str]:
    """What the words name: a subject's id, or a person's. What names nothing finds nothing."""
    conference: Conference = here.conference
    asked = words.casefold()
    for case in conference.cases.values():
        if asked in (case.reference.casefold(), case.case):
            return case.case, ""
    for adopted in conference.resolutions.values():
        if asked.lstrip("№ ") == adopted.numbered.number.casefold():
            return adopted.numbered.case, ""
    for code in conference.institutions:
        if asked in (code.casefold(), here.directory.institution(code).casefold()):
            return code, ""
    here.directory.load_people(conference.persons)
    for person in conference.persons:
        if asked in here.directory.person(person).casefold():
            return "", person
    return words, ""


@get("/history/refused", opt=_REFUSED, sync_to_thread=True)
def list_refused(request: AnyRequest) -> Response[Any]:
    """Who tried what in vain, newest first; of one person with `?person=`."""
    here = Here(request)
    person = request.query_params.get("person", "")[:100]
    until = _instant(request.query_params.get("until", ""))
    skip = (whole(request.query_params.get("skip", ""), 9) or 0) if until is not None else 0
    found = here.desk.refusals.newest(person=person, until=until, skip=skip, limit=_PAGE + 1)
    shown, older = found[:_PAGE], ""
    if len(found) > _PAGE:
        # Several may share an instant, some of them on this page and some on the next.
        last = shown[-1].last
        past = sum(one.last == last for one in shown) + (skip if last == until else 0)
        older = with_query("/history/refused", person=person, until=last.isoformat(), skip=past)
    lines = refusal_lines(here.directory, shown)
    return page(request, "history/refused.html", lines=lines, older_link=older, days=KEPT.days, most=A_DAY)


def _instant(said: str) -> datetime | None:
    """The instant that the address names, None for none or for what is no instant."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo is not None and tellable(found) else None


@get("/history/{position:int}", opt=_READ, sync_to_thread=True)
def show_event(request: AnyRequest, position: FromPath[int]) -> Response[Any]:
    """One entry: exact bytes, hash, place, proof."""
    here = Here(request)
    found = event_page(here.directory, here.desk.record, position) if position >= 0 else None
    if found is None:
        raise NotFound("There is no such entry.")
    return page(request, "history/event.html", page=found)


@get("/history/export.jsonl", opt=_EXPORT, sync_to_thread=True)
def export(request: AnyRequest) -> Stream:
    """Every entry's canonical bytes, one a line: the leaves of the tree, as `ecar audit export` has them."""
    record = Here(request).desk.record

    def lines() -> Iterator[bytes]:
        for leaf in record.leaves():
            yield leaf + b"\n"

    return Stream(
        lines(),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="log.jsonl"', "Cache-Control": "no-store"},
    )
