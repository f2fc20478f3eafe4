"""In two real browsers: an officer asks, an expert answers the question and the invitation by link, and it is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker.models import Plan, Proposal, Rsvp, Willingness
from matchmaker.services.planning.publish_plan import publish_plan
from tests.services.planning.scenes import Round, a_round, planned, say
from tests.support.accounts import PASSWORD
from tests.web.browser import Watch
from tests.web.page_audit import audit_page
from tests.web.pages.console.conftest import Office

pytestmark = pytest.mark.browser


def sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/console/willingness/?side=expert")
    page.locator("#f-name").fill("chief")
    page.locator("#f-password").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_have_text("意向摸底")


def link_for(page: Page, name: str) -> str:
    """Ask one party by a text, and read the link off the page."""
    page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="生成文字和二维码").click()
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator("#text-1")).to_contain_text(name)
    return page.locator("#link-1").inner_text()


def test_an_expert_answers_the_question_and_then_the_invitation_by_link(
    site: tuple[Office, str], page: Page, watch: Watch, phone: Page
) -> None:
    office, home = site
    made: Round = office.do(lambda work: a_round(work, answered=False))
    sign_in(page, home)
    link = link_for(page, "专家0示例")
    assert link.startswith(f"{home}/a/")

    watch.attach(phone)
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text("参加意向征询")
    assert audit_page(phone) == []
    expect(phone.get_by_label("推荐人选")).to_be_hidden()
    phone.get_by_label("愿意", exact=True).check()
    phone.get_by_label("11月26日").check()
    phone.get_by_role("button", name="提交答复").click()
    expect(phone.get_by_role("status").first).to_contain_text("感谢答复")
    with office.database.read() as session:
        assert [(row.answer, row.how) for row in session.scalars(select(Willingness))] == [("willing", "link")]

    page.goto(f"{home}/console/willingness/?side=expert&answer=willing")
    expect(page.get_by_role("row").filter(has_text="专家0示例")).to_contain_text("专属链接")

    plan = published(office, made)
    page.goto(f"{home}/console/invitations/{plan}?side=expert")
    link = link_for(page, "专家0示例")
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text("诚邀您来泰安对接")
    assert audit_page(phone) == []
    card = phone.locator(".answer-card").first
    card.get_by_label("婉拒", exact=True).check()
    card.get_by_label("原因").select_option(label="时间冲突")
    card.get_by_role("button", name="提交答复").click()
    expect(phone.get_by_role("status").first).to_contain_text("感谢答复")
    expect(phone.locator(".answer-card").first).to_contain_text("婉拒")

    page.goto(f"{home}/console/invitations/{plan}?only=refusing")
    expect(page.get_by_role("row").filter(has_text="专家0示例")).to_contain_text("婉拒")
    assert audit_page(page) == []
    with office.database.read() as session:
        assert session.scalars(select(Rsvp.reason_code)).all() == ["no_time"]
        assert session.scalars(select(Proposal.state)).all() == ["waiting"]
    assert watch.troubles == []
    assert watch.foreign_hosts(home) == set()


def published(office: Office, made: Round) -> str:
    """The rest answers on the telephone; then a plan is worked out and published."""

    def answer(work):  # type: ignore[no-untyped-def]
        for party in (*made.experts[1:], *made.enterprises):
            say(work, made, work.session.merge(party))

    office.do(answer)
    plan_id = planned(office.database, office.world, made, rounds=5)
    return office.do(lambda work: publish_plan(work=work, plan=work.session.get_one(Plan, plan_id)).ref)
