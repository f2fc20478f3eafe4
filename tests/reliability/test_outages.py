"""A full disk and a model that is missing or damaged: told in words, nothing lost, no restart needed (N6, N12)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from embeddings import FakeEncoder
from embeddings.model_store import ModelFolder
from matchmaker import schema
from matchmaker.bootstrap import Application, build_application
from matchmaker.database import Database
from matchmaker.jobs.handlers import enqueue_standing_jobs, handlers
from matchmaker.jobs.runner import Runner
from matchmaker.models import Need
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.audit import verify_chain
from matchmaker.services.need import verify_need
from matchmaker.services.readiness import examine_readiness
from matchmaker.settings import Settings
from tests.embeddings.conftest import tiny, tiny_folder, wheel  # noqa: F401  (fixtures)
from tests.ranking.conftest import encoder, engine, space  # noqa: F401  (fixtures)
from tests.support.accounts import cheap_passwords  # noqa: F401  (a fixture)
from tests.support.search import a_search_index
from tests.support.world import World
from tests.web.pages.conftest import NEED
from tests.web.pages.console.conftest import Office, make_office

pytestmark = pytest.mark.usefixtures("cheap_passwords")
ROOM = 12  # pages of 4 KB that are left on the full disk


@contextmanager
def full_disk(database: Database) -> Iterator[None]:
    """Inside the block no file of the database may grow, as on a full disk."""
    with database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + ROOM}")

    event.listen(database.engine, "connect", limit)
    database.engine.pool.dispose()
    try:
        yield
    finally:
        event.remove(database.engine, "connect", limit)
        database.engine.pool.dispose()


@pytest.fixture
def office(sqlite_database: Database, world: World, tmp_path: Path) -> Office:
    return make_office(sqlite_database, world, tmp_path)


def test_a_full_disk_refuses_in_words_and_keeps_everything_earlier(office: Office) -> None:
    person = office.person(None)
    assert person.post("/post", NEED).status_code == 303
    taken = 1
    with full_disk(office.database):
        for number in range(60):
            answer = person.post("/post", NEED | {"problem": f"{number}：{NEED['problem']}" * 40})
            if answer.status_code != 303:
                break
            taken += 1
        assert answer.status_code == 503
        assert "请半分钟后再试" in answer.text
        assert answer.headers["Retry-After"] == "30"
        with office.database.read() as session:
            assert session.scalar(select(func.count()).select_from(Need)) == taken
        assert person.get("/").status_code == 200
    assert person.post("/post", NEED | {"problem": "磁盘腾出空间以后的难题说明。"}).status_code == 303
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Need)) == taken + 1
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        verify_chain(session)


@pytest.fixture(params=["missing", "damaged"])
def application(request: pytest.FixtureRequest, tmp_path: Path, tiny_folder: ModelFolder) -> Iterator[Application]:  # noqa: F811
    """The service whose model was never fetched, or lost a byte since."""
    model = "tiny"
    if request.param == "damaged":
        model = str(tiny_folder.path)
        file = next(tiny_folder.path.rglob("*.safetensors"))
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path / "data",
        cache_dir=tmp_path / "empty",
        model=model,
        environment="testing",
        second_factor_required=False,
    )
    application = build_application(settings)
    schema.upgrade(application.database)
    yield application
    application.database.dispose()


def test_without_a_whole_model_a_need_is_posted_waits_visibly_and_is_matched_later(
    application: Application,
    world: World,
    tmp_path: Path,
    engine: object,  # noqa: F811
) -> None:
    database, search = application.database, application.search
    assert search.encoder is None
    assert ("not installed" in (search.problem or "")) or ("is damaged" in (search.problem or ""))
    office = make_office(database, world, tmp_path / "office")
    office.app.extensions["services"].search_if_built = search
    assert office.person(None).post("/post", NEED).status_code == 303
    with database.write() as session:
        verify_need(work=world.work(session), need=session.scalars(select(Need)).one())
    runner = Runner(database=database, handlers=handlers(application), owner="test", clock=application.clock)
    runner.run_until_idle()
    with database.read() as session:
        need = session.scalars(select(Need)).one()
        assert (need.state, need.assessed_at) == (NeedState.VERIFIED, None)
    page = office.person(Role.CITY).get(f"/console/needs/{need.ref}")
    assert page.status_code == 200
    found = office.city.get("/console/search/?q=换热管").text
    assert need.title in found  # words still answer
    state = examine_readiness(application)
    assert (state.status, state.parts["model"]) == ("degraded", "missing")
    assert search.check().waiting > 0
    assert not list((tmp_path / "empty").rglob("*.safetensors"))  # nothing was fetched in secret

    application.search_if_built = a_search_index(database, FakeEncoder(), engine=engine)  # the model is there now
    enqueue_standing_jobs(application)
    later = Runner(
        database=database,
        handlers=handlers(application),
        owner="later",
        clock=lambda: application.clock() + timedelta(minutes=1),  # changes have settled
    )
    later.run_until_idle()
    with database.read() as session:
        assert session.scalars(select(Need.assessed_at)).one() is not None
