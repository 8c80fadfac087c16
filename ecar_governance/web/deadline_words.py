"""A procedure's deadline in words: how long from entering, on which day, or which field says the day."""

from __future__ import annotations

from datetime import datetime
from gettext import NullTranslations
from typing import Any

from babel.dates import format_datetime

from ecar_governance.domain.durations import parse
from ecar_governance.domain.workflow import Deadline
from ecar_governance.web import words


def deadline(one: Deadline, field: str, lang: str, locale: str, catalogue: NullTranslations | Any) -> str:
    """The words. `field` is the title of the field that it names, if any; `locale` is Babel's language."""
    if one.at:
        told = format_datetime(datetime.fromisoformat(one.at), "d MMMM y, HH:mm", locale=locale)
    elif one.field:
        told = catalogue.gettext("the end of the day in “{field}”").format(field=field)
    elif one.calendar == "working_days":
        days = parse(one.after).days
        told = catalogue.ngettext("%(num)d working day", "%(num)d working days", days) % {"num": days}
    else:
        told = words.duration(one.after, lang, catalogue)
    if one.calendar == "working_days" and not one.after:
        told = catalogue.gettext("{day}, or the next working day").format(day=told)
    return f"{told} ({one.zone})" if one.zone else told
