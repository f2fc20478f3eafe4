"""The answers of an operation as the document lists them: good ones with their headers, refusals by status."""

from __future__ import annotations

from typing import Any

from matchmaker.locale import N_
from web.api.body import JSON
from web.api.entity_tags import FORM
from web.api.operation import Lock, Operation

SCHEMAS = "#/components/schemas/"
RATE = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
RESPONSE_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": N_("The version of the record and a mark of this answer."),
        "required": True,
        "schema": {"type": "string", "pattern": FORM},
    },
    "Location": {
        "description": N_("The address of the new record."),
        "required": True,
        "schema": {"type": "string", "pattern": "^/api/v1/"},
    },
    "X-Request-ID": {
        "description": N_("The id of this request in the logs and in the audit log."),
        "required": True,
        "schema": {"type": "string"},
    },
    "RateLimit-Limit": {
        "description": N_("How many calls a client may make in a period."),
        "required": True,
        "schema": {"type": "integer"},
    },
    "RateLimit-Remaining": {
        "description": N_("How many of them are left."),
        "required": True,
        "schema": {"type": "integer"},
    },
    "RateLimit-Reset": {
        "description": N_("After how many seconds the limit is whole again."),
        "required": True,
        "schema": {"type": "integer"},
    },
    "Retry-After": {
        "description": N_("After how many seconds to ask again."),
        "schema": {"type": "integer"},
    },
    "WWW-Authenticate": {
        "description": N_("What kind of token is needed, or which scope is missing."),
        "schema": {"type": "string"},
    },
}
GOOD = {
    200: N_("Done."),
    201: N_("Created."),
    304: N_("Nothing has changed since the answer with this ETag."),
    503: N_("The service cannot do its work; the parts say why."),
}


def responses(operation: Operation) -> dict[str, Any]:
    """Every status that the operation may answer."""
    made = {str(status): _good(operation, status) for status in operation.statuses}
    if operation.tagged and operation.method == "GET":
        made["304"] = {"description": GOOD[304], "headers": _headers("ETag", "X-Request-ID")}
    for status in sorted(_refusals(operation) - set(operation.statuses)):
        made[str(status)] = {"$ref": "#/components/responses/Error"}
    return made


def error_response() -> dict[str, Any]:
    """The one form of a refusal."""
    return {
        "description": N_("The request was refused; the error says why and what to do."),
        "headers": _headers("X-Request-ID", "Retry-After", "WWW-Authenticate"),
        "content": {JSON: {"schema": {"$ref": f"{SCHEMAS}ErrorOut"}}},
    }


def _good(operation: Operation, status: int) -> dict[str, Any]:
    names = ["X-Request-ID"]
    if operation.tagged:
        names.append("ETag")
    if status == 201:
        names.append("Location")
    if not operation.public:
        names.extend(RATE)
    content = {JSON: {"schema": {"$ref": f"{SCHEMAS}{operation.answer.__name__}"}}}
    return {"description": GOOD[status], "headers": _headers(*names), "content": content}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _refusals(operation: Operation) -> set[int]:
    found = {422, 503}
    if not operation.public:
        found |= {401, 429}
    if operation.scopes:
        found.add(403)
    if "{" in operation.path:
        found.add(404)
    if operation.body is not None:
        found |= {400, 413, 415}
    if operation.writes:
        found.add(409)
    if operation.lock is not Lock.NONE:
        found.add(412)
    if operation.lock is Lock.REQUIRED:
        found.add(428)
    return found
