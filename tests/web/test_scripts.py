"""The small scripts in a real browser: jobs that go on, requests that fail, menus, the sliding navigation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask, abort, render_template_string
from playwright.sync_api import Page, expect

from tests.web.browser import WIDTHS, Watch, serving
from tests.web.conftest import make_settings, reference_label
from tests.web.examples import EXAMPLES
from web.app import create_app
from web.readiness import Readiness

pytestmark = pytest.mark.browser

JOB = """{% from "macros/figures.html" import job %}{{ job("导入", "running", progress, "", poll) }}"""
PAGE = (
    """{% extends "layouts/bare.html" %}{% from "macros/controls.html" import masked %}
{% block title %}示例{% endblock %}{% block content %}<h1>示例</h1>
<div id="job">"""
    + JOB
    + """</div>
<button class="btn" hx-post="/flaky" hx-target="#answer">发送</button><p id="answer"></p>
{{ masked("138****5678", "/reveal") }}{% endblock %}"""
)


@dataclass
class Behind:
    """A stand-in for what lies behind the page."""

    home: str = ""
    polls: int = 0
    flaky: int = 0

    def register(self, app: Flask) -> None:
        @app.get("/page")
        def page() -> str:
            return render_template_string(PAGE, progress=0.1, poll="/job")

        @app.get("/job")
        def job() -> str:
            self.polls += 1
            done = self.polls >= 2
            return render_template_string(JOB, progress=1.0 if done else 0.5, poll="" if done else "/job")

        @app.post("/flaky")
        def flaky() -> str:
            self.flaky += 1
            if self.flaky == 1:
                abort(503)
            return "收到"

        @app.post("/reveal")
        def reveal() -> str:
            return "13800005678"


@pytest.fixture
def behind() -> Iterator[Behind]:
    behind = Behind()
    app = create_app(
        make_settings(style_guide=True),
        readiness=lambda: Readiness("ready"),
        labels=reference_label,
        examples=EXAMPLES,
    )
    behind.register(app)
    with serving(app) as home:
        behind.home = home
        yield behind


def test_a_job_is_followed_until_it_ends_and_no_longer(page: Page, behind: Behind, watch: Watch) -> None:
    page.goto(f"{behind.home}/page")
    expect(page.locator("#job progress")).to_have_attribute("value", "100", timeout=10_000)
    expect(page.locator("[data-poll]")).to_have_count(0)
    page.wait_for_timeout(1500)
    assert behind.polls == 2
    assert watch.troubles == []


def test_what_the_service_could_not_take_can_be_sent_again(page: Page, behind: Behind) -> None:
    page.goto(f"{behind.home}/page")
    page.get_by_role("button", name="发送").click()
    toast = page.locator(".toast[data-tone=bad]")
    expect(toast).to_contain_text("系统暂时无法响应")
    toast.get_by_role("button", name="重试").click()
    expect(page.locator("#answer")).to_have_text("收到")
    expect(toast).to_have_count(0)


def test_a_lost_connection_is_said_and_the_step_can_be_repeated(page: Page, behind: Behind) -> None:
    behind.flaky = 1
    page.goto(f"{behind.home}/page")
    page.context.set_offline(True)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".toast")).to_contain_text("连接不上服务")
    page.context.set_offline(False)
    page.locator(".toast").get_by_role("button", name="重试").click()
    expect(page.locator("#answer")).to_have_text("收到")


def test_a_contact_is_shown_only_after_the_question(page: Page, behind: Behind) -> None:
    page.goto(f"{behind.home}/page")
    page.get_by_role("button", name="显示").click()
    expect(page.locator("#ask")).to_contain_text("此操作将连同您的姓名和时间一起记录")
    page.locator("#ask").get_by_role("button", name="取消").click()
    assert "13800005678" not in page.content()
    page.get_by_role("button", name="显示").click()
    page.locator("[data-ask-yes]").click()
    expect(page.locator(".bare-card")).to_contain_text("13800005678")


def test_a_menu_closes_by_escape_and_by_a_click_beside_it(page: Page, behind: Behind) -> None:
    page.goto(f"{behind.home}/styleguide/console/need")
    more = page.locator("details.menu", has_text="更多")
    for close in ("Escape", "click"):
        more.locator("summary").click()
        expect(more.get_by_role("button", name="重新匹配")).to_be_visible()
        if close == "Escape":
            page.keyboard.press("Escape")
            expect(more.locator("summary")).to_be_focused()
        else:
            page.locator("h1").click()
        expect(more).not_to_have_attribute("open", "")


def test_on_a_tablet_the_navigation_slides_in_and_out(page: Page, behind: Behind) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS["tablet"], strict=True)))
    page.goto(f"{behind.home}/styleguide/console/today")
    side, burger = page.locator("#side"), page.get_by_role("button", name="菜单")
    expect(side).to_be_hidden()
    burger.click()
    expect(side).to_be_visible()
    expect(burger).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(burger).to_be_focused()


def test_the_search_is_one_key_away(page: Page, behind: Behind) -> None:
    page.goto(f"{behind.home}/styleguide/console/today")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("盐/?")
    expect(page.get_by_role("searchbox")).to_have_value("盐/?")


def test_a_filter_applies_as_soon_as_it_is_changed(page: Page, behind: Behind) -> None:
    page.goto(f"{behind.home}/styleguide/console/needs")
    page.locator("select[name=county]").select_option("370982")
    page.wait_for_url("**county=370982**")
