"""Needs over the API: post, read, change, store under an external id."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from matchmaker.models import Event, Need, Organization
from matchmaker.models.codes import NeedState
from tests.support.builders import TAISHAN, XINTAI, a_need, an_enterprise
from tests.web.api.conftest import Api, Shop
from tests.web.api.examples import ENTERPRISE, NEED, coded

BY_EXTERNAL_ID = "/needs/by-external/ttc/n-1"


def as_posted(ref: str, enterprise: str) -> dict[str, Any]:
    """NEED as it is answered, under this reference and of this enterprise."""
    return {
        "ref": ref,
        "source": "ttc",
        "external_id": "n-1",
        "version": 1,
        "created_at": "2026-11-24T01:00:00Z",
        "updated_at": "2026-11-24T01:00:00Z",
        "state": coded("need_states", "submitted", "待审核", "Awaiting review"),
        "result": None,
        "intake": coded("intake_sources", "api", "接口", "API"),
        "organization": {
            "ref": enterprise,
            "name": "示例机械有限公司",
            "kind": coded("organization_kinds", "enterprise", "企业", "Enterprise"),
            "source": None,
            "external_id": None,
        },
        "county": coded("divisions", TAISHAN, "泰山区", "Taishan District"),
        "campaign": None,
        "title": "高盐废水零排放",
        "problem": "蒸发结晶能耗高，膜易污染。",
        "indicators": "回收率≥95%",
        "goal": "吨水电耗低于 20 kWh",
        "background": "",
        "keywords": ["高盐废水", "膜"],
        "classifications": [coded("fields_form12", "environment", "资源与环境", "Resources and environment")],
        "activity_kind": coded("need_kinds", "applied_research", "应用研究", "Applied research"),
        "cooperation_mode": coded("cooperation_modes", "joint", "合作研发", "Joint development"),
        "wishes": [coded("cooperation_modes", "joint_project", "联合开展项目", "Joint project")],
        "funds_low": "80.00",
        "funds_high": "120.50",
        "funds_text": None,
        "window_from": "2026-12-01",
        "window_to": "2027-06-30",
        "window_text": None,
        "wanted_partners": None,
        "confidentiality": coded("confidentiality_levels", "county", "仅经办人可见", "Only organizers see it"),
        "contact": {"name": "王**", "mobile": "138****1234", "email": "w****@example.com"},
        "contact_disclosure": "masked",
        "public_title": None,
        "public_text": None,
        "public_approved_at": None,
        "submitted_at": "2026-11-24T01:00:00Z",
        "answer_due_on": "2026-12-08",
        "reviewed_at": None,
        "review_note": None,
        "closed_at": None,
        "close_note": None,
        "assessed_at": None,
        "grade": None,
        "suggestion_count": 0,
    }


def test_a_posted_need_waits_for_review_and_comes_back_field_by_field(api: Api, shop: Shop) -> None:
    answer = api.post("/needs", NEED)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/needs/{answer.json['ref']}")
    stored = api.get(f"/needs/{answer.json['ref']}").json
    assert stored == answer.json
    enterprise = shop.do(lambda work: work.session.scalars(select(Organization)).one().ref)
    assert stored == as_posted(stored["ref"], enterprise)


def test_the_act_is_traced_to_the_client_and_the_request(api: Api, shop: Shop) -> None:
    answer = api.post("/needs", NEED)
    with shop.database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "need.create")).one()
    assert (event.actor_kind, event.actor_name, event.subject_ref) == ("client", "技术交易中心", answer.json["ref"])
    assert event.request_id == answer.headers["X-Request-ID"]


def test_a_change_touches_what_is_given_and_null_clears(api: Api) -> None:
    first = api.post("/needs", NEED).json
    second = api.patch(
        f"/needs/{first['ref']}",
        {"goal": None, "funds_high": None, "keywords": None, "contact": {"email": None}, "title": "含盐废水零排放"},
    ).json
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {"goal", "funds_high", "keywords", "contact", "title", "version"}
    assert (second["goal"], second["funds_high"], second["keywords"]) == ("", None, [])
    assert second["contact"] == {"name": "王**", "mobile": "138****1234", "email": None}
    third = api.patch(f"/needs/{first['ref']}", {"contact": None}).json
    assert third["contact"] == {"name": None, "mobile": None, "email": None}


def test_title_and_confidentiality_cannot_be_cleared(api: Api) -> None:
    ref = api.post("/needs", NEED).json["ref"]
    answer = api.patch(f"/needs/{ref}", {"title": None, "confidentiality": None})
    assert answer.status_code == 422
    problems = {problem["field"] for problem in answer.json["error"]["details"]["problems"]}
    assert problems == {"title", "confidentiality"}


@pytest.mark.parametrize(
    "field",
    ["state", "result", "grade", "owner", "ref", "version", "campaign", "public_text", "score", "entered_by", "id"],
)
def test_what_a_client_may_not_set_is_refused_by_name(api: Api, field: str) -> None:
    answer = api.post("/needs", NEED | {field: "verified"})
    assert (answer.status_code, answer.json["error"]["field"]) == (422, field)
    ref = api.post("/needs", NEED).json["ref"]
    assert api.patch(f"/needs/{ref}", {field: "verified"}).json["error"]["field"] == field


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": " "}, "title", "string_pattern_mismatch"),
        ({"title": "x" * 301}, "title", "string_too_long"),
        ({"title": 5}, "title", "string_type"),
        ({"problem": "a\u0000b"}, "problem", "string_pattern_mismatch"),
        ({"keywords": ["a"] * 11}, "keywords", "too_long"),
        ({"keywords": ["a", ""]}, "keywords.1", "string_too_short"),
        ({"funds_low": 80}, "funds_low", "string_type"),
        ({"funds_low": "1e3"}, "funds_low", "string_pattern_mismatch"),
        ({"funds_low": "10.123"}, "funds_low", "string_pattern_mismatch"),
        ({"window_from": "2026-13-01"}, "window_from", "date"),
        ({"window_from": "01.12.2026"}, "window_from", "date"),
        ({"window_from": 20261201}, "window_from", "date"),
        ({"activity_kind": "magic"}, "activity_kind", "unknown_code"),
        ({"cooperation_mode": "joint_project"}, "cooperation_mode", "unknown_code"),
        ({"classifications": [{"scheme": "roles", "code": "city"}]}, "classifications.0", "unknown_scheme"),
        ({"classifications": [{"scheme": "chains", "code": "x"}]}, "classifications.0", "unknown_code"),
        ({"contact": {"mobile": "12345"}}, "contact.mobile", "string_pattern_mismatch"),
        ({"organization": {"ref": "0000000000"}}, "organization", "unknown_record"),
        ({"organization": {"source": "ttc", "external_id": "none"}}, "organization", "unknown_record"),
        ({"organization": {"source": "ttc"}}, "organization.external_id", "missing"),
        ({"organization": {"name": "x"}}, "organization.kind", "missing"),
        ({"organization": {"ref": "0000000000", "name": "x"}}, "organization.name", "extra_forbidden"),
        ({"organization": None}, "organization", "model_type"),
        ({"source": "TTC"}, "source", "string_pattern_mismatch"),
        ({"external_id": "a/b"}, "external_id", "string_pattern_mismatch"),
    ],
)
def test_each_wrong_field_is_named(api: Api, changes: dict[str, object], field: str, code: str) -> None:
    answer = api.post("/needs", NEED | changes)
    problem = answer.json["error"]["details"]["problems"][0]
    assert (answer.status_code, problem["field"], problem["code"]) == (422, field, code)
    assert answer.json["error"]["field"] == field
    assert api.get("/needs?total=true").json["total"] == 0


def test_what_only_two_fields_together_show_is_named_too(api: Api) -> None:
    assert api.post("/needs", NEED | {"window_to": "2026-01-01"}).json["error"]["field"] == "window_to"
    assert api.post("/needs", NEED | {"funds_high": "1"}).json["error"]["field"] == "funds_high"
    without = {name: value for name, value in NEED.items() if name != "external_id"}
    assert api.post("/needs", without).json["error"]["field"] == "external_id"


def test_storing_twice_under_one_id_is_one_need_and_no_event(api: Api, shop: Shop) -> None:
    body = {name: value for name, value in NEED.items() if name not in ("source", "external_id")}
    first, second = api.put(BY_EXTERNAL_ID, body), api.put(BY_EXTERNAL_ID, body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json, first.headers["ETag"]) == (second.json, second.headers["ETag"])
    third = api.put(BY_EXTERNAL_ID, {"title": "含盐废水零排放", "organization": ENTERPRISE})
    assert (third.status_code, third.json["version"], third.json["problem"]) == (200, 2, NEED["problem"])
    assert api.get(BY_EXTERNAL_ID).json == third.json
    with shop.database.read() as session:
        actions = session.scalars(select(Event.action).where(Event.subject_kind == "need").order_by(Event.id)).all()
    assert actions == ["need.create", "need.edit"]


def test_a_stored_need_stays_with_its_enterprise(api: Api) -> None:
    api.put(BY_EXTERNAL_ID, {"title": "a", "organization": ENTERPRISE})
    other = {"name": "示例食品有限公司", "kind": "enterprise"}
    answer = api.put(BY_EXTERNAL_ID, {"title": "a", "organization": other})
    assert (answer.status_code, answer.json["error"]["field"]) == (409, "organization")


def test_an_id_is_given_once_and_never_taken_from_another_system(api: Api) -> None:
    first = api.post("/needs", NEED).json["ref"]
    again = api.post("/needs", NEED)
    assert (again.status_code, again.json["error"]["code"]) == (409, "key_taken")
    other = api.post("/needs", NEED | {"external_id": "n-2"}).json["ref"]
    assert api.patch(f"/needs/{other}", {"source": "ttc", "external_id": "n-1"}).status_code == 409
    assert api.patch(f"/needs/{other}", {"source": "market", "external_id": "7"}).status_code == 409
    assert api.patch(f"/needs/{other}", {"source": "ttc", "external_id": "n-3"}).json["external_id"] == "n-3"
    assert api.get(BY_EXTERNAL_ID).json["ref"] == first


def test_a_need_of_the_portal_can_be_linked_to_an_id(api: Api, shop: Shop) -> None:
    ref = shop.do(lambda work: a_need(work, an_enterprise(work)).ref)
    answer = api.patch(f"/needs/{ref}", {"source": "ttc", "external_id": "n-1"})
    assert (answer.json["source"], answer.json["external_id"], answer.json["version"]) == ("ttc", "n-1", 2)
    with shop.database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "need.link")).one()
    assert event.after == {"source": "ttc", "external_id": "n-1"}


def test_an_enterprise_named_by_credit_code_or_name_is_not_entered_twice(api: Api) -> None:
    api.post("/needs", NEED)
    code = {"name": "示例机械公司", "kind": "enterprise", "uscc": "91370902MA3C00000L"}
    for number, organization in enumerate([ENTERPRISE, code, code | {"name": "示例机械集团"}]):
        answer = api.post("/needs", NEED | {"external_id": f"m-{number}", "organization": organization})
        assert answer.status_code == 201
    assert api.get("/organizations?total=true").json["total"] == 2


def test_drafts_are_the_enterprise_s_own(api: Api, shop: Shop) -> None:
    ref = shop.do(lambda work: a_need(work, an_enterprise(work), state=NeedState.DRAFT).ref)
    missing, hidden = api.get("/needs/0000000000"), api.get(f"/needs/{ref}")
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert missing.json["error"]["message"].replace("0000000000", ref) == hidden.json["error"]["message"]
    assert api.get("/needs").json["items"] == []
    assert api.patch(f"/needs/{ref}", {"title": "x"}).status_code == 404


def test_a_closed_need_cannot_be_changed(api: Api, shop: Shop) -> None:
    ref = api.post("/needs", NEED).json["ref"]
    shop.do(lambda work: setattr(work.session.scalars(select(Need)).one(), "state", NeedState.CLOSED))
    answer = api.patch(f"/needs/{ref}", {"title": "x"})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=submitted", {"a", "b"}),
        ("state=submitted&state=verified", {"a", "b", "c"}),
        ("state=closed", set()),
        (f"county={XINTAI}", {"c"}),
        ("q=废水", {"a", "b"}),
        ("q=示例食品", {"c"}),
        ("q=%25", set()),
        ("classified=fields_form12:environment", {"a"}),
        ("source=ttc", {"a"}),
        ("source=ttc&external_id=n-1", {"a"}),
        ("due_before=2026-12-08", set()),
        ("due_before=2026-12-09", {"a", "b", "c"}),
        ("organization=0000000000", set()),
    ],
)
def test_filters(api: Api, shop: Shop, query: str, found: set[str]) -> None:
    def fill(work: object) -> None:
        machines, food = an_enterprise(work), an_enterprise(work, "示例食品有限公司", XINTAI)
        a_need(work, machines, "废水回用", problem="b")
        a_need(work, food, "香菇酱", NeedState.VERIFIED, problem="c")

    api.post("/needs", NEED | {"problem": "a"})
    shop.do(fill)
    assert {item["problem"] for item in api.get(f"/needs?{query}").json["items"]} == found


def test_needs_of_one_organization(api: Api) -> None:
    ref = api.post("/needs", NEED).json["organization"]["ref"]
    assert len(api.get(f"/needs?organization={ref}").json["items"]) == 1
