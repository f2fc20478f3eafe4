"""Errors become pages in plain words; nothing of the inside is told."""

from __future__ import annotations

import inspect
from typing import NoReturn

import pytest
from flask import Flask, abort
from structlog.testing import capture_logs

from matchmaker import errors as domain
from tests.web.conftest import AppMaker
from web.errors import EXPLANATIONS, STATUS_OF, status_of


def abort_with(status: int) -> NoReturn:
    abort(status)


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    app = make_app()
    app.add_url_rule("/abort/<int:status>", view_func=abort_with, endpoint="stop")

    @app.get("/fails")
    def fails() -> str:
        raise KeyError("13800001234 wrote a secret")

    @app.get("/refuses")
    @app.get("/api/v1/refuses")
    def refuses() -> str:
        raise domain.TooMany(seconds=7)

    return app


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
def test_each_status_has_a_page_that_says_what_to_do(app: Flask, status: int) -> None:
    answer = app.test_client().get(f"/abort/{status}")
    english = app.test_client().get(f"/abort/{status}?lang=en")
    assert (answer.status_code, english.status_code) == (status, status)
    assert f"<h1>{EXPLANATIONS[status].title}</h1>" in english.text
    assert str(EXPLANATIONS[status].title) not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert ("Retry-After" in answer.headers) == (status in (429, 503))


def test_a_status_without_a_page_of_its_own_is_explained_as_its_like(app: Flask) -> None:
    answer = app.test_client().get("/abort/418?lang=en")
    assert (answer.status_code, "could not be understood" in answer.text) == (418, True)


def test_a_failure_shows_and_logs_neither_its_message_nor_the_address(app: Flask) -> None:
    with capture_logs() as logs:
        answer = app.test_client().get("/fails?who=somebody")
    assert answer.status_code == 500
    assert "13800001234" not in answer.text + repr(logs)
    assert "somebody" not in repr(logs)
    failure, access = logs
    assert (failure["kind"], failure["rule"], failure["request_id"]) == ("KeyError", "/fails", access["request_id"])
    assert failure["frames"][-1].endswith(" fails")


def test_htmx_gets_a_fragment_and_the_api_json(app: Flask) -> None:
    client = app.test_client()
    fragment = client.get("/refuses?lang=en", headers={"HX-Request": "true"})
    assert (fragment.status_code, "<html" in fragment.text, "data-error" in fragment.text) == (429, False, True)
    assert "Please wait 7 seconds" in fragment.text
    answer = client.get("/api/v1/refuses?lang=en")
    assert answer.json == {
        "error": {
            "code": "too_many",
            "message": "Too many attempts. Please wait 7 seconds and try again.",
            "request_id": answer.headers["X-Request-ID"],
        }
    }


def test_a_typed_error_speaks_the_language_of_the_reader(app: Flask) -> None:
    assert "尝试次数过多，请等待 7 秒后再试。" in app.test_client().get("/refuses").text


def test_methods_that_are_possible_are_named(app: Flask) -> None:
    assert set(app.test_client().get("/language").headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_every_typed_error_has_a_status_with_an_explanation() -> None:
    kinds = [
        kind for _, kind in inspect.getmembers(domain, inspect.isclass) if issubclass(kind, domain.MatchmakerError)
    ]
    statuses = {kind.__name__: status_of(kind.__new__(kind)) for kind in kinds}
    assert set(statuses.values()) <= set(EXPLANATIONS)
    assert {name for name, status in statuses.items() if status == STATUS_OF[domain.MatchmakerError]} == {
        "MatchmakerError"
    }
