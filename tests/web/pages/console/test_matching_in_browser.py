"""Pages of matching as a whole in a real browser: a list sent round, pairs decided by keyboard, learning to its end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from embeddings import Encoder
from matchmaker.models.codes import Role
from matchmaker.ranking.engine import Engine
from matchmaker.services.learning.weights_store import WeightsStore
from tests.services.conftest import engine, real_encoder  # noqa: F401  (fixtures)
from tests.services.learning.test_learn import DIRECTIONS, decide_generously
from tests.support.accounts import PASSWORD
from tests.support.builders import an_expert
from tests.support.search import a_search_index
from tests.web.browser import Watch, serving
from tests.web.page_audit import audit_page, overflow
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.matching_seeds import INTERNAL, SECRET, Pairs, organization_id, pair_of, seed_pairs
from tests.web.pages.console.workers import working

pytestmark = pytest.mark.browser
COUNT_PRINTS = "window.prints = 0; window.print = () => { window.prints += 1; };"


@pytest.fixture
def home(office: Office) -> Iterator[str]:
    with serving(office.app) as address:
        yield address


@pytest.fixture
def pairs(office: Office) -> Pairs:
    office.person(Role.CITY)
    return seed_pairs(office)


def sign_in(page: Page, home: str, person: Person) -> None:
    assert person.user is not None
    page.goto(f"{home}/sign-in")
    page.fill("[name=name]", person.user.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/**")


def test_a_liaison_copies_prints_and_downloads_what_suits(
    page: Page, watch: Watch, home: str, office: Office, pairs: Pairs
) -> None:
    page.add_init_script(COUNT_PRINTS)
    own = organization_id(office, pairs.university)
    sign_in(page, home, office.person(Role.LIAISON, organization_id=own))
    page.get_by_role("link", name="适合我校的需求").click()
    expect(page.locator("h1")).to_have_text("适合我校的需求")
    page.get_by_label("院系").select_option("化学学院")
    expect(page).to_have_url(f"{home}/console/suitable/?school=%E5%8C%96%E5%AD%A6%E5%AD%A6%E9%99%A2")
    assert (overflow(page), audit_page(page)) == (0, [])
    page.get_by_role("button", name="复制文字").click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.prints") == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    expect(page.get_by_text("换热管防垢的公开说明", exact=True)).to_be_visible()
    page.emulate_media(media="screen")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Excel").click()
    content = Path(waiting.value.path()).read_bytes()
    cells = [str(cell) for row in load_workbook(io.BytesIO(content)).active.values for cell in row]
    assert "换热管防垢（公开）" in cells
    assert [said for said in (INTERNAL, SECRET) if said in page.content() or said in cells] == []
    assert watch.troubles == []


def test_an_officer_accepts_rejects_and_takes_back_by_keyboard(
    page: Page, watch: Watch, home: str, office: Office, pairs: Pairs
) -> None:
    sign_in(page, home, office.city)
    page.get_by_role("link", name="推荐院校").click()
    near, far = (page.locator(f"#candidate-{ref}") for ref in (pairs.near_pair, pairs.far_pair))
    expect(near.locator(".candidate-head")).to_have_attribute("aria-expanded", "true")
    assert (overflow(page), audit_page(page)) == (0, [])
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("示例化工大学")
    expect(near).to_have_attribute("data-decided", "accepted")
    expect(far.locator(".candidate-head")).to_have_attribute("aria-expanded", "true")  # the next open one
    page.keyboard.press("r")
    page.locator("#reasons").get_by_role("button", name="不合适").click()
    expect(page.locator("#reasons")).to_be_visible()  # a reason is asked for
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(far).to_have_attribute("data-decided", "rejected")
    assert [pair_of(office, ref)[0] for ref in (pairs.near_pair, pairs.far_pair)] == ["accepted", "rejected"]
    far.get_by_role("button", name="撤销").click()
    expect(far).not_to_have_attribute("data-decided", "rejected")
    assert pair_of(office, pairs.far_pair)[::2] == ("suggested", ["reject", "undo"])
    assert watch.troubles == []


@pytest.mark.model
def test_an_administrator_starts_learning_sees_its_end_and_goes_back(
    page: Page,
    watch: Watch,
    home: str,
    office: Office,
    tmp_path: Path,
    real_encoder: Encoder,  # noqa: F811
    engine: Engine,  # noqa: F811
) -> None:
    for place, direction in enumerate(DIRECTIONS):
        office.do(lambda work, place=place, own=direction: an_expert(work, f"示例专家{place}", directions=[own]))  # type: ignore[misc]
    decide_generously(office.database, office.world, real_encoder)
    index = a_search_index(office.database, real_encoder, engine=engine)
    index.weights = WeightsStore(tmp_path / "weights", shipped=engine.model)
    office.app.extensions["services"].search_if_built = index
    sign_in(page, home, office.person(Role.ADMINISTRATOR))
    page.get_by_role("link", name="从审核中学习").click()
    page.get_by_role("button", name="立即学习").click()
    expect(page.get_by_role("progressbar", name="从审核中学习")).to_be_visible()
    with working(office, "learn"):
        expect(page.locator(".alert")).to_contain_text("新权重已启用", timeout=60_000)
    expect(page.locator(".facts")).to_contain_text("learnt-")
    assert (overflow(page), audit_page(page)) == (0, [])
    page.get_by_role("button", name=f"恢复 {engine.model.version}").click()
    page.locator("#ask [data-ask-yes]").click()
    expect(page.locator("main")).to_contain_text(f"已恢复使用 {engine.model.version}")
    assert index.weights.history() == (engine.model.version,)
    assert office.actions()[-2:] == ["weights.switch", "weights.back"]
    assert watch.troubles == []
