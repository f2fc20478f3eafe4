"""One line a request: enough to find it again, nothing that a person wrote."""

from __future__ import annotations

from flask import Flask
from structlog.testing import capture_logs

from tests.web.conftest import AppMaker


def test_the_log_names_the_rule_and_not_the_secret_in_the_path(make_app: AppMaker) -> None:
    app: Flask = make_app()
    app.add_url_rule("/t/<token>", view_func=lambda token: token, endpoint="personal")
    with capture_logs() as logs:
        answer = app.test_client().get("/t/3fd81c-secret?q=13800001234")
    (entry,) = logs
    assert "secret" not in repr(entry)
    assert "13800001234" not in repr(entry)
    assert entry["milliseconds"] >= 0
    del entry["milliseconds"]
    assert entry == {
        "event": "request",
        "log_level": "info",
        "request_id": answer.headers["X-Request-ID"],
        "method": "GET",
        "rule": "/t/<token>",
        "status": 200,
        "bytes": len("3fd81c-secret"),
    }


def test_a_caller_cannot_choose_the_id(make_app: AppMaker) -> None:
    answer = make_app().test_client().get("/healthz", headers={"X-Request-ID": "mine"})
    assert answer.headers["X-Request-ID"] != "mine"
