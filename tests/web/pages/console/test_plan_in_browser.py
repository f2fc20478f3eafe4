"""A plan of visits from the form to an accepted re-plan, on the demo's running round, in a real browser.

The worker works beside the server, as `matchmaker serve` lets it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker.models import Event, Plan, PlanOrder, Visit
from matchmaker.models.codes import Role
from matchmaker.services.planning.stored import visit_rows
from tests.demo.accepted import accept_everything
from tests.demo.conftest import told_file  # noqa: F401  (a fixture)
from tests.demo.stage import copy_of
from tests.support.accounts import PASSWORD
from tests.support.world import World
from tests.web.browser import Watch, serving
from tests.web.page_audit import audit_page, overflow
from tests.web.pages.console.conftest import Office, make_office
from tests.web.pages.console.workers import working

pytestmark = pytest.mark.browser
SECONDS = "15"


# A visit for which the day above or below it on the board is free, both on the screen, and that day.
NEXT_TO_A_FREE_DAY = """async () => {
    const low = row => row && row.offsetHeight < 300;
    for (const card of document.querySelectorAll("[data-visit]")) {
        const row = card.closest("tr");
        const near = [row.previousElementSibling, row.nextElementSibling].filter(low).map(one => one.dataset.day);
        if (!low(row) || !near.length) continue;
        const places = await (await fetch(card.dataset.places)).json();
        const free = places.find(place => place.free && near.includes(place.day));
        if (!free) continue;
        row.scrollIntoView({block: "center"});
        return [card.id, free.day];
    }
}"""


@pytest.fixture
def office(told_file: Path, tmp_path: Path, world: World, cheap_passwords: None) -> Iterator[Office]:  # noqa: F811
    """The demo on the morning after its story; its organizers have accepted whatever was suggested."""
    database = copy_of(told_file, tmp_path)
    office = make_office(database, world, tmp_path)
    with database.write() as session:
        accept_everything(session)
    yield office
    database.dispose()


@pytest.fixture
def home(office: Office) -> Iterator[str]:
    with serving(office.app) as address:
        yield address


def sign_in(page: Page, home: str, office: Office) -> None:
    person = office.person(Role.CITY, "planner")
    assert person.user is not None
    page.goto(f"{home}/sign-in")
    page.fill("[name=name]", person.user.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/")


def confirm(page: Page) -> None:
    page.locator("#ask [data-ask-yes]").click()


def ask_for_a_plan(page: Page, home: str) -> None:
    page.goto(f"{home}/console/plans/")
    page.keyboard.press("n")
    page.get_by_label("意向未知的也参与编制").check()
    page.get_by_text("权重与时间").click()
    page.get_by_label("计算时间（秒）").fill(SECONDS)
    page.get_by_role("button", name="开始编制").click()


def plans(office: Office) -> list[Plan]:
    with office.database.read() as session:
        return list(session.scalars(select(Plan).where(Plan.kind == "visits").order_by(Plan.id)))


def visits(office: Office, plan: Plan) -> dict[str, Visit]:
    with office.database.read() as session:
        return {row.ref: row for row in visit_rows(office.world.work(session), session.get_one(Plan, plan.id))}


def see_it_stopped(page: Page, office: Office) -> None:
    """The page tells of a plan while it is searched for; stopped, the best one so far stays."""
    best = page.get_by_text("目前最好方案")
    expect(best).to_be_visible(timeout=60_000)
    expect(page.get_by_role("progressbar", name="正在编制计划")).to_be_visible()
    assert (overflow(page), audit_page(page)) == (0, [])
    page.keyboard.press("s")
    confirm(page)
    expect(page.locator("#plan-body")).to_contain_text("计算被提前停止", timeout=60_000)
    plan = plans(office)[-1]
    assert (plan.report["stopped"], plan.report["stage"]) == ("cancelled", "ready")
    assert len(visits(office, plan)) > 10


def drag_a_visit(page: Page, office: Office) -> None:
    """To a day that the board itself says is free."""
    plan = plans(office)[-1]
    page.wait_for_load_state()  # the board is long: its first words come before its last visit
    found = page.evaluate(NEXT_TO_A_FREE_DAY)
    card, day = page.locator(f"#{found[0]}"), found[1]
    before = visits(office, plan)[found[0].removeprefix("visit-")]
    target = page.locator(f'tr[data-day="{day}"] th')
    card.hover()
    page.mouse.down()
    target.hover()
    expect(target.locator(".board-price")).not_to_be_empty()  # the board says what it would cost
    target.hover()
    page.mouse.up()
    expect(page.locator(".toast").last).to_contain_text("已移动")
    there = {(row.expert_id, row.enterprise_id): row.on_date.isoformat() for row in visits(office, plan).values()}
    assert there[before.expert_id, before.enterprise_id] == day


def lock_a_visit_by_keyboard(page: Page, office: Office) -> str:
    """Opened by its link, locked by the button of the dialog; its reference."""
    link = page.locator(".visit-who a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#visit-title")).to_be_visible()
    assert audit_page(page) == []
    button = page.get_by_role("button", name="锁定", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#visit-dialog")).not_to_be_visible()
    locked = page.locator(".visit-locked")
    expect(locked).to_have_count(1)
    with office.database.read() as session:
        assert [order.kind for order in session.scalars(select(PlanOrder))] == ["must"]
    return str(locked.get_attribute("id")).removeprefix("visit-")


def ask_what_without_a_visit(page: Page) -> None:
    page.locator(".visit:not(.visit-locked) .visit-who a").first.click()
    page.get_by_role("link", name=re.compile("调整影响")).click()
    expect(page.locator("#visit-why")).to_contain_text("如果不安排", timeout=30_000)
    page.keyboard.press("Escape")


def publish(page: Page, office: Office) -> Plan:
    page.get_by_role("button", name="发布", exact=True).click()
    confirm(page)
    expect(page.locator(".page-head-marks")).to_contain_text("已发布")
    plan = plans(office)[-1]
    assert (plan.state, plan.report["violations"]) == ("published", [])
    return plan


def take_a_visit_out_with_a_proposal(page: Page, office: Office, plan: Plan, locked: str) -> None:
    before = visits(office, plan)
    page.locator(".visit:not(.visit-locked) .visit-who a").first.click()
    page.get_by_label("取消原因").fill("专家临时出国")
    page.get_by_role("button", name="编制替代方案").click()
    page.wait_for_url("**/proposals")
    assert visits(office, plan).keys() == before.keys()  # nothing moves by itself
    first = page.locator(".plan-option").first
    expect(first).to_be_visible(timeout=60_000)
    expect(first).to_contain_text("推荐")
    assert (overflow(page), audit_page(page)) == (0, [])
    first.get_by_role("button").click()
    confirm(page)
    expect(page.get_by_text("没有待决定的调整方案")).to_be_visible()
    after = visits(office, plan)
    assert 1 <= len(before.keys() - after.keys()) <= 2
    assert locked in after
    with office.database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "proposal.accept")).one()
        assert (event.why, event.actor_name) == ("专家临时出国", "示例planner")


def test_plan_stop_plan_again_lock_publish_and_adjust(page: Page, watch: Watch, office: Office, home: str) -> None:
    sign_in(page, home, office)
    with working(office, "plan", "replan"):
        ask_for_a_plan(page, home)
        see_it_stopped(page, office)
        ask_for_a_plan(page, home)
        expect(page.locator("#plan-body")).to_contain_text(re.compile("差距不超过|理论最优"), timeout=90_000)
        drag_a_visit(page, office)
        locked = lock_a_visit_by_keyboard(page, office)
        ask_what_without_a_visit(page)
        plan = publish(page, office)
        take_a_visit_out_with_a_proposal(page, office, plan, locked)
    page.goto(f"{home}/console/plans/")
    expect(page.locator("tbody tr").first).to_contain_text("已发布")
    assert (watch.troubles, watch.foreign_hosts(home)) == ([], set())
