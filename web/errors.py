"""From an error to an answer: one table of statuses, one of explanations, a page, a fragment or JSON."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from matchmaker import errors as domain
from matchmaker.locale.render import render_error
from matchmaker.services.overtaking import Busy
from web.access_log import log_failure, request_id
from web.i18n import LANGUAGES, language

_l = lazy_gettext

# error -> HTTP status; subclasses without a row share their parent's
STATUS_OF: dict[type[domain.MatchmakerError], int] = {
    domain.MatchmakerError: 400,
    domain.InvalidInput: 422,
    domain.NotFound: 404,
    domain.Forbidden: 403,
    domain.Conflicting: 409,
    domain.SignInRefused: 403,
    domain.TooMany: 429,
    domain.SchemaOutdated: 503,
    domain.SearchUnavailable: 503,
    domain.DuplicateNeed: 409,
    domain.ImportRefused: 422,
    domain.AuditBroken: 503,
    domain.SignInExpired: 401,
    domain.LinkExpired: 410,
    domain.MailRefused: 422,
    domain.TokenRefused: 401,
    Busy: 503,
    domain.WeakSecret: 500,
    domain.SealBroken: 500,
}
RETRY_AFTER = {429: 30, 503: 30}


@dataclass(frozen=True)
class Explanation:
    """What a page says of a status: what happened, and what to do now."""

    title: LazyString
    advice: LazyString


EXPLANATIONS: dict[int, Explanation] = {
    400: Explanation(
        _l("This request could not be understood"),
        _l("Go back, load the page again and repeat your step. What you had typed is usually still there."),
    ),
    401: Explanation(
        _l("Please sign in"),
        _l("This page is for people with an account, and your sign-in has ended or not begun."),
    ),
    403: Explanation(
        _l("You may not open this"),
        _l("Your account does not have this right. Sign in with another account, or ask your administrator for it."),
    ),
    404: Explanation(
        _l("There is nothing at this address"),
        _l(
            "The link may be incomplete or no longer valid. Check that it was copied whole, or begin at the start page."
        ),
    ),
    405: Explanation(
        _l("This address does not work that way"),
        _l("It answers to a button, not to a link. Open the page again and use the button there."),
    ),
    409: Explanation(
        _l("Somebody was faster"),
        _l("The record changed while you worked on it. Load it again, look at what changed, and repeat your step."),
    ),
    410: Explanation(
        _l("This link has expired"),
        _l("Ask whoever sent it for a new one."),
    ),
    413: Explanation(
        _l("The file is too large"),
        _l("Split it into several files or leave out pictures, then send it again."),
    ),
    415: Explanation(
        _l("This kind of file is not taken"),
        _l("Send one of the kinds that the page names, for example .xlsx, .csv or .pdf."),
    ),
    422: Explanation(
        _l("Something is not right yet"),
        _l("Correct the fields that are marked and send the form again."),
    ),
    429: Explanation(
        _l("Too many requests at once"),
        _l("Please wait half a minute and try again. Nothing is lost."),
    ),
    500: Explanation(
        _l("Something went wrong on our side"),
        _l("What was saved before is safe. Try again; if it happens again, tell us the number below."),
    ),
    503: Explanation(
        _l("The service cannot answer just now"),
        _l("It is being maintained or has more to do than it can. Please try again in half a minute."),
    ),
}
EXPIRED_FORM = Explanation(
    _l("This page was open for too long"),
    _l("For your protection its form is no longer valid. Go back, load the page again and send it once more."),
)


def init_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(SecurityError, answer_stranger)
    app.register_error_handler(CSRFError, answer_expired_form)
    app.register_error_handler(domain.MatchmakerError, answer_domain)
    app.register_error_handler(InternalServerError, answer_failure)


def status_of(error: domain.MatchmakerError) -> int:
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)


def has_no_name(error: domain.MatchmakerError) -> bool:
    """Whether what was not found is a secret's (a link, a file): there is no name to tell, only what to do."""
    return isinstance(error, domain.NotFound) and error.params.get("ref") == "-"


def answer_domain(error: domain.MatchmakerError) -> Response:
    """A typed error: its own message says what to do."""
    status = status_of(error)
    message = "" if has_no_name(error) else render_error(error, locale=LANGUAGES[language()][0])
    return answer(status, EXPLANATIONS[status], code=error.code, message=message)


def answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    response = answer(status, EXPLANATIONS.get(status, EXPLANATIONS[400 if status < 500 else 500]))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def answer_stranger(error: SecurityError) -> Response:
    """Asked under a host name that is not ours: no page, whose links would carry that name."""
    return Response("400 Bad Request: unknown host", status=400, mimetype="text/plain")


def answer_expired_form(error: CSRFError) -> Response:
    return answer(400, EXPIRED_FORM, code="expired_form")


def answer_failure(error: InternalServerError) -> Response:
    log_failure(error.original_exception or error)
    return answer(500, EXPLANATIONS[500])


def answer(status: int, explanation: Explanation, *, code: str | None = None, message: str | None = None) -> Response:
    """The error in the form the caller reads: JSON for the API, a fragment for htmx, else a page."""
    title, advice = str(explanation.title), message or str(explanation.advice)
    if request.path.startswith("/api/"):
        body = {"code": code or f"http_{status}", "message": advice, "request_id": request_id()}
        response = jsonify(error=body)
    else:
        template = "errors/fragment.html" if request.headers.get("HX-Request") else "errors/page.html"
        page = render_template(template, status=status, title=title, advice=advice, request_id=request_id())
        response = make_response(page)
    response.status_code = status
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = str(RETRY_AFTER[status])
    return response
