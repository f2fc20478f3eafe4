"""The API as a client sees it: an application over a fresh database, tokens by scope, and one judge of every error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker.bootstrap import Application
from matchmaker.database import Database
from matchmaker.services.api_scope import SCOPES
from matchmaker.services.api_token import create_client, create_token, find_client
from matchmaker.services.rate import Limit
from matchmaker.services.work import Work
from matchmaker.settings import Settings
from tests.support.world import World
from tests.web.conftest import make_settings, reference_label
from web.api import register_api
from web.api.limits import CALLS
from web.app import create_app
from web.readiness import Readiness

BASE = "/api/v1"
EVERYTHING = tuple(SCOPES)
# What a partner may do who is not trusted with what is confidential.
USUAL = tuple(name for name in SCOPES if name not in ("needs:confidential", "contacts:read"))


def check_error(answer: TestResponse) -> dict[str, Any]:
    """The one assertion about errors: form, headers, and nothing of the inside. Gives the error."""
    assert answer.status_code >= 400, answer.text
    assert answer.mimetype == "application/json"
    assert set(answer.json) == {"error"}, answer.json
    error: dict[str, Any] = answer.json["error"]
    assert {"code", "message", "request_id"} <= set(error) <= {"code", "message", "field", "details", "request_id"}
    assert error["code"].replace("_", "").replace(".", "").isalnum()
    assert error["message"]
    assert "%(" not in error["message"]
    assert error["request_id"] == answer.headers["X-Request-ID"]
    assert answer.headers["Content-Language"] in ("zh-Hans-CN", "en")
    assert {"Authorization", "Accept-Language"} <= set(answer.vary)
    assert not {"Traceback", "sqlalchemy", "sqlite", "psycopg", "/web/"} & set(answer.text.split())
    assert ("WWW-Authenticate" in answer.headers) is (
        error["code"] in ("unauthenticated", "token_refused", "missing_scope")
    )
    assert answer.status_code not in (429, 503) or int(answer.headers["Retry-After"]) > 0
    assert answer.status_code != 405 or answer.headers["Allow"]
    assert "Set-Cookie" not in answer.headers
    return error


@dataclass
class Api:
    """A client with one token. Paths are relative to /api/v1; every refusal passes `check_error`."""

    client: FlaskClient
    token: str | None

    def open(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        sent = dict(headers or {})
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        address = path if path.startswith("/api") else BASE + path
        answer = self.client.open(address, method=method, headers=sent, buffered=True, **options)
        if answer.status_code >= 400:
            check_error(answer)
        else:
            assert "Set-Cookie" not in answer.headers
        return answer

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.open("POST", path, json=body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.open("PATCH", path, json=body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.open("PUT", path, json=body, **options)


ApiMaker = Callable[..., Api]
AppOver = Callable[..., Flask]


@pytest.fixture
def app_over(world: World, tmp_path: Path) -> AppOver:
    """Makes the application over a database."""

    def make(database: Database, calls: Limit = CALLS, reference_dir: Path | None = None) -> Flask:
        settings = Settings(_env_file=None, data_dir=tmp_path, environment="testing", reference_dir=reference_dir)
        application = Application(
            settings=settings, database=database, clock=world.clock, entropy=world.random.randbytes
        )
        state = Readiness("ready", {"database": "ready"})
        app = create_app(make_settings(), readiness=lambda: state, labels=reference_label, services=application)
        if "api" not in app.blueprints:
            register_api(app, calls=calls)
        return app

    return make


@pytest.fixture
def app(app_over: AppOver, sqlite_database: Database) -> Flask:
    return app_over(sqlite_database)


@pytest.fixture
def api_for(world: World) -> ApiMaker:
    """Makes a client of the API with a token for some scopes."""

    def make(app: Flask, *scopes: str, name: str = "技术交易中心") -> Api:
        application: Application = app.extensions["services"]
        with application.database.write() as session:
            work = world.work(session)
            program = find_client(work=work, name=name) or create_client(work=work, name=name)
            made = create_token(work=work, client=program, scopes=scopes or USUAL, expires_at=None)
        return Api(app.test_client(), made.text)

    return make


@pytest.fixture
def api(app: Flask, api_for: ApiMaker) -> Api:
    """A client with every scope but those for what is confidential."""
    return api_for(app)


@pytest.fixture
def nobody(app: Flask) -> Api:
    """A client without a token."""
    return Api(app.test_client(), None)


@dataclass
class Shop:
    """Works in a transaction of the application's database."""

    database: Database
    world: World

    def do(self, act: Callable[[Work], Any]) -> Any:
        with self.database.write() as session:
            return act(self.world.work(session))


@pytest.fixture
def shop(sqlite_database: Database, world: World) -> Shop:
    return Shop(sqlite_database, world)
