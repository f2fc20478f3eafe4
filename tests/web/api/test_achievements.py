"""Achievements over the API."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.models import Achievement
from tests.web.api.conftest import Api, ApiMaker, Shop
from tests.web.api.examples import ACHIEVEMENT, EXPERT, coded

BY_EXTERNAL_ID = "/achievements/by-external/ttc/a-1"
STORED = {name: value for name, value in ACHIEVEMENT.items() if name not in ("source", "external_id")}


def test_an_achievement_comes_back_field_by_field(api: Api) -> None:
    expert = api.post("/experts", EXPERT).json
    answer = api.post("/achievements", ACHIEVEMENT | {"expert": {"source": "ttc", "external_id": "e-1"}})
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/achievements/{answer.json['ref']}")
    assert api.get(f"/achievements/{answer.json['ref']}").json == answer.json
    assert answer.json == {
        "ref": answer.json["ref"],
        "source": "ttc",
        "external_id": "a-1",
        "version": 1,
        "created_at": "2026-11-24T01:00:00Z",
        "updated_at": "2026-11-24T01:00:00Z",
        "state": coded("achievement_states", "active", "参与匹配", "Takes part"),
        "title": "低能耗分盐装置",
        "text": "已连续运行 14 个月。",
        "expert": {
            "ref": expert["ref"],
            "name": "林示例",
            "kind": coded("expert_kinds", "person", "专家", "Person"),
            "may_be_named": False,
            "source": "ttc",
            "external_id": "e-1",
        },
        "institution": expert["institution"],
        "trl": answer.json["trl"],
        "stage": coded("achievement_stages", "pilot", answer.json["stage"]["zh"], answer.json["stage"]["en"]),
        "ip_state": coded("ip_states", "granted", answer.json["ip_state"]["zh"], answer.json["ip_state"]["en"]),
        "year": 2025,
        "region": None,
        "profile_source": None,
        "classifications": [],
    }
    assert (answer.json["trl"]["scheme"], answer.json["trl"]["code"]) == ("trl", "7")


def test_what_is_changed_and_what_is_cleared(api: Api) -> None:
    ref = api.post("/achievements", ACHIEVEMENT).json["ref"]
    answer = api.patch(f"/achievements/{ref}", {"trl": None, "text": None, "title": "分盐装置"}).json
    assert (answer["trl"], answer["text"], answer["title"], answer["version"]) == (None, "", "分盐装置", 2)
    assert api.patch(f"/achievements/{ref}", {"active": False}).json["error"]["field"] == "active"
    assert api.patch(f"/achievements/{ref}", {"trl": "10"}).json["error"]["field"] == "trl"


def test_storing_twice_changes_nothing(api: Api) -> None:
    first, second = api.put(BY_EXTERNAL_ID, STORED), api.put(BY_EXTERNAL_ID, STORED)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json == api.get(BY_EXTERNAL_ID).json
    expert = api.post("/experts", EXPERT).json["ref"]
    assert api.put(BY_EXTERNAL_ID, STORED | {"expert": {"ref": expert}}).json["error"]["field"] == "expert"


def test_an_expert_that_the_token_may_not_read_cannot_be_named(app: Flask, api: Api, api_for: ApiMaker) -> None:
    """S2: no id in a body reaches further than an address."""
    expert = api.post("/experts", EXPERT).json["ref"]
    writer = api_for(app, "achievements:write")
    unknown = writer.post("/achievements", ACHIEVEMENT | {"expert": {"ref": "0000000000"}})
    hidden = writer.post("/achievements", ACHIEVEMENT | {"expert": {"ref": expert}})
    errors = [{**answer.json["error"], "request_id": ""} for answer in (unknown, hidden)]
    assert (unknown.status_code, errors[0]) == (422, errors[1])


def test_a_stage_that_was_imported_as_words_is_its_own_label(api: Api, shop: Shop) -> None:
    ref = api.post("/achievements", ACHIEVEMENT).json["ref"]
    shop.do(lambda work: setattr(work.session.scalars(select(Achievement)).one(), "stage", "中试放大"))
    stage = api.get(f"/achievements/{ref}").json["stage"]
    assert stage == coded("achievement_stages", "中试放大", "中试放大", "中试放大")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=分盐", {"低能耗分盐装置"}),
        ("q=连续运行", {"低能耗分盐装置"}),
        ("source=market", set()),
        ("classified=chains:auto", {"轻量化轮毂"}),
        ("institution=0000000000", set()),
    ],
)
def test_filters(api: Api, query: str, found: set[str]) -> None:
    api.post("/achievements", ACHIEVEMENT)
    api.post("/achievements", {"title": "轻量化轮毂", "classifications": [{"scheme": "chains", "code": "auto"}]})
    assert {item["title"] for item in api.get(f"/achievements?{query}").json["items"]} == found
