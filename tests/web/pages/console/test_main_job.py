"""The main job in a real browser: an organizer decides by keyboard, takes one decision back, and finds all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from matchmaker.models.codes import Role
from tests.support.accounts import PASSWORD
from tests.support.search import a_search_index, encode_all
from tests.web.browser import Watch, serving
from tests.web.page_audit import audit_page, overflow
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, a_running_campaign, seed_city

pytestmark = pytest.mark.browser


@pytest.fixture
def city(office: Office) -> City:
    office.do(a_running_campaign)
    seeded = seed_city(office)
    encode_all(office.database, office.world)
    office.app.extensions["services"].search_if_built = a_search_index(office.database)
    return seeded


@pytest.fixture
def home(office: Office, city: City) -> Iterator[str]:
    with serving(office.app) as address:
        yield address


def sign_in(page: Page, home: str, office: Office, role: Role = Role.CITY) -> None:
    person = office.person(role)
    assert person.user is not None
    page.goto(f"{home}/sign-in")
    page.fill("[name=name]", person.user.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/")


def candidate(page: Page, name: str) -> Locator:
    return page.locator(".candidate", has=page.locator(".candidate-name", has_text=name))


def test_an_organizer_decides_by_keyboard(page: Page, watch: Watch, home: str, office: Office, city: City) -> None:
    sign_in(page, home, office)
    page.get_by_role("link", name="推荐审核").first.click()
    current = page.locator(".candidate[data-current] .candidate-name")
    expect(current).to_have_text("林示例")

    page.keyboard.press("a")  # accept, and on to the next one
    expect(candidate(page, "林示例")).to_have_attribute("data-decided", "accepted")
    expect(current).to_have_text("蔺示例")

    page.keyboard.press("r")  # not suitable: why?
    dialog = page.locator("#reasons")
    expect(dialog).to_be_visible()
    page.keyboard.press("9")  # another reason, which wants words
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_be_visible()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(candidate(page, "蔺示例")).to_have_attribute("data-decided", "rejected")
    expect(dialog).to_be_hidden()
    expect(current).to_have_text("祁示例")

    page.keyboard.press("u")  # take back what was done last
    expect(candidate(page, "蔺示例")).not_to_have_attribute("data-decided", re.compile(".*"))
    expect(candidate(page, "林示例")).to_have_attribute("data-decided", "accepted")
    expect(page.locator(".candidate[data-current] .candidate-head")).to_be_focused()
    page.keyboard.press("h")
    expect(candidate(page, "蔺示例")).to_have_attribute("data-decided", "held")

    expect(current).to_have_text("祁示例")
    expect(page.locator(".candidate-name").first).to_have_text("祁示例")  # what is open stands before what is decided
    page.keyboard.press("j")
    expect(current).to_have_text(page.locator(".candidate-name").nth(1).inner_text())
    page.keyboard.press("k")
    expect(current).to_have_text("祁示例")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")

    page.goto(f"{home}/console/audit/?kind=suggestion")
    told = page.locator("tbody .strong").all_inner_texts()
    assert told == ["暂缓推荐", "撤销决定", "不采纳推荐", "采纳推荐"]
    expect(page.locator("tbody")).to_contain_text("领域不符")
    # The browser notes the refusal that asked for words; nothing else went wrong.
    assert [trouble for trouble in watch.troubles if "422" not in trouble] == []
    assert watch.foreign_hosts(home) == set()


def test_an_officer_is_told_that_somebody_was_faster(
    page: Page, watch: Watch, home: str, office: Office, city: City
) -> None:
    sign_in(page, home, office, Role.COUNTY)
    page.goto(f"{home}/console/review/")
    office.city.post(f"/console/review/{city.suggestion}/decide?version=2", {"verdict": "hold"})
    page.keyboard.press("a")
    expect(page.locator(".toast[role=alert]")).to_be_visible()
    expect(candidate(page, "林示例")).not_to_have_attribute("data-decided", re.compile(".*"))


def test_the_console_is_in_order_for_everybody(page: Page, watch: Watch, home: str, office: Office, city: City) -> None:
    """With real records: nothing too wide, everything named, nothing asked of other hosts."""
    sign_in(page, home, office)
    for path in (
        "", "review/", "needs/", f"needs/{city.verified}", f"needs/{city.verified}/edit", "experts/", "experts/new",
        f"experts/{city.expert}", f"experts/{city.expert}/edit", "achievements/", f"achievements/{city.achievement}",
        "organizations/", f"organizations/{city.enterprise}", f"organizations/{city.enterprise}/edit", "import/",
        "audit/", "search/?q=换热管",
    ):  # fmt: skip
        page.goto(f"{home}/console/{path}", wait_until="networkidle")
        assert (path, overflow(page), audit_page(page)) == (path, 0, [])
    assert (watch.troubles, watch.foreign_hosts(home)) == ([], set())


def test_a_workbook_is_imported_in_the_browser(page: Page, watch: Watch, home: str, office: Office, city: City) -> None:
    content = (
        "企业名称,技术需求名称,需求内容,县（市、区）\n示例厂,余热回收,余热没有利用。,泰山区\n示例厂,,,泰山区\n".encode()
    )
    sign_in(page, home, office)
    page.get_by_role("link", name="导入表格").first.click()
    page.set_input_files("[name=workbook]", {"name": "汇总.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="读取文件").click()
    page.get_by_role("button", name="预览").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="导入").first.click()
    expect(page.locator(".stat-value").first).to_have_text("1")
    page.get_by_role("link", name="查看导入的记录").click()
    expect(page.locator("tbody")).to_contain_text("余热回收")
    assert watch.troubles == []
