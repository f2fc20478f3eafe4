"""A name for every request and one log line about it, without addresses of pages, texts or persons."""

from __future__ import annotations

import secrets
import time
import traceback

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("web.access")


def init_access_log(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(finish)


def begin() -> None:
    # Always our own: an id chosen by the caller could be made to point at somebody else's entry.
    g.request_id = secrets.token_hex(8)
    g.request_began = time.perf_counter()


def request_id() -> str:
    return str(g.get("request_id", ""))


def finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    if request.endpoint != "assets.send":
        log.info("request", **line(response))
    return response


def line(response: Response) -> dict[str, object]:
    """The rule, never the path: personal links carry their secret in it, searches their words in the query."""
    took = (time.perf_counter() - g.request_began) * 1000 if "request_began" in g else None
    return {
        "request_id": request_id(),
        "method": request.method,
        "rule": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "milliseconds": round(took, 1) if took is not None else None,
        "bytes": response.content_length,
    }


def log_failure(error: BaseException) -> None:
    """An unexpected failure: its kind and where it happened. Its message may quote what somebody typed."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    rule = request.url_rule.rule if request.url_rule else None
    log.error("failure", request_id=request_id(), rule=rule, kind=type(error).__qualname__, frames=frames)
