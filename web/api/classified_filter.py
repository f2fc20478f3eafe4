"""The filter by classification: a scheme and a code of it, as one parameter `scheme:code`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from matchmaker.locale import N_
from matchmaker.services.reference_list import find_term
from web.api.shapes.base import work_of
from web.api.shapes.coded import CLASSIFYING


def _checked(value: str, info: ValidationInfo) -> str:
    scheme, _, code = value.partition(":")
    if scheme not in CLASSIFYING or find_term(work=work_of(info), scheme=scheme, code=code) is None:
        context = {"given": value, "scheme": scheme, "known": ", ".join(f"{name}:…" for name in CLASSIFYING)}
        raise PydanticCustomError("unknown_code", "no such classification", context)
    return value


ClassifiedAs = Annotated[
    str, AfterValidator(_checked), WithJsonSchema({"type": "string", "x-classified": list(CLASSIFYING)})
]
CLASSIFIED: Any = Field(
    default=None, description=N_("How the record is classified, as `scheme:code`, for example fields_form12:materials.")
)


def scheme_and_code(value: str | None) -> dict[str, Any]:
    """The filter as the lists of the services take it."""
    if value is None:
        return {}
    scheme, _, code = value.partition(":")
    return {"scheme": scheme, "code": code}
