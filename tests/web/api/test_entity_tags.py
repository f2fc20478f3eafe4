"""ETags: nothing is sent twice in vain, and nobody overwrites what he has not seen (S12)."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from matchmaker.database import Database
from tests.web.api.conftest import Api, ApiMaker, AppOver, Shop
from tests.web.api.examples import ACHIEVEMENT, EXPERT, NEED, ORGANIZATION, a_stored_suggestion

BODIES = {"/needs": NEED, "/experts": EXPERT, "/organizations": ORGANIZATION, "/achievements": ACHIEVEMENT}


@pytest.mark.parametrize("path", BODIES)
def test_an_answer_that_is_known_is_not_sent_again(api: Api, path: str) -> None:
    created = api.post(path, BODIES[path])
    address = f"{path}/{created.json['ref']}"
    tag = api.get(address).headers["ETag"]
    assert tag == created.headers["ETag"]
    known = api.get(address, headers={"If-None-Match": f'"0.00000000", {tag}'})
    assert (known.status_code, known.data, known.headers["ETag"]) == (304, b"", tag)
    assert api.get(address, headers={"If-None-Match": '"1"'}).status_code == 200


def test_a_change_around_the_record_changes_the_answer_but_not_the_version(api: Api, shop: Shop) -> None:
    """The enterprise's new name is news for who keeps a copy, and no reason to refuse an edit of the need."""
    created = api.post("/needs", NEED)
    address, tag = f"/needs/{created.json['ref']}", created.headers["ETag"]
    organization = created.json["organization"]["ref"]
    api.patch(f"/organizations/{organization}", {"name": "示例精密机械有限公司"})
    assert api.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert api.patch(address, {"title": "x"}, headers={"If-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", BODIES)
def test_the_second_of_two_editors_is_refused(api: Api, path: str) -> None:
    created = api.post(path, BODIES[path])
    address, tag = f"{path}/{created.json['ref']}", created.headers["ETag"]
    field = "name" if "name" in BODIES[path] else "title"
    first = api.patch(address, {field: "示例甲"}, headers={"If-Match": tag})
    second = api.patch(address, {field: "示例乙"}, headers={"If-Match": tag})
    assert (first.status_code, second.status_code) == (200, 412)
    assert api.get(address).json[field] == "示例甲"
    assert api.patch(address, {field: "示例乙"}, headers={"If-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "tag", ['"9.00000000"', "nonsense", 'W/"1.00000000"', '"1', '""', '"1.xyz"', "", '"' + "9" * 400 + '"']
)
def test_a_tag_that_names_no_version_fails(api: Api, tag: str) -> None:
    ref = api.post("/needs", NEED).json["ref"]
    assert api.patch(f"/needs/{ref}", {"title": "x"}, headers={"If-Match": tag}).status_code == 412


def test_any_version_will_do_for_a_star(api: Api) -> None:
    ref = api.post("/needs", NEED).json["ref"]
    assert api.patch(f"/needs/{ref}", {"title": "x"}, headers={"If-Match": "*"}).status_code == 200


def test_storing_under_an_id_may_be_locked_too(api: Api) -> None:
    body = {name: value for name, value in NEED.items() if name not in ("source", "external_id")}
    address = "/needs/by-external/ttc/n-1"
    assert api.put(address, body, headers={"If-Match": '"1.00000000"'}).status_code == 412
    tag = api.put(address, body).headers["ETag"]
    assert api.put(address, body | {"goal": "x"}, headers={"If-Match": tag}).status_code == 200
    assert api.put(address, body | {"goal": "y"}, headers={"If-Match": tag}).status_code == 412


def race(app: Flask, apis: list[Api], act: object) -> list[int]:
    """Every client does the same at once; the statuses, sorted."""
    barrier = threading.Barrier(len(apis))
    statuses: list[int] = []

    def run(api: Api) -> None:
        barrier.wait()
        statuses.append(act(api))

    threads = [threading.Thread(target=run, args=(api,)) for api in apis]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.fixture
def clients(database: Database, app_over: AppOver, api_for: ApiMaker) -> list[Api]:
    """Four clients of one application, on SQLite and on PostgreSQL."""
    app = app_over(database)
    first = api_for(app)
    return [Api(app.test_client(), first.token) for _ in range(4)]


def test_of_many_editors_at_once_one_wins(clients: list[Api]) -> None:
    created = clients[0].post("/needs", NEED)
    address, headers = f"/needs/{created.json['ref']}", {"If-Match": created.headers["ETag"]}

    def edit(api: Api) -> int:
        return api.patch(address, {"title": f"标题 {id(api)}"}, headers=headers).status_code

    assert race(clients[0].client.application, clients, edit) == [200, 412, 412, 412]
    assert clients[0].get(address).json["version"] == 2


def test_of_many_who_decide_at_once_one_wins(clients: list[Api], database: Database, world: object) -> None:
    with database.write() as session:
        ref = a_stored_suggestion(world.work(session)).ref
    headers = {"If-Match": clients[0].get(f"/suggestions/{ref}").headers["ETag"]}

    def decide(api: Api) -> int:
        return api.post(f"/suggestions/{ref}/decisions", {"verdict": "accept"}, headers=headers).status_code

    assert race(clients[0].client.application, clients, decide) == [201, 412, 412, 412]
    assert len(clients[0].get("/decisions").json["items"]) == 1


def test_of_many_who_store_one_id_at_once_one_creates_and_all_are_served(clients: list[Api]) -> None:
    def store(api: Api) -> int:
        body = {"title": "高盐废水零排放", "organization": {"name": "示例有限公司", "kind": "enterprise"}}
        return api.put("/needs/by-external/ttc/n-1", body).status_code

    clients[0].post("/organizations", {"kind": "enterprise", "name": "示例有限公司"})
    assert race(clients[0].client.application, clients, store) == [200, 200, 200, 201]
    assert clients[0].get("/needs?total=true").json["total"] == 1
