"""Handlers that do more than call one service: a long pass lets what is more urgent go first."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from embeddings import FakeEncoder
from matchmaker.bootstrap import Application
from matchmaker.database import Database
from matchmaker.jobs.handlers import handlers
from matchmaker.jobs.runner import JobContext, Runner
from matchmaker.models import Job, Need
from matchmaker.models.codes import JobState, NeedState
from matchmaker.ranking.engine import Engine
from matchmaker.services.job import enqueue
from matchmaker.services.suggest_jobs import ask_for_all_suggestions
from matchmaker.services.suggest_pass import ASK_EVERY
from matchmaker.settings import Settings
from tests.ranking.conftest import encoder, engine, space  # noqa: F401  (fixtures)
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World

NEEDS = ASK_EVERY * 3


@pytest.fixture
def application(sqlite_database: Database, world: World, engine: Engine, tmp_path: Path) -> Application:  # noqa: F811
    """Needs that were all matched once."""
    made = Application(Settings(_env_file=None, data_dir=tmp_path, environment="testing"), sqlite_database,
                       clock=world.clock, entropy=world.random.randbytes)  # fmt: skip
    with sqlite_database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        an_expert(work, directions=["锂离子电池材料"])
        for number in range(NEEDS):
            a_need(work, enterprise, f"锂离子电池材料{number}", NeedState.VERIFIED)
    encode_all(sqlite_database, world)
    made.search_if_built = a_search_index(sqlite_database, FakeEncoder(), engine=engine)
    Runner(database=sqlite_database, handlers=handlers(made), owner="w", clock=world.clock).run_until_idle()
    world.clock.advance(minutes=1)
    return made


def looked_at(application: Application) -> list[int]:
    """The needs that matching has looked at since the clock moved."""
    with application.database.read() as session:
        query = select(Need.id).where(Need.assessed_at == application.clock()).order_by(Need.id)
        return list(session.scalars(query))


def test_a_pass_over_all_needs_gives_way_and_goes_on_where_it_stopped(application: Application) -> None:
    with application.database.write() as session:
        enqueue(work=application.work(session), kind="suggest", unique_key="x", payload={"need_id": 1}, priority=5)
    done = handlers(application)["suggest_all"](JobContext(payload={}))
    assert (done["needs"], done["left"]) == (ASK_EVERY, NEEDS - ASK_EVERY)
    assert looked_at(application) == list(range(1, ASK_EVERY + 1))
    runner = Runner(database=application.database, handlers=handlers(application), owner="w", clock=application.clock)
    assert runner.run_one()
    with application.database.read() as session:
        kinds = {
            job.kind: job.state
            for job in session.scalars(select(Job).where(Job.unique_key.in_(["x", "suggest_all"])).order_by(Job.id))
        }
        assert kinds == {"suggest": JobState.DONE, "suggest_all": JobState.QUEUED}
    runner.run_until_idle()
    assert looked_at(application) == list(range(1, NEEDS + 1))


def test_needs_that_were_never_looked_at_are_not_passed_over(application: Application) -> None:
    """Interrupted among new needs, whose keys are the highest, the rest is still everything."""
    with application.database.write() as session:
        work = application.work(session)
        enterprise = an_enterprise(work, "示例乙厂")
        for number in range(ASK_EVERY + 1):
            a_need(work, enterprise, f"锂离子电池隔膜{number}", NeedState.VERIFIED)
    done = handlers(application)["suggest_all"](JobContext(payload={}))
    assert done["left"] == NEEDS + 1
    runner = Runner(database=application.database, handlers=handlers(application), owner="w", clock=application.clock)
    runner.run_until_idle()
    assert looked_at(application) == list(range(1, NEEDS + ASK_EVERY + 2))


def test_nothing_urgent_nothing_left(application: Application) -> None:
    with application.database.write() as session:
        ask_for_all_suggestions(work=application.work(session))
    done = handlers(application)["suggest_all"](JobContext(payload={}))
    assert (done["needs"], done["left"]) == (NEEDS, 0)
