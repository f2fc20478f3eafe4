"""The application as a whole: hosts, sizes, cookies, headers, protection of what posts, health."""

from __future__ import annotations

import re

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from tests.web.conftest import AppMaker
from web.readiness import Readiness


@pytest.fixture
def app(make_app: AppMaker) -> Flask:
    app = make_app(max_upload_bytes=2000, max_form_bytes=500, max_form_parts=3)

    @app.get("/remember")
    def remember() -> str:
        session["who"] = "somebody"
        return "remembered"

    @app.post("/change")
    def change() -> str:
        from flask import request  # only this view reads a body

        return f"changed {len(request.form)}"

    return app


def token_of(client: FlaskClient) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/nowhere").text)
    assert found is not None
    return found.group(1)


def test_only_trusted_hosts_are_answered(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": "localhost"}).status_code == 200
    refused = client.get("/healthz", headers={"Host": "evil.example"})
    assert (refused.status_code, "evil.example" in refused.text) == (400, False)


def test_every_answer_carries_the_protecting_headers(client: FlaskClient) -> None:
    answers = [client.get("/healthz"), client.get("/nowhere"), client.post("/change")]
    assert [answer.status_code for answer in answers] == [200, 404, 400]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_the_nonce_is_the_one_on_the_page_and_differs_each_time(client: FlaskClient) -> None:
    nonces = []
    for _ in range(2):
        answer = client.get("/nowhere")
        (on_page,) = set(re.findall(r'nonce="([^"]+)"', answer.text))
        assert f"script-src 'self' 'nonce-{on_page}'" in answer.headers["Content-Security-Policy"]
        nonces.append(on_page)
    assert nonces[0] != nonces[1]


def test_posting_needs_the_token_of_the_session(app: Flask) -> None:
    client = app.test_client()
    refused = client.post("/change")
    assert (refused.status_code, "表单已失效" in refused.text) == (400, True)
    token = token_of(client)
    assert client.post("/change", data={"csrf_token": token}).text == "changed 1"
    assert client.post("/change", headers={"X-CSRFToken": token}).text == "changed 0"
    assert client.post("/change", headers={"X-CSRFToken": token_of(app.test_client())}).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_unsafe_method_is_protected(make_app: AppMaker, method: str) -> None:
    app = make_app()
    app.add_url_rule("/thing", view_func=lambda: "done", methods=[method], endpoint="thing")
    client = app.test_client()
    assert client.open("/thing", method=method).status_code == 400
    assert client.open("/thing", method=method, headers={"X-CSRFToken": token_of(client)}).status_code == 200


def test_session_cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere(app: Flask) -> None:
    cookie = app.test_client().get("/remember").headers["Set-Cookie"]
    assert re.fullmatch(r"session=[^;]+; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_over_https_cookies_are_secure_and_bound_to_the_host(make_app: AppMaker) -> None:
    app = make_app(secure_cookies=True, trusted_hosts=("match.example",))
    app.add_url_rule("/remember", view_func=lambda: session.update(who="x") or "", endpoint="remember")
    answer = app.test_client().get("/remember", base_url="https://match.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_bodies_over_the_limits_are_refused_in_words(app: Flask) -> None:
    client = app.test_client()
    headers = {"X-CSRFToken": token_of(client)}
    large = client.post("/change", data=b"x" * 2001, content_type="text/plain", headers=headers)
    many = client.post(
        "/change", data={str(part): "x" for part in range(4)}, content_type="multipart/form-data", headers=headers
    )
    long = client.post("/change", data={"text": "x" * 501}, content_type="multipart/form-data", headers=headers)
    assert [answer.status_code for answer in (large, many, long)] == [413, 413, 413]
    assert "文件太大" in large.text


def test_the_forwarding_headers_count_only_behind_a_proxy_of_ours(make_app: AppMaker) -> None:
    headers = {"X-Forwarded-Proto": "https"}
    plain = make_app().test_client().get("/healthz", headers=headers)
    behind = make_app(proxy_hops=1).test_client().get("/healthz", headers=headers)
    assert ["Strict-Transport-Security" in answer.headers for answer in (plain, behind)] == [False, True]


@pytest.mark.parametrize(("state", "status"), [("ready", 200), ("degraded", 200), ("down", 503)])
def test_readiness_says_what_it_was_told(make_app: AppMaker, state: str, status: int) -> None:
    app = make_app(readiness=Readiness(state, {"model": "missing"}))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (status, {"status": state, "parts": {"model": "missing"}})
    assert app.test_client().get("/healthz").json == {"status": "alive"}


def test_an_unknown_readiness_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="known are ready, degraded, down"):
        Readiness("fine")
