"""Invitations in the console: guests of a plan, sending, answers taken down, what has to be told."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from matchmaker.models import Invitation, Plan, Proposal, Rsvp, Visit
from matchmaker.models.codes import Role
from matchmaker.services.planning.change_visits import Change, apply_change
from matchmaker.services.planning.publish_plan import publish_plan
from tests.services.invitations.scene import Invited, invited, of
from tests.services.planning.scenes import a_round, planned
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office, Person

LIST = "/console/invitations/"


@pytest.fixture
def chief(office: Office) -> Person:
    return office.person(Role.CITY, "chief")


@pytest.fixture
def scene(office: Office) -> Invited:
    return invited(office.database, office.world)


def plan_of(office: Office, scene: Invited) -> str:
    with office.database.read() as session:
        return session.get_one(Plan, scene.plan_id).ref


def invitation_of(office: Office, scene: Invited, number: int = 0) -> str:
    with office.database.read() as session:
        key = scene.made.experts[number].id
        return session.scalars(select(Invitation.ref).where(Invitation.expert_id == key)).one()


def test_without_a_published_plan_nobody_is_invited(chief: Person) -> None:
    assert "还没有发布的计划" in words(chief.get(LIST))


def test_a_published_plan_lists_its_guests_before_anybody_is_asked(office: Office, chief: Person) -> None:
    made = office.do(a_round)
    plan_id = planned(office.database, office.world, made, rounds=5)
    ref = office.do(lambda work: publish_plan(work=work, plan=work.session.get_one(Plan, plan_id)).ref)
    assert "专家0示例" in words(chief.get(f"{LIST}{ref}"))
    with office.database.read() as session:
        assert session.query(Invitation).count() == 0
    sent = {"all": "yes", "side": "expert", "until": "2026-11-30", "act": "texts"}
    page = chief.post(f"{LIST}{ref}/send", sent)
    assert len(re.findall(r'id="link-\d+"', page.text)) == 3
    assert "诚邀您于" in page.text
    with office.database.read() as session:
        rows = session.scalars(select(Invitation)).all()
        assert {(row.state, row.sent_how, row.expert_id is not None) for row in rows} == {("sent", "wechat", True)}


def test_a_county_invites_its_own_and_sees_no_other_enterprise(office: Office, chief: Person, scene: Invited) -> None:
    shown = words(office.county.get(f"{LIST}{plan_of(office, scene)}"))
    assert ("示例企业0有限公司" in shown, "示例企业1有限公司" in shown) == (True, False)
    with office.database.read() as session:
        key = scene.made.enterprises[1].id
        foreign = session.scalars(select(Invitation.ref).where(Invitation.organization_id == key)).one()
    assert office.county.get(f"{LIST}{plan_of(office, scene)}/{foreign}").status_code == 404
    assert chief.get(f"{LIST}{plan_of(office, scene)}/{foreign}").status_code == 200


def test_what_a_guest_said_on_the_telephone_is_recorded_and_asks_for_a_re_plan(
    office: Office, chief: Person, scene: Invited
) -> None:
    page = f"{LIST}{plan_of(office, scene)}/{invitation_of(office, scene)}"
    with office.database.read() as session:
        ref = of(office.world.work(session), scene, scene.made.experts[0])[0].ref
    sent = {"about": ref, "answer": "decline", "reason": "no_time", "how": "telephone", "said_on": "2026-11-23"}
    assert chief.post(f"{page}/answer", sent | {"how": "link"}).status_code == 422
    assert chief.post(f"{page}/answer", sent | {"reason": ""}).status_code == 422
    assert chief.post(f"{page}/answer", sent).status_code == 303
    shown = words(chief.get(page))
    assert "婉拒 电话 · 11月23日" in shown
    assert "时间冲突" in shown
    assert "婉拒" in words(chief.get(f"{LIST}{plan_of(office, scene)}?only=refusing"))
    with office.database.read() as session:
        assert [row.state for row in session.scalars(select(Proposal))] == ["waiting"]
        assert [(row.how, row.recorded_by_id is not None) for row in session.scalars(select(Rsvp))] == [
            ("telephone", True)
        ]


def test_links_and_invitations_are_taken_back(office: Office, chief: Person, scene: Invited) -> None:
    page = f"{LIST}{plan_of(office, scene)}/{invitation_of(office, scene)}"
    link, stranger = f"/a/{scene.token(scene.made.experts[0])}", office.person(None)
    assert stranger.get(link).status_code == 200
    assert chief.post(f"{page}/links", {}).status_code == 303
    assert stranger.get(link).status_code == 410
    assert "有效链接数 0" in words(chief.get(page))
    assert chief.post(f"{page}/revoke", {}).status_code == 303
    assert "已撤回" in words(chief.get(page))


def test_a_change_of_the_plan_waits_until_it_is_told(office: Office, chief: Person, scene: Invited) -> None:
    def change(work):  # type: ignore[no-untyped-def]
        plan = work.session.get_one(Plan, scene.plan_id)
        row = work.session.scalars(select(Visit).where(Visit.plan_id == plan.id).order_by(Visit.id)).first()
        apply_change(work=work, plan=plan, change=Change(remove={row.ref: "停电"}))

    office.do(change)
    assert "2 个邀请对象需告知计划变动" in words(chief.get("/console/"))
    plan = plan_of(office, scene)
    page = chief.post(f"{LIST}{plan}/send", {"all": "yes", "only": "untold", "act": "texts"})
    assert page.text.count("有调整") == 2
    assert "待告知变动" not in re.sub(r"<nav.*?</nav>", "", chief.get(f"{LIST}{plan}").text, flags=re.DOTALL)


def test_the_guests_of_a_plan_ask_the_same_number_of_queries_whatever_their_number(
    office: Office, chief: Person, scene: Invited
) -> None:
    page = f"{LIST}{plan_of(office, scene)}"
    chief.get(page)
    every = office.count_queries(lambda: chief.get(page))
    few = office.count_queries(lambda: chief.get(f"{page}?only=refusing"))
    assert every - few <= 1  # the names of the experts' institutions
