"""调整影响 of trips, pairings and meetings: the price is what comes of doing it, and doing it keeps every rule."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Plan, PlanOrder
from matchmaker.services.planning.access import CANCELLED
from matchmaker.services.planning.local.explain import explain_tie, follow_tie
from matchmaker.services.planning.local.scene import Tie
from matchmaker.services.planning.local.standing import figures_of
from matchmaker.services.planning.meeting_change import lock_talk, standing_talks
from matchmaker.services.planning.pair_change import row_of, standing_pairings
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.trip_change import standing_trips
from matchmaker.services.work import Work
from tests.services.planning.institution_scene import hosts, worked_out
from tests.services.planning.local.scenes import published_meeting, published_pairs, published_trips
from tests.services.planning.meeting_scene import met
from tests.services.planning.scenes import Round, a_round, plan_of
from tests.support.world import World

KINDS = ("trips", "pairs", "meetings")


def made_and_planned(database: Database, world: World, kind: str, published: bool) -> tuple[Round, int]:
    with database.write() as session:
        work = world.work(session)
        made: Round = a_round(work, experts=4, enterprises=5) if kind == "meetings" else hosts(work)
    if kind == "meetings":
        return made, (published_meeting if published else met)(database, world, made)
    if not published:
        return made, worked_out(database, world, made, kind)  # type: ignore[arg-type]
    return made, (published_trips if kind == "trips" else published_pairs)(database, world, made)  # type: ignore[arg-type]


def ties(plan: Plan) -> set[Tie]:
    if plan.kind == "trips":
        return {Tie(enterprise=one.enterprise_id, institution=trip.institution_id)
                for trip in standing_trips(plan) for one in trip.delegates}  # fmt: skip
    if plan.kind == "pairs":
        return {Tie(enterprise=int(row_of(one)[1]), institution=one.institution_id)
                for one in standing_pairings(plan)}  # fmt: skip
    return {Tie(expert=one.expert_id, enterprise=one.enterprise_id) for one in standing_talks(plan)}


def others(plan: Plan) -> list[Tie]:
    """Ties that the plan does not have, of parties that it knows."""
    index, have = stored_index(plan), ties(plan)
    if plan.kind == "meetings":
        every = [Tie(expert=one, enterprise=other) for one in index.experts for other in index.enterprises]
    else:
        houses = index.enterprises or [int(key) for _, key in index.rows]
        every = [Tie(enterprise=one, institution=other) for one in houses for other in index.institutions]
    return [one for one in every if one not in have]


def first_possible(work: Work, plan: Plan, candidates: list[Tie]) -> Tie:
    return next(one for one in candidates if explain_tie(work=work, plan=plan, tie=one).option is not None)


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_forbidding_costs_what_it_says_and_is_kept(
    database: Database, world: World, kind: str, published: bool
) -> None:
    made, plan_id = made_and_planned(database, world, kind, published)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        before = plan.value or 0.0
        tie = first_possible(work, plan, sorted(ties(plan), key=str))
        impact = explain_tie(work=work, plan=plan, tie=tie)
        assert (impact.forced, plan.value) == (False, before)
        assert impact.price is not None
        assert impact.reasons or kind == "pairs"
        done = follow_tie(work=work, plan=plan, tie=tie, why="利益冲突")
        assert done.price == pytest.approx(impact.price)
        assert tie not in ties(plan)
        value, violations, _ = figures_of(plan)
        assert list(violations) == []
        assert plan.value == pytest.approx(value) == pytest.approx(before - impact.price)
        assert (plan.bound or 0.0) >= value - 1e-9
        order = session.scalars(select(PlanOrder)).one()
        assert (order.plan_kind, order.kind, order.why) == (kind, "must_not", "利益冲突")
        rows = {"trips": plan.trips, "pairs": plan.pairings, "meetings": plan.talks}[kind]
        assert published or all(row.state != CANCELLED for row in rows)  # type: ignore[attr-defined]
        assert explain_tie(work=work, plan=plan, tie=tie).option is None


@pytest.mark.parametrize("kind", KINDS)
def test_forcing_costs_what_it_says_and_is_kept(database: Database, world: World, kind: str) -> None:
    made, plan_id = made_and_planned(database, world, kind, published=True)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        before = plan.value or 0.0
        tie = first_possible(work, plan, others(plan))
        impact = follow_tie(work=work, plan=plan, tie=tie)
        assert impact.forced
        assert tie in ties(plan)
        value, violations, _ = figures_of(plan)
        assert list(violations) == []
        assert plan.value == pytest.approx(value) == pytest.approx(before - (impact.price or 0.0))
        assert session.scalars(select(PlanOrder)).one().kind == "must"


def test_a_talk_that_is_locked_by_hand_is_not_forbidden(database: Database, world: World) -> None:
    made, plan_id = made_and_planned(database, world, "meetings", published=False)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        talk = standing_talks(plan)[0]
        lock_talk(work=work, plan=plan, talk=talk, locked=True)
        tie = Tie(expert=talk.expert_id, enterprise=talk.enterprise_id)
        impact = explain_tie(work=work, plan=plan, tie=tie)
        assert (impact.forced, impact.option) == (False, None)
        assert "meeting_reason.locked" in {one["code"] for one in impact.reasons}
        with pytest.raises(InvalidInput):
            follow_tie(work=work, plan=plan, tie=tie)


def test_strangers_are_not_in_the_plan(database: Database, world: World) -> None:
    made, plan_id = made_and_planned(database, world, "trips", published=False)
    with database.write() as session:
        work = world.work(session, made.city)
        impact = explain_tie(work=work, plan=plan_of(work, plan_id), tie=Tie(enterprise=10_000, institution=10_001))
        assert (impact.known, impact.option) == (False, None)
