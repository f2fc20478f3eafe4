"""Bases and types that all shapes share: explicit fields, texts that can be stored, codes, money, dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from matchmaker.services.reference_list import known_codes
from matchmaker.services.work import Work

# One line: no control characters, not blank. A text may have tabs and line breaks, and may be empty.
LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
REF = r"^[0-9A-HJKMNP-TV-Z]{10}$"
SOURCE = r"^[a-z0-9][a-z0-9._-]{0,63}$"
EXTERNAL_ID = r"^[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._:~()-]{0,127}$"
AMOUNT = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"
MOBILE = r"^1[3-9][0-9]{9}$"
TELEPHONE = r"^[0-9+][0-9 ()-]{4,30}[0-9]$"
EMAIL = r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,3}$"
WEBSITE = r"^https?://[^\s<>\"'\x00-\x1f\x7f]{1,290}$"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class In(BaseModel):
    """A body: JSON types are taken as they are, unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Out(BaseModel):
    """An answer: every field is there, always."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


def line(longest: int) -> Any:
    """The type of a line of at most `longest` characters."""
    return Annotated[str, Field(min_length=1, max_length=longest, pattern=LINE)]


def prose(longest: int) -> Any:
    """The type of a text of at most `longest` characters."""
    return Annotated[str, Field(max_length=longest, pattern=TEXT)]


def matching(pattern: str, longest: int) -> Any:
    """The type of a string of one form."""
    return Annotated[str, Field(max_length=longest, pattern=pattern)]


def few(item: Any, most: int) -> Any:
    """The type of a list of at most `most` entries."""
    return Annotated[list[item], Field(max_length=most)]


def whole(least: int, most: int) -> Any:
    """The type of a whole number within bounds. JSON knows no integers: 5.0 is one, too."""
    return Annotated[int, Field(ge=least, le=most), BeforeValidator(_whole)]


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _iso_date(value: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # a day that no calendar has: refused like any other text
    raise PydanticCustomError("date", "not an ISO date")


IsoDate = Annotated[date, BeforeValidator(_iso_date)]
Ref = matching(REF, 10)
Source = matching(SOURCE, 64)
ExternalId = matching(EXTERNAL_ID, 128)
Amount = matching(AMOUNT, 13)


def work_of(info: ValidationInfo) -> Work:
    """The unit of work that the caller of the validation has put into its context."""
    assert info.context is not None  # every caller gives one: codes depend on the operator's lists
    work: Work = info.context["work"]
    return work


def code_of(scheme: str, *, group: str | None = None, only: tuple[str, ...] = ()) -> Any:
    """The type of a code of a reference list, of one `group` of it, or of `only` some codes."""

    def check(value: str, info: ValidationInfo) -> str:
        known = codes_of_scheme(work_of(info), scheme, group, only)
        if value not in known:
            context = {"given": value, "scheme": scheme, "known": ", ".join(known)}
            raise PydanticCustomError("unknown_code", "no such code", context)
        return value

    mark = {"type": "string", "x-scheme": scheme, "x-group": group, "x-only": list(only)}
    return Annotated[str, AfterValidator(check), WithJsonSchema(mark)]


def codes_of_scheme(work: Work, scheme: str, group: str | None, only: tuple[str, ...]) -> list[str]:
    """The codes that `code_of` takes, in the order of the list."""
    return [code for code in known_codes(work=work, scheme=scheme, group=group) if not only or code in only]
