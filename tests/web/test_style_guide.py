"""The style guide in a real browser: nothing breaks, nothing leaves the machine, everything works by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import WIDTHS, Watch, serving
from tests.web.conftest import make_settings, reference_label
from web.app import create_app
from web.readiness import Readiness

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Guide:
    """Address of a server that shows the style guide."""

    home: str

    def address(self, name: str = "") -> str:
        return f"{self.home}/styleguide/{name}"


@pytest.fixture(scope="module")
def guide() -> Iterator[Guide]:
    app = create_app(make_settings(style_guide=True), readiness=lambda: Readiness("ready"), labels=reference_label)
    with serving(app) as home:
        yield Guide(home)


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", WIDTHS)
def test_it_opens_without_a_complaint_and_asks_no_foreign_host(
    page: Page, watch: Watch, guide: Guide, width: str
) -> None:
    page.set_viewport_size({"width": WIDTHS[width][0], "height": WIDTHS[width][1]})
    page.goto(guide.address(), wait_until="networkidle")
    expect(page.locator("h1")).to_have_text("界面规范（示例）")
    assert page.locator("[data-chart] svg path").count() > 10
    assert (watch.troubles, watch.foreign_hosts(guide.home), overflow(page)) == ([], set(), 0)


def test_the_policy_is_enforced(page: Page, watch: Watch, guide: Guide) -> None:
    page.goto(guide.address())
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    page.evaluate("document.querySelector('h1').setAttribute('style', 'color: red')")
    assert page.evaluate("window.ran") is None
    assert len([trouble for trouble in watch.troubles if "Content Security Policy" in trouble]) == 2


def test_the_skip_link_is_the_first_stop(page: Page, guide: Guide) -> None:
    page.goto(guide.address("missing/x"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


# Numbers every stop of the tab key: what can be focused, is shown, and is not one of a group of radio buttons.
NUMBER_STOPS = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(e => e.tabIndex >= 0 && !e.disabled && !["hidden", "radio"].includes(e.type) && e.getClientRects().length
        && !e.closest("dialog, [hidden], details:not([open]) > :not(summary), .ts-hidden-accessible")
        && getComputedStyle(e).visibility === "visible")
    .map((e, i) => (e.dataset.stop = String(i)))"""
# The stop that has the focus and whether a ring is drawn: on itself, on what follows it, or on the box around it.
LOOK_AT_FOCUS = """() => {
    const e = document.activeElement, box = e.closest(".file-drop, .ts-wrapper, .option");
    const places = [e, e.nextElementSibling, box, ...(box ? box.children : [])].filter(Boolean);
    const ring = x => getComputedStyle(x).outlineStyle !== "none" && parseFloat(getComputedStyle(x).outlineWidth) >= 2;
    return [e.dataset.stop, places.some(ring)];
}"""


def test_every_control_can_be_reached_and_shows_where_it_is(page: Page, guide: Guide) -> None:
    page.goto(guide.address(), wait_until="networkidle")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    wanted = page.evaluate(NUMBER_STOPS)
    seen: dict[str, bool] = {}
    for _ in range(len(wanted) + 20):
        page.keyboard.press("Tab")
        stop, ringed = page.evaluate(LOOK_AT_FOCUS)
        if stop is not None:
            seen[stop] = ringed
    assert sorted(set(wanted) - set(seen)) == []
    assert [stop for stop, ringed in seen.items() if not ringed] == []


def test_the_help_lists_the_keys_and_closes_with_escape(page: Page, guide: Guide) -> None:
    page.goto(guide.address())
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys dt").first).to_have_text("?")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_number_chooses_a_reason_in_the_dialog_only(page: Page, guide: Guide) -> None:
    page.goto(guide.address())
    page.locator("h1").click()
    page.keyboard.press("3")
    assert page.locator("input[name=reason]:checked").count() == 0
    page.get_by_role("button", name="填写理由").click()
    page.keyboard.press("3")
    expect(page.locator("input[name=reason]:checked")).to_have_value("3")


def test_tabs_move_with_the_arrows_and_are_remembered_in_the_address(page: Page, guide: Guide) -> None:
    page.goto(guide.address())
    page.get_by_role("tab", name="基本情况").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#panel-c")).to_be_visible()
    expect(page.locator("#panel-a")).to_be_hidden()
    assert page.url.endswith("#panel-c")


def test_the_question_before_an_act_is_ours_and_no_means_no(page: Page, guide: Guide) -> None:
    page.goto(guide.address())
    page.get_by_role("button", name="切换到英文").click()
    expect(page.locator("#ask")).to_contain_text("确定切换为英文界面吗？")
    page.locator("#ask").get_by_role("button", name="取消").click()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans-CN"
    page.get_by_role("button", name="切换到英文").click()
    page.locator("[data-ask-yes]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_counter_warns_and_never_cuts(page: Page, guide: Guide) -> None:
    page.goto(guide.address())
    page.locator("#f-problem").fill("字" * 501)
    counter = page.locator("#f-problem-count")
    expect(counter).to_have_text("501 / 500")
    expect(counter).to_have_attribute("data-over", "")
    assert len(page.locator("#f-problem").input_value()) == 501


def test_a_file_that_would_be_refused_is_refused_at_once(page: Page, guide: Guide) -> None:
    page.goto(guide.address())
    box = page.locator("#f-workbook")
    box.set_input_files({"name": "需求.docx", "mimeType": "application/msword", "buffer": b"x"})
    expect(page.locator(".toast")).to_contain_text("不支持这种文件")
    assert box.evaluate("input => input.files.length") == 0
    box.set_input_files({"name": "需求.xlsx", "mimeType": "application/zip", "buffer": b"x"})
    expect(page.locator("[data-file-name]")).to_contain_text("需求.xlsx")


def test_an_error_of_a_live_part_is_told_in_words(page: Page, watch: Watch, guide: Guide) -> None:
    page.goto(guide.address())
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".toast[data-tone=bad]")).to_contain_text("不能这样打开这个地址")
    assert len(watch.troubles) == 2  # the browser's and htmx's own lines about the answer 405


def test_copying_says_that_it_is_done(page: Page, guide: Guide) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(guide.address())
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "https://match.example.cn/n/7Q2mXw…（示例）"


def test_printed_it_has_no_buttons_and_full_texts(page: Page, guide: Guide) -> None:
    page.goto(guide.address())
    page.emulate_media(media="print")
    assert page.locator(".btn:visible").count() == 0
    expect(page.locator("#panel-b")).to_be_visible()


def test_without_the_setting_there_is_no_style_guide() -> None:
    app = create_app(make_settings(), readiness=lambda: Readiness("ready"), labels=reference_label)
    assert app.test_client().get("/styleguide/").status_code == 404
