"""Turn codes, parameters and errors into words of a language, outside of any web request (mail, Word, command line)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations

from matchmaker.errors import MatchmakerError

CATALOGUES = Path(__file__).parent
DEFAULT_LOCALE = "zh_Hans_CN"


@cache
def translations(locale: str) -> NullTranslations:
    """The catalogue of `locale`; English needs none."""
    return Translations.load(CATALOGUES, [locale], domain="messages")


def render(message: str, params: Mapping[str, Any] | None = None, *, locale: str = DEFAULT_LOCALE) -> str:
    """`message` in the language of `locale` with its placeholders filled."""
    text: str = translations(locale).gettext(message) if message else ""
    return text % params if params else text


def render_error(error: MatchmakerError, *, locale: str = DEFAULT_LOCALE) -> str:
    """The error's message; a `problem` parameter is a message itself and is translated first."""
    params = dict(error.params)
    if isinstance(params.get("problem"), str):
        params["problem"] = render(params["problem"], error.params, locale=locale)
    if isinstance(params.get("field"), str):
        params["field"] = render(params["field"], locale=locale)
    return render(error.message, params, locale=locale)
