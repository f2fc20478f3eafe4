"""The need form while somebody writes: hints, preview, draft, counter, and a word before leaving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask, abort, jsonify, redirect, render_template, request
from playwright.sync_api import Dialog, Page, expect
from werkzeug.wrappers import Response

from tests.web.browser import Watch, open_settled, serving
from tests.web.conftest import make_settings, reference_label
from tests.web.examples import EXAMPLES
from tests.web.samples.portal import HINTS, PREVIEW
from web.app import create_app
from web.readiness import Readiness

pytestmark = pytest.mark.browser


@dataclass
class Portal:
    """A stand-in for the portal's pages: keeps what was posted."""

    home: str = ""
    posts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    broken: bool = False

    def note(self, name: str) -> None:
        self.posts.append((name, {key: value for key, value in request.form.items() if value and key != "csrf_token"}))

    def last(self, name: str) -> dict[str, str]:
        return [values for posted, values in self.posts if posted == name][-1]

    def stand_in(self, app: Flask) -> None:
        """Take the place of what the form posts to."""
        for name in ("hints", "preview", "draft", "create"):
            app.view_functions[f"portal.{name}"] = getattr(self, name)

    def hints(self) -> str:
        self.note("hints")
        done = [hint | {"done": "30天" in request.form["problem"]} for hint in HINTS]
        return render_template("needs/hints.html", hints=done, notes=["像是重复的需求"])

    def preview(self) -> str:
        self.note("preview")
        return render_template("needs/preview.html", preview=PREVIEW | {"state": "words_only"})

    def draft(self) -> Response:
        if self.broken:
            abort(503)
        self.note("draft")
        return jsonify(draft="7Q2MXW9KTD")

    def create(self) -> Response:
        self.note("create")
        return redirect("/styleguide/needs/posted", 303)


@pytest.fixture
def portal() -> Iterator[Portal]:
    portal = Portal()
    app = create_app(
        make_settings(style_guide=True),
        readiness=lambda: Readiness("ready"),
        labels=reference_label,
        examples=EXAMPLES,
    )
    portal.stand_in(app)
    with serving(app) as home:
        portal.home = home
        yield portal


@pytest.fixture
def form(page: Page, portal: Portal) -> Page:
    open_settled(page, f"{portal.home}/styleguide/needs/new-refused")
    return page


def test_three_entries_are_enough_to_post(form: Page, portal: Portal, watch: Watch) -> None:
    form.locator("#f-problem").fill("换热管结垢，希望连续运行30天。")
    form.locator("#f-organization_name").fill("示例公司")
    form.locator("#f-contact_mobile").fill("13800000000")
    form.get_by_role("button", name="提交").click()
    expect(form.locator("h1")).to_have_text("需求已提交")
    assert portal.last("create") == {
        "problem": "换热管结垢，希望连续运行30天。",
        "organization_name": "示例公司",
        "contact_mobile": "13800000000",
        "once": "1",
        "act": "post",
    }
    assert watch.troubles == []


def test_hints_preview_and_draft_follow_the_writing(form: Page, portal: Portal, watch: Watch) -> None:
    form.locator("#f-problem").press_sequentially("希望连续运行30天")
    expect(form.locator("#hints li[data-done]")).to_have_count(len(HINTS))
    expect(form.locator("#hints")).to_contain_text("像是重复的需求")
    expect(form.locator("#preview")).to_contain_text("语义搜索暂不可用")
    expect(form.locator("[data-autosave-note]")).to_contain_text("草稿已于")
    assert portal.last("draft")["problem"] == "希望连续运行30天"
    expect(form.locator("input[name=draft]")).to_have_value("7Q2MXW9KTD")
    assert [name for name, _ in portal.posts].count("hints") == 1
    assert watch.troubles == []


def test_a_draft_that_could_not_be_kept_says_so(form: Page, portal: Portal) -> None:
    portal.broken = True
    form.locator("#f-problem").fill("换热管结垢")
    expect(form.locator("[data-autosave-note]")).to_have_text("草稿暂未保存，稍后自动重试。")


def test_errors_are_listed_first_and_lead_to_their_fields(form: Page) -> None:
    expect(form.locator(".error-list")).to_be_focused()
    expect(form.locator(".error-list h2")).to_have_text("有 2 处需要改正")
    form.get_by_role("link", name="手机号").click()
    expect(form.locator("#f-contact_mobile")).to_be_focused()
    assert form.locator("#f-contact_mobile").get_attribute("aria-invalid") == "true"


def test_leaving_with_unsaved_entries_is_asked_about(form: Page, portal: Portal) -> None:
    portal.broken = True
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    form.on("dialog", stay)
    form.locator("#f-problem").press_sequentially("换热管")
    form.get_by_role("link", name="查询进度").click()
    form.wait_for_url("**/track")
    assert asked == ["beforeunload"]


def test_long_lists_search_and_keywords_are_free(form: Page, portal: Portal) -> None:
    form.get_by_text("需求详情").click()
    words = form.locator("#f-keywords-ts-control")
    for word in ("防垢", "蒸发"):
        words.fill(word)
        words.press("Enter")
    assert form.locator("#f-keywords").evaluate("e => [...e.selectedOptions].map(o => o.value)") == ["防垢", "蒸发"]
    form.locator("#f-fields-ts-control").fill("资源")
    form.locator("#f-fields-ts-control").press("Enter")
    chosen = form.locator("#f-fields").evaluate("e => [...e.selectedOptions].map(o => o.textContent)")
    assert chosen == ["资源与环境"]
