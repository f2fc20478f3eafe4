"""Every mock-up in a real browser: whole, narrow, usable by everybody, and silent to other hosts."""

from __future__ import annotations

from collections.abc import Iterator

import jinja2
import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.web.browser import WIDTHS, Watch, open_settled, serving
from tests.web.conftest import AppMaker, make_settings, reference_label
from tests.web.examples import EXAMPLES
from tests.web.page_audit import audit_page, overflow
from web.app import create_app
from web.readiness import Readiness

# Variables that a page may leave out (the layouts do without), and what Jinja itself sets where a macro is called.
OPTIONAL = {"section", "q", "campaign", "caller"}


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    app = create_app(
        make_settings(style_guide=True),
        readiness=lambda: Readiness("ready"),
        labels=reference_label,
        examples=EXAMPLES,
    )
    with serving(app) as home:
        yield home


@pytest.mark.browser
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_mock_up_is_in_order_at_every_width(page: Page, watch: Watch, gallery: str, name: str) -> None:
    found = {}
    open_settled(page, f"{gallery}/styleguide/{name}")
    for width, (wide, high) in WIDTHS.items():
        page.set_viewport_size({"width": wide, "height": high})
        found[width] = (overflow(page), audit_page(page))
    assert found == dict.fromkeys(WIDTHS, (0, []))
    assert (watch.troubles, watch.foreign_hosts(gallery)) == ([], set())


@pytest.fixture
def misses() -> list[str]:
    return []


@pytest.fixture
def strict_app(make_app: AppMaker, misses: list[str]) -> Flask:
    """The application with a note of every name that a template asked for in vain."""

    class Noting(jinja2.ChainableUndefined):
        def __init__(
            self, hint: str | None = None, obj: object = jinja2.utils.missing, name: str | None = None, *rest: object
        ):
            super().__init__(hint, obj, name, *rest)  # type: ignore[arg-type]
            of = "" if obj is jinja2.utils.missing else f"{type(obj).__name__}."
            # A mapping made for a macro may leave out a key; a record may not lack an attribute.
            if of != "dict." and name not in OPTIONAL:
                misses.append(f"{of}{name}")

    app = create_app(
        make_settings(style_guide=True), readiness=lambda: Readiness("ready"), labels=reference_label, examples=EXAMPLES
    )
    app.jinja_env.undefined = Noting
    return app


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_template_asks_only_for_what_there_is(strict_app: Flask, misses: list[str], name: str) -> None:
    assert strict_app.test_client().get(f"/styleguide/{name}").status_code == 200
    assert sorted(set(misses)) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_mock_up_speaks_english_too(strict_app: Flask, name: str) -> None:
    client = strict_app.test_client()
    chinese, english = (client.get(f"/styleguide/{name}", query_string=query).text for query in ({}, {"lang": "en"}))
    assert "Skip to the content" in english
    assert english.count("跳到正文") == 0
    assert chinese != english


def test_every_page_template_has_a_mock_up(strict_app: Flask) -> None:
    shown = {example.template for example in EXAMPLES.values()}
    steps = {"console/import_upload.html", "console/import_mapping.html", "console/import_preview.html"}
    parts = steps | {
        "answer/parts.html",
        "console/import_result.html",
        "console/candidate.html",
        "console/candidates.html",
        "console/contact_fields.html",
        "console/job.html",
        "console/meetings/cell.html",
        "console/meetings/grid.html",
        "console/other_plans/decline.html",
        "console/other_plans/frame.html",
        "console/other_plans/left_out.html",
        "console/other_plans/proposals_link.html",
        "console/revealed.html",
        "console/review_problem.html",
        "console/intake_matches.html",
        "console/need_dialogs.html",
        "console/need_public.html",
        "console/partner.html",
        "console/partner_rows.html",
        "console/reasons.html",
        "console/plans/body.html",
        "console/plans/calendar.html",
        "console/plans/candidates.html",
        "console/plans/card.html",
        "console/plans/days.html",
        "console/plans/figures.html",
        "console/plans/orders.html",
        "console/plans/people.html",
        "console/plans/progress.html",
        "console/plans/unmet.html",
        "console/plans/visit_acts.html",
        "console/plans/why.html",
        "needs/hints.html",
        "needs/preview.html",
    }
    frames = ("layouts/", "macros/", "parts/", "errors/", "style_guide/")
    pages = {name for name in strict_app.jinja_env.list_templates() if not name.startswith(frames)}
    assert pages - parts == shown - {"style_guide/print.html"}
