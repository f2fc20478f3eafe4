"""The public pages and the enterprise's own: the application of the console's tests, and what is read off a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.test import TestResponse

from matchmaker.database import Database
from matchmaker.models.codes import Role
from tests.support.accounts import cheap_passwords  # noqa: F401  (a fixture)
from tests.support.world import World
from tests.web.browser import serving
from tests.web.pages.console.conftest import Office, make_office

PROBLEM = "换热管一周就结垢，蒸发效率下降，希望连续运行30天不清洗。"
MOBILE = "13800001234"
NEED = {"problem": PROBLEM, "organization_name": "示例环保有限公司", "contact_mobile": MOBILE, "act": "post"}


@pytest.fixture
def office(sqlite_database: Database, world: World, tmp_path: Path, cheap_passwords: None) -> Office:  # noqa: F811
    return make_office(sqlite_database, world, tmp_path)


@pytest.fixture
def site(office: Office) -> Iterator[tuple[Office, str]]:
    """The service on a port of the loopback address; links are made for that address."""
    office.person(Role.CITY, "chief")
    with serving(office.app) as home:
        office.app.extensions["services"].settings.base_url = home
        yield office, home


@pytest.fixture
def phone(page: Page) -> Iterator[Page]:
    """Another browser of somebody else: small, in Chinese, signed in nowhere."""
    browser: Browser | None = page.context.browser
    assert browser is not None
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    yield context.new_page()
    context.close()


def field_errors(answer: TestResponse) -> dict[str, str]:
    """Field -> what the page says is wrong with it."""
    found = re.findall(r'id="f-(\w+)-error">.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    return {name: unescape(text) for name, text in found}


def field_value(answer: TestResponse, name: str) -> str:
    """What stands in a field of one or several lines."""
    line = re.search(rf'<input[^>]*name="{name}" value="([^"]*)"', answer.text)
    box = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)
    found = line or box
    assert found is not None, f"no field {name}"
    return unescape(found[1])


def words(answer: TestResponse) -> str:
    """What a reader sees, without marks."""
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(plain))
