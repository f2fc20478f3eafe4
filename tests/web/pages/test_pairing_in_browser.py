"""In two real browsers: an officer invites to a pairing, the institution names another school by its link."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker.models import Organization, Plan, Proposal
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.run_replan import ReplanRun
from tests.support.accounts import PASSWORD
from tests.web.browser import Watch
from tests.web.page_audit import audit_page
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plan_scenes import seeded_hosts, worked_out

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>学院（示例）"


def published(office: Office) -> tuple[str, str]:
    """The reference of a published plan of pairings, and the name of the institution of the first pairing."""
    made = seeded_hosts(office)
    ref = worked_out(office, made, "pairs")

    def publish(work):  # type: ignore[no-untyped-def]
        own = work.as_actor(made.city)
        plan = work.session.scalars(select(Plan).where(Plan.ref == ref)).one()
        publish_other_plan(work=own, plan=plan)
        return work.session.get_one(Organization, standing_pairings(plan)[0].institution_id).name

    return ref, office.do(publish)


def work_out(office: Office) -> None:
    with office.database.read() as session:
        key = session.scalars(select(Proposal.id).where(Proposal.state == "waiting")).one()
    ReplanRun(database=office.database, work_of=partial(office.world.work), proposal_id=key, seconds=None).run()


def test_an_institution_names_another_school_by_link_and_the_plan_follows(
    site: tuple[Office, str], page: Page, watch: Watch, phone: Page
) -> None:
    office, home = site
    plan, name = published(office)
    page.goto(f"{home}/console/invitations/{plan}?side=institution")
    page.locator("#f-name").fill("chief")
    page.locator("#f-password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    page.get_by_label(name, exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name="生成文字和二维码").click()
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator("#text-1")).to_contain_text("推荐其他学院")
    link = page.locator("#link-1").inner_text()

    watch.attach(phone)
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text("拟开展的校企合作")
    phone.wait_for_load_state()
    assert audit_page(phone) == []
    card = phone.locator(".answer-card").first
    expect(card.get_by_label("推荐的学院")).to_be_hidden()
    expect(card.get_by_label("换个日期")).to_have_count(0)
    card.get_by_label("推荐其他学院", exact=True).check()
    card.get_by_label("推荐的学院").fill(HOSTILE)
    with phone.expect_navigation():
        card.get_by_role("button", name="提交答复").click()
    expect(phone.get_by_role("status").first).to_contain_text("感谢答复")
    expect(phone.locator(".answer-card").first).to_contain_text("推荐其他学院")

    page.goto(f"{home}/console/pairings/{plan}")
    expect(page.get_by_role("row").filter(has_text=HOSTILE)).to_contain_text("推荐其他学院")
    page.wait_for_load_state()
    assert audit_page(page) == []
    work_out(office)
    page.goto(f"{home}/console/plans/{plan}/proposals")
    expect(page.locator(".plan-option").first).to_contain_text(HOSTILE)
    page.locator(".plan-option").first.get_by_role("button", name="采纳").click()
    with page.expect_navigation():
        page.locator("#ask [data-ask-yes]").click()
    page.goto(f"{home}/console/pairings/{plan}")
    expect(page.get_by_role("row").filter(has_text=HOSTILE).get_by_role("cell", name=HOSTILE).first).to_be_visible()
    phone.goto(link)
    expect(phone.locator(".answer-card").filter(has_text=HOSTILE).first).to_be_visible()
    assert watch.troubles == []
    assert watch.foreign_hosts(home) == set()
