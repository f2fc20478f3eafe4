"""The OpenAPI 3.1 document, made from the same table from which the routes are made."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from matchmaker import __version__
from matchmaker.locale import N_
from matchmaker.locale.render import render
from matchmaker.services.api_scope import SCOPES
from matchmaker.services.work import Work
from web.api.body import JSON
from web.api.body_examples import BODY_EXAMPLES
from web.api.document_parameters import parameters
from web.api.document_responses import RESPONSE_HEADERS, error_response, responses
from web.api.operation import Operation
from web.api.schema_marks import filled
from web.api.shapes.error import ErrorOut

REF_TEMPLATE = "#/components/schemas/{model}"
INTRODUCTION = (
    N_("Read and write access for other systems to the needs, experts, achievements and suggestions of the campaign."),
    N_(
        "**Token.** Send `Authorization: Bearer mm_…`. An administrator makes tokens with the scopes below; one that "
        "is revoked ends at once. Cookies of the pages give no access here."
    ),
    N_(
        "**Errors** all have one form: `error.code` for programs, `error.message` for people (Chinese, or English by "
        "`Accept-Language: en`), `error.field` and `error.details` where they apply, `error.request_id` for questions."
    ),
    N_(
        "**Lists** go from newest to oldest. Ask for the next page with `next_cursor` until it is null. A parameter "
        "that is not listed is refused."
    ),
    N_(
        "**Codes** come as scheme, code and labels in both languages, and go in as the code alone. Amounts are in "
        "万元 (10,000 yuan) as decimal texts, days as YYYY-MM-DD, moments in UTC."
    ),
    N_(
        "**Changes.** Every single record carries an `ETag`. Send it as `If-Match` to change only what you have seen "
        "(412 if somebody was faster), as `If-None-Match` to hear 304 if nothing changed. Send an `Idempotency-Key` "
        "with a POST to repeat it safely: the first answer comes again."
    ),
    N_(
        "**Your ids.** Give `source` and `external_id` with a new record, or store it under them with PUT; both are "
        "filters of the lists."
    ),
)

SCOPE_TABLE = (N_("Scope"), N_("What it allows"))


def document(operations: Sequence[Operation], work: Work, locale: str) -> dict[str, Any]:
    """The document in the language of `locale`, with the codes that are valid now."""
    made: dict[str, Any] = filled(_skeleton(tuple(operations)), work, locale)
    made["info"] = {
        "title": render(N_("Expert-enterprise matchmaking: API"), locale=locale),
        "version": __version__,
        "description": "\n\n".join([*(render(part, locale=locale) for part in INTRODUCTION), _scope_table(locale)]),
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    return made


@lru_cache(maxsize=4)
def _skeleton(operations: tuple[Operation, ...]) -> dict[str, Any]:
    """What does not depend on language and codes."""
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {},
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": name} for name in dict.fromkeys(operation.tag for operation in operations)],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "responses": {"Error": error_response()},
            "headers": RESPONSE_HEADERS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "mm_…"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": parameters(operation),
        "responses": responses(operation),
        "security": [] if operation.public else [{"token": list(operation.scopes)}],
    }
    if operation.description:
        made["description"] = operation.description
    if operation.body is not None:
        name = operation.body.__name__
        schema = {"$ref": REF_TEMPLATE.format(model=name)}
        content = {JSON: {"schema": schema, "example": BODY_EXAMPLES[name]}}
        made["requestBody"] = {"required": True, "content": content}
    return made


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    wanted: dict[tuple[type[BaseModel], Any], None] = {(ErrorOut, "serialization"): None}
    for operation in operations:
        wanted[(operation.answer, "serialization")] = None
        if operation.body is not None:
            wanted[(operation.body, "validation")] = None
    _, made = models_json_schema(list(wanted), ref_template=REF_TEMPLATE)
    schemas: dict[str, Any] = made["$defs"]
    return schemas


def _scope_table(locale: str) -> str:
    scope, meaning = (render(word, locale=locale) for word in SCOPE_TABLE)
    head = f"| {scope} | {meaning} |\n|---|---|"
    rows = [f"| `{name}` | {render(text, locale=locale)} |" for name, text in SCOPES.items()]
    return "\n".join([head, *rows])
