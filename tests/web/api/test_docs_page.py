"""The page of the document in a real browser: it shows everything, in the chosen language, under its own policy."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.web.api.conftest import Api
from tests.web.browser import Watch, serving
from web.api import all_operations

pytestmark = pytest.mark.browser


def test_it_shows_every_operation_and_complains_of_nothing(app: Flask, page: Page, watch: Watch) -> None:
    with serving(app) as home:
        page.goto(f"{home}/api/v1/docs", wait_until="networkidle")
        expect(page.locator(".opblock")).to_have_count(len(all_operations()))
        expect(page.locator("body")).to_contain_text("按外部编号写入需求")
        page.get_by_role("link", name="English").click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("body")).to_contain_text("Enter a need")
        assert (watch.troubles, watch.foreign_hosts(home)) == ([], set())


@pytest.mark.parametrize("width", [1440, 390])
def test_it_fits_its_window(app: Flask, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    with serving(app) as home:
        page.goto(f"{home}/api/v1/docs", wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_call_can_be_tried_out_with_a_token(app: Flask, api: Api, page: Page, watch: Watch) -> None:
    with serving(app) as home:
        page.goto(f"{home}/api/v1/docs?lang=en", wait_until="networkidle")
        page.locator(".authorize").first.click()
        page.locator(".auth-container input").fill(api.token or "")
        page.locator(".auth-btn-wrapper .authorize").click()
        page.locator(".auth-btn-wrapper .btn-done").click()
        page.locator("#operations-reference-listSchemes .opblock-summary-control").click()
        page.locator("#operations-reference-listSchemes .execute").click()
        answer = page.locator("#operations-reference-listSchemes .live-responses-table")
        expect(answer).to_contain_text("200")
        expect(answer).to_contain_text("技术成熟度等级")
        assert watch.troubles == []


def test_a_script_from_elsewhere_does_not_run(app: Flask, page: Page, watch: Watch) -> None:
    with serving(app) as home:
        page.goto(f"{home}/api/v1/docs", wait_until="networkidle")
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
        )
        assert page.evaluate("window.ran") is None
        assert len(watch.troubles) == 1
