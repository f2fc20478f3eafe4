"""Experts, achievements and organizations: lists, pages, forms, acts, and what is hidden from whom."""

from __future__ import annotations

import re
from typing import Any

import pytest

from matchmaker.models import Achievement, Conflict, Contact, Expert, Need, Organization
from matchmaker.models.codes import ExpertState, OrganizationKind, Role
from matchmaker.services.achievement import NewAchievement, create_achievement
from matchmaker.services.work import Work
from tests.support.builders import an_enterprise, an_expert
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, a_university, seed_city

EXPERTS, ACHIEVEMENTS, ORGANIZATIONS = "/console/experts/", "/console/achievements/", "/console/organizations/"
USCC = "91370900MA3C4KX810"


@pytest.fixture
def city(office: Office) -> City:
    return seed_city(office)


def row(office: Office, kind: type[Any], ref: str) -> Any:
    def look(work: Work) -> Any:
        found = work.session.query(kind).filter_by(ref=ref).one()
        work.session.expunge(found)
        return found

    return office.do(look)


def liaison(office: Office, city: City) -> Any:
    university = row(office, Organization, city.university)
    return office.person(Role.LIAISON, organization_id=university.id)


def names(page: str, register: str) -> list[str]:
    return re.findall(rf'<th scope="row"[^>]*><a href="{register}\w+">(.*?)</a>', page)


@pytest.mark.parametrize(
    ("path", "count", "queries"),
    [(EXPERTS, 1, 5), (EXPERTS, 3, 5), (ACHIEVEMENTS, 1, 4), (ACHIEVEMENTS, 3, 4), (ORGANIZATIONS, 1, 7),
     (ORGANIZATIONS, 3, 7)],
)  # fmt: skip
def test_lists_ask_the_database_equally_often_however_long_they_are(
    office: Office, path: str, count: int, queries: int
) -> None:
    def seed(work: Work) -> None:
        for number in range(count):
            home = a_university(work, f"示例大学{number}")
            an_expert(work, f"专家{number}", institution=home)
            create_achievement(work=work, new=NewAchievement(title=f"成果{number}", institution=home))

    office.do(seed)
    person = office.city
    assert len(names(person.get(path).text, path)) == count
    assert office.count_queries(lambda: person.get(path)) == queries


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (EXPERTS, ["祁示例", "蔺示例", "林示例"]),
        (f"{EXPERTS}?q=岱岳", ["林示例"]),
        (f"{EXPERTS}?kind=team", []),
        (f"{EXPERTS}?state=active&basis=provided", ["祁示例", "蔺示例", "林示例"]),
        (f"{EXPERTS}?basis=confirmed", []),
        (f"{EXPERTS}?institution=nowhere", []),
        (f"{ACHIEVEMENTS}?q=晶种", ["晶种法防垢蒸发技术"]),
        (f"{ACHIEVEMENTS}?stage=pilot", []),
        (f"{ORGANIZATIONS}?kind=university", ["岱岳工业大学（示例）"]),
        (f"{ORGANIZATIONS}?county=370982", ["新泰岩通矿山工程有限公司（示例）"]),
        (f"{ORGANIZATIONS}?verified=yes", []),
    ],
)
def test_filters_narrow_the_lists(office: Office, city: City, path: str, expected: list[str]) -> None:
    register = path.partition("?")[0]
    assert names(office.city.get(path).text, register) == expected


def test_a_county_officer_sees_its_enterprises_and_every_institution(office: Office, city: City) -> None:
    assert names(office.county.get(ORGANIZATIONS).text, ORGANIZATIONS) == [
        "岱岳工业大学（示例）", "泰安澄源环保科技有限公司（示例）",
    ]  # fmt: skip
    assert office.county.get(f"{ORGANIZATIONS}{city.other_enterprise}").status_code == 404
    for act in ("edit", "verify", "contacts/0"):
        assert office.county.post(f"{ORGANIZATIONS}{city.other_enterprise}/{act}", {"version": "1"}).status_code == 404


def test_a_liaison_sees_and_keeps_what_is_its_institution_s(office: Office, city: City) -> None:
    person = liaison(office, city)
    assert names(person.get(EXPERTS).text, EXPERTS) == ["林示例"]
    assert person.get(f"{EXPERTS}{city.second_expert}").status_code == 404
    assert names(person.get(ORGANIZATIONS).text, ORGANIZATIONS) == ["岱岳工业大学（示例）"]
    assert person.get("/console/").location == EXPERTS
    assert "/console/import/" not in person.get(EXPERTS).text
    page = person.get(f"{EXPERTS}{city.expert}").text
    assert "泰安澄源" not in page  # needs are no business of an institution's liaison
    sent = {"kind": "person", "name": "外校专家", "basis": "provided", "institution": "别的大学"}
    assert person.post(f"{EXPERTS}new", sent).status_code == 422


def test_an_expert_s_page_masks_the_contact_until_it_is_asked_for(office: Office, city: City) -> None:
    page = office.county.get(f"{EXPERTS}{city.expert}").text
    assert "139****1234" in page
    assert "13900001234" not in page
    assert "换热管防垢" in page  # the need it was suggested for, of this county
    assert "硬岩巷道快速掘进" not in page  # and not that of another one
    assert "13900001234" in office.county.post(f"{EXPERTS}{city.expert}/contact", {}).text
    assert office.actions().count("contact.reveal") == 1


def test_entering_an_expert(office: Office, city: City) -> None:
    sent = {
        "kind": "team", "name": "水处理课题组", "institution": "岱岳工业大学（示例）", "basis": "public",
        "directions": "分盐结晶\n\n膜浓缩 ", "fields": ["environment"], "contact_mobile": "138 0000 9999",
        "birth_year": "", "available_dates": "2026-12-08\n2026-12-01",
    }  # fmt: skip
    answer = office.county.post(f"{EXPERTS}new", sent)
    assert answer.status_code == 303
    made = row(office, Expert, answer.location.rsplit("/", 1)[1])
    assert (made.name, made.kind.value, made.basis.value) == ("水处理课题组", "team", "public")
    assert made.directions == ["分盐结晶", "膜浓缩"]
    assert made.available_dates == ["2026-12-01", "2026-12-08"]
    contacts = office.do(lambda work: work.session.query(Contact).filter_by(expert_id=made.id).all())
    assert [(each.name, each.mobile) for each in contacts] == [("水处理课题组", "13800009999")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "长" * 201), ("birth_year", "七四"), ("birth_year", "3000"), ("basis", "rumour"),
     ("kind", "robot"), ("institution", "没有这家"), ("available_dates", "明天"), ("contact_mobile", "12"),
     ("contact_email", "x"), ("fields", "alchemy"), ("school", "\x00")],
)  # fmt: skip
def test_what_is_wrong_with_a_profile_is_told_at_its_field(office: Office, city: City, field: str, value: str) -> None:
    sent = {"kind": "person", "name": "某人", "basis": "public", field: value}
    answer = office.city.post(f"{EXPERTS}new", sent)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert office.do(lambda work: work.session.query(Expert).count()) == 3


def test_editing_an_expert_says_which_version_was_seen(office: Office, city: City) -> None:
    before = row(office, Expert, city.expert)
    sent = {"version": before.version, "name": "林示例", "basis": "confirmed", "directions": "新方向"}
    assert office.city.post(f"{EXPERTS}{city.expert}/edit", sent).status_code == 303
    after = row(office, Expert, city.expert)
    assert (after.basis.value, after.directions) == ("confirmed", ["新方向"])
    assert office.city.post(f"{EXPERTS}{city.expert}/edit", sent).status_code == 409
    contact = office.do(lambda work: work.session.query(Contact).filter_by(expert_id=before.id).one())
    assert contact.mobile == "13900001234"  # an empty field leaves it


def test_states_of_an_expert(office: Office, city: City) -> None:
    path = f"{EXPERTS}{city.expert}"
    version = row(office, Expert, city.expert).version
    assert office.city.post(f"{path}/state", {"version": version, "state": "resting"}).status_code == 303
    assert row(office, Expert, city.expert).state is ExpertState.RESTING
    assert office.city.post(f"{path}/state", {"version": version, "state": "active"}).status_code == 409
    version = row(office, Expert, city.expert).version
    assert office.city.post(f"{path}/state", {"version": version, "state": "withdrawn"}).status_code == 422
    assert office.city.post(f"{path}/withdraw", {"version": version}).status_code == 303
    assert row(office, Expert, city.expert).state is ExpertState.WITHDRAWN
    assert f'action="{path}/state"' not in office.city.get(path).text


def test_a_relation_is_noted_or_its_mistake_told(office: Office, city: City) -> None:
    path = f"{EXPERTS}{city.expert}/conflicts"
    wrong = office.city.post(path, {"organization": "没有这家", "kind": "declared"})
    assert wrong.status_code == 422
    assert "没有这个名称的单位" in wrong.text
    sent = {"organization": "泰安澄源环保科技有限公司（示例）", "kind": "cooperating", "note": "2025 年起"}
    assert office.city.post(path, sent).status_code == 303
    kept = office.do(lambda work: work.session.query(Conflict).one())
    assert (kept.kind, kept.note) == ("cooperating", "2025 年起")
    assert "已在合作 · 2025 年起" in office.city.get(f"{EXPERTS}{city.expert}").text


def test_achievements_are_entered_corrected_and_put_to_rest(office: Office, city: City) -> None:
    sent = {"title": "新成果", "text": "做了什么", "institution": "岱岳工业大学（示例）", "trl": "7", "stage": "pilot"}
    made = office.city.post(f"{ACHIEVEMENTS}new", sent)
    ref = made.location.rsplit("/", 1)[1]
    kept = row(office, Achievement, ref)
    assert (kept.title, kept.trl, kept.stage, kept.active) == ("新成果", 7, "pilot", True)
    changed = {**sent, "version": kept.version, "trl": "8", "fields": ["materials"]}
    assert office.city.post(f"{ACHIEVEMENTS}{ref}/edit", changed).status_code == 303
    assert office.city.post(f"{ACHIEVEMENTS}{ref}/edit", changed).status_code == 409
    version = row(office, Achievement, ref).version
    assert office.city.post(f"{ACHIEVEMENTS}{ref}/rest", {"version": version}).status_code == 303
    assert row(office, Achievement, ref).active is False
    assert office.city.post(f"{ACHIEVEMENTS}new", {"title": "x", "trl": "10"}).status_code == 422
    assert "新材料" in office.city.get(f"{ACHIEVEMENTS}{ref}").text


def test_entering_an_organization_stays_in_the_own_county(office: Office, city: City) -> None:
    sent = {"kind": "enterprise", "name": "新厂有限公司", "county_code": "370982"}
    refused = office.county.post(f"{ORGANIZATIONS}new", sent)
    assert refused.status_code == 422
    assert "只能录入本县市区的单位" in refused.text
    answer = office.county.post(
        f"{ORGANIZATIONS}new", {**sent, "county_code": "370902", "contact_mobile": "13800000001"}
    )
    assert answer.status_code == 303
    made = row(office, Organization, answer.location.rsplit("/", 1)[1])
    assert (made.name, made.county_code, made.verified) == ("新厂有限公司", "370902", False)


def test_verifying_asks_for_a_credit_code_that_checks(office: Office, city: City) -> None:
    path = f"{ORGANIZATIONS}{city.enterprise}/verify"
    version = row(office, Organization, city.enterprise).version
    wrong = office.county.post(path, {"version": version, "uscc": "91370900MA3C4KX81D"})
    assert wrong.status_code == 422
    assert "尚未核实" in wrong.text
    assert office.county.post(path, {"version": version, "uscc": USCC}).status_code == 303
    verified = row(office, Organization, city.enterprise)
    assert (verified.verified, verified.uscc) == (True, USCC)
    other = office.do(lambda work: an_enterprise(work, "另一家有限公司").ref)
    taken = office.county.post(f"{ORGANIZATIONS}{other}/verify", {"version": 1, "uscc": USCC})
    assert taken.status_code == 422  # the code is that of the first one


def test_two_records_of_one_body_are_merged_after_a_look(office: Office, city: City) -> None:
    twin = office.do(lambda work: an_enterprise(work, "泰安澄源环保科技公司").ref)
    page = office.county.get(f"{ORGANIZATIONS}{twin}").text
    assert f'href="{ORGANIZATIONS}{twin}/merge/{city.enterprise}"' in page
    preview = office.county.get(f"{ORGANIZATIONS}{twin}/merge/{city.enterprise}").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", preview))
    assert (facts["需求"], facts["联系人"]) == ("3", "1")
    sent = {"version": 1, "other_version": row(office, Organization, city.enterprise).version}
    path = f"{ORGANIZATIONS}{twin}/merge/{city.enterprise}"
    assert office.county.post(path, {**sent, "other_version": 99}).status_code == 409
    assert office.county.post(path, sent).status_code == 303
    merged = row(office, Organization, twin)
    assert row(office, Organization, city.enterprise).merged_into_id == merged.id
    assert office.do(lambda work: work.session.query(Need).filter_by(organization_id=merged.id).count()) == 3
    assert office.county.get(f"{ORGANIZATIONS}{city.enterprise}").status_code == 404


def test_a_merge_stays_within_scope_and_kind(office: Office, city: City) -> None:
    for other in (city.other_enterprise, city.university, city.enterprise):
        path = f"{ORGANIZATIONS}{city.enterprise}/merge/{other}"
        assert office.county.get(path).status_code == 404
        assert office.county.post(path, {"version": 1, "other_version": 1}).status_code == 404


def test_an_organization_s_contact_is_masked(office: Office, city: City) -> None:
    page = office.county.get(f"{ORGANIZATIONS}{city.enterprise}").text
    assert "138****1234" in page
    assert "13800001234" not in page
    assert "13800001234" in office.county.post(f"{ORGANIZATIONS}{city.enterprise}/contacts/0", {}).text
    assert office.county.post(f"{ORGANIZATIONS}{city.enterprise}/contacts/1", {}).status_code == 404
    auditor = office.person(Role.AUDITOR)
    assert auditor.post(f"{ORGANIZATIONS}{city.enterprise}/contacts/0", {}).status_code == 403


def test_partners_stand_on_both_pages(office: Office, city: City) -> None:
    from matchmaker.models import MatchRun
    from matchmaker.services.institution_suggestion import suggest_institutions

    def match(work: Work) -> None:
        enterprise = work.session.query(Organization).filter_by(ref=city.enterprise).one()
        suggest_institutions(work=work, enterprise=enterprise, run=work.session.query(MatchRun).one())

    office.do(match)
    assert "适合 1 项需求" in office.county.get(f"{ORGANIZATIONS}{city.enterprise}").text
    assert "泰安澄源环保科技有限公司（示例）" in office.county.get(f"{ORGANIZATIONS}{city.university}").text


@pytest.mark.parametrize("register", [EXPERTS, ACHIEVEMENTS, ORGANIZATIONS])
def test_auditors_look_and_enterprises_do_not(office: Office, city: City, register: str) -> None:
    auditor = office.person(Role.AUDITOR)
    assert auditor.get(register).status_code == 200
    assert f'href="{register}new"' not in auditor.get(register).text
    assert auditor.get(f"{register}new").status_code == 403
    assert office.person(Role.ENTERPRISE).get(register).status_code == 403


def test_forms_ask_for_the_token(office: Office, city: City) -> None:
    for path in (f"{EXPERTS}new", f"{ACHIEVEMENTS}new", f"{ORGANIZATIONS}new", f"{EXPERTS}{city.expert}/withdraw"):
        assert office.city.post(path, {"version": 1}, token=False).status_code == 400


def test_kinds_of_organizations_are_counted_in_scope(office: Office, city: City) -> None:
    page = office.county.get(ORGANIZATIONS).text
    counts = re.findall(r'class="tab" href="[^"]*"[^>]*>(\S+?)<span class="tab-count">(\d+)', page)
    assert counts == [("全部", "2"), ("企业", "1"), ("高校", "1")]
    assert OrganizationKind.ENTERPRISE.value in page
