"""The language of an API answer: what Accept-Language asks for, Chinese unless it asks for English."""

from __future__ import annotations

from flask import request

from matchmaker.locale.catalogues import DEFAULT_LOCALE
from web.i18n import LANGUAGES


def language() -> str:
    """`zh` or `en`, by the order of preference in Accept-Language. Cookies and queries have no say here."""
    for tag, quality in request.accept_languages:
        primary = tag.partition("-")[0].lower()
        if quality > 0 and primary in LANGUAGES:
            return primary
    return next(code for code, (locale, _, _) in LANGUAGES.items() if locale == DEFAULT_LOCALE)


def locale() -> str:
    """The name of the catalogue for this answer."""
    return LANGUAGES[language()][0]


def content_language() -> str:
    """What Content-Language says."""
    return LANGUAGES[language()][1]
