"""The language switch: posted, remembered in a cookie, back to where one was."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, request
from werkzeug.wrappers import Response

from web.i18n import COOKIE, LANGUAGES
from web.links import safe_return

YEAR = 365 * 24 * 3600
blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
def switch() -> Response:
    code = request.form.get("lang", "")
    if code not in LANGUAGES:
        abort(400)
    response = redirect(safe_return(request.form.get("next", "")), 303)
    response.set_cookie(
        COOKIE, code, max_age=YEAR, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    return response
