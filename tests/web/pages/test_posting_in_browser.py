"""The enterprise's way through a real browser: post and follow the link; sign in, keep a draft, submit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Need
from matchmaker.models.codes import NeedState, Role
from tests.support.accounts import PASSWORD, add_organization, add_user
from tests.support.search import a_search_index
from tests.support.world import World
from tests.web.browser import Watch, serving
from tests.web.pages.conftest import MOBILE, PROBLEM
from tests.web.pages.console.conftest import Office

pytestmark = pytest.mark.browser


@pytest.fixture
def site(office: Office, sqlite_database: Database) -> Iterator[tuple[Office, str]]:
    """The service on a port of the loopback address; links are made for that address. There is no model."""
    application = office.app.extensions["services"]
    application.search_if_built = a_search_index(sqlite_database)
    with serving(office.app) as home:
        application.settings.base_url = home
        yield office, home


def the_need(office: Office) -> Need:
    with office.database.read() as session:
        return session.scalars(select(Need)).one()


def test_an_enterprise_without_an_account_posts_and_follows_its_need(
    site: tuple[Office, str], page: Page, watch: Watch
) -> None:
    office, home = site
    page.goto(home)
    page.get_by_label("技术难题").fill(PROBLEM)
    page.get_by_label("企业名称").fill("新泰市示例环保有限公司")
    page.get_by_label("手机号").fill(MOBILE)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("需求已提交")
    expect(page.locator(".receipt-date")).to_have_text("2026年12月8日")
    link = page.locator("#tracking").inner_text()
    assert link.startswith(f"{home}/n/")
    expect(page.locator(".qr svg")).to_be_visible()

    page.goto(link)
    expect(page.locator("h1")).to_have_text(PROBLEM.rstrip("。"))
    expect(page.locator(".step[aria-current]")).to_contain_text("审核")
    page.get_by_role("link", name="补充或修改").click()
    page.get_by_label("关键技术与指标").fill("连续运行≥30天")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").first).to_contain_text("修改已保存。")
    need = the_need(office)
    assert (need.state, need.county_code, need.indicators) == (NeedState.SUBMITTED, "370982", "连续运行≥30天")

    page.get_by_role("button", name="撤回需求").click()
    page.locator("#ask").get_by_role("button", name="撤回需求").click()
    expect(page.locator(".page-head-marks")).to_contain_text("已撤回")
    assert watch.troubles == []
    assert watch.foreign_hosts(home) == set()


def test_a_signed_in_enterprise_keeps_a_draft_by_writing_and_submits_it(
    site: tuple[Office, str], page: Page, watch: Watch, world: World
) -> None:
    office, home = site
    organization = add_organization(office.database, world, "示例环保有限公司")
    add_user(office.database, world, "zhou", Role.ENTERPRISE, organization_id=organization.id, mobile=MOBILE)
    page.goto(f"{home}/my/needs")
    page.locator("#f-name").fill("zhou")
    page.locator("#f-password").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_have_text("我的需求")
    page.get_by_role("link", name="我要提需求").first.click()
    expect(page.get_by_label("企业名称")).to_have_value("示例环保有限公司")
    page.get_by_label("技术难题").press_sequentially(PROBLEM)
    expect(page.locator("[data-autosave-note]")).to_contain_text("草稿已于")
    expect(page.locator("#hints li[data-done]").first).to_be_visible()
    assert the_need(office).state is NeedState.DRAFT

    page.goto(f"{home}/my/needs")
    page.get_by_role("link", name=PROBLEM.rstrip("。")).click()
    page.get_by_role("button", name="现在提交").click()
    expect(page.get_by_role("status").first).to_be_visible()
    need = the_need(office)
    assert (need.state, need.contact_mobile) == (NeedState.SUBMITTED, MOBILE)
    assert watch.troubles == []
    assert watch.foreign_hosts(home) == set()
