"""Route by scope (S1): who may call what. A new route that is not in the table fails the run."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from matchmaker.services.api_scope import SCOPES
from tests.web.api.conftest import BASE, Api, ApiMaker

PUBLIC: tuple[str, ...] = ()
ANY_TOKEN = ("any",)
# method and rule below /api/v1 -> the scopes that a token needs, all of them
ROUTES: dict[str, tuple[str, ...]] = {
    "GET /needs": ("needs:read",),
    "POST /needs": ("needs:write",),
    "GET /needs/<ref>": ("needs:read",),
    "PATCH /needs/<ref>": ("needs:read", "needs:write"),
    "GET /needs/by-external/<source>/<external_id>": ("needs:read",),
    "PUT /needs/by-external/<source>/<external_id>": ("needs:read", "needs:write"),
    "GET /experts": ("experts:read",),
    "POST /experts": ("experts:write",),
    "GET /experts/<ref>": ("experts:read",),
    "PATCH /experts/<ref>": ("experts:read", "experts:write"),
    "GET /experts/by-external/<source>/<external_id>": ("experts:read",),
    "PUT /experts/by-external/<source>/<external_id>": ("experts:read", "experts:write"),
    "GET /organizations": ("organizations:read",),
    "POST /organizations": ("organizations:write",),
    "GET /organizations/<ref>": ("organizations:read",),
    "PATCH /organizations/<ref>": ("organizations:read", "organizations:write"),
    "GET /organizations/by-external/<source>/<external_id>": ("organizations:read",),
    "PUT /organizations/by-external/<source>/<external_id>": ("organizations:read", "organizations:write"),
    "GET /achievements": ("achievements:read",),
    "POST /achievements": ("achievements:write",),
    "GET /achievements/<ref>": ("achievements:read",),
    "PATCH /achievements/<ref>": ("achievements:read", "achievements:write"),
    "GET /achievements/by-external/<source>/<external_id>": ("achievements:read",),
    "PUT /achievements/by-external/<source>/<external_id>": ("achievements:read", "achievements:write"),
    "GET /suggestions": ("suggestions:read",),
    "GET /suggestions/<ref>": ("suggestions:read",),
    "POST /suggestions/<ref>/decisions": ("suggestions:read", "decisions:write"),
    "GET /decisions": ("suggestions:read",),
    "GET /decisions/<ref>": ("suggestions:read",),
    "GET /outcomes": ("outcomes:read", "needs:read"),
    "POST /outcomes": ("outcomes:read", "needs:read", "outcomes:write"),
    "GET /outcomes/<ref>": ("outcomes:read", "needs:read"),
    "PATCH /outcomes/<ref>": ("outcomes:read", "needs:read", "outcomes:write"),
    "GET /campaigns": ("campaigns:read",),
    "GET /campaigns/<ref>": ("campaigns:read",),
    "GET /search": ("search:read",),
    "POST /search": ("search:read",),
    "POST /search/preview": ("search:read",),
    "GET /reference": ("reference:read",),
    "GET /reference/<scheme>": ("reference:read",),
    "GET /counts": ANY_TOKEN,
    "GET /health": PUBLIC,
    "GET /openapi.json": PUBLIC,
    "GET /docs": PUBLIC,
    "GET /docs/<name>": PUBLIC,
}
EXAMPLES = {"<ref>": "0000000000", "<source>": "ttc", "<external_id>": "n-1", "<scheme>": "trl", "<name>": "docs.js"}


def routes_of(app: Flask) -> set[str]:
    return {
        f"{method} {rule.rule.removeprefix(BASE)}"
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api")
        for method in (rule.methods or set()) - {"HEAD"}
    }


def call(api: Api, route: str) -> TestResponse:
    method, _, path = route.partition(" ")
    for part, example in EXAMPLES.items():
        path = path.replace(part, example)
    return api.open(method, path)


def test_every_route_stands_in_the_table(app: Flask) -> None:
    assert routes_of(app) == set(ROUTES)


def test_without_a_token_only_the_public_routes_answer(nobody: Api) -> None:
    answered = {route: call(nobody, route).status_code for route in ROUTES}
    expected = {route: 200 if scopes == PUBLIC else 401 for route, scopes in ROUTES.items()}
    assert answered == expected


def test_a_token_with_one_scope_gets_no_further_than_that(app: Flask, api_for: ApiMaker) -> None:
    for scope in SCOPES:
        api = api_for(app, scope, name=scope)  # each within its own limit of calls
        refused = {route for route in ROUTES if call(api, route).status_code == 403}
        assert refused == {route for route, scopes in ROUTES.items() if set(scopes) - {scope, "any"}}, scope


def test_exactly_the_scopes_of_the_table_open_a_route_and_a_missing_one_is_named(app: Flask, api_for: ApiMaker) -> None:
    for route, scopes in ROUTES.items():
        if scopes in (PUBLIC, ANY_TOKEN):
            continue
        assert call(api_for(app, *scopes, name=route), route).status_code not in (401, 403), route
        for missing in scopes:
            answer = call(api_for(app, *(scope for scope in SCOPES if scope != missing), name=route), route)
            assert (answer.status_code, answer.json["error"]["details"]) == (403, {"scope": missing})
            assert f'scope="{missing}"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("token", ["", "mm_ABCDEF_" + "0" * 64, "mm_ABCDEF_" + "0" * 500, "内", "Basic x"])
def test_a_wrong_token_is_told_no_more_than_that(app: Flask, token: str) -> None:
    client = app.test_client()
    answer = client.get(f"{BASE}/needs", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")})
    assert answer.status_code == 401
    assert "invalid_token" in answer.headers["WWW-Authenticate"] or not token


def test_the_session_of_a_page_opens_nothing(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["user_id"] = session["_user_id"] = "1"
    assert client.get(f"{BASE}/needs").status_code == 401


def test_no_token_of_a_form_is_asked_for(api: Api) -> None:
    """A foreign page has no token to send, so there is nothing for it to forge."""
    body = {"title": "高盐废水零排放", "organization": {"name": "示例有限公司", "kind": "enterprise"}}
    assert api.post("/needs", body).status_code == 201


def test_options_is_answered_like_any_unknown_method(api: Api) -> None:
    assert api.open("OPTIONS", "/needs").status_code == 405
