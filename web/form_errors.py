"""Typed errors as the words of a form: which field, and what to correct there."""

from __future__ import annotations

from matchmaker.errors import InvalidInput, MatchmakerError
from matchmaker.locale.render import render, render_error
from web.i18n import LANGUAGES, language


def locale() -> str:
    """The name of the catalogue of this request."""
    return LANGUAGES[language()][0]


def words_of(error: MatchmakerError) -> str:
    """The error in the language of this request; of a field that is not right the problem alone, without its name."""
    if isinstance(error, InvalidInput):
        return render(str(error.params["problem"]), error.params, locale=locale())
    return render_error(error, locale=locale())


def field_errors(error: InvalidInput) -> dict[str, str]:
    """For a FormState: the field that is not right with what to correct."""
    return {str(error.params["field"]): words_of(error)}
