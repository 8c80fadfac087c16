"""People as the vault keeps them: names, mail address, language, held to the log by a salted digest."""

from __future__ import annotations

import re

from ecar_governance.domain.canonical import canonical, nfc, text_digest
from ecar_governance.domain.events import PersonRegistered
from ecar_governance.errors import Finding, InvalidInput
from ecar_governance.services.desk import Desk
from ecar_governance.services.ports import VaultWrite
from ecar_governance.services.texts import unseen

_NAME_LIMIT = 200
_MAIL = re.compile(r"[^@\s<>,;:\"\\]{1,64}@[^@\s<>,;:\"\\]{1,190}\.[^@\s<>,;:\"\\.]{2,}")


def fold_mail(email: str) -> str:
    """The form by which two spellings of one address are found equal (casefold after NFC; İ apart)."""
    return nfc(nfc(email).replace("İ", "i").casefold())


def person_facts(names: dict[str, str], email: str, locale: str) -> str:
    """The one text that a person's digest is over."""
    return canonical({"email": email, "locale": locale, "names": names}).decode()


def register_rows(
    desk: Desk, person: str, names: dict[str, str], email: str, locale: str
) -> tuple[PersonRegistered, VaultWrite]:
    """The event that registers (or changes) a person and the vault row that it names by digest.

    Raises InvalidInput with every problem."""
    clean = {k: nfc(v.strip()) for k, v in names.items()}
    address = nfc(email.strip())
    findings = []
    if not clean.get("az") or not clean.get("en"):
        findings.append(
            Finding("person.name", "A person needs a name in Azerbaijani and in English.", "name")
        )
    for language, name in sorted(clean.items()):
        if unseen(name):
            findings.append(Finding("person.unseen", "The name holds a sign that cannot be seen.", "name"))
        if len(name) > _NAME_LIMIT:
            findings.append(
                Finding(
                    "person.name_long", f"A name has at most {_NAME_LIMIT} characters.", f"name_{language}"
                )
            )
    if address and (unseen(address) or not _MAIL.fullmatch(address)):
        findings.append(Finding("person.email", f"{address!r} is not a mail address.", "email"))
    if locale not in ("az", "en"):
        findings.append(Finding("person.locale", f"{locale!r} is not a language here.", "locale", "az or en"))
    if findings:
        raise InvalidInput("The person cannot be registered like this.", findings=findings)
    salt = desk.ids.salt()
    digest = text_digest(person_facts(clean, address, locale), salt)
    values = {
        "name_az": clean["az"],
        "name_en": clean["en"],
        "email": address or None,
        "email_folded": fold_mail(address) if address else None,
        "locale": locale,
        "salt": salt,
        "digest": digest,
        "created": desk.clock.now(),
    }
    return PersonRegistered(person, digest), VaultWrite("person", {"id": person}, values)
