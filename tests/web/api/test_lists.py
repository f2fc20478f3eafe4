"""Lists: pages by cursor that stay true while rows come, unknown filters refused, a fixed number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from matchmaker.bootstrap import Application
from matchmaker.services.classification import Code, classify
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.web.api.conftest import Api, Shop
from tests.web.api.examples import ACHIEVEMENT, EXPERT, NEED, ORGANIZATION, a_stored_suggestion

LISTS = ("/needs", "/experts", "/organizations", "/achievements", "/suggestions", "/decisions")


def titles(page: Any) -> list[str]:
    return [item["title"] for item in page["items"]]


def test_a_reader_sees_every_row_once_while_rows_come(api: Api, shop: Shop) -> None:
    enterprise = {"name": "示例机械有限公司", "kind": "enterprise"}
    for number in range(7):
        api.post("/needs", {"title": f"需求 {number}", "organization": enterprise})
    page, seen, pages = api.get("/needs?limit=3").json, [], 0
    while True:
        seen += titles(page)
        pages += 1
        api.post("/needs", {"title": f"新需求 {pages}", "organization": enterprise})
        if page["next_cursor"] is None:
            break
        page = api.get(f"/needs?limit=3&cursor={page['next_cursor']}").json
    assert seen == [f"需求 {number}" for number in (6, 5, 4, 3, 2, 1, 0)]
    assert pages == 3


def test_the_last_page_is_known_to_be_the_last(api: Api) -> None:
    for number in range(3):
        api.post("/experts", {"kind": "person", "name": f"林示例{number}"})
    assert api.get("/experts?limit=3").json["next_cursor"] is None
    assert api.get("/experts?limit=2").json["next_cursor"] is not None


def test_all_are_counted_only_when_that_is_asked_for(api: Api) -> None:
    for number in range(3):
        api.post("/experts", {"kind": "person", "name": f"林示例{number}"})
    assert api.get("/experts?limit=2&total=true").json["total"] == 3
    assert api.get("/experts?limit=2&total=false").json["total"] is None
    assert api.get("/experts?limit=2").json["total"] is None


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("owner=1", "owner"),
        ("state_=x", "state_"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=9999999999999999999999", "limit"),
        ("total=1", "total"),
        ("cursor=%00", "cursor"),
        ("cursor=bm9uc2Vuc2U", "cursor"),
        ("cursor=djE6LTE", "cursor"),
        ("=", ""),
    ],
)
def test_a_wrong_or_unknown_parameter_is_named(api: Api, path: str, query: str, field: str) -> None:
    answer = api.get(f"{path}?{query}")
    assert answer.status_code == 422
    assert answer.json["error"].get("field", "") == (field or "body")


def test_a_filter_may_be_given_several_times_only_where_that_means_something(api: Api) -> None:
    assert api.get("/needs?state=submitted&state=verified").status_code == 200
    repeated = api.get("/needs?county=370902&county=370911")
    assert repeated.json["error"]["details"]["problems"] == [
        {"field": "county", "code": "repeated", "message": repeated.json["error"]["details"]["problems"][0]["message"]}
    ]


def _need(work: Any) -> None:
    need = a_need(work, an_enterprise(work, f"示例{work.new_ref()}"), f"需求 {work.new_ref()}")
    classify(need, (Code("fields_form12", "materials"), Code("chains", "auto")))


def _expert(work: Any) -> None:
    expert = an_expert(work, f"林示例{work.new_ref()}", institution=an_enterprise(work, f"示例{work.new_ref()}"))
    classify(expert, (Code("disciplines", "610"),))


def _suggestion(work: Any) -> None:
    a_stored_suggestion(work)


@pytest.mark.parametrize(("path", "make"), [("/needs", _need), ("/experts", _expert), ("/suggestions", _suggestion)])
def test_the_number_of_queries_does_not_grow_with_the_page(
    app: Flask, api: Api, shop: Shop, path: str, make: Any
) -> None:
    application: Application = app.extensions["services"]
    statements: list[str] = []
    event.listen(application.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for rows in (1, 3):
        while len(api.get(path).json["items"]) < rows:
            shop.do(make)
        statements.clear()
        api.get(path)
        counts.append(len([text for text in statements if text.startswith("SELECT")]))
    assert counts[0] == counts[1]


def test_the_same_fields_stand_in_lists_and_single_records(api: Api, shop: Shop) -> None:
    bodies = {"/needs": NEED, "/experts": EXPERT, "/organizations": ORGANIZATION, "/achievements": ACHIEVEMENT}
    for path, body in bodies.items():
        ref = api.post(path, body).json["ref"]
        (listed,) = [item for item in api.get(path).json["items"] if item["ref"] == ref]
        assert listed == api.get(f"{path}/{ref}").json


def test_a_field_that_no_list_has_is_given_as_it_was_written(api: Api, shop: Shop) -> None:
    def written(work: Any) -> None:
        need = a_need(work, an_enterprise(work, "示例食品厂"), "香菇酱")
        classify(need, (Code("other_field", "食药同源", "食药同源产业"), Code("chains", "auto")))

    shop.do(written)
    (row,) = api.get("/needs").json["items"]
    assert [(field["scheme"], field["zh"]) for field in row["classifications"]] == [
        ("chains", "汽车及零部件"),
        ("other_field", "食药同源产业"),
    ]
