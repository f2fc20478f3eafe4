"""Turn codes, parameters and errors into words of a language, outside of any web request (mail, Word, command line)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matchmaker.errors import MatchmakerError
from matchmaker.locale.catalogues import DEFAULT_LOCALE, translations
from matchmaker.locale.nouns import named


def render(message: str, params: Mapping[str, Any] | None = None, *, locale: str = DEFAULT_LOCALE) -> str:
    """`message` in the language of `locale` with its placeholders filled."""
    text: str = translations(locale).gettext(message) if message else ""
    return text % params if params else text


def render_error(error: MatchmakerError, *, locale: str = DEFAULT_LOCALE) -> str:
    """The error's message. A `problem` is a message itself and is translated first; kinds and states become words."""
    params = named(error.params, locale=locale)
    if isinstance(params.get("problem"), str):
        params["problem"] = render(params["problem"], error.params, locale=locale)
    if isinstance(params.get("field"), str):
        params["field"] = render(params["field"], locale=locale)
    return render(error.message, params, locale=locale)
