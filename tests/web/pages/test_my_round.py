"""本届行动 in the portal: an enterprise for itself, a liaison for the institution and its experts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.models import Expert, Feedback, Organization, Plan, Rsvp, Willingness
from matchmaker.models.codes import Role
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Work
from tests.services.invitations.scene import Invited, invited, of
from tests.services.planning.scenes import Round, a_round
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office, Person

PAGE = "/my/round"


def enterprise_of(office: Office, made: Round, number: int = 0) -> Person:
    return office.person(Role.ENTERPRISE, f"enterprise{number}", organization_id=made.enterprises[number].id)


def liaison_of(office: Office, made: Round) -> Person:
    return office.person(Role.LIAISON, organization_id=made.experts[0].institution_id)


@pytest.fixture
def made(office: Office) -> Round:
    return office.do(lambda work: a_round(work, answered=False))


@pytest.fixture
def scene(office: Office) -> Invited:
    return invited(office.database, office.world)


def answers(office: Office) -> list[tuple[str, str, int | None, int | None]]:
    with office.database.read() as session:
        rows = session.scalars(select(Willingness).order_by(Willingness.id))
        return [(row.answer, row.how, row.expert_id, row.organization_id) for row in rows]


def test_an_enterprise_answers_for_itself(office: Office, made: Round) -> None:
    person = enterprise_of(office, made)
    assert "还没有对接安排" in words(person.get(PAGE))
    answer = person.post(f"{PAGE}/willingness", {"answer": "willing", "dates": ["2026-11-26"], "note": "上午方便"})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert answers(office) == [("willing", "portal", None, made.enterprises[0].id)]
    assert "目前的答复：愿意" in words(person.get(PAGE))


def test_what_is_missing_is_said_and_nothing_stored(office: Office, made: Round) -> None:
    person = enterprise_of(office, made)
    for sent in ({}, {"answer": "perhaps"}, {"answer": "colleague"}, {"answer": "willing", "dates": ["2026-11-22"]}):
        answer = person.post(f"{PAGE}/willingness", sent)
        assert (answer.status_code, "需要修改" in words(answer) or "error" in answer.text) == (422, True)
    assert answers(office) == []


def test_a_liaison_answers_for_the_institution_and_its_experts_only(office: Office, made: Round) -> None:
    person = liaison_of(office, made)
    shown = words(person.get(PAGE))
    assert all(f"专家{number}示例" in shown for number in range(3))
    expert = made.experts[1]
    assert person.post(f"{PAGE}/experts/{expert.ref}/willingness", {"answer": "willing"}).status_code == 303
    assert person.post(f"{PAGE}/willingness", {"answer": "online_first"}).status_code == 303
    assert answers(office) == [
        ("willing", "portal", expert.id, None), ("online_first", "portal", None, expert.institution_id),
    ]  # fmt: skip
    stranger = office.person(Role.LIAISON, "other.liaison")
    assert stranger.get(f"{PAGE}/experts/{expert.ref}").status_code == 404
    assert stranger.post(f"{PAGE}/experts/{expert.ref}/willingness", {"answer": "unwilling"}).status_code == 404
    assert enterprise_of(office, made).get(f"{PAGE}/experts/{expert.ref}").status_code == 403


def test_appointments_are_answered_by_their_own_party(office: Office, scene: Invited) -> None:
    person, other = enterprise_of(office, scene.made), enterprise_of(office, scene.made, 1)
    with office.database.read() as session:
        work = office.world.work(session)
        ref = of(work, scene, session.get_one(Organization, scene.made.enterprises[0].id))[0].ref
        plan = session.get_one(Plan, scene.plan_id).ref
    sent = {"answer": "decline", "reason": "no_time", "about": ref, "plan": plan}
    assert "专家（接受邀请后显示姓名）" in words(person.get(PAGE))
    assert person.post(f"{PAGE}/reply", sent | {"reason": ""}).status_code == 422
    assert other.post(f"{PAGE}/reply", sent).status_code == 422
    assert person.post(f"{PAGE}/reply", sent | {"plan": "0000000000"}).status_code == 404
    assert person.post(f"{PAGE}/reply", sent).status_code == 303
    with office.database.read() as session:
        assert [(row.answer, row.how) for row in session.scalars(select(Rsvp))] == [("decline", "portal")]


def test_a_liaison_answers_an_expert_s_invitation(office: Office, scene: Invited) -> None:
    person, expert = liaison_of(office, scene.made), scene.made.experts[0]
    with office.database.read() as session:
        ref = of(office.world.work(session), scene, session.get_one(Expert, expert.id))[0].ref
        plan = session.get_one(Plan, scene.plan_id).ref
    sent = {"answer": "accept", "about": ref, "plan": plan}
    assert person.post(f"{PAGE}/experts/{expert.ref}/reply", sent).status_code == 303
    assert person.post(f"{PAGE}/reply", sent).status_code == 404  # the institution itself is not invited


def test_without_a_round_the_page_says_so(office: Office) -> None:
    person = office.person(Role.ENTERPRISE)
    assert "没有正在进行的行动" in words(person.get(PAGE))
    assert person.post(f"{PAGE}/willingness", {"answer": "willing"}).status_code == 404


def test_an_enterprise_rates_the_visits_that_took_place_at_its_house(office: Office, made: Round) -> None:
    def visited(work: Work) -> list[str]:
        own = work.as_actor(made.city)
        return [
            record_visit(work=own, campaign=made.campaign,
                         new=NewVisit(expert=made.experts[0], enterprise=house, on_date=work.today())).ref
            for house in made.enterprises[:2]
        ]  # fmt: skip

    mine, others = office.do(visited)
    person = enterprise_of(office, made)
    page = person.get(PAGE)
    assert (f'id="rate-{mine}"' in page.text, others in page.text) == (True, False)
    assert made.experts[0].name in words(page)
    answer = person.post(f"{PAGE}/rating", {"about": mine, "rating": "4", "text": "思路清楚"})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "目前评价：4 分" in words(person.get(PAGE))
    assert person.post(f"{PAGE}/rating", {"about": mine, "rating": "2"}).status_code == 303
    assert person.post(f"{PAGE}/rating", {"about": mine}).status_code == 422
    assert person.post(f"{PAGE}/rating", {"about": others, "rating": "1"}).status_code == 404
    with office.database.read() as session:
        rows = session.scalars(select(Feedback)).all()
        assert [(row.side, row.rating, row.text) for row in rows] == [("enterprise", 2, "")]
