"""Experts and teams over the API."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.models import Change, Contact, Event, Expert
from matchmaker.models.codes import ExpertState, ProfileBasis
from tests.web.api.conftest import Api, ApiMaker, Shop
from tests.web.api.examples import EXPERT, MOBILE, coded


def as_posted(found: dict[str, Any]) -> dict[str, Any]:
    """EXPERT as it is answered; what only the service knows is taken from `found`."""
    return {
        "ref": found["ref"],
        "source": "ttc",
        "external_id": "e-1",
        "version": found["version"],
        "created_at": "2026-11-24T01:00:00Z",
        "updated_at": "2026-11-24T01:00:00Z",
        "kind": coded("expert_kinds", "person", "专家", "Person"),
        "state": coded("expert_states", "active", "可参加", "Active"),
        "name": "林示例",
        "may_be_named": False,
        "basis": coded("profile_basis", "provided", "单位提供", "Given by the institution"),
        "institution": {
            "ref": found["institution"]["ref"],
            "name": "示例大学",
            "kind": coded("organization_kinds", "university", "高校", "University"),
            "source": None,
            "external_id": None,
        },
        "further_institutions": [],
        "school": None,
        "title": "教授",
        "degree": None,
        "gender": None,
        "birth_year": None,
        "region": None,
        "profile": "",
        "directions": ["高盐废水蒸发结晶与膜分离"],
        "projects": [{"title": "煤化工浓盐水分盐", "year": 2023}],
        "services": [],
        "classifications": [
            coded(
                "disciplines", "610", "环境科学技术及资源科学技术", "Environmental and resource science and technology"
            )
        ],
        "profile_source": None,
        "profile_updated_on": "2026-11-24",
        "max_visits": None,
        "max_days": None,
        "available_dates": ["2027-03-01", "2027-03-02"],
        "contacts": [
            {
                "name": "",
                "role": None,
                "mobile": "138****1234",
                "telephone": None,
                "email": "l****@example.com",
                "wechat": "****",
            }
        ],
        "contact_disclosure": "masked",
    }


def test_an_expert_comes_back_field_by_field(api: Api) -> None:
    answer = api.post("/experts", EXPERT)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/experts/{answer.json['ref']}")
    assert api.get(f"/experts/{answer.json['ref']}").json == answer.json
    assert answer.json == as_posted(answer.json)


def test_personal_data_needs_its_own_scope_and_each_look_is_recorded(
    app: Flask, api: Api, api_for: ApiMaker, shop: Shop
) -> None:
    ref = api.post("/experts", EXPERT).json["ref"]
    trusted = api_for(app, "experts:read", "contacts:read", name="示例系统")
    shown = trusted.get(f"/experts/{ref}").json
    assert (shown["gender"]["code"], shown["birth_year"], shown["contact_disclosure"]) == ("female", 1975, "full")
    assert (shown["contacts"][0]["mobile"], shown["contacts"][0]["wechat"]) == (MOBILE, "lin1975")
    (listed,) = trusted.get("/experts").json["items"]
    assert (listed["contacts"][0]["mobile"], listed["birth_year"]) == ("138****1234", None)
    with shop.database.read() as session:
        events = session.scalars(select(Event).where(Event.action == "contact.reveal")).all()
        assert [(event.actor_name, event.subject_ref) for event in events] == [("示例系统", ref)]
        assert MOBILE not in "".join(str((event.before, event.after)) for event in session.scalars(select(Event)))


def test_a_change_of_directions_changes_what_is_searched(api: Api, shop: Shop) -> None:
    ref = api.post("/experts", EXPERT).json["ref"]
    count = shop.do(lambda work: work.session.scalar(select(func.count()).select_from(Change)))
    answer = api.patch(f"/experts/{ref}", {"directions": ["隧道掘进", "隧道掘进"], "contact": {"mobile": None}})
    assert (answer.json["directions"], answer.json["contacts"][0]["mobile"]) == (["隧道掘进"], None)
    assert shop.do(lambda work: work.session.scalar(select(func.count()).select_from(Change))) > count


def test_a_contact_without_a_way_to_reach_anybody_is_removed(api: Api, shop: Shop) -> None:
    ref = api.post("/experts", EXPERT).json["ref"]
    assert api.patch(f"/experts/{ref}", {"contact": None}).json["contacts"] == []
    assert api.patch(f"/experts/{ref}", {"contact": {"name": "助理"}}).json["contacts"] == []
    assert len(api.patch(f"/experts/{ref}", {"contact": {"mobile": MOBILE}}).json["contacts"]) == 1
    assert shop.do(lambda work: work.session.scalar(select(func.count()).select_from(Contact))) == 1


def test_only_the_person_s_own_word_confirms_a_profile(api: Api, shop: Shop) -> None:
    answer = api.post("/experts", EXPERT | {"basis": "confirmed"})
    assert (answer.status_code, answer.json["error"]["field"]) == (422, "basis")
    ref = api.post("/experts", EXPERT | {"basis": "public"}).json["ref"]
    shop.do(lambda work: setattr(work.session.scalars(select(Expert)).one(), "basis", ProfileBasis.CONFIRMED))
    assert api.get(f"/experts/{ref}").json["may_be_named"] is True
    assert api.patch(f"/experts/{ref}", {"school": "环境学院"}).json["may_be_named"] is True


def test_storing_twice_under_one_id_is_one_expert(api: Api) -> None:
    body = {name: value for name, value in EXPERT.items() if name not in ("source", "external_id")}
    first = api.put("/experts/by-external/ttc/e-1", body)
    second = api.put("/experts/by-external/ttc/e-1", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json == api.get("/experts/by-external/ttc/e-1").json
    renamed = api.put("/experts/by-external/ttc/e-1", {"kind": "person", "name": "林举例"})
    assert (renamed.json["name"], renamed.json["institution"]) == ("林举例", first.json["institution"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "team"}, "kind"),
        ({"institution": {"name": "示例学院", "kind": "university"}}, "institution"),
    ],
)
def test_kind_and_institution_of_a_stored_expert_stay(api: Api, changes: dict[str, object], field: str) -> None:
    body = {"kind": "person", "name": "林示例", "institution": EXPERT["institution"]}
    api.put("/experts/by-external/ttc/e-1", body)
    answer = api.put("/experts/by-external/ttc/e-1", body | changes)
    assert (answer.status_code, answer.json["error"]["code"], answer.json["error"]["field"]) == (
        409,
        "fixed_field",
        field,
    )


def test_a_double_affiliation_names_each_institution_once(api: Api) -> None:
    second = {"name": "示例研究院", "kind": "institute"}
    answer = api.post("/experts", EXPERT | {"further_institutions": [second, EXPERT["institution"], second]})
    assert [body["name"] for body in answer.json["further_institutions"]] == ["示例研究院"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=team", {"膜团队"}),
        ("state=resting", {"膜团队"}),
        ("q=林", {"林示例"}),
        ("q=示例大学", {"林示例"}),
        ("classified=disciplines:610", {"林示例"}),
        ("source=ttc&external_id=e-1", {"林示例"}),
        ("institution=0000000000", set()),
    ],
)
def test_filters(api: Api, shop: Shop, query: str, found: set[str]) -> None:
    api.post("/experts", EXPERT)
    ref = api.post("/experts", {"kind": "team", "name": "膜团队"}).json["ref"]
    shop.do(lambda work: setattr(_expert(work, ref), "state", ExpertState.RESTING))
    assert {item["name"] for item in api.get(f"/experts?{query}").json["items"]} == found


def test_experts_of_one_institution(api: Api) -> None:
    institution = api.post("/experts", EXPERT).json["institution"]["ref"]
    api.post("/experts", {"kind": "team", "name": "膜团队"})
    assert [item["name"] for item in api.get(f"/experts?institution={institution}").json["items"]] == ["林示例"]


def _expert(work: object, ref: str) -> Expert:
    return work.session.scalars(select(Expert).where(Expert.ref == ref)).one()
