"""From the query of an address to a checked shape; names that are not known are refused (S4)."""

from __future__ import annotations

import re
from typing import Annotated, Any, get_origin

from flask import request
from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from matchmaker.locale import N_
from matchmaker.services.paging import DEFAULT_LIMIT, MAX_LIMIT, PageRequest
from matchmaker.services.work import Work
from web.api.problems import MESSAGES, problems_of
from web.api.refusals import InvalidRequest, Problem
from web.api.shapes.base import In, matching

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_TRUTH = {"true": True, "false": False}


def _number(value: Any) -> Any:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise PydanticCustomError("int_parsing", "not a whole number")


def _truth(value: Any) -> Any:
    if isinstance(value, str) and value in _TRUTH:
        return _TRUTH[value]
    raise PydanticCustomError("bool_type", "neither true nor false")


QueryTruth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]


def number(least: int, most: int) -> Any:
    """The type of a whole number in an address."""
    return Annotated[int, Field(ge=least, le=most), BeforeValidator(_number)]


class Query(In):
    """Parameters of an address."""


class PageQuery(Query):
    """Parameters of every list."""

    cursor: matching(r"^[A-Za-z0-9_-]{4,60}$", 60) | None = Field(
        default=None, description=N_("Where to go on: `next_cursor` of the page before. The first page has none.")
    )
    limit: number(1, MAX_LIMIT) = Field(default=DEFAULT_LIMIT, description=N_("How many entries a page has."))
    total: QueryTruth = Field(default=False, description=N_("Whether to count all entries that match."))

    @property
    def page(self) -> PageRequest:
        return PageRequest(cursor=self.cursor, limit=self.limit)


def read_query(shape: type[In] | None, work: Work) -> In:
    """The query as `shape`; without one, no parameter is taken. Raises InvalidRequest."""
    known = shape or Query
    given = request.args.to_dict(flat=False)
    several = [name for name, texts in given.items() if len(texts) > 1 and not is_list(known, name)]
    if several:
        raise InvalidRequest(*(Problem(name, "repeated", MESSAGES["repeated"]) for name in several))
    values = {name: texts if is_list(known, name) else texts[0] for name, texts in given.items()}
    try:
        return known.model_validate(values, context={"work": work}, strict=False)
    except ValidationError as error:
        raise InvalidRequest(*problems_of(error.errors(include_url=False, include_input=False))) from error


def is_list(shape: type[In], name: str) -> bool:
    """Whether a parameter may be given several times."""
    known = shape.model_fields.get(name)
    return known is not None and get_origin(known.annotation) is list
