"""What a first visit costs, compressed as it is sent: a telephone on a village road has to bear it."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from tests.web.conftest import make_settings, reference_label
from tests.web.examples import EXAMPLES
from web.app import create_app
from web.assets import load_assets
from web.readiness import Readiness

KILOBYTE = 1024
EVERYWHERE = ("app.css", "app.js", "vendor/icons.svg", "img/emblem.svg")
BUDGETS = {"app.css": 26, "app.js": 26, "vendor/icons.svg": 5, "img/emblem.svg": 1}


def sent(name: str) -> int:
    asset = load_assets()[name]
    return len(asset.compressed or asset.content)


@pytest.fixture(scope="module")
def gallery() -> Flask:
    return create_app(
        make_settings(style_guide=True),
        readiness=lambda: Readiness("ready"),
        labels=reference_label,
        examples=EXAMPLES,
    )


@pytest.mark.parametrize(("name", "kilobytes"), BUDGETS.items())
def test_what_every_page_loads_is_small(name: str, kilobytes: int) -> None:
    assert sent(name) <= kilobytes * KILOBYTE


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_first_visit_stays_under_eighty_kilobytes(gallery: Flask, name: str) -> None:
    page = gallery.test_client().get(f"/styleguide/{name}").data
    alone = ("vendor/tom-select.min.js", "vendor/tom-select.css", "js/choices.js") if b"tom-select" in page else ()
    total = len(gzip.compress(page)) + sum(sent(asset) for asset in (*EVERYWHERE, *alone))
    assert b"echarts" not in page
    assert total <= 80 * KILOBYTE
