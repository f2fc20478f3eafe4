"""What a page offers for a talk or a free place: everything that passes the check, and nothing else."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.models import Plan, Talk
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.meeting_change import add_talk, cancel_talk, lock_talk, place_talk
from matchmaker.services.planning.meeting_options import pairs_for, places_for
from tests.services.planning.meeting_scene import met
from tests.services.planning.scenes import Round, a_round, plan_of
from tests.support.world import World

SLOTS, TABLES = 4, 3


@pytest.fixture
def made(sqlite_database: Database, world: World) -> Round:
    with sqlite_database.write() as session:
        return a_round(world.work(session), experts=4, enterprises=6)


@pytest.fixture
def plan_id(sqlite_database: Database, world: World, made: Round) -> int:
    return met(sqlite_database, world, made)


def possible(database: Database, world: World, made: Round, plan_id: int, ref: str) -> set[tuple[int, int]]:
    """Every seat that the change itself lets the talk have, each tried in a transaction that is given up."""
    found = set()
    for slot in range(SLOTS):
        for table in range(TABLES):
            with database.read() as session:
                work = world.work(session, made.city)
                plan = plan_of(work, plan_id)
                talk = seat_of(plan, ref)
                if (talk.slot, talk.table_number) == (slot, table):
                    continue
                try:
                    place_talk(work=work, plan=plan, talk=talk, slot=slot, table=table)
                except PlanRefused:
                    continue
                else:
                    found.add((slot, table))
                finally:
                    session.rollback()
    return found


def seat_of(plan: Plan, ref: str) -> Talk:
    return next(talk for talk in plan.talks if talk.ref == ref)


def test_exactly_the_places_that_a_talk_may_have_are_offered(
    sqlite_database: Database, world: World, made: Round, plan_id: int
) -> None:
    with sqlite_database.read() as session:
        refs = [talk.ref for talk in plan_of(world.work(session), plan_id).talks[:3]]
    for ref in refs:
        with sqlite_database.read() as session:
            plan = plan_of(world.work(session), plan_id)
            offered = {(place.slot, place.table) for place in places_for(plan=plan, talk=seat_of(plan, ref))}
        assert offered == possible(sqlite_database, world, made, plan_id, ref)


def test_nobody_changes_with_a_locked_talk(sqlite_database: Database, world: World, made: Round, plan_id: int) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        first, second = [talk for talk in plan.talks if talk.slot == 0][:2]
        assert second in [place.changes_with for place in places_for(plan=plan, talk=first)]
        lock_talk(work=work, plan=plan, talk=second, locked=True)
        assert second not in [place.changes_with for place in places_for(plan=plan, talk=first)]


def test_a_free_place_offers_whoever_fits_and_is_free(
    sqlite_database: Database, world: World, made: Round, plan_id: int
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        gone = plan.talks[0]
        seat, pair = (gone.slot, gone.table_number), (gone.expert_id, gone.enterprise_id)
        lost = cancel_talk(work=work, plan=plan, talk=gone).price
        offers = pairs_for(work=work, plan=plan, slot=seat[0], table=seat[1])
        assert (offers[0].expert.id, offers[0].enterprise.id) == pair
        assert offers[0].worth == pytest.approx(lost)
        assert [one.worth for one in offers] == sorted((one.worth for one in offers), reverse=True)
        busy = {one for talk in plan.talks if talk.slot == seat[0] for one in (talk.expert_id, -talk.enterprise_id)}
        met_already = {(talk.expert_id, talk.enterprise_id) for talk in plan.talks}
        for offer in offers:
            assert not {offer.expert.id, -offer.enterprise.id} & busy
            assert (offer.expert.id, offer.enterprise.id) not in met_already
        for offer in offers[1:3]:
            with session.begin_nested() as point:
                add_talk(work=work, plan=plan, expert_id=offer.expert.id, enterprise_id=offer.enterprise.id,
                         slot=seat[0], table=seat[1])  # fmt: skip
                point.rollback()
            session.expire_all()
