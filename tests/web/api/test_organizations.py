"""Organizations over the API."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.models import Event, Organization
from tests.support.builders import TAISHAN, an_enterprise
from tests.web.api.conftest import Api, ApiMaker, Shop
from tests.web.api.examples import MOBILE, ORGANIZATION, coded

BY_EXTERNAL_ID = "/organizations/by-external/ttc/o-1"
STORED = {name: value for name, value in ORGANIZATION.items() if name not in ("source", "external_id")}


def test_an_organization_comes_back_field_by_field(api: Api) -> None:
    answer = api.post("/organizations", ORGANIZATION)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/organizations/{answer.json['ref']}")
    assert api.get(f"/organizations/{answer.json['ref']}").json == answer.json
    assert answer.json == {
        "ref": answer.json["ref"],
        "source": "ttc",
        "external_id": "o-1",
        "version": answer.json["version"],
        "created_at": "2026-11-24T01:00:00Z",
        "updated_at": "2026-11-24T01:00:00Z",
        "kind": coded("organization_kinds", "enterprise", "企业", "Enterprise"),
        "state": coded("organization_states", "unverified", "待核实", "Not verified yet"),
        "name": "示例电缆有限公司",
        "uscc": "91370902MA3C00000L",
        "verified_at": None,
        "county": coded("divisions", TAISHAN, "泰山区", "Taishan District"),
        "zone": coded("zones", "taian_gaoxin", "泰安高新区", "Tai'an High-tech Zone"),
        "address": None,
        "website": "https://example.com",
        "legal_representative": None,
        "industry": None,
        "employees": 120,
        "profile": "",
        "tags": ["高企"],
        "schools": [],
        "classifications": [],
        "contacts": [
            {
                "name": "赵**",
                "role": None,
                "mobile": "138****1234",
                "telephone": None,
                "email": None,
                "wechat": None,
            }
        ],
        "contact_disclosure": "masked",
    }


def test_contacts_in_full_need_their_own_scope(app: Flask, api: Api, api_for: ApiMaker, shop: Shop) -> None:
    ref = api.post("/organizations", ORGANIZATION).json["ref"]
    trusted = api_for(app, "organizations:read", "contacts:read")
    assert trusted.get(f"/organizations/{ref}").json["contacts"][0]["mobile"] == MOBILE
    with shop.database.read() as session:
        assert session.scalars(select(Event.subject_ref).where(Event.action == "contact.reveal")).all() == [ref]


def test_storing_twice_changes_nothing(api: Api) -> None:
    body = STORED | {"classifications": [{"scheme": "chains", "code": "auto"}]}
    first, second = api.put(BY_EXTERNAL_ID, body), api.put(BY_EXTERNAL_ID, body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json == api.get(BY_EXTERNAL_ID).json
    assert api.put(BY_EXTERNAL_ID, body | {"employees": 130}).json["employees"] == 130


def test_one_known_by_its_credit_code_gets_the_id_instead_of_a_double(api: Api, shop: Shop) -> None:
    known = api.post("/organizations", {"kind": "enterprise", "name": "示例线缆", "uscc": ORGANIZATION["uscc"]}).json
    answer = api.put(BY_EXTERNAL_ID, STORED)
    assert (answer.status_code, answer.json["ref"], answer.json["name"]) == (200, known["ref"], "示例电缆有限公司")
    assert api.get("/organizations?total=true").json["total"] == 1
    elsewhere = api.put("/organizations/by-external/market/7", STORED)
    assert elsewhere.status_code == 409


def test_a_credit_code_belongs_to_one_organization(api: Api) -> None:
    api.post("/organizations", ORGANIZATION)
    other = api.post("/organizations", ORGANIZATION | {"external_id": "o-2"})
    assert (other.status_code, other.json["error"]["field"]) == (422, "uscc")
    wrong = api.post("/organizations", ORGANIZATION | {"uscc": "91370902MA3C000009"})
    assert wrong.json["error"]["details"]["problems"][0]["code"] == "not_a_credit_code"


def test_kind_and_verification_are_not_the_client_s_to_change(api: Api, shop: Shop) -> None:
    ref = api.post("/organizations", ORGANIZATION).json["ref"]
    for field in ("kind", "verified", "state", "merged_into", "email_domain"):
        assert api.patch(f"/organizations/{ref}", {field: "x"}).json["error"]["field"] == field
    assert api.put(BY_EXTERNAL_ID, STORED | {"kind": "agency"}).json["error"]["field"] == "kind"


def test_one_that_was_merged_is_not_there_any_more(api: Api, shop: Shop) -> None:
    ref = api.post("/organizations", ORGANIZATION).json["ref"]

    def merge(work: object) -> None:
        kept = an_enterprise(work)
        work.session.flush()
        row = work.session.scalars(select(Organization).where(Organization.ref == ref)).one()
        row.merged_into_id = kept.id

    shop.do(merge)
    assert api.get(f"/organizations/{ref}").status_code == 404
    assert [item["name"] for item in api.get("/organizations").json["items"]] == ["示例机械有限公司"]


@pytest.mark.parametrize("website", ["javascript:alert(1)", "http://a b", 'https://x"onmouseover=1', "ftp://x"])
def test_an_address_that_is_none_is_refused(api: Api, website: str) -> None:
    assert api.post("/organizations", ORGANIZATION | {"website": website}).json["error"]["field"] == "website"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=university", {"示例大学"}),
        ("state=verified", set()),
        (f"county={TAISHAN}", {"示例电缆有限公司"}),
        ("q=电缆", {"示例电缆有限公司"}),
        ("classified=chains:auto", {"示例大学"}),
        ("source=ttc", {"示例电缆有限公司"}),
    ],
)
def test_filters(api: Api, query: str, found: set[str]) -> None:
    api.post("/organizations", ORGANIZATION)
    codes = [{"scheme": "chains", "code": "auto"}]
    api.post("/organizations", {"kind": "university", "name": "示例大学", "classifications": codes})
    assert {item["name"] for item in api.get(f"/organizations?{query}").json["items"]} == found
