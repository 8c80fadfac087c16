"""Forms: what came in, kept as it was typed, and what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from litestar.datastructures import UploadFile
from msgspec import Struct

from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.instants import tellable
from ecar_governance.services.texts import FILE_TYPES, Upload
from ecar_governance.web.errors import AnyRequest


class Problem(Struct, frozen=True):
    """One thing to mend: the field's name ("" for the form as a whole) and a sentence."""

    field: str
    message: str


class Form(Struct, frozen=True):
    """A form as its page shows it: values as typed, problems, and the heading of their summary.

    Passwords are never given back: put none of them into `values`."""

    values: Mapping[str, Sequence[str]] = {}
    problems: tuple[Problem, ...] = ()
    heading: str = ""

    def value(self, name: str) -> str:
        """The first value of the field; empty when there is none."""
        found = self.values.get(name, ())
        return found[0] if found else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the field."""
        return tuple(self.values.get(name, ()))

    def has(self, name: str, value: str) -> bool:
        """Whether the value is among those chosen."""
        return value in self.values.get(name, ())

    def wrong(self, name: str) -> bool:
        """Whether the field needs mending."""
        return any(problem.field == name for problem in self.problems)

    @property
    def problem_texts(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(problem.message for problem in self.problems)

    def with_problems(self, problems: Iterable[Problem], heading: str = "") -> Form:
        """The same values with what is wrong with them."""
        return Form(self.values, tuple(problems), heading)

    def with_findings(self, error: InvalidInput, word: Callable[[Finding], str]) -> Form:
        """The same values with an error's findings, worded by `word`; without any, its sentence stands for
        the form."""
        found: Sequence[Finding] = error.findings or (Finding(error.code, error.message),)
        return self.with_problems(Problem(one.where, word(one)) for one in found)


EMPTY = Form()


def form_of(**values: str | Iterable[str]) -> Form:
    """A form filled in beforehand."""
    return Form(
        {name: (value,) if isinstance(value, str) else tuple(value) for name, value in values.items()}
    )


class Sent(Struct, frozen=True):
    """A form as it came: texts by field, and the files that were really chosen."""

    form: Form
    files: Mapping[str, tuple[Upload, ...]]

    def text(self, name: str) -> str:
        """The field's first value, without space around it."""
        return self.form.value(name).strip()

    def file(self, name: str) -> Upload | None:
        """The field's first file."""
        found = self.files.get(name, ())
        return found[0] if found else None


async def read_form(request: AnyRequest, *, secret: frozenset[str] = frozenset()) -> Sent:
    """Reads the request's form. Fields named in `secret` are left out of what a page could show again."""
    sent = await request.form()
    values: dict[str, list[str]] = {}
    files: dict[str, list[Upload]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            if value.filename:
                files.setdefault(name, []).append(Upload(value.filename, value.content_type, content))
        elif name not in secret and name != "csrf":
            values.setdefault(name, []).append(str(value))
    return Sent(
        Form({name: tuple(found) for name, found in values.items()}),
        {name: tuple(found) for name, found in files.items()},
    )


def file_problems(sent: Sent, gettext: Callable[[str], str]) -> list[Problem]:
    """What is wrong with the files handed in: of a kind that is not kept here, or empty."""
    problems = []
    for name, files in sent.files.items():
        for upload in files:
            if upload.media_type not in FILE_TYPES:
                problems.append(
                    Problem(
                        name,
                        gettext("A file of this kind cannot be attached: {name}.").format(name=upload.name),
                    )
                )
            elif not upload.content:
                problems.append(
                    Problem(name, gettext("This file is empty: {name}.").format(name=upload.name))
                )
    return problems


def local_instant(text: str, zone: str) -> datetime | None:
    """What a `datetime-local` input says, meant in the zone; None when it is no instant.

    An hour that the zone skips or repeats means its first occurrence (`fold=0`)."""
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    return found if tellable(found) else None


def local_day(text: str, zone: str, *, end: bool = False) -> datetime | None:
    """The instant at which the day begins in the zone, or with `end` at which it is over; None for no day."""
    try:
        day = date.fromisoformat(text)
        if end:
            day = date.fromordinal(day.toordinal() + 1)
    except ValueError:  # no day, or none after it
        return None
    found = datetime.combine(day, time(), ZoneInfo(zone))
    return found if tellable(found) else None


def whole(text: str, digits: int) -> int | None:
    """The whole number from 0 up that is written in so many ASCII digits at most; None for anything else."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= digits else None


def version_shown(sent: Sent, now: int) -> int:
    """The version that the form was made of, `now` where it says none; -1, which none is, for no number."""
    said = sent.text("version")
    found = whole(said, 12)
    return now if not said else -1 if found is None else found
