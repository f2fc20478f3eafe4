"""Idempotency-Key: what is sent again is answered again and not done again (S12)."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from matchmaker.database import Database
from tests.support.world import World
from tests.web.api.conftest import Api, ApiMaker, AppOver
from tests.web.api.examples import NEED

KEY = {"Idempotency-Key": "9f1c-4b"}


def test_the_same_request_is_answered_again_in_the_same_words(api: Api) -> None:
    first, second = api.post("/needs", NEED, headers=KEY), api.post("/needs", NEED, headers=KEY)
    assert (first.status_code, second.status_code, first.json) == (201, 201, second.json)
    assert [second.headers[name] for name in ("Location", "ETag")] == [
        first.headers[name] for name in ("Location", "ETag")
    ]
    assert (first.headers.get("Idempotency-Replayed"), second.headers.get("Idempotency-Replayed")) == (None, "true")
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert api.get("/needs?total=true").json["total"] == 1


def test_without_a_key_it_is_done_again(api: Api) -> None:
    body = {name: value for name, value in NEED.items() if name not in ("source", "external_id")}
    for _ in range(2):
        assert api.post("/needs", body).status_code == 201
    assert api.get("/needs?total=true").json["total"] == 2


def test_another_request_under_the_key_is_refused(api: Api) -> None:
    api.post("/needs", NEED, headers=KEY)
    for path, body in (("/needs", NEED | {"title": "x"}), ("/organizations", NEED)):
        answer = api.post(path, body, headers=KEY)
        assert (answer.status_code, answer.json["error"]["code"]) == (422, "idempotency_key_reused")


def test_a_refused_request_may_come_again_mended(api: Api) -> None:
    assert api.post("/needs", NEED | {"title": ""}, headers=KEY).status_code == 422
    assert api.post("/needs", NEED, headers=KEY).status_code == 201


def test_a_key_that_fails_on_a_conflict_is_given_back(api: Api) -> None:
    api.post("/needs", NEED)
    assert api.post("/needs", NEED, headers=KEY).status_code == 409
    assert api.post("/needs", NEED | {"external_id": "n-2"}, headers=KEY).status_code == 201


def test_keys_of_two_clients_are_two_keys(app: Flask, api: Api, api_for: ApiMaker) -> None:
    other = api_for(app, name="示例系统")
    assert api.post("/needs", NEED, headers=KEY).status_code == 201
    assert other.post("/needs", NEED | {"external_id": "n-2"}, headers=KEY).status_code == 201


def test_an_answer_is_kept_for_a_day(api: Api, world: World) -> None:
    first = api.post("/needs", NEED, headers=KEY).json
    world.clock.advance(hours=23)
    assert api.post("/needs", NEED, headers=KEY).json == first
    world.clock.advance(hours=2)
    assert api.post("/needs", NEED, headers=KEY).status_code == 409


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ".encode().decode("latin-1"), "x" * 129])
def test_a_key_that_is_none_is_refused(api: Api, key: str) -> None:
    answer = api.post("/needs", NEED, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json["error"]["field"]) == (422, "Idempotency-Key")


def test_a_token_that_has_lost_the_scope_hears_no_old_answer(app: Flask, api: Api, api_for: ApiMaker) -> None:
    api.post("/needs", NEED, headers=KEY)
    assert api_for(app, "needs:read").post("/needs", NEED, headers=KEY).status_code == 403


def test_of_many_at_once_one_is_done(database: Database, app_over: AppOver, api_for: ApiMaker) -> None:
    """The others are told to come again, or hear the answer; on SQLite and on PostgreSQL."""
    app = app_over(database)
    api = api_for(app)
    answers: list[tuple[int, str | None]] = []
    barrier = threading.Barrier(4)

    def send() -> None:
        one = Api(app.test_client(), api.token)
        barrier.wait()
        answer = one.post("/needs", NEED, headers=KEY)
        answers.append((answer.status_code, answer.headers.get("Retry-After")))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _ in answers} <= {201, 409}
    assert all(int(wait or 0) > 0 for status, wait in answers if status == 409)
    assert api.post("/needs", NEED, headers=KEY).status_code == 201
    assert api.get("/needs?total=true").json["total"] == 1
