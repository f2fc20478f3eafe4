"""The campaign of the demo in a row, as its people live it: two browsers, the server and the worker as processes."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from matchmaker.database import open_database
from matchmaker.demo.accounts import DEMO_PASSWORD
from tests.demo.accepted import accept_everything
from tests.demo.conftest import told_file  # noqa: F401  (a fixture)
from tests.support.world import START
from tests.web.browser import WIDTHS, Watch
from tests.web.page_audit import audit_page, overflow
from tests.web.served import two_processes

pytestmark = pytest.mark.browser

# One of the demo's experts: fits many needs, and nobody has asked it yet.
EXPERT = "矿用带式输送机驱动与监测团队（示例）"
MEETING_DAY = "2026-12-01"
SETTINGS = {"MATCHMAKER_SECOND_FACTOR_REQUIRED": "false"}


@pytest.fixture
def home(told_file: Path, tmp_path: Path) -> Iterator[str]:  # noqa: F811
    """The demo on the morning after its story, served and worked on; everything suggested has been accepted."""
    (tmp_path / "matchmaker.sqlite3").write_bytes(told_file.read_bytes())
    database = open_database(f"sqlite:///{tmp_path / 'matchmaker.sqlite3'}")
    with database.write() as session:
        accept_everything(session)
    database.dispose()
    with two_processes(tmp_path, START, SETTINGS | {"MATCHMAKER_CACHE_DIR": str(tmp_path)}) as address:
        yield address


@pytest.fixture
def phone(browser: Browser, watch: Watch) -> Iterator[Page]:
    """The expert's own browser: small, in Chinese, signed in nowhere."""
    wide, high = WIDTHS["phone"]
    context = browser.new_context(viewport={"width": wide, "height": high}, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    watch.attach(page)
    yield page
    context.close()


def test_the_campaign_from_the_first_question_to_the_meeting(page: Page, phone: Page, watch: Watch, home: str) -> None:
    sign_in(page, home)
    say_willing(phone, ask_for_willingness(page))
    see_the_answer(page)
    plan_and_stop(page)
    plan_to_the_end(page)
    locked = lock_a_visit(page)
    publish(page)
    planned = visits_of_the_expert(page)
    declined = decline(phone, invite(page))
    accept_the_proposal(page, declined)
    after = visits_of_the_expert(page)
    assert (declined in planned, declined in after) == (True, False)
    expect(page.locator(".visit-locked")).to_contain_text(locked)
    print_a_day_sheet(page, after[0])
    hold_a_meeting(page)
    assert (watch.troubles, watch.foreign_hosts(home)) == ([], set())


def sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/sign-in")
    page.get_by_label("用户名").fill("demo-city")
    page.get_by_label("密码").first.fill(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("今日待办")


def follow(page: Page, name: str) -> None:
    """Through the menu at the side."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_contain_text(name)


def confirm(page: Page) -> None:
    page.locator("#ask [data-ask-yes]").click()


def in_order(page: Page) -> None:
    assert (overflow(page), audit_page(page)) == (0, [])


def link_of(page: Page) -> str:
    """The personal link that stands on the page of texts, once."""
    page.get_by_role("button", name="生成文字和二维码").click()
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator("#text-1")).to_contain_text(EXPERT)
    return page.locator("#link-1").inner_text()


def asked(page: Page) -> Locator:
    """The expert's line on the list of those who are asked."""
    follow(page, "意向摸底")
    page.locator("main").get_by_role("link", name=re.compile("^专家与团队")).click()
    page.get_by_label("按名称查找").fill(EXPERT)
    page.get_by_label("按名称查找").press("Enter")
    row = page.get_by_role("row").filter(has_text=EXPERT)
    expect(row).to_have_count(1)
    return row


def ask_for_willingness(page: Page) -> str:
    row = asked(page)
    expect(row).to_contain_text("未知")
    row.get_by_role("checkbox").check()
    return link_of(page)


def say_willing(phone: Page, link: str) -> None:
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text("参加意向征询")
    in_order(phone)
    phone.get_by_label("愿意", exact=True).check()
    phone.get_by_role("button", name="提交答复").click()
    expect(phone.get_by_role("status").first).to_contain_text("感谢答复")


def see_the_answer(page: Page) -> None:
    row = asked(page)
    expect(row).to_contain_text("愿意")
    expect(row).to_contain_text("专属链接")


def ask_for_a_plan(page: Page, seconds: int) -> None:
    follow(page, "专家入企计划")
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("编制专家入企计划")
    page.get_by_label("意向未知的也参与编制").check()
    page.get_by_text("权重与时间").click()
    page.get_by_label("计算时间（秒）").fill(str(seconds))
    page.get_by_role("button", name="开始编制").click()
    expect(page.get_by_role("progressbar", name="正在编制计划")).to_be_visible()


def plan_and_stop(page: Page) -> None:
    """Progress is told while it is worked out; stopped, the best one so far stays."""
    ask_for_a_plan(page, 60)
    expect(page.get_by_text("目前最好方案")).to_be_visible(timeout=60_000)
    expect(page.locator("#page-voice")).to_contain_text("正在编制计划")  # to whoever listens
    in_order(page)
    page.get_by_role("button", name="停止").click()
    confirm(page)
    expect(page.locator("#plan-body")).to_contain_text("计算被提前停止", timeout=60_000)
    expect(page.locator("[data-visit]").first).to_be_visible()


def plan_to_the_end(page: Page) -> None:
    ask_for_a_plan(page, 8)
    expect(page.locator("#plan-body")).to_contain_text(re.compile("差距不超过|没有更好的"), timeout=60_000)
    in_order(page)


def lock_a_visit(page: Page) -> str:
    """Some other expert's visit; the words on its card."""
    card = page.locator("[data-visit]").filter(has_not_text=EXPERT).first
    who = card.locator(".visit-expert").inner_text()
    card.get_by_role("link").click()
    page.get_by_role("button", name="锁定", exact=True).click()
    expect(page.locator("#visit-dialog")).not_to_be_visible()
    expect(page.locator(".visit-locked")).to_have_count(1)
    return who


def publish(page: Page) -> None:
    page.get_by_role("button", name="发布", exact=True).click()
    confirm(page)
    expect(page.locator(".page-head-marks")).to_contain_text("已发布")


def visits_of_the_expert(page: Page) -> list[str]:
    """Their enterprises on the board of the plan."""
    cards = page.locator(".visit").filter(has=page.locator(".visit-expert", has_text=EXPERT))
    return [houses(card) for card in cards.all()]


def houses(card: Locator) -> str:
    return card.locator(".visit-who span").last.inner_text()


def invite(page: Page) -> str:
    """From the plan to its invitations, and a link for the expert."""
    page.locator(".page-head").get_by_role("link", name="邀请").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=EXPERT))
    expect(row).to_contain_text("未答复")
    row.get_by_role("checkbox").check()
    return link_of(page)


def decline(phone: Page, link: str) -> str:
    """The first appointment is declined with a reason; the enterprise it was with."""
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text("诚邀您来泰安对接")
    in_order(phone)
    card = phone.locator(".answer-card").first
    enterprise = card.locator(".appointment-head span").last.inner_text()
    card.get_by_label("婉拒", exact=True).check()
    card.get_by_label("原因").select_option(label="时间冲突")
    card.get_by_role("button", name="提交答复").click()
    expect(phone.get_by_role("status").first).to_contain_text("感谢答复")
    expect(phone.locator(".answer-card").first).to_contain_text("婉拒")
    return enterprise


def accept_the_proposal(page: Page, declined: str) -> None:
    """It waits on the page of the day and says what would change; it changes once it is accepted."""
    follow(page, "今日待办")
    page.get_by_role("link", name=re.compile("调整方案待决定")).click()
    option = page.locator(".plan-option[data-best]")
    expect(option).to_be_visible(timeout=60_000)
    expect(page.locator("#proposals h2").first).to_contain_text(f"{EXPERT}")
    expect(option.locator(".plan-moves")).to_contain_text(declined)
    in_order(page)
    option.get_by_role("button", name="采纳").click()
    confirm(page)
    expect(page.get_by_text("没有待决定的调整方案")).to_be_visible()
    page.locator(".breadcrumb a").last.click()
    expect(page.locator("#plan-body")).to_be_visible()


def print_a_day_sheet(page: Page, enterprise: str) -> None:
    """From the plan to its papers; one enterprise's sheets, on paper."""
    page.locator(".page-head").get_by_role("link", name="文书资料").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=enterprise))
    row.get_by_role("link", name="日程单").click()
    sheets = page.locator(".day-sheet")
    expect(sheets.first).to_contain_text(enterprise)
    in_order(page)
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == sheets.count()  # a page for each day
    words = plain("".join(sheet.extract_text() for sheet in paper.pages))
    assert plain(EXPERT) in words
    assert words.startswith(plain(enterprise)[:2])  # the buttons stay on the screen


def plain(text: str) -> str:
    """Without spaces, and with most of the signs that fonts mix up (⼀ for 一) made the same."""
    return unicodedata.normalize("NFKC", re.sub(r"\s", "", text))


def hold_a_meeting(page: Page) -> None:
    """Thirty experts, sixty enterprises, at tables: the schedule shows every one of them."""
    page.get_by_role("link", name="返回").click()
    follow(page, "对接洽谈会")
    page.get_by_role("link", name="新建洽谈会").first.click()
    page.get_by_label("日期", exact=True).fill(MEETING_DAY)
    page.get_by_label("地点", exact=True).fill("泰安会议中心（示例）")
    page.get_by_label("桌数", exact=True).fill("20")
    page.get_by_label("时段数", exact=True).fill("8")
    page.get_by_label("包括意向未知的").check()
    page.get_by_label("专家最多（位）").fill("30")
    page.get_by_label("企业最多（家）").fill("60")
    page.get_by_role("button", name="按匹配数勾选").click()
    expect(page.locator("#f-experts")).to_contain_text(re.compile("已选 30／"))
    expect(page.locator("#f-enterprises")).to_contain_text(re.compile("已选 60／"))
    expect(page.get_by_label("地点", exact=True)).to_have_value("泰安会议中心（示例）")
    in_order(page)
    page.get_by_role("button", name="计算日程").click()
    expect(page.locator(".plan-line")).to_contain_text("30 位专家", timeout=60_000)
    in_order(page)
    assert page.locator("[data-talk]").count() >= 60
    page.get_by_role("button", name="发布").click()
    confirm(page)
    expect(page.locator(".page-head-marks")).to_contain_text("已发布")
