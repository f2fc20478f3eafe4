"""What is confidential leaves no trace for those who may not see it (S4), and a record of those who may (S14)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.models import Event
from matchmaker.models.codes import Confidentiality, NeedState
from tests.support.builders import a_need, an_enterprise
from tests.web.api.conftest import Api, ApiMaker, Shop
from tests.web.api.examples import NEED

SECRET = "电解液添加剂配方"


@pytest.fixture
def ref(shop: Shop) -> str:
    def act(work: object) -> str:
        hidden = {"confidentiality": Confidentiality.CONFIDENTIAL, "contact_mobile": "13800001234"}
        need = a_need(work, an_enterprise(work), SECRET, NeedState.VERIFIED, **hidden)
        need.source, need.external_id = "market", "7"
        return need.ref

    return shop.do(act)


@pytest.fixture
def trusted(app: Flask, api_for: ApiMaker) -> Api:
    return api_for(app, "needs:read", "needs:write", "needs:confidential", name="示例系统")


def looks(shop: Shop) -> list[tuple[str, str]]:
    with shop.database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "need.read_confidential").order_by(Event.id))
        return [(event.actor_name, event.subject_ref) for event in events]


def test_for_others_it_is_as_if_it_did_not_exist(api: Api, shop: Shop, ref: str) -> None:
    paths = [
        "/needs",
        "/needs?q=电解液",
        "/needs?source=market&external_id=7",
        "/needs?state=verified",
        "/needs?total=true",
    ]
    for path in paths:
        answer = api.get(path)
        assert (answer.json["items"], SECRET in answer.text) == ([], False)
    assert api.get("/needs?total=true").json["total"] == 0
    for path in (f"/needs/{ref}", "/needs/by-external/market/7"):
        assert api.get(path).status_code == 404
    assert api.patch(f"/needs/{ref}", {"title": "x"}).status_code == 404
    counts = {row["resource"]: row["total"] for row in api.get("/counts").json["items"]}
    assert counts["needs"] == 0
    assert looks(shop) == []


def test_every_look_of_those_who_may_is_recorded(trusted: Api, shop: Shop, ref: str) -> None:
    assert trusted.get("/needs").json["items"][0]["title"] == SECRET
    assert trusted.get(f"/needs/{ref}").json["contact"]["mobile"] == "138****1234"
    assert trusted.get("/needs/by-external/market/7").status_code == 200
    assert looks(shop) == [("示例系统", ref)] * 3
    with shop.database.read() as session:
        log = "".join(f"{event.before}{event.after}{event.why}" for event in session.scalars(select(Event)))
    assert SECRET not in log


def test_an_open_need_leaves_no_record(trusted: Api, api: Api, shop: Shop) -> None:
    trusted.get(f"/needs/{api.post('/needs', NEED).json['ref']}")
    trusted.get("/needs")
    assert looks(shop) == []


def test_who_may_not_read_it_can_neither_make_nor_hide_a_need(api: Api, trusted: Api) -> None:
    body = NEED | {"confidentiality": "confidential"}
    refused = api.post("/needs", body)
    assert (refused.status_code, refused.json["error"]["details"]) == (403, {"scope": "needs:confidential"})
    ref = api.post("/needs", NEED).json["ref"]
    assert api.patch(f"/needs/{ref}", {"confidentiality": "confidential"}).status_code == 403
    assert trusted.patch(f"/needs/{ref}", {"confidentiality": "confidential"}).status_code == 200
    assert api.get(f"/needs/{ref}").status_code == 404


def test_a_contact_is_shown_in_full_one_by_one_and_recorded(
    app: Flask, api_for: ApiMaker, api: Api, shop: Shop
) -> None:
    ref = api.post("/needs", NEED).json["ref"]
    reader = api_for(app, "needs:read", "contacts:read", name="示例系统")
    found = reader.get(f"/needs/{ref}").json
    assert (found["contact"]["mobile"], found["contact_disclosure"]) == ("13800001234", "full")
    assert reader.get("/needs").json["items"][0]["contact"]["mobile"] == "138****1234"
    with shop.database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "contact.reveal")).all()
    assert [(event.actor_name, event.subject_ref) for event in events] == [("示例系统", ref)]
