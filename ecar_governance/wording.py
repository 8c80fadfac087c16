"""The project's sentences in each language, read from `.po` catalogues at start-up; nothing is compiled.

Web, mail, command line and documents share these objects, so a term is worded once.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from ecar_governance.errors import InvalidInput
from ecar_governance.resources import locale_dir

LOCALES = ("az", "en")


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext's extractors know it
    """Marks a message for the catalogues without translating it here."""
    return message


def translations(locale: str) -> GNUTranslations:
    """The sentences in `locale` ("az" or "en"), read once in a process.

    It has `gettext`, `ngettext`, `pgettext` and `npgettext`; a sentence without a translation, or with one
    that is marked fuzzy, is given back as the code has it. Raises InvalidInput when `locale` is none of
    `LOCALES`, or when its catalogue cannot be read, with file and line.
    """
    if locale not in LOCALES:
        raise InvalidInput(f"There is no language {locale!r} here: say {' or '.join(LOCALES)}.")
    return load(locale, locale_dir() / locale / "LC_MESSAGES" / "messages.po")


@lru_cache(maxsize=8)
def load(locale: str, path: Path) -> GNUTranslations:
    """The catalogue at `path`; an absent file is an empty catalogue. Raises InvalidInput on a faulty one."""
    catalogue = Catalog(locale=locale)
    if path.exists():
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, locale=locale, abort_invalid=True)
        except PoFileError as error:
            raise InvalidInput(
                f"{path}:{(error.lineno or 0) + 1}: {error}", fix="mend the catalogue"
            ) from error
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
