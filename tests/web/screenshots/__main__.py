"""Take the README's pictures: `python -m tests.web.screenshots`, with `matchmaker demo` running on port 8000."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from matchmaker.demo.accounts import DEMO_PASSWORD
from tests.web.browser import ARGUMENTS, CHROMIUM

HERE = Path(__file__).parent
# picture -> page, each as the city's organizer sees it in the demo
PAGES = {"today": "/console/", "review": "/console/review/"}


def sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/sign-in")
    page.fill("[name=name]", "demo-city")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/")


def take(home: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(home)
        page.screenshot(path=HERE / "home.png")
        sign_in(page, home)
        for name, path in PAGES.items():
            page.goto(home + path, wait_until="networkidle")
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
