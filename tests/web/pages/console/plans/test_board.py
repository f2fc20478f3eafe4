"""A plan of visits as it is looked at: its views, who sees what, beside another, without script."""

from __future__ import annotations

import pytest

from matchmaker.models import Plan
from matchmaker.models.codes import Role
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plans.conftest import PLANS, Desk, words


@pytest.mark.parametrize("view", ["days", "experts", "enterprises", "calendar", "figures", "unmet", "orders"])
def test_each_view_shows_the_plan(desk: Desk, view: str) -> None:
    ref = desk.draft()
    page = desk.get(f"{ref}?view={view}")
    assert page.status_code == 200
    assert page.text.count('aria-current="page"') >= 2
    assert ("差距不超过" in words(page)) or ("已达理论最优" in words(page))
    if view not in ("figures", "unmet", "orders"):
        assert all(name.name in words(page) for name in desk.made.enterprises)


def test_a_county_sees_its_own_visits_of_the_published_plan_and_no_way_to_change_them(desk: Desk) -> None:
    ref = desk.published()
    page = desk.office.county.get(PLANS + ref)
    assert "示例企业0有限公司" in words(page)
    assert "示例企业1有限公司" not in words(page)
    assert "visit-dialog" in page.text
    assert "data-visit" not in page.text.replace('id="visit-dialog"', "")
    assert "未安排的需求" not in words(page)
    draft = desk.office.do(lambda work: work.session.query(Plan).filter_by(ref=ref).one())
    assert draft.state == "published"


def test_a_draft_is_not_there_for_counties(desk: Desk) -> None:
    assert desk.office.county.get(PLANS + desk.draft()).status_code == 404


def test_two_drafts_stand_side_by_side(desk: Desk) -> None:
    left, right = desk.draft(), desk.draft()
    visit = desk.visits(right)[0]
    desk.post(f"{right}/visits/{visit.ref}/cancel")
    page = desk.get(f"{left}/compare?with={right}")
    assert page.status_code == 200
    assert "仅在“" in words(page)
    assert words(page).count("得分差异") == 1
    assert "两份方案相同" in words(desk.get(f"{left}/compare?with={left}"))
    assert f"/console/plans/{left}/compare?with={right}" in desk.get(left).text


def test_without_script_a_visit_has_a_page_of_its_own(desk: Desk) -> None:
    ref = desk.draft()
    visit = desk.visits(ref)[0]
    page = desk.get(f"{ref}/visits/{visit.ref}")
    assert page.text.count("<main") == 1
    desk.post(f"{ref}/visits/{visit.ref}/forbid")
    assert desk.get(f"{ref}/visits/{visit.ref}").status_code == 404


def test_the_board_asks_the_database_no_more_for_more_visits(desk: Desk, office: Office) -> None:
    ref = desk.draft()
    assert desk.get(ref).status_code == 200  # whoever asks is signed in from now on
    many = office.count_queries(lambda: desk.get(ref))
    for visit in desk.visits(ref)[2:]:
        desk.post(f"{ref}/visits/{visit.ref}/cancel")
    assert office.count_queries(lambda: desk.get(ref)) == many
    assert office.person(Role.AUDITOR).get(PLANS + ref).status_code == 200
