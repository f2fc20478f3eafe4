"""Chinese unless asked otherwise; the switch is posted, remembered, and comes back to this host only."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.test_app import token_of
from web.links import safe_return


def lang(client: FlaskClient, address: str = "/nowhere") -> str:
    return client.get(address).text.partition('<html lang="')[2].partition('"')[0]


def test_chinese_is_the_default_whatever_the_browser_prefers(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": "en"})
    assert '<html lang="zh-Hans-CN">' in answer.text
    assert "这个地址没有内容" in answer.text


def test_a_question_mark_speaks_for_one_request_only(client: FlaskClient) -> None:
    assert [lang(client, "/nowhere?lang=en"), lang(client), lang(client, "/nowhere?lang=xx")] == [
        "en",
        "zh-Hans-CN",
        "zh-Hans-CN",
    ]


def test_the_posted_switch_is_remembered_and_returns(client: FlaskClient) -> None:
    form = {"csrf_token": token_of(client), "lang": "en", "next": "/nowhere?page=2"}
    answer = client.post("/language", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/nowhere?page=2")
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("lang=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert lang(client) == "en"


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    assert client.post("/language", data={"csrf_token": token_of(client), "lang": "fr"}).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
        "page",
    ],
)
def test_addresses_that_lead_away_are_replaced(address: str) -> None:
    assert safe_return(address) == "/"


def test_an_own_path_is_kept() -> None:
    assert safe_return("/console/needs?state=submitted#list", "/console/") == "/console/needs?state=submitted#list"


def test_both_languages_are_switched_to_in_their_own_name(app: Flask) -> None:
    client = app.test_client()
    assert '<button type="submit" name="lang" value="en" lang="en">English</button>' in client.get("/nowhere").text
    assert 'value="zh" lang="zh-Hans-CN">中文</button>' in client.get("/nowhere?lang=en").text
