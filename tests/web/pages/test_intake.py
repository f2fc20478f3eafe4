"""Entering a need for an enterprise: who may, what is kept, how it is confirmed."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from matchmaker.models import Need, Organization
from matchmaker.models.codes import NeedSource, NeedState, Role
from tests.support.builders import TAISHAN, XINTAI, an_enterprise
from tests.web.pages.conftest import MOBILE, PROBLEM, field_errors, field_value, words
from tests.web.pages.console.conftest import Office

CALL = {
    "intake": "phone", "organization_name": "示例煤机有限公司", "county_code": TAISHAN, "contact_mobile": MOBILE,
    "problem": PROBLEM, "confirm_by": "link", "act": "post",
}  # fmt: skip


def the_need(office: Office) -> Need:
    with office.database.read() as session:
        need = session.scalars(select(Need)).one()
        _ = need.organization.name, need.entered_by
        return need


def count(office: Office, model: type = Need) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_call_becomes_a_need_that_the_enterprise_confirms_by_its_link(office: Office) -> None:
    answer = office.county.post("/console/intake", CALL)
    assert answer.status_code == 303
    need = the_need(office)
    assert (need.intake, need.state, need.county_code) == (NeedSource.PHONE, NeedState.SUBMITTED, TAISHAN)
    assert need.entered_by is not None
    assert (need.entered_by.username, need.organization.name) == ("county", "示例煤机有限公司")
    page = office.county.get(answer.location)
    link = re.search(r"http://127\.0\.0\.1:8000(/n/[0-9a-f]{64})", page.text)
    assert link is not None
    assert "您反映的技术需求" in page.text
    enterprise = office.person(None)
    assert "请确认此需求" in enterprise.get(link[1]).text
    assert enterprise.post(f"{link[1]}/confirm").status_code == 303
    assert the_need(office).confirmed_how == "通过专属链接确认"
    assert "请确认此需求" not in enterprise.get(link[1]).text


def test_the_link_is_shown_to_whoever_entered_the_need_only(office: Office) -> None:
    address = office.county.post("/console/intake", CALL).location
    assert "/n/" in office.county.get(address).text
    assert "/n/" not in office.city.get(address).text


def test_a_confirmation_by_word_is_recorded_and_makes_no_link(office: Office) -> None:
    by_word = CALL | {"confirm_by": "word", "confirmed_how": "周总工，电话，今天十点"}
    answer = office.county.post("/console/intake", by_word)
    need = the_need(office)
    assert (need.confirmed_how, need.tracking_hash) == ("周总工，电话，今天十点", None)
    assert "周总工，电话，今天十点" in words(office.county.get(answer.location))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"confirm_by": "word", "confirmed_how": " "}, "confirmed_how"),
        ({"confirm_by": "word", "confirmed_how": "周" * 201}, "confirmed_how"),
        ({"confirm_by": "word", "confirmed_how": "周\x00"}, "confirmed_how"),
        ({"confirm_by": ""}, "confirm_by"),
        ({"intake": "portal"}, "intake"),
        ({"intake": ""}, "intake"),
        ({"problem": ""}, "problem"),
        ({"organization_name": ""}, "organization_name"),
        ({"contact_mobile": "1"}, "contact_mobile"),
    ],
)
def test_what_is_not_right_is_named_and_nothing_typed_is_lost(
    office: Office, changes: dict[str, str], field: str
) -> None:
    answer = office.county.post("/console/intake", CALL | {"indicators": "运行≥30天"} | changes)
    assert answer.status_code == 422
    assert set(field_errors(answer)) == {field}
    assert field_value(answer, "indicators") == "运行≥30天"
    assert count(office) == 0


def test_a_known_enterprise_may_be_chosen_instead_of_making_a_new_one(office: Office) -> None:
    known = office.do(lambda work: an_enterprise(work, "山东示例煤机有限公司"))
    page = office.county.get("/console/intake/organizations?organization_name=煤机")
    assert known.ref in page.text
    office.county.post("/console/intake", CALL | {"organization_ref": known.ref, "organization_name": "煤机"})
    assert (the_need(office).organization.name, count(office, Organization)) == ("山东示例煤机有限公司", 1)


def test_enterprises_of_other_counties_are_not_offered_and_cannot_be_chosen(office: Office) -> None:
    other = office.do(lambda work: an_enterprise(work, "新泰示例煤机有限公司", XINTAI))
    assert other.ref not in office.county.get("/console/intake/organizations?organization_name=煤机").text
    assert office.county.post("/console/intake", CALL | {"organization_ref": other.ref}).status_code == 404
    assert other.ref in office.city.get("/console/intake/organizations?organization_name=煤机").text


def test_a_county_officer_enters_needs_of_the_own_county(office: Office) -> None:
    changed = CALL | {"county_code": XINTAI, "organization_name": "新泰市示例有限公司"}
    office.county.post("/console/intake", changed)
    assert the_need(office).county_code == TAISHAN


def test_a_draft_is_gone_on_with_and_entered_once(office: Office) -> None:
    kept = office.county.post("/console/intake", CALL | {"act": "keep", "contact_mobile": "", "confirm_by": ""})
    ref = the_need(office).ref
    assert kept.location == f"/console/intake?draft={ref}"
    page = office.county.get(kept.location)
    assert field_value(page, "problem") == PROBLEM
    assert office.county.post("/console/intake/draft", CALL | {"draft": ref, "problem": "写了更多"}).json == {
        "draft": ref
    }
    assert the_need(office).problem == "写了更多"
    office.county.post("/console/intake", CALL | {"draft": ref, "intake": "wechat"})
    need = the_need(office)
    assert (need.state, need.intake, need.problem) == (NeedState.SUBMITTED, NeedSource.WECHAT, PROBLEM)


def test_drafts_belong_to_their_writer(office: Office) -> None:
    office.county.post("/console/intake", CALL | {"act": "keep"})
    ref = the_need(office).ref
    colleague = office.person(Role.COUNTY, "colleague")
    assert colleague.get(f"/console/intake?draft={ref}").status_code == 404
    assert colleague.post("/console/intake/draft", CALL | {"draft": ref}).status_code == 404
    assert ref in office.county.get("/console/intake").text
    assert ref not in colleague.get("/console/intake").text


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.LIAISON, Role.AUDITOR])
def test_only_organizers_enter_needs_for_others(office: Office, role: Role) -> None:
    person = office.person(role)
    assert person.get("/console/intake").status_code == 403
    assert person.post("/console/intake", CALL).status_code == 403
    assert count(office) == 0


def test_strangers_are_led_to_the_sign_in(office: Office) -> None:
    nobody = office.person(None)
    assert nobody.get("/console/intake").location == "/sign-in"
    assert nobody.post("/console/intake", CALL).status_code == 401
    assert office.county.post("/console/intake", CALL, token=False).status_code == 400
    assert count(office) == 0
