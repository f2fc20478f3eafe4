"""/health: whether the service can do its work, for whoever is about to call it."""

from __future__ import annotations

from typing import Literal

from flask import current_app
from pydantic import Field

from matchmaker.locale import N_
from web.api.operation import Call, Operation, Result
from web.api.shapes.base import Out
from web.readiness import Readiness


class Health(Out):
    """A degraded service serves: what needs the missing part waits."""

    status: Literal["ready", "degraded", "down"]
    parts: dict[str, str] = Field(description=N_("Each part of the service with its state in a word."))


def examine(call: Call) -> Result:
    state: Readiness = current_app.extensions["readiness"]()
    return Result(Health(status=state.status, parts=dict(state.parts)), 503 if state.status == "down" else 200)


OPERATIONS = (
    Operation(
        name="getHealth",
        method="GET",
        path="/health",
        summary=N_("Ask whether the service can do its work"),
        description=N_("Needs no token."),
        public=True,
        handle=examine,
        answer=Health,
        statuses=(200, 503),
    ),
)
