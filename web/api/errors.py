"""The one place where a failing request of the API gets its answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound

from matchmaker.errors import MatchmakerError, TokenRefused, TooMany
from matchmaker.locale import N_
from matchmaker.locale.render import render, render_error
from web.access_log import log_failure, request_id
from web.api.language import content_language, locale
from web.api.refusals import (
    REFUSAL_OF_STATUS,
    STATUS_OF_REFUSAL,
    InternalFault,
    InvalidRequest,
    KeyInFlight,
    MissingScope,
    MissingToken,
    Problem,
)
from web.errors import answer_http, status_of

REALM = "matchmaker"
RETRY_LATER = 30
PREFIX = "/api/"
# Answers differ by token and, where they hold words, by language.
VARY = ("Authorization", "Accept-Language")

# kinds of records and states of records as messages name them
WORDS: dict[str, str] = {
    "need": N_("need"),
    "needs": N_("need"),
    "expert": N_("expert"),
    "experts": N_("expert"),
    "organization": N_("organization"),
    "organizations": N_("organization"),
    "achievement": N_("achievement"),
    "achievements": N_("achievement"),
    "suggestion": N_("suggestion"),
    "suggestions": N_("suggestion"),
    "decision": N_("decision"),
    "decisions": N_("decision"),
    "scheme": N_("reference list"),
    "reference": N_("reference list"),
    "request": N_("request"),
    "closed": N_("closed"),
    "suggested": N_("undecided"),
}


def init_errors(blueprint: Blueprint) -> None:
    """Everything that fails inside an operation."""
    blueprint.register_error_handler(MatchmakerError, answer)
    blueprint.register_error_handler(HTTPException, answer_http_error)
    blueprint.register_error_handler(InternalServerError, answer_failure)


def init_unrouted(app: Flask) -> None:
    """Requests that reach no operation at all: no blueprint is asked then."""
    app.register_error_handler(NotFound, _api_or(answer_http_error))
    app.register_error_handler(MethodNotAllowed, _api_or(answer_http_error))


def _api_or(handler: Any) -> Any:
    def choose(error: HTTPException) -> Response:
        response: Response = handler(error) if f"{request.path}/".startswith(PREFIX) else answer_http(error)
        return response

    return choose


def answer_http_error(error: HTTPException) -> Response:
    """What Flask refuses by itself. Headers that belong to the refusal (Allow) are kept."""
    status = error.code or 500
    refusal = REFUSAL_OF_STATUS.get(status) or REFUSAL_OF_STATUS[400 if status < 500 else 500]
    response = answer(refusal())
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def answer_failure(error: InternalServerError) -> Response:
    """A fault of ours: logged by kind and place, told by nothing but its request id."""
    log_failure(error.original_exception or error)
    return answer(InternalFault())


def answer(error: MatchmakerError) -> Response:
    """The error as JSON, with the headers that go with its status."""
    body: dict[str, Any] = {"code": error.code, "message": message_of(error)}
    if error.params.get("field"):
        body["field"] = error.params["field"]
    details = details_of(error)
    if details:
        body["details"] = details
    body["request_id"] = request_id()
    response = jsonify(error=body)
    response.status_code = status_of_any(error)
    response.headers["Content-Language"] = content_language()
    response.vary.update(VARY)
    response.headers.update(headers_of(error, response.status_code))
    return response


def message_of(error: MatchmakerError) -> str:
    """The error's message in the language of the answer, the kind of record and its state included."""
    params = dict(error.params)
    for name in ("kind", "what", "state"):
        word = params.get(name)
        if word in WORDS:
            params[name] = render(WORDS[word], locale=locale())
    named = type(error).__new__(type(error))  # its initialiser takes other arguments than a copy would give
    named.params = params
    return render_error(named, locale=locale())


def status_of_any(error: MatchmakerError) -> int:
    """The HTTP status of a refusal of the API or of an error of the service."""
    return STATUS_OF_REFUSAL.get(type(error)) or status_of(error)


def details_of(error: MatchmakerError) -> dict[str, Any]:
    """What a program can use: every problem with its field, or the scope that is missing."""
    if isinstance(error, InvalidRequest):
        rows = [
            {
                "field": problem.field,
                "code": problem.code,
                "message": render(problem.message, problem.params, locale=locale()),
            }
            for problem in error.problems
        ]
        return {"problems": rows}
    if isinstance(error, MissingScope):
        return {"scope": error.params["scope"]}
    return {}


def _told(problem: Problem) -> dict[str, str]:
    message = render(problem.message, problem.params, locale=locale())
    return {"field": problem.field, "code": problem.code, "message": message}


def headers_of(error: MatchmakerError, status: int) -> dict[str, str]:
    if isinstance(error, MissingToken):
        return {"WWW-Authenticate": f'Bearer realm="{REALM}"'}
    if isinstance(error, TokenRefused):
        return {"WWW-Authenticate": f'Bearer realm="{REALM}", error="invalid_token"'}
    if isinstance(error, MissingScope):
        scope = error.params["scope"]
        return {"WWW-Authenticate": f'Bearer realm="{REALM}", error="insufficient_scope", scope="{scope}"'}
    if isinstance(error, TooMany | KeyInFlight):
        return {"Retry-After": str(error.params["seconds"])}
    return {"Retry-After": str(RETRY_LATER)} if status == 503 else {}
