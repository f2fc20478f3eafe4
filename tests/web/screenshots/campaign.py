"""The campaign on a fresh demo, walked as far as its pictures need: a plan, an invitation, a sheet, a meeting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.web.screenshots.small import as_webp

SEARCHED = 90_000
MEETING = {"on_date": "2026-12-16", "place": "泰安会议中心（示例）", "tables": "12", "slots": "6"}

ARRANGED = {
    "pickup": "泰安站出站口接站，手持“百名专家泰安行”接站牌",
    "escort": "县市区科技局陪同到厂（示例）",
    "board": "午餐在企业食堂，晚餐和住宿在泰安（示例）",
    "costs": "往返交通、食宿由市科技局承担",
}
TO_THE_TOP = "row => row.closest('.board-frame').scrollTo(0, row.offsetTop - row.closest('table').tHead.offsetHeight)"
WIDE: ViewportSize = {"width": 1440, "height": 960}


@dataclass(frozen=True)
class Studio:
    """An organizer's browser, a guest's telephone, and where pictures go."""

    home: str
    browser: Browser
    office: Page
    phone: Page
    folder: Path

    def take(self, shown: Page | Locator, name: str) -> None:
        (self.folder / f"{name}.webp").write_bytes(as_webp(self.browser, shown.screenshot()))


def take_campaign(studio: Studio) -> None:
    page = studio.office
    page.set_viewport_size(WIDE)
    publish_a_plan(studio)
    page.locator("tr[data-day]:not(.board-empty)").first.evaluate(TO_THE_TOP)
    studio.take(page, "plan")
    plan = page.url
    expert = invite_both(studio, plan)
    page.goto(plan)
    page.locator(".page-head").get_by_role("link", name="文书资料").click()
    print_a_sheet(studio, expert)
    hold_a_meeting(studio)


def publish_a_plan(studio: Studio) -> None:
    """Worked out with those, too, who have not answered yet; one visit is locked."""
    page = studio.office
    page.goto(f"{studio.home}/console/plans/new")
    page.get_by_label("意向未知的也参与编制").check()
    page.get_by_label("尚未审核的“高度相关”推荐也参与编制").check()
    page.get_by_role("button", name="开始编制").click()
    expect(page.locator("#plan-body")).to_be_visible(timeout=SEARCHED)
    page.locator("[data-visit] a").first.click()
    page.get_by_role("button", name="锁定", exact=True).click()
    expect(page.locator(".visit-locked")).to_have_count(1)
    publish(page)


def publish(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^发布")).first.click()
    page.locator("#ask [data-ask-yes]").click()
    expect(page.locator(".page-head-marks")).to_contain_text("已发布")
    page.goto(page.url)  # without the message that it is published


def invite_both(studio: Studio, plan: str) -> str:
    """An expert and the enterprise that they come to get links and accept; the expert's name."""
    page, phone = studio.office, studio.phone
    card = page.locator(".visit").first
    expert: str = card.locator(".visit-expert").inner_text()
    enterprise: str = card.locator(".visit-who span").last.inner_text()
    for name in (expert, enterprise):
        page.goto(plan)
        page.locator(".page-head").get_by_role("link", name="邀请").click()
        page.get_by_label(name, exact=True).check()
        page.get_by_role("button", name="生成文字和二维码").click()
        phone.goto(page.locator("#link-1").inner_text())
        if name == expert:
            studio.take(phone, "invitation")
        phone.get_by_label("接受", exact=True).first.check()
        phone.get_by_role("button", name="提交答复").first.click()
        expect(phone.get_by_role("status").first).to_contain_text("感谢答复")
    return expert


def print_a_sheet(studio: Studio, expert: str) -> None:
    """What is arranged stands on the sheet, and contacts, since both have accepted."""
    page = studio.office
    for name, text in ARRANGED.items():
        page.fill(f"[name={name}]", text)
    page.get_by_role("button", name="保存").click()
    page.set_viewport_size({"width": 900, "height": 700})
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=expert))
    row.get_by_role("link", name="日程单").click()
    studio.take(page.locator(".day-sheet").first, "day-sheet")
    page.set_viewport_size(WIDE)


def hold_a_meeting(studio: Studio) -> None:
    page = studio.office
    page.goto(f"{studio.home}/console/meetings/new")
    for name, text in MEETING.items():
        page.fill(f"[name={name}]", text)
    for name in ("unknown", "suggested", "absent"):
        page.check(f"[name={name}]")
    page.get_by_role("button", name="按匹配数勾选").click()
    page.get_by_role("button", name="计算日程").click()
    expect(page.locator("[data-talk]").first).to_be_visible(timeout=SEARCHED)
    publish(page)
    studio.take(page, "meeting")
