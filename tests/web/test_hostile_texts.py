"""Hostile texts in every field of every mock-up: shown as texts, never run (S9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from tests.web.browser import Watch, open_settled, serving
from tests.web.conftest import make_settings, reference_label
from tests.web.examples import EXAMPLES
from tests.web.hostile import hostile
from web.app import create_app
from web.readiness import Readiness
from web.samples import Example

pytestmark = pytest.mark.browser
# Pages that show nothing but their own words.
OWN_WORDS = {
    "console/review-empty",
    "auth/sign-in",
    "auth/second-factor",
    "auth/reset-request",
    "auth/reset-sent",
    "auth/reset",
    "needs/find",
    "needs/mine-none",
    "answer/own-none",
    "console/visits-none",
    "console/day-sheets-none",
    "console/willingness-none",
    "console/willingness-upload",
    "console/visit-new-start",
    "console/themes-degraded",
    "console/themes-none",
    "console/partners-none",
    "console/partners-nothing",
    "console/partners-institution-none",
    "console/personal-data-start",
    "console/coverage-none",
    "console/weights-no-model",
}


def attacked(example: Example) -> Example:
    return replace(example, context=lambda: hostile(example.context()))


@pytest.fixture(scope="module")
def attacked_gallery() -> Iterator[str]:
    app = create_app(
        make_settings(style_guide=True),
        readiness=lambda: Readiness("ready"),
        labels=reference_label,
        examples={name: attacked(example) for name, example in EXAMPLES.items()},
    )
    with serving(app) as home:
        yield home


@pytest.mark.parametrize("name", EXAMPLES)
def test_hostile_texts_are_texts(page: Page, watch: Watch, attacked_gallery: str, name: str) -> None:
    open_settled(page, f"{attacked_gallery}/styleguide/{name}")
    for button in page.locator("[data-opens]").all():
        if button.is_visible():
            button.click()
            page.keyboard.press("Escape")
    assert page.evaluate("window.hit") is None
    assert page.locator("img, script:not([src]):not([type='application/json'])").count() == 0
    assert watch.troubles == []
    if name not in OWN_WORDS:
        assert "onerror=window.hit=1" in page.evaluate(
            "document.body.innerText + [...document.querySelectorAll('input, textarea')].map(e => e.value)"
        )
    assert "1337" not in page.evaluate("document.body.innerText")
