"""Jobs: one of a kind, taken over after a kill, cancelled on request, tried again after a failure (N8)."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.jobs.runner import JobContext, Runner
from matchmaker.models import Job
from matchmaker.models.codes import JobState
from matchmaker.services.job import LEASE, MAX_ATTEMPTS, claim_next, enqueue, finish_job, request_cancel
from tests.support.world import World


def ask(database: Database, world: World, key: str = "count", **values: object) -> int:
    with database.write() as session:
        return enqueue(work=world.work(session), kind="count", unique_key=key, **values).id  # type: ignore[arg-type]


def states(database: Database) -> list[JobState]:
    with database.read() as session:
        return list(session.scalars(select(Job.state).order_by(Job.id)))


def runner(database: Database, world: World, handler=lambda context: {}, owner: str = "one") -> Runner:
    return Runner(database=database, handlers={"count": handler}, owner=owner, clock=world.clock)


def test_two_requests_of_one_kind_run_once(database: Database, world: World) -> None:
    assert ask(database, world) == ask(database, world)
    ran = []
    assert runner(database, world, lambda context: ran.append(context.payload) or {}).run_until_idle() == 1
    assert ran == [{}]
    assert states(database) == [JobState.DONE]


def test_a_request_during_a_run_is_run_again(database: Database, world: World) -> None:
    first = ask(database, world)
    with database.write() as session:
        claim_next(session=session, owner="one", now=world.clock(), kinds=["count"])
    assert ask(database, world) != first


def test_a_job_waits_for_its_time(database: Database, world: World) -> None:
    ask(database, world, delay=timedelta(seconds=20))
    assert runner(database, world).run_until_idle() == 0
    world.clock.advance(seconds=21)
    assert runner(database, world).run_until_idle() == 1


def test_a_killed_workers_job_is_taken_over_when_its_lease_ends(database: Database, world: World) -> None:
    job_id = ask(database, world)
    with database.write() as session:
        claim_next(session=session, owner="killed", now=world.clock(), kinds=["count"])
    assert runner(database, world, owner="other").run_until_idle() == 0
    world.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert runner(database, world, owner="other").run_until_idle() == 1
    with database.write() as session:  # the stopped owner wakes up late: its result does not count
        assert not finish_job(session=session, job_id=job_id, owner="killed", now=world.clock(), result={"late": True})
    with database.read() as session:
        job = session.get_one(Job, job_id)
        assert (job.state, job.result, job.attempts) == (JobState.DONE, {}, 2)


def test_a_failing_job_is_tried_again_and_then_given_up(database: Database, world: World) -> None:
    ask(database, world)

    def fail(context: JobContext) -> dict:
        raise ValueError("broken")

    for _ in range(MAX_ATTEMPTS):
        assert runner(database, world, fail).run_until_idle() == 1
        world.clock.advance(minutes=10)
    assert runner(database, world, fail).run_until_idle() == 0
    with database.read() as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.error, job.attempts) == (JobState.FAILED, "ValueError: broken", MAX_ATTEMPTS)


def test_a_running_job_stops_when_it_is_cancelled(sqlite_database: Database, world: World) -> None:
    job_id = ask(sqlite_database, world)
    started = threading.Event()

    def long(context: JobContext) -> dict:
        context.progress = 0.01
        started.set()
        for step in range(1000):
            context.report(step + 1, 1000, "counting")
            context.stop.wait(0.05)
        return {}

    working = threading.Thread(target=runner(sqlite_database, world, long).run_one)
    working.start()
    assert started.wait(10)
    with sqlite_database.write() as session:
        request_cancel(work=world.work(session), job=session.get_one(Job, job_id))
    working.join(20)
    assert not working.is_alive()
    assert states(sqlite_database) == [JobState.CANCELLED]


def test_a_waiting_job_is_cancelled_at_once(database: Database, world: World) -> None:
    job_id = ask(database, world)
    with database.write() as session:
        request_cancel(work=world.work(session), job=session.get_one(Job, job_id))
    assert runner(database, world).run_until_idle() == 0
    assert states(database) == [JobState.CANCELLED]


def test_four_workers_run_each_job_once(database: Database, world: World) -> None:
    for number in range(20):
        ask(database, world, key=f"count:{number}", payload={"number": number})
    ran: list[int] = []
    workers = [
        threading.Thread(
            target=runner(database, world, lambda c: ran.append(c.payload["number"]) or {}, str(n)).run_until_idle
        )
        for n in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    runner(database, world, lambda c: ran.append(c.payload["number"]) or {}, "last").run_until_idle()
    assert sorted(ran) == list(range(20))
