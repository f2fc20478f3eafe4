"""Reference lists, counts and health over the API."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from matchmaker.database import Database
from matchmaker.models.codes import NeedState
from matchmaker.reference import load_all
from tests.support.builders import a_need, an_enterprise
from tests.support.world import World
from tests.web.api.conftest import Api, ApiMaker, AppOver, Shop
from tests.web.api.examples import NEED, coded
from web.readiness import Readiness


def test_every_list_is_there_with_labels_in_both_languages(api: Api) -> None:
    listed = api.get("/reference").json["items"]
    assert {row["scheme"]: row["term_count"] for row in listed} == {
        name: len(scheme) for name, scheme in load_all().items()
    }
    for row in listed:
        full = api.get(f"/reference/{row['scheme']}").json
        assert {**row, "terms": full["terms"]} == full
        known = [(term.code, term.zh, term.en, term.parent) for term in load_all()[row["scheme"]]]
        assert [(term["code"], term["zh"], term["en"], term["parent"]) for term in full["terms"]] == known


def test_an_operator_s_own_codes_are_known_everywhere(
    app_over: AppOver, api_for: ApiMaker, sqlite_database: Database, tmp_path: Path
) -> None:
    own = tmp_path / "reference"
    own.mkdir()
    (own / "chains.toml").write_text('[[term]]\ncode = "jade"\nzh = "玉石"\nen = "Jade"\n', encoding="utf-8")
    app = app_over(sqlite_database, reference_dir=own)
    api = api_for(app)
    assert api.get("/reference/chains").json["terms"][-1]["zh"] == "玉石"
    made = api.post("/needs", NEED | {"classifications": [{"scheme": "chains", "code": "jade"}]}).json
    assert made["classifications"] == [coded("chains", "jade", "玉石", "Jade")]
    assert len(api.get("/needs?classified=chains:jade").json["items"]) == 1
    assert '"jade"' in api.get("/openapi.json").text


def test_counts_are_what_two_systems_compare(api: Api, shop: Shop, world: World) -> None:
    api.post("/needs", NEED)
    world.clock.advance(minutes=5)
    shop.do(lambda work: a_need(work, an_enterprise(work), state=NeedState.VERIFIED))
    answer = api.get("/counts").json
    assert [row["resource"] for row in answer["items"]] == [
        "needs",
        "experts",
        "organizations",
        "achievements",
        "suggestions",
    ]
    assert answer["items"][0] == {
        "resource": "needs",
        "total": 2,
        "by_state": [
            {"state": coded("need_states", "submitted", "待审核", "Awaiting review"), "count": 1},
            {"state": coded("need_states", "verified", "审核通过", "Verified"), "count": 1},
        ],
        "last_changed_at": "2026-11-24T01:05:00Z",
    }
    own = api.get("/counts?source=ttc").json
    assert (own["source"], own["items"][0]["total"], own["items"][0]["last_changed_at"]) == (
        "ttc",
        1,
        "2026-11-24T01:00:00Z",
    )
    assert own["items"][2]["total"] == 0


def test_counts_tell_of_what_the_token_may_read(app: Flask, api_for: ApiMaker) -> None:
    assert api_for(app, "experts:read", "needs:write").get("/counts").json["items"] == [
        {"resource": "experts", "total": 0, "by_state": [], "last_changed_at": None}
    ]


@pytest.mark.parametrize(("status", "code"), [("ready", 200), ("degraded", 200), ("down", 503)])
def test_health_says_what_the_service_can_do(app: Flask, status: str, code: int) -> None:
    app.extensions["readiness"] = lambda: Readiness(status, {"model": "missing"})
    answer = app.test_client().get("/api/v1/health")
    assert (answer.status_code, answer.json) == (code, {"status": status, "parts": {"model": "missing"}})
