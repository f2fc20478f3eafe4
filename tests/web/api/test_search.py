"""Search and preview over the API: what a token may read is what it finds."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from embeddings import FakeEncoder, Segmenter
from matchmaker.bootstrap import Application
from matchmaker.models import Event, Need, Suggestion
from matchmaker.models.codes import Confidentiality, ExpertState, NeedState
from matchmaker.services.expert import set_expert_state
from matchmaker.services.index_state import Tools
from matchmaker.services.search_index import SearchIndex
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.support.world import World
from tests.web.api.conftest import Api, ApiMaker, Shop
from tests.web.api.searching import with_search

TEXT = "高盐废水蒸发结晶与膜分离"


@pytest.fixture
def filled(app: Flask, shop: Shop, world: World) -> Flask:
    def fill(work: object) -> None:
        university = an_enterprise(work, "示例大学")
        an_expert(work, "林示例", institution=university)
        an_expert(work, "周示例", directions=["香菇酱发酵与风味"])
        a_need(work, an_enterprise(work), "高盐废水零排放", NeedState.VERIFIED, problem="膜易污染")
        hidden = {"confidentiality": Confidentiality.CONFIDENTIAL, "problem": "膜配方"}
        a_need(work, an_enterprise(work, "示例化工有限公司"), "高盐废水膜配方", NeedState.VERIFIED, **hidden)

    shop.do(fill)
    with_search(app, world)
    return app


def found(answer: object) -> list[str]:
    return [item["name"] for item in answer.json["items"]]


def test_what_fits_comes_first_with_the_text_that_fits(filled: Flask, api: Api) -> None:
    answer = api.post("/search", {"text": TEXT, "kinds": ["expert"]})
    first = answer.json["items"][0]
    assert (first["kind"], first["name"], first["passage"], first["found_by"]) == (
        "expert",
        "林示例",
        TEXT,
        ["meaning", "words"],
    )
    assert first["organization"]["name"] == "示例大学"
    assert answer.json["searched_by_meaning"] is True
    assert api.get("/search", query_string={"q": TEXT, "kind": "expert"}).json == answer.json


def test_a_search_reaches_no_further_than_the_token(filled: Flask, api: Api, api_for: ApiMaker, shop: Shop) -> None:
    assert "高盐废水膜配方" not in api.post("/search", {"text": "高盐废水膜配方"}).text
    assert api_for(filled, "search:read").post("/search", {"text": TEXT}).json["items"] == []
    experts = api_for(filled, "search:read", "experts:read").post("/search", {"text": TEXT}).json["items"]
    assert {item["kind"] for item in experts} == {"expert"}
    trusted = api_for(filled, "search:read", "needs:read", "needs:confidential", name="示例系统")
    assert "高盐废水膜配方" in found(trusted.post("/search", {"text": "高盐废水膜配方"}))
    with shop.database.read() as session:
        looks = session.scalars(select(Event).where(Event.action == "need.read_confidential")).all()
    assert [event.actor_name for event in looks] == ["示例系统"]


def test_who_withdraws_is_found_no_more(filled: Flask, api: Api, shop: Shop) -> None:
    def withdraw(work: object) -> None:
        from matchmaker.models import Expert

        row = work.session.scalars(select(Expert).where(Expert.name == "林示例")).one()
        set_expert_state(work=work, expert=row, state=ExpertState.WITHDRAWN)

    assert "林示例" in found(api.post("/search", {"text": TEXT}))
    shop.do(withdraw)
    assert "林示例" not in found(api.post("/search", {"text": TEXT}))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "x", "kinds": ["organization"]}, "kinds.0"),
        ({"text": "x", "limit": 101}, "limit"),
        ({"text": "x", "limit": True}, "limit"),
        ({"text": "x", "vector": [0.1]}, "vector"),
    ],
)
def test_each_wrong_field_is_named(filled: Flask, api: Api, body: dict[str, object], field: str) -> None:
    assert api.post("/search", body).json["error"]["field"] == field


def test_a_preview_grades_with_evidence_and_stores_nothing(filled: Flask, api: Api, shop: Shop) -> None:
    answer = api.post("/search/preview", {"title": "高盐废水零排放", "problem": "膜易污染，蒸发结晶能耗高"})
    assert answer.status_code == 200
    assert set(answer.json) == {"grade", "candidates", "reason", "hints", "uncovered_terms"}
    for candidate in answer.json["candidates"]:
        assert candidate["grade"]["code"] in ("strong", "fair", "weak")
        evidence = candidate["evidence"]
        excerpt = evidence["passage"]["excerpt"]
        assert evidence["passage"]["text"][excerpt["start"] : excerpt["stop"]]
        assert {statement["code"] for statement in (*evidence["supports"], *evidence["doubts"])}
    needs, suggestions = shop.do(
        lambda work: [work.session.scalar(select(func.count()).select_from(kind)) for kind in (Need, Suggestion)]
    )
    assert (needs, suggestions) == (2, 0)


def test_a_preview_that_finds_nobody_says_why_in_both_languages(app: Flask, api: Api, world: World) -> None:
    with_search(app, world)
    answer = api.post("/search/preview", {"title": TEXT}).json
    assert (answer["grade"]["code"], answer["candidates"]) == ("none", [])
    assert answer["reason"]["en"].startswith("No suitable partner")
    assert answer["reason"]["zh"] != answer["reason"]["en"]
    assert answer["hints"]


def test_a_preview_names_only_whom_the_token_may_read(filled: Flask, api_for: ApiMaker) -> None:
    body = {"title": "高盐废水零排放", "problem": TEXT}
    assert api_for(filled, "search:read", "experts:read").post("/search/preview", body).json["candidates"]
    assert api_for(filled, "search:read").post("/search/preview", body).json["candidates"] == []


def test_without_a_model_words_are_searched_and_the_answer_says_so(app: Flask, api: Api, shop: Shop) -> None:
    application: Application = app.extensions["services"]
    shop.do(an_expert)
    tools = Tools(segmenter=Segmenter(), model_id=None, dimension=1, engine=None)
    application.search_if_built = SearchIndex(
        database=shop.database, tools=tools, encoder=None, problem="/root/secret/folder is missing"
    )
    answer = api.post("/search", {"text": TEXT})
    assert (found(answer), answer.json["searched_by_meaning"]) == (["林示例"], False)
    preview = api.post("/search/preview", {"title": TEXT})
    assert (preview.status_code, preview.json["error"]["code"]) == (503, "search_unavailable")
    assert "/root/secret" not in answer.text + preview.text


def test_a_vector_never_leaves(filled: Flask, api: Api) -> None:
    answer = api.post("/search", {"text": TEXT}).text + api.post("/search/preview", {"title": TEXT}).text
    assert not {"vector", "embedding", "similarity"} & set(answer.replace('"', " ").split())
    assert FakeEncoder().dimension > 1
