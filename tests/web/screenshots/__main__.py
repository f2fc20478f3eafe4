"""Take the README's pictures: `python -m tests.web.screenshots`, beside a fresh `matchmaker demo` on port 8000."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from matchmaker.demo.accounts import DEMO_PASSWORD
from tests.web.browser import ARGUMENTS, CHROMIUM, WIDTHS
from tests.web.screenshots.campaign import Studio, take_campaign

HERE = Path(__file__).parent
# picture -> page, each as the city's organizer sees it in the demo
PAGES = {"today": "/console/", "review": "/console/review/"}


def sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/sign-in")
    page.fill("[name=name]", "demo-city")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/")


def a_page(browser: Browser, wide: int, high: int) -> Page:
    """A browser of somebody's own."""
    return browser.new_context(
        viewport={"width": wide, "height": high}, locale="zh-CN", timezone_id="Asia/Shanghai"
    ).new_page()


def take(home: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--lang=zh-CN"])
        page = a_page(browser, 1280, 860)
        page.goto(home)
        page.screenshot(path=HERE / "home.png")
        sign_in(page, home)
        for name, path in PAGES.items():
            page.goto(home + path, wait_until="networkidle")
            page.screenshot(path=HERE / f"{name}.png")
        take_campaign(Studio(home, browser, page, a_page(browser, *WIDTHS["phone"]), HERE))
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
