"""Translations read from their .po files: nothing to compile, nothing that can be out of date."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent
DOMAIN = "messages"
SOURCE_LOCALE = "en"
DEFAULT_LOCALE = "zh_Hans_CN"
LOCALES = (DEFAULT_LOCALE, SOURCE_LOCALE)
# Where Babel writes a whole date: the day before the month in English, too, as on the pages.
DAY_LOCALES = {SOURCE_LOCALE: "en_GB"}


def catalogue_path(locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def day_locale(locale: str) -> str:
    """The locale whose form of a date goes with one of LOCALES."""
    return DAY_LOCALES.get(locale, locale)


@cache
def translations(locale: str) -> NullTranslations:
    """The messages of one of LOCALES; those of the source locale are the messages themselves.

    Raises ValueError for another locale, OSError when its file is missing, and what Babel raises for a broken file.
    """
    if locale not in LOCALES:
        raise ValueError(f"No locale {locale!r}; known are {', '.join(LOCALES)}.")
    if locale == SOURCE_LOCALE:
        return NullTranslations()
    with catalogue_path(locale).open("rb") as file:
        catalogue = read_po(file, locale=locale, domain=DOMAIN, abort_invalid=True)
    packed = BytesIO()
    write_mo(packed, catalogue)
    packed.seek(0)
    return Translations(packed, domain=DOMAIN)
