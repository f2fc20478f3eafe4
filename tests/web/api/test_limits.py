"""Limits: told in every answer, counted for each client, the same for all workers."""

from __future__ import annotations

import pytest
from flask import Flask

from matchmaker.database import Database
from matchmaker.services.rate import Limit
from tests.support.world import World
from tests.web.api.conftest import BASE, Api, ApiMaker, AppOver, check_error

FEW = Limit("api.calls", 3, 60)


@pytest.fixture
def app(app_over: AppOver, sqlite_database: Database) -> Flask:
    return app_over(sqlite_database, calls=FEW)


def test_what_is_left_is_told_until_nothing_is(api: Api, world: World) -> None:
    left = [api.get("/needs").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = api.get("/needs")
    assert (refused.status_code, refused.json["error"]["code"]) == (429, "too_many")
    assert refused.headers["RateLimit-Limit"] == "3"
    wait = int(refused.headers["Retry-After"])
    assert refused.headers["RateLimit-Reset"] == str(wait)
    world.clock.advance(seconds=wait - 1)
    assert api.get("/needs").status_code == 429
    world.clock.advance(seconds=1)
    assert api.get("/needs").status_code == 200


def test_a_refused_call_counts_like_a_good_one_but_a_flood_does_not_pile_up(api: Api, world: World) -> None:
    for _ in range(3):
        assert api.get("/needs?owner=1").status_code == 422
    for _ in range(20):
        assert api.get("/needs").status_code == 429
    world.clock.advance(seconds=120)
    assert api.get("/needs").status_code == 200


def test_each_client_has_its_own_limit_however_many_tokens(app: Flask, api: Api, api_for: ApiMaker) -> None:
    second_token, other = api_for(app), api_for(app, name="示例系统")
    statuses = [one.get("/needs").status_code for one in (api, second_token, api, second_token, other)]
    assert statuses == [200, 200, 200, 429, 200]


def test_two_workers_count_together(app: Flask, api: Api, app_over: AppOver, sqlite_database: Database) -> None:
    other = Api(app_over(sqlite_database, calls=FEW).test_client(), api.token)
    assert [one.get("/needs").status_code for one in (api, other, api, other)] == [200, 200, 200, 429]


def test_many_wrong_tokens_from_one_network_are_refused_but_lock_nobody_out(app: Flask, api: Api) -> None:
    client = app.test_client()
    wrong = {"Authorization": "Bearer mm_ABCDEF_" + "0" * 64}
    statuses = [client.get(f"{BASE}/needs", headers=wrong).status_code for _ in range(62)]
    assert statuses == [401] * 60 + [429] * 2
    assert check_error(client.get(f"{BASE}/needs", headers=wrong))["code"] == "too_many"
    assert api.get("/needs").status_code == 200


def test_public_addresses_are_not_counted(app: Flask, nobody: Api) -> None:
    for _ in range(5):
        answer = nobody.get("/health")
        assert (answer.status_code, "RateLimit-Limit" in answer.headers) == (200, False)
