"""A letter in words: its template in the reader's language, filled, as a message nothing can break out of."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime as rfc5322_date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from ecar_governance.errors import InvalidInput
from ecar_governance.invitation import Invitation, calendar
from ecar_governance.resources import templates_dir
from ecar_governance.services.accounts_port import Letter
from ecar_governance.services.vault_port import VaultPerson

_LOCALES: Final = {"az": "az", "en": "en_GB"}
_SUBJECT: Final = "Subject:"


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    # Plain text: escaping for HTML would spoil it, and there is no markup to break out of.
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # noqa: S701  # reason: the mails are text/plain
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def words(kind: str, locale: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Subject and body of a mail of the kind, in the language.

    The template's first line is `Subject: …`, then an empty line, then the body.
    Raises InvalidInput when there is no such template, or it names a fact that is not given.
    """
    folder = templates_dir() / "mail"
    zone = ZoneInfo(facts.get("zone", "UTC"))

    def when(instant: datetime) -> str:
        pattern = "d MMMM y, 'saat' HH:mm" if locale == "az" else "d MMMM y, HH:mm"
        return format_datetime(instant.astimezone(zone), pattern, locale=_LOCALES[locale])

    try:
        template = _environment(folder).get_template(f"{kind}.{locale}.txt")
        text = template.render({"when": when, **{key: _on_a_line(value) for key, value in facts.items()}})
    except TemplateError as error:
        raise InvalidInput(f"The mail {kind}.{locale} cannot be written: {error}.") from error
    first, _, body = text.partition("\n")
    if not first.startswith(_SUBJECT):
        raise InvalidInput(f"The template {kind}.{locale}.txt does not begin with a subject.")
    return one_line(first.removeprefix(_SUBJECT)), body.strip() + "\n"


def _on_a_line(fact: Any) -> Any:
    """Texts within the fact on one line each: a title with a line break would end the subject early."""
    if isinstance(fact, str):
        return one_line(fact)
    return [_on_a_line(one) for one in fact] if isinstance(fact, list | tuple) else fact


def one_line(text: str) -> str:
    """The text on one line, without control signs and signs that reorder what is read."""
    spaced = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join("".join(sign for sign in spaced if unicodedata.category(sign) != "Cf").split())


def message_id(letter: str, domain: str) -> str:
    """The Message-ID of a letter: the same at every try, so that a repetition is recognised as one."""
    return f"<{hashlib.sha256(letter.encode()).hexdigest()[:32]}@{domain}>"


def compose(letter: Letter, to: VaultPerson, facts: dict[str, Any], sender: str) -> EmailMessage:
    """The message (RFC 5322). Raises InvalidInput for an address or words that cannot be had."""
    locale = to.locale if to.locale in _LOCALES else "az"
    name = one_line(to.names.get(locale) or next(iter(to.names.values()), ""))
    subject, body = words(letter.kind, locale, {"name": name, **facts})
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(one_line(str(facts.get("conference", ""))), addr_spec=sender)
        message["To"] = Address(name, addr_spec=to.email)
    except (ValueError, HeaderParseError, IndexError) as error:
        raise InvalidInput("This is no mail address that can be written to.") from error
    message["Subject"] = subject
    message["Date"] = rfc5322_date(letter.created)
    message["Message-ID"] = message_id(letter.id, sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence notice answers it
    message.set_content(body, charset="utf-8", cte="quoted-printable")
    told = facts.get("invitation")
    if isinstance(told, Invitation):
        file = calendar(
            told, organizer=(one_line(str(facts.get("conference", ""))), sender), attendee=to.email
        )
        method = "CANCEL" if told.cancelled else "REQUEST"
        message.add_attachment(
            file,
            maintype="text",
            subtype="calendar",
            filename="iclas.ics",
            params={"method": method, "charset": "utf-8"},
        )
    message["Content-Language"] = locale  # last: set_content drops every Content-* header before it
    return message
