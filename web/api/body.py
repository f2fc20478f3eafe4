"""From the bytes of a body to a checked shape."""

from __future__ import annotations

from flask import request
from pydantic import ValidationError

from matchmaker.services.work import Work
from web.api.problems import problems_of
from web.api.refusals import InvalidRequest, MalformedBody, UnsupportedType
from web.api.shapes.base import In

LARGEST_BODY = 1024 * 1024
JSON = "application/json"


def read_body(shape: type[In], work: Work) -> In:
    """The body as `shape`. Raises UnsupportedType, MalformedBody or InvalidRequest (all that is wrong at once)."""
    if request.mimetype != JSON or request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedType
    data = raw_body()
    try:
        return shape.model_validate_json(data, context={"work": work})
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        raise MalformedBody(reason=str(errors[0]["ctx"]["error"]))
    raise InvalidRequest(*problems_of(errors))


def raw_body() -> bytes:
    """The bytes of the body, at most LARGEST_BODY: a longer one is refused by Flask (413)."""
    request.max_content_length = LARGEST_BODY
    return request.get_data(cache=True)
