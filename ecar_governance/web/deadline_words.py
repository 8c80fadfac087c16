"""Times in words: a duration, and a procedure's deadline: how long from entering, or on which day."""

from __future__ import annotations

import re
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from babel.dates import format_datetime

from ecar_governance.domain.durations import parse
from ecar_governance.domain.workflow import Deadline


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
        told = duration(one.after, lang, catalogue)
    if one.calendar == "working_days" and not one.after:
        told = catalogue.gettext("{day}, or the next working day").format(day=told)
    return f"{told} ({one.zone})" if one.zone else told


_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def duration(text: str, lang: str, catalogue: NullTranslations | Any) -> str:
    """An ISO 8601 duration in words: "P30D" becomes "30 days". What it cannot read is given back."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    parts = []
    if weeks:
        parts.append(catalogue.ngettext("%(num)d week", "%(num)d weeks", weeks) % {"num": weeks})
    if days:
        parts.append(catalogue.ngettext("%(num)d day", "%(num)d days", days) % {"num": days})
    if hours:
        parts.append(catalogue.ngettext("%(num)d hour", "%(num)d hours", hours) % {"num": hours})
    if minutes:
        parts.append(catalogue.ngettext("%(num)d minute", "%(num)d minutes", minutes) % {"num": minutes})
    return " ".join(parts) or text
