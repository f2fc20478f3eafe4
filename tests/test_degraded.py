"""Without a usable model the service goes on: posting works, words are searched, needs wait visibly (N12)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from matchmaker import schema
from matchmaker.bootstrap import Application, build_application
from matchmaker.errors import SearchUnavailable
from matchmaker.jobs.handlers import handlers
from matchmaker.jobs.runner import Runner
from matchmaker.models import Job, Need
from matchmaker.models.codes import JobState, NeedState, Role
from matchmaker.services.matching import require_corpus
from matchmaker.services.readiness import examine_readiness
from matchmaker.services.search import search_registry
from matchmaker.settings import Settings
from tests.support.builders import a_need, a_user, an_enterprise, an_expert


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """The service with an empty model cache."""
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")
    application = build_application(settings)
    schema.upgrade(application.database)
    yield application
    application.database.dispose()


def test_the_service_without_a_model(application: Application, tmp_path: Path) -> None:
    with application.database.write() as session:
        work = application.work(session)
        an_expert(work, name="掘进专家", directions=["煤矿巷道快速掘进"])
        a_need(work, an_enterprise(work), "掘进系统", state=NeedState.VERIFIED)
        city = a_user(work, Role.CITY, "city")
    runner = Runner(
        database=application.database, handlers=handlers(application), owner="test", clock=application.clock
    )
    runner.run_until_idle()
    with application.database.read() as session:
        assert session.scalars(select(Need)).one().assessed_at is None
        done = session.scalars(select(Job).where(Job.kind == "encode")).one()
        assert done.state is JobState.DONE
        assert "matchmaker model fetch" in done.result["waiting"]
        found = search_registry(work=application.work(session, city), index=application.search, text="巷道掘进")
        assert [hit.row.name for hit in found.hits if hit.kind == "expert"] == ["掘进专家"]
        assert "matchmaker model fetch" in (found.degraded or "")
    with pytest.raises(SearchUnavailable):
        require_corpus(application.search)
    state = examine_readiness(application)
    assert (state.status, state.parts["model"]) == ("degraded", "missing")
    assert application.search.check().ok
    assert not any((tmp_path / "cache").rglob("*.safetensors"))
