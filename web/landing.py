"""Where a person's work begins after signing in, and in which language."""

from __future__ import annotations

from flask import current_app, url_for
from werkzeug.wrappers import Response

from matchmaker.models.codes import Role
from web.i18n import CODES, COOKIE

YEAR = 365 * 24 * 3600
# role -> endpoints, the first that is there
BEGINNINGS: dict[Role, tuple[str, ...]] = {
    Role.ENTERPRISE: ("my_needs.index",),
    Role.LIAISON: ("experts.index",),
}


def landing_page(role: Role) -> str:
    for endpoint in (*BEGINNINGS.get(role, ("today.index",)), "account.show"):
        if endpoint in current_app.view_functions:
            return url_for(endpoint)
    return "/"


def set_language(response: Response, locale: str | None) -> Response:
    """Remember the language of `locale` in this browser; none chosen leaves what is there."""
    if locale is not None:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(COOKIE, CODES[locale], max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
