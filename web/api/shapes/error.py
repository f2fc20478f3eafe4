"""The one form of every error."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from matchmaker.locale import N_
from web.api.shapes.base import Out


class ErrorBody(Out):
    """What went wrong and what to do now."""

    # An error names a field, or details, only where there are any.
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    code: str = Field(description=N_("Stable, for programs."))
    message: str = Field(description=N_("For people, in the language of Accept-Language."))
    field: str = Field(default="", description=N_("The first field that is not right, as a path."))
    details: dict[str, Any] = Field(
        default={},
        description=N_("`problems`: each field with its code and message; `scope`: the one that is missing."),
    )
    request_id: str


class ErrorOut(Out):
    """An error."""

    error: ErrorBody
