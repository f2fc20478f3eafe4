"""Limits: counted in the database, exact under concurrency, honest about the waiting time (S7, trap 9)."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from matchmaker.database import Database, open_database
from matchmaker.models import RateCount
from matchmaker.services.rate import Limit, Quota, admit, forget, give_back, purge_counts, take, wait_for
from tests.support.accounts import works_of
from tests.support.world import World

THREE = Limit("three", count=3, seconds=60)
FIVE = Limit("five", count=5, seconds=600)


def test_counts_up_to_the_limit_then_tells_the_wait(database: Database, world: World) -> None:
    works = works_of(database, world)
    quota = Quota(THREE, "a")
    assert [admit(works=works, quotas=(quota,)) for _ in range(3)] == [0, 0, 0]
    wait = admit(works=works, quotas=(quota,))
    assert wait > 0
    assert admit(works=works, quotas=(Quota(THREE, "b"),)) == 0
    world.clock.advance(seconds=wait - 1)
    assert admit(works=works, quotas=(quota,)) == 1
    world.clock.advance(seconds=1)
    assert admit(works=works, quotas=(quota,)) == 0


def test_all_quotas_count_or_none(database: Database, world: World) -> None:
    works = works_of(database, world)
    narrow, wide = Quota(THREE, "a"), Quota(FIVE)
    for _ in range(10):
        admit(works=works, quotas=(narrow, wide))
    with works.writing() as work:
        assert take(work=work, quotas=(narrow, wide)) > 0
    assert [admit(works=works, quotas=(wide,)) for _ in range(3)] == [0, 0, admit(works=works, quotas=(wide,))]


def test_given_back_and_forgotten_counts_are_free_again(database: Database, world: World) -> None:
    works = works_of(database, world)
    quota = Quota(THREE, "k" * 300)
    at = world.clock()
    for _ in range(3):
        admit(works=works, quotas=(quota,))
    world.clock.advance(seconds=59)
    with works.writing() as work:
        give_back(work=work, quotas=(quota,), at=at)
    assert admit(works=works, quotas=(quota,)) == 0
    with works.reading() as work:
        assert wait_for(work=work, quotas=(quota,)) > 0
    with works.writing() as work:
        forget(work=work, quota=quota)
    with works.reading() as work:
        assert wait_for(work=work, quotas=(quota,)) == 0


def test_limit_holds_across_workers(database: Database, world: World) -> None:
    """Two Database objects are two processes: forty tries at once pass five times."""
    other = open_database(database.engine.url.render_as_string(hide_password=False), pool_size=4)
    waits: list[int] = []

    def try_often(here: Database) -> None:
        waits.extend(admit(works=works_of(here, world), quotas=(Quota(FIVE, "shared"),)) for _ in range(10))

    threads = [threading.Thread(target=try_often, args=(here,)) for here in (database, other, database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.dispose()
    assert (len(waits), waits.count(0)) == (40, 5)
    with database.read() as session:
        assert session.scalars(select(RateCount.count)).all() == [5]


def test_purge_keeps_what_a_limit_still_looks_at(database: Database, world: World) -> None:
    works = works_of(database, world)
    admit(works=works, quotas=(Quota(THREE, "a"), Quota(FIVE, "a")))
    world.clock.advance(seconds=200)
    with works.writing() as work:
        assert purge_counts(work=work) == 1
    with database.read() as session:
        assert session.scalars(select(RateCount.bucket)).all() == ["five:a"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(1, 5),
    seconds=st.integers(1, 90),
    steps=st.lists(st.integers(0, 60), min_size=1, max_size=25),
)
def test_the_told_wait_is_enough_and_not_too_long(
    sqlite_database: Database, count: int, seconds: int, steps: list[int]
) -> None:
    world = World()
    works = works_of(sqlite_database, world)
    quota = Quota(Limit("any", count=count, seconds=seconds), uuid4().hex)
    accepted = []
    for step in steps:
        world.clock.advance(seconds=step)
        wait = admit(works=works, quotas=(quota,))
        if wait:
            before = world.clock()
            world.clock.now = before + timedelta(seconds=wait - 1)
            with works.reading() as work:
                assert wait_for(work=work, quotas=(quota,)) == (1 if wait > 1 else wait)
            world.clock.now = before + timedelta(seconds=wait)
            assert admit(works=works, quotas=(quota,)) == 0
        accepted.append(int(world.clock().timestamp()))
    most = max(sum(start <= at < start + seconds for at in accepted) for start in accepted)
    assert most < 2 * count or (most == count == 1)
    periods = (accepted[-1] - accepted[0]) // seconds + 2
    assert len(accepted) <= periods * count
    with sqlite_database.read() as session:
        mine = select(func.sum(RateCount.count)).where(RateCount.bucket == quota.bucket)
        assert session.scalar(mine) == len(accepted)
