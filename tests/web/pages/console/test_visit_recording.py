"""A visit that took place without a plan: found by name, recorded with its needs, rated and followed up."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.models import FollowUp, Need, Visit
from matchmaker.models.codes import NeedState, Role
from tests.services.planning.scenes import Round, a_round
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office, Person

NEW = "/console/visits/new"


@pytest.fixture
def made(office: Office) -> Round:
    return office.do(a_round)


@pytest.fixture
def chief(office: Office) -> Person:
    return office.person(Role.CITY, "chief")


def searched(expert: str, enterprise: str) -> str:
    return f"{NEW}?expert_words={expert}&enterprise_words={enterprise}"


def sent(made: Round, **changes: object) -> dict[str, object]:
    found: dict[str, object] = {
        "expert": made.experts[0].ref, "enterprise": made.enterprises[1].ref, "round": made.campaign.ref,
        "on_date": "2026-11-23", "needs": [made.needs[1].ref], "findings": "建议更换轴承座材料",
    }  # fmt: skip
    return found | changes


def test_both_are_found_by_parts_of_their_names(office: Office, made: Round, chief: Person) -> None:
    assert "补登计划外的入企" in words(chief.get("/console/visits/"))
    page = chief.get(searched("理工大学", "企业1"))  # experts by their institution, too
    assert all(expert.ref in page.text for expert in made.experts)
    assert (made.enterprises[1].ref in page.text, made.enterprises[0].ref in page.text) == (True, False)
    assert made.needs[1].title in words(page)
    assert "没有找到" in words(chief.get(searched("没有这人", "企业1")))
    assert "没有找到" in words(chief.get(searched("100%", "企业1")))


def test_a_visit_without_a_plan_is_recorded_and_goes_on_as_any_other(
    office: Office, made: Round, chief: Person
) -> None:
    answer = chief.post(searched("专家0", "企业1"), sent(made))
    assert answer.status_code == 303
    page = str(answer.location)
    shown = words(chief.get(page))
    assert "建议更换轴承座材料" in shown
    assert chief.post(f"{page}/tasks", {"text": "寄送样品", "due_on": "2026-12-01"}).status_code == 303
    assert chief.post(f"{page}/rating", {"side": "expert", "rating": "5"}).status_code == 303
    assert chief.post(f"{page}/outcomes", {"level": "intent"}).status_code == 303
    with office.database.read() as session:
        visit = session.scalars(select(Visit)).one()
        assert (visit.state, visit.plan.kind, visit.need_ids) == ("done", "record", [made.needs[1].id])
        assert session.get_one(Need, made.needs[1].id).state is NeedState.IN_CONTACT
        assert session.scalars(select(FollowUp.text)).all() == ["寄送样品"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"on_date": "2026-11-25"}, "尚未到"),
        ({"on_date": ""}, "请填写"),
        ({"expert": ""}, "请选择一项"),
        ({"enterprise": "none"}, "请选择一项"),
        ({"round": "none"}, "请选择一项"),
    ],
)
def test_what_is_missing_is_said_and_nothing_stored(
    office: Office, made: Round, chief: Person, changes: dict[str, object], text: str
) -> None:
    answer = chief.post(searched("专家0", "企业1"), sent(made, **changes))
    assert answer.status_code == 422
    assert text in words(answer)
    assert "建议更换轴承座材料" in answer.text
    with office.database.read() as session:
        assert session.scalars(select(Visit)).all() == []


def test_needs_of_another_enterprise_and_a_second_record_are_refused(
    office: Office, made: Round, chief: Person
) -> None:
    address = searched("专家0", "企业1")
    assert chief.post(address, sent(made, needs=[made.needs[0].ref])).status_code == 422
    assert chief.post(address, sent(made)).status_code == 303
    assert chief.post(address, sent(made)).status_code == 422


def test_a_county_records_at_its_own_enterprises_only(office: Office, made: Round) -> None:
    other = made.enterprises[0 if made.enterprises[1].county_code == office.county.user.county_code else 1]
    own = made.enterprises[0] if other is made.enterprises[1] else made.enterprises[1]
    needs = {made.enterprises[0].id: made.needs[0].ref, made.enterprises[1].id: made.needs[1].ref}
    for house, status in ((other, 422), (own, 303)):
        answer = office.county.post(
            searched("专家0", "企业"), sent(made, enterprise=house.ref, needs=[needs[house.id]])
        )
        assert answer.status_code == status
