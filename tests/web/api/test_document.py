"""The document is true, whole, in both languages, and the page that shows it works without anything from elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from jsonschema_rs import Draft202012Validator

from matchmaker.reference import load_scheme
from matchmaker.services.api_scope import SCOPES
from tests.web.api.conftest import Api
from tests.web.api.test_routes import PUBLIC, ROUTES
from web.api import all_operations
from web.api.body_examples import BODY_EXAMPLES
from web.api.problems import MESSAGES

NOT_IN_DOCUMENT = {"GET /openapi.json", "GET /docs", "GET /docs/<name>"}
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(nobody: Api) -> dict[str, Any]:
    return nobody.get("/openapi.json", headers={"Accept-Language": "en"}).json


def rule_of(path: str) -> str:
    return path.replace("{", "<").replace("}", ">")


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {rule_of(path)}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def nodes(node: Any) -> Any:
    """Every object in the document."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_it_lists_every_route_with_the_scopes_that_are_asked_for(document: dict[str, Any]) -> None:
    listed = {route: operation["security"] for route, operation in operations(document).items()}
    expected = {
        route: [] if scopes == PUBLIC else [{"token": [] if scopes == ("any",) else list(scopes)}]
        for route, scopes in ROUTES.items()
        if route not in NOT_IN_DOCUMENT
    }
    assert listed == expected


def test_every_reference_leads_somewhere_and_nothing_lies_idle(document: dict[str, Any]) -> None:
    named = {node["$ref"] for node in nodes(document) if "$ref" in node}
    for ref in named:
        place: Any = document
        for step in ref.removeprefix("#/").split("/"):
            place = place[step]
        assert place
    assert {f"#/components/schemas/{name}" for name in document["components"]["schemas"]} <= named


def test_every_schema_is_a_schema(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator({**schema, "components": document["components"]})


def test_codes_are_those_of_the_reference_lists(document: dict[str, Any]) -> None:
    for node in nodes(document):
        if "x-scheme" in node:
            assert node["enum"]
            assert set(node["enum"]) <= set(load_scheme(node["x-scheme"]).codes)
    left = {name for node in nodes(document) for name in node if name.startswith("x-")}
    assert left == {"x-scheme"}


def test_no_body_takes_more_and_no_answer_gives_more_than_is_listed(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False, name


def test_answers_leave_nothing_out(document: dict[str, Any]) -> None:
    answers = {operation.answer.__name__ for operation in all_operations()}
    for name in answers:
        schema = document["components"]["schemas"][name]
        assert set(schema["required"]) == set(schema["properties"]), name


def test_embeddings_secrets_and_keys_of_rows_stand_in_no_answer(document: dict[str, Any]) -> None:
    fields = {field for schema in document["components"]["schemas"].values() for field in schema.get("properties", ())}
    assert not fields & {
        "id",
        "vector",
        "embedding",
        "similarity",
        "tracking_hash",
        "content_key",
        "password_hash",
    }


def test_every_operation_has_a_name_and_words_in_both_languages(nobody: Api, document: dict[str, Any]) -> None:
    chinese = nobody.get("/openapi.json")
    assert chinese.headers["Content-Language"] == "zh-Hans-CN"
    translated = operations(chinese.json)
    for route, operation in operations(document).items():
        assert operation["operationId"]
        assert operation["summary"] != translated[route]["summary"], route
        assert re.search(r"[一-鿿]", translated[route]["summary"])
    for scope in SCOPES:
        assert f"`{scope}`" in document["info"]["description"]


def test_descriptions_are_translated_whole(nobody: Api) -> None:
    chinese = nobody.get("/openapi.json").json
    texts = {node["description"] for node in nodes(chinese["paths"]) if isinstance(node.get("description"), str)}
    assert [text for text in texts if not re.search(r"[一-鿿]", text)] == []


def test_problems_have_messages_in_both_languages(api: Api) -> None:
    answers = {
        language: api.post("/needs", {"nix": 1}, headers={"Accept-Language": language}).json["error"]
        for language in ("zh", "en")
    }
    english, chinese = (
        [row["message"] for row in answers[language]["details"]["problems"]] for language in ("en", "zh")
    )
    assert english == [MESSAGES["missing"], MESSAGES["missing"], MESSAGES["extra_forbidden"]]
    assert all(re.search(r"[一-鿿]", message) for message in chinese)


def test_the_page_names_its_files_and_nothing_from_elsewhere(app: Flask) -> None:
    client = app.test_client()
    for query, html_lang in (("", "zh-Hans-CN"), ("?lang=en", "en"), ("?lang=xx", "zh-Hans-CN")):
        page = client.get(f"/api/v1/docs{query}")
        assert f'<html lang="{html_lang}">' in page.text
        assert "http://" not in page.text
        assert "https://" not in page.text
        assert "unsafe" not in page.headers["Content-Security-Policy"]
    files = re.findall(r'(?:href|src)="(/api/v1/docs/[^"?]+)"', page.text)
    assert len(files) == 4
    for file in files:
        with client.get(file) as answer:
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=3600")


def test_every_body_has_an_example_that_is_taken(app: Flask, document: dict[str, Any]) -> None:
    shapes = {operation.body for operation in all_operations() if operation.body is not None}
    assert {shape.__name__ for shape in shapes} == set(BODY_EXAMPLES)
    with app.extensions["services"].database.read() as session:
        work = app.extensions["services"].work(session)
        for shape in shapes:
            text = json.dumps(BODY_EXAMPLES[shape.__name__])
            given = shape.model_validate_json(text, context={"work": work})
            assert given.model_fields_set == set(BODY_EXAMPLES[shape.__name__])
    shown = document["paths"]["/needs"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert shown == BODY_EXAMPLES["NeedPost"]


def test_two_operations_of_one_name_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.api.RESOURCES", {"health": "web.api.health", "again": "web.api.health"})
    with pytest.raises(ValueError, match=r"same name: .*getHealth"):
        all_operations()
