"""The document as JSON, and the page on which people read it and try it out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    send_from_directory,
)
from werkzeug.exceptions import NotFound

from matchmaker.bootstrap import Application
from matchmaker.locale import N_
from matchmaker.locale.render import render
from web.api.document import document
from web.api.language import content_language, language, locale
from web.api.operation import Operation
from web.i18n import LANGUAGES

TITLE = N_("Expert-enterprise matchmaking: API")
NO_SCRIPT = N_("This page needs JavaScript. The description itself is here: %(address)s")
HERE = Path(__file__).parent
# Swagger UI comes as static files in a package of its own: nothing is fetched from elsewhere.
SWAGGER = Path(str(files("flask_openapi_swagger"))) / "templates" / "swagger"
# name in the address -> folder and name of the file
ASSETS: dict[str, tuple[Path, str]] = {
    "swagger-ui.css": (SWAGGER / "css", "swagger-ui.css"),
    "swagger-ui-bundle.js": (SWAGGER / "js", "swagger-ui-bundle.js"),
    "docs.css": (HERE / "static", "docs.css"),
    "docs.js": (HERE / "static", "docs.js"),
}
# Narrower than that of the other pages but for styles: Swagger UI writes style attributes.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
ASSET_LIFE = "public, max-age=3600"


def add_document(blueprint: Blueprint, operations: Sequence[Operation]) -> None:
    """Add the document, its page and the page's files to the API."""

    def openapi() -> Response:
        application: Application = current_app.extensions["services"]
        with application.database.read() as session:
            response = jsonify(document(operations, application.work(session), locale()))
        response.headers["Content-Language"] = content_language()
        return response

    for path, view in (("/openapi.json", openapi), ("/docs", page), ("/docs/<name>", asset)):
        blueprint.add_url_rule(path, view_func=view, methods=["GET"], provide_automatic_options=False)


def page() -> Response:
    """The page, in the language that `?lang=` or Accept-Language asks for."""
    chosen = request.args.get("lang")
    code = chosen if chosen in LANGUAGES else language()
    name, html_lang, _ = LANGUAGES[code]
    words = {
        "title": render(TITLE, locale=name),
        "no_script": render(NO_SCRIPT, {"address": "/api/v1/openapi.json"}, locale=name),
    }
    languages = [(other, LANGUAGES[other][2]) for other in LANGUAGES]
    response = make_response(
        render_template("api_docs.html", words=words, code=code, html_lang=html_lang, languages=languages)
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Language"] = html_lang
    return response


def asset(name: str) -> Response:
    """A file of the page."""
    if name not in ASSETS:
        raise NotFound
    folder, file = ASSETS[name]
    response = send_from_directory(folder, file, max_age=3600)
    response.headers["Cache-Control"] = ASSET_LIFE
    return response
