"""Weights and dues entered by the office: typed, looked over, then put on record."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from hmac import compare_digest
from typing import Any

from litestar import Response, get, post
from msgspec import Struct
from msgspec.structs import replace

from ecar_governance.domain.decision import Refused
from ecar_governance.domain.registers import day_in, table_on
from ecar_governance.domain.voting.numerals import figure
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.entering import (
    PAID,
    WEIGHT,
    DuesTyped,
    WeightsTyped,
    dues_typed,
    weights_typed,
    year_of,
)
from ecar_governance.services.queries.registers import Row, dues_rows, named, weight_rows
from ecar_governance.services.registers import record_dues, set_weights
from ecar_governance.services.texts import keep_file
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Problem, Sent, file_problems, form_of, read_form
from ecar_governance.web.here import Here, done, fresh_key, in_thread
from ecar_governance.web.permissions import Permission
from ecar_governance.web.sessions import visit_of
from ecar_governance.web.tokens import file_token
from ecar_governance.web.views import page

_OPT = {"permission": Permission.REGISTERS}
PLACE = "/members/weights"


class Change(Struct, frozen=True):
    """A row as it is on record and as it will be, as people write both; empty for nothing."""

    name: str
    was: str
    now: str


@get(f"{PLACE}/new", opt=_OPT, sync_to_thread=True)
def new_weights(request: AnyRequest) -> Response[Any]:
    """A form with a row for each member, filled in from the table in force."""
    here = Here(request)
    table = request.query_params.get("table", "")[:40]
    known = table_on(here.conference, table, day_in(here.zone, here.at))
    article = {} if known is None else known.article
    rows = weight_rows(here.directory, table, day_in(here.zone, here.at))
    typed = {WEIGHT + row.member: row.recorded for row in rows}
    typed |= {"table": table, "article_az": article.get("az", ""), "article_en": article.get("en", "")}
    return _weights_page(here, form_of(**typed), rows)


def _weights_page(here: Here, form: Form, rows: tuple[Row, ...], status: int = 200) -> Response[Any]:
    return page(here.request, "members/enter_weights.html", status=status, form=form, rows=rows, field=WEIGHT)


@post(f"{PLACE}/new", opt=_OPT, status_code=200)
async def enter_weights(request: AnyRequest) -> Response[Any]:
    """Looks the table over with whoever typed it, and when they say so puts it on record."""
    return await in_thread(_weights, request, await read_form(request))


def _weights(request: AnyRequest, sent: Sent) -> Response[Any]:
    here = Here(request)
    table = sent.text("table")
    rows = weight_rows(here.directory, table[:40], day_in(here.zone, here.at))
    if sent.text("step") == "change":
        return _weights_page(here, sent.form, rows)
    typed = WeightsTyped(
        table,
        sent.text("since"),
        {"az": sent.text("article_az"), "en": sent.text("article_en")},
        _rows_of(sent, WEIGHT, rows),
    )
    if problems := file_problems(sent, here.gettext):
        return _weights_page(here, sent.form.with_problems(problems), rows, 422)
    try:
        told = weights_typed(here.desk, typed)
        told = replace(told, paper=_paper(here, sent))
    except InvalidInput as error:
        return _weights_page(here, sent.form.with_findings(error, here.word), rows, 422)
    if sent.text("step") == "record":
        outcome = set_weights(here.desk, told, person=here.person, key=sent.text("key") or None)
        if isinstance(outcome, Refused):
            return _weights_page(here, here.refusal(sent.form, outcome), rows, 409)
        return done(PLACE, outcome)
    others = sorted(told.weights.keys() - {row.member for row in rows})
    changes = tuple(
        Change(row.name, _figure(row.recorded), _written(told.weights.get(row.member)))
        for row in (*rows, *(Row(one, named(here.directory, one), "") for one in others))
    )
    total = str(figure(sum(told.weights.values(), Fraction(0))))
    same = any(one.since == told.since for one in here.conference.weight_tables.get(told.table, ()))
    return page(
        request,
        "members/review_weights.html",
        told=told,
        article=here.directory.say(dict(told.article)),
        changes=changes,
        total=total,
        replaces=same,
        hidden=_hidden(here, sent, told.paper),
        key=fresh_key(),
        form=EMPTY,
    )


@get("/members/dues/new", opt=_OPT, sync_to_thread=True)
def new_dues(request: AnyRequest) -> Response[Any]:
    """A form with a row for each member, filled in with what is on record of the year."""
    here = Here(request)
    year = year_of(request.query_params.get("year", "")) or int(day_in(here.zone, here.at)[:4])
    rows = dues_rows(here.directory, year)
    return _dues_page(
        here, form_of(year=str(year), **{PAID + row.member: row.recorded for row in rows}), rows
    )


def _dues_page(here: Here, form: Form, rows: tuple[Row, ...], status: int = 200) -> Response[Any]:
    return page(here.request, "members/enter_dues.html", status=status, form=form, rows=rows, field=PAID)


@post("/members/dues/new", opt=_OPT, status_code=200)
async def enter_dues(request: AnyRequest) -> Response[Any]:
    """Looks the days over with whoever typed them, and when they say so puts them on record."""
    return await in_thread(_dues, request, await read_form(request))


def _dues(request: AnyRequest, sent: Sent) -> Response[Any]:
    here = Here(request)
    year = sent.text("year")
    rows = dues_rows(here.directory, year_of(year))
    if sent.text("step") == "change":
        return _dues_page(here, sent.form, rows)
    if problems := file_problems(sent, here.gettext):
        return _dues_page(here, sent.form.with_problems(problems), rows, 422)
    try:
        told = dues_typed(here.desk, DuesTyped(year, _rows_of(sent, PAID, rows)))
        told = replace(told, paper=_paper(here, sent))
    except InvalidInput as error:
        return _dues_page(here, sent.form.with_findings(error, here.word), rows, 422)
    if sent.text("step") == "record":
        outcome = record_dues(here.desk, [told], person=here.person, key=sent.text("key") or None)
        if isinstance(outcome, Refused):
            return _dues_page(here, here.refusal(sent.form, outcome), rows, 409)
        return done(f"{PLACE}#dues", outcome)
    changes = tuple(
        Change(row.name, row.recorded, told.paid[row.member])
        for row in rows
        if told.paid.get(row.member, row.recorded) != row.recorded
    )
    if not changes:
        nothing = Problem("", here.gettext("All of this is on record already."))
        return _dues_page(here, sent.form.with_problems([nothing]), rows, 422)
    return page(
        request,
        "members/review_dues.html",
        told=told,
        changes=changes,
        hidden=_hidden(here, sent, told.paper),
        key=fresh_key(),
        form=EMPTY,
    )


def _rows_of(sent: Sent, prefix: str, rows: tuple[Row, ...]) -> dict[str, str]:
    """What was typed of each row, in the order of the page; then what no row of it is of."""
    typed = [name.removeprefix(prefix) for name in sent.form.values if name.startswith(prefix)]
    order = {row.member: place for place, row in enumerate(rows)}
    typed.sort(key=lambda one: (order.get(one, len(order)), one))
    return {one: sent.text(prefix + one) for one in typed}


def _paper(here: Here, sent: Sent) -> str:
    """The digest of the document handed in, which is then kept; from the review, the one that it carries.

    Raises InvalidInput for a document of another kind, and for a digest that is from no review here."""
    upload = sent.file("document")
    if upload is not None:
        return keep_file(here.desk, upload, here.at)
    paper = sent.text("paper")
    if paper and not compare_digest(_token(here, paper).encode(), sent.text("paper_token").encode()):
        told = "Please hand in the document again."
        raise InvalidInput(told, findings=[Finding("file.hand_in_again", told, "document")])
    return paper


def _token(here: Here, paper: str) -> str:
    return file_token(visit_of(here.request).secret, paper)


def _hidden(here: Here, sent: Sent, paper: str) -> tuple[tuple[str, str], ...]:
    """What was typed, for the form of the review: nothing is typed twice."""
    left = ("step", "key", "paper", "paper_token", "csrf")
    typed: Mapping[str, Any] = sent.form.values
    carried = (("paper", paper), ("paper_token", _token(here, paper))) if paper else ()
    return (*((name, sent.form.value(name)) for name in typed if name not in left), *carried)


def _figure(recorded: str) -> str:
    return str(figure(Fraction(recorded))) if recorded else ""


def _written(weight: Fraction | None) -> str:
    return "" if weight is None else str(figure(weight))
