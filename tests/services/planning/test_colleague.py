"""A recommended colleague: found in the registry by the whole name, offered with a price, else said what is missing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Conflict, Expert, Plan, PlanOrder, Proposal, Visit
from matchmaker.models.codes import ExpertState
from matchmaker.planning.checker import check_visits
from matchmaker.services.planning.colleague import Colleague, colleague_of, is_named, name_in
from matchmaker.services.planning.current_plan import current_plan
from matchmaker.services.planning.decide_proposal import accept_option
from matchmaker.services.planning.meeting_change import standing_talks
from matchmaker.services.planning.replan_cause import Cause, find_cause
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.local.scenes import accepted, options_of, published_meeting
from tests.services.planning.local.scenes import proposed as proposed_near
from tests.services.planning.scenes import Round, a_round, an_institution, plan_of, proposed, published, say
from tests.support.builders import an_expert
from tests.support.world import World


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("李建国", "李建国", True),
        ("李建国", "李建国 13800000000", True),
        ("李建国", "李建国13800000000", True),
        ("李建国", "推荐李建国教授，电话见名片", True),
        ("李建国", "同院的 李建国（材料）", True),
        ("李建国", "李建国强", False),
        ("李建国", "欧阳李建国", False),
        ("李建国", "", False),
        ("Li Jianguo", "prof. LI  Jianguo, 138", True),
        ("Li Jian", "Li Jianguo", False),
    ],
)
def test_a_name_is_found_as_a_whole(name: str, text: str, named: bool) -> None:
    assert is_named(name, text) is named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("推荐李建国教授，13800000000", "李建国"),
        ("李建国 138", "李建国"),
        ("Li Jianguo, 138", "Li Jianguo"),
        ("＜script＞", "<script>"),
        ("13800000000", ""),
    ],
)
def test_what_a_form_is_filled_in_with_is_the_name_alone(text: str, name: str) -> None:
    assert name_in(text) == name


def a_round_of_one_house(database: Database, world: World) -> Round:
    with database.write() as session:
        work = world.work(session)
        made = a_round(work)
        house = an_institution(work, "示例大学")
        for expert in made.experts:
            expert.institution = house
        return made


@pytest.fixture
def made(database: Database, world: World) -> Round:
    return a_round_of_one_house(database, world)


@pytest.fixture
def made_here(sqlite_database: Database, world: World) -> Round:
    return a_round_of_one_house(sqlite_database, world)


def an_own_colleague(database: Database, world: World, made: Round, answer: str = "willing") -> int:
    with database.write() as session:
        work = world.work(session)
        first = session.get_one(Expert, made.experts[0].id)
        row = an_expert(work, "孙同事", institution=first.institution)
        session.flush()
        if answer:
            say(work, made, row, answer)
        return row.id


def recommends(text: str):  # type: ignore[no-untyped-def]
    def cause(work: Work, plan: Plan) -> Cause:
        return Cause("declined", visit=visit_rows(work, plan)[0], by="expert", why="出差", colleague=text)

    return cause


def found(database: Database, world: World, made: Round, plan_id: int, key: int) -> Colleague:
    with database.read() as session:
        work = world.work(session, made.city)
        cause = find_cause(work=work, document=session.get_one(Proposal, key).cause)
        colleague = colleague_of(work=work, plan=plan_of(work, plan_id), cause=cause)
        assert colleague is not None
        return colleague


def test_the_colleague_is_offered_priced_checked_and_comes_once_accepted(
    database: Database, world: World, made: Round
) -> None:
    colleague = an_own_colleague(database, world, made)
    plan_id = published(database, world, made)
    key = proposed(database, world, made, plan_id, recommends("孙同事教授 13800000000"))
    with database.write() as session:
        work = world.work(session, made.city)
        proposal = session.get_one(Proposal, key)
        number, option = next((at, one) for at, one in enumerate(proposal.options) if one["code"] == "colleague")
        gone = next(one for one in option["remove"] if one["lost"])
        new = next(one for one in option["add"] if one["expert"] == colleague)
        assert (option["colleague"], new["enterprise"], new["date"]) == (colleague, gone["enterprise"], gone["date"])
        before = current_plan(work=work, plan=plan_of(work, plan_id)).value
        plan = accept_option(work=work, proposal=proposal, number=number)
        current = current_plan(work=work, plan=plan)
        verdict = check_visits(current.built.problem, current.visits)
        assert verdict.clean
        assert option["price"] == pytest.approx(before - verdict.value)
        row = session.scalars(select(Visit).where(Visit.plan_id == plan_id, Visit.expert_id == colleague)).one()
        assert (row.state, row.enterprise_id) == ("planned", gone["enterprise"])
        orders = {(one.kind, one.expert_id, one.enterprise_id) for one in session.scalars(select(PlanOrder))}
        assert orders == {("must", colleague, gone["enterprise"]), ("must_not", gone["expert"], gone["enterprise"])}


def test_who_has_not_answered_is_offered_and_named_as_unknown(database: Database, world: World, made: Round) -> None:
    an_own_colleague(database, world, made, answer="")
    plan_id = published(database, world, made)
    key = proposed(database, world, made, plan_id, recommends("孙同事"))
    one = found(database, world, made, plan_id, key)
    assert (one.code, one.unknown) == ("found", True)
    with database.read() as session:
        assert "colleague" in [option["code"] for option in session.get_one(Proposal, key).options]


def test_nobody_is_guessed(database: Database, world: World, made: Round) -> None:
    with database.write() as session:
        work = world.work(session)
        an_expert(work, "孙同事", institution=an_institution(work, "另一所示例大学"))
    plan_id = published(database, world, made)
    key = proposed(database, world, made, plan_id, recommends("孙同事老师 138"))
    one = found(database, world, made, plan_id, key)
    assert (one.code, one.name, one.expert) == ("unregistered", "孙同事", None)
    for _ in range(2):
        an_own_colleague(database, world, made)
    assert found(database, world, made, plan_id, key).code == "several"
    with database.read() as session:
        assert "colleague" not in [option["code"] for option in session.get_one(Proposal, key).options]


@pytest.mark.parametrize("case", ["answer_unwilling", "state_resting", "conflict", "must_not"])
def test_who_cannot_come_is_not_offered_and_it_is_said_why(
    sqlite_database: Database, world: World, made_here: Round, case: str
) -> None:
    answer = "unwilling" if case == "answer_unwilling" else "willing"
    colleague = an_own_colleague(sqlite_database, world, made_here, answer=answer)
    plan_id = published(sqlite_database, world, made_here)
    with sqlite_database.write() as session:
        work = world.work(session, made_here.city)
        row = session.get_one(Expert, colleague)
        enterprise = visit_rows(work, plan_of(work, plan_id))[0].enterprise_id
        if case == "state_resting":
            row.state = ExpertState.RESTING
        if case == "conflict":
            session.add(
                Conflict(
                    expert_id=colleague,
                    organization_id=enterprise,
                    kind="declared",
                    note="",
                    created_at=work.now(),
                    updated_at=work.now(),
                )
            )
        if case == "must_not":
            session.add(PlanOrder(ref=work.new_ref(), campaign_id=made_here.campaign.id, plan_kind="visits",
                                  kind="must_not", expert_id=colleague, enterprise_id=enterprise, why="",
                                  created_at=work.now(), updated_at=work.now()))  # fmt: skip
    key = proposed(sqlite_database, world, made_here, plan_id, recommends("孙同事"))
    assert found(sqlite_database, world, made_here, plan_id, key).code == case
    with sqlite_database.read() as session:
        options = session.get_one(Proposal, key).options
        assert options
        assert "colleague" not in [option["code"] for option in options]


def test_in_a_meeting_a_colleague_who_takes_part_talks_instead(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        made = a_round(work, experts=4, enterprises=6)
        house = an_institution(work, "示例大学")
        for expert in made.experts:
            expert.institution = house
    plan_id = published_meeting(sqlite_database, world, made)
    names = {expert.id: expert.name for expert in made.experts}

    def recommends_another(work: Work, plan: Plan) -> Cause:
        talks = standing_talks(plan)
        with_whom = {one.enterprise_id for one in talks if one.expert_id == made.experts[1].id}
        talk = next(one for one in talks if one.expert_id != made.experts[1].id and one.enterprise_id not in with_whom)
        return Cause("declined", item=talk, by="expert", colleague=names[made.experts[1].id])

    key = proposed_near(sqlite_database, world, made, plan_id, recommends_another)
    options = options_of(sqlite_database, world, key)
    number, option = next((at, one) for at, one in enumerate(options) if one["code"] == "colleague")
    assert option["colleague"] == made.experts[1].id
    gone = next(one for one in option["remove"] if one["lost"])
    accepted(sqlite_database, world, made, key, number)
    with sqlite_database.read() as session:
        pairs = {(one.expert_id, one.enterprise_id) for one in standing_talks(session.get_one(Plan, plan_id))}
        assert (made.experts[1].id, gone["enterprise"]) in pairs
        assert (gone["expert"], gone["enterprise"]) not in pairs
