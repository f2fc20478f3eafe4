"""The application as tests see it: secure cookies off on loopback, labels from the shipped reference data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.reference import load_scheme
from web.app import create_app
from web.readiness import Readiness
from web.settings import WebSettings

SECRET = "not a secret: only for tests, 32+ letters"


def reference_label(scheme: str, code: str, language: str) -> str:
    return load_scheme(scheme).get(code).label(language)


def make_settings(**changes: object) -> WebSettings:
    values: dict[str, object] = {
        "secret_key": SECRET,
        "trusted_hosts": ("localhost", "127.0.0.1"),
        "secure_cookies": False,
        "testing": True,
    }
    return WebSettings(**(values | changes))  # type: ignore[arg-type]


AppMaker = Callable[..., Flask]


@pytest.fixture
def make_app() -> AppMaker:
    def make(readiness: Readiness | None = None, **changes: object) -> Flask:
        state = readiness or Readiness("ready", {"database": "ready"})
        return create_app(make_settings(**changes), readiness=lambda: state, labels=reference_label)

    return make


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
