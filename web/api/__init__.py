"""The JSON API, /api/v1. A new resource: one file here with its `OPERATIONS`, one line in RESOURCES."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from flask import Blueprint, Flask, Response

from matchmaker.services.rate import Limit
from web.api.document_pages import add_document
from web.api.errors import VARY, init_errors, init_unrouted
from web.api.limits import CALLS, add_rate_headers
from web.api.operation import Operation
from web.api.records import BASE
from web.api.serving import Server
from web.security import csrf

# resource, which is its tag in the document -> module that holds its operations
RESOURCES: dict[str, str] = {
    "needs": "web.api.needs",
    "experts": "web.api.experts",
    "organizations": "web.api.organizations",
    "achievements": "web.api.achievements",
    "suggestions": "web.api.suggestions",
    "decisions": "web.api.decisions",
    "outcomes": "web.api.outcomes",
    "campaigns": "web.api.campaigns",
    "search": "web.api.search",
    "reference": "web.api.reference",
    "counts": "web.api.counts",
    "health": "web.api.health",
}


def register_api(app: Flask, *, calls: Limit = CALLS) -> None:
    """Add the API to the application. Its `services` extension has to be a `matchmaker.bootstrap.Application`."""
    blueprint = Blueprint("api", __name__, url_prefix=BASE, template_folder="templates")
    operations = all_operations()
    server = Server(calls)
    for operation in operations:
        blueprint.add_url_rule(
            re.sub(r"{(\w+)}", r"<\1>", operation.path),
            endpoint=operation.name,
            view_func=server.view(operation),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    add_document(blueprint, operations)
    init_errors(blueprint)
    blueprint.after_request(add_rate_headers)
    blueprint.after_request(add_vary)
    # Nothing here is done for a cookie: a foreign page has no token to send.
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)
    init_unrouted(app)


def all_operations() -> tuple[Operation, ...]:
    """Every operation of the table, with its resource as tag. Two of one name or address stop the start."""
    found = [replace(operation, tag=name) for name, module in RESOURCES.items() for operation in _operations(module)]
    for key in ("name", "method path"):
        seen = [tuple(getattr(operation, part) for part in key.split()) for operation in found]
        twice = sorted({entry for entry in seen if seen.count(entry) > 1})
        if twice:
            raise ValueError(f"Two operations have the same {key}: {twice}.")
    return tuple(found)


def add_vary(response: Response) -> Response:
    """What a shared cache has to tell apart."""
    response.vary.update(VARY)
    return response


def _operations(module: str) -> Sequence[Operation]:
    operations: Sequence[Operation] = import_module(module).OPERATIONS
    return operations
