"""A meeting of thirty experts and sixty enterprises, from the form to the sheet on paper, in a real browser."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from matchmaker.models import Plan, Talk
from matchmaker.models.codes import Role
from tests.services.planning.scenes import Round
from tests.support.accounts import PASSWORD
from tests.web.browser import Watch, serving
from tests.web.page_audit import audit_page, overflow
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plan_scenes import seeded_round, work_off

pytestmark = pytest.mark.browser


@pytest.fixture
def made(office: Office) -> Round:
    return seeded_round(office, experts=30, enterprises=60)


@pytest.fixture
def home(office: Office, made: Round) -> Iterator[str]:
    office.person(None)
    with serving(office.app) as address:
        yield address


def sign_in(page: Page, home: str, office: Office) -> None:
    person = office.person(Role.CITY, "organizer")
    assert person.user is not None
    page.goto(f"{home}/sign-in")
    page.fill("[name=name]", person.user.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/")


def the_plan(office: Office) -> tuple[int, str]:
    with office.database.read() as session:
        plan = session.query(Plan).filter_by(kind="meetings").order_by(Plan.id.desc()).first()
        assert plan is not None
        return plan.id, plan.ref


def talks_of(office: Office, plan_id: int) -> list[Talk]:
    with office.database.read() as session:
        return list(session.query(Talk).filter_by(plan_id=plan_id).order_by(Talk.slot, Talk.table_number))


def plain(text: str) -> str:
    """Without spaces, and with the signs that fonts mix up (⼀ for 一) made the same."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def ask(page: Page, home: str) -> None:
    page.goto(f"{home}/console/meetings/")
    page.get_by_role("link", name="新建洽谈会").first.click()
    page.fill("[name=on_date]", "2026-12-01")
    page.fill("[name=begins]", "09:00")
    page.fill("[name=place]", "泰安会议中心（示例）")
    page.fill("[name=tables]", "20")
    page.fill("[name=slots]", "8")
    page.fill("[name=after1]", "4")
    page.fill("[name=rest1]", "60")
    page.get_by_role("button", name="计算日程").click()


def test_a_meeting_is_planned_changed_published_and_printed(
    page: Page, watch: Watch, home: str, office: Office, made: Round
) -> None:
    sign_in(page, home, office)
    ask(page, home)
    expect(page.get_by_role("heading", name="正在编制")).to_be_visible()
    plan_id, ref = the_plan(office)
    work_off(office, plan_id)  # what the worker does meanwhile
    expect(page.locator("[data-talk]")).to_have_count(150, timeout=15_000)  # as many as thirty experts may have
    for side in ("expert_id", "enterprise_id", "table_number"):
        busy = Counter((getattr(talk, side), talk.slot) for talk in talks_of(office, plan_id))
        assert max(busy.values()) == 1
    assert (overflow(page), audit_page(page)) == (0, [])

    # two talks change places, one is locked
    before = {talk.ref: (talk.slot, talk.table_number) for talk in talks_of(office, plan_id)}
    page.locator("[data-talk] a").first.click()
    page.locator(".plan-places form", has_text="对调").first.get_by_role("button").click()
    expect(page.locator("[data-talk]")).to_have_count(150)
    after = {talk.ref: (talk.slot, talk.table_number) for talk in talks_of(office, plan_id)}
    moved = [talk for talk in before if before[talk] != after[talk]]
    assert len(moved) == 2
    assert {before[moved[0]], before[moved[1]]} == {after[moved[0]], after[moved[1]]}
    with page.expect_navigation():
        page.locator("[data-talk] a").first.click()
    page.keyboard.press("l")
    expect(page.locator(".talk-locked")).to_have_count(1)

    page.get_by_role("button", name="发布").click()
    page.locator("dialog[open]").get_by_role("button", name="发布").click()
    expect(page.locator(".page-head-marks")).to_contain_text("已发布")

    # the sheet of one expert, on paper
    page.get_by_role("link", name="文书资料").last.click()
    expert = made.experts[7]
    row = page.locator("tr", has=page.get_by_role("rowheader", name=expert.name))
    row.get_by_role("link", name="日程单").click()
    expect(page.locator(".day-sheet")).to_have_count(1)
    assert audit_page(page) == []
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    words = plain("".join(sheet.extract_text() for sheet in paper.pages))
    mine = [talk for talk in talks_of(office, plan_id) if talk.expert_id == expert.id]
    names = {place.id: place.name for place in made.enterprises}
    assert len(mine) == 5
    assert plain(expert.name) in words
    for talk in mine:
        assert plain(names[talk.enterprise_id]) in words
        assert plain(f"{talk.table_number + 1}号桌") in words
    assert plain("泰安会议中心（示例）") in words
    assert words.startswith(plain(expert.name))  # the buttons stay on the screen
    assert watch.troubles == []
    assert watch.foreign_hosts(home) == set()
    assert ref in page.url
