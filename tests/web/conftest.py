"""The application as tests see it: secure cookies off on loopback, labels from the shipped reference data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from matchmaker.reference import load_scheme
from tests.web.browser import ARGUMENTS, CHROMIUM, Watch, missing_for_browser
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; skips with the reason where it or a Chinese font is absent."""
    reason = missing_for_browser()
    if reason:
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page in a context of its own; `watch` holds what it says and asks for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    watch.attach(page)
    yield page
    context.close()
