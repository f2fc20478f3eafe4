"""From what pydantic finds wrong to problems in words that can be translated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import ErrorDetails

from matchmaker.locale import N_
from web.api.refusals import Problem

# Tags that choose one form of a value begin so; they are no part of the path that the caller knows.
TAG = "by:"
REQUIRED = N_("This field is required.")
UNKNOWN_FIELD = N_("There is no such field here: leave it out.")
NOT_TAKEN = N_("This value cannot be taken: compare it with the description of the API.")

# kind of error -> message; placeholders are filled from pydantic's context
MESSAGES: dict[str, str] = {
    "missing": REQUIRED,
    "extra_forbidden": UNKNOWN_FIELD,
    "string_type": N_("This has to be a text."),
    "string_too_short": N_("The text needs at least %(min_length)s characters."),
    "string_too_long": N_("The text has more than %(max_length)s characters: shorten it."),
    "string_pattern_mismatch": N_("This text does not have the form that is asked for: %(pattern)s."),
    "int_type": N_("This has to be a whole number."),
    "int_parsing": N_("This has to be a whole number."),
    "int_from_float": N_("This has to be a whole number."),
    "greater_than_equal": N_("The number has to be %(ge)s or more."),
    "less_than_equal": N_("The number has to be %(le)s or less."),
    "bool_type": N_("This has to be true or false."),
    "list_type": N_("This has to be a list."),
    "too_long": N_("The list has more than %(max_length)s entries: leave some out."),
    "too_short": N_("The list needs at least %(min_length)s entries."),
    "model_type": N_("This has to be an object."),
    "dict_type": N_("This has to be an object."),
    "literal_error": N_("Choose one of: %(expected)s."),
    "date": N_("Write the date as YYYY-MM-DD."),
    "unknown_code": N_("“%(given)s” is no code of the list %(scheme)s. Known are: %(known)s."),
    "unknown_scheme": N_("“%(given)s” is no list that classifies records. Known are: %(known)s."),
    "not_a_credit_code": N_("The check sign of this credit code is wrong: compare it with the licence."),
    "repeated": N_("This parameter may be given once only."),
    "no_reason": N_("Say why this is no match: give one of the reasons of the list rejection_reasons."),
    "needless_reason": N_("Only a rejection has a reason: leave it out."),
    "no_note": N_("Write the reason in a few words as `note`."),
    "pair": N_("The source and the external id belong together: give both."),
}


def problems_of(errors: Iterable[ErrorDetails]) -> tuple[Problem, ...]:
    """Each error as a problem with the path of its field."""
    return tuple(_problem(error) for error in errors)


def _problem(error: ErrorDetails) -> Problem:
    kind = error["type"]
    if kind.startswith("date_"):
        kind = "date"
    params = {name: value for name, value in (error.get("ctx") or {}).items() if name != "error"}
    path = ".".join(str(step) for step in error["loc"] if not str(step).startswith(TAG))
    field = path or str(params.pop("field", "body"))
    return Problem(field, kind if kind in MESSAGES else "invalid", MESSAGES.get(kind, NOT_TAKEN), _plain(params))


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float) else str(value) for name, value in params.items()}
