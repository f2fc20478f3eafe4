"""The parameters of an operation as the document lists them: path, query, headers."""

from __future__ import annotations

import re
from typing import Any

from matchmaker.locale import N_
from web.api import replay
from web.api.entity_tags import FORM
from web.api.operation import Lock, Operation
from web.api.path_parameters import PATH_PARAMETERS


def parameters(operation: Operation) -> list[dict[str, Any]]:
    """Everything an operation takes beside its body."""
    return [*_path(operation), *_query(operation), *_headers(operation)]


def _path(operation: Operation) -> list[dict[str, Any]]:
    found = []
    for name in re.findall(r"{(\w+)}", operation.path):
        known = PATH_PARAMETERS[name]
        schema = {"type": "string", "pattern": known.pattern, "maxLength": known.longest}
        found.append({"name": name, "in": "path", "required": True, "description": known.description, "schema": schema})
    return found


def _query(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    made = operation.query.model_json_schema(mode="validation")
    required = made.get("required", ())
    return [
        _described({"name": name, "in": "query", "required": name in required, "schema": _not_null(schema)})
        for name, schema in made["properties"].items()
    ]


def _headers(operation: Operation) -> list[dict[str, Any]]:
    found = []
    if operation.lock is not Lock.NONE:
        required = operation.lock is Lock.REQUIRED
        text = N_("The ETag of the record that was read; 412 if it has changed since.")
        # Where it is required, `*` will not do: it names no version that anybody has seen.
        schema = {"type": "string", "pattern": FORM} if required else {"type": "string"}
        found.append(_header("If-Match", text, schema, required=required))
    if operation.tagged and operation.method == "GET":
        text = N_("The ETag of an earlier answer; 304 if it would be the same again.")
        found.append(_header("If-None-Match", text, {"type": "string"}))
    if operation.takes_key:
        text = N_("A random text of your own for this request: sent again, it is answered again and not done again.")
        found.append(_header(replay.HEADER, text, {"type": "string", "pattern": replay.KEY, "maxLength": 128}))
    return found


def _header(name: str, text: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "description": text, "schema": schema}


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not given is no null: an address cannot say null."""
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **options[0]}


def _described(parameter: dict[str, Any]) -> dict[str, Any]:
    """A description belongs to the parameter, not to its schema."""
    schema = parameter["schema"]
    if "description" in schema:
        parameter["description"] = schema["description"]
        parameter["schema"] = {name: value for name, value in schema.items() if name != "description"}
    return parameter
