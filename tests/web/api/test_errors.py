"""Every way to fail has one form; bad bytes give 4xx and never 5xx; nothing of the inside is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from matchmaker.bootstrap import Application
from matchmaker.database import Database
from matchmaker.models import Need
from tests.web.api.conftest import BASE, Api, check_error
from tests.web.api.examples import NEED
from web.api import all_operations, needs
from web.api.body import LARGEST_BODY
from web.api.refusals import REFUSAL_OF_STATUS, STATUS_OF_REFUSAL

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/needs", "/api/v1/nothing", "/api/v1/needs/a/b/c/d"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_is_told_as_json(nobody: Api, path: str, method: str) -> None:
    answer = nobody.open(method, path)
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "unknown_address")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/needs", {"GET", "HEAD", "POST"}),
        ("PUT", "/needs/0000000000", {"GET", "HEAD", "PATCH"}),
        ("TRACE", "/health", {"GET", "HEAD"}),
        ("POST", "/openapi.json", {"GET", "HEAD"}),
    ],
)
def test_a_wrong_method_names_the_right_ones(nobody: Api, method: str, path: str, allowed: set[str]) -> None:
    answer = nobody.open(method, path)
    assert (answer.status_code, answer.json["error"]["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    ("data", "headers", "status", "code"),
    [
        (b"", JSON, 400, "malformed_json"),
        (b"{", JSON, 400, "malformed_json"),
        (b'{"title": "\xff\xfe"}', JSON, 400, "malformed_json"),
        (b'{"title": "\\ud800"}', JSON, 400, "malformed_json"),
        (b"[" * 100_000, JSON, 400, "malformed_json"),
        (b'{"title": NaN}', JSON, 422, "invalid_input"),
        (b"null", JSON, 422, "invalid_input"),
        (b"[]", JSON, 422, "invalid_input"),
        (b'"text"', JSON, 422, "invalid_input"),
        (b'{"title": ' + b"9" * 1_000 + b"}", JSON, 422, "invalid_input"),
        (b'{"title": ' + b"9" * 10_000 + b"}", JSON, 400, "malformed_json"),
        (b'{"title": "a\\u0000b"}', JSON, 422, "invalid_input"),
        (b"{}", {}, 415, "unsupported_media_type"),
        (b"title=x", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
        (b"{}", {"Content-Type": "application/json; charset=gbk"}, 415, "unsupported_media_type"),
        (b"{}", {"Content-Type": "text/json"}, 415, "unsupported_media_type"),
        (b"{}", {"Content-Type": "\xff/;;=="}, 415, "unsupported_media_type"),
        (b"x" * (LARGEST_BODY + 1), JSON, 413, "too_large"),
    ],
)
def test_bad_bytes_are_refused(api: Api, data: bytes, headers: dict[str, str], status: int, code: str) -> None:
    for method, path in (("POST", "/needs"), ("PUT", "/needs/by-external/ttc/n-1")):
        answer = api.open(method, path, data=data, headers=headers)
        assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    keyed = api.open("POST", "/needs", data=data, headers=headers | {"Idempotency-Key": "k"})
    assert keyed.status_code == status


def test_utf_8_may_be_said_and_need_not(api: Api) -> None:
    import json

    for charset in ("utf-8", "UTF-8", "utf8"):
        body = json.dumps(NEED | {"external_id": charset}).encode()
        answer = api.open("POST", "/needs", data=body, headers={"Content-Type": f"application/json; charset={charset}"})
        assert answer.status_code == 201


@pytest.mark.parametrize(
    "path",
    [
        "/needs/%00",
        "/needs/%ff%fe",
        "/needs/abc",
        "/needs/" + "9" * 2000,
        "/needs/0000000000%0A",
        "/reference/..%2F..%2Fetc",
        "/reference/no_such_list",
        "/suggestions/0000000000",
        "/decisions/%F0%9F%98%80",
        "/needs/by-external/ttc/n-1",
        "/docs/passwd",
        "/docs/..%2Fdocs.py",
    ],
)
def test_an_address_of_nothing_is_not_found(api: Api, path: str) -> None:
    assert api.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/needs/by-external/ttc/%00", "/needs/by-external/T%20C/1", "/needs/by-external/ttc/%ff"]
)
def test_an_id_of_no_form_is_named(api: Api, path: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "invalid_input")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ff",
        "q=" + "a" * 101,
        "external_id=%00",
        "source=%F0%9F",
        "state=%00",
        "classified=%00",
        "%00=1",
        "%ff",
    ],
)
def test_bad_bytes_in_a_query_give_no_fault(api: Api, query: str) -> None:
    assert api.get(f"/needs?{query}").status_code in (200, 422)


def test_errors_speak_the_language_that_is_asked_for(api: Api) -> None:
    words = {"": "zh-Hans-CN", "en": "en", "en-GB,zh;q=0.5": "en", "zh-TW,en;q=0.9": "zh-Hans-CN", "fr": "zh-Hans-CN",
             "fr,en;q=0.1": "en", "en;q=0": "zh-Hans-CN", ";;;": "zh-Hans-CN"}  # fmt: skip
    found = {}
    for asked in words:
        answer = api.get("/needs/0000000000", headers={"Accept-Language": asked})
        found[asked] = answer.headers["Content-Language"]
        assert answer.json["error"]["message"].startswith("There is no") is (found[asked] == "en")
    assert found == words


def test_neither_a_cookie_nor_a_query_chooses_the_language(app: Flask, api: Api) -> None:
    api.client.set_cookie("lang", "en")
    assert api.get("/needs/0000000000").headers["Content-Language"] == "zh-Hans-CN"
    assert api.get("/needs?lang=en").json["error"]["field"] == "lang"


def test_a_fault_tells_nothing_but_its_request(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise KeyError("13800001234 stands in a secret place")

    monkeypatch.setattr(needs, "list_needs", fail)
    answer = api.get("/needs")
    assert (answer.status_code, answer.json["error"]["code"]) == (500, "internal_error")
    assert "13800001234" not in answer.text
    assert set(answer.json["error"]) == {"code", "message", "request_id"}


def test_a_database_that_fails_is_no_fault_of_the_request(
    app: Flask, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    application: Application = app.extensions["services"]

    @contextmanager
    def fail() -> Iterator[None]:
        raise OperationalError("SELECT secret", {}, Exception("disk I/O error at /var/lib"))
        yield

    broken = Database(application.database.engine, application.database.reading, application.database.writing)
    object.__setattr__(broken, "read", fail)
    monkeypatch.setattr(application, "database", broken)
    answer = api.get("/needs")
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "busy")
    assert not {"secret", "/var/lib"} & set(answer.text.split())


def test_a_stranger_host_gets_no_answer(app: Flask) -> None:
    assert app.test_client().get(f"{BASE}/health", headers={"Host": "evil.example"}).status_code == 400


def test_every_refusal_has_one_status_and_a_code_of_its_own() -> None:
    kinds = set(STATUS_OF_REFUSAL) | set(REFUSAL_OF_STATUS.values())
    assert kinds <= set(STATUS_OF_REFUSAL)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(STATUS_OF_REFUSAL[kind] == status for status, kind in REFUSAL_OF_STATUS.items())


def test_pages_keep_their_own_errors(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/nowhere").mimetype == "text/html"
    assert client.get("/language").mimetype == "text/html"
    assert client.post("/language").status_code == 400


def test_head_answers_like_get_without_a_body(api: Api) -> None:
    ref = api.post("/needs", NEED).json["ref"]
    answer = api.open("HEAD", f"/needs/{ref}")
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (
        200,
        b"",
        api.get(f"/needs/{ref}").headers["ETag"],
    )


def test_nothing_is_stored_when_the_act_is_refused_midway(api: Api, monkeypatch: pytest.MonkeyPatch, shop: Any) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("between the act and the answer")

    monkeypatch.setattr(needs.NeedOut, "of", fail)
    assert api.post("/needs", NEED).status_code == 500
    assert shop.do(lambda work: work.session.query(Need).count()) == 0


def test_every_operation_says_what_it_is_called() -> None:
    assert all(operation.summary and operation.tag for operation in all_operations())


def test_check_error_is_no_rubber_stamp(app: Flask) -> None:
    with pytest.raises(AssertionError):
        check_error(app.test_client().get("/nowhere"))
