"""Whether the process lives, and whether it can do its work. For supervisors, not for people."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from web.readiness import Readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    state: Readiness = current_app.extensions["readiness"]()
    return jsonify(status=state.status, parts=dict(state.parts)), 503 if state.status == "down" else 200
