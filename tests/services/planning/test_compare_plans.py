"""Two drafts side by side, what a plan leaves open, and its figures."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Need
from matchmaker.models.codes import Role
from matchmaker.services.planning.basis import basis_of
from matchmaker.services.planning.compare_plans import compare_plans
from matchmaker.services.planning.edit_visits import cancel_visit, move_visit, places_for
from matchmaker.services.planning.plan_board import board_of
from matchmaker.services.planning.plan_figures import figures_of
from matchmaker.services.planning.publish_plan import copy_plan
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.planning.unmet import candidates_for, unmet_of
from tests.services.planning.scenes import Round, a_round, plan_of, planned, say
from tests.services.test_campaign import a_campaign
from tests.support.builders import TAISHAN, XINTAI, a_user
from tests.support.world import World


@pytest.fixture
def made(sqlite_database: Database, world: World) -> Round:
    with sqlite_database.write() as session:
        return a_round(world.work(session), rules={"expert_days": 5})


@pytest.fixture
def draft(sqlite_database: Database, world: World, made: Round) -> int:
    return planned(sqlite_database, world, made)


def test_what_differs_between_two_drafts(sqlite_database: Database, world: World, made: Round, draft: int) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        left = plan_of(work, draft)
        right = copy_plan(work=work, plan=left)
        first, second = visit_rows(work, right)[:2]
        gone, needs = (first.expert_id, first.enterprise_id), set(first.need_ids)
        cancel_visit(work=work, plan=right, visit=first)
        day = next(place.on_date for place in places_for(work=work, plan=right, visit=second)[0] if place.free)
        there = second.expert_id, second.enterprise_id, second.on_date, day
        move_visit(work=work, plan=right, visit=second, on_date=day)
        found = compare_plans(work=work, left=left, right=right)
        assert [(one.expert_id, one.enterprise_id) for one in found.only_left] == [gone]
        assert found.only_right == ()
        assert [(one.expert_id, one.enterprise_id, one.left, one.right) for one in found.moved] == [there]
        assert found.same == found.left.visits - 2
        assert (found.right.visits, found.left.visits - found.right.visits) == (found.right.visits, 1)
        assert set(found.needs_only_left) <= needs
        assert sum(found.left.parts.values()) == pytest.approx(found.left.value)
        assert sum(found.right.parts.values()) == pytest.approx(found.right.value)
        assert found.right.gap is not None
        assert found.right.gap > 0  # the bound of the original still holds for its copy


def test_plans_of_different_rounds_are_not_compared(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        left = plan_of(work, draft)
        other = copy_plan(work=work, plan=left)
        other.campaign_id = a_campaign(world.work(session), number=9).id
        with pytest.raises(InvalidInput):
            compare_plans(work=work, left=left, right=other)


def test_a_need_that_is_left_open_has_candidates_with_reasons(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, draft)
        wanted = visit_rows(work, plan)[0].need_ids[0]
        for row in [row for row in visit_rows(work, plan) if wanted in row.need_ids]:
            cancel_visit(work=work, plan=plan, visit=row)
        found = unmet_of(work=work, plan=plan)
        assert wanted in {one.need_id for one in found.planned}
        candidates = candidates_for(work=work, plan=plan, need=session.get_one(Need, wanted))
        assert candidates
        assert [one.value for one in candidates] == sorted((one.value for one in candidates), reverse=True)
        assert all(one.reasons for one in candidates)


def test_who_is_left_out_is_told_with_the_reason(sqlite_database: Database, world: World, made: Round) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        say(work, made, made.enterprises[0], "online_first")
        for expert in made.experts:
            say(work, made, expert, "unwilling")
        say(work, made, made.experts[2])
    key = planned(sqlite_database, world, made)
    with sqlite_database.read() as session:
        work = world.work(session, made.city)
        found = unmet_of(work=work, plan=plan_of(work, key))
        codes = {one.need_id: one.code for one in found.left_out}
        assert codes[made.needs[0].id] == "answer_online_first"
        left = next(one for one in found.left_out if one.code == "no_expert")
        assert set(left.experts.values()) == {"answer_unwilling"}
        assert candidates_for(work=work, plan=plan_of(work, key), need=session.get_one(Need, left.need_id)) == []
        basis = basis_of(work=work, campaign=made.campaign)
        assert (basis.needs, basis.decided) == (4, 4)
        assert (basis.experts.willing, basis.experts.other, basis.enterprises.other) == (1, 2, 1)


def test_figures_count_what_the_board_shows(sqlite_database: Database, world: World, made: Round, draft: int) -> None:
    with sqlite_database.read() as session:
        work = world.work(session, made.city)
        rows = visit_rows(work, plan_of(work, draft))
        figures = figures_of(board=board_of(work=work, plan=plan_of(work, draft)))
        assert figures.visits == len(rows)
        assert sum(visits for _, visits, _ in figures.days) == len(rows)
        assert sum(times * count for times, count in figures.experts_by_visits.items()) == len(rows)
        assert sum(times * count for times, count in figures.enterprises_by_visits.items()) == len(rows)
        assert {share.key: share.of for share in figures.districts} == {TAISHAN: 2, XINTAI: 2}
        assert figures.needs.of == 4
        assert figures.needs.done == sum(share.done for share in figures.districts)


def test_only_planners_compare_and_see_what_is_open(
    sqlite_database: Database, world: World, made: Round, draft: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, a_user(world.work(session), Role.AUDITOR, "auditor"))
        plan = plan_of(work, draft)
        for act in (
            lambda: compare_plans(work=work, left=plan, right=plan),
            lambda: unmet_of(work=work, plan=plan),
            lambda: basis_of(work=work, campaign=made.campaign),
        ):
            with pytest.raises(Forbidden):
                act()
